/* jwrite.c: JSON into a buffer. */
#include "json/jwrite.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "base/decimal.h"

static inline void comma(struct jwrite *w)
{
	if (w->comma)
		buf_addc(w->b, ',');
	w->comma = true;
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

void jw_ids_more(struct jwrite *w, const uint32_t *v, size_t stride, size_t n)
{
	const char *at = (const char *)v;
	char *o = buf_room(w->b, n * 11 + DECIMAL_ROOM); /* a comma and at most ten digits each */

	for (size_t i = 0; i < n; i++, at += stride) {
		uint32_t id;

		memcpy(&id, at, sizeof id);
		*o = ',';
		o = decimal_put_id(o + w->comma, id);
		w->comma = true;
	}
	w->b->n = (size_t)(o - w->b->p);
}

void jw_ids(struct jwrite *w, const uint32_t *v, size_t stride, size_t n)
{
	jw_arr(w);
	jw_ids_more(w, v, stride, n);
	jw_arr_end(w);
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

static char *escape(char *o, unsigned char c)
{
	static const char hex[] = "0123456789abcdef", short_of[128] = {['"'] = '"', ['\\'] = '\\', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'};

	*o++ = '\\';
	if (short_of[c]) {
		*o++ = short_of[c];
		return o;
	}
	memcpy(o, "u00", 3);
	o[3] = hex[c >> 4];
	o[4] = hex[c & 15];
	return o + 5;
}

static bool needs_escape(unsigned char c)
{
	return c < 0x20 || c == '"' || c == '\\';
}

typedef unsigned char block __attribute__((vector_size(16)));

/* Copies sixteen bytes. Returns how many stand in front of the first that needs an escape. */
static inline unsigned copy_block(char *o, const char *p)
{
	block x;
	uint64_t hit[2];

	memcpy(&x, p, sizeof x);
	memcpy(o, &x, sizeof x);
	block stop = (block)((x == (block){0} + '"') | (x == (block){0} + '\\') | (x < (block){0} + 0x20));
	memcpy(hit, &stop, sizeof hit);
	if (hit[0])
		return (unsigned)__builtin_ctzll(hit[0]) / 8;
	return hit[1] ? 8 + (unsigned)__builtin_ctzll(hit[1]) / 8 : 16;
}

/* The bytes of w that need an escape, marked in their high bits; none is marked if none does. */
static inline uint64_t special(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t q = w ^ ones * '"', e = w ^ ones * '\\';

	return (((q - ones) & ~q) | ((e - ones) & ~e) | ((w - ones * 0x20) & ~w)) & high;
}

/* The same for less than sixteen bytes: two words that overlap. */
static inline bool copy_few(char *o, const char *p, size_t n)
{
	uint64_t a = UINT64_MAX / 255 * ' ', b = a;

	if (n >= 8) {
		memcpy(&a, p, 8);
		memcpy(&b, p + n - 8, 8);
		memcpy(o, &a, 8);
		memcpy(o + n - 8, &b, 8);
	} else if (n >= 4) {
		memcpy(&a, p, 4);
		memcpy(&b, p + n - 4, 4);
		memcpy(o, &a, 4);
		memcpy(o + n - 4, &b, 4);
	} else {
		for (size_t i = 0; i < n; i++)
			a = a << 8 | (unsigned char)(o[i] = p[i]);
	}
	return !(special(a) | special(b));
}

static char *copy_escaped(char *o, const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)p[i];
		if (needs_escape(c))
			o = escape(o, c);
		else
			*o++ = (char)c;
	}
	return o;
}

char *json_quote_at(char *o, struct span s)
{
	const size_t step = sizeof(block);
	size_t i = 0;

	*o++ = '"';
	while (s.n - i >= step) {
		unsigned plain = copy_block(o, s.p + i);
		o += plain;
		i += plain;
		if (plain < step)
			o = escape(o, (unsigned char)s.p[i++]);
	}
	o = copy_few(o, s.p + i, s.n - i) ? o + s.n - i : copy_escaped(o, s.p + i, s.n - i);
	*o++ = '"';
	return o;
}

void json_quote(struct buf *b, struct span s)
{
	size_t more = s.n < 4096 ? s.n : 0; /* bytes that may need an escape: counted only where it saves memory */

	for (size_t i = 0; s.n >= 4096 && i < s.n; i++)
		more += needs_escape((unsigned char)s.p[i]);
	b->n = (size_t)(json_quote_at(buf_room(b, s.n + more * (JSON_ESCAPE_MAX - 1) + 2), s) - b->p);
}
