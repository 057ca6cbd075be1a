/* epoch.h: what a trainer makes of a whole set: buckets, batches, what is left out, steps an epoch. Pictures are added in the
 * order in which the trainer lists them. Memory: some 100 bytes a bucket, and the ids of the pictures of buckets that do not yet
 * fill a batch. */
#ifndef CAPTOOLS_IMAGE_EPOCH_H
#define CAPTOOLS_IMAGE_EPOCH_H

#include "image/bucket.h"

struct epoch_bucket {
	int64_t size[2];
	uint32_t frames, resolution;
	double aspect;
	uint64_t count;             /* pictures */
	uint64_t seen;              /* times repeats */
	uint64_t batches;           /* of one epoch */
	uint64_t short_by;          /* what its last batch lacks, 0: nothing */
	bool trains;
	struct span *ids;           /* of the pictures, while they are fewer than a batch */
	size_t n_ids;
	struct epoch_bucket *next;  /* in its chain of the table */
};

struct epoch {
	const struct bucket_plan *plan;
	struct arena *a;
	uint64_t unit;
	uint64_t repeats;           /* of the pictures that are added next */
	bool mixed;                 /* they were not the same for all */
	uint64_t images;            /* added */
	uint64_t dropped;           /* that the trainer leaves out by themselves (too small, error) */
	bool drawn;                 /* a resolution is drawn each time: counted for the first of them */
	struct epoch_bucket *table[1024];
	struct { size_t n, cap; struct epoch_bucket **v; } buckets;
	struct { size_t n, cap; struct span *v; } untrained; /* first those left out by themselves */
	/* After epoch_end. */
	uint64_t batches, partial, lost, filled, empty; /* lost: pictures an epoch that are not trained; empty: buckets that never train */
	const char *stops;          /* the run would not begin: the trainer's own words */
};

void epoch_init(struct epoch *e, const struct bucket_plan *p, struct arena *a);
/* The pictures added next are those of another folder that fills the same buckets, with the repeats of its plan. */
void epoch_repeats(struct epoch *e, const struct bucket_plan *p);
/* id is copied. */
void epoch_add(struct epoch *e, struct span id, const struct placement *p);
/* Sums up; buckets are then sorted by size. */
void epoch_end(struct epoch *e);

#endif
