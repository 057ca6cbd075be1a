/* rule_frame_position_wording.c: CAP050. Relations between things ("left of the bowl") stay. */
#include "lint/rule.h"

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
		f->edit = EDIT_DROP; /* what would go, for the score; nobody takes it out: "Her face fills the bottom third of the frame." */
		f->message = say(c, "\"{}\": the picture itself says where things are in the frame", span_cut(t->text, start, u->end));
	}
}

const struct rule rule_frame_position_wording = {
	.code = "CAP050",
	.name = "frame-position-wording",
	.title = "where in the frame something is",
	.why = "\"in the upper left corner of the image\": the position reaches the network with the picture itself; the words are for "
	       "what a prompt would ask. Relations between things (\"left of the bowl\") are fine and stay. Only information: for "
	       "a composition set it may be the point.",
	.evidence = "Latents carry positions; JoyCaption on \"confusing left/right\".",
	.before = "a bird in the upper left corner of the image",
	.family = FAMILY_DESCRIPTION, .severity = SEV_INFO, .profiles = P_ALL, .fix = FIX_NONE,
	.when = LEX(FRAME),
	.check = check,
};
