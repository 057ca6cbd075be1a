/* dset_ubiquitous.c: CAP083. Terms in at least 95% of the captions, by what was counted for certain (the counters are
 * bounded, set_top.h). Medium and quality words, counts and the trigger itself are no terms here (set_note.c). */
#include "dataset/set.h"

enum { SHOWN = 10, LOOKED_AT = 64 };

/* Whether the words of inner stand in outer as whole words. */
static bool within(struct span inner, struct span outer)
{
	for (size_t i = 0; i + inner.n <= outer.n; i++)
		if (memcmp(outer.p + i, inner.p, inner.n) == 0 && (i == 0 || outer.p[i - 1] == ' ') &&
		    (i + inner.n == outer.n || outer.p[i + inner.n] == ' '))
			return true;
	return false;
}

static void check(struct set_check *c, const struct rule *r)
{
	struct lint_set *s = c->s;
	const struct top_entry *best[LOOKED_AT];
	size_t shown = 0;

	if (s->n < SET_FEW)
		return;
	size_t n = top_best(&s->terms, SET_TERM, best, LOOKED_AT);
	for (size_t i = 0; i < n && shown < SHOWN; i++) {
		uint64_t sure = best[i]->extra[SET_TERM];
		struct span term = top_name(&s->terms, best[i]);
		bool part = false;
		if (sure * 100 < (uint64_t)s->n * 95)
			continue;
		for (size_t k = 0; k < n; k++) { /* "background" when "white background" is everywhere, too */
			struct span other = top_name(&s->terms, best[k]);
			part |= k != i && other.n > term.n && (uint64_t)best[k]->extra[SET_TERM] * 100 >= (uint64_t)s->n * 95 &&
				within(term, other);
		}
		struct set_finding *f = part ? NULL : set_report(c, r);
		if (!f)
			continue;
		shown++;
		struct span share = set_share(c, sure, s->n);
		f->about = arena_printf(c->a, "term %.*s", SPAN_ARG(term));
		f->message = arena_printf(c->a, "\"%.*s\" is in %.*s captions: it will bind to the %s", SPAN_ARG(term), SPAN_ARG(share),
					  s->o->n_triggers ? "trigger" : "concept");
		f->suggest = arena_printf(c->a, "capfix --prune \"%.*s\" if it is part of the subject, other pictures if not",
					  SPAN_ARG(term));
	}
}

const struct rule rule_ubiquitous = {
	.code = "CAP083",
	.name = "ubiquitous-term",
	.title = "a term is in nearly every caption",
	.why = "What every caption says and every image shows cannot be told from the concept: the trigger learns it, too. If it belongs to "
	       "the subject (the colour of one person's hair), leave it out, so that the trigger carries it; if not (the same "
	       "background everywhere), get pictures that differ. Fires for terms in 95% of ten captions or more; medium words, "
	       "quality words, counts and the trigger are left out.",
	.evidence = "civitai.com/articles/14148, lora-atelier.vercel.app/learn/captions-and-triggers: prune the constant part of the concept.",
	.before = "ohwx man, black beard, ...  in each of 40 captions",
	.after = "ohwx man, ...",
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_INFO, .profiles = P_ALL, .fix = FIX_UNSAFE,
	.set = &(const struct set_rule){.check = check},
};
