/* images.c: the other half of what the readers of captions pass by. An archive goes through the same door (arc.h). */
#include "io/images.h"

#include <errno.h>

#include "base/sys.h"
#include "io/arc.h"
#include "io/dirwalk.h"
#include "io/names.h"

struct images {
	struct source s;       /* only what arc.h reads of it */
	struct source_options options;
	struct arc *arc;
	struct dirwalk *walk;
	struct dirwalk_entry entry;
	struct buf name, content;
	size_t members;
	int shown;             /* of images_look, 1-based: 0 is none */
};

static int open_archive(struct images *m, struct diag *d)
{
	source_peek(&m->s, SIGNATURE_HEAD, d);
	if (source_kind(&m->s) == ARC_NONE)
		return diag_set(d, "unknown-form", "no folder and no archive (tar, zip, 7z): no pictures to be had");
	m->arc = arc_open(&m->s, d);
	return m->arc ? 0 : -1;
}

struct images *images_open(const char *path, const struct source_limits *limits, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct images *m = arena_zalloc(&own, 1, sizeof *m);
	struct stat st;

	m->s.own = own;
	m->s.o = &m->options;
	m->s.file = path;
	m->s.path = span_of(path);
	m->s.limits = source_limits_of(*limits);
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	m->s.in.fd = -1;
	if (fd < 0 || fstat(fd, &st) != 0) {
		diag_set(d, "open", "%s", strerror(errno));
		if (fd >= 0)
			close(fd);
		images_close(m);
		return NULL;
	}
	input_init(&m->s.in, fd, true);
	m->s.folder = S_ISDIR(st.st_mode);
	if (m->s.folder)
		m->walk = dirwalk_open(fd, false, d);
	if (m->s.folder ? m->walk != NULL : open_archive(m, d) == 0)
		return m;
	images_close(m);
	return NULL;
}

/* Whether the raw name is an image that somebody means; its written name is in m->name then. */
static bool take_name(struct images *m, struct span raw)
{
	buf_reset(&m->name);
	name_from_raw(&m->name, raw);
	struct name n = name_split(buf_span(&m->name));
	return name_is_image(&n) && !name_ignored(n.whole);
}

static int next_file(struct images *m, struct diag *d)
{
	for (;;) {
		int rc = dirwalk_next(m->walk, &m->entry, d);
		if (rc <= 0)
			return rc;
		if ((m->entry.type == S_IFREG || m->entry.type == S_IFLNK) && take_name(m, m->entry.path))
			return 1;
	}
}

static int next_member(struct images *m, struct diag *d)
{
	struct arc_member a;

	for (;;) {
		int rc = arc_next(m->arc, &a, d);
		if (rc <= 0)
			return rc;
		if (rc == 1 && a.name.p && a.type == ARC_FILE && take_name(m, a.name))
			return 1;
	}
}

int images_next(struct images *m, struct span *name, struct diag *d)
{
	int rc = m->walk ? next_file(m, d) : next_member(m, d);

	if (rc == 1 && ++m->members > m->s.limits.members_max)
		return diag_set(d, "too-many", "more than %zu members; --max-members raises it", m->s.limits.members_max);
	*name = buf_span(&m->name);
	return rc;
}

/* Links are not followed: what they lead to may lie outside. O_NONBLOCK: a FIFO must not hold us. */
static int read_file(struct images *m, size_t max, struct diag *d)
{
	int fd = openat(m->entry.dir, m->entry.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	ssize_t r = 0;

	if (fd < 0)
		return errno == ELOOP ? diag_set(d, "link", "is a link; links are not followed") :
		       diag_set(d, "open", "%s", strerror(errno));
	buf_reset(&m->content);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return diag_set(d, "not-a-file", "not a regular file");
	}
	size_t want = (uint64_t)st.st_size < max ? (size_t)st.st_size + 1 : max + 1;
	while (m->content.n <= max && (r = read(fd, buf_room(&m->content, want), want)) > 0) {
		m->content.n += (size_t)r;
		m->s.in.got += (uint64_t)r;
		want = 1 << 16;
	}
	close(fd);
	if (r < 0)
		return diag_set(d, "read", "%s", strerror(errno));
	return m->content.n > max ? diag_set(d, "too-large", "more than %zu bytes", max) : 0;
}

int images_read(struct images *m, size_t max, struct span *bytes, struct diag *d)
{
	if (m->arc) {
		if (arc_read(m->arc, max, bytes, d) == 1)
			return 0;
		/* The archive's reader speaks of captions, and of their limit. */
		return d->code && strcmp(d->code, "too-large") == 0 ? diag_set(d, "too-large", "more than %zu bytes", max) : -1;
	}
	if (m->content.cap > max / 4)
		buf_fini(&m->content);
	if (read_file(m, max, d) != 0)
		return -1;
	*bytes = buf_span(&m->content);
	return 0;
}

static void hide(struct images *m)
{
	if (m->shown)
		close(m->shown - 1);
	m->shown = 0;
}

void images_look(struct images *m, struct look_bytes *b, struct diag *d)
{
	struct stat st;

	*b = (struct look_bytes){.fd = -1};
	hide(m);
	if (m->arc) {
		arc_look(m->arc, b, d);
	} else {
		b->fd = openat(m->entry.dir, m->entry.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		m->shown = b->fd + 1;
		if (b->fd < 0)
			diag_set(d, errno == ELOOP ? "link" : "open", "%s", errno == ELOOP ? "is a link; links are not followed" : strerror(errno));
		else if (fstat(b->fd, &st) != 0 || !S_ISREG(st.st_mode))
			diag_set(d, "not-a-file", "not a regular file");
		else
			b->size = (uint64_t)st.st_size;
	}
	b->why = d->code ? d : NULL;
}

const struct source *images_source(const struct images *m)
{
	return &m->s;
}

void images_close(struct images *m)
{
	struct arena own = m->s.own; /* m lives in it */

	hide(m);
	arc_close(m->arc);
	if (m->walk)
		dirwalk_close(m->walk);
	if (m->s.in.fd >= 0)
		input_close(&m->s.in);
	buf_fini(&m->name);
	buf_fini(&m->content);
	arena_fini(&own);
}
