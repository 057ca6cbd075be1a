/* unigram_path.c: the best path through a word, exactly as the Rust library finds it (models/unigram/model.rs,
 * encode_optimized and tokenize): the order of additions and the > that lets the first of equals stay decide ties. */
#include <math.h>
#include <string.h>

#include "tok/unigram.h"

/* The best ways to the bytes of a word: their scores, and the last piece of each as size << 32 | id. */
struct path {
	double *score;
	uint64_t *way;
};

void unigram_work_fini(struct unigram_work *w)
{
	buf_fini(&w->score);
	buf_fini(&w->way);
	buf_fini(&w->out);
}

static inline size_t char_size(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* A piece of size bytes that ends at byte `to`. Which of two ways is better cannot be foretold, so nothing here branches. */
static inline void offer(const struct path *p, size_t to, double score, uint32_t id, size_t size)
{
	double best = p->score[to];
	uint64_t mask = -(uint64_t)(score > best);

	p->way[to] = (p->way[to] & ~mask) | (((uint64_t)size << 32 | id) & mask);
	p->score[to] = score > best ? score : best;
}

static void forward(const struct unigram *u, const struct path *path, const char *p, size_t n)
{
	const struct trie_unit *v = u->trie.v;

	for (size_t i = 0; i < n;) {
		const double here = path->score[i];
		size_t len = char_size((unsigned char)p[i]), k = i;
		uint32_t at = 0, single = 0;
		if (len > n - i)
			len = n - i;
		while (k < n) {
			uint8_t c = (uint8_t)p[k++];
			at = v[at].link >> 9 ^ c;
			if ((v[at].link & 511) != (256u | c))
				break;
			offer(path, k, v[at].score + here, v[at].id, k - i);
			single |= (uint32_t)(v[at].id != TRIE_NONE) & (uint32_t)(k - i == len);
		}
		if (!single)
			offer(path, i + len, u->unk_score + here, u->unk, len);
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
			bytes &= u->byte[p[i] == ' ' ? mark[k] : (unsigned char)p[i]] != UINT32_MAX;
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
	struct path path = {room(&w->score, n + 1, sizeof *path.score), room(&w->way, n + 1, sizeof *path.way)};
	size_t most = u->byte ? 3 * n : n;
	struct symbol *begin = room(&w->out, most, sizeof *begin), *end = begin + most, *out = end;

	/* A file's scores may add up to minus infinity or to no number: a byte that no way leads to is one unknown byte. */
	for (size_t i = 1; i <= n; i++) {
		path.score[i] = -INFINITY;
		path.way[i] = (uint64_t)1 << 32 | u->unk;
	}
	path.score[0] = 0;
	forward(u, &path, p, n);
	for (size_t to = n; to > 0;) {
		size_t from = to;
		while (from > 0 && (uint32_t)path.way[from] == u->unk)
			from -= path.way[from] >> 32;
		if (from < to) {
			out = unknown(u, out, p + from, to - from);
		} else {
			from = to - (path.way[to] >> 32);
			*--out = (struct symbol){(uint32_t)path.way[to], (uint32_t)(path.way[to] >> 32)};
		}
		to = from;
	}
	*n_out = (size_t)(end - out);
	return out;
}
