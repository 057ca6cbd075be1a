/* model_clean.h: what a pipeline does to a caption before its tokenizer sees it (model_clean.c). */
#ifndef CAPTOOLS_MODEL_MODEL_CLEAN_H
#define CAPTOOLS_MODEL_MODEL_CLEAN_H

#include <stdint.h>

#include "model/model.h"

struct model_cleaned {
	struct span text;
	const uint32_t *map; /* for each byte of text [start,end) of the caption's bytes it came from; NULL: the same text */
};

/* The caption as e's row has it cleaned: [IMG] removed, lower case and strip, or wan's cleaning. The
 * result lives in the arena, or is the caption itself. */
void model_clean(const struct model_encoder *e, struct span caption, struct arena *a, struct model_cleaned *out);

#endif
