/* lexword.c: one word and all that is known of it: plural, possessive and verb forms undone by WordNet's
 * exception lists and the usual endings. */
#include "lexicon/lexpriv.h"

/* Looks up word less cut bytes plus tail, as a noun. */
static bool noun_try(const struct lexicon *l, struct span w, size_t cut, const char *tail, struct lex_word *out)
{
	char b[64];
	size_t n = w.n - cut, t = strlen(tail);
	uint32_t noun;

	if (n + t > sizeof b || n < 2)
		return false;
	memcpy(b, w.p, n);
	memcpy(b + n, tail, t);
	uint64_t key = lex_key(b, n + t);
	unsigned wn = wn_find(l, key, &noun);
	const struct lex_term *term = lex_find(l, key);
	if (!(wn & WN_NOUN) && !(term && term->cls))
		return false;
	out->lemma = key;
	out->noun = noun;
	out->wn |= (uint16_t)((wn & ~(unsigned)(WN_PREFIX | WN_VERBFORM)) | WN_PLURAL);
	if (!out->term && term && term->cls)
		out->term = term;
	return true;
}

static bool ends(struct span w, const char *z)
{
	size_t n = strlen(z);

	return w.n > n && memcmp(w.p + w.n - n, z, n) == 0;
}

static void singular(const struct lexicon *l, struct span w, struct lex_word *out)
{
	if (w.n < 4 || w.n > 48 || w.p[w.n - 1] != 's' || ends(w, "ss") || ends(w, "us") || ends(w, "is")) {
		if (ends(w, "men") && w.n > 4)
			noun_try(l, w, 3, "man", out);
		return;
	}
	if (ends(w, "ies") && noun_try(l, w, 3, "y", out))
		return;
	if ((ends(w, "ches") || ends(w, "shes") || ends(w, "xes") || ends(w, "sses") || ends(w, "zes") || ends(w, "oes")) &&
	    noun_try(l, w, 2, "", out))
		return;
	noun_try(l, w, 1, "", out);
}

static bool verb_try(const struct lexicon *l, struct span w, size_t cut, const char *tail)
{
	char b[64];
	size_t n = w.n - cut, t = strlen(tail);

	if (n + t > sizeof b)
		return false;
	memcpy(b, w.p, n);
	memcpy(b + n, tail, t);
	return (wn_find(l, lex_key(b, n + t), NULL) & WN_VERB) != 0;
}

/* Whether w is an -ing or -ed form of a verb. Short stems are passed over: red, seed and king are no verbs. */
static bool verb_form(const struct lexicon *l, struct span w)
{
	size_t cut = ends(w, "ing") ? 3 : ends(w, "ed") ? 2 : 0;

	if (!cut || w.n > 40 || w.n < cut + 3)
		return false;
	size_t n = w.n - cut;
	if (verb_try(l, w, cut, ""))
		return true;
	if (n > 3 && w.p[n - 1] == w.p[n - 2] && verb_try(l, w, cut + 1, "")) /* petting */
		return true;
	if (cut == 2 && w.p[n - 1] == 'i' && verb_try(l, w, 3, "y")) /* carried */
		return true;
	return n >= 3 && verb_try(l, w, cut, "e"); /* chasing, chased */
}

static void plain_word(const struct lexicon *l, struct span w, struct lex_word *out)
{
	uint32_t noun;
	uint64_t key = lex_key(w.p, w.n);
	unsigned wn = wn_find(l, key, &noun);
	const struct lex_term *t = lex_find(l, key);

	*out = (struct lex_word){.key = key, .lemma = key, .term = t && t->n_words && t->cls ? t : NULL, .noun = noun,
				 .wn = (uint16_t)wn, .prefix = (t && t->prefix) || (wn & WN_PREFIX)};
	uint64_t base = wordnet_singular(&l->wn, key);
	if (base) {
		unsigned more = wn_find(l, base, &noun);
		const struct lex_term *bt = lex_find(l, base);
		out->lemma = base;
		out->noun = noun ? noun : out->noun;
		out->wn |= (uint16_t)((more & ~(unsigned)WN_PREFIX) | WN_PLURAL);
		if (!out->term && bt && bt->cls)
			out->term = bt;
	} else if (!(wn & WN_NOUN)) {
		singular(l, w, out);
	}
	if (!(out->wn & WN_VERBFORM) && verb_form(l, w))
		out->wn |= WN_VERBFORM;
}

void lex_word(const struct lexicon *l, struct span w, struct lex_word *out)
{
	struct span stem = w;

	while (ends(stem, "'s"))
		stem.n -= 2;
	plain_word(l, stem, out);
	if (stem.n != w.n) { /* the dog's ball: dog, owning; but "bird's eye view" is a term */
		uint64_t key = lex_key(w.p, w.n);
		const struct lex_term *t = lex_find(l, key);
		out->key = key;
		out->owns = true;
		out->prefix = t && t->prefix;
		if (t && t->n_words && t->cls)
			out->term = t;
	}
	out->own = lex_find(l, out->key);
	out->cls = out->term ? out->term->cls : 0;
	out->glue = (out->cls & LEX_GLUE) != 0;
	out->unit = out->term ? out->term->lemma : out->lemma;
	out->bare_s = out->lemma == out->key && w.n > 2 && w.p[w.n - 1] == 's';
	out->known = out->term || (out->wn & ~(unsigned)WN_PREFIX);
}
