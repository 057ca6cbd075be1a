/* rule_generic_focus_tag.c: CAP020. Whole segments only: "mouth focus image" in a clause, and focus on a part, never fire. */
#include "lint/rule.h"

/* The unit that already says what the class word says, or NULL. */
static const struct unit *named(const struct check *c, struct span class)
{
	const struct analysis *t = c->t;
	struct lex_word w;
	struct unit general = {0};

	lex_word(c->lex, class, &w);
	general.lemma = general.key = w.key;
	general.noun = w.noun;
	general.term = w.term;
	for (uint32_t i = 0; i < c->n_things; i++) {
		const struct unit *u = &t->units[c->thing[i]];
		if (u->flags & (UNIT_GENERIC | UNIT_PART | UNIT_FLAGGED))
			continue;
		if (u->lemma == w.key || is_kind_of(c, u, &general))
			return u;
	}
	return NULL;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (!(t->cls_any & LEX(CLASSFOCUS)))
		return;
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct unit *u = segment_only(t, &t->segments[i]);
		if (!u || !(u->cls & LEX(CLASSFOCUS)) || u->flags & UNIT_QUOTED)
			continue;
		struct span class = lex_at(c->lex, u->term->canon)->arg;
		if (t->people != 0 && t->people != 1 && span_starts(unit_text(t, u), SPAN("solo")))
			continue; /* among several people it still says which */
		struct finding *f = report_segment(c, r, &t->segments[i]);
		if (!f)
			return;
		if (profile_in(c, P_TAGS) && (span_starts(unit_text(t, u), SPAN("male")) || span_starts(unit_text(t, u), SPAN("female"))))
			set_severity(c, f, SEV_INFO); /* what these models were trained with */
		const struct unit *stays = named(c, class);
		f->message = say(c, "\"{}\" names a class, not what is in focus", unit_text(t, u));
		f->edit = EDIT_DROP_SEGMENT;
		if (stays) {
			f->fix = FIX_SAFE;
			f->because = say(c, "{} is named", unit_text(t, stays));
			f->other_start = stays->start;
			f->other_end = stays->end;
		}
	}
}

const struct rule rule_generic_focus_tag = {
	.code = "CAP020",
	.name = "generic-focus-tag",
	.title = "a focus tag that names a whole class",
	.why = "\"animal focus\" and \"food focus\" say that there is an animal or food, which the noun says better, and nothing "
	       "about sharpness. Dropped safely where a thing of that class is named. Focus on something particular (mouth, eye, "
	       "hand, reflection, soft focus) is information and never fires, nor does the phrase inside a clause; \"solo focus\" "
	       "keeps its meaning when several people are counted. male focus is told of for information to models trained on tags.",
	.evidence = "46 *_focus tags in public tag tables: male 709,215 posts, animal 24,617, food 11,098, mouth 222.",
	.before = "apple, food focus, still life",
	.after = "apple, still life",
	.family = FAMILY_TAGS, .severity = SEV_WARNING, .profiles = P_ANY, .points = 4, .fix = FIX_UNSAFE, .flags = true,
	.when = LEX(CLASSFOCUS),
	.check = check,
};
