/* sptext.c: the normalisers and Metaspace of SentencePiece-like tokenizers, in the order the reference applies them:
 * character map, strip, runs of spaces, Prepend, Replace; then added tokens in normalised text; then WhitespaceSplit and Metaspace
 * on what is left between them. */
#include "tok/sptext.h"

#include <string.h>

#include "text/utf8.h"
#include "tok/load/load.h"

void sp_work_fini(struct sp_work *w)
{
	for (int i = 0; i < 3; i++) {
		buf_fini(&w->text[i]);
		buf_fini(&w->at[i]);
	}
}

/* Text on its way, with its map into the stretch (at NULL: none is kept). */
struct piece {
	struct span text;
	const uint32_t *at;
};

static struct norm_out begin(struct sp_work *w, int i, bool map)
{
	struct norm_out o = {&w->text[i], map ? &w->at[i] : NULL};

	buf_reset(o.out);
	if (map)
		buf_reset(o.map);
	return o;
}

static struct piece ended(const struct norm_out *o)
{
	return (struct piece){buf_span(o->out), o->map ? (const uint32_t *)(const void *)o->map->p : NULL};
}

/* Appends n bytes of any kind that stand for bytes [from,to) of in. */
static void put(struct norm_out *o, const struct piece *in, const char *p, size_t n, size_t from, size_t to)
{
	uint32_t start = 0, end = 0;

	if (in->at && in->text.n) {
		start = from < in->text.n ? in->at[2 * from] : in->at[2 * (in->text.n - 1) + 1];
		end = to > from ? in->at[2 * (to - 1) + 1] : start;
	}
	norm_put(o, p, n, start, end);
}

static void copy(struct norm_out *o, const struct piece *in, size_t from, size_t to)
{
	if (!in->at) {
		buf_add(o->out, in->text.p + from, to - from);
		return;
	}
	buf_add(o->out, in->text.p + from, to - from);
	buf_add(o->map, (const char *)(in->at + 2 * from), (to - from) * 2 * sizeof *in->at);
}

static bool white(struct span s, size_t at, size_t *len)
{
	uint32_t c;

	*len = utf8_decode(s.p + at, s.p + s.n, &c);
	return (uni_class(c) & UC_WS) != 0;
}

static void strip(uint32_t flags, struct piece *t)
{
	size_t from = 0, to = t->text.n, len;

	while ((flags & SP_STRIP_RIGHT) && to > from) {
		size_t at = (size_t)(utf8_prev(t->text.p, t->text.p + to) - t->text.p);
		if (!white(t->text, at, &len))
			break;
		to = at;
	}
	while ((flags & SP_STRIP_LEFT) && from < to && white(t->text, from, &len))
		from += len;
	t->text = span_cut(t->text, from, to);
	if (t->at)
		t->at += 2 * from;
}

static bool is_mark(struct span s, size_t at)
{
	return s.n - at >= 3 && memcmp(s.p + at, MARK, 3) == 0;
}

/* Runs of spaces, Prepend and Replace as the normaliser does them, marks written as U+2581: only needed where added tokens are
 * matched in normalised text. */
static void marks_written(uint32_t flags, const struct piece *in, struct norm_out *o)
{
	struct span t = in->text;
	size_t i = 0;

	if ((flags & SP_PREPEND_NORM) && t.n)
		put(o, in, MARK, 3, 0, 0);
	while (i < t.n) {
		size_t from = i;
		while (i < t.n && t.p[i] != ' ')
			i++;
		copy(o, in, from, i);
		for (from = i; i < t.n && t.p[i] == ' ';)
			i++;
		if (i - from > 1 && (flags & SP_FOLD)) {
			put(o, in, MARK, 3, from, i);
		} else if (flags & SP_MARK_NORM) {
			for (; from < i; from++)
				put(o, in, MARK, 3, from, from + 1);
		} else {
			copy(o, in, from, i);
		}
	}
}

/* WhitespaceSplit at t[at]: how many bytes of white space; a mark behind it begins the next word by itself. */
static size_t split_run(struct span t, size_t at, bool *mark)
{
	size_t i = at, len;

	while (i < t.n && white(t, i, &len))
		i += len;
	*mark = i < t.n && i > at && !is_mark(t, i) && at > 0;
	return i - at;
}

/* Where the internal form goes. */
struct slices {
	struct tok_run *r;
	const struct stretch *s;
	sp_piece *piece;
	struct norm_out o;
};

static void give_slice(struct slices *x)
{
	struct piece out = ended(&x->o);

	if (out.text.n)
		x->piece(x->r, x->s, &(struct normed){out.text, out.at});
	buf_reset(x->o.out);
	if (x->o.map)
		buf_reset(x->o.map);
}

/* Bytes of internal text after which it is given to the engine, where a mark begins the next word anyway: NFKC makes 33 bytes of the 3
 * of U+FDFA, and each has 8 bytes of map. */
enum { SLICE = 64 << 10 };
/* Bytes of text for which the buffers are kept: those of a longer one, with their maps, would stand beside all that is made of it. */
enum { KEPT = 1 << 20 };

/* The internal form of a piece: what is left of the normaliser's rules (flags), the split, Metaspace. */
static void internal(const struct sp_config *c, uint32_t flags, bool first, const struct piece *in, struct slices *x)
{
	struct norm_out *o = &x->o;
	struct span t = in->text;
	size_t i = 0, skip = 0;
	bool mark;

	if (flags & SP_SPLIT_SPACE)
		skip = split_run(t, 0, &mark);
	if (t.n == skip)
		return;
	if (flags & SP_PREPEND_NORM)
		put(o, in, " ", 1, 0, 0);
	else if ((c->prepend == PREPEND_ALWAYS || (c->prepend == PREPEND_FIRST && first)) &&
		 t.p[skip] != ' ' && !is_mark(t, skip))
		put(o, in, " ", 1, skip, skip);
	for (i = skip; i < t.n;) {
		size_t from = i, run;
		while (i < t.n && t.p[i] != ' ' && !is_mark(t, i) &&
		       !((flags & SP_SPLIT_SPACE) && white(t, i, &run)))
			i++;
		copy(o, in, from, i);
		if (i == t.n)
			break;
		if ((c->flags & SP_SPLIT) && o->out->n >= SLICE)
			give_slice(x);
		if (is_mark(t, i)) {
			put(o, in, " ", 1, i, i + 3);
			i += 3;
		} else if (flags & SP_SPLIT_SPACE) {
			run = split_run(t, i, &mark);
			if (mark)
				put(o, in, " ", 1, i, i + run);
			i += run;
		} else {
			for (from = i; i < t.n && t.p[i] == ' ';)
				i++;
			if (flags & SP_FOLD)
				put(o, in, " ", 1, from, i);
			else
				copy(o, in, from, i);
		}
	}
}

/* Character map and strip. */
static struct piece normalise(const struct sptext *x, struct sp_work *w, struct span text, bool map)
{
	struct piece in = {text, NULL};

	if (x->map.unit || map) {
		struct norm_out o = begin(w, 0, map);
		if (x->map.unit)
			charsmap_apply(&x->map, x->ascii, text, &o);
		else
			for (size_t i = 0; i < text.n; i++)
				norm_put(&o, text.p + i, 1, (uint32_t)i, (uint32_t)i + 1);
		in = ended(&o);
	}
	strip(x->config->flags, &in);
	return in;
}

static void give(const struct sptext *x, struct sp_work *w, struct tok_run *r, const struct stretch *s, uint32_t flags,
		 const struct piece *in, sp_piece *piece)
{
	bool first = s->base == 0;
	struct slices out = {r, s, piece, begin(w, 2, in->at != NULL)};

	if (in->at && in->text.n && in->at[0] != 0)
		first = false;
	internal(x->config, flags, first, in, &out);
	give_slice(&out);
}

static void run(const struct sptext *x, struct sp_work *w, struct tok_run *r, const struct stretch *s, sp_piece *piece)
{
	const struct added_set *set = &r->t->normed;
	const uint32_t flags = x->config->flags, late = flags & SP_SPLIT_SPACE;
	size_t at = 0, done = 0;
	struct added_match m;
	/* PREPEND_FIRST asks whether a piece begins with the first byte of the caption. */
	bool map = r->sink.mode == SINK_PIECES || (x->config->prepend == PREPEND_FIRST && s->base == 0 &&
						   (set->n || x->map.unit || (flags & SP_STRIP_LEFT)));
	struct piece in = normalise(x, w, s->text, map);

	if (set->n == 0) {
		give(x, w, r, s, flags, &in, piece);
		return;
	}
	struct norm_out o = begin(w, 1, map);
	marks_written(flags, &in, &o);
	in = ended(&o);
	while (added_find(set, in.text, at, done, &m)) {
		struct piece before = {span_cut(in.text, done, m.start), in.at ? in.at + 2 * done : NULL};
		struct normed n = {in.text, in.at};
		uint32_t start = 0, end = 0;
		if (m.start > done)
			give(x, w, r, s, late, &before, piece);
		if (r->sink.mode == SINK_PIECES)
			normed_range(&n, s, m.start, m.end, &start, &end);
		sink_put(&r->sink, m.id, start, end);
		at = m.next;
		done = m.end;
	}
	struct piece rest = {span_cut(in.text, done, in.text.n), in.at ? in.at + 2 * done : NULL};
	give(x, w, r, s, late, &rest, piece);
}

void sptext_run(const struct sptext *x, struct sp_work *w, struct tok_run *r, const struct stretch *s, sp_piece *piece)
{
	run(x, w, r, s, piece);
	if (w->text[0].cap > KEPT)
		sp_work_fini(w);
}

void sptext_normalised(const struct sptext *x, struct sp_work *w, struct span text, struct buf *out)
{
	struct piece in = normalise(x, w, text, false);
	struct norm_out o = {out, NULL};

	marks_written(x->config->flags, &in, &o);
}

bool sptext_piece(struct span piece, struct buf *b)
{
	for (size_t i = 0; i < piece.n; i++) {
		if (piece.p[i] == ' ')
			return false;
		if (is_mark(piece, i)) {
			buf_addc(b, ' ');
			i += 2;
		} else {
			buf_addc(b, piece.p[i]);
		}
	}
	return true;
}
