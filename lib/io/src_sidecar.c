/* src_sidecar.c: a caption file that is named itself (a.txt, as pre-commit names what a commit changes): the whole file is one caption
 * where an image stands beside it, as when its folder is read. Its record is the one that the folder would give. */
#include "base/ascii.h"
#include "base/sys.h"
#include "io/form.h"
#include "io/names.h"
#include "io/text.h"

/* Whether stem and ext name a file; ext as the list of endings has it, up to its bar. */
static bool stands(struct buf *path, size_t stem, struct span ext, bool capitals)
{
	path->n = stem;
	for (size_t i = 0; i < ext.n; i++)
		buf_addc(path, capitals && ascii_letter((unsigned char)ext.p[i]) ? (char)(ext.p[i] & ~0x20) : ext.p[i]);
	buf_addc(path, 0);
	return faccessat(AT_FDCWD, path->p, F_OK, 0) == 0;
}

/* name, path's last one, with the letters' case that the disk has: some file systems open a.jpg where A.JPG stands. A link keeps its name. */
static struct span on_disk(const char *path, struct span name, struct arena *a)
{
	char whole[SYS_PATH];
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct span own = {whole, fd < 0 ? 0 : sys_path_of(fd, whole)};

	if (fd >= 0)
		close(fd);
	if (own.n <= name.n || whole[own.n - name.n - 1] != '/')
		return name;
	own = span_cut(own, own.n - name.n, own.n);
	return ascii_same(own, name) ? arena_dup(a, own) : name;
}

/* The image beside a caption file, as a name beside it, in s->own; empty: none. */
static struct span image_beside(struct source *s)
{
	struct name n = name_split(span_of(s->file));
	struct buf path = BUF_INIT;
	struct span image = SPAN("");

	if (name_caption_rank(&n, s->o->caption_ext) < 0 || name_caption_rank(&n, s->o->caption_ext) == RANK_JSON)
		return image;
	buf_adds(&path, name_stem(&n));
	buf_addc(&path, '.');
	size_t stem = path.n;
	for (const char *e = name_image_exts + 1; *e && !image.n; e += strcspn(e, "|") + 1) {
		struct span ext = {e, strcspn(e, "|")};
		if (stands(&path, stem, ext, false) || stands(&path, stem, ext, true)) {
			struct buf name = BUF_INIT;
			name_from_raw(&name, (struct span){path.p + n.base, path.n - 1 - n.base});
			image = on_disk(path.p, arena_dup(&s->own, buf_span(&name)), &s->own);
			buf_fini(&name);
		}
	}
	buf_fini(&path);
	return image;
}

static int sidecar_bid(struct source *s, struct diag *d)
{
	(void)d;
	return s->file && s->in.seekable && image_beside(s).n ? 95 : 0; /* more than a caption that is JSON gives */
}

/* The record as its folder would give it. */
static void place(struct source *s, struct record *r, struct arena *a)
{
	struct name n = name_split(s->path);
	struct span image = s->file ? image_beside(s) : SPAN("");
	struct span member = span_cut(s->path, n.base, s->path.n);

	r->member = s->file ? on_disk(s->file, member, a) : member;
	r->id = span_cut(r->member, 0, n.dot > n.base ? n.dot - n.base : member.n);
	r->path = n.base > 1 ? span_cut(s->path, 0, n.base - 1) : n.base ? SPAN("/") : SPAN(".");
	r->image = arena_dup(a, image);
}

static int sidecar_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	size_t max = s->limits.caption_max;
	int rc = 1;

	if (s->line)
		return 0;
	while (rc == 1 && input_head(&s->in).n <= max + 2)
		rc = input_more(&s->in, d);
	if (rc < 0)
		return -1;
	struct span file = input_head(&s->in), caption = text_trim(file);
	s->line = 1;
	place(s, r, a);
	r->line_end = (uint8_t)(file.n - caption.n);
	if (caption.n > max)
		text_too_large(&r->error, "caption", max);
	else if (text_check(s, caption, &r->error))
		r->caption = arena_dup(a, caption);
	if (r->error.code)
		r->kind = REC_ERROR;
	input_take(&s->in, file.n);
	return 1;
}

const struct form form_sidecar = {.name = "sidecar", .text = true, .bid = sidecar_bid, .next = sidecar_next};
