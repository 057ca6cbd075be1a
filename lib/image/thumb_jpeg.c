/* thumb_jpeg.c: JPEG by libjpeg-turbo, which decodes to 1/8, 2/8 … of the size by leaving out frequencies. */
#include "image/thumb.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "base/die.h"

struct trouble {
	struct jpeg_error_mgr mgr;
	jmp_buf back;
	struct diag *d;
	bool ended; /* before the end of the picture */
};

static void on_error(j_common_ptr c)
{
	struct trouble *t = (struct trouble *)c->err;
	char text[JMSG_LENGTH_MAX];

	c->err->format_message(c, text);
	if (strncmp(text, "Insufficient memory", 19) == 0) /* JERR_OUT_OF_MEMORY, from a header that banned.h does not let in */
		die_nomem();
	diag_set(t->d, "broken", "broken JPEG: %s", text);
	longjmp(t->back, 1);
}

static void on_warning(j_common_ptr c, int level)
{
	(void)c;
	(void)level;
}

/* The file ends before its picture: libjpeg goes on with grey. */
static boolean on_end(j_decompress_ptr j)
{
	static const JOCTET end[2] = {0xFF, JPEG_EOI};

	((struct trouble *)j->err)->ended = true;
	j->src->next_input_byte = end;
	j->src->bytes_in_buffer = sizeof end;
	return TRUE;
}

/* CMYK and YCCK as Adobe writes them, inverted: 255 is no ink. */
static void from_cmyk(uint8_t *line, uint32_t w)
{
	for (uint32_t i = 0; i < w; i++) {
		unsigned k = line[4 * i + 3];
		for (int n = 0; n < 3; n++)
			line[4 * i + n] = (uint8_t)(line[4 * i + n] * k / 255);
		line[4 * i + 3] = 255;
	}
}

/* The smallest eighth that still has twice the pixels of the thumbnail: averaging does the rest. */
static unsigned eighths(uint32_t w, uint32_t h, unsigned edge)
{
	uint32_t small_w, small_h;
	unsigned n = 1;

	shrink_size(w, h, edge, &small_w, &small_h);
	while (n < 8 && ((uint64_t)w * n < 2ull * 8 * small_w || (uint64_t)h * n < 2ull * 8 * small_h))
		n++;
	return n;
}

static void decode(struct jpeg_decompress_struct *j, unsigned edge, struct shrink *s, struct thumb *t)
{
	bool cmyk = j->jpeg_color_space == JCS_CMYK || j->jpeg_color_space == JCS_YCCK;

	j->scale_num = eighths(t->width, t->height, edge);
	j->scale_denom = 8;
	j->out_color_space = cmyk ? JCS_CMYK : JCS_RGB;
	j->do_fancy_upsampling = FALSE;
	j->dct_method = JDCT_IFAST;
	jpeg_start_decompress(j);
	/* The scaled size rounds up, so the sides of very thin pictures may not be in proportion: the thumbnail keeps the file's. */
	uint32_t small_w, small_h;
	shrink_size(t->width, t->height, edge, &small_w, &small_h);
	shrink_open(s, s->a, j->output_width, j->output_height, small_w > small_h ? small_w : small_h);
	uint8_t *line = arena_alloc(s->a, (size_t)j->output_width * 4);
	while (j->output_scanline < j->output_height) {
		JSAMPROW row = line;
		jpeg_read_scanlines(j, &row, 1);
		if (cmyk)
			from_cmyk(line, j->output_width);
		shrink_line(s, line, cmyk ? 4 : 3);
	}
}

int thumb_jpeg(struct span file, unsigned edge, struct shrink *s, struct thumb *t, struct diag *d)
{
	struct jpeg_decompress_struct j;
	struct trouble trouble = {.d = d};
	volatile int status = -1;

	j.err = jpeg_std_error(&trouble.mgr);
	trouble.mgr.error_exit = on_error;
	trouble.mgr.emit_message = on_warning;
	jpeg_create_decompress(&j);
	if (setjmp(trouble.back) == 0) {
		jpeg_mem_src(&j, (const unsigned char *)file.p, (unsigned long)file.n);
		j.src->fill_input_buffer = on_end;
		jpeg_read_header(&j, TRUE);
		if (!thumb_too_large(t, j.image_width, j.image_height, jpeg_has_multiple_scans(&j), d)) {
			decode(&j, edge, s, t);
			status = 0;
		}
	}
	if (status == 0 && trouble.ended)
		status = diag_set(d, "broken", "broken JPEG: the file ends too early");
	jpeg_destroy_decompress(&j);
	return status;
}
