/* rule_negated_term.c: CAP025. */
#include "lint/rule.h"

/* The end of what "no" at u denies: its noun, two words on at most; NULL if there is none. */
static const struct unit *denied(const struct analysis *t, const struct unit *u)
{
	if (u->cls & (LEX(COUNT) | LEX(FILLER)))
		return u; /* no humans, no background */
	for (const struct unit *x = u + 1; x < t->units + t->n_units && x->segment == u->segment; x++) {
		if (!(x->flags & UNIT_NEGATED) || x->word - u->word > 3)
			return NULL;
		bool more = x + 1 < t->units + t->n_units && x[1].segment == u->segment && x[1].flags & UNIT_NOUN;
		if (x->flags & (UNIT_NOUN | UNIT_ABSTRACT) && !more)
			return x;
	}
	return NULL;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	int told = 0;

	if (!(t->flags & UNIT_NEGATED))
		return;
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!(u->cls & LEX(NEGATION)) || !(u->flags & UNIT_NEGATED) || u->flags & (UNIT_QUOTED | UNIT_NAME))
			continue;
		const struct unit *n = denied(t, u);
		if (!n)
			continue;
		const struct segment *g = &t->segments[u->segment];
		bool whole = u->start == g->start && n->end == g->end;
		struct finding *f = whole ? report_segment(c, r, g) : report(c, r, u->start, n->end);
		if (!f)
			return;
		f->segment = u->segment;
		f->message = say(c, "\"{}\" names what is not there", span_cut(t->text, u->start, n->end));
		f->points = told++ < 2 ? f->points : 0;
		f->edit = EDIT_DROP_SEGMENT;
		bool trained = n == u && u->cls & LEX(COUNT) && profile_in(c, P_TAGS); /* "no humans" */
		if (!whole || trained || t->style == STYLE_PROSE) {
			f->fix = FIX_NONE;
			f->edit = EDIT_NONE;
		}
	}
}

const struct rule rule_negated_term = {
	.code = "CAP025",
	.name = "negated-term",
	.title = "a term is denied: no, without",
	.why = "Text encoders are close to blind for \"no\": \"no humans\" brings humans to mind. Say what is there instead. \"no humans\" is "
	       "a trained tag of tag models (it stays there), and language-model encoders understand negation better: information there. Silent on "
	       "\"no smoking sign\", \"no. 7\", \"no longer\", quoted text and names.",
	.evidence = "NegBench (arxiv.org/abs/2501.09425): 79k examples, vision-language models \"often at chance\" on negation. PartiPrompts: 1.8% "
		    "of prompts fire.",
	.before = "apple, no humans",
	.after = "apple",
	.family = FAMILY_TAGS, .severity = SEV_WARNING,
	.by_profile = {[PROFILE_PONY] = SEV_INFO, [PROFILE_ILLUSTRIOUS] = SEV_INFO, [PROFILE_FLUX] = SEV_INFO,
		       [PROFILE_SD3] = SEV_INFO, [PROFILE_LUMINA] = SEV_INFO, [PROFILE_LLM] = SEV_INFO},
	.profiles = P_ANY, .points = 3, .fix = FIX_UNSAFE, .flags = true,
	.when = LEX(NEGATION),
	.check = check,
};
