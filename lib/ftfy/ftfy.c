/* ftfy.c: fix_text of ftfy 6.3.1: a line at a time, every step in its order, until nothing changes.
 *
 * The work is done on code points that know which bytes of the caption they came from, so every step keeps
 * the map. */
#include "ftfy/ftfy.h"
#include "ftfy/ftfy_text.h"

#include "text/utf8.h"

enum { SEGMENT_MAX = 1000000 }; /* max_decode_length, in code points */

bool ftfy_plain(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c >= 0x7f || c == '&' || (c < ' ' && c != '\t' && c != '\n' && c != '\f'))
			return false;
	}
	return true;
}

void ftfy_load(struct span s, uint32_t at, struct ftext *t)
{
	const char *p = s.p, *end = s.p + s.n;

	if (s.n)
		buf_room(&t->b, s.n * sizeof(struct fch)); /* as many as there can be: no growing in between */
	while (p < end) {
		uint32_t c, from = at + (uint32_t)(p - s.p);
		size_t n = utf8_decode(p, end, &c);

		ftext_add(t, c, from, from + (uint32_t)n);
		p += n;
	}
}

void ftfy_store(struct fspan s, struct buf *out, struct buf *map)
{
	for (size_t i = 0; i < s.n; i++) {
		uint32_t pair[2] = {s.v[i].from, s.v[i].to};
		char one[4];
		size_t n = utf8_encode(s.v[i].c, one);

		buf_add(out, one, n);
		for (; map && n; n--)
			buf_add(map, (const char *)pair, sizeof pair);
	}
}

void ftfy_copy(struct span s, uint32_t at, struct buf *out, struct buf *map)
{
	buf_adds(out, s);
	for (size_t i = 0; map && i < s.n;) {
		uint32_t c;
		size_t n = utf8_decode(s.p + i, s.p + s.n, &c);
		uint32_t pair[2] = {at + (uint32_t)i, at + (uint32_t)(i + n)};

		for (size_t k = 0; k < n; k++)
			buf_add(map, (const char *)pair, sizeof pair);
		i += n;
	}
}

/* All kinds of line breaks become line feeds. */
static void line_breaks(struct fspan s, struct ftext *out)
{
	for (size_t i = 0; i < s.n; i++) {
		struct fch f = s.v[i];

		if (f.c == '\r' && i + 1 < s.n && s.v[i + 1].c == '\n')
			f.to = s.v[++i].to;
		if (f.c == '\r' || f.c == 0x2028 || f.c == 0x2029 || f.c == 0x85)
			f.c = '\n';
		ftext_add(out, f.c, f.from, f.to);
	}
}

/* The length of a terminal's escape sequence at i: ESC [ digits ; letter. 0 = none. */
static size_t escape(struct fspan s, size_t i)
{
	size_t k = i + 2;

	if (s.v[i].c != 0x1b || i + 1 >= s.n || s.v[i + 1].c != '[')
		return 0;
	while (k < s.n && (s.v[k].c == ';' || uni_class(s.v[k].c) & UC_ND))
		k++;
	return k < s.n && s.v[k].c < 0x80 && (s.v[k].c | 0x20) >= 'a' && (s.v[k].c | 0x20) <= 'z' ? k + 1 - i : 0;
}

/* Control characters that are never meant (remove_control_chars); C1 and joiners stay. */
static bool control(uint32_t c)
{
	return c < 9 || c == 11 || (c >= 14 && c < 32) || c == 0x7f || (c >= 0x206a && c < 0x2070) || c == 0xfeff ||
	       (c >= 0xfff9 && c < 0xfffd);
}

static void controls(struct fspan s, struct ftext *out)
{
	for (size_t i = 0; i < s.n;) {
		size_t n = escape(s, i);

		if (!n) {
			if (!control(s.v[i].c))
				ftext_adds(out, fspan_cut(s, i, i + 1));
			n = 1;
		}
		i += n;
	}
}

/* NFC; uni_nfc works on UTF-8, so its map is joined to ours. */
static void nfc(struct ftext *t)
{
	struct buf text = {0}, done = {0}, at = {0}, step = {0};
	const uint32_t *from, *map;
	struct fspan v = ftext_span(t);
	struct span s;
	size_t i;

	for (i = 0; i < v.n && v.v[i].c < 0x300; i++) /* below the combining marks all is NFC */
		;
	if (i == v.n)
		return;
	ftfy_store(ftext_span(t), &text, &at);
	s = buf_span(&text);
	if (!uni_is_nfc_quick(s)) {
		uni_nfc(&done, s, &step);
		from = (const uint32_t *)(const void *)at.p;
		map = (const uint32_t *)(const void *)step.p;
		buf_reset(&t->b);
		for (i = 0; from && map && i < done.n;) {
			uint32_t c;
			size_t n = utf8_decode(done.p + i, done.p + done.n, &c);

			ftext_add(t, c, from[2 * (size_t)map[2 * i]], from[2 * (size_t)map[2 * i + 1] - 1]);
			i += n;
		}
	}
	buf_fini(&text);
	buf_fini(&done);
	buf_fini(&at);
	buf_fini(&step);
}

/* One round of all steps. */
static void once(struct ftext *t, struct ftext *next, bool html)
{
	static void (*const steps[])(struct fspan, struct ftext *) = {ftfy_replace, line_breaks, controls};

	if (html) {
		buf_reset(&next->b);
		ftfy_entities(ftext_span(t), next);
		ftext_swap(t, next);
	}
	ftfy_encoding(t, 0);
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
		buf_reset(&next->b);
		steps[i](ftext_span(t), next);
		ftext_swap(t, next);
	}
	nfc(t);
}

/* ftfy goes on until nothing changes, which `&amp;amp;amp;…` can draw out without end: after so many
 * rounds over a long text (over a thousand for a caption) it is left as it is then. */
static size_t most_rounds(size_t n)
{
	return 24 + 4000000 / (n + 1);
}

static bool segment(struct span s, uint32_t at, bool html, struct buf *out, struct buf *map)
{
	struct ftext text = {0}, next = {0}, before = {0};
	size_t rounds = 0, most;
	bool stable = false;

	if (ftfy_plain(s)) {
		ftfy_copy(s, at, out, map);
		return false;
	}
	ftfy_load(s, at, &text);
	most = most_rounds(ftext_span(&text).n);
	while (!stable && rounds++ < most) {
		buf_reset(&before.b);
		ftext_adds(&before, ftext_span(&text));
		once(&text, &next, html);
		stable = fspan_same(ftext_span(&before), ftext_span(&text));
	}
	ftfy_store(ftext_span(&text), out, map);
	buf_fini(&text.b);
	buf_fini(&next.b);
	buf_fini(&before.b);
	return rounds > 1;
}

bool ftfy_fix(struct span s, struct buf *out, struct buf *map)
{
	bool html = true, changed = false;
	size_t at = 0;

	while (at < s.n) {
		const char *nl = memchr(s.p + at, '\n', s.n - at);
		size_t end = nl ? (size_t)(nl - s.p) + 1 : s.n, chars = 0, k = at;

		/* A longer line is cut after so many characters, wherever that is. */
		for (; end - at > SEGMENT_MAX && k < end && chars < SEGMENT_MAX; chars++) {
			uint32_t c;

			k += utf8_decode(s.p + k, s.p + end, &c);
		}
		if (chars == SEGMENT_MAX)
			end = k;
		if (memchr(s.p + at, '<', end - at)) /* text with tags: entities are meant, here and further on */
			html = false;
		changed |= segment(span_cut(s, at, end), (uint32_t)at, html, out, map);
		at = end;
	}
	return changed;
}
