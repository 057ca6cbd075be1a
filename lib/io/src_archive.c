/* src_archive.c: tar (plain, gzip, zstd, xz, bzip2), zip and 7z, read as they stream by and never
 * unpacked. */
#include "base/sys.h"
#include "io/arc.h"
#include "io/pair.h"
#include "io/text.h"

struct state {
	struct arc *arc;
	struct pair *pair;
	bool ended;
	struct diag why; /* the stream broke: told after what had been read */
};

static int archive_bid(struct source *s, struct diag *d)
{
	(void)d;
	return source_kind(s) != ARC_NONE ? 90 : 0;
}

static int archive_open(struct source *s, struct diag *d)
{
	struct state *x = arena_zalloc(&s->own, 1, sizeof *x);

	s->state = x;
	if (s->folder) {
		diag_set(d, "usage", "is a folder, no archive");
		return -1;
	}
	source_peek(s, SIGNATURE_HEAD, d);
	if (source_kind(s) == ARC_NONE) {
		diag_set(d, "unknown-form", "no archive: tar (plain, gzip, zstd, xz, bzip2), zip and 7z are read");
		if (d)
			d->fatal = true;
		return -1;
	}
	x->pair = pair_open(s, false);
	x->arc = arc_open(s, d);
	return x->arc ? 0 : -1;
}

static void archive_close(struct source *s)
{
	struct state *x = s->state;

	if (!x)
		return;
	arc_close(x->arc);
	pair_close(x->pair);
}

/* The stream is broken: what was read comes out first, then the error with the name of the last member. */
static void stop(struct state *x, const struct diag *why)
{
	struct span last = pair_last(x->pair);
	bool name = last.n > 0 && why->has_offset && last.n < 120;

	x->why = *why;
	if (name)
		diag_at(&x->why, why->code, why->offset, "%s, last member %.*s", why->message, SPAN_ARG(last));
	x->why.fatal = true;
	x->ended = true;
	pair_end(x->pair, false);
}

/* A regular end. An archive without its end mark may have been cut between two members. */
static int finish(struct source *s, struct state *x, struct diag *d)
{
	struct diag why = {0};

	x->ended = true;
	if (!arc_complete(x->arc)) {
		diag_at(&why, "truncated-archive", s->in.got, "the archive has no end mark: it may have been cut off");
		if (pair_trouble(x->pair, SPAN(""), &why, d) != 0)
			return -1;
	}
	pair_end(x->pair, true);
	return 0;
}

/* The content of a member that may be a caption, or what is wrong with it. 0, or -1 with d: stop at once. */
static int take(struct source *s, struct state *x, const struct arc_member *m, const struct pair_member *pm, struct diag *d)
{
	size_t max = s->limits.caption_max;
	struct diag why = {0};
	struct span content;

	if (m->type == ARC_LINK) {
		diag_set(&why, "link", "is a link to %.*s; links are not followed", SPAN_ARG(m->target));
		return pair_bad(x->pair, pm, &why, d);
	}
	/* Two bytes for the line break; other character sets may need up to four for one. */
	max = s->charset ? max * 4 : max + 2;
	if (arc_read(x->arc, max, &content, &why) == 1)
		return pair_text(x->pair, pm, content, d);
	if (!why.fatal)
		return pair_bad(x->pair, pm, &why, d);
	stop(x, &why);
	return 0;
}

/* An image to the look. */
static void show(struct state *x, const struct arc_member *m, const struct pair_member *pm)
{
	struct diag why = {0};
	struct look_bytes b = {.fd = -1};

	if (m->type == ARC_LINK)
		diag_set(&why, "link", "is a link to %.*s; links are not followed", SPAN_ARG(m->target));
	else if (arc_look(x->arc, &b, &why) < 0 && why.fatal)
		stop(x, &why);
	b.why = why.code ? &why : NULL;
	pair_saw(x->pair, pm, &b);
}

/* One more member, or the end. */
static int step(struct source *s, struct state *x, struct diag *d)
{
	struct arc_member m;
	struct pair_member pm;
	struct diag why = {0};
	int rc = arc_next(x->arc, &m, &why);

	if (rc < 0)
		return stop(x, &why), 0;
	if (rc == 0)
		return finish(s, x, d);
	if (rc == 2 || !m.name.p) {
		if (rc == 1)
			diag_set(&why, "bad-name", "a member has a name that cannot be read");
		return pair_trouble(x->pair, SPAN(""), &why, d);
	}
	if (m.type == ARC_FOLDER || m.type == ARC_OTHER)
		return 0;
	rc = pair_member(x->pair, m.name, &pm, d);
	if (rc == PAIR_SKIP && pm.image && s->o->look)
		show(x, &m, &pm);
	return rc == PAIR_READ ? take(s, x, &m, &pm, d) : rc < 0 ? -1 : 0;
}

static int archive_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	struct state *x = s->state;

	for (;;) {
		int rc = pair_next(x->pair, r, a, d);
		if (rc != 0)
			return rc;
		if (x->ended) {
			if (!x->why.code)
				return 0;
			if (d)
				*d = x->why;
			return -1;
		}
		if (step(s, x, d) != 0)
			return -1;
	}
}

static bool archive_would_block(struct source *s)
{
	const struct state *x = s->state;

	return !s->in.seekable && !pair_ready(x->pair) && sys_would_block(s->in.fd);
}

const struct form form_archive = {
	.name = "archive", .bid = archive_bid, .open = archive_open, .next = archive_next, .close = archive_close,
	.would_block = archive_would_block
};
