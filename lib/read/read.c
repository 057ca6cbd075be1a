/* read.c: the texts of a caption, from what the trainer feeds. */
#include "read/read.h"

#include "read/build.h"
#include "text/utf8.h"

enum { MOST_READ = 1024 }; /* texts of a list */

static bool own(const struct fed_piece *p)
{
	return p->start == p->end;
}

/* How many bytes at the beginning of s are blanks and commas: what a trainer that cuts at commas writes anew. */
static size_t loose_head(struct span s)
{
	size_t at = 0, n;
	uint32_t c;

	while (at < s.n && (n = utf8_decode(s.p + at, s.p + s.n, &c)) > 0 && (c == ',' || uni_py_space(c)))
		at += n;
	return at;
}

/* Where those at its end begin. */
static size_t loose_tail(struct span s)
{
	size_t at = 0, behind = 0, n;
	uint32_t c;

	while (at < s.n) {
		n = loose_head(span_cut(s, at, s.n));
		if (n == 0) {
			n = utf8_decode(s.p + at, s.p + s.n, &c);
			n = n ? n : 1;
			behind = at + n;
		}
		at += n;
	}
	return behind;
}

static bool loose(struct span s)
{
	return loose_head(s) == s.n;
}

void build_caption(struct build *b, size_t start, size_t end)
{
	if (start < end)
		build_piece(b, span_cut(b->caption, start, end), start, end);
}

void build_piece(struct build *b, struct span s, size_t start, size_t end)
{
	struct fed_piece *last = b->n ? &b->v[b->n - 1] : NULL;

	if (s.n == 0)
		return;
	bool same = s.n == end - start && last && last->n == last->end - last->start && last->end == start;
	if (same && last->n) {
		last->n += (uint32_t)s.n;
		last->end = (uint32_t)end;
	} else {
		*ARENA_MORE(b->a, b->v, b->n, b->cap) = (struct fed_piece){(uint32_t)b->text.n, (uint32_t)s.n, (uint32_t)start, (uint32_t)end};
	}
	if (b->text.n + s.n > b->room) {
		size_t want = 2 * (b->text.n + s.n);
		b->bytes = arena_grow(b->a, b->bytes, b->room, want);
		b->room = want;
	}
	memcpy(b->bytes + b->text.n, s.p, s.n);
	b->text = (struct span){b->bytes, b->text.n + s.n};
}

/* Between two parts of the caption the trainer has put where the caption has [from, to): its blanks and commas are only written anew. */
static void join(struct build *b, struct span put, size_t from, size_t to, bool inner)
{
	struct span gap = span_cut(b->caption, from, to);

	if (loose(put) && loose(gap) && inner) {
		build_caption(b, from, to);
	} else if (loose(put) || loose(gap)) {
		build_piece(b, put, from, from);
	} else { /* one word for another: a trigger for [trigger] */
		build_caption(b, from, from + loose_head(gap));
		build_piece(b, span_cut(put, loose_head(put), loose_tail(put)), from, from);
		build_caption(b, from + loose_tail(gap), to);
	}
}

/* What is fed as the caption has it: where the trainer only wrote blanks and commas anew, the caption's own. Pieces behind the caption's end
 * are the file's last line break. */
static void words(struct build *b, const struct fed_text *f)
{
	size_t behind = 0, limit = b->caption.n; /* in the caption: what is read */
	bool any = false;

	for (size_t i = 0; i < f->n;) {
		const struct fed_piece *p = &f->v[i];
		size_t k = i;

		if (!own(p)) {
			size_t end = p->end < limit ? p->end : limit;
			if (p->start >= end) {
				i++;
				continue;
			}
			if (p->n == p->end - p->start)
				build_piece(b, span_cut(f->text, p->at, p->at + (end - p->start)), p->start, end);
			else
				build_piece(b, span_cut(f->text, p->at, p->at + p->n), p->start, end);
			behind = end;
			any = true;
			i++;
			if (i < f->n && !own(&f->v[i]) && f->v[i].start > behind && f->v[i].start <= limit &&
			    loose(span_cut(b->caption, behind, f->v[i].start)))
				build_caption(b, behind, f->v[i].start);
			continue;
		}
		while (k < f->n && own(&f->v[k]))
			k++;
		size_t from = p->at, to = k < f->n ? f->v[k].at : f->text.n, next = k < f->n ? f->v[k].start : 0;
		struct span put = span_cut(f->text, from, to);
		if (k == f->n && behind == limit && loose(put)) /* the file's last line break, folded */
			return;
		if (k < f->n && next > behind && next <= limit)
			join(b, put, behind, next, any);
		else
			build_piece(b, put, behind, behind);
		i = k;
	}
}

static void finish(struct read_text *t, const struct build *b)
{
	t->text = b->text;
	t->v = b->v;
	t->n = b->n;
	t->start = t->end = 0;
	for (size_t i = 0; i < b->n; i++) {
		if (own(&b->v[i]))
			continue;
		if (t->start == t->end || b->v[i].start < t->start)
			t->start = b->v[i].start;
		if (b->v[i].end > t->end)
			t->end = b->v[i].end;
	}
}

/* JSON: the values take the place of the text. */
static void take_values(struct read_text *t, struct span caption, struct arena *a)
{
	struct build b = {.a = a, .caption = caption};

	t->json = true;
	json_values(&b, t);
	finish(t, &b);
}

static void read_whole(struct span caption, struct arena *a, struct reading *out)
{
	struct build b = {.a = a, .caption = caption};
	struct read_text *t = arena_zalloc(a, 1, sizeof *t);

	b.v = arena_alloc(a, sizeof *b.v);
	b.v[0] = (struct fed_piece){0, (uint32_t)caption.n, 0, (uint32_t)caption.n};
	b.n = caption.n > 0;
	b.text = caption;
	finish(t, &b);
	t->fed = caption;
	t->fed_v = b.v;
	t->fed_n = b.n;
	out->v = t;
	out->n = 1;
	out->whole = true;
	if (json_is_caption(caption)) {
		take_values(t, caption, a);
		out->whole = false;
	}
}

void read_caption(const struct trainer_spec *t, struct span caption, int line_end, struct arena *a, struct reading *out)
{
	struct fed_trace f = {0};

	*out = (struct reading){0};
	if (t) {
		struct span file = line_end ? arena_cat(a, caption, line_end == 2 ? SPAN("\r\n") : SPAN("\n")) : caption;
		trainer_trace(t, file, a, &f);
	}
	out->error = f.error;
	out->cut = f.cut;
	if (f.n == 0) {
		read_whole(caption, a, out);
		return;
	}
	out->v = arena_zalloc(a, f.n, sizeof *out->v);
	out->n = f.n;
	for (size_t i = 0; i < f.n; i++) {
		struct build b = {.a = a, .caption = caption};
		struct read_text *x = &out->v[i];

		words(&b, &f.v[i]);
		finish(x, &b);
		x->fed = f.v[i].text;
		x->fed_v = f.v[i].v;
		x->fed_n = f.v[i].n;
		if (json_is_caption(x->text))
			take_values(x, caption, a);
	}
	const struct read_text *one = &out->v[0];
	out->whole = out->n == 1 && !one->json && span_eq(one->text, caption) && one->n <= 1 && one->end - one->start == caption.n;
	if (out->whole)
		out->v[0].text = caption;
}

static void shift(struct fed_piece *v, size_t n, uint32_t by)
{
	for (size_t i = 0; i < n; i++) {
		v[i].start += by;
		v[i].end += by;
	}
}

/* Pieces in memory of their own, for they are shifted. */
static const struct fed_piece *shifted(const struct fed_piece *v, size_t n, uint32_t by, struct arena *a)
{
	struct fed_piece *own_v = arena_alloc(a, n * sizeof *own_v);

	if (n)
		memcpy(own_v, v, n * sizeof *own_v);
	shift(own_v, n, by);
	return own_v;
}

void read_list(const struct trainer_spec *t, struct span caption, const struct span *v, size_t n, struct arena *a, struct reading *out)
{
	size_t cap = 0;

	*out = (struct reading){0};
	for (size_t i = 0; i < n && out->n < MOST_READ; i++) {
		uint32_t by = (uint32_t)(v[i].p - caption.p);
		struct reading r;

		read_caption(t, v[i], 0, a, &r);
		out->error = out->error ? out->error : r.error;
		out->cut |= r.cut;
		for (size_t k = 0; k < r.n; k++) {
			struct read_text x = r.v[k];
			x.v = shifted(x.v, x.n, by, a);
			x.fed_v = shifted(x.fed_v, x.fed_n, by, a);
			x.start += by;
			x.end += by;
			*ARENA_MORE(a, out->v, out->n, cap) = x;
		}
	}
	out->cut |= n > MOST_READ;
}

static bool place(const struct fed_piece *v, size_t n, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to)
{
	bool any = false;

	*from = *to = 0;
	for (size_t i = 0; i < n; i++) {
		const struct fed_piece *p = &v[i];
		uint32_t x = p->at > start ? p->at : start, y = p->at + p->n < end ? p->at + p->n : end;
		bool same = p->n == p->end - p->start;

		if (own(p) || x > y || (x == y && start != end)) {
			if (!any && p->at <= start)
				*from = *to = p->end;
			continue;
		}
		x = same ? p->start + (x - p->at) : p->start;
		y = same ? p->start + (y - p->at) : p->end;
		if (!any || x < *from)
			*from = x;
		if (!any || y > *to)
			*to = y;
		any = true;
	}
	return any;
}

bool read_place(const struct read_text *t, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to)
{
	return place(t->v, t->n, start, end, from, to);
}

bool read_fed_place(const struct read_text *t, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to)
{
	return place(t->fed_v, t->fed_n, start, end, from, to);
}

void read_fed_text(const struct read_text *t, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to)
{
	bool any = false;
	uint32_t x, y;

	*from = *to = (uint32_t)t->text.n;
	if (!read_fed_place(t, start, end, &x, &y))
		return;
	for (size_t i = t->n; i-- > 0;) {
		const struct fed_piece *p = &t->v[i];
		bool same = p->n == p->end - p->start;

		if (own(p) || p->end <= x || p->start >= y)
			continue;
		*from = same && x > p->start ? p->at + (x - p->start) : p->at;
		if (!any)
			*to = same && y < p->end ? p->at + (y - p->start) : p->at + p->n;
		any = true;
	}
}

bool read_edit(const struct read_text *t, uint32_t start, uint32_t end, uint32_t *from, uint32_t *to)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct fed_piece *p = &t->v[i];

		if (own(p) || p->n != p->end - p->start || start < p->at || end > p->at + p->n)
			continue;
		*from = p->start + (start - p->at);
		*to = p->start + (end - p->at);
		return true;
	}
	return false;
}
