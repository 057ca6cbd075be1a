/* src_dir.c: a folder and all below it. Links are followed only to files inside the folder, never to
 * folders. */
#include <errno.h>

#include "base/sys.h"
#include "io/dirlist.h"
#include "io/follow.h"
#include "io/pair.h"
#include "io/text.h"

enum { DEPTH = 64 }; /* folders in folders; each costs a descriptor */

struct level {
	int fd;
	struct dirlist list;
	size_t prefix; /* bytes of state.path that belong to the folders above the entries of this one */
};

struct state {
	struct pair *pair;
	struct level level[DEPTH];
	size_t depth;
	struct buf path;    /* the entry's name below the folder */
	struct buf content;
	bool ended;
};

static int dir_bid(struct source *s, struct diag *d)
{
	(void)d;
	return s->folder ? 90 : 0;
}

static int dir_open(struct source *s, struct diag *d)
{
	struct state *x = arena_zalloc(&s->own, 1, sizeof *x);

	s->state = x;
	if (!s->folder) {
		diag_set(d, "usage", "is no folder");
		goto bad;
	}
	x->pair = pair_open(s, true);
	x->level[0].fd = s->in.fd;
	x->depth = 1;
	if (dirlist_open(&x->level[0].list, s->in.fd, false, d) == 0) {
		if (!x->level[0].list.more)
			pair_no_images(x->pair);
		return 0;
	}
bad:
	if (d)
		d->fatal = true;
	return -1;
}

static void leave(struct state *x)
{
	struct level *l = &x->level[--x->depth];

	dirlist_close(&l->list);
	if (x->depth > 0)
		close(l->fd); /* the first one is the source's */
}

static void dir_close(struct source *s)
{
	struct state *x = s->state;

	if (!x)
		return;
	while (x->depth)
		leave(x);
	pair_close(x->pair);
	buf_fini(&x->path);
	buf_fini(&x->content);
}

static int trouble(struct state *x, struct diag *why, struct diag *d)
{
	return pair_trouble(x->pair, buf_span(&x->path), why, d);
}

/* A folder below. */
static int enter(struct state *x, const struct direntry *e, struct diag *d)
{
	struct level *up = &x->level[x->depth - 1], *l = up + 1;
	struct diag why = {0};

	if (x->depth == DEPTH) {
		diag_set(&why, "too-deep", "folders nested more than %d deep", DEPTH);
		return trouble(x, &why, d);
	}
	*l = (struct level){.fd = openat(up->fd, e->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)};
	if (l->fd < 0) {
		diag_set(&why, "open", "%s", strerror(errno));
		return trouble(x, &why, d);
	}
	x->depth++;
	if (dirlist_open(&l->list, l->fd, false, &why) != 0) {
		leave(x);
		return trouble(x, &why, d);
	}
	buf_addc(&x->path, '/');
	l->prefix = x->path.n;
	return 0;
}

/* The whole file into content, at most max bytes. */
static int read_file(struct source *s, struct state *x, int fd, size_t max, struct diag *why)
{
	struct stat st;

	if (fd < 0)
		return diag_set(why, "open", "%s", strerror(errno));
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return diag_set(why, "not-a-file", "not a regular file");
	if (x->content.cap > 1 << 20)
		buf_fini(&x->content);
	buf_reset(&x->content);
	/* In one read and one that says it was all. */
	size_t want = (uint64_t)st.st_size < max ? (size_t)st.st_size + 1 : max + 1;
	for (;; want = 1 << 16) {
		ssize_t r = read(fd, buf_room(&x->content, want), want);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return diag_set(why, "read", "%s", strerror(errno));
		if (r == 0)
			return 0;
		s->in.got += (uint64_t)r;
		x->content.n += (size_t)r;
		if (x->content.n > max)
			return text_too_large(why, "caption", s->limits.caption_max);
	}
}

/* A caption file, opened as fd. */
static int take(struct source *s, struct state *x, const struct pair_member *m, int fd, struct diag *d)
{
	struct diag why = {0};
	size_t max = s->limits.caption_max;
	int rc = read_file(s, x, fd, s->charset ? max * 4 : max + 2, &why);

	if (fd >= 0)
		close(fd);
	return rc == 0 ? pair_text(x->pair, m, buf_span(&x->content), d) : pair_bad(x->pair, m, &why, d);
}

/* An image file, opened as fd, to the look; fd is -1 with why, or with errno. */
static void show(struct state *x, const struct pair_member *m, int fd, struct diag *why)
{
	struct diag own = {0};
	struct look_bytes b = {.fd = fd};
	struct stat st;

	if (fd < 0 && (!why || !why->code))
		diag_set(why = &own, "open", "%s", strerror(errno));
	else if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)))
		diag_set(why = &own, "not-a-file", "not a regular file");
	else if (fd >= 0)
		b.size = (uint64_t)st.st_size;
	b.why = why && why->code ? why : NULL;
	pair_saw(x->pair, m, &b);
	if (fd >= 0)
		close(fd);
}

static int link_entry(struct source *s, struct state *x, const struct direntry *e, struct diag *d)
{
	struct pair_member m;
	struct diag why = {0};
	struct stat st;

	if (fstatat(x->level[x->depth - 1].fd, e->name, &st, 0) != 0) {
		diag_set(&why, "link", "link: %s", strerror(errno));
		return trouble(x, &why, d);
	}
	if (S_ISDIR(st.st_mode)) {
		diag_set(&why, "link", "is a link to a folder and not followed: name that folder as an input");
		return trouble(x, &why, d);
	}
	int rc = pair_member(x->pair, buf_span(&x->path), &m, d);
	bool look = rc == PAIR_SKIP && m.image && s->o->look;
	if (rc != PAIR_READ && !look) /* an image is a name: where its link leads does not matter */
		return rc < 0 ? -1 : 0;
	int fd = follow_open(s->o, s->in.fd, x->level[x->depth - 1].fd, e->name, NULL, &why);
	if (look) {
		show(x, &m, fd, &why);
		return 0;
	}
	return fd >= 0 ? take(s, x, &m, fd, d) : pair_bad(x->pair, &m, &why, d);
}

static int file_entry(struct source *s, struct state *x, const struct direntry *e, struct diag *d)
{
	struct pair_member m;
	int rc = pair_member(x->pair, buf_span(&x->path), &m, d);

	if (rc == PAIR_SKIP && m.image && s->o->look)
		show(x, &m, openat(x->level[x->depth - 1].fd, e->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), NULL);
	if (rc != PAIR_READ)
		return rc < 0 ? -1 : 0;
	/* O_NONBLOCK: a FIFO in its place must not hold us. */
	return take(s, x, &m, openat(x->level[x->depth - 1].fd, e->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), d);
}

/* One more entry, or the end. */
static int step(struct source *s, struct state *x, struct diag *d)
{
	struct level *l = &x->level[x->depth - 1];
	struct direntry e;
	int rc = dirlist_next(&l->list, &e, d);

	if (rc < 0)
		return -1;
	if (rc == 0) {
		leave(x);
		x->ended = x->depth == 0;
		if (x->ended)
			pair_end(x->pair, true);
		return 0;
	}
	x->path.n = l->prefix;
	buf_add(&x->path, e.name, e.n);
	switch (e.type) {
	case ENTRY_FOLDER:
		return s->o->flat || name_ignored((struct span){e.name, e.n}) ? 0 : enter(x, &e, d);
	case ENTRY_LINK:
		return link_entry(s, x, &e, d);
	case ENTRY_FILE: case ENTRY_OTHER:
		break;
	}
	return file_entry(s, x, &e, d);
}

static int dir_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	struct state *x = s->state;

	for (;;) {
		int rc = pair_next(x->pair, r, a, d);
		if (rc != 0)
			return rc;
		if (x->ended)
			return 0;
		if (step(s, x, d) != 0) {
			if (d)
				d->fatal = true;
			return -1;
		}
	}
}

const struct form form_dir = {
	.name = "dir", .folder = true, .bid = dir_bid, .open = dir_open, .next = dir_next, .close = dir_close
};
