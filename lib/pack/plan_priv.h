/* plan_priv.h: the plan's insides, shared by plan.c (the dataset) and plan_match.c (the records). */
#ifndef CAPTOOLS_PACK_PLAN_PRIV_H
#define CAPTOOLS_PACK_PLAN_PRIV_H

#include "pack/plan.h"
#include "pack/store.h"

enum {
	SAMPLE_NAMED = 1, SAMPLE_CHANGED = 2, SAMPLE_IMAGE = 4, SAMPLE_BAD = 8, SAMPLE_REMOVED = 16, SAMPLE_ASKED = 32,
	SAMPLE_TORN = 64 /* records want different captions: the old one stays */
};

/* Sample numbers by a key's hash: open addressing, built once, one slot a sample and a quarter more. Equal keys stand in the
 * order of their samples. */
struct table {
	struct buf slots; /* uint32_t: sample + 1, 0 = empty */
	size_t cap;
};

/* Arrays with one element a sample. text is the old caption's hash until SAMPLE_CHANGED, then a place in the store. */
struct plan {
	struct arena own; /* holds the struct itself */
	const struct plan_options *o;
	struct plan_counts count;
	size_t n;
	struct buf name, id, text; /* uint64_t */
	struct buf flag;           /* unsigned char */
	struct table by_name, by_id;
	uint64_t seed;
	bool one_line;             /* the dataset has a caption a line */
	struct store *store;
	struct buf scratch;
};

static inline uint64_t *plan_u64(const struct buf *b)
{
	return (uint64_t *)(void *)b->p;
}

static inline unsigned char *plan_flags(const struct plan *p)
{
	return (unsigned char *)p->flag.p;
}

/* Keys: a member, an image, a line never meet. */
uint64_t plan_key(const struct plan *p, char kind, struct span s);
uint64_t plan_key_line(const struct plan *p, uint64_t line);
/* Builds t over the hashes in key. */
void plan_table(struct table *t, const struct buf *key, size_t n);
/* The first sample with this hash whose flags & mask == want, -1 if none; *any (may be NULL): whether the hash is there at all. */
long plan_find(const struct plan *p, const struct table *t, const struct buf *key, uint64_t hash, unsigned mask,
	       unsigned want, bool *any);

#endif
