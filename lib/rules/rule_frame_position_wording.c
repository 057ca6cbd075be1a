/* rule_frame_position_wording.c: CAP050. Relations between things ("left of the bowl") stay. */
#include "lint/rule.h"
#include "lint/statement.h"

/* "in the upper left" in front of "corner of the image". */
static bool leads(struct span w)
{
	static const char *const words[] = {"in", "on", "at", "to", "from", "near", "the", "upper", "lower", "top", "bottom", "left",
					    "right", "far", "very", "hand", "side", "middle", "center", "centre", "first", "second"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(w, words[i]))
			return true;
	return false;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (!(t->cls & LEX(FRAME)))
		return;
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		uint32_t from = u->word;
		if (!(u->cls & LEX(FRAME)) || u->flags & UNIT_QUOTED)
			continue;
		while (from > t->segments[u->segment].word && u->word - from < 6 && leads(t->seg.words[from - 1].norm))
			from--;
		uint32_t start = t->seg.words[from].start;
		struct finding *f = report(c, r, start, u->end);
		if (!f)
			return;
		f->segment = u->segment;
		bool adjunct = statement_places(c, start, u->end);
		f->edit = adjunct ? EDIT_DROP_ADJUNCT : EDIT_DROP; /* the score counts what would go; "Her face fills the bottom third of the frame." stays */
		f->fix = adjunct ? FIX_UNSAFE : FIX_NONE;
		f->message = say(c, "\"{}\": the picture itself says where things are in the frame", span_cut(t->text, start, u->end));
	}
}

const struct rule rule_frame_position_wording = {
	.code = "CAP050",
	.name = "frame-position-wording",
	.title = "where in the frame something is",
	.why = "\"in the upper left corner of the image\": the position reaches the network with the picture itself; the words are for "
	       "what a prompt would ask. Relations between things (\"left of the bowl\") are fine and stay. Only information: for "
	       "a composition set it may be the point. The fix (unsafe) takes a whole adjunct that the sentence can do without: in front of a comma and a "
	       "clause, or behind the noun of \"there is a bird\" or of a phrase without a verb.",
	.evidence = "Latents carry positions; JoyCaption on \"confusing left/right\".",
	.before = "Waves roll over a grey sea. In the lower left corner of the frame, a red buoy floats. The buoy is old.",
	.after = "Waves roll over a grey sea. A red buoy floats. The buoy is old.",
	.family = FAMILY_DESCRIPTION, .severity = SEV_INFO, .profiles = P_ANY, .fix = FIX_UNSAFE,
	.when = LEX(FRAME),
	.check = check,
};
