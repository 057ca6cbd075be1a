/* gzmeter.h: how large a text is once it is compressed, without keeping either. */
#ifndef CAPTOOLS_IO_GZMETER_H
#define CAPTOOLS_IO_GZMETER_H

#include <stdint.h>

#include "base/span.h"

struct gzmeter;
/* NULL out of memory. Compresses at zlib's fastest level: what others make of the text is hardly ever larger. */
struct gzmeter *gzmeter_open(void);
/* Adds text; returns the compressed bytes that have come out so far (zlib holds back some tens of kB). */
uint64_t gzmeter_add(struct gzmeter *m, struct span text);
void gzmeter_close(struct gzmeter *m);

#endif
