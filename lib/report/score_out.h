/* score_out.h: the forms of capscore's output besides JSON Lines. Each takes one judged caption at a time, on any thread, and
 * the finished set at the end. */
#ifndef CAPTOOLS_REPORT_SCORE_OUT_H
#define CAPTOOLS_REPORT_SCORE_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "conf/baseline.h"
#include "dataset/set.h"
#include "io/record.h"
#include "lint/lint.h"

/* One judged caption. */
struct score_item {
	const struct record *rec;
	const struct lint_result *r;
	const struct fingerprint *prints; /* one for each finding */
	const bool *known;                /* in the baseline, one for each finding */
	bool compared;                    /* there is a baseline */
	enum severity level;              /* findings from here on fail (junit); SEV_NONE: none do */
	double min_score;                 /* lower scores fail; negative: none does */
	struct arena *a;
};

/* The file a caption stands in, and how far into it places have been counted: places asked for in order cost linear time. */
struct score_file {
	const struct record *rec;
	struct span uri;         /* percent-encoded; an archive's member as archive!/member */
	struct span file;        /* the same for people and annotations */
	bool columns;            /* the caption's text stands there as it is, not in JSON */
	size_t at, chr;          /* the last place asked for: bytes and characters of the caption, */
	uint64_t line, column;   /* lines behind the first, columns from 1 */
};
void score_file(struct arena *a, const struct record *rec, struct score_file *out);

/* Where some bytes of a caption stand in its file. */
struct score_place {
	uint64_t line, end_line; /* 1-based; 0: the file has no lines that we know */
	uint64_t column, end_column; /* 1-based code points, the end one behind; 0: unknown */
	bool offsets;            /* the caption is the whole file, so these are offsets in it: */
	size_t byte, bytes, chr, chrs;
};
void score_place(struct score_file *f, size_t start, size_t end, struct score_place *out);

/* For people: the caption with its findings marked. all: each on its own, infos, too, and what a person can say; else those are
 * counted once, by text_totals. */
struct text_look {
	int width;
	bool colour, all;
};
void text_caption(struct buf *out, const struct score_item *i, struct text_look look);
void text_set(struct buf *out, const struct lint_set *s, struct text_look look);
/* At the end: what was counted only, and one line. */
void text_totals(struct buf *out, const struct lint_set *s, struct text_look look);
/* The whole set on a screen: scores, worst, findings by rule, what to do next. path: the input, for the commands. */
void text_summary(struct buf *out, const struct lint_set *s, struct span path, struct text_look look, struct arena *a);

/* A record that could not be judged. */
struct score_bad {
	const struct record *rec;
	const struct diag *d;
	struct fingerprint print; /* bad_print's: the sample and what is wrong with it */
	bool compared, known;     /* as for score_item */
	struct arena *a;
};
/* What an earlier tool said of a record that it could not read ("error":{…}), as d; false where it said nothing. */
bool bad_passed(const struct record *rec, struct arena *a, struct diag *d);
struct fingerprint bad_print(const struct score_bad *b, struct arena *a);
void github_bad(struct buf *out, const struct score_bad *b);
void sarif_bad(struct buf *out, const struct score_bad *b);
bool junit_bad(struct buf *out, const struct score_bad *b); /* whether it counts as an error */

/* Annotations of GitHub's workflow commands. path: what the findings about the set are put on. */
void github_caption(struct buf *out, const struct score_item *i);
void github_set(struct buf *out, const struct lint_set *s, struct span path);
void github_line(struct buf *out, enum severity s, struct span file, const struct score_place *p, const char *code, const char *name,
		 struct span message);

/* SARIF 2.1.0: begin, any number of results, end. Results are lines for sarif_keep.h; sarif_end's note may be empty. */
void sarif_begin(struct buf *out, const struct lint_settings *settings);
void sarif_caption(struct buf *out, const struct score_item *i);
void sarif_set(struct buf *out, const struct lint_set *s, const struct fingerprint *prints, bool compared, struct span path);
void sarif_end(struct buf *out, bool complete, uint64_t bad, struct span note);
#define BAD_RECORD "bad-record" /* the rule of records that are not judged */
/* A result of BAD_RECORD, without the rank. */
void sarif_plain(struct buf *out, const char *rule, struct fingerprint print, bool compared, bool known, struct span message, struct span uri,
		 uint64_t line);

/* JUnit: a test case for each caption; its failures are the findings at or above the level. */
struct junit {
	struct buf cases; /* of the suite being gathered */
	uint32_t tests, failures, errors, suite;
	struct span path;
	struct arena a;
};
void junit_begin(struct buf *out);
/* On any thread: the case. Returns whether it fails. */
bool junit_case(struct buf *out, const struct score_item *i);
void junit_escape(struct buf *b, struct span s);
/* A case's head. */
void junit_head(struct buf *out, const struct record *rec, const struct score_file *file, const struct score_place *p);
/* In order: gathers the case; writes a suite when it is full. */
enum junit_verdict { JUNIT_PASSED, JUNIT_FAILED, JUNIT_ERROR };
void junit_add(struct junit *j, struct buf *out, struct span path, struct span text, enum junit_verdict verdict);
void junit_set(struct junit *j, struct buf *out, const struct lint_set *s, enum severity level, double min_score);
void junit_end(struct junit *j, struct buf *out);

/* --explain and --list-rules. */
void rules_explain(struct buf *out, const struct rule *r, struct text_look look);
void rules_list(struct buf *out, bool json);

#endif
