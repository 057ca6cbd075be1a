/* src_image.c: an image file that is named itself, for a tool that looks at images: its record is the one that the folder would give, with
 * the caption that stands beside it. For other tools it is no input. */
#include "base/file.h"
#include "base/sys.h"
#include "io/form.h"
#include "io/names.h"
#include "io/text.h"

static int image_bid(struct source *s, struct diag *d)
{
	struct name n = name_split(s->path);

	(void)d;
	return s->o->look && s->file && s->in.seekable && name_is_image(&n) ? 97 : 0;
}

/* By --from it may be anything. */
static int image_open(struct source *s, struct diag *d)
{
	if (s->o->look && s->file && s->in.seekable)
		return 0;
	diag_set(d, "usage", s->o->look ? "is no file that can be named as an image" : "--from image is for capsee: it reads pictures, no captions");
	if (d)
		d->fatal = true;
	return -1;
}

/* The path of the caption beside it, by the order in which a folder takes them; false: there is none. */
static bool caption_beside(const struct source *s, struct buf *path)
{
	struct name n = name_split(span_of(s->file));

	for (int rank = 0; rank < RANK_SHOUTED; rank++) {
		buf_reset(path);
		buf_adds(path, name_stem(&n));
		buf_adds(path, name_rank_ext(rank, s->o->caption_ext));
		buf_addc(path, 0);
		if (faccessat(AT_FDCWD, path->p, F_OK, 0) == 0)
			return true;
	}
	return false;
}

static void read_caption(struct source *s, struct record *r, const struct buf *path, struct arena *a)
{
	struct buf file = BUF_INIT, scratch = BUF_INIT, member = BUF_INIT;
	size_t max = s->limits.caption_max, slash = path->n - 1;
	struct span caption;

	while (slash && path->p[slash - 1] != '/')
		slash--;
	name_from_raw(&member, (struct span){path->p + slash, path->n - 1 - slash});
	r->member = arena_dup(a, buf_span(&member));
	if (file_read(path->p, &file, s->charset ? max * 4 : max + 2, &r->error) == 0 && text_file(s, buf_span(&file), &scratch, &caption, &r->error)) {
		r->caption = arena_dup(a, caption);
		r->line_end = (uint8_t)(span_ends(buf_span(&file), SPAN("\r\n")) ? 2 : span_ends(buf_span(&file), SPAN("\n")));
	}
	r->kind = r->error.code ? REC_ERROR : REC_CAPTION;
	buf_fini(&file);
	buf_fini(&scratch);
	buf_fini(&member);
}

static int image_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	struct name n = name_split(s->path);
	struct look_bytes b = {.fd = s->in.fd, .size = s->in.size};
	unsigned char *note = arena_zalloc(a, 1, LOOK_NOTE);
	struct buf path = BUF_INIT;

	(void)d;
	if (s->line)
		return 0;
	s->line = 1;
	r->kind = REC_IMAGE;
	r->image = span_cut(s->path, n.base, s->path.n);
	r->id = span_cut(s->path, n.base, n.dot);
	r->path = n.base > 1 ? span_cut(s->path, 0, n.base - 1) : n.base ? SPAN("/") : SPAN(".");
	s->o->look->see(s->o->look->ctx, r->image, &b, note);
	r->note = note;
	if (caption_beside(s, &path))
		read_caption(s, r, &path, a);
	buf_fini(&path);
	return 1;
}

const struct form form_image = {.name = "image", .bid = image_bid, .open = image_open, .next = image_next};
