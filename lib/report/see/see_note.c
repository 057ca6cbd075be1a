/* see_note.c: a picture's header, and where what its pixels say is kept, in few bytes. */
#include "io/look.h"
#include "report/see/see_out.h"

/* Literals are kept by their place in these lists; what is not in them is 0. */
static const char *const formats[] = {NULL, "jpeg", "png", "webp", "gif", "bmp", "tiff", "heic", "avif", "jxl", "mp4"};
static const char *const modes[] = {NULL, "grey", "rgb", "palette", "cmyk", "ycck"};
static const char *const alphas[] = {NULL, "channel", "palette", "key", "plane"};

struct packed {
	uint32_t width, height;
	uint64_t bytes : 48, frames : 16;
	uint8_t orientation, bits, format, mode, alpha, fault, quality, icc, why;
	uint8_t real : 1, extended : 1, video : 1, has_icc : 1, readable : 1;
	uint32_t pixels;
};
_Static_assert(sizeof(struct packed) <= LOOK_NOTE, "a note is too small");

static uint8_t place(const char *s, const char *const *list, size_t n)
{
	for (size_t i = 1; s && i < n; i++)
		if (strcmp(s, list[i]) == 0)
			return (uint8_t)i;
	return 0;
}
#define PLACE(s, list) place((s), (list), sizeof(list) / sizeof *(list))

/* 1-based; 0: none, or more than there is room for. */
static uint8_t name_number(struct see_names *names, const char *s)
{
	if (!s || !*s)
		return 0;
	for (size_t i = 0; i < names->n; i++)
		if (strcmp(names->v[i], s) == 0)
			return (uint8_t)(i + 1);
	if (names->n == sizeof names->v / sizeof *names->v - 1)
		return 0;
	names->v[names->n] = arena_dup(&names->a, span_of(s)).p;
	return (uint8_t)++names->n;
}

void see_pack(struct see_names *names, const struct image_head *h, uint32_t pixels, const char *why, unsigned char *note)
{
	struct packed p = {
		.width = h->width, .height = h->height, .bytes = h->bytes, .frames = h->frames < 65535 ? h->frames : 65535,
		.orientation = h->orientation, .bits = h->bits, .format = PLACE(h->format, formats), .mode = PLACE(h->mode, modes),
		.alpha = PLACE(h->alpha, alphas), .fault = (uint8_t)h->fault, .quality = h->quality, .icc = name_number(names, h->icc),
		.why = name_number(names, why ? why : h->why), .real = h->real, .extended = h->extended, .video = h->video,
		.has_icc = h->has_icc, .readable = !why, .pixels = pixels,
	};

	memset(note, 0, LOOK_NOTE);
	memcpy(note, &p, sizeof p);
}

void see_unpack(const struct see_names *names, const unsigned char *note, struct see_scratch *x, struct sight *s)
{
	struct image_head *h = &x->head;
	struct packed p;

	memcpy(&p, note, sizeof p);
	const char *why = p.why ? names->v[p.why - 1] : "cannot be read", *icc = p.icc ? names->v[p.icc - 1] : "";
	*h = (struct image_head){
		.format = formats[p.format], .width = p.width, .height = p.height, .orientation = p.orientation, .bits = p.bits,
		.mode = modes[p.mode], .alpha = alphas[p.alpha], .real = p.real, .extended = p.extended, .video = p.video, .frames = p.frames,
		.bytes = p.bytes, .has_icc = p.has_icc, .fault = (enum image_fault)p.fault, .why = p.fault ? why : NULL, .quality = p.quality,
	};
	memcpy(h->icc, icc, strlen(icc) + 1);
	s->head = h;
	s->unreadable = p.readable ? NULL : why;
	if (!p.pixels)
		return;
	const char *damage;
	decoder_result(names->decoder, p.pixels, &x->pixels, &damage);
	s->pixels = &x->pixels;
	s->damage = p.fault && damage ? why : damage;
}
