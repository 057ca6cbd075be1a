/* jwrite.c: JSON into a buffer. */
#include "json/jwrite.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

static void comma(struct jwrite *w)
{
	if (w->comma)
		buf_addc(w->b, ',');
	w->comma = true;
}

static void open(struct jwrite *w, char c)
{
	comma(w);
	buf_addc(w->b, c);
	w->comma = false;
}

static void close(struct jwrite *w, char c)
{
	buf_addc(w->b, c);
	w->comma = true;
}

void jw_obj(struct jwrite *w)
{
	open(w, '{');
}

void jw_obj_end(struct jwrite *w)
{
	close(w, '}');
}

void jw_arr(struct jwrite *w)
{
	open(w, '[');
}

void jw_arr_end(struct jwrite *w)
{
	close(w, ']');
}

void jw_key_span(struct jwrite *w, struct span key)
{
	comma(w);
	json_quote(w->b, key);
	buf_addc(w->b, ':');
	w->comma = false;
}

void jw_str(struct jwrite *w, struct span s)
{
	comma(w);
	json_quote(w->b, s);
}

void jw_strz(struct jwrite *w, const char *z)
{
	if (z)
		jw_str(w, span_of(z));
	else
		jw_null(w);
}

void jw_num(struct jwrite *w, long long v)
{
	comma(w);
	if (v < 0)
		buf_addc(w->b, '-');
	buf_addu(w->b, v < 0 ? 0ull - (unsigned long long)v : (unsigned long long)v);
}

/* Scores and points are small with few decimals: whole arithmetic instead of printf, which was a tenth of capscore's time. */
static bool small_real(struct buf *b, double v, int decimals)
{
	static const unsigned scale[] = {1, 10, 100, 1000};

	if (decimals < 0 || decimals > 3 || !(v >= 0 && v < 1e9))
		return false;
	if (v < 100 && v == (double)(unsigned)v) { /* most are */
		if (v >= 10)
			buf_addc(b, (char)('0' + (unsigned)v / 10));
		buf_addc(b, (char)('0' + (unsigned)v % 10));
		return true;
	}
	unsigned long long n = (unsigned long long)llrint(v * scale[decimals]);
	buf_addu(b, n / scale[decimals]);
	unsigned rest = (unsigned)(n % scale[decimals]);
	if (rest == 0)
		return true;
	buf_addc(b, '.');
	for (unsigned at = scale[decimals] / 10; rest; at /= 10) {
		buf_addc(b, (char)('0' + rest / at));
		rest %= at;
	}
	return true;
}

void jw_real(struct jwrite *w, double v, int decimals)
{
	comma(w);
	if (small_real(w->b, v, decimals))
		return;
	size_t was = w->b->n;
	buf_printf(w->b, "%.*f", decimals, v);
	if (decimals > 0) {
		while (w->b->p[w->b->n - 1] == '0')
			w->b->n--;
		if (w->b->p[w->b->n - 1] == '.')
			w->b->n--;
	}
	if (w->b->n - was == 2 && memcmp(w->b->p + was, "-0", 2) == 0) {
		w->b->p[was] = '0';
		w->b->n--;
	}
}

void jw_bool(struct jwrite *w, bool v)
{
	comma(w);
	if (v)
		BUF_LIT(w->b, "true");
	else
		BUF_LIT(w->b, "false");
}

void jw_null(struct jwrite *w)
{
	comma(w);
	BUF_LIT(w->b, "null");
}

void jw_raw(struct jwrite *w, struct span s)
{
	comma(w);
	buf_adds(w->b, s);
}

void jw_range(struct jwrite *w, const char *key, size_t start, size_t end)
{
	jw_key(w, key);
	buf_addc(w->b, '[');
	buf_addu(w->b, start);
	buf_addc(w->b, ',');
	buf_addu(w->b, end);
	buf_addc(w->b, ']');
	w->comma = true;
}

static void escape(struct buf *b, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char u[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};

	switch (c) {
	case '"': BUF_LIT(b, "\\\""); break;
	case '\\': BUF_LIT(b, "\\\\"); break;
	case '\n': BUF_LIT(b, "\\n"); break;
	case '\r': BUF_LIT(b, "\\r"); break;
	case '\t': BUF_LIT(b, "\\t"); break;
	default: buf_add(b, u, sizeof u);
	}
}

/* The bytes of w that need an escape, marked in their high bits; the lowest mark is exact. */
static inline uint64_t special(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t q = w ^ ones * '"', e = w ^ ones * '\\';

	return (((q - ones) & ~q) | ((e - ones) & ~e) | ((w - ones * 0x20) & ~w)) & high;
}

/* The next n < 8 bytes at p, of which 8 before their end may be read if there are as many; the rest is spaces. */
static inline uint64_t last_few(const char *begin, const char *p, size_t n)
{
	uint64_t w = 0;

	if (n == 0)
		return UINT64_MAX / 255 * ' ';
	if (p + n - begin >= 8) {
		memcpy(&w, p + n - 8, 8);
		w >>= 8 * (8 - n);
	} else {
		for (size_t i = 0; i < n; i++)
			w |= (uint64_t)(unsigned char)p[i] << 8 * i;
	}
	return w | UINT64_MAX / 255 * ' ' << 8 * n;
}

/* Copies eight bytes at a time, of which the last may be too many: they are written over, or lie in the room behind the end. */
void json_quote(struct buf *b, struct span s)
{
	const char *p = s.p, *end = p + s.n;
	char *o = buf_room(b, s.n + 10);

	*o++ = '"';
	while (p < end) {
		size_t n = (size_t)(end - p);
		uint64_t w;
		if (n >= 8)
			memcpy(&w, p, n = 8);
		else
			w = last_few(s.p, p, n);
		memcpy(o, &w, 8);
		uint64_t stop = special(w);
		if (!stop) {
			p += n;
			o += n;
			continue;
		}
		n = (size_t)__builtin_ctzll(stop) >> 3;
		p += n;
		b->n = (size_t)(o + n - b->p);
		escape(b, (unsigned char)*p++);
		o = buf_room(b, (size_t)(end - p) + 9);
	}
	*o++ = '"';
	b->n = (size_t)(o - b->p);
}
