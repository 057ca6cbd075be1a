/* progress.h: one line on stderr while long work runs; silent when stderr is no terminal, or with --quiet. */
#ifndef CAPTOOLS_RUN_PROGRESS_H
#define CAPTOOLS_RUN_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct source;

struct progress {
	bool on, shown;
	double started, last;
};

void progress_init(struct progress *p, bool quiet);
/* Draws records, bytes, rate and time left, at most five times a second and not in the first. */
void progress_draw(struct progress *p, const struct source *s, uint64_t records);
/* Takes the line away, before a message or at the end. */
void progress_clear(struct progress *p);

#endif
