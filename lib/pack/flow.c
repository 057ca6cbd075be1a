/* flow.c: keep, drop and put over a plain file (ranges) or a compressed one (a stream). */
#include "pack/flow.h"

#include <errno.h>
#include <string.h>

#include "base/fdio.h"
#include "base/sys.h"

enum { AHEAD = 8 << 10 }; /* a header, and most captions behind it */
enum { SMALL = 1 << 16 }; /* shorter runs are gathered: a call for each would cost more */
static const uint64_t BEHIND = 32u << 20;

int flow_open(struct flow *f, int in, int out, enum filter_kind from, enum filter_kind to, struct diag *d)
{
	struct stat st;

	*f = (struct flow){.in = in, .out = out};
	if (fstat(in, &st) != 0)
		return diag_set(d, "read", "%s", strerror(errno));
	f->size = (uint64_t)st.st_size;
	if (from == FILTER_NONE && to == FILTER_NONE)
		return 0;
	f->fin = filter_in_open(in, from, d);
	if (!f->fin)
		return -1;
	if (out >= 0 && to != FILTER_NONE)
		f->fout = filter_out_open(out, to, d);
	return out >= 0 && to != FILTER_NONE && !f->fout ? -1 : 0;
}

static int truncated(const struct flow *f, struct diag *d)
{
	return diag_at(d, "truncated", (size_t)f->pos, "ends in the middle of a member");
}

static int no_write(struct diag *d)
{
	return diag_set(d, errno == EPIPE ? "pipe" : "write", "%s", strerror(errno));
}

static int write_due(struct flow *f, struct diag *d)
{
	int rc = fd_write(f->out, f->due.p, f->due.n);

	buf_reset(&f->due);
	return rc == 0 ? 0 : no_write(d);
}

static int put_out(struct flow *f, const char *p, size_t n, struct diag *d)
{
	f->written += n;
	if (f->out < 0)
		return 0;
	if (f->fout)
		return filter_out_write(f->fout, p, n, d);
	buf_add(&f->due, p, n);
	return f->due.n > SMALL ? write_due(f, d) : 0;
}

/* The next piece of a compressed input; 0 at its end. */
static int refill(struct flow *f, struct diag *d)
{
	return f->piece.n ? 1 : filter_in_next(f->fin, &f->piece, d);
}

static int peek_stream(struct flow *f, size_t n, struct span *s, struct diag *d)
{
	if (f->ahead.n == 0 && f->piece.n >= n) { /* the usual case: no copy */
		*s = span_cut(f->piece, 0, n);
		return 0;
	}
	while (f->ahead.n < n) {
		int rc = refill(f, d);
		if (rc < 0)
			return rc;
		if (rc == 0)
			break;
		size_t take = n - f->ahead.n < f->piece.n ? n - f->ahead.n : f->piece.n;
		buf_add(&f->ahead, f->piece.p, take);
		f->piece = span_cut(f->piece, take, f->piece.n);
	}
	*s = (struct span){f->ahead.p, f->ahead.n < n ? f->ahead.n : n};
	return 0;
}

int flow_peek(struct flow *f, size_t n, struct span *s, struct diag *d)
{
	if (f->fin)
		return peek_stream(f, n, s, d);
	if (f->pos < f->ahead_at || f->pos + n > f->ahead_at + f->ahead.n) {
		buf_reset(&f->ahead);
		size_t want = n > AHEAD ? n : AHEAD;
		if (want > f->size - f->pos)
			want = (size_t)(f->size - f->pos);
		long long r = fd_pread(f->in, buf_room(&f->ahead, want + 1), want, f->pos);
		if (r < 0)
			return diag_set(d, "read", "%s", strerror(errno));
		f->ahead.n = (size_t)r;
		f->ahead_at = f->pos;
	}
	size_t off = (size_t)(f->pos - f->ahead_at), have = f->ahead.n - off;
	*s = (struct span){f->ahead.p + off, have < n ? have : n};
	return 0;
}

/* Takes n bytes of a stream, to the output or to nowhere. */
static int take_stream(struct flow *f, uint64_t n, bool keep, struct diag *d)
{
	while (n > 0) {
		struct span s = f->ahead.n ? buf_span(&f->ahead) : f->piece;
		if (s.n == 0) {
			int rc = refill(f, d);
			if (rc <= 0)
				return rc < 0 ? rc : truncated(f, d);
			s = f->piece;
		}
		size_t m = s.n < n ? s.n : (size_t)n;
		if (keep && put_out(f, s.p, m, d) != 0)
			return -1;
		if (f->ahead.n) {
			memmove(f->ahead.p, f->ahead.p + m, f->ahead.n - m);
			f->ahead.n -= m;
		} else {
			f->piece = span_cut(f->piece, m, f->piece.n);
		}
		f->pos += m;
		n -= m;
	}
	return 0;
}

/* A short run, through memory. */
static int gather(struct flow *f, uint64_t at, size_t n, struct diag *d)
{
	long long r = fd_pread(f->in, buf_room(&f->due, n), n, at);

	if (r != (long long)n)
		return r < 0 ? diag_set(d, "read", "%s", strerror(errno)) : truncated(f, d);
	f->due.n += n;
	return f->due.n > SMALL ? write_due(f, d) : 0;
}

/* Writes the pending run of a plain file. */
static int flush(struct flow *f, struct diag *d)
{
	uint64_t at = f->keep_from, n = f->pos - at;

	f->keep_from = f->pos;
	f->written += n;
	if (n == 0 || f->out < 0)
		return 0;
	if (n < SMALL)
		return gather(f, at, (size_t)n, d);
	if (write_due(f, d) != 0)
		return -1;
	while (n > 0) {
		uint64_t m = n < BEHIND ? n : BEHIND;
		if (fd_copy(f->in, at, f->out, m, &f->tmp) != 0)
			return errno == ENODATA ? truncated(f, d) : no_write(d);
		at += m;
		n -= m;
		uint64_t done = f->written - n;
		if (done - f->behind >= BEHIND) {
			sys_write_behind(f->out, f->behind, done - f->behind);
			f->behind = done;
		}
	}
	return 0;
}

int flow_keep(struct flow *f, uint64_t n, struct diag *d)
{
	if (f->fin)
		return take_stream(f, n, true, d);
	if (n > f->size - f->pos)
		return truncated(f, d);
	f->pos += n;
	return 0;
}

int flow_drop(struct flow *f, uint64_t n, struct diag *d)
{
	if (f->fin)
		return take_stream(f, n, false, d);
	if (n > f->size - f->pos)
		return truncated(f, d);
	if (n > 0 && flush(f, d) != 0)
		return -1;
	f->pos += n;
	f->keep_from = f->pos;
	return 0;
}

int flow_put(struct flow *f, const char *p, size_t n, struct diag *d)
{
	if (!f->fin && flush(f, d) != 0)
		return -1;
	return put_out(f, p, n, d);
}

uint64_t flow_at(const struct flow *f)
{
	return f->fin ? f->written : f->written + (f->pos - f->keep_from);
}

int flow_finish(struct flow *f, struct diag *d)
{
	if (!f->fin) {
		if (flow_keep(f, f->size - f->pos, d) != 0)
			return -1;
		if (flush(f, d) != 0)
			return -1;
		return f->out >= 0 ? write_due(f, d) : 0;
	}
	for (;;) {
		size_t n = f->ahead.n ? f->ahead.n : f->piece.n;
		if (n == 0) {
			int rc = refill(f, d);
			if (rc < 0)
				return -1;
			if (rc == 0)
				break;
			continue;
		}
		if (take_stream(f, n, true, d) != 0)
			return -1;
	}
	struct filter_out *out = f->fout;
	f->fout = NULL;
	return out ? filter_out_close(out, d) : f->out >= 0 ? write_due(f, d) : 0;
}

void flow_close(struct flow *f)
{
	filter_in_close(f->fin);
	if (f->fout) /* not finished: what it says now interests nobody */
		filter_out_abort(f->fout);
	buf_fini(&f->ahead);
	buf_fini(&f->due);
	buf_fini(&f->tmp);
	f->fin = NULL;
	f->fout = NULL;
}
