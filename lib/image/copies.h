/* copies.h: pictures that are copies of another, or mirrored ones, by their hashes. 24 bytes a picture while they are gathered. */
#ifndef CAPTOOLS_IMAGE_COPIES_H
#define CAPTOOLS_IMAGE_COPIES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct copies {
	struct { size_t n, cap; struct copy { uint64_t hash, mirrored; uint32_t number; } *v; } list;
};
/* Of two pictures: the later one, the earlier one, whether mirrored. */
struct copy_pair {
	uint32_t number, of;
	int mirrored;
};

void copies_add(struct copies *c, uint32_t number, uint64_t hash, uint64_t mirrored, struct arena *a);
/* Each picture that is like an earlier one, once, with the first such; sorted by number. */
size_t copies_find(struct copies *c, struct arena *a, struct copy_pair **out);

#endif
