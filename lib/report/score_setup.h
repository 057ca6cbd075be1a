/* score_setup.h: capscore's options, its settings file and the common options brought together. */
#ifndef CAPTOOLS_REPORT_SCORE_SETUP_H
#define CAPTOOLS_REPORT_SCORE_SETUP_H

#include "conf/config.h"
#include "conf/direction.h"
#include "conf/trainers.h"
#include "dataset/set.h"
#include "lint/lint.h"
#include "report/score.h"

struct score_setup {
	struct arena a;
	struct config *config;        /* or NULL */
	struct lint_settings settings;/* of the whole run */
	struct lint_options lint_options;
	struct lint *lint;
	struct set_options set_options;
	struct direction_set *direction; /* or NULL */
	struct trainers trainers;
	double min_score;             /* negative: scores do not */
};

/* Dies on what is wrong. */
void score_setup(struct score_setup *s, struct score_options *o);
/* What a record brings to its judgement, besides the caption. own: room for its settings, which may differ from the run's. */
void score_about(const struct score_setup *s, const struct score_options *o, const struct record *r, struct lint_ctx *about,
		 struct lint_settings *own);
void score_teardown(struct score_setup *s);

#endif
