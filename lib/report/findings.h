/* findings.h: findings on their way out, as capscore and capsee share it: held against the baseline and the level that fails the run, in
 * the form that was asked for. JSON Lines and text are each tool's own; here is what GitHub, SARIF, JUnit and the baseline need. */
#ifndef CAPTOOLS_REPORT_FINDINGS_H
#define CAPTOOLS_REPORT_FINDINGS_H

#include <stdbool.h>

#include "conf/baseline.h"
#include "report/sarif_keep.h"
#include "report/score_out.h"

/* As the command line and the settings file give them; NULL: not given. */
struct findings_options {
	const char *format, *fail_on, *baseline;
	bool write_baseline;
	bool all;              /* the text form's */
	bool terminal, colour; /* of standard output */
	int width;
};

enum findings_format { AS_JSONL, AS_TEXT, AS_GITHUB, AS_SARIF, AS_JUNIT, AS_IDS };

struct findings {
	enum findings_format format;
	struct text_look look;
	const struct lint_settings *settings; /* for SARIF's list of rules */
	struct baseline *baseline;       /* to compare with, or NULL */
	struct baseline_writer *writer;  /* of a new one, or NULL */
	enum severity fail_on;           /* SEV_NONE: findings do not fail the run */
	struct buf held;                 /* output that goes out in order, before the rest */
	struct junit junit;
	struct sarif_keep sarif;
	bool begun;
};

/* Loads or creates the baseline; dies on what is wrong. settings is kept by reference. */
void findings_open(struct findings *f, const struct findings_options *o, const struct lint_settings *settings);

/* On any thread. */
bool findings_known(const struct findings *f, struct fingerprint print);
/* Whether a finding fails the run. */
bool findings_fail(const struct findings *f, enum severity s, bool known);
/* Fills known (one for each finding of r, by their prints); whether none of them fails the run. */
bool findings_pass(const struct findings *f, const struct lint_result *r, const struct fingerprint *prints, bool *known);
/* The item as its parts belong to f: r's findings, known ones, the level. min_score as in score_item. */
struct score_item findings_item(const struct findings *f, const struct record *rec, const struct lint_result *r,
				const struct fingerprint *prints, const bool *known, double min_score, struct arena *a);
/* Writes the item in a form for programs: to out, or to side where order counts. JUnit's verdict; false for other forms. */
bool findings_put(const struct findings *f, struct buf *out, struct buf *side, const struct score_item *i);
/* A line of the new baseline for each finding, if one is written. */
void findings_lines(const struct findings *f, struct buf *side, const struct lint_result *r, const struct fingerprint *prints, struct span id);

/* In order, on one thread. */
void findings_begin(struct findings *f); /* the head of the forms that have one, once; only when something is certain to come */
void findings_write(struct findings *f, struct span lines); /* into the new baseline; dies, and leaves none, where that fails */
void findings_add(struct findings *f, struct span path, struct span text, enum junit_verdict verdict); /* what findings_put left in side */
void findings_flush(struct findings *f); /* held goes out where it is long */

/* A record that could not be judged, in the form that was asked for, and into the new baseline. Whether it fails the run: one that the
 * baseline knows does not. */
bool findings_bad(struct findings *f, const struct record *r, const struct diag *d);

/* The end of the run: of SARIF, of the baseline (after trouble the old one stays: half of the findings would be missing). bad: records
 * that could not be judged. Frees all. */
void findings_close(struct findings *f, bool complete, uint64_t bad);

#endif
