/* dset_drift.c: CAP085. One term of the lexicon written in several ways, each in a twentieth of the captions or more. */
#include <stdlib.h>

#include "base/near.h"
#include "dataset/set.h"

enum { SHOWN = 20, FORMS = 8 };

static int by_group(const void *a, const void *b)
{
	const struct top_entry *x = *(const struct top_entry *const *)a, *y = *(const struct top_entry *const *)b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->key < y->key ? -1 : x->key > y->key;
}

/* Letters without spaces and hyphens. */
static struct span squeeze(struct span s, char *to, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < room; i++)
		if (s.p[i] != ' ' && s.p[i] != '-')
			to[n++] = s.p[i];
	return (struct span){to, n};
}

/* Only spelt differently ("close-up", "closeup"; "gray", "grey"), not another word for it ("bokeh"). */
static bool same_word(struct span a, struct span b)
{
	char x[64], y[64];
	struct span p = squeeze(a, x, sizeof x), q = squeeze(b, y, sizeof y);

	return span_eq(p, q) || (p.n > 3 && q.n > 3 && near_distance(p, q) <= 1);
}

/* One form and the captions that have it. */
struct form {
	struct span text;
	uint32_t n;
};

static int by_count(const void *a, const void *b)
{
	const struct form *x = a, *y = b;

	if (x->n != y->n || x->text.n != y->text.n)
		return x->n != y->n ? (x->n > y->n ? -1 : 1) : (int)x->text.n - (int)y->text.n;
	return memcmp(x->text.p, y->text.p, x->text.n);
}

static bool report_term(struct set_check *c, const struct rule *r, struct form *v, size_t n)
{
	bool spelling = true;
	struct set_finding *f = set_report(c, r);

	if (!f)
		return false;
	qsort(v, n, sizeof *v, by_count);
	struct span most = v[0].text, list = arena_printf(c->a, "\"%.*s\" %u", SPAN_ARG(most), v[0].n);
	for (size_t i = 1; i < n; i++) {
		spelling &= same_word(most, v[i].text);
		list = arena_printf(c->a, "%.*s, \"%.*s\" %u", SPAN_ARG(list), SPAN_ARG(v[i].text), v[i].n);
	}
	f->about = arena_printf(c->a, "drift %.*s", SPAN_ARG(most));
	f->message = arena_printf(c->a, "one term is written in %zu ways: %.*s", n, SPAN_ARG(list));
	f->fix = spelling ? FIX_SAFE : FIX_NONE;
	if (spelling)
		f->suggest = most;
	return true;
}

/* The spellings v[0..n) of one term, and its own form: what the term's count has more than theirs. */
static bool check_term(struct set_check *c, const struct rule *r, const struct top_entry **v, size_t n)
{
	const struct lint_set *s = c->s;
	const struct top_entry *term = top_find(&s->terms, v[0]->group);
	struct form form[FORMS];
	uint64_t others = 0;
	size_t have = 0;

	for (size_t i = 0; i < n; i++) {
		others += v[i]->count;
		if ((uint64_t)(v[i]->count - v[i]->error) * 20 >= s->n && have < FORMS - 1)
			form[have++] = (struct form){top_name(&s->spellings, v[i]), v[i]->count};
	}
	if (term && term->named && term->count > others && (term->count - others) * 20 >= s->n)
		form[have++] = (struct form){top_name(&s->terms, term), (uint32_t)(term->count - others)};
	return have > 1 && report_term(c, r, form, have);
}

static void check(struct set_check *c, const struct rule *r)
{
	struct lint_set *s = c->s;
	struct buf list = BUF_INIT;
	size_t n = 0, shown = 0;

	if (s->n < SET_FEW)
		return;
	const struct top_entry **v = (const struct top_entry **)(void *)buf_room(&list, s->spellings.used * sizeof *v + 1);
	for (uint32_t i = 0; i < s->spellings.slots; i++)
		if (top_at(&s->spellings, i))
			v[n++] = top_at(&s->spellings, i);
	if (n)
		qsort(v, n, sizeof *v, by_group);
	for (size_t from = 0, i = 1; i <= n && shown < SHOWN; i++)
		if (i == n || v[i]->group != v[from]->group) {
			shown += check_term(c, r, v + from, i - from);
			from = i;
		}
	buf_fini(&list);
}

const struct rule rule_drift = {
	.code = "CAP085",
	.name = "vocabulary-drift",
	.title = "one term is written in several ways",
	.why = "close up, close-up and closeup are different tokens for one thing: each form gets a part of the training, and whoever "
	       "asks for one does not get all of it. Fires from ten captions on for forms that each stand in a twentieth of them. Spellings "
	       "can be made one; words that only mean nearly the same (bokeh and depth of field) are shown, never changed. Names and "
	       "quoted text are left out.",
	.evidence = "help.scenario.com/en/articles/advanced-captioning (consistent wording); the alias tables of tag sites exist for this.",
	.before = "close up, ...  /  closeup, ...  /  close-up, ...",
	.after = "close-up, ...  in all of them",
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_INFO, .profiles = P_ANY, .fix = FIX_SAFE,
	.set = &(const struct set_rule){.check = check, .gathers = GATHER_SPELLINGS},
};
