/* pool.h: threads that read, work and write by turns, so that the output is the same for every number of them. */
#ifndef CAPTOOLS_RUN_POOL_H
#define CAPTOOLS_RUN_POOL_H

#include <stdint.h>

#include "base/diag.h"
#include "io/source.h"
#include "run/progress.h"
#include "run/run.h"

struct pool;

/* jobs threads, the caller one of them; fewer where the system gives no more, or, if elastic, while others want the cores. f and progress must
 * outlive the pool. */
struct pool *pool_open(const struct filter *f, long jobs, bool elastic, struct progress *progress);
/* Runs all records of s through the filter and returns when the last is written: 0, or -1 where s broke (d). seen[kind]: records of that kind. */
int pool_run(struct pool *p, struct source *s, uint64_t *seen, struct diag *d);
/* Ends the threads. Returns whether something counts for exit status 1. */
bool pool_close(struct pool *p);

#endif
