/* pair_priv.h: the inside of pairing, shared by pair.c (members in), pair_resolve.c (records out) and
 * pair_sum.c (the end). */
#ifndef CAPTOOLS_IO_PAIR_PRIV_H
#define CAPTOOLS_IO_PAIR_PRIV_H

#include "base/spool.h"
#include "io/pair.h"
#include "io/pairtab.h"

/* The facts of a stem, and of a key where it differs from the stem. */
enum {
	IMAGE_SHIFT = 0,         /* the ending of its image, 12 bits */
	KEY_IMAGE_SHIFT = 12,    /* of a key: what stands behind it in the name of an image with a longer stem, 12 bits */
	SUFFIX_MASK = 0xFFF,
	RANK_SHIFT = 24,         /* the ranks of its captions, 4 bits */
	RANK_MASK = 0xF,
	FACT_SEVERAL = 1 << 28,  /* a key with several images that have longer stems */
	FACT_RULED = 1 << 29,    /* a key whose images got a caption by WebDataset's rule */
	FACT_STEM = 1 << 30,     /* a member has this very stem */
};
#define FACT_FOLDED (1u << 31) /* a member's stem is this one when its letters are made small */

static inline unsigned fact_image(uint32_t f)
{
	return f >> IMAGE_SHIFT & SUFFIX_MASK;
}

static inline unsigned fact_key_image(uint32_t f)
{
	return f >> KEY_IMAGE_SHIFT & SUFFIX_MASK;
}

static inline unsigned fact_ranks(uint32_t f)
{
	return f >> RANK_SHIFT & RANK_MASK;
}

/* Names for the summary, as JSON, so many and no more. */
struct name_list {
	struct buf json;
	uint64_t n, more;
};

/* What waits in the queue, followed by the name and by the text or the diag. */
struct pair_item {
	uint64_t stem, key; /* hashes; with --from webdataset both are the key's */
	uint32_t name;      /* bytes */
	uint8_t rank;
	uint8_t line_end;   /* bytes of the file's final line break: 0, 1, 2 */
	bool error;
	bool loose;         /* belongs to no sample */
};

struct pair {
	struct source *s;
	bool sorted, forced, ended, whole;
	bool texts_only;         /* pair_no_images */
	uint64_t seed;
	uint64_t current;        /* the key of the member that came last */
	struct pairtab tab;
	struct suffixes suffixes;
	struct look_notes notes; /* of images seen */
	struct spool queue;      /* captions, in order */
	struct spool late;       /* documents whose image has not been seen */
	struct spool images;     /* names of images without a caption so far */
	struct pair_item direct; /* a caption that need not queue: name and content stand where the caller left them */
	bool has_direct;
	struct span direct_text;
	struct diag why;         /* what is wrong with it, code NULL: nothing */
	bool maybe;              /* the last pair_next gave a record: there may be another */
	struct buf name, scratch, fold;
	struct arena json;
	uint64_t members, n_images, n_captions;
	struct name_list orphans, missing, collisions;
	bool told;               /* the summary is out */
};

static inline uint32_t pair_facts(const struct pair *p, uint64_t hash)
{
	const uint32_t *f = pairtab_get(&p->tab, hash);

	return f ? *f : 0;
}

uint64_t pair_hash(const struct pair *p, struct span s);
/* Adds a name, or (b not empty) a pair of names. */
void name_list_add(struct name_list *l, struct span a, struct span b);

enum pair_state { ITEM_WAITS, ITEM_LOSES, ITEM_PAIRED, ITEM_RULED, ITEM_ALONE };
/* What is to become of a caption; *image is the number of its image's ending (behind the stem, or when
 * RULED behind the key). */
enum pair_state pair_resolve(struct pair *p, const struct pair_item *i, struct span name, unsigned *image);

/* The note of an image, in a; NULL. Taken out of the table where no other record can ask for it. */
const unsigned char *pair_note(struct pair *p, struct span image, bool take, struct arena *a);
/* Makes the record of a caption. */
void pair_emit(struct pair *p, const struct pair_item *i, struct span name, struct span text, const struct diag *why,
	       enum pair_state state, unsigned image, struct record *r, struct arena *a);
/* A record of a queue cut up; why is set for an error. */
void pair_unpack(struct span record, struct pair_item *i, struct span *name, struct span *text, struct diag *why);
/* After the last caption: images without one, then the summary. As pair_next. */
int pair_finish(struct pair *p, struct record *r, struct arena *a, struct diag *d);

#endif
