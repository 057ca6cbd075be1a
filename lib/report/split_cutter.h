/* split_cutter.h: inside capsplit: what cuts the captions of one model: its encoder, with the windows of the layout or the room of its limit. */
#ifndef CAPTOOLS_REPORT_SPLIT_CUTTER_H
#define CAPTOOLS_REPORT_SPLIT_CUTTER_H

#include "model/model.h"
#include "split/split.h"

/* What is wanted of all of them. */
struct cutter_options {
	const struct split_layout *layout; /* NULL: none named */
	const struct encoder *encoder;     /* --encoder, or NULL */
	const char *trainer;               /* whose windows they are, or NULL */
	const char *kohya;                 /* "75" "150" "225" */
};

/* What cuts the captions of one model. */
struct cutter {
	struct span model;       /* as asked for */
	const char *name;        /* the model's own name, NULL with --encoder alone */
	const char *encoder;
	const struct split_layout *layout; /* CLIP */
	struct tok_run *run;
	struct model_encoder row; /* how the encoder gets the text; of other encoders than CLIP */
	size_t limit;            /* content tokens of a window, 0 = no limit */
	struct arena a;          /* for one count */
};

/* A thread's, in an arena that outlives them. */
struct cutters {
	struct cutter *v;
	size_t n, cap;
};

bool cutter_is_clip(const struct encoder *e);
/* The one of a model, opened when it is first asked for. NULL with d: "unknown-model", "no-vocabulary". */
struct cutter *cutter_of(struct cutters *s, const struct cutter_options *o, struct span model, struct arena *a, struct diag *d);
/* Tokens of a text as the encoder gets it, and in *room how many it reads; what its template leaves depends on how the text joins it. */
size_t cutter_measure(void *cutter, struct span text, size_t *room);
void cutters_close(struct cutters *s);

#endif
