/* compare.h: capscore --compare A B...: two or more sets of captions of the same pictures side by side, under several models. */
#ifndef CAPTOOLS_REPORT_COMPARE_H
#define CAPTOOLS_REPORT_COMPARE_H

#include "dataset/set.h"
#include "report/score.h"

enum { COMPARE_MODELS = 8, COMPARE_SETS = 16 };

/* One set under one model: sums over its captions. */
struct compare_model {
	double score;
	uint64_t tokens, said, seen, cut; /* of the encoder that comes first; facts; captions of which something is cut */
};

struct compare_set {
	const char *path;
	struct lint_set *set;    /* under the first model */
	uint64_t captions;
	struct compare_model model[COMPARE_MODELS];
};

/* Two sets over the ids that both have. */
struct compare_pair {
	size_t a, b;
	uint64_t both;
	double agreement;        /* mean of the facts that both captions say as a share of those that either says */
	uint64_t wins[COMPARE_MODELS][2]; /* pictures whose caption scores more in a, in b */
	double score[COMPARE_MODELS][2];  /* sums */
};

struct comparison {
	const char *model[COMPARE_MODELS];
	size_t n_models;
	struct compare_set set[COMPARE_SETS];
	size_t n_sets;
	struct compare_pair *pairs;
	size_t n_pairs;
};

/* The set that scores more by a point at least, over the ids that both have: 0 for a, 1 for b, -1 for neither. */
int compare_better(const struct compare_pair *p, size_t model);

/* Judges the sets at paths and writes what comes of it to standard output. Returns the exit status. Dies on what is wrong. */
int score_compare(struct score_options *o, int n, char **paths);

void compare_json(struct buf *out, const struct comparison *c);
void compare_text(struct buf *out, const struct comparison *c);

#endif
