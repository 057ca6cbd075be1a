/* model_clean.c: cleaning before tokenising, with a map back to the caption's bytes. TEMPLATES.md section
 * 3: sana lower-cases and strips, flux2-dev removes [IMG], wan runs ftfy, html.unescape twice, and folds
 * white space. */
#include "model/model_clean.h"

#include "base/buf.h"
#include "ftfy/ftfy.h"
#include "text/utf8.h"

/* A text that grew out of another, step by step. */
struct work {
	struct buf text, map;  /* the text now; for each byte two uint32_t, bytes of the caption */
	struct buf next, step; /* the text after the step, and its map to the text now */
};

static void work_init(struct work *w, struct span s)
{
	*w = (struct work){0};
	buf_adds(&w->text, s);
	for (uint32_t i = 0; i < s.n; i++) {
		uint32_t pair[2] = {i, i + 1};

		buf_add(&w->map, (const char *)pair, sizeof pair);
	}
}

static void work_fini(struct work *w)
{
	buf_fini(&w->text);
	buf_fini(&w->map);
	buf_fini(&w->next);
	buf_fini(&w->step);
}

/* The step's text becomes the text; maps are composed. */
static void work_step(struct work *w)
{
	uint32_t *step = (uint32_t *)(void *)w->step.p;
	const uint32_t *map = (const uint32_t *)(const void *)w->map.p;
	struct buf swap;

	for (size_t i = 0; i < w->next.n; i++) {
		uint32_t from = step[2 * i], to = step[2 * i + 1];

		step[2 * i] = from < w->text.n ? map[2 * (size_t)from] : 0;
		step[2 * i + 1] = to ? map[2 * (size_t)to - 1] : 0;
	}
	swap = w->text, w->text = w->next, w->next = swap;
	swap = w->map, w->map = w->step, w->step = swap;
	buf_reset(&w->next);
	buf_reset(&w->step);
}

static void emit(struct work *w, const char *p, size_t n, size_t from, size_t to)
{
	uint32_t pair[2] = {(uint32_t)from, (uint32_t)to};

	buf_add(&w->next, p, n);
	while (n--)
		buf_add(&w->step, (const char *)pair, sizeof pair);
}

/* Keeps the bytes [from,to) only. */
static void work_keep(struct work *w, size_t from, size_t to)
{
	memmove(w->text.p, w->text.p + from, to - from);
	memmove(w->map.p, w->map.p + from * 8, (to - from) * 8);
	w->text.n = to - from;
	w->map.n = w->text.n * 8;
}

static void strip(struct work *w)
{
	struct span s = buf_span(&w->text), in = uni_strip(s);

	if (in.n < s.n)
		work_keep(w, in.n ? (size_t)(in.p - s.p) : 0, in.n ? (size_t)(in.p - s.p) + in.n : 0);
}

/* Python's str.lower(): the bytes come from uni_lower_span, the map from each character's own lower case
 * (a final sigma is as long as any other). */
static void lower(struct work *w)
{
	const char *p = w->text.p, *end = p + w->text.n;
	size_t done = 0;

	uni_lower_span(&w->next, buf_span(&w->text), true);
	while (p < end) {
		uint32_t c, low[3];
		size_t n = utf8_decode(p, end, &c), from = (size_t)(p - w->text.p), bytes = 0;
		uint32_t pair[2] = {(uint32_t)from, (uint32_t)(from + n)};
		int k = uni_lower(c, low);
		char one[4];

		for (int i = 0; i < k; i++)
			bytes += utf8_encode(low[i], one);
		for (; bytes && done < w->next.n; bytes--, done++)
			buf_add(&w->step, (const char *)pair, sizeof pair);
		p += n;
	}
	work_step(w);
}

static void fold_space(struct work *w)
{
	const char *p = w->text.p, *end = p + w->text.n;

	while (p < end) {
		const char *start = p;
		uint32_t c;
		size_t n = utf8_decode(p, end, &c);

		p += n;
		if (!uni_py_space(c)) {
			for (size_t i = 0; i < n; i++)
				emit(w, start + i, 1, (size_t)(start - w->text.p) + i, (size_t)(start - w->text.p) + i + 1);
			continue;
		}
		while (p < end && (n = utf8_decode(p, end, &c), uni_py_space(c)))
			p += n;
		emit(w, " ", 1, (size_t)(start - w->text.p), (size_t)(p - w->text.p));
	}
	work_step(w);
}

static void take_out(struct work *w, struct span what)
{
	for (size_t i = 0; i < w->text.n;) {
		if (what.n <= w->text.n - i && memcmp(w->text.p + i, what.p, what.n) == 0) {
			i += what.n;
			continue;
		}
		emit(w, w->text.p + i, 1, i, i + 1);
		i++;
	}
	work_step(w);
}

static void wan(struct work *w)
{
	ftfy_fix(buf_span(&w->text), &w->next, &w->step);
	work_step(w);
	for (int i = 0; i < 2; i++) {
		html_unescape(buf_span(&w->text), &w->next, &w->step);
		work_step(w);
	}
	strip(w);
	fold_space(w);
	strip(w);
}

/* Whether nothing would change: the common case. */
static bool untouched(const struct model_encoder *e, struct span s)
{
	if (e->remove) {
		struct span what = span_of(e->remove);

		for (const char *p = s.p, *end = s.p + s.n; p < end; p++) {
			p = memchr(p, what.p[0], (size_t)(end - p));
			if (!p)
				break;
			if (span_starts((struct span){p, (size_t)(end - p)}, what))
				return false;
		}
	}
	if (!e->lower_strip && !e->clean)
		return true;
	if (e->clean && !ftfy_plain(s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x80 || (e->lower_strip && c >= 'A' && c <= 'Z'))
			return false;
		if (c <= ' ' && (i == 0 || i + 1 == s.n || (e->clean && (c != ' ' || s.p[i + 1] <= ' '))))
			return false;
	}
	return true;
}

void model_clean(const struct model_encoder *e, struct span caption, struct arena *a, struct model_cleaned *out)
{
	struct work w;

	*out = (struct model_cleaned){caption, NULL};
	if ((!e->remove && !e->lower_strip && !e->clean) || untouched(e, caption))
		return;
	work_init(&w, caption);
	if (e->remove)
		take_out(&w, span_of(e->remove));
	if (e->clean)
		wan(&w);
	if (e->lower_strip) {
		lower(&w);
		strip(&w);
	}
	out->text = arena_dup(a, buf_span(&w.text));
	if (w.text.n) {
		uint32_t *map = arena_alloc(a, w.map.n);

		memcpy(map, w.map.p, w.map.n);
		out->map = map;
	}
	work_fini(&w);
}
