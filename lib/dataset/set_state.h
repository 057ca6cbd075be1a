/* set_state.h: what a shard of a set knows, as bytes: capscore --set-state writes it, --merge reads any number of them. All that a run adds to
 * a set is in it, in its order (set_add and its like), so that merging is adding again: the set that comes out is the very one of a run over
 * all shards, whatever the rules make of it, bounded counters and near twins with it.
 *
 *   "captools set 1\n", then blocks: kind (1 byte), length unpacked, length packed (4 bytes each), checksum (8 bytes, hash_bytes of the packed
 *   bytes with the block's number as seed), all little-endian, then so many bytes, a zstd frame.
 *   H  once, first: the rules' codes by number, the options that the shard was judged with, a line each
 *   S  names that the block's events use, by number; then the events: captions (ids hold only what differs from the one before; no text of a
 *      caption but its terms), images without one, input records, bad records, the input's path
 *   E  once, last: how many captions there are, whether a finding failed the run
 *
 * A state may come from a stranger: every number is checked against what it counts, every text is UTF-8, a block unpacks to 64 MiB at most. */
#ifndef CAPTOOLS_DATASET_SET_STATE_H
#define CAPTOOLS_DATASET_SET_STATE_H

#include "base/diag.h"
#include "dataset/set.h"

struct state_writer;

/* options: lines, kept for whoever merges. */
struct state_writer *state_begin(const struct rule_list *rules, struct span options);
void state_add(struct state_writer *w, const struct set_sample *sample, struct span note);
void state_add_image(struct state_writer *w, struct span image);
void state_add_input(struct state_writer *w, struct span raw);
void state_add_bad(struct state_writer *w);
void state_add_path(struct state_writer *w, struct span path, bool cut_keys);
/* Bytes to write, until the next call; often none. */
struct span state_ready(struct state_writer *w);
/* The last bytes. */
struct span state_end(struct state_writer *w, bool failed);
void state_free(struct state_writer *w);

/* Where the events go besides the set: all may be NULL. */
struct state_reader {
	struct lint_set *set;
	struct state_writer *again; /* writes them once more */
	void (*path)(void *ctx, struct span path, bool cut_keys);
	void *ctx;
	bool failed;                /* set when the state says so */
};

/* The options of a state. 0, or -1 with d: "bad-state". */
int state_options(struct span file, struct span *options, struct arena *a, struct diag *d);
/* Adds all that the state knows. 0, or -1 with d, whose offset is the block's; the set then holds a part of it. */
int state_replay(struct state_reader *r, struct span file, struct diag *d);

#endif
