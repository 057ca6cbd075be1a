/* ftfy_bytes.c: the byte side of the mojibake repair, as ftfy 6.3.1 has it: restore_byte_a0,
 * replace_lossy_sequences and the decoder utf-8-variants (ftfy.fixes, ftfy.chardata,
 * ftfy.bad_codecs.utf8_variants). */
#include "ftfy/ftfy_bytes.h"

/* A byte at i, or a value that is in no set. */
static uint32_t at(struct fspan s, size_t i)
{
	return i < s.n ? s.v[i].c : 0x1000;
}

static bool in(uint32_t c, uint32_t lo, uint32_t hi)
{
	return c >= lo && c <= hi;
}

static bool cont(uint32_t c)
{
	return in(c, 0x80, 0xbf);
}

/* A continuation byte that, beside a restored A0, leads to likely characters. */
static bool likely(uint32_t c)
{
	return cont(c) && c != 0x85 && c != 0xa0;
}

/* The length of a UTF-8 sequence at i one of whose continuation bytes became a space; 0 = none. */
static size_t altered(struct fspan s, size_t i)
{
	uint32_t b = at(s, i), c = at(s, i + 1), d = at(s, i + 2), e = at(s, i + 3);

	if ((b == 0xc2 || b == 0xc3 || b == 0xc5 || b == 0xce || b == 0xd0 || b == 0xd9) && c == ' ')
		return 2;
	if ((b == 0xe2 || b == 0xe3) && c == ' ' && likely(d))
		return 3;
	if (in(b, 0xe0, 0xe3) && likely(c) && d == ' ')
		return 3;
	if (b == 0xf0 && ((c == ' ' && cont(d) && cont(e)) || (cont(c) && d == ' ' && cont(e)) ||
			  (cont(c) && cont(d) && e == ' ')))
		return 4;
	return 0;
}

/* `à` as a word of its own lost its second byte to the space behind it, except before these Portuguese
 * endings. */
static bool lone_a_grave(struct fspan s, size_t i)
{
	static const char *const endings[] = {" ", "quele", "quela", "quilo", "s "};

	if (at(s, i) != 0xc3 || at(s, i + 1) != ' ')
		return false;
	for (size_t k = 0; k < sizeof endings / sizeof endings[0]; k++) {
		size_t n = 0;

		while (endings[k][n] && at(s, i + 2 + n) == (unsigned char)endings[k][n])
			n++;
		if (!endings[k][n])
			return false;
	}
	return true;
}

void ftfy_restore_a0(struct ftext *t)
{
	struct fspan s = ftext_span(t);
	struct ftext out = {0};
	struct fch *v;
	size_t i;

	for (i = 0; i < s.n && !altered(s, i); i++)
		;
	if (i == s.n)
		return;
	for (i = 0; i < s.n; i++) {
		ftext_adds(&out, fspan_cut(s, i, i + 1));
		if (lone_a_grave(s, i))
			ftext_add(&out, 0xa0, s.v[i].from, s.v[i].to);
	}
	ftext_swap(t, &out);
	buf_fini(&out.b);
	s = ftext_span(t);
	v = (struct fch *)(void *)t->b.p;
	for (i = 0; i < s.n;) {
		size_t n = altered(s, i);

		for (size_t k = i; k < i + n; k++)
			if (v[k].c == ' ')
				v[k].c = 0xa0;
		i += n ? n : 1;
	}
}

enum { LOST = 0x1a };

static bool lost(uint32_t c)
{
	return c == LOST || c == '?';
}

static bool cont_or_lost(uint32_t c)
{
	return cont(c) || c == LOST;
}

/* The length of a UTF-8 or CESU-8 sequence at i with lost bytes in it; 0 = none. */
static size_t lossy(struct fspan s, size_t i)
{
	uint32_t b = at(s, i), c = at(s, i + 1), d = at(s, i + 2), e = at(s, i + 3);

	if (in(b, 0xc2, 0xdf) && c == LOST)
		return 2;
	if (in(b, 0xc2, 0xc3) && c == '?')
		return 2;
	if (b == 0xed && in(c, 0xa0, 0xaf) && e == 0xed && in(at(s, i + 4), 0xb0, 0xbf)) {
		uint32_t f = at(s, i + 5);

		if ((lost(d) && (lost(f) || cont(f))) || (lost(f) && (lost(d) || cont(d))))
			return 6;
	}
	if (in(b, 0xe0, 0xef) && ((lost(c) && cont_or_lost(d)) || (cont_or_lost(c) && lost(d))))
		return 3;
	if (in(b, 0xf0, 0xf4) &&
	    ((lost(c) && cont_or_lost(d) && cont_or_lost(e)) || (cont_or_lost(c) && lost(d) && cont_or_lost(e)) ||
	     (cont_or_lost(c) && cont_or_lost(d) && lost(e))))
		return 4;
	return b == LOST;
}

void ftfy_lossy(struct ftext *t)
{
	struct fspan s = ftext_span(t);
	struct ftext out = {0};
	bool any = false;

	for (size_t i = 0; i < s.n;) {
		size_t n = lossy(s, i);

		if (n) {
			uint32_t from = s.v[i].from, to = s.v[i + n - 1].to;

			ftext_add(&out, 0xef, from, to);
			ftext_add(&out, 0xbf, from, to);
			ftext_add(&out, 0xbd, from, to);
			i += n;
			any = true;
		} else {
			ftext_adds(&out, fspan_cut(s, i, i + 1));
			i++;
		}
	}
	if (any)
		ftext_swap(t, &out);
	buf_fini(&out.b);
}

/* One strict UTF-8 sequence at i: its length and *c; 0 = wrong. */
static size_t utf8(struct fspan s, size_t i, uint32_t *c)
{
	static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
	uint32_t b = at(s, i);
	size_t n = b < 0x80 ? 1 : in(b, 0xc2, 0xdf) ? 2 : in(b, 0xe0, 0xef) ? 3 : in(b, 0xf0, 0xf4) ? 4 : 0;

	if (n < 2) {
		*c = b;
		return n;
	}
	*c = b & (0xffu >> (n + 1));
	for (size_t k = 1; k < n; k++) {
		if (!cont(at(s, i + k)))
			return 0;
		*c = *c << 6 | (at(s, i + k) & 0x3f);
	}
	return *c >= least[n] && *c <= 0x10ffff && !in(*c, 0xd800, 0xdfff) ? n : 0;
}

/* The variants at i: *c and the length, or 0. Python's `$` also stands before a last line feed, so `C0 0A`
 * at the end counts as the NUL and a pair's last byte may be that line feed: kept as the package does it. */
static size_t variant(struct fspan s, size_t i, uint32_t *c)
{
	uint32_t f;

	if (at(s, i) == 0xc0 && (at(s, i + 1) == 0x80 || (i + 2 == s.n && at(s, i + 1) == '\n'))) {
		*c = 0;
		return 2;
	}
	f = at(s, i + 5);
	if (at(s, i) == 0xed && in(at(s, i + 1), 0xa0, 0xaf) && cont(at(s, i + 2)) && at(s, i + 3) == 0xed &&
	    in(at(s, i + 4), 0xb0, 0xbf) && (cont(f) || (f == '\n' && i + 6 == s.n))) {
		*c = ((at(s, i + 1) & 0x0f) << 16) + ((at(s, i + 2) & 0x3f) << 10) + ((at(s, i + 4) & 0x0f) << 6) +
		     (f & 0x3f) + 0x10000;
		return 6;
	}
	return 0;
}

bool ftfy_decode(struct fspan s, struct ftext *out)
{
	for (size_t i = 0, n; i < s.n; i += n) {
		uint32_t c;

		n = at(s, i) == 0xc0 || at(s, i) == 0xed ? variant(s, i, &c) : 0;
		if (!n)
			n = utf8(s, i, &c);
		if (!n)
			return false;
		ftext_add(out, c, s.v[i].from, s.v[i + n - 1].to);
	}
	return true;
}
