/* score_state.h: capscore --set-state and --merge: a shard's part of the set written to a file, and such files put together again. */
#ifndef CAPTOOLS_REPORT_SCORE_STATE_H
#define CAPTOOLS_REPORT_SCORE_STATE_H

#include "dataset/set_state.h"
#include "io/output.h"
#include "report/score.h"

struct score_state {
	struct state_writer *w; /* NULL: none is written */
	struct output out;
	struct buf options;     /* what the captions are judged with, a line each */
};

/* After score_setup. Dies on a file that cannot be written. */
void score_state_open(struct score_state *s, const struct score_options *o, const struct rule_list *rules);
/* What the writer has ready goes out. */
void score_state_flush(struct score_state *s);
/* Ends the file, or, where the run did not end well, leaves none. */
void score_state_close(struct score_state *s, bool failed, bool complete);

/* Before score_setup: where the command line says nothing of how captions are judged, o becomes what the first of the n states says. */
void score_merge_options(struct score_options *o, int n, char **paths);
/* Adds the states to the reader's set. Dies on one that is damaged, or was written with other options. */
void score_merge_states(const struct score_state *s, struct state_reader *r, int n, char **paths);

#endif
