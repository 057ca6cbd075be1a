/* spec.h: NAME[:OPTION[=VALUE],...], the grammar of --trainer, read once for all that have a part in it (the texts, the buckets). A comma in a
 * value is written \, (and a backslash before a comma or quote \\), or the whole value stands in double quotes: caption_prefix="PRE, ".
 * Commas inside of a list in brackets belong to the value: resolution=[1024,768]. */
#ifndef CAPTOOLS_BASE_SPEC_H
#define CAPTOOLS_BASE_SPEC_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

struct spec_option {
	struct span name, value; /* value.p NULL: a bare name, which sets a flag; else there is a NUL behind it */
};
struct spec {
	struct span name;
	struct spec_option *v;
	size_t n, cap;
};

/* 0, or -1 with d ("bad-option"). Everything lives in the arena but what is a piece of text. */
int spec_read(struct spec *s, struct span text, struct arena *a, struct diag *d);
/* One more option; both are copied. value.p NULL: a flag. */
void spec_add(struct spec *s, struct span name, struct span value, struct arena *a);

#endif
