/* dset_misspelt.c: CAP089. A rare word that no dictionary has, one letter away from the trigger or from a word of many captions. */
#include "base/ascii.h"
#include "base/near.h"
#include "dataset/set.h"

enum { SHOWN = 10, RARE_TIMES = 10, LETTERS = 4, FREQUENT_MOST = 512, RARE_MOST = 2048 };

/* One word, and no more than letters in it. */
static bool is_word(struct span s)
{
	return s.n >= LETTERS && !memchr(s.p, ' ', s.n);
}

struct slip {
	const struct top_entry *rare;
	struct span meant;
	uint32_t often; /* captions that have meant; 0: it is the trigger */
};

static bool near(struct span a, struct span b)
{
	size_t more = a.n > b.n ? a.n - b.n : b.n - a.n;

	return more <= 1 && near_distance(a, b) == 1;
}

/* What t stands for: a trigger, else the most frequent of words. A number at its end makes another name ("v1", "v2"). */
static bool meant_by(const struct lint_set *s, const struct top_entry *t, const struct top_entry *const *words, size_t n, struct slip *out)
{
	struct span name = top_name(&s->fused.terms, t);

	for (size_t i = 0; i < s->o->n_triggers; i++)
		if (near(name, s->o->triggers[i].text)) {
			*out = (struct slip){t, s->o->triggers[i].text, 0};
			return true;
		}
	for (size_t i = 0; i < n && words[i]->extra[0] >= (uint64_t)t->extra[0] * RARE_TIMES; i++) {
		struct span word = top_name(&s->fused.terms, words[i]);
		if (is_word(word) && near(name, word)) {
			*out = (struct slip){t, word, words[i]->extra[0]};
			return true;
		}
	}
	return false;
}

static bool before(const struct lint_set *s, const struct slip *x, const struct slip *y)
{
	return set_id_before(top_name(&s->fused.terms, x->rare), top_name(&s->fused.terms, y->rare));
}

static void report_slip(struct set_check *c, const struct rule *r, const struct slip *x)
{
	struct lint_set *s = c->s;
	struct set_finding *f = set_report(c, r);
	struct arena scratch = ARENA_INIT;
	uint32_t *v;

	if (!f)
		return;
	struct span word = top_name(&s->fused.terms, x->rare);
	size_t n = fused_captions(s, x->rare->key, &v, &scratch);
	for (size_t i = 0; i < n; i++)
		set_name(c->a, &f->names, ids_get(&s->ids, v[i], &scratch));
	arena_fini(&scratch);
	struct span list = set_list(c, &f->names, 4), often = x->often ? arena_printf(c->a, "in %u", x->often) : SPAN("the trigger");
	f->about = arena_printf(c->a, "spelling %.*s", SPAN_ARG(word));
	f->message = arena_printf(c->a, "\"%.*s\" in %u %s is one letter from \"%.*s\", %.*s%s%.*s", SPAN_ARG(word), x->rare->extra[0],
				  x->rare->extra[0] == 1 ? "caption" : "captions", SPAN_ARG(x->meant), SPAN_ARG(often), list.n ? ": " : "", SPAN_ARG(list));
	f->suggest = arena_printf(c->a, "capfix --replace \"%.*s=%.*s\"", SPAN_ARG(word), SPAN_ARG(x->meant));
}

static void check(struct set_check *c, const struct rule *r)
{
	struct lint_set *s = c->s;
	const struct top_entry **words = arena_alloc(c->a, FREQUENT_MOST * sizeof *words);
	struct slip v[SHOWN];
	size_t n = 0, rare = 0;

	if (s->n < SET_FEW)
		return;
	size_t frequent = top_best(&s->fused.terms, 0, words, FREQUENT_MOST);
	for (uint32_t i = 0; i < s->fused.terms.slots && rare < RARE_MOST; i++) {
		const struct top_entry *e = top_at(&s->fused.terms, i);
		struct slip x;
		if (!e || !(e->extra[2] & FUSED_UNKNOWN) || (uint64_t)e->extra[0] * RARE_TIMES > s->n)
			continue;
		struct span name = top_name(&s->fused.terms, e);
		if (!is_word(name) || span_has_digit(name))
			continue;
		rare++;
		if (!meant_by(s, e, words, frequent, &x) || (n == SHOWN && !before(s, &x, &v[n - 1])))
			continue;
		size_t at = n < SHOWN ? n++ : SHOWN - 1;
		for (; at > 0 && before(s, &x, &v[at - 1]); at--)
			v[at] = v[at - 1];
		v[at] = x;
	}
	for (size_t i = 0; i < n; i++)
		report_slip(c, r, &v[i]);
}

const struct rule rule_misspelt = {
	.code = "CAP089",
	.name = "misspelt-name",
	.title = "a rare word is one letter from the trigger or from a frequent word",
	.why = "A misspelt trigger or name teaches a second one: the picture under it is lost to the first. Only words that no dictionary knows, in a tenth "
	       "as many captions as the word that they are near to, or a tenth of all for the trigger; numbers make other names (\"v1\", \"v2\"). From ten "
	       "captions on.",
	.evidence = "CLIP tokens measured: ohwx is one (ohwx), ohwxx three others (oh, w, xx).",
	.before = "ohwx woman  in 29 captions, ohwxx woman  in one",
	.after = "ohwx woman  in all of them",
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY,
	.set = &(const struct set_rule){.check = check, .gathers = GATHER_FUSED},
};
