/* norm.c: NFC and CLIP's normalisers, step by step between two buffers; each step's map is joined with the one before. */
#include "tok/norm.h"

#include "base/ascii.h"
#include "ftfy/ftfy.h"
#include "text/utf8.h"

void norm_work_fini(struct norm_work *w)
{
	for (int i = 0; i < 2; i++) {
		buf_fini(&w->text[i]);
		buf_fini(&w->map[i]);
	}
}

void norm_put(struct norm_out *o, const char *p, size_t n, uint32_t start, uint32_t end)
{
	buf_add(o->out, p, n);
	if (!o->map)
		return;
	uint32_t *m = (uint32_t *)(void *)buf_room(o->map, n * 2 * sizeof *m);
	for (size_t i = 0; i < n; i++) {
		m[2 * i] = start;
		m[2 * i + 1] = end;
	}
	o->map->n += n * 2 * sizeof *m;
}

static bool inside(const struct span t, size_t at)
{
	return at > 0 && at < t.n && ((unsigned char)t.p[at] & 0xC0) == 0x80;
}

void normed_range(const struct normed *n, const struct stretch *s, size_t from, size_t to, uint32_t *start,
		  uint32_t *end)
{
	size_t a = from, b = to;

	if (n->at) {
		if (from == to) {
			a = b = from < n->text.n ? n->at[2 * from] : s->text.n;
		} else {
			a = n->at[2 * from];
			b = n->at[2 * from + 1];
			for (size_t i = from + 1; i < to; i++) { /* canonical order may have moved marks */
				a = n->at[2 * i] < a ? n->at[2 * i] : a;
				b = n->at[2 * i + 1] > b ? n->at[2 * i + 1] : b;
			}
		}
	}
	while (inside(s->text, a))
		a--;
	while (b > a && inside(s->text, b))
		b++;
	*start = s->base + (uint32_t)a;
	*end = s->base + (uint32_t)b;
}

/* A chain of steps over one stretch. */
struct chain {
	struct norm_work *w;
	struct normed cur;
	int side;     /* which of the two buffers the next step writes */
	size_t source; /* bytes of the stretch */
	bool want_map;
};

static struct norm_out step_begin(struct chain *c)
{
	struct norm_out o = {&c->w->text[c->side], c->want_map ? &c->w->map[c->side] : NULL};

	buf_reset(o.out);
	if (o.map)
		buf_reset(o.map);
	return o;
}

/* The step wrote o with a map into c->cur: make that a map into the stretch. */
static void step_end(struct chain *c, const struct norm_out *o)
{
	uint32_t *m = o->map ? (uint32_t *)(void *)o->map->p : NULL;
	const uint32_t *was = c->cur.at;
	size_t old = c->cur.text.n;

	for (size_t i = 0; m && was && i < o->out->n; i++) {
		size_t from = m[2 * i], to = m[2 * i + 1];
		uint32_t start = from < old ? was[2 * from] : (uint32_t)c->source;
		m[2 * i] = start;
		m[2 * i + 1] = to > from ? was[2 * (to - 1) + 1] : start;
	}
	c->cur = (struct normed){buf_span(o->out), m};
	c->side ^= 1;
}

static void step_nfc(struct chain *c, bool compat)
{
	if (!compat && uni_is_nfc_quick(c->cur.text))
		return;
	struct norm_out o = step_begin(c);
	norm_put_nfc(&o, c->cur.text, compat);
	step_end(c, &o);
}

static void step_repair(struct chain *c, bool (*fix)(struct span, struct buf *, struct buf *))
{
	struct norm_out o = step_begin(c);

	if (fix(c->cur.text, o.out, o.map))
		step_end(c, &o);
}

static void put_lower(struct norm_out *o, const char *p, const char *begin, size_t n, uint32_t c)
{
	uint32_t low[3], at = (uint32_t)(p - begin);
	char out[12];
	size_t m = 0;
	int k = uni_lower(c, low);

	for (int i = 0; i < k; i++)
		m += utf8_encode(low[i], out + m);
	norm_put(o, out, m, at, at + (uint32_t)n);
}

/* Char by char; the final Σ needs its neighbours, so Python's way takes the text from uni_lower_span and only the map from
 * here: σ and ς have the same length. */
static void step_lower(struct chain *c, bool final_sigma)
{
	struct norm_out o = step_begin(c);
	const char *begin = c->cur.text.p, *end = begin + c->cur.text.n;
	bool sigma = false;

	for (const char *p = begin; p < end;) {
		unsigned char b = (unsigned char)*p;
		if (b < 0x80) {
			char low = ascii_to_lower(b);
			if (o.map)
				norm_put(&o, &low, 1, (uint32_t)(p - begin), (uint32_t)(p - begin) + 1);
			else
				buf_addc(o.out, low);
			p++;
			continue;
		}
		uint32_t ch;
		size_t n = utf8_decode(p, end, &ch);
		sigma |= ch == 0x3A3;
		put_lower(&o, p, begin, n, ch);
		p += n;
	}
	if (sigma && final_sigma) {
		buf_reset(o.out);
		uni_lower_span(o.out, c->cur.text, true);
	}
	step_end(c, &o);
}

void norm_nfc(struct norm_work *w, const struct stretch *s, bool compat, bool want_map, struct normed *out)
{
	struct chain c = {w, {s->text, NULL}, 0, s->text.n, want_map};

	if (!s->ascii)
		step_nfc(&c, compat);
	*out = c.cur;
}

void norm_clip(struct norm_work *w, enum tok_variant v, const struct stretch *s, bool want_map, struct normed *out)
{
	struct chain c = {w, {s->text, NULL}, 0, s->text.n, want_map};

	if (v == TOK_FTFY || v == TOK_OPENAI)
		step_repair(&c, ftfy_fix);
	else
		step_nfc(&c, false);
	if (v == TOK_OPENAI) { /* twice: "&amp;amp;" */
		step_repair(&c, html_unescape);
		step_repair(&c, html_unescape);
	}
	step_lower(&c, v == TOK_FTFY || v == TOK_OPENAI);
	*out = c.cur;
}
