/* dset_collapsed_pair.c: CAP084. Two things that nearly always stand together and are hardly ever linked by a word. */
#include "lint/set.h"

enum { SHOWN = 10, TOGETHER_LEAST = 5, LOOKED_AT = 4096 };

/* Whether the pair e of nouns a and b has collapsed, by counts that are certain. */
static bool collapsed(const struct top_entry *e, const struct top_entry *a, const struct top_entry *b)
{
	uint64_t together = e->count - e->error;
	uint64_t either = (uint64_t)a->count + b->count - together;

	return together >= TOGETHER_LEAST && together * 10 >= either * 9 && (uint64_t)e->extra * 5 < together;
}

static void check(struct set_check *c, const struct rule *r)
{
	struct lint_set *s = c->s;
	struct buf list = BUF_INIT;
	size_t shown = 0;

	if (s->n < SET_FEW)
		return;
	const struct top_entry **best = (const struct top_entry **)(void *)buf_room(&list, LOOKED_AT * sizeof *best);
	size_t n = top_best(&s->pairs, best, LOOKED_AT);
	for (size_t i = 0; i < n && shown < SHOWN; i++) {
		const struct top_entry *a = top_find(&s->nouns, best[i]->group);
		const struct top_entry *b = top_find(&s->nouns, set_pair_other(best[i]->key, best[i]->group));
		if (!a || !b || !collapsed(best[i], a, b))
			continue;
		if (a->first > b->first || (a->first == b->first && b->name < a->name)) {
			const struct top_entry *swap = a;
			a = b;
			b = swap;
		}
		struct set_finding *f = set_report(c, r);
		if (!f)
			break;
		struct span x = top_name(&s->nouns, a), y = top_name(&s->nouns, b);
		f->points = shown++ == 0 ? r->points : 0;
		f->about = arena_printf(c->a, "pair %.*s, %.*s", SPAN_ARG(x), SPAN_ARG(y));
		f->message = arena_printf(c->a, "\"%.*s\" and \"%.*s\" stand together in %u captions, linked in %u: the model will take them "
					  "for one thing", SPAN_ARG(x), SPAN_ARG(y), best[i]->count - best[i]->error, best[i]->extra);
		f->suggest = arena_printf(c->a, "say how they relate: %.*s on, under, beside, holding the %.*s", SPAN_ARG(x), SPAN_ARG(y));
		set_name(c->a, &f->names, ids_get(&s->ids, best[i]->first, c->a));
	}
	buf_fini(&list);
}

const struct rule rule_collapsed_pair = {
	.code = "CAP084",
	.name = "collapsed-pair",
	.title = "two things always stand together and nothing links them",
	.why = "If nearly every caption with one of two things has the other, too, and no caption says how they relate, the two words "
	       "come to mean the same picture: neither can be asked for alone. Fires from ten captions on for pairs in five or more, "
	       "together in 90% of the captions that have either and linked in fewer than 20% of those. Parts, clothes and places "
	       "are left out. In very large and varied sets only frequent pairs are counted (dataset.pairs_error says how exactly).",
	.evidence = "Text encoders bind words by context: arXiv 2210.01936 (relations near chance), 2306.08877 (attributes swapped).",
	.before = "dog, ball  in each caption",
	.after = "a dog on top of a ball  /  a dog with a ball in its mouth",
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ALL, .points = 5,
	.set = &(const struct set_rule){check},
};
