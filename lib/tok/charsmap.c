/* charsmap.c: the character map as the Rust library `tokenizers` applies it (normalizers/precompiled.rs): a grapheme cluster of
 * fewer than 6 bytes is replaced whole by what its shortest known prefix becomes (so `fi` + accent loses the accent), any
 * other cluster character by character. */
#include "tok/charsmap.h"

#include <string.h>

#include "text/utf8.h"

enum {
	CLUSTER = 6,
	STRING = 1024 /* no real replacement is longer (33 bytes, U+FDFA): a made-up map must not blow text up */
};

bool charsmap_parse(struct arena *a, struct span blob, struct charsmap *m)
{
	uint32_t size;

	*m = (struct charsmap){NULL, 0, SPAN("")};
	if (blob.n < 4)
		return false;
	memcpy(&size, blob.p, 4);
	if (size > blob.n - 4 || size % 4 || size == 0)
		return false;
	uint32_t *unit = arena_alloc(a, size);
	memcpy(unit, blob.p + 4, size);
	m->unit = unit;
	m->n = size / 4;
	m->strings = span_cut(blob, 4 + size, blob.n);
	return utf8_valid(m->strings, NULL);
}

/* The fields of a darts-clone unit. */
static uint32_t label(uint32_t u)
{
	return u & (1u << 31 | 0xff);
}

static uint32_t offset(uint32_t u)
{
	return u >> 10 << ((u & 1u << 9) >> 6);
}

bool charsmap_find(const struct charsmap *m, const char *p, size_t n, struct span *out)
{
	size_t at = offset(m->unit[0]);

	for (size_t i = 0; i < n && p[i]; i++) {
		unsigned char c = (unsigned char)p[i];
		at ^= c;
		if (at >= m->n || label(m->unit[at]) != c)
			return false;
		uint32_t u = m->unit[at];
		at ^= offset(u);
		if (!(u >> 8 & 1))
			continue;
		if (at >= m->n)
			return false;
		size_t s = m->unit[at] & 0x7fffffff;
		if (s >= m->strings.n || ((unsigned char)m->strings.p[s] & 0xC0) == 0x80)
			return false;
		size_t left = m->strings.n - s;
		const char *from = m->strings.p + s, *end = memchr(from, 0, left < STRING ? left : STRING);
		*out = (struct span){from, end ? (size_t)(end - from) : left};
		return end || left < STRING;
	}
	return false;
}

void charsmap_ascii_table(const struct charsmap *m, unsigned char kind[128])
{
	struct span to;

	for (int c = 0; c < 128; c++) {
		char p = (char)c;
		kind[c] = CHARSMAP_SAME;
		if (m->unit && charsmap_find(m, &p, 1, &to) && !(to.n == 1 && to.p[0] == p))
			kind[c] = span_is(to, " ") ? CHARSMAP_SPACE : CHARSMAP_OTHER;
	}
	if (kind[' '] == CHARSMAP_SAME)
		kind[' '] = CHARSMAP_SPACE;
	/* \r\n is one cluster: only where both are spaces, or both stay, does it not matter. */
	bool both = m->unit && charsmap_find(m, "\r\n", 2, &to);
	if (kind['\r'] != kind['\n'] || (both && kind['\r'] == CHARSMAP_SAME))
		kind['\r'] = CHARSMAP_OTHER;
}

/* The cluster [from,to) of s. */
static void cluster(const struct charsmap *m, struct span s, size_t from, size_t to, struct norm_out *o)
{
	struct span r;

	if (to - from < CLUSTER && charsmap_find(m, s.p + from, to - from, &r)) {
		norm_put(o, r.p, r.n, (uint32_t)from, (uint32_t)to);
		return;
	}
	while (from < to) {
		uint32_t c;
		size_t n = utf8_decode(s.p + from, s.p + to, &c);
		if (!charsmap_find(m, s.p + from, n, &r))
			r = (struct span){s.p + from, n};
		norm_put(o, r.p, r.n, (uint32_t)from, (uint32_t)(from + n));
		from += n;
	}
}

/* Appends bytes that stay as they are, each with its own place. */
static void same(struct span s, size_t from, size_t to, struct norm_out *o)
{
	if (!o->map) {
		buf_add(o->out, s.p + from, to - from);
		return;
	}
	for (size_t i = from; i < to; i++)
		norm_put(o, s.p + i, 1, (uint32_t)i, (uint32_t)i + 1);
}

void charsmap_apply(const struct charsmap *m, const unsigned char kind[128], struct span s, struct norm_out *o)
{
	size_t at = 0;

	while (at < s.n) {
		size_t from = at;
		/* ASCII before ASCII is a cluster of its own, but for \r\n, which the table sends the long way. */
		while (at < s.n && (unsigned char)s.p[at] < 0x80 && kind[(unsigned char)s.p[at]] != CHARSMAP_OTHER &&
		       (kind[(unsigned char)s.p[at]] == CHARSMAP_SAME || s.p[at] == ' ') &&
		       (at + 1 == s.n || (unsigned char)s.p[at + 1] < 0x80))
			at++;
		same(s, from, at, o);
		if (at == s.n)
			break;
		size_t end = uni_grapheme_end(s, at);
		cluster(m, s, at, end, o);
		at = end;
	}
}
