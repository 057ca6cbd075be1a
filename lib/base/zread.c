/* zread.c: zstd decompression into a buffer, bounded, and back. */
#include "base/zread.h"

#include <zstd.h>

#include "base/die.h"

int zstd_expand(struct span src, struct buf *b, size_t cap, struct diag *d)
{
	static const char magic[4] = {'\x28', '\xB5', '\x2F', '\xFD'};

	if (src.n < 4 || memcmp(src.p, magic, 4) != 0) {
		if (src.n > cap)
			return diag_set(d, "too-large", "more than %zu bytes", cap);
		buf_adds(b, src);
		return 0;
	}
	ZSTD_DStream *z = ZSTD_createDStream();
	ZSTD_inBuffer in = {src.p, src.n, 0};
	size_t start = b->n, state = 1;
	int rc = 0;

	while (rc == 0 && (in.pos < in.size || state != 0)) {
		size_t chunk = ZSTD_DStreamOutSize();
		ZSTD_outBuffer out = {buf_room(b, chunk), chunk, 0};
		size_t was = in.pos;
		state = ZSTD_decompressStream(z, &out, &in);
		b->n += out.pos;
		if (ZSTD_isError(state))
			rc = diag_at(d, "bad-zstd", in.pos, "zstd: %s", ZSTD_getErrorName(state));
		else if (b->n - start > cap)
			rc = diag_set(d, "too-large", "more than %zu bytes when decompressed", cap);
		else if (was == in.pos && out.pos == 0)
			rc = diag_at(d, "bad-zstd", in.pos, "zstd: ends in the middle of a frame");
	}
	ZSTD_freeDStream(z);
	return rc;
}

void zstd_pack(struct span src, struct buf *b)
{
	enum { LEVEL = 3 }; /* the library's own default */
	size_t most = ZSTD_compressBound(src.n);
	size_t n = ZSTD_compress(buf_room(b, most), most, src.p, src.n, LEVEL);

	if (ZSTD_isError(n)) /* with room enough only memory can be wanting */
		die("zstd: %s", ZSTD_getErrorName(n));
	b->n += n;
}
