/* batch.h: some hundred records that go their way together. A batch owns its memory, which it keeps for the next records. */
#ifndef CAPTOOLS_RUN_BATCH_H
#define CAPTOOLS_RUN_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "run/progress.h"
#include "run/run.h"

enum { BATCH_RECORDS = 512 };

/* All zero to begin with. */
struct batch {
	struct batch *next;      /* the owner's: see pool.c */
	struct batch **free;     /* the owner's list that it goes back to */
	struct arena arena;
	struct record records[BATCH_RECORDS];
	size_t n, bytes;         /* of captions and of the lines they came in */
	struct buf out, side;
	size_t side_end[BATCH_RECORDS];
	bool found; /* something in it counts for exit status 1 */
	bool done;  /* all its records are worked on */
};

/* Fills an empty batch from s; counts its records in *number and, by kind, in seen. Returns what source_next said last: 1 more to come, 0 end, -1 broken (d). */
int batch_read(struct batch *b, const struct filter *f, struct source *s, uint64_t *number, uint64_t *seen, struct diag *d);
/* Turns its records into output, with a thread's state. */
void batch_work(struct batch *b, const struct filter *f, void *state);
/* Writes it, says what was wrong with its records, lets the filter fold them, and empties it. found stays. */
void batch_write(struct batch *b, const struct filter *f, struct progress *progress);
void batch_fini(struct batch *b);

#endif
