/* unxz.c: liblzma's decoder, fed by whoever has the bytes. */
#include "io/unxz.h"

#include <lzma.h>

#include "base/arena.h"

enum { OUT = 1 << 16 }; /* one piece */
/* A window may be 4 GiB by the format; `xz -9` uses 64 MiB. The same bound as libarchive's. */
#define MEMORY_MAX (1ull << 30)

struct unxz {
	struct arena own; /* holds the struct itself */
	unxz_more *more;
	void *ctx;
	lzma_stream z;
	char *out;        /* OUT bytes */
	bool fed;         /* the compressed stream is at its end */
	lzma_ret last;    /* what came out before a fault is given first */
};

struct unxz *unxz_open(unxz_more *more, void *ctx, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct unxz *x = arena_zalloc(&own, 1, sizeof *x);

	x->out = arena_alloc(&own, OUT);
	x->more = more;
	x->ctx = ctx;
	if (lzma_stream_decoder(&x->z, MEMORY_MAX, LZMA_CONCATENATED) != LZMA_OK) {
		diag_set(d, "memory", "out of memory");
		lzma_end(&x->z);
		arena_fini(&own);
		return NULL;
	}
	x->own = own;
	return x;
}

static int broken(lzma_ret rc, struct diag *d)
{
	switch (rc) {
	case LZMA_MEM_ERROR: return diag_set(d, "memory", "out of memory");
	case LZMA_MEMLIMIT_ERROR: return diag_set(d, "bad-compression", "xz: needs more than %llu MiB of memory", MEMORY_MAX >> 20);
	case LZMA_BUF_ERROR: return diag_set(d, "bad-compression", "xz: ends in the middle of a stream");
	case LZMA_OPTIONS_ERROR: return diag_set(d, "bad-compression", "xz: packed with options that are not known");
	default: return diag_set(d, "bad-compression", "xz: the data are damaged");
	}
}

int unxz_next(struct unxz *x, struct span *piece, struct diag *d)
{
	lzma_stream *z = &x->z;

	z->next_out = (uint8_t *)x->out;
	z->avail_out = OUT;
	while (x->last == LZMA_OK && z->avail_out == OUT) {
		struct span raw;
		if (z->avail_in == 0 && !x->fed) {
			int more = x->more(x->ctx, &raw, d);
			if (more < 0)
				return -1;
			x->fed = more == 0;
			z->next_in = more ? (const uint8_t *)raw.p : NULL;
			z->avail_in = more ? raw.n : 0;
		}
		x->last = lzma_code(z, x->fed ? LZMA_FINISH : LZMA_RUN);
	}
	if (z->avail_out == OUT)
		return x->last == LZMA_STREAM_END ? 0 : broken(x->last, d);
	*piece = (struct span){x->out, OUT - z->avail_out};
	return 1;
}

void unxz_close(struct unxz *x)
{
	if (!x)
		return;
	lzma_end(&x->z);
	struct arena own = x->own;
	arena_fini(&own);
}
