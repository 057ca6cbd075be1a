/* feeds.h: one caption through all the encoders of a model: who reads it, what they see. A thread has one `struct feeds`,
 * which keeps the runs of each vocabulary and the encoder lists of each model it met. */
#ifndef CAPTOOLS_REPORT_FEEDS_H
#define CAPTOOLS_REPORT_FEEDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "model/model.h"
#include "trainer/trainer.h"

/* One encoder ready to run. */
struct feed_encoder {
	struct model_encoder model; /* limits, template, role */
	const char *name;           /* as shown */
	const char *variant;        /* "fast"… for CLIP, "tekken" for Mistral, else NULL */
	struct tok_run *run;
	int same;                   /* index of an earlier encoder that gives the same result, or -1 */
};

struct feed_model {
	struct span name; /* the model's, or empty for --encoder */
	struct feed_encoder *v;
	size_t n;
};

/* "fast"... by enum tok_variant. */
extern const char *const tok_variant_names[];

struct feeds_options {
	const char *const *encoders; /* --encoder names, files, NAME=FILE; n of them */
	size_t n_encoders;
	enum tok_variant variant;
	const struct trainer_spec *trainer; /* NULL = the reference */
};

struct feeds;
struct feeds *feeds_open(const struct feeds_options *o);
void feeds_close(struct feeds *f);
/* The encoders for a model (or the options' own encoders), valid until the next call. NULL with d: "unknown-model",
 * "no-vocabulary". */
const struct feed_model *feeds_model(struct feeds *f, struct span model, struct diag *d);

#endif
