/* dset_one_sided.c: CAP087. Nearly all pictures of one distance, angle, light, background or pose (set_balance.h). */
#include "dataset/set.h"

enum { VALUES = 3 };

/* Whether a fused term says the value: it is its name, or share/lexicon/balance.tsv has it so. */
static bool says(const struct lint_set *s, const struct fused_term *t, const struct balance_sum *x, struct arena *a)
{
	const struct lex_term *term = lex_find_text(s->o->lexicon, arena_dup(a, t->name).p);
	const struct lex_rel *r = term ? lex_rels(s->o->lexicon, term) : NULL;

	for (size_t i = 0; r && i < term->n_rel; i++)
		if (r[i].kind == REL_BALANCE && span_is(x->axis, lex_group_name(s->o->lexicon, r[i].group)) &&
		    span_is(x->value, lex_side_name(s->o->lexicon, r[i].side)))
			return true;
	return span_eq(t->name, x->value);
}

/* Whether CAP083 has said it already, or it is meant. */
static bool is_fused(struct set_check *c, const struct balance_sum *x)
{
	const struct fused_list *l = &c->s->fused_list;

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].band == SEV_ERROR && says(c->s, &l->v[i], x, c->a))
			return true;
	return false;
}

/* "close-up 28, wide 2": the heaviest values of one axis. */
static struct span values_of(struct set_check *c, const struct balance_sum *v, size_t n)
{
	struct span out = SPAN("");

	for (size_t i = 0; i < n && i < VALUES; i++)
		out = arena_printf(c->a, "%.*s%s%.*s %u", SPAN_ARG(out), i ? ", " : "", SPAN_ARG(v[i].value), v[i].captions);
	return n > VALUES ? arena_printf(c->a, "%.*s and %zu more", SPAN_ARG(out), n - VALUES) : out;
}

static void check(struct set_check *c, const struct rule *r)
{
	static const char *const axes[] = {"angle", "background", "distance", "light", "pose"};
	const struct lint_set *s = c->s;
	const struct fused_bands *b = &s->o->bands;
	struct balance_sum *v;
	size_t n = s->n - s->empty < SET_FEW ? 0 : balance_sums(&s->balance, &v, c->a), next;

	for (size_t i = 0; i < n; i = next) {
		bool known = false;
		for (next = i + 1; next < n && span_eq(v[next].axis, v[i].axis);)
			next++;
		for (size_t k = 0; k < sizeof axes / sizeof *axes; k++)
			known |= span_is(v[i].axis, axes[k]);
		if (!known || v[i].weight * 100 < v[i].of * b->error || is_fused(c, &v[i]))
			continue;
		struct set_finding *f = set_report(c, r);
		if (!f)
			return;
		struct span share = set_share(c, v[i].weight, v[i].of), all = values_of(c, v + i, next - i);
		f->points = 0;
		f->about = arena_printf(c->a, "balance %.*s", SPAN_ARG(v[i].axis));
		f->message = arena_printf(c->a, "%.*s pictures%s have one %.*s, %.*s: prompts for another will be strangers (%.*s)", SPAN_ARG(share),
					  s->balance.n_subsets > 1 ? " of an epoch, repeats counted," : "", SPAN_ARG(v[i].axis), SPAN_ARG(v[i].value), SPAN_ARG(all));
		f->suggest = arena_printf(c->a, "pictures of another %.*s, or more repeats for those that are there", SPAN_ARG(v[i].axis));
	}
}

const struct rule rule_one_sided = {
	.code = "CAP087",
	.name = "one-sided-set",
	.title = "nearly all pictures have one distance, angle, light, background or pose",
	.why = "A set of close-ups teaches a subject that has no legs. By what the captions say, different words for one thing taken together (headshot and "
	       "close-up), each subset weighted by its repeats (kohya's number in front of the folder's name). Fires from ten captions on for what 85% of "
	       "them have, unless CAP083 has named the very term.",
	.evidence = "help.scenario.com/en/articles/advanced-captioning: vary framing and light, and say so. kohya-ss/sd-scripts docs: num_repeats.",
	.before = "close-up of ohwx woman, ...  in 28 of 30 captions",
	.after = NULL,
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY,
	.set = &(const struct set_rule){.check = check},
};
