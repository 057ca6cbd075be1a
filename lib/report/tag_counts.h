/* tag_counts.h: capscore --tags: every tag of a set, or every fact, with the number of captions that say it, in all and by subset. */
#ifndef CAPTOOLS_REPORT_TAG_COUNTS_H
#define CAPTOOLS_REPORT_TAG_COUNTS_H

#include <stdbool.h>

struct tag_counts_options {
	bool facts;    /* what the scene says ("red dress", "dog on mat"), not the tags as they are written */
	bool csv;      /* RFC 4180; else columns for people */
};

/* Reads all inputs and writes the table to standard output. Dies where the lexicon or tagger cannot be opened. Memory grows with the
 * different tags. Returns the exit status. */
int tag_counts_run(const struct tag_counts_options *o, int n, char **paths);

#endif
