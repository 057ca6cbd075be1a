/* where.h: what capgrep asks of a record: terms joined by and, or, not.
 *
 *   EXPR  = TERM | not EXPR | EXPR and EXPR | EXPR or EXPR | ( EXPR )
 *   TERM  = FIELD OP VALUE             OP: = != < <= > >=
 *   FIELD = tag word regex id rule missing | score tokens tokens.ENCODER facts width height bytes | .MEMBER.MEMBER...
 *
 * and binds closer than or; VALUE is a word or stands in quotation marks. A term that a record has nothing to say to is false, and
 * x != y is not (x = y). An expression is read once and then only read from, by any number of threads. */
#ifndef CAPTOOLS_REPORT_WHERE_H
#define CAPTOOLS_REPORT_WHERE_H

#include "base/opt.h"
#include "io/record.h"
#include "lint/lint.h"
#include "model/model.h"
#include "text/regex.h"

enum where_kind {
	WHERE_AND, WHERE_OR, WHERE_NOT,
	WHERE_TAG, WHERE_WORD, WHERE_REGEX, WHERE_ID, WHERE_RULE, WHERE_MISSING, WHERE_MEMBER,
	WHERE_SCORE, WHERE_TOKENS, WHERE_FACTS, WHERE_WIDTH, WHERE_HEIGHT, WHERE_BYTES
};
enum where_op { WHERE_EQ, WHERE_NE, WHERE_LT, WHERE_LE, WHERE_GT, WHERE_GE };
enum { WHERE_CAPTION = SLOTS }; /* missing = caption; the others are slots */

struct where_node {
	enum where_kind kind;
	enum where_op op;
	struct span value;      /* tokens: the encoder's name or empty; a member: its path without the first dot */
	struct span text;       /* what a member is compared with */
	double number;
	bool numeric;           /* text is a number */
	int slot;               /* missing: enum slot or WHERE_CAPTION */
	size_t pattern;         /* tag, word, regex: which of where.patterns */
	bool *rules;            /* rule: by rule_place */
	const struct where_node **v; /* and, or, not: the cheap ones first */
	size_t n, cap;
	int price;              /* of and, or, not: how dear the dearest is */
};

struct where {
	struct arena a;         /* holds this struct */
	struct where_node all;  /* an and of what was added */
	struct where_patterns { struct regex **v; size_t n, cap; } patterns;
	bool judges;            /* something that capscore says is asked */
};

struct where *where_open(void);
void where_close(struct where *w);
/* One more condition: an expression, or what an option says: its name is the field ("score", "tag"; "image" and "where" are expressions)
 * and its value "<50" for numbers, the value itself for the rest. -1 with d ("bad-where") and the offset in the text. */
int where_add(struct where *w, struct span expr, struct diag *d);
int where_option(struct where *w, const struct opt_item *o, struct diag *d);

/* One thread's: to be asked of one record after the other. */
struct where_ask {
	const struct where *w;
	struct regex_try **tries;
	/* capscore's judgement of a record that does not bring one, or NULL with d; called once a record at most. */
	const struct lint_result *(*judge)(void *ctx, const struct record *r, struct arena *a, struct diag *d);
	void *ctx;
	const struct model *model; /* that was asked for by name: what was said of another does not count; or NULL */
	struct arena own;
	/* Of the record: */
	const struct record *r;
	struct arena *a;
	const struct lint_result *judged;
	bool tried;
	bool unknown;           /* the last term could not be answered */
	const char *lacks;      /* the tool whose member a term would need: "capsee"; or NULL */
	struct diag d;          /* what went wrong with a term */
};
void where_ask_open(struct where_ask *q, const struct where *w);
void where_ask_close(struct where_ask *q);
/* Whether all conditions hold for r: 1, 0, or -1 where that rests on a term that could not be answered: q->lacks or q->d say why. a: for
 * what is read on the way. */
int where_holds(struct where_ask *q, const struct record *r, struct arena *a);
/* The score of the record that where_holds was last asked of, in tenths: 0..1000; -1: it has none. */
int where_score(struct where_ask *q);

#endif
