/* image_head.c: what picture files say of themselves: small ones made here, each cut at every byte, and the shared files. */
#include <fcntl.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "image/head.h"
#include "unit/oracle.h"
#include "unit/tap.h"

static struct arena a = ARENA_INIT;

static void head_of(struct span bytes, struct image_head *h)
{
	struct image_file f;

	image_memory(&f, bytes);
	image_head(&f, &a, h);
}

static void be(struct buf *b, uint32_t v, int n)
{
	while (n-- > 0)
		buf_addc(b, (char)(v >> 8 * n));
}

static void le(struct buf *b, uint32_t v, int n)
{
	for (int i = 0; i < n; i++)
		buf_addc(b, (char)(v >> 8 * i));
}

/* A TIFF structure with an orientation and nothing else. */
static void exif(struct buf *b, unsigned orientation)
{
	BUF_LIT(b, "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0");
	le(b, orientation, 4);
	le(b, 0, 4);
}

static void png_chunk(struct buf *b, const char *type, struct span data)
{
	be(b, (uint32_t)data.n, 4);
	buf_add(b, type, 4);
	buf_adds(b, data);
	be(b, 0, 4);
}

static void make_png(struct buf *b, uint32_t w, uint32_t h, int bits, int colour, unsigned orientation)
{
	struct buf d = BUF_INIT;

	BUF_LIT(b, "\x89PNG\r\n\x1a\n");
	be(&d, w, 4);
	be(&d, h, 4);
	buf_addc(&d, (char)bits);
	buf_addc(&d, (char)colour);
	be(&d, 0, 3);
	png_chunk(b, "IHDR", buf_span(&d));
	buf_reset(&d);
	exif(&d, orientation);
	if (orientation)
		png_chunk(b, "eXIf", buf_span(&d));
	png_chunk(b, "IDAT", SPAN("pixels, or what passes for them"));
	png_chunk(b, "IEND", SPAN(""));
	buf_fini(&d);
}

static void make_jpeg(struct buf *b, uint32_t w, uint32_t h, unsigned orientation)
{
	struct buf d = BUF_INIT;

	exif(&d, orientation);
	BUF_LIT(b, "\xFF\xD8\xFF\xE1");
	be(b, (uint32_t)d.n + 8, 2);
	BUF_LIT(b, "Exif\0\0");
	buf_adds(b, buf_span(&d));
	BUF_LIT(b, "\xFF\xC0\0\x11\x08");
	be(b, h, 2);
	be(b, w, 2);
	BUF_LIT(b, "\x03\x01\x22\0\x02\x11\x01\x03\x11\x01\xFF\xDA\0\x08\x01\x01\0\0\x3F\0scan\xFF\0scan\xFF\xD9");
	buf_fini(&d);
}

static void make_webp(struct buf *b, uint32_t w, uint32_t h)
{
	BUF_LIT(b, "RIFF");
	le(b, 4 + 18 + 8 + 10, 4);
	BUF_LIT(b, "WEBPVP8X\x0A\0\0\0\x10\0\0\0");
	le(b, w - 1, 3);
	le(b, h - 1, 3);
	BUF_LIT(b, "VP8 \x0A\0\0\0\x10\0\0\x9D\x01\x2A");
	le(b, w, 2);
	le(b, h, 2);
}

static void make_gif(struct buf *b)
{
	BUF_LIT(b, "GIF89a\x05\0\x03\0\0\0\0!\xF9\x04\x01\0\0\0\0,\0\0\0\0\x05\0\x03\0\0\x02\x02\x44\x01\0,\0\0\0\0\x05\0\x03\0\0\x02\x02\x44\x01\0;");
}

static void make_bmp(struct buf *b)
{
	BUF_LIT(b, "BM");
	le(b, 54 + 8, 4);
	le(b, 0, 4);
	le(b, 54, 4);
	le(b, 40, 4);
	le(b, 2, 4);
	le(b, (uint32_t)-1, 4); /* one line, from the top */
	le(b, 1, 2);
	le(b, 24, 2);
	for (int i = 0; i < 6; i++)
		le(b, 0, 4);
	BUF_LIT(b, "\1\2\3\1\2\3\0\0");
}

/* Cut anywhere, a file is never taken for a whole one. Returns how often it was. */
static size_t taken_whole(struct span bytes, size_t last)
{
	size_t bad = 0;

	for (size_t n = 0; n + last < bytes.n; n++) {
		/* A copy of its own, so that the sanitizer sees every byte too many. */
		struct arena own = ARENA_INIT;
		struct image_head h;
		head_of(arena_dup(&own, span_cut(bytes, 0, n)), &h);
		bad += h.fault == FAULT_NONE;
		arena_fini(&own);
	}
	return bad;
}

static void made(void)
{
	struct buf b[5] = {BUF_INIT};
	struct image_head h;
	uint32_t shown[2];

	make_png(&b[0], 40, 30, 16, 6, 6);
	head_of(buf_span(&b[0]), &h);
	image_shown(&h, shown);
	OK(!h.fault && h.width == 40 && h.height == 30 && h.bits == 16 && h.alpha && h.orientation == 6 && shown[0] == 30, "PNG: size, bits, alpha, EXIF");
	make_jpeg(&b[1], 48, 32, 8);
	head_of(buf_span(&b[1]), &h);
	OK(!h.fault && h.width == 48 && h.height == 32 && h.orientation == 8 && strcmp(h.mode, "rgb") == 0, "JPEG: size, EXIF");
	BUF_LIT(&b[1], "\0\0\0\0 and a film behind it");
	head_of(buf_span(&b[1]), &h);
	OK(!h.fault, "what phones append to a JPEG is no fault");
	b[1].n -= 26;
	make_webp(&b[2], 1024, 768);
	head_of(buf_span(&b[2]), &h);
	OK(!h.fault && h.width == 1024 && h.height == 768 && h.alpha && h.extended, "WebP: size, alpha");
	make_gif(&b[3]);
	head_of(buf_span(&b[3]), &h);
	OK(!h.fault && h.width == 5 && h.height == 3 && h.frames == 2 && h.alpha, "GIF: size, frames, transparency");
	make_bmp(&b[4]);
	head_of(buf_span(&b[4]), &h);
	OK(!h.fault && h.width == 2 && h.height == 1 && h.bits == 8, "BMP: size, from the top down");
	for (int i = 0; i < 5; i++) {
		size_t bad = taken_whole(buf_span(&b[i]), i == 2 ? 1 : 0); /* WebP's padding may be missing */
		OK(bad == 0, "cut at any byte, file %d is never taken for a whole one (%zu times)", i, bad);
		buf_fini(&b[i]);
	}
	make_png(&b[0], 100000, 100000, 8, 2, 0);
	head_of(buf_span(&b[0]), &h);
	OK(h.fault == FAULT_SIZE_LIES, "a PNG of ten billion pixels in a hundred bytes lies");
	buf_fini(&b[0]);
	head_of(SPAN(""), &h);
	OK(h.fault == FAULT_EMPTY, "an empty file");
	head_of(SPAN("hello"), &h);
	OK(h.fault == FAULT_UNKNOWN && !h.format, "no picture");
}

static const struct {
	const char *file, *format;
	int w, h, orientation, bits, frames;
	const char *mode, *alpha, *icc;
	enum image_fault fault;
} files[] = {
	{"a.avif", "avif", 300, 200, 0, 8, 1, "rgb", "", "", 0}, {"anim.gif", "gif", 300, 200, 0, 8, 3, "palette", "palette", "", 0},
	{"anim.png", "png", 300, 200, 0, 8, 3, "rgb", "", "", 0}, {"anim.webp", "webp", 300, 200, 0, 8, 3, "rgb", "", "", 0},
	{"b.bmp", "bmp", 300, 200, 0, 8, 1, "rgb", "", "", 0}, {"bw.png", "png", 300, 200, 0, 1, 1, "grey", "", "", 0},
	{"cmyk.jpg", "jpeg", 300, 200, 0, 8, 1, "cmyk", "", "", 0}, {"empty.jpg", "", 0, 0, 0, 0, 1, "", "", "", FAULT_EMPTY},
	{"exif5.jpg", "jpeg", 300, 200, 5, 8, 1, "rgb", "", "", 0}, {"exif6.png", "png", 300, 200, 6, 8, 1, "rgb", "", "", 0},
	{"exif6.webp", "webp", 300, 200, 6, 8, 1, "rgb", "", "", 0}, {"float.tif", "tiff", 300, 200, 0, 32, 1, "grey", "", "", 0},
	{"gray16.png", "png", 300, 200, 0, 16, 1, "grey", "", "", 0}, {"headonly.jpg", "jpeg", 300, 200, 0, 8, 1, "rgb", "", "", FAULT_TRUNCATED},
	{"icc1024.webp", "webp", 1024, 1024, 0, 8, 1, "rgb", "", "sRGB built-in", 0}, {"jpg_as.png", "jpeg", 300, 200, 0, 8, 1, "rgb", "", "", 0},
	{"la.png", "png", 300, 200, 0, 8, 1, "grey", "channel", "", 0}, {"lossless.webp", "webp", 300, 200, 0, 8, 1, "rgb", "", "", 0},
	{"paltrans.png", "png", 300, 200, 0, 8, 1, "palette", "palette", "", 0}, {"rgba.webp", "webp", 300, 200, 0, 8, 1, "rgb", "channel", "", 0},
	{"t.tif", "tiff", 300, 200, 0, 8, 1, "rgb", "", "", 0}, {"text.png", "", 0, 0, 0, 0, 1, "", "", "", FAULT_UNKNOWN},
	{"trunc.jpg", "jpeg", 300, 200, 0, 8, 1, "rgb", "", "", FAULT_TRUNCATED}, {"trunc.png", "png", 300, 200, 0, 8, 1, "rgb", "", "", FAULT_TRUNCATED},
};

static bool is(const char *have, const char *want)
{
	return strcmp(have ? have : "", want) == 0;
}

static void shared(void)
{
	char *room = arena_alloc(&a, HEAD_WINDOW);

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct image_piece p;
		struct image_head h;
		struct stat st;
		int fd = open(arena_printf(&a, "%s/datasets/images/%s", oracle_shared(), files[i].file).p, O_RDONLY);
		if (fd < 0 || fstat(fd, &st) != 0) {
			printf("ok %d - %s # skip not here\n", ++tap_n, files[i].file);
			continue;
		}
		image_piece(&p, fd, 0, (uint64_t)st.st_size, room);
		image_head(&p.f, &a, &h);
		OK(is(h.format, files[i].format) && (int)h.width == files[i].w && (int)h.height == files[i].h && h.orientation == files[i].orientation &&
		   h.bits == files[i].bits && (int)h.frames == files[i].frames && is(h.mode, files[i].mode) && is(h.alpha, files[i].alpha) &&
		   is(h.icc, files[i].icc) && h.fault == files[i].fault, "%s is read for what it is", files[i].file);
		close(fd);
	}
}

int main(void)
{
	made();
	shared();
	arena_fini(&a);
	return tap_end();
}
