/* sarif_keep.h: the results of a SARIF file until it is known which of them GitHub would take: 25,000 a run and 10 MB compressed
 * (docs.github.com, "SARIF support for code scanning", Validating your SARIF file). Worst first: new before known, errors before warnings
 * before notes, each in the order of the input. On disk where they are many (base/spool.h). */
#ifndef CAPTOOLS_REPORT_SARIF_KEEP_H
#define CAPTOOLS_REPORT_SARIF_KEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "base/spool.h"
#include "lint/lint.h"

enum { SARIF_RESULTS = 25000, SARIF_BYTES = 10000000 - 200000 /* for the rules, and what zlib holds back */ };

/* A result as sarif_caption and its like leave it: its rank's letter, then JSON on one line, then a line break. */
static inline char sarif_rank(enum severity s, bool known)
{
	return (char)('A' + (known ? 3 : 0) + (s == SEV_ERROR ? 0 : s == SEV_WARNING ? 1 : 2));
}

enum { SARIF_RANKS = 6 };
struct sarif_keep { /* all-zero is an empty one */
	struct spool kept[SARIF_RANKS];
	uint64_t left[SARIF_RANKS], bytes;
	bool begun;
};

/* Takes the results in text, or dies. */
void sarif_keep_add(struct sarif_keep *k, struct span text);
/* Writes those that stay to standard output, then the end of the file (sarif_end); says on stderr what was left out. bad: records that could
 * not be judged. */
void sarif_keep_close(struct sarif_keep *k, bool complete, uint64_t bad);

#endif
