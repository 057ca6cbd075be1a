/* baseline.h: findings that are known and accepted: a text file of fingerprints, one a line. A fingerprint is made of the
 * rule, the sample and the words it speaks of, not of positions, so it survives other edits of the caption. */
#ifndef CAPTOOLS_CONF_BASELINE_H
#define CAPTOOLS_CONF_BASELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"
#include "lint/lint.h"

/* The two names a finding has. They differ only where the sample's id is no more than a line number: then `text` follows
 * the caption to another line, `id` stays with the line while its caption is edited. Either one makes it known. */
struct fingerprint {
	uint64_t id, text;
};

/* One for each finding of r, in its order. numbered: the id is a line number. */
void fingerprints(const struct lint_result *r, struct span id, struct span caption, bool numbered, struct fingerprint *out);
/* Of a finding about the whole set. */
struct fingerprint fingerprint_set(struct span code, struct span about);

struct baseline;
/* Reading: all fingerprints of the file, sorted; thread-safe. NULL with d: "FILE:LINE: what". */
struct baseline *baseline_load(const char *path, struct diag *d);
bool baseline_has(const struct baseline *b, struct fingerprint f);
size_t baseline_size(const struct baseline *b);
void baseline_free(struct baseline *b);

/* Writing: lines go to a temporary file beside path, which takes its place at the end or not at all. */
struct baseline_writer;
struct baseline_writer *baseline_create(const char *path, struct diag *d);
/* A line for one finding, behind b. */
void baseline_line(struct buf *b, struct fingerprint f, const char *code, struct span id);
int baseline_write(struct baseline_writer *w, struct span lines, struct diag *d);
/* keep: put it in place; else throw it away. 0, or -1 with d. */
int baseline_close(struct baseline_writer *w, bool keep, struct diag *d);

#endif
