/* unigram.h: the parts of the unigram engine: a trie over the pieces and the best path through a word. */
#ifndef CAPTOOLS_TOK_UNIGRAM_H
#define CAPTOOLS_TOK_UNIGRAM_H

#include "tok/engine.h"
#include "tok/sptext.h"

/* Pieces in internal form as a double array: the child of node i under byte c stands at base(i) ^ c if it is there, which its
 * label tells. Bases are used once, so no two nodes claim a unit. */
struct trie_unit {
	uint32_t link;  /* base << 9 | 256 | label; 0 in a free unit */
	uint32_t id;    /* of the piece that ends here; TRIE_NONE when none does */
	double score;   /* of the piece; then minus infinity, which never is the best way */
};
#define TRIE_NONE UINT32_MAX

struct trie {
	const struct trie_unit *v; /* the root is v[0] */
	size_t n;                  /* a multiple of 256 */
};

/* Writes the section; of equal pieces the later one counts. *longest: bytes of the longest piece. 0, or -1 with d. */
int trie_compile(const struct spec *s, struct blob_writer *w, uint32_t *longest, struct diag *d);
int trie_load(const struct tok *t, struct trie *x, struct diag *d);

/* The child of node under byte c, or 0. */
static inline uint32_t trie_child(const struct trie *x, uint32_t node, uint8_t c)
{
	uint32_t at = x->v[node].link >> 9 ^ c;
	return (x->v[at].link & 511) == (256u | c) ? at : 0;
}

struct unigram {
	struct sptext text;
	struct trie trie;
	const uint32_t *byte;  /* 256 ids of <0x00>.., UINT32_MAX where there is none; NULL: no byte fallback */
	double unk_score;
	uint32_t unk;
	bool letters_stay;     /* the normaliser leaves a-z and A-Z as they are */
};

/* Scratch of the best path; all-zero to begin with. */
struct unigram_work {
	struct buf score, way, out;
};
void unigram_work_fini(struct unigram_work *w);

/* The tokens of one word (internal form, valid UTF-8, n > 0) as the reference's encode_optimized and tokenize find them:
 * sums in double from left to right, the first of equals stays, neighbouring unknowns are one. Lives in w until the
 * next call. Linear in n. */
const struct symbol *unigram_word(const struct unigram *u, struct unigram_work *w, const char *p, size_t n,
				  size_t *n_out);

#endif
