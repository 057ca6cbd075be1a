/* deflate.c: zlib for one whole buffer. */
#include "pack/deflate.h"

#include <limits.h>
#include <zlib.h>

#include "base/die.h"

enum { STEP = 1 << 16 };

int deflate_expand(struct span in, size_t cap, struct buf *out, struct diag *d)
{
	z_stream z = {0};
	size_t start = out->n;
	int rc;

	if (in.n > UINT_MAX)
		return diag_set(d, "too-large", "more than %u bytes", UINT_MAX);
	if (inflateInit2(&z, -15) != Z_OK) /* raw: no zlib header */
		die_nomem();
	z.next_in = (Bytef *)(uintptr_t)in.p;
	z.avail_in = (uInt)in.n;
	do {
		z.next_out = (Bytef *)buf_room(out, STEP);
		z.avail_out = STEP;
		rc = inflate(&z, Z_NO_FLUSH);
		out->n += STEP - z.avail_out;
	} while (rc == Z_OK && out->n - start <= cap);
	inflateEnd(&z);
	if (rc == Z_MEM_ERROR)
		die_nomem();
	if (out->n - start > cap)
		return diag_set(d, "too-large", "more than %zu bytes", cap);
	if (rc != Z_STREAM_END)
		return diag_set(d, "bad-archive", "its compressed data are damaged");
	return 0;
}

void deflate_pack(struct span in, struct buf *out)
{
	z_stream z = {0};
	int rc;

	if (in.n > UINT_MAX || deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		die_nomem();
	z.next_in = (Bytef *)(uintptr_t)in.p;
	z.avail_in = (uInt)in.n;
	do {
		z.next_out = (Bytef *)buf_room(out, STEP);
		z.avail_out = STEP;
		rc = deflate(&z, Z_FINISH);
		out->n += STEP - z.avail_out;
	} while (rc == Z_OK);
	deflateEnd(&z);
}

uint32_t crc32_of(struct span s)
{
	return (uint32_t)crc32_z(0, (const Bytef *)s.p, s.n);
}
