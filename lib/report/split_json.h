/* split_json.h: capsplit's own key: one record a part of the caption. */
#ifndef CAPTOOLS_REPORT_SPLIT_JSON_H
#define CAPTOOLS_REPORT_SPLIT_JSON_H

#include <stdbool.h>

#include "run/run.h"

struct capsplit_options {
	const char *by;      /* window clause sentence tag line; NULL: window */
	const char *layout;  /* a CLIP layout's name, or NULL: the trainer's */
	const char *encoder; /* the encoder whose window it is, or NULL: the model's first that reads the text */
	const char *max_token_length; /* kohya's: 75 150 225, or NULL */
	bool pack;           /* windows end at clause edges */
	bool repeat;         /* every part has the whole caption and all other members */
};

/* Fills f for run_filter. Dies on unknown names. The options must outlive the run. */
void capsplit_filter(struct filter *f, struct capsplit_options *o);
void capsplit_close(struct filter *f);
void capsplit_list_layouts(void);

#endif
