/* head.c: which format a picture has. */
#include "image/head.h"

static const struct head_format *const formats[] = {
#define HEAD(name) &head_##name,
#include "image/heads.def"
#undef HEAD
};

const char *image_fault_name(enum image_fault f)
{
	static const char *const names[] = {NULL, "empty", "unknown-format", "broken", "truncated", "size-lies"};

	return names[f];
}

void image_shown(const struct image_head *h, uint32_t out[2])
{
	bool turned = h->orientation >= 5 && h->orientation <= 8;

	out[0] = turned ? h->height : h->width;
	out[1] = turned ? h->width : h->height;
}

const struct head_format *head_format_of(struct span first)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (formats[i]->is(first))
			return formats[i];
	return NULL;
}

void image_head(struct image_file *f, struct arena *a, struct image_head *h)
{
	char first[HEAD_FIRST];

	*h = (struct image_head){.bytes = f->size, .frames = 1};
	if (f->size == 0) {
		head_fault(h, FAULT_EMPTY, "the file is empty");
		return;
	}
	struct span s = f->at(f, 0, sizeof first);
	memcpy(first, s.p, s.n);
	s.p = first;
	const struct head_format *format = head_format_of(s);
	if (!format) {
		head_fault(h, FAULT_UNKNOWN, "no picture format that is known");
		return;
	}
	h->format = format->name;
	format->read(f, a, h);
	if (!h->fault && !h->video && (!h->width || !h->height))
		head_fault(h, FAULT_BROKEN, "the header names no size");
}
