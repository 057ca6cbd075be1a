/* text_priv.h: what the two text forms of capscore share: text_score.c (--all: each finding on its own) and text_short.c. */
#ifndef CAPTOOLS_REPORT_TEXT_PRIV_H
#define CAPTOOLS_REPORT_TEXT_PRIV_H

#include "report/score_out.h"

enum { TEXT_INDENT = 2, TEXT_SHOWN = 40, TEXT_LINES = 40 }; /* TEXT_SHOWN findings, and with --all TEXT_LINES lines of a caption */

/* A finding in the order shown: gravest first, then by place. */
struct shown {
	const struct finding *f;
	int number;   /* of its marks in the caption; 0: none */
	unsigned of;  /* how many findings it stands for; 0: an earlier one does */
};

extern const char *const text_severity_colour[];
void text_colour(struct buf *b, struct text_look look, const char *code);
/* Whether the finding is about the whole caption. */
bool text_whole(const struct score_item *i, const struct finding *f);
/* The line with file, score, model and tokens. */
void text_head(struct buf *out, const struct score_item *it, struct text_look look);
/* Caption and findings in few lines: the words marked in the caption itself, a paragraph a severity. */
void text_short(struct buf *out, const struct score_item *it, const struct shown *v, size_t n, struct text_look look);

#endif
