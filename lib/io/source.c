/* source.c: opens an input, lets the forms bid on its first bytes, and hands the records of the winner on. */
#include "io/source.h"

#include <errno.h>
#include <string.h>

#include "base/sys.h"
#include "io/form.h"
#include "io/names.h"
#include "text/utf8.h"

static const struct form *const forms[] = {
#define FORM(name) &form_##name,
#include "io/sources.def"
#undef FORM
};

enum { FORMS = sizeof forms / sizeof *forms };

/* Defaults, stated in capjson(5). A million members is what the memory bound is tested with. */
static const struct source_limits usual = {
	.caption_max = 16 << 20, .members_max = 1000000, .name_max = 4096, .ratio_max = 1000
};

static int fatal(struct diag *d)
{
	if (d)
		d->fatal = true;
	return -1;
}

/* Reads until the bids can be made, and no further: a slow writer's first line must not wait for its
 * second. A line break without a NUL before it says that it is no archive (their magic comes first; a tar
 * header is full of NULs). */
static int look(struct source *s, struct diag *d)
{
	for (;;) {
		struct span h = input_head(&s->in);
		if (h.n >= SIGNATURE_HEAD)
			return 0;
		const char *nl = h.n ? memchr(h.p, '\n', h.n) : NULL;
		if (nl && !memchr(h.p, 0, h.n) && !signature_foreign(h))
			return 0;
		int rc = input_more(&s->in, d);
		if (rc <= 0)
			return rc;
	}
}

static const struct form *best_of(struct source *s, bool text, struct diag *d)
{
	const struct form *best = NULL;
	int most = 0;

	for (size_t i = 0; i < FORMS; i++) {
		const struct form *f = forms[i];
		int bid = f->bid && f->folder == s->folder && f->text == text ? f->bid(s, d) : 0;
		if (bid > most) {
			most = bid;
			best = f;
		}
	}
	return best;
}

static void decode(struct source *s)
{
	if (s->charset && !s->folder)
		input_decode(&s->in, s->charset);
}

/* What the file's name says it is where its bytes are no text: damaged, or something else under that name. NULL: nothing of the kind. */
static const char *misnamed(const struct source *s)
{
	static const char *const ends[] = {".tar", ".zip", ".7z", ".tgz", ".gz", ".zst", ".xz", ".bz2", ".parquet", ".arrow"};
	struct span h = input_head(&s->in);
	size_t bad;

	/* the head may end within a character */
	if (s->charset || !s->file || (!memchr(h.p, 0, h.n) && (utf8_valid(h, &bad) || bad + 4 > h.n)))
		return NULL;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_ends(span_of(s->file), span_of(ends[i])))
			return ends[i];
	return NULL;
}

static int choose(struct source *s, struct diag *d)
{
	const char *what, *name;

	if (!s->folder && look(s, d) != 0)
		return -1;
	s->form = best_of(s, false, d);
	if (s->form)
		return 0;
	what = signature_foreign(input_head(&s->in));
	name = !what && input_head(&s->in).n ? misnamed(s) : NULL;
	if (name) {
		diag_set(d, "unknown-form", "has the name of a %s file and the bytes of none: damaged, or another file under that name", name);
		return fatal(d);
	}
	decode(s);
	if (!what)
		s->form = best_of(s, true, d);
	if (s->form)
		return 0;
	if (d && d->code)
		return fatal(d);
	diag_set(d, "unknown-form", "looks like %s; captions come as text lines, JSON Lines, tar, zip, 7z or a folder",
	         what ? what : "nothing that holds captions");
	return fatal(d);
}

static int choose_named(struct source *s, struct diag *d)
{
	for (size_t i = 0; i < FORMS; i++)
		if (strcmp(forms[i]->name, s->o->from) == 0)
			s->form = forms[i];
	if (!s->form) {
		diag_set(d, "usage", "--from %s: no such form", s->o->from);
		return fatal(d);
	}
	if (s->folder && !s->form->folder) {
		diag_set(d, "usage", "is a folder; --from %s reads files", s->o->from);
		return fatal(d);
	}
	if (s->form->text)
		decode(s);
	return 0;
}

/* Opens the descriptor and says whether it is a folder. */
static int open_path(struct source *s, struct diag *d)
{
	struct stat st;
	int fd = s->file ? openat(AT_FDCWD, s->file, O_RDONLY | O_CLOEXEC | O_NOCTTY) : STDIN_FILENO;

	s->in.fd = -1;
	if (fd < 0 || fstat(fd, &st) != 0) {
		diag_set(d, "open", "%s", strerror(errno));
		if (fd > STDIN_FILENO)
			close(fd);
		return fatal(d);
	}
	s->folder = S_ISDIR(st.st_mode);
	input_init(&s->in, fd, s->file != NULL);
	return 0;
}

struct source_limits source_limits_of(struct source_limits l)
{
	if (!l.caption_max)
		l.caption_max = usual.caption_max;
	if (!l.members_max)
		l.members_max = usual.members_max;
	if (!l.name_max)
		l.name_max = usual.name_max;
	if (!l.ratio_max)
		l.ratio_max = usual.ratio_max;
	return l;
}

struct source *source_open(const char *path, const struct source_options *o, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct source *s = arena_zalloc(&own, 1, sizeof *s);
	struct buf label = BUF_INIT;

	s->own = own;
	s->o = o;
	s->file = path && strcmp(path, "-") != 0 ? path : NULL;
	name_from_raw(&label, s->file ? span_of(s->file) : SPAN("-"));
	s->path = arena_dup(&s->own, s->file && utf8_valid(span_of(s->file), NULL) ? span_of(s->file) : buf_span(&label));
	buf_fini(&label);
	s->limits = source_limits_of(o->limits);
	if (open_path(s, d) == 0 && (!o->encoding || (s->charset = charset_open(&s->own, o->encoding, d))) &&
	    (o->from ? choose_named(s, d) : choose(s, d)) == 0 && (!s->form->open || s->form->open(s, d) == 0))
		return s;
	source_close(s);
	return NULL;
}

int source_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	/* All but the error's message, which is half of it and is read where there is a code. */
	memset(r, 0, offsetof(struct record, error));
	r->error.code = NULL;
	r->kind = REC_CAPTION;
	r->path = s->path;
	return s->form->next(s, r, a, d);
}

bool source_would_block(struct source *s)
{
	return s->form->would_block && s->form->would_block(s);
}

struct span source_metadata(const struct source *s)
{
	return s->metadata;
}

const char *source_note(const struct source *s)
{
	return s->form && strcmp(s->form->name, "lines") == 0 ? s->note : NULL;
}

void source_progress(const struct source *s, uint64_t *done, uint64_t *all)
{
	*done = s->in.got;
	*all = s->in.size;
}

void source_close(struct source *s)
{
	struct arena own = s->own;

	if (s->form && s->form->close)
		s->form->close(s);
	charset_close(s->charset);
	input_close(&s->in);
	arena_fini(&own);
}
