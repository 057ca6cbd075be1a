/* copies.h: pictures that are copies of another, or mirrored ones, by their hashes. 24 bytes a picture while they are gathered, 32 more while
 * they are compared. */
#ifndef CAPTOOLS_IMAGE_COPIES_H
#define CAPTOOLS_IMAGE_COPIES_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Pictures are numbered as they come, from 0. In blocks, so that no room is left behind where they grow. */
enum { COPIES_BLOCK = 1024 };
struct copies {
	size_t n;
	struct { size_t n, cap; struct copy { uint64_t hash, mirrored, waves; } **v; } blocks; /* as struct pixels has them */
};
/* Of two pictures: the later one, the earlier one, whether mirrored. */
struct copy_pair {
	uint32_t number, of;
	int mirrored;
};

void copies_add(struct copies *c, uint64_t hash, uint64_t mirrored, uint64_t waves, struct arena *a);
/* Each picture that is like an earlier one, once, with the first such; sorted by number. */
size_t copies_find(struct copies *c, struct arena *a, struct copy_pair **out);

#endif
