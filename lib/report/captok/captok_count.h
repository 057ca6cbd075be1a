/* captok_count.h: the parts of the captok key that are nearly the same in each record, written with few steps. */
#ifndef CAPTOOLS_REPORT_CAPTOK_COUNT_H
#define CAPTOOLS_REPORT_CAPTOK_COUNT_H

#include <stdbool.h>

#include "json/jwrite.h"
#include "model/model.h"

/* `,"captok":{"model":…,"trainer":…`; what comes next goes through the writer. model empty, trainer NULL: null. */
struct jwrite captok_begin(struct buf *out, struct span model, const char *trainer);

/* What --count says of an encoder that reads all of its only text. False, and nothing written, where something is lost. */
bool captok_counted(struct jwrite *w, const char *encoder, const struct feed *f);

#endif
