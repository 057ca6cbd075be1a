/* see_images.c: one pass over the images, whatever order records and images come in. */
#include "report/see/see_images.h"

#include <errno.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/sys.h"
#include "io/images.h"
#include "run/run.h"

enum { PIXELS_FILE_MAX = 256 << 20 };

/* A very large member of a compressed archive, of which the middle was not kept. */
struct parts {
	struct image_file f;
	struct span head, tail;
};

static struct span parts_at(struct image_file *f, uint64_t off, size_t n)
{
	const struct parts *p = (const struct parts *)f;
	uint64_t from = f->size - p->tail.n;

	if (off < p->head.n)
		return span_cut(p->head, (size_t)off, n < p->head.n - off ? (size_t)off + n : p->head.n);
	if (off < from || off >= f->size)
		return SPAN("");
	return span_cut(p->tail, (size_t)(off - from), n < f->size - off ? (size_t)(off - from) + n : p->tail.n);
}

/* All of a file for the decoder, or nothing of one that is too large. */
static struct buf whole(const struct look_bytes *b)
{
	struct buf file = BUF_INIT;

	if (b->size > PIXELS_FILE_MAX)
		return file;
	if (b->fd < 0) {
		buf_adds(&file, b->head);
		return file;
	}
	char *p = buf_room(&file, (size_t)b->size + 1);
	while (file.n < b->size) {
		ssize_t r = pread(b->fd, p + file.n, (size_t)b->size - file.n, (off_t)(b->from + file.n));
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			break;
		file.n += (size_t)r;
	}
	return file;
}

static void see(void *ctx, struct span name, const struct look_bytes *b, unsigned char note[LOOK_NOTE])
{
	struct see_images *v = ctx;
	struct image_head h = {0};
	struct image_piece piece;
	struct image_file memory;
	struct parts parts;

	(void)name;
	arena_reset(&v->scratch);
	if (b->why) {
		h.bytes = b->size;
	} else if (b->fd >= 0) {
		image_piece(&piece, b->fd, b->from, b->size, v->room);
		image_head(&piece.f, &v->scratch, &h);
	} else if (b->head.n == b->size) {
		image_memory(&memory, b->head);
		image_head(&memory, &v->scratch, &h);
	} else {
		parts = (struct parts){.f = {.size = b->size, .at = parts_at, .gap_from = b->head.n, .gap_to = b->size - b->tail.n},
		                       .head = b->head, .tail = b->tail};
		image_head(&parts.f, &v->scratch, &h);
	}
	uint32_t pixels = 0;
	if (v->names.decoder && !b->why && (b->head.n == b->size || b->fd >= 0)) {
		struct buf file = whole(b);
		pixels = decoder_give(v->names.decoder, &file);
	}
	see_pack(&v->names, &h, pixels, b->why ? b->why->message : NULL, note);
}

void see_images_init(struct see_images *v, size_t n_paths, char **paths, bool pixels)
{
	*v = (struct see_images){.paths = paths, .n_paths = n_paths, .seed = hash_seed()};
	v->look = (struct look){v, see};
	if (pixels)
		v->names.decoder = decoder_open(run_common.jobs ? run_common.jobs : sys_cores());
	v->room = arena_alloc(&v->names.a, HEAD_WINDOW);
}

void see_images_fini(struct see_images *v)
{
	if (v->open)
		images_close(v->open);
	decoder_close(v->names.decoder);
	look_fini(&v->notes);
	arena_fini(&v->scratch);
	arena_fini(&v->names.a);
}

static bool fail(struct see_images *v, const struct diag *d)
{
	warn("%s: %s", v->paths[v->at - 1], d->message);
	v->failed = true;
	return true;
}

/* One more image of the datasets into the notes. False at the end of the last. */
static bool advance(struct see_images *v)
{
	unsigned char note[LOOK_NOTE];
	struct look_bytes b;
	struct diag d = {0}, why = {0};
	struct span name;

	if (!v->open) {
		if (v->at == v->n_paths)
			return false;
		v->open = images_open(v->paths[v->at++], &run_common.source.limits, &d);
		return v->open ? true : fail(v, &d);
	}
	int rc = images_next(v->open, &name, &d);
	if (rc <= 0) {
		images_close(v->open);
		v->open = NULL;
		return rc < 0 ? fail(v, &d) : true;
	}
	images_look(v->open, &b, &why);
	see(v, name, &b, note);
	look_put(&v->notes, hash_bytes(name.p, name.n, v->seed), note);
	return true;
}

void see_images_find(struct see_images *v, struct record *r, struct arena *a)
{
	const unsigned char *note = NULL;

	if (!r->image.n)
		return;
	uint64_t key = hash_bytes(r->image.p, r->image.n, v->seed);
	while (!(note = look_get(&v->notes, key, 0)) && advance(v))
		;
	if (note)
		r->note = memcpy(arena_alloc(a, LOOK_NOTE), note, LOOK_NOTE);
}
