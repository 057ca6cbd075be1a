/* trainers_trace.c: where each byte of a fed text comes from. Trainers cut texts (spans of what they cut) and join them (new bytes in the
 * arena); each join is remembered with its parts, so that any span can be followed back by its address to the file. */
#include <stdint.h>
#include <stdlib.h>

#include "trainer/trainers.h"

/* How much more than the file the texts of a trace may be, in bytes and in parts: one takes some hundred bytes until it is a piece. */
enum { MOST_GROWTH = 16, ROOM = 4096, MOST_PARTS = 2, PARTS_ROOM = 64 << 10 };

/* Bytes made of parts, and where each begins in what was made. A part as long as what was made of it is the same, byte for byte. */
struct made {
	struct span text;
	struct span *part;
	size_t *at;    /* n + 1 */
	size_t n;
};

struct trace {
	struct { struct made *v; size_t n, cap; } made;
	struct { struct fed_piece *v; size_t n, cap; } out; /* of the text being followed */
	size_t bytes;  /* of all texts */
	size_t parts;  /* of all that was made */
};

static struct made *add_made(struct feeder *f, struct span text, size_t n)
{
	struct made *m = ARENA_PUSH(f->a, &f->trace->made);

	*m = (struct made){.text = text, .n = n};
	m->part = arena_alloc(f->a, n * sizeof *m->part);
	m->at = arena_alloc(f->a, (n + 1) * sizeof *m->at);
	m->at[n] = text.n;
	f->trace->parts += n;
	return m;
}

void trace_joined(struct feeder *f, struct span text, const struct parts *p, struct span sep)
{
	size_t at = 0, n = 0;

	if (!f->trace || text.n == 0)
		return;
	struct made *m = add_made(f, text, 2 * p->n);
	for (size_t i = 0; i < p->n; i++) {
		if (i && sep.n) {
			m->at[n] = at;
			m->part[n++] = sep;
			at += sep.n;
		}
		m->at[n] = at;
		m->part[n++] = p->v[i];
		at += p->v[i].n;
	}
	m->n = n;
	m->at[n] = text.n;
}

void trace_decoded(struct feeder *f, struct span text, struct span bytes)
{
	size_t k = 0;

	if (!f->trace || text.n == 0)
		return;
	struct made *m = add_made(f, text, bytes.n);
	for (size_t i = 0; i < text.n && k < bytes.n; i++) {
		if (((unsigned char)text.p[i] & 0xc0) == 0x80)
			continue;
		m->at[k] = i;
		m->part[k] = span_cut(bytes, k, k + 1);
		k++;
	}
	m->n = k;
	m->at[k] = text.n;
}

void trace_changed(struct feeder *f, struct span text, struct span source)
{
	if (!f->trace || text.n == 0)
		return;
	struct made *m = add_made(f, text, 1);
	m->part[0] = source;
	m->at[0] = 0;
}

bool trace_add(struct feeder *f, struct span text)
{
	struct trace *t = f->trace;

	t->bytes += text.n;
	bool much = t->bytes > f->file.n * MOST_GROWTH + ROOM || t->parts > f->file.n * MOST_PARTS + PARTS_ROOM;
	if (f->texts.n >= MOST_TEXTS || (f->texts.n && much)) {
		f->overflow = true;
		return false;
	}
	*ARENA_MORE(f->a, f->texts.v, f->texts.n, f->texts.cap) = text;
	return true;
}

static int by_address(const void *x, const void *y)
{
	uintptr_t a = (uintptr_t)((const struct made *)x)->text.p, b = (uintptr_t)((const struct made *)y)->text.p;

	return a < b ? -1 : a > b;
}

/* What the byte at p was made in; NULL: nowhere. */
static const struct made *made_at(const struct trace *t, const char *p)
{
	size_t lo = 0, hi = t->made.v ? t->made.n : 0;

	while (lo < hi) { /* the first that begins behind p */
		size_t mid = lo + (hi - lo) / 2;
		if ((uintptr_t)t->made.v[mid].text.p <= (uintptr_t)p)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0)
		return NULL;
	const struct made *m = &t->made.v[lo - 1];
	return (uintptr_t)p - (uintptr_t)m->text.p < m->text.n ? m : NULL;
}

static bool inside(struct span whole, const char *p)
{
	return whole.n && (uintptr_t)p >= (uintptr_t)whole.p && (uintptr_t)p - (uintptr_t)whole.p < whole.n;
}

/* n bytes of the text come from [start, end) of the file; the trainer's own stand where the file was last. */
static void put(struct feeder *f, size_t n, size_t start, size_t end, bool own)
{
	struct trace *t = f->trace;
	struct fed_piece *last = t->out.n ? &t->out.v[t->out.n - 1] : NULL;
	uint32_t at = last ? last->at + last->n : 0, behind = last ? last->end : 0;

	if (n == 0)
		return;
	if (own && last && last->start == last->end) {
		last->n += (uint32_t)n;
	} else if (!own && last && last->n == last->end - last->start && last->n && n == end - start && last->end == start) {
		last->n += (uint32_t)n;
		last->end = (uint32_t)end;
	} else {
#ifdef __clang_analyzer__ /* where there is room there are pieces, which it cannot know */
		if (!t->out.v)
			t->out.n = t->out.cap = 0;
#endif
		*ARENA_PUSH(f->a, &t->out) = (struct fed_piece){at, (uint32_t)n, own ? behind : (uint32_t)start, own ? behind : (uint32_t)end};
	}
}

/* Follows s back to the file. as: how many bytes of the text it stands for (s.n, unless it was changed as a whole). Joins nest as deep as
 * the trainer's steps, whatever the file. */
static void follow(struct feeder *f, struct span s, size_t as)
{
	while (s.n) {
		const struct made *m = inside(f->file, s.p) ? NULL : made_at(f->trace, s.p);
		size_t from, to, lo = 0, hi;

		if (!m) {
			size_t at = inside(f->file, s.p) ? (size_t)(s.p - f->file.p) : 0;
			put(f, as, at, at + s.n, !inside(f->file, s.p));
			return;
		}
		from = (size_t)(s.p - m->text.p);
		to = from + s.n < m->text.n ? from + s.n : m->text.n;
		for (hi = m->n; lo + 1 < hi;) { /* the part that holds from */
			size_t mid = lo + (hi - lo) / 2;
			if (m->at[mid] <= from)
				lo = mid;
			else
				hi = mid;
		}
		for (size_t k = lo; k < m->n && m->at[k] < to; k++) {
			size_t x = m->at[k] > from ? m->at[k] : from, y = m->at[k + 1] < to ? m->at[k + 1] : to;
			struct span part = m->part[k];
			if (x >= y)
				continue;
			if (part.n == m->at[k + 1] - m->at[k])
				follow(f, span_cut(part, x - m->at[k], y - m->at[k]), y - x);
			else
				follow(f, part, y - x);
		}
		s = span_cut(s, to - from, s.n);
		as = s.n;
	}
}

void trainer_trace(const struct trainer_spec *t, struct span file, struct arena *a, struct fed_trace *out)
{
	struct trace trace = {0};
	struct feeder first = {.a = a, .spec = t, .file = file.n ? file : SPAN(""), .trace = &trace}, f = first;
	struct arena_mark before = arena_mark(a);

	trainer_of(t)->feed(&f);
	if (f.overflow) {
		arena_back(a, before);
		trace = (struct trace){0};
		f = first;
		f.first_only = true;
		trainer_of(t)->feed(&f);
	}
	if (trace.made.n)
		qsort(trace.made.v, trace.made.n, sizeof *trace.made.v, by_address);
	*out = (struct fed_trace){.n = f.texts.n, .cut = f.overflow || f.first_only, .error = f.error};
	out->v = arena_alloc(a, f.texts.n * sizeof *out->v);
	for (size_t i = 0; i < f.texts.n; i++) {
		trace.out.v = NULL;
		trace.out.n = trace.out.cap = 0;
		follow(&f, f.texts.v[i], f.texts.v[i].n);
		out->v[i] = (struct fed_text){f.texts.v[i], trace.out.v, trace.out.n};
	}
}
