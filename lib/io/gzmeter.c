/* gzmeter.c: compressed sizes (see gzmeter.h). */
#include "io/gzmeter.h"

#include <limits.h>
#include <zlib.h>

#include "base/arena.h"

struct gzmeter {
	struct arena a;
	z_stream z;
	unsigned char out[1 << 14];
	uint64_t n;
};

struct gzmeter *gzmeter_open(void)
{
	struct arena a = ARENA_INIT;
	struct gzmeter *m = arena_zalloc(&a, 1, sizeof *m);

	m->a = a;
	if (deflateInit(&m->z, Z_BEST_SPEED) == Z_OK)
		return m;
	a = m->a;
	arena_fini(&a);
	return NULL;
}

uint64_t gzmeter_add(struct gzmeter *m, struct span text)
{
	while (text.n) {
		size_t some = text.n < INT_MAX ? text.n : INT_MAX;
		m->z.next_in = (Bytef *)(uintptr_t)text.p; /* zlib only reads it */
		m->z.avail_in = (uInt)some;
		while (m->z.avail_in) {
			m->z.next_out = m->out;
			m->z.avail_out = sizeof m->out;
			deflate(&m->z, Z_NO_FLUSH);
			m->n += sizeof m->out - m->z.avail_out;
		}
		text = span_cut(text, some, text.n);
	}
	return m->n;
}

void gzmeter_close(struct gzmeter *m)
{
	struct arena a = m->a;

	deflateEnd(&m->z);
	arena_fini(&a);
}
