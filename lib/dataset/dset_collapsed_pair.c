/* dset_collapsed_pair.c: CAP084. Two things that nearly always stand together and are hardly ever linked by a word. */
#include "dataset/set.h"

enum { SHOWN = 10, TOGETHER_LEAST = 5 };

/* Whether the pair e of nouns a and b has collapsed, by counts that are certain. */
static bool collapsed(const struct top_entry *e, const struct top_entry *a, const struct top_entry *b)
{
	uint64_t together = e->count - e->error;
	uint64_t either = (uint64_t)a->extra[SET_NOUN] + b->extra[SET_NOUN] + a->error + b->error - together;

	return together >= TOGETHER_LEAST && together * 10 >= either * 9 && (uint64_t)e->extra[0] * 5 < together;
}

struct pair {
	const struct top_entry *both, *a, *b; /* a comes first in most captions */
};

static bool before(const struct pair *x, const struct pair *y)
{
	return x->both->count != y->both->count ? x->both->count > y->both->count : x->both->key < y->both->key;
}

/* Whether b, not a (the lower key), comes first in most captions. */
static bool other_first(const struct lint_set *s, const struct pair *p)
{
	uint64_t first = 2 * (uint64_t)p->both->extra[1], all = p->both->count - p->both->error;

	return first != all ? first < all : set_id_before(top_name(&s->terms, p->b), top_name(&s->terms, p->a));
}

/* The collapsed pairs that stand together most often. */
static size_t find(const struct lint_set *s, struct pair *v)
{
	size_t n = 0;

	for (uint32_t i = 0; i < s->pairs.slots; i++) {
		const struct top_entry *e = top_at(&s->pairs, i);
		if (!e || e->count < TOGETHER_LEAST)
			continue;
		struct pair p = {e, top_find(&s->terms, e->group), top_find(&s->terms, set_pair_other(e->key, e->group))};
		if (!p.a || !p.b || !collapsed(e, p.a, p.b) || (n == SHOWN && !before(&p, &v[n - 1])))
			continue;
		if (other_first(s, &p))
			p = (struct pair){e, p.b, p.a};
		size_t at = n < SHOWN ? n++ : SHOWN - 1;
		for (; at > 0 && before(&p, &v[at - 1]); at--)
			v[at] = v[at - 1];
		v[at] = p;
	}
	return n;
}

static void check(struct set_check *c, const struct rule *r)
{
	struct lint_set *s = c->s;
	struct pair v[SHOWN];
	size_t n = s->n < SET_FEW ? 0 : find(s, v);

	for (size_t i = 0; i < n; i++) {
		struct set_finding *f = set_report(c, r);
		if (!f)
			return;
		struct span x = top_name(&s->terms, v[i].a), y = top_name(&s->terms, v[i].b);
		f->points = i == 0 ? r->points : 0;
		f->about = arena_printf(c->a, "pair %.*s, %.*s", SPAN_ARG(x), SPAN_ARG(y));
		f->message = arena_printf(c->a, "\"%.*s\" and \"%.*s\" stand together in %u captions, linked in %u: the model will take them "
					  "for one thing", SPAN_ARG(x), SPAN_ARG(y), v[i].both->count - v[i].both->error, v[i].both->extra[0]);
		f->suggest = arena_printf(c->a, "say how they relate: %.*s on, under, beside, holding the %.*s", SPAN_ARG(x), SPAN_ARG(y));
		set_name(c->a, &f->names, ids_get(&s->ids, v[i].both->first, c->a));
	}
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
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY, .points = 5,
	.set = &(const struct set_rule){.check = check, .gathers = GATHER_PAIRS},
};
