/* rules.h: inside lib/view only: the rules, encoders and buckets met so far, as numbers. */
#ifndef CAPTOOLS_VIEW_RULES_H
#define CAPTOOLS_VIEW_RULES_H

#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"

enum { RULES_MET_MAX = 1024, ENCODERS_MET_MAX = 32, BUCKETS_MET_MAX = 256 };

struct rules {
	struct arena a;
	struct { struct met { struct span code, name; uint32_t captions; int severity; } *v; size_t n, cap; } list;
	struct { struct met_encoder { struct span key, names; long long limit; } *v; size_t n, cap; } encoders;
	struct { struct met_bucket { long long width, height, resolution; double aspect; } *v; size_t n, cap; } buckets;
};

/* The number of a rule; RULES_MET_MAX - 1 for all beyond. */
uint32_t rules_number(struct rules *r, struct span code, struct span name);

/* The number of an encoder with a limit (-1: none); -1 when there are too many. */
int encoders_number(struct rules *r, struct span name, long long limit);
/* Another encoder that saw just the same: it is named beside it. */
void encoders_alias(struct rules *r, int number, struct span name);

/* The number of a bucket: by the ratio that names it, else by size and the resolution it is for; 0 is none. -1 when there are too many. */
int buckets_number(struct rules *r, const struct met_bucket *b);

#endif
