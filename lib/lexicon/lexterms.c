/* lexterms.c: the table of terms while lexicons load: a term's words in, its number out. */
#include "base/ascii.h"
#include "lexicon/lexpriv.h"
#include "text/seg.h"

void lex_rehash(struct lexicon *l, uint32_t slots)
{
	l->slot = arena_zalloc(&l->a, slots, sizeof *l->slot);
	l->mask = slots - 1;
	for (uint32_t i = 0; i < l->n_terms; i++)
		l->slot[lex_slot(l, l->terms[i].key)] = (struct lex_slot){i + 1, (uint32_t)(l->terms[i].key >> 32)};
}

static uint32_t add(struct lexicon *l, uint64_t key)
{
	uint32_t i = lex_slot(l, key);

	if (l->slot[i].term)
		return l->slot[i].term - 1;
	if (l->n_terms >= l->mask / 2) {
		lex_rehash(l, (l->mask + 1) * 2);
		i = lex_slot(l, key);
	}
	if (l->n_terms == l->cap_terms) {
		uint32_t cap = l->cap_terms ? l->cap_terms * 2 : 16384;
		l->terms = arena_grow(&l->a, l->terms, l->cap_terms * sizeof *l->terms, cap * sizeof *l->terms);
		l->cap_terms = cap;
	}
	l->terms[l->n_terms] = (struct lex_term){.key = key, .canon = l->n_terms};
	l->slot[i] = (struct lex_slot){++l->n_terms, (uint32_t)(key >> 32)};
	return l->n_terms - 1;
}

int lex_plain_words(struct span s, struct span w[LEX_WORDS + 1])
{
	int n = 0;
	size_t start = 0;

	for (size_t i = 0; i <= s.n; i++) {
		unsigned char c = i < s.n ? (unsigned char)s.p[i] : ' ';
		if (c == ' ') {
			if (i == start || n > LEX_WORDS)
				return 0;
			w[n++] = span_cut(s, start, i);
			if (n > LEX_WORDS)
				return n;
			start = i + 1;
		} else if (!((c >= 'a' && c <= 'z') || ascii_digit(c) || (c == '\'' && i > start))) {
			return 0;
		}
	}
	return n;
}

static int cut_words(struct lexicon *l, struct span s, struct span w[LEX_WORDS + 1])
{
	int n = lex_plain_words(s, w);
	struct seg seg;

	if (n)
		return n;
	seg_cut(s, &l->a, &seg);
	for (size_t i = 0; i < seg.n_words && n <= LEX_WORDS; i++)
		w[n++] = seg.words[i].norm;
	return n;
}

uint32_t lex_intern(struct lexicon *l, struct span text)
{
	struct span w[LEX_WORDS + 1];
	int n = cut_words(l, text, w);
	uint64_t key = 0;
	uint32_t id = UINT32_MAX;

	if (n == 0 || n > LEX_WORDS)
		return UINT32_MAX;
	for (int i = 0; i < n; i++) {
		uint64_t k = lex_key(w[i].p, w[i].n);
		key = i ? lex_join(key, k) : k;
		id = add(l, key);
		if (i > 0)
			l->filter[phrase_word(key, LEX_FILTER)] |= phrase_bit(key);
		if (i + 1 < n)
			l->terms[id].prefix = true;
	}
	if (l->terms[id].n_words == 0) {
		l->terms[id].n_words = (uint8_t)n;
		l->terms[id].text = lex_plain(&l->a, text);
	}
	return id;
}
