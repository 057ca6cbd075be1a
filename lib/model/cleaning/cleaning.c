/* cleaning.c: a caption rewritten with a map back to its bytes, and the cleanings that are a few steps long. */
#include "model/cleaning/cleaning.h"

#include "ftfy/ftfy.h"
#include "text/utf8.h"

static void begin(struct rewriting *w, struct span s)
{
	*w = (struct rewriting){0};
	buf_adds(&w->text, s);
	for (uint32_t i = 0; i < s.n; i++) {
		uint32_t pair[2] = {i, i + 1};

		buf_add(&w->map, (const char *)pair, sizeof pair);
	}
}

static void end(struct rewriting *w)
{
	buf_fini(&w->text);
	buf_fini(&w->map);
	buf_fini(&w->next);
	buf_fini(&w->step);
	buf_fini(&w->pieces);
}

/* Maps are composed. What came from nothing ([i,i)) stays so, in front of what stood at i. */
void rewriting_step(struct rewriting *w)
{
	uint32_t *step = (uint32_t *)(void *)w->step.p;
	const uint32_t *map = (const uint32_t *)(const void *)w->map.p;
	struct buf swap;

	for (size_t i = 0; i < w->next.n; i++) {
		uint32_t from = step[2 * i], to = step[2 * i + 1];
		uint32_t start = from < w->text.n ? map[2 * (size_t)from] : w->text.n ? map[2 * w->text.n - 1] : 0;

		step[2 * i] = start;
		step[2 * i + 1] = to > from ? map[2 * (size_t)to - 1] : start;
	}
	swap = w->text, w->text = w->next, w->next = swap;
	swap = w->map, w->map = w->step, w->step = swap;
	buf_reset(&w->next);
	buf_reset(&w->step);
}

void rewriting_put(struct rewriting *w, const char *p, size_t n, size_t from, size_t to)
{
	uint32_t pair[2] = {(uint32_t)from, (uint32_t)to};

	buf_add(&w->next, p, n);
	while (n--)
		buf_add(&w->step, (const char *)pair, sizeof pair);
}

void rewriting_copy(struct rewriting *w, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		rewriting_put(w, w->text.p + i, 1, i, i + 1);
}

void rewriting_keep(struct rewriting *w, size_t from, size_t to)
{
	memmove(w->text.p, w->text.p + from, to - from);
	memmove(w->map.p, w->map.p + from * 8, (to - from) * 8);
	w->text.n = to - from;
	w->map.n = w->text.n * 8;
}

void rewriting_strip(struct rewriting *w)
{
	struct span s = buf_span(&w->text), in = uni_strip(s);

	if (in.n < s.n)
		rewriting_keep(w, in.n ? (size_t)(in.p - s.p) : 0, in.n ? (size_t)(in.p - s.p) + in.n : 0);
}

void rewriting_piece_end(struct rewriting *w)
{
	uint32_t at = (uint32_t)w->next.n;

	buf_add(&w->pieces, (const char *)&at, sizeof at);
}

/* The bytes come from uni_lower_span, the map from each character's own lower case (a final sigma is as long as any other). */
void rewriting_lower(struct rewriting *w)
{
	const char *p = w->text.p, *stop = p + w->text.n;
	size_t done = 0;

	uni_lower_span(&w->next, buf_span(&w->text), true);
	while (p < stop) {
		uint32_t c, low[3];
		size_t n = utf8_decode(p, stop, &c), from = (size_t)(p - w->text.p), bytes = 0;
		uint32_t pair[2] = {(uint32_t)from, (uint32_t)(from + n)};
		int k = uni_lower(c, low);
		char one[4];

		for (int i = 0; i < k; i++)
			bytes += utf8_encode(low[i], one);
		for (; bytes && done < w->next.n; bytes--, done++)
			buf_add(&w->step, (const char *)pair, sizeof pair);
		p += n;
	}
	rewriting_step(w);
}

void rewriting_fold_space(struct rewriting *w)
{
	const char *p = w->text.p, *stop = p + w->text.n;

	while (p < stop) {
		const char *start = p;
		uint32_t c;
		size_t n = utf8_decode(p, stop, &c), from = (size_t)(start - w->text.p);

		p += n;
		if (!uni_py_space(c)) {
			rewriting_copy(w, from, from + n);
			continue;
		}
		while (p < stop && (n = utf8_decode(p, stop, &c), uni_py_space(c)))
			p += n;
		rewriting_put(w, " ", 1, from, (size_t)(p - w->text.p));
	}
	rewriting_step(w);
}

static bool ascii_plain(struct span s, bool lowered, bool folded)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x80 || (lowered && c >= 'A' && c <= 'Z'))
			return false;
		if (c <= ' ' && (i == 0 || i + 1 == s.n || (folded && (c != ' ' || s.p[i + 1] <= ' '))))
			return false;
	}
	return true;
}

static bool strip_plain(struct span s)
{
	return ascii_plain(s, false, false);
}

static void strip_run(struct rewriting *w)
{
	rewriting_strip(w);
}

const struct cleaning cleaning_strip = {.plain = strip_plain, .run = strip_run};

static bool lower_plain(struct span s)
{
	return ascii_plain(s, true, false);
}

static void lower_run(struct rewriting *w)
{
	rewriting_lower(w);
	rewriting_strip(w);
}

const struct cleaning cleaning_lower_strip = {.plain = lower_plain, .run = lower_run};

static bool basic_plain(struct span s)
{
	return ftfy_plain(s) && ascii_plain(s, false, false);
}

static void basic_run(struct rewriting *w)
{
	ftfy_fix(buf_span(&w->text), &w->next, &w->step);
	rewriting_step(w);
	for (int i = 0; i < 2; i++) {
		html_unescape(buf_span(&w->text), &w->next, &w->step);
		rewriting_step(w);
	}
	rewriting_strip(w);
}

const struct cleaning cleaning_basic = {.plain = basic_plain, .run = basic_run};

static bool wan_plain(struct span s)
{
	return ftfy_plain(s) && ascii_plain(s, false, true);
}

static void wan_run(struct rewriting *w)
{
	basic_run(w);
	rewriting_fold_space(w);
	rewriting_strip(w);
}

const struct cleaning cleaning_wan = {.plain = wan_plain, .run = wan_run};

static const struct span image_token = SPAN_INIT("[IMG]");

static bool image_plain(struct span s)
{
	for (const char *p = s.p, *stop = s.p + s.n; p < stop; p++) {
		p = memchr(p, image_token.p[0], (size_t)(stop - p));
		if (!p)
			break;
		if (span_starts((struct span){p, (size_t)(stop - p)}, image_token))
			return false;
	}
	return true;
}

static void image_run(struct rewriting *w)
{
	for (size_t i = 0; i < w->text.n;) {
		if (span_starts((struct span){w->text.p + i, w->text.n - i}, image_token)) {
			i += image_token.n;
			continue;
		}
		rewriting_copy(w, i, i + 1);
		i++;
	}
	rewriting_step(w);
}

const struct cleaning cleaning_image_token = {.plain = image_plain, .run = image_run};

static bool not_empty(struct span s)
{
	return s.n > 0;
}

static void space_run(struct rewriting *w)
{
	rewriting_put(w, " ", 1, 0, 0);
	rewriting_step(w);
}

const struct cleaning cleaning_space_for_empty = {.plain = not_empty, .run = space_run};

static const uint32_t *numbers(struct arena *a, const struct buf *b)
{
	uint32_t *v = arena_alloc(a, b->n);

	if (b->n)
		memcpy(v, b->p, b->n);
	return v;
}

void cleaned_make(const struct cleaning *c, struct span caption, struct arena *a, struct cleaned *out)
{
	struct rewriting w;

	*out = (struct cleaned){.text = caption};
	if (!c || (c->plain && c->plain(caption)))
		return;
	begin(&w, caption);
	c->run(&w);
	out->text = arena_dup(a, buf_span(&w.text));
	if (w.text.n)
		out->map = numbers(a, &w.map);
	if (w.pieces.n) {
		out->pieces = numbers(a, &w.pieces);
		out->n_pieces = w.pieces.n / sizeof *out->pieces;
	}
	end(&w);
}
