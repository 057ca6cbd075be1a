/* engine.h: inside lib/tok only: what a tokenizer engine is, and what the common part (tok.c, vocab.c) does for it.
 *
 * The way of a caption. tok.c cuts it at the added tokens that are matched in the raw text (added_find); each stretch
 * between two of them is one `struct stretch`. The engine normalises it, cuts it into words, turns words to ids, and puts
 * them into the sink with offsets into the caption. Everything an engine needs at run time it wrote into the blob when the
 * vocabulary was compiled: the blob is mapped read-only and used in place, so sections hold only fixed-width little-endian
 * numbers and bytes, and `load` checks every number that a later step trusts (a hostile file must not crash). */
#ifndef CAPTOOLS_TOK_ENGINE_H
#define CAPTOOLS_TOK_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"
#include "tok/spec.h"
#include "tok/tok.h"

/* Limits that let tables pack their numbers; a vocabulary beyond them is refused when compiled. */
enum {
	ID_MAX = (1 << 21) - 1,    /* ids are below this */
	RANK_MAX = (1 << 22) - 2   /* merges are fewer than this */
};
enum { SCRATCH_KEEP = 4 << 20 }; /* bytes of a scratch buffer that a run keeps from one caption to the next */

/* ---- sections of the blob ---- */

#define TAG(a, b, c, d) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

struct blob_section {
	uint32_t tag, zero;
	uint64_t offset, size; /* from the start of the file; offsets are multiples of 64 */
};

/* The writer. An engine only calls blob_put. */
struct blob_writer {
	struct buf data;
	struct blob_section section[16];
	size_t n;
};
/* Appends a section; the bytes are copied. Each tag once, at most 16 sections. */
void blob_put(struct blob_writer *w, uint32_t tag, const void *p, size_t n);

/* The blob's first bytes; the sections' table follows. The sum is hash_bytes of all behind the header, seeded with the
 * hash of what stands before it. */
struct blob_header {
	char magic[8];
	uint32_t version, n_sections;
	uint64_t size, sum;
};
uint64_t blob_sum(struct span file);
/* A vocabulary from memory, copied: for tests. NULL with d. */
struct tok *tok_open_blob(struct span blob, struct diag *d);
/* Checks and opens the blob of t (t->blob, t->mem set; the rest zero). 0, or -1 with d ("bad-vocabulary"). */
int vocab_load(struct tok *t, struct diag *d);

/* The section of a loaded blob, as an array of elements of `width` bytes, 64-byte aligned; *n counts elements.
 * NULL when it is not there or its size is no multiple of width. */
const void *blob_get(const struct tok *t, uint32_t tag, size_t width, size_t *n);

/* ---- the engine ---- */

/* A stretch of the caption between two added tokens. */
struct stretch {
	struct span text;  /* raw bytes: caption[base, base + text.n) */
	uint32_t base;
	bool ascii;        /* all bytes below 0x80: no normaliser of ours but lower case and spaces touches it */
};

enum sink_mode { SINK_COUNT, SINK_IDS, SINK_PIECES };

/* Where tokens go. In SINK_COUNT mode only n is kept; ids in SINK_IDS; v in SINK_PIECES. */
struct sink {
	enum sink_mode mode;
	size_t n;
	uint32_t *ids;
	struct tok_piece *v;
	size_t cap;      /* elements there is room for */
	struct buf mem;  /* holds ids or v */
	bool marking;    /* SINK_COUNT: the engine may put places to cut at into marks (sink_mark) */
	size_t around;   /* the token (from 0) around which they stand close */
	struct buf marks;
	struct buf many;  /* SINK_PIECES: the first tokens of words that became three or more (sink_many) */
	size_t by_words;  /* bytes of the text of which all such words are in many */
};

struct engine {
	const char *name;
	/* Writes the engine's sections. 0, or -1 with d. */
	int (*compile)(const struct spec *s, struct blob_writer *w, struct diag *d);
	/* Finds and checks its sections; t->state is the engine's (lives in t->mem). 0, or -1 with d ("bad-vocabulary"). */
	int (*load)(struct tok *t, struct diag *d);
	/* One thread's state (r->state), may be NULL where none is needed; close frees what it holds. */
	void (*run_open)(struct tok_run *r);
	void (*run_close)(struct tok_run *r);
	/* Puts the tokens of one stretch into r->sink, by r->sink.mode. Linear in s->text.n (n log n at most). */
	void (*stretch)(struct tok_run *r, const struct stretch *s);
};

extern const struct engine engine_bpe;     /* byte-level BPE: clip, llama3, qwen, mistral, gpt2 (bpe.c) */
extern const struct engine engine_unigram; /* t5, umt5 (unigram.c, TOK-SP) */
extern const struct engine engine_spbpe;   /* BPE over characters with byte fallback: gemma2, pile-t5 (spbpe.c, TOK-SP) */

/* ---- a loaded vocabulary and a run, as engines see them ---- */

enum { /* struct vocab_meta.flags */
	VF_BYTE_LEVEL = 1, VF_BYTE_FALLBACK = 2, VF_FUSE_UNK = 4, VF_IGNORE_MERGES = 8, VF_END_OF_WORD = 16
};

/* The section META: the spec's scalars. */
struct vocab_meta {
	uint32_t engine;         /* index into the table of vocab.c */
	uint32_t norm, pretok;   /* enum spec_norm, enum spec_pretok */
	uint32_t flags;
	int32_t unk, bos, eos;   /* -1 = none */
	uint32_t n_ids;          /* the highest id + 1; every id that an engine puts out is below it */
	char name[32];
};

/* One added token; sorted by content bytes. */
struct vocab_added {
	uint32_t id, offset, size; /* content in the section of their bytes */
	uint32_t flags;
};
enum { AF_SPECIAL = 1, AF_SINGLE_WORD = 2, AF_LSTRIP = 4, AF_RSTRIP = 8, AF_PYTHON = 16 };

/* Added tokens of one kind (matched in the raw text, or in the normalised text). */
struct added_set {
	const struct vocab_added *v;
	size_t n;
	const char *bytes;
	bool first[256];   /* bytes that some token begins with */
	int only;          /* the one such byte if there is just one, else -1 */
};

struct tok {
	struct span blob;
	bool mapped;                 /* else own holds it */
	struct buf own;
	struct arena mem;            /* for load */
	const struct vocab_meta *meta;
	const uint32_t *token_at;    /* n_ids + 1 offsets into token_bytes; checked to rise */
	const char *token_bytes;
	struct added_set raw, normed; /* matched before / after normalisation */
	const struct engine *engine;
	void *state;
};

struct tok_run {
	const struct tok *t;
	enum tok_variant variant;
	struct sink sink;
	struct arena mem; /* holds this struct; engines may take from it at run_open */
	void *state;
};

/* The length in bytes of a token as tok_token shows it. id < n_ids. */
static inline uint32_t token_size(const struct tok *t, uint32_t id)
{
	return t->token_at[id + 1] - t->token_at[id];
}

/* ---- added tokens ---- */

struct added_match {
	uint32_t id;
	size_t start, end; /* lstrip and rstrip applied */
	size_t next;       /* where the search goes on: the end of the match itself */
};
/* The next added token of the set in text at or behind `at`, as the reference's leftmost-longest search finds it.
 * done: the end of the previous match (with rstrip), which lstrip does not eat into. */
bool added_find(const struct added_set *set, struct span text, size_t at, size_t done, struct added_match *m);

/* ---- the sink ---- */

/* Room for n more elements (IDS and PIECES); never needed in COUNT mode. */
void sink_room(struct sink *s, size_t n);

/* One token at caption bytes [start,end). */
static inline void sink_put(struct sink *s, uint32_t id, uint32_t start, uint32_t end)
{
	if (s->mode != SINK_COUNT) {
		if (s->n == s->cap)
			sink_room(s, 1);
		if (s->mode == SINK_IDS)
			s->ids[s->n] = id;
		else
			s->v[s->n] = (struct tok_piece){id, start, end};
	}
	s->n++;
}

/* The text may be cut at this byte of the caption; so many tokens stand before it. */
static inline void sink_mark(struct sink *s, uint32_t at, size_t tokens)
{
	struct tok_mark mark = {at, (uint32_t)tokens};

	buf_add(&s->marks, (const char *)&mark, sizeof mark);
}

/* The next n tokens are a word's. */
static inline void sink_many(struct sink *s, size_t n)
{
	uint32_t first = (uint32_t)s->n;

	if (n > 2 && s->mode == SINK_PIECES)
		buf_add(&s->many, (const char *)&first, sizeof first);
}

/* ---- normalised text and the way back ---- */

/* Text after normalisation. at == NULL: byte i came from byte i of the stretch (nothing moved). Otherwise byte i came from the
 * bytes [at[2i], at[2i+1]) of the stretch. Only SINK_PIECES needs `at`; the other modes leave it NULL. */
struct normed {
	struct span text;
	const uint32_t *at;
};

/* Where bytes [from,to) of the normalised text stand in the caption, widened to whole characters of the stretch. */
void normed_range(const struct normed *n, const struct stretch *s, size_t from, size_t to, uint32_t *start,
		  uint32_t *end);

/* A text being built from another with its map; out and map (uint32_t pairs) are reset by the caller. map NULL: none kept. */
struct norm_out {
	struct buf *out, *map;
};
/* Appends n bytes that all came from bytes [start,end) of the stretch. */
void norm_put(struct norm_out *o, const char *p, size_t n, uint32_t start, uint32_t end);

/* ---- merges, shared by both BPE engines (bpe_merge.c) ---- */

/* A table (left id, right id) -> rank, and rank -> result id, in two sections of the blob. */
struct merges {
	const uint64_t *slot; /* left:21 | right:21 | rank + 1:22; 0 = empty */
	uint64_t n_slots;
	const uint32_t *result;
	size_t n;
};
int merges_compile(const struct spec *s, struct blob_writer *w, struct diag *d);
int merges_load(const struct tok *t, struct merges *m, struct diag *d);

/* One symbol of a word: a token id and how many bytes of the normalised text it covers. */
struct symbol {
	uint32_t id, size;
};
/* Scratch for merging; all-zero to begin with. */
struct merge_work {
	struct buf mem;
};
void merge_work_fini(struct merge_work *w);
/* Merges the n symbols of one word in place as the reference does (lowest rank first, leftmost on ties); returns how many are
 * left. Short words by plain search, long ones through a tree of minima (16 bytes a symbol in all);
 * both give the same. An id of SYMBOL_NONE never merges. */
#define SYMBOL_NONE UINT32_MAX
size_t merge_word(const struct merges *m, struct merge_work *w, struct symbol *v, size_t n);

/* The word cache is in cache.h: v[i] there is id | size << CACHE_ID_BITS. */

#endif
