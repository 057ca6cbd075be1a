/* unigram.h: the parts of the unigram engine: a trie over the pieces and the best path through a word. */
#ifndef CAPTOOLS_TOK_UNIGRAM_H
#define CAPTOOLS_TOK_UNIGRAM_H

#include "tok/engine.h"
#include "tok/sptext.h"

/* Pieces in internal form as a trie: the children of node i are nodes first[i]..first[i + 1] - 1, their labels rising. */
struct trie {
	const uint32_t *first; /* n + 1 */
	const uint8_t *label;
	const uint32_t *id;    /* TRIE_NONE: no piece ends here */
	size_t n;
};
#define TRIE_NONE UINT32_MAX

/* Writes the sections; of equal pieces the later one counts. *longest: bytes of the longest piece. */
void trie_compile(const struct spec *s, struct blob_writer *w, uint32_t *longest);
int trie_load(const struct tok *t, struct trie *x, struct diag *d);

/* The child of node with label c, or 0 (the root is nobody's child). */
static inline uint32_t trie_child(const struct trie *x, uint32_t node, uint8_t c)
{
	uint32_t lo = x->first[node], hi = x->first[node + 1];

	while (hi - lo > 8) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (x->label[mid] <= c)
			lo = mid;
		else
			hi = mid;
	}
	for (; lo < hi; lo++)
		if (x->label[lo] == c)
			return lo;
	return 0;
}

struct unigram {
	struct sptext text;
	struct trie trie;
	const double *score;   /* by id */
	const uint32_t *byte;  /* 256 ids of <0x00>.., TRIE_NONE where there is none; NULL: no byte fallback */
	uint32_t root[256];    /* children of the root, 0 = none */
	double unk_score;
	uint32_t unk;
};

/* Scratch of the best path; all-zero to begin with. */
struct unigram_work {
	struct buf nodes, out;
};
void unigram_work_fini(struct unigram_work *w);

/* The tokens of one word (internal form, valid UTF-8, n > 0) as the reference's encode_optimized and tokenize find them:
 * sums in double from left to right, the first of equals stays, neighbouring unknowns are one. Lives in w until the
 * next call. Linear in n. */
const struct symbol *unigram_word(const struct unigram *u, struct unigram_work *w, const char *p, size_t n,
				  size_t *n_out);

#endif
