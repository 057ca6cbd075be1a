/* unigram_path.c: the best path through a word, exactly as the Rust library finds it (models/unigram/model.rs,
 * encode_optimized and tokenize): the order of additions and the > that lets the first of equals stay decide ties. */
#include <string.h>

#include "tok/unigram.h"

/* The best way to a byte of the word. */
struct node {
	double score;
	uint32_t id;
	uint32_t size; /* bytes of the piece that ends here; 0: nobody has come yet */
};

void unigram_work_fini(struct unigram_work *w)
{
	buf_fini(&w->nodes);
	buf_fini(&w->out);
}

static inline void offer(struct node *to, double score, uint32_t id, size_t size)
{
	if (to->size == 0 || score > to->score)
		*to = (struct node){score, id, (uint32_t)size};
}

static inline size_t char_size(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

static void forward(const struct unigram *u, struct node *v, const char *p, size_t n)
{
	for (size_t i = 0; i < n;) {
		const double here = v[i].score;
		size_t len = char_size((unsigned char)p[i]);
		bool single = false;
		uint32_t at = trie_child(&u->trie, 0, (uint8_t)p[i]);
		if (len > n - i)
			len = n - i;
		for (size_t k = i + 1; at; at = k < n ? trie_child(&u->trie, at, (uint8_t)p[k]) : 0, k++) {
			uint32_t id = u->trie.v[at].id;
			if (id == TRIE_NONE)
				continue;
			offer(&v[k], u->score[id] + here, id, k - i);
			single |= k - i == len;
		}
		if (!single)
			offer(&v[i + len], u->unk_score + here, u->unk, len);
		i += len;
	}
}

/* The piece that is exactly p[0..n), or TRIE_NONE. */
static uint32_t exact(const struct unigram *u, const char *p, size_t n)
{
	uint32_t at = trie_child(&u->trie, 0, (uint8_t)p[0]);

	for (size_t k = 1; at && k < n; k++)
		at = trie_child(&u->trie, at, (uint8_t)p[k]);
	return at ? u->trie.v[at].id : TRIE_NONE;
}

/* Puts an unknown stretch before out[-1]: its bytes where all have a piece, else one unknown token. The mark is written
 * as its three bytes, which cover the one byte it has here. Returns the new begin. */
static struct symbol *unknown(const struct unigram *u, struct symbol *out, const char *p, size_t n)
{
	static const unsigned char mark[3] = {0xE2, 0x96, 0x81};
	uint32_t known = exact(u, p, n);
	bool bytes = u->byte != NULL && known == TRIE_NONE;

	for (size_t i = 0; bytes && i < n; i++)
		for (int k = 0; k < (p[i] == ' ' ? 3 : 1); k++)
			bytes &= u->byte[p[i] == ' ' ? mark[k] : (unsigned char)p[i]] != TRIE_NONE;
	if (!bytes) {
		*--out = (struct symbol){known != TRIE_NONE ? known : u->unk, (uint32_t)n};
		return out;
	}
	for (size_t i = n; i-- > 0;) {
		if (p[i] != ' ') {
			*--out = (struct symbol){u->byte[(unsigned char)p[i]], 1};
			continue;
		}
		*--out = (struct symbol){u->byte[mark[2]], 0};
		*--out = (struct symbol){u->byte[mark[1]], 0};
		*--out = (struct symbol){u->byte[mark[0]], 1};
	}
	return out;
}

/* A buffer for n elements of a size, kept for the next word. */
static void *room(struct buf *b, size_t n, size_t size)
{
	buf_reset(b);
	return buf_room(b, n * size);
}

const struct symbol *unigram_word(const struct unigram *u, struct unigram_work *w, const char *p, size_t n,
				  size_t *n_out)
{
	struct node *v = room(&w->nodes, n + 1, sizeof *v);
	size_t most = u->byte ? 3 * n : n;
	struct symbol *begin = room(&w->out, most, sizeof *begin), *end = begin + most, *out = end;

	for (size_t i = 0; i <= n; i++)
		v[i] = (struct node){0, 0, 0};
	forward(u, v, p, n);
	for (size_t to = n; to > 0;) {
		size_t from = to;
		while (from > 0 && v[from].id == u->unk)
			from -= v[from].size;
		if (from < to) {
			out = unknown(u, out, p + from, to - from);
		} else {
			from = to - v[to].size;
			*--out = (struct symbol){v[to].id, v[to].size};
		}
		to = from;
	}
	*n_out = (size_t)(end - out);
	return out;
}
