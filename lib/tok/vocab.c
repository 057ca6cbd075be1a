/* vocab.c: compiling a spec: the sections that every engine shares, the engine's own, and the file around them. */
#include "tok/vocab.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "tok/engine.h"
#include "tok/vocab_engines.h"

const struct engine *const vocab_engines[VOCAB_ENGINES] = {&engine_bpe, &engine_unigram, &engine_spbpe};

static uint32_t engine_of(const struct spec *s)
{
	if (s->model == SPEC_UNIGRAM)
		return 1;
	return s->byte_level ? 0 : 2;
}

/* The highest id + 1, or 0 when one is too high. */
static size_t count_ids(const struct spec *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_tokens; i++)
		n = s->tokens[i].id >= n ? (size_t)s->tokens[i].id + 1 : n;
	for (size_t i = 0; i < s->n_added; i++)
		n = s->added[i].id >= n ? (size_t)s->added[i].id + 1 : n;
	return n > ID_MAX ? 0 : n;
}

/* A token as it is shown: the end-of-word mark goes, the ▁ of SentencePiece becomes the space it stands for. */
static void put_shown(struct buf *b, const struct spec *s, struct span bytes)
{
	if (s->end_of_word.n && bytes.n > s->end_of_word.n && span_ends(bytes, s->end_of_word))
		bytes.n -= s->end_of_word.n;
	for (size_t i = 0; i < bytes.n; i++) {
		if (!s->byte_level && bytes.n - i >= 3 && memcmp(bytes.p + i, "\xE2\x96\x81", 3) == 0) {
			buf_addc(b, ' ');
			i += 2;
		} else {
			buf_addc(b, bytes.p[i]);
		}
	}
}

static void put_tokens(const struct spec *s, size_t n_ids, struct blob_writer *w)
{
	struct buf by_id = BUF_INIT, at = BUF_INIT, bytes = BUF_INIT;
	struct span *v = (struct span *)(void *)buf_room(&by_id, n_ids * sizeof *v);

	memset(v, 0, n_ids * sizeof *v);
	for (size_t i = 0; i < s->n_tokens; i++)
		v[s->tokens[i].id] = s->tokens[i].bytes;
	for (size_t i = 0; i < s->n_added; i++)
		if (v[s->added[i].id].n == 0)
			v[s->added[i].id] = s->added[i].content;
	for (size_t i = 0; i <= n_ids; i++) {
		uint32_t here = (uint32_t)bytes.n;
		buf_add(&at, (const char *)&here, sizeof here);
		if (i < n_ids)
			put_shown(&bytes, s, v[i]);
	}
	blob_put(w, TAG('T', 'K', 'A', 'T'), at.p, at.n);
	blob_put(w, TAG('T', 'K', 'B', 'Y'), bytes.p, bytes.n);
	buf_fini(&by_id);
	buf_fini(&at);
	buf_fini(&bytes);
}

/* What is looked for; loaders that leave match empty mean the content. */
static struct span sought(const struct spec_added *e)
{
	return e->match.n ? e->match : e->content;
}

static int by_content(const void *a, const void *b)
{
	struct span x = sought(*(const struct spec_added *const *)a), y = sought(*(const struct spec_added *const *)b);
	int c = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);

	return c ? c : (x.n > y.n) - (x.n < y.n);
}

static void put_added(const struct spec *s, struct blob_writer *w)
{
	struct buf order = BUF_INIT, set[2] = {BUF_INIT, BUF_INIT}, bytes = BUF_INIT;
	const struct spec_added **v = (void *)buf_room(&order, (s->n_added + 1) * sizeof *v);

	for (size_t i = 0; i < s->n_added; i++)
		v[i] = &s->added[i];
	qsort(v, s->n_added, sizeof *v, by_content);
	for (size_t i = 0; i < s->n_added; i++) {
		struct vocab_added e = {v[i]->id, (uint32_t)bytes.n, (uint32_t)sought(v[i]).n, 0};
		e.flags = (v[i]->special ? AF_SPECIAL : 0) | (v[i]->single_word ? AF_SINGLE_WORD : 0) |
			  (v[i]->lstrip ? AF_LSTRIP : 0) | (v[i]->rstrip ? AF_RSTRIP : 0) | (v[i]->python ? AF_PYTHON : 0);
		if (v[i]->content.n == 0)
			continue; /* would match everywhere; the reference ignores it */
		buf_adds(&bytes, sought(v[i]));
		buf_add(&set[v[i]->normalized], (const char *)&e, sizeof e);
	}
	blob_put(w, TAG('A', 'D', 'R', 'W'), set[0].p, set[0].n);
	blob_put(w, TAG('A', 'D', 'N', 'M'), set[1].p, set[1].n);
	blob_put(w, TAG('A', 'D', 'B', 'Y'), bytes.p, bytes.n);
	buf_fini(&order);
	buf_fini(&set[0]);
	buf_fini(&set[1]);
	buf_fini(&bytes);
}

static void put_meta(const struct spec *s, const char *name, size_t n_ids, struct blob_writer *w)
{
	struct vocab_meta m = {engine_of(s), s->norm, s->pretok, 0, s->unk, s->bos, s->eos, (uint32_t)n_ids, {0}};
	size_t n = strlen(name);

	m.flags = (s->byte_level ? VF_BYTE_LEVEL : 0) | (s->byte_fallback ? VF_BYTE_FALLBACK : 0) |
		  (s->fuse_unk ? VF_FUSE_UNK : 0) | (s->ignore_merges ? VF_IGNORE_MERGES : 0) |
		  (s->end_of_word.n ? VF_END_OF_WORD : 0);
	memcpy(m.name, name, n < sizeof m.name ? n : sizeof m.name - 1);
	blob_put(w, TAG('M', 'E', 'T', 'A'), &m, sizeof m);
}

/* Header and table in front of the sections. */
static void put_file(const struct blob_writer *w, struct buf *out)
{
	struct blob_header h = {VOCAB_MAGIC, VOCAB_VERSION, (uint32_t)w->n, 0, 0};
	size_t head = (sizeof h + w->n * sizeof w->section[0] + 63) & ~(size_t)63, start = out->n;
	static const char zeros[64];

	h.size = head + w->data.n;
	buf_add(out, (const char *)&h, sizeof h);
	for (size_t i = 0; i < w->n; i++) {
		struct blob_section e = w->section[i];
		e.offset += head;
		buf_add(out, (const char *)&e, sizeof e);
	}
	buf_add(out, zeros, head - (out->n - start));
	buf_add(out, w->data.p, w->data.n);
	h.sum = blob_sum((struct span){out->p + start, out->n - start});
	memcpy(out->p + start, &h, sizeof h);
}

int vocab_compile(const struct spec *s, const char *name, struct buf *out, struct diag *d)
{
	struct blob_writer w = {0};
	size_t n_ids = count_ids(s);

	if (n_ids == 0)
		return diag_set(d, "bad-tokenizer", "no tokens, or an id above %d", ID_MAX - 1);
	if (s->unk >= (int)n_ids || s->bos >= (int)n_ids || s->eos >= (int)n_ids)
		return diag_set(d, "bad-tokenizer", "a special token's id is not in the vocabulary");
	put_meta(s, name, n_ids, &w);
	put_tokens(s, n_ids, &w);
	put_added(s, &w);
	int rc = vocab_engines[engine_of(s)]->compile(s, &w, d);
	if (rc == 0)
		put_file(&w, out);
	buf_fini(&w.data);
	return rc;
}
