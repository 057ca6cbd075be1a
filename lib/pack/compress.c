/* compress.c: the compressed stream that is written, by the compressors' own libraries. Not by libarchive's filters: those of 3.6 write through a null
 * pointer when one small calloc fails, whatever the compression. */
#include <bzlib.h>
#include <errno.h>
#include <lzma.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/arena.h"
#include "base/fdio.h"
#include "pack/filter.h"

enum { BLOCK = 1 << 16, IN_MAX = 1 << 30, ZSTD_LEVEL = 3, BZIP2_LEVEL = 9 }; /* the programs' own defaults */

struct filter_out {
	struct arena own; /* holds the struct itself */
	int fd;
	const struct codec *codec;
	char *out;        /* BLOCK bytes */
	union {
		z_stream gzip;
		bz_stream bzip2;
		lzma_stream xz;
		ZSTD_CStream *zstd;
	} u;
};

enum result { DONE, MORE, NO_MEMORY, BROKEN };

/* run: takes from in what it can, puts bytes into f->out and says how many. last: in is the end; DONE once all is out. */
struct codec {
	enum result (*begin)(struct filter_out *f);
	enum result (*run)(struct filter_out *f, struct span *in, bool last, size_t *n);
	void (*end)(struct filter_out *f);
};

/* The libraries count input in 32 bits. */
static unsigned piece(struct span in)
{
	return in.n < IN_MAX ? (unsigned)in.n : IN_MAX;
}

static enum result gzip_begin(struct filter_out *f)
{
	/* 16: with gzip's head, which then holds no name and no time: the same input gives the same output. */
	int rc = deflateInit2(&f->u.gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);

	return rc == Z_OK ? MORE : rc == Z_MEM_ERROR ? NO_MEMORY : BROKEN;
}

static enum result gzip_run(struct filter_out *f, struct span *in, bool last, size_t *n)
{
	z_stream *z = &f->u.gzip;
	unsigned took = piece(*in);

	z->next_in = (Bytef *)(uintptr_t)in->p;
	z->avail_in = took;
	z->next_out = (Bytef *)f->out;
	z->avail_out = BLOCK;
	int rc = deflate(z, last && took == in->n ? Z_FINISH : Z_NO_FLUSH);
	*in = span_cut(*in, took - z->avail_in, in->n);
	*n = BLOCK - z->avail_out;
	return rc == Z_STREAM_END ? DONE : rc == Z_OK || rc == Z_BUF_ERROR ? MORE : BROKEN;
}

static void gzip_end(struct filter_out *f)
{
	deflateEnd(&f->u.gzip);
}

static enum result bzip2_begin(struct filter_out *f)
{
	int rc = BZ2_bzCompressInit(&f->u.bzip2, BZIP2_LEVEL, 0, 0);

	return rc == BZ_OK ? MORE : rc == BZ_MEM_ERROR ? NO_MEMORY : BROKEN;
}

static enum result bzip2_run(struct filter_out *f, struct span *in, bool last, size_t *n)
{
	bz_stream *z = &f->u.bzip2;
	unsigned took = piece(*in);
	bool finish = last && took == in->n;

	z->next_in = (char *)(uintptr_t)in->p;
	z->avail_in = took;
	z->next_out = f->out;
	z->avail_out = BLOCK;
	int rc = BZ2_bzCompress(z, finish ? BZ_FINISH : BZ_RUN);
	*in = span_cut(*in, took - z->avail_in, in->n);
	*n = BLOCK - z->avail_out;
	return rc == BZ_STREAM_END ? DONE : rc == BZ_RUN_OK || rc == BZ_FINISH_OK ? MORE : BROKEN;
}

static void bzip2_end(struct filter_out *f)
{
	BZ2_bzCompressEnd(&f->u.bzip2);
}

static enum result xz_begin(struct filter_out *f)
{
	lzma_ret rc = lzma_easy_encoder(&f->u.xz, LZMA_PRESET_DEFAULT, LZMA_CHECK_CRC64);

	return rc == LZMA_OK ? MORE : rc == LZMA_MEM_ERROR ? NO_MEMORY : BROKEN;
}

static enum result xz_run(struct filter_out *f, struct span *in, bool last, size_t *n)
{
	lzma_stream *z = &f->u.xz;

	z->next_in = (const uint8_t *)in->p;
	z->avail_in = in->n;
	z->next_out = (uint8_t *)f->out;
	z->avail_out = BLOCK;
	lzma_ret rc = lzma_code(z, last ? LZMA_FINISH : LZMA_RUN);
	*in = span_cut(*in, in->n - z->avail_in, in->n);
	*n = BLOCK - z->avail_out;
	return rc == LZMA_STREAM_END ? DONE : rc == LZMA_OK ? MORE : rc == LZMA_MEM_ERROR ? NO_MEMORY : BROKEN;
}

static void xz_end(struct filter_out *f)
{
	lzma_end(&f->u.xz);
}

static enum result zstd_begin(struct filter_out *f)
{
	f->u.zstd = ZSTD_createCStream();
	return f->u.zstd && !ZSTD_isError(ZSTD_initCStream(f->u.zstd, ZSTD_LEVEL)) ? MORE : NO_MEMORY;
}

static enum result zstd_run(struct filter_out *f, struct span *in, bool last, size_t *n)
{
	ZSTD_inBuffer from = {in->p, in->n, 0};
	ZSTD_outBuffer to = {f->out, BLOCK, 0};
	size_t left = ZSTD_compressStream2(f->u.zstd, &to, &from, last ? ZSTD_e_end : ZSTD_e_continue);

	*in = span_cut(*in, from.pos, in->n);
	*n = to.pos;
	if (ZSTD_isError(left)) /* it allocates when the first byte comes */
		return ZSTD_getErrorCode(left) == ZSTD_error_memory_allocation ? NO_MEMORY : BROKEN;
	return last && left == 0 ? DONE : MORE;
}

static void zstd_end(struct filter_out *f)
{
	ZSTD_freeCStream(f->u.zstd);
}

static enum result plain_begin(struct filter_out *f)
{
	(void)f;
	return MORE;
}

static enum result plain_run(struct filter_out *f, struct span *in, bool last, size_t *n)
{
	*n = in->n < BLOCK ? in->n : BLOCK;
	if (*n)
		memcpy(f->out, in->p, *n);
	*in = span_cut(*in, *n, in->n);
	return last && in->n == 0 ? DONE : MORE;
}

static void plain_end(struct filter_out *f)
{
	(void)f;
}

static const struct codec codecs[] = {
	[FILTER_NONE] = {plain_begin, plain_run, plain_end}, [FILTER_GZIP] = {gzip_begin, gzip_run, gzip_end},
	[FILTER_ZSTD] = {zstd_begin, zstd_run, zstd_end},    [FILTER_XZ] = {xz_begin, xz_run, xz_end},
	[FILTER_BZIP2] = {bzip2_begin, bzip2_run, bzip2_end},
};

static int say(enum result r, struct diag *d)
{
	return r == NO_MEMORY ? diag_set(d, "memory", "out of memory") : diag_set(d, "write", "cannot be compressed");
}

struct filter_out *filter_out_open(int fd, enum filter_kind kind, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct filter_out *f = arena_zalloc(&own, 1, sizeof *f);

	f->out = arena_alloc(&own, BLOCK);
	f->fd = fd;
	f->codec = &codecs[kind];
	enum result r = f->codec->begin(f);
	f->own = own;
	if (r == MORE)
		return f;
	say(r, d);
	f->codec->end(f);
	arena_fini(&own);
	return NULL;
}

static int feed(struct filter_out *f, struct span in, bool last, struct diag *d)
{
	enum result r = MORE;

	while (r == MORE && (in.n > 0 || last)) {
		size_t n;
		r = f->codec->run(f, &in, last, &n);
		if (r >= NO_MEMORY)
			return say(r, d);
		if (fd_write(f->fd, f->out, n) != 0)
			return diag_set(d, errno == EPIPE ? "pipe" : "write", "%s", strerror(errno));
	}
	return 0;
}

int filter_out_write(struct filter_out *f, const char *p, size_t n, struct diag *d)
{
	return feed(f, (struct span){p, n}, false, d);
}

int filter_out_close(struct filter_out *f, struct diag *d)
{
	int rc = feed(f, SPAN(""), true, d);

	filter_out_abort(f);
	return rc;
}

void filter_out_abort(struct filter_out *f)
{
	f->codec->end(f);
	struct arena own = f->own;
	arena_fini(&own);
}
