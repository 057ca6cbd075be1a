/* doubled.c: a phrase joined with itself (doubled.h). */
#include "lint/doubled.h"

enum { OWN = 8 /* words before a noun that are its own; longer phrases are no loop */ };

/* A noun or adjective with the words before it that are its own: determiner, modifiers. */
struct named { uint32_t det, from, head; /* words; det == from without a determiner */ };

static bool is_own(const struct scene_word *w)
{
	return w->tag == TAG_ADJ || w->tag == TAG_NOUN || w->tag == TAG_NUM || w->verb == VERB_PART;
}

/* The phrase that ends in word i. */
static struct named named_before(const struct scene *s, uint32_t i)
{
	struct named x = {i, i, i};

	while (x.from > 0 && i - x.from < OWN && is_own(&s->words[x.from - 1]))
		x.from--;
	x.det = x.from > 0 && s->words[x.from - 1].tag == TAG_DET ? x.from - 1 : x.from;
	return x;
}

/* The phrase that begins with word i. */
static struct named named_from(const struct scene *s, uint32_t i)
{
	struct named x = {i, i, i};

	x.from += i < s->n_words && s->words[i].tag == TAG_DET;
	for (x.head = x.from; x.head < i + OWN && x.head + 1 < s->n_words && is_own(&s->words[x.head]) && is_own(&s->words[x.head + 1]);)
		x.head++;
	return x;
}

static bool alike(const struct scene *s, uint32_t a, uint32_t b)
{
	const struct scene_word *x = &s->words[a], *y = &s->words[b];

	return x->key == y->key && x->tag == y->tag && x->end - x->start == y->end - y->start;
}

static bool indefinite(const struct scene *s, const struct named *x)
{
	return x->det < x->from && s->words[x->det].end - s->words[x->det].start < 3; /* a, an */
}

static bool twice(const struct scene *s, const struct named *x, const struct named *y, bool and)
{
	uint32_t n = x->head - x->from, m = y->head - y->from;
	unsigned tag = s->words[x->head].tag;

	if (y->head >= s->n_words || (tag != TAG_NOUN && tag != TAG_ADJ) || !alike(s, x->head, y->head) || y->head - x->head > OWN)
		return false;
	bool det = x->from - x->det == y->from - y->det && (x->det == x->from || indefinite(s, x) == indefinite(s, y));
	bool more = tag == TAG_ADJ && span_ends(s->words[x->head].lemma, SPAN("er")); /* "smaller and smaller" */
	bool many = y->det == y->from && y->head + 1 < s->n_words && s->words[y->head + 1].tag == TAG_ADP;
	if (!det || many || more || (!and && !indefinite(s, x)))
		return false;
	if (n == 0 && m > 0)
		return and && indefinite(s, x);
	for (uint32_t i = 0; i < n && n == m; i++)
		if (!alike(s, x->from + i, y->from + i))
			return false;
	return n == m;
}

bool is_doubled(const struct scene *s, uint32_t i, struct doubled *out)
{
	const struct scene_word *w = &s->words[i];
	bool and = w->tag == TAG_CCONJ;

	if (i == 0 || i + 1 >= s->n_words || (!and && !(w->tag == TAG_ADP && span_is(w->lemma, "with"))) || s->words[i - 1].sentence != w->sentence)
		return false;
	struct named x = named_before(s, i - 1), y = named_from(s, i + 1);
	if (!twice(s, &x, &y, and))
		return false;
	*out = (struct doubled){{s->words[x.det].start, s->words[x.head].end}, {s->words[y.det].start, s->words[y.head].end}};
	return true;
}
