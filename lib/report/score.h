/* score.h: capscore: options to a filter, the end of its run. */
#ifndef CAPTOOLS_REPORT_SCORE_H
#define CAPTOOLS_REPORT_SCORE_H

#include <stdbool.h>

#include "base/opt.h"
#include "report/findings.h"
#include "run/run.h"

struct score_options {
	struct findings_options out;
	const char *purpose, *style, *direction; /* NULL: not given */
	struct opt_list rules, triggers, vocabs, implies, lexicons, fuse, class_words;
	const char *fuse_bands; /* "85,60,35" */
	const char *set_state; /* a file to write what the shard knows to, or NULL */
	bool all_tags;
	double min_score;      /* negative: not given */
	bool shuffle, summary, verbose;
	bool scene;            /* the scene graph, too, as capscene has it */
	bool merge, list_files, trigger_known, trigger_only, keep_implied;
};

/* Reads settings, direction, baseline, lexicons; fills f for run_filter. Dies on what is wrong. o must outlive the run. The operands are for
 * --merge, which takes its options from the first. */
void score_filter(struct filter *f, struct score_options *o, int n, char **paths);
/* In place of run_filter, for --merge: the inputs are states of --set-state. Returns the exit status. */
int score_merge(struct filter *f, int n, char **paths);
/* After run_filter: writes the baseline if it was asked for, gives everything back. Returns the exit status. */
int score_end(struct filter *f, int status);
/* The summary, where it does not belong on standard output; empty otherwise. Valid until score_end. */
struct span score_message(const struct filter *f);

/* --explain NAME and --list-rules, to standard output. Dies on an unknown rule, naming the nearest. */
void score_explain(const char *name, const struct score_options *o);
void score_list(const struct score_options *o);

#endif
