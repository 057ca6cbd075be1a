/* uni.c: Unicode properties, case and normalization over utf8proc, brought up to the references' versions.
 * Canonical ordering is our own: utf8proc's is an insertion sort, quadratic on a megabyte of hostile marks. */
#include <utf8proc.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/range.h"
#include "text/utf8.h"
#include "text/uni_delta.inc"

static int category(uint32_t c)
{
	int k = (int)utf8proc_category((utf8proc_int32_t)c);

	if (k != UTF8PROC_CATEGORY_CN || c < category_delta[0].first)
		return k;
	const struct category_range *newer = RANGE_FIND(category_delta, c);
	return newer ? newer->category : k;
}

static bool white(uint32_t c)
{
	return (c >= 9 && c <= 13) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	       c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* The classes of ASCII, which captions mostly are: a letter for each character. */
static unsigned ascii_class(uint32_t c)
{
	static const char letters[] =
		"CCCCCCCCCWWWWWCCCCCCCCCCCCCCCCCC"
		"ZPPPSPPPPPPSPPPPNNNNNNNNNNPPSSSP"
		"PUUUUUUUUUUUUUUUUUUUUUUUUUUPPPSP"
		"SLLLLLLLLLLLLLLLLLLLLLLLLLLPSPSC";
	static const unsigned bits['Z' - 'C' + 1] = {
		['C' - 'C'] = UC_C | UC_CC, ['W' - 'C'] = UC_C | UC_CC | UC_WS, ['Z' - 'C'] = UC_Z | UC_WS, ['U' - 'C'] = UC_L | UC_LU,
		['L' - 'C'] = UC_L | UC_LL, ['N' - 'C'] = UC_N | UC_ND, ['P' - 'C'] = UC_P, ['S' - 'C'] = UC_S,
	};
	return bits[letters[c] - 'C'];
}

unsigned uni_class(uint32_t c)
{
	static const unsigned bits[] = {
		[UTF8PROC_CATEGORY_CN] = UC_C | UC_CN,
		[UTF8PROC_CATEGORY_LU] = UC_L | UC_LU, [UTF8PROC_CATEGORY_LL] = UC_L | UC_LL,
		[UTF8PROC_CATEGORY_LT] = UC_L | UC_LT, [UTF8PROC_CATEGORY_LM] = UC_L | UC_LM,
		[UTF8PROC_CATEGORY_LO] = UC_L | UC_LO,
		[UTF8PROC_CATEGORY_MN] = UC_M, [UTF8PROC_CATEGORY_MC] = UC_M, [UTF8PROC_CATEGORY_ME] = UC_M,
		[UTF8PROC_CATEGORY_ND] = UC_N | UC_ND, [UTF8PROC_CATEGORY_NL] = UC_N, [UTF8PROC_CATEGORY_NO] = UC_N,
		[UTF8PROC_CATEGORY_PC] = UC_P, [UTF8PROC_CATEGORY_PD] = UC_P, [UTF8PROC_CATEGORY_PS] = UC_P,
		[UTF8PROC_CATEGORY_PE] = UC_P, [UTF8PROC_CATEGORY_PI] = UC_P, [UTF8PROC_CATEGORY_PF] = UC_P,
		[UTF8PROC_CATEGORY_PO] = UC_P,
		[UTF8PROC_CATEGORY_SM] = UC_S, [UTF8PROC_CATEGORY_SC] = UC_S, [UTF8PROC_CATEGORY_SK] = UC_S,
		[UTF8PROC_CATEGORY_SO] = UC_S,
		[UTF8PROC_CATEGORY_ZS] = UC_Z, [UTF8PROC_CATEGORY_ZL] = UC_Z, [UTF8PROC_CATEGORY_ZP] = UC_Z,
		[UTF8PROC_CATEGORY_CC] = UC_C | UC_CC, [UTF8PROC_CATEGORY_CF] = UC_C | UC_CF,
		[UTF8PROC_CATEGORY_CS] = UC_C, [UTF8PROC_CATEGORY_CO] = UC_C,
	};
	if (c < 0x80)
		return ascii_class(c);
	return bits[category(c)] | (white(c) ? UC_WS : 0);
}

bool uni_py_space(uint32_t c)
{
	return white(c) || (c >= 0x1C && c <= 0x1F);
}

struct span uni_rstrip(struct span s)
{
	while (s.n > 0) {
		uint32_t c;
		const char *p = utf8_prev(s.p, s.p + s.n);
		utf8_decode(p, s.p + s.n, &c);
		if (!uni_py_space(c))
			break;
		s.n = (size_t)(p - s.p);
	}
	return s;
}

struct span uni_strip(struct span s)
{
	s = uni_rstrip(s);
	while (s.n > 0) {
		uint32_t c;
		size_t n = utf8_decode(s.p, s.p + s.n, &c);
		if (!uni_py_space(c))
			break;
		s = span_cut(s, n, s.n);
	}
	return s;
}

uint32_t uni_upper(uint32_t c)
{
	return (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

int uni_lower(uint32_t c, uint32_t out[3])
{
	if (c == 0x130) {
		out[0] = 'i';
		out[1] = 0x307;
		return 2;
	}
	out[0] = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
	if (out[0] == c && c >= lower_delta[0][0]) {
		size_t lo = 0, hi = sizeof lower_delta / sizeof lower_delta[0];
		while (lo < hi) {
			size_t mid = (lo + hi) / 2;
			if (lower_delta[mid][0] < c)
				lo = mid + 1;
			else
				hi = mid;
		}
		if (lo < sizeof lower_delta / sizeof lower_delta[0] && lower_delta[lo][0] == c)
			out[0] = lower_delta[lo][1];
	}
	return 1;
}

/* Unicode's Cased: letters with case, by category (and the few Other_Lowercase marks, near enough by Lm). */
static bool cased(uint32_t c)
{
	unsigned k = uni_class(c);

	return (k & (UC_LU | UC_LL | UC_LT)) || (c >= 0x2160 && c <= 0x217F) || (c >= 0x24B6 && c <= 0x24E9) ||
	       (c >= 0x1F130 && c <= 0x1F149) || (c >= 0x1F150 && c <= 0x1F169) || (c >= 0x1F170 && c <= 0x1F189) ||
	       c == 0xAA || c == 0xBA || (c >= 0x2B0 && c <= 0x2B8) || (c >= 0x2E0 && c <= 0x2E4) || c == 0x345 || c == 0x37A ||
	       (c >= 0x1D2C && c <= 0x1DBF);
}

static bool case_ignorable(uint32_t c)
{
	unsigned k = uni_class(c);

	if (category(c) == UTF8PROC_CATEGORY_MC) /* spacing marks are not, other marks are */
		return false;
	return (k & (UC_M | UC_CF | UC_LM)) || c == '\'' || c == '.' || c == ':' || c == '^' || c == '`' || c == 0xA8 ||
	       c == 0xAD || c == 0xAF || c == 0xB4 || c == 0xB7 || c == 0xB8 || c == 0x2018 || c == 0x2019 ||
	       c == 0x2024 || c == 0x2027 || c == 0x387 || c == 0x55F || c == 0x5F4 || c == 0xFE13 || c == 0xFE52 ||
	       c == 0xFE55 || c == 0xFF07 || c == 0xFF0E || c == 0xFF1A || utf8proc_category((utf8proc_int32_t)c) ==
	       UTF8PROC_CATEGORY_SK;
}

/* Final_Sigma of SpecialCasing: a cased letter before, none after, ignorables between. */
static bool final_sigma_at(struct span s, const char *at, const char *after)
{
	uint32_t c;
	const char *p = at, *end = s.p + s.n;
	bool before = false;

	while (p > s.p) {
		p = utf8_prev(s.p, p);
		utf8_decode(p, end, &c);
		if (!case_ignorable(c)) {
			before = cased(c);
			break;
		}
	}
	if (!before)
		return false;
	for (p = after; p < end;) {
		p += utf8_decode(p, end, &c);
		if (!case_ignorable(c))
			return !cased(c);
	}
	return true;
}

void uni_lower_span(struct buf *b, struct span s, bool final_sigma)
{
	const char *end = s.p + s.n;

	buf_room(b, s.n);
	for (const char *p = s.p; p < end;) {
		unsigned char ch = (unsigned char)*p;
		if (ch < 0x80) {
			buf_addc(b, ascii_to_lower(ch));
			p++;
			continue;
		}
		uint32_t c, low[3];
		const char *next = p + utf8_decode(p, end, &c);
		if (c == 0x3A3 && final_sigma && final_sigma_at(s, p, next)) {
			BUF_LIT(b, "\xCF\x82");
		} else {
			int n = uni_lower(c, low);
			for (int i = 0; i < n; i++)
				b->n += utf8_encode(low[i], buf_room(b, 4));
		}
		p = next;
	}
}

enum { HANGUL_FIRST = 0xAC00, HANGUL_LAST = 0xD7A3 };

/* Whether c alone begins a piece of text that normalizes independently of what stands before it. */
static bool starts_segment(uint32_t c)
{
	if (c < 0x300)
		return true;
	const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
	if (p->combining_class != 0)
		return false;
	if (p->comb_index != UINT16_MAX && p->comb_index >= 0x8000)
		return false; /* second half of a composition */
	if ((c >= 0x1161 && c <= 0x1175) || (c >= 0x11A8 && c <= 0x11C2))
		return false; /* Hangul vowel and final consonant */
	if (c == 0xF73 || c == 0xF75 || c == 0xF81)
		return false; /* class 0, but they decompose into marks */
	return true;
}

/* Whether c by itself is its own NFC. */
static bool stable_alone(uint32_t c)
{
	if (c < 0x340 || (c >= HANGUL_FIRST && c <= HANGUL_LAST))
		return true;
	const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)c);
	if (p->decomp_seqindex == UINT16_MAX || p->decomp_type != 0)
		return true;
	utf8proc_int32_t d[32];
	int bound = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, d, 32, UTF8PROC_STABLE | UTF8PROC_COMPOSE, &bound);
	n = utf8proc_normalize_utf32(d, n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	return n == 1 && d[0] == (utf8proc_int32_t)c;
}

bool uni_is_nfc_quick(struct span s)
{
	const char *end = s.p + s.n;

	for (const char *p = s.p; p < end;) {
		if ((unsigned char)*p < 0xCC) { /* below U+0300 nothing composes or decomposes away */
			p += (unsigned char)*p < 0x80 ? 1 : 2;
			continue;
		}
		uint32_t c;
		p += utf8_decode(p, end, &c);
		if (!starts_segment(c) || !stable_alone(c))
			return false;
	}
	return true;
}

/* Stable counting sort of each run of marks by combining class. */
static void order_marks(utf8proc_int32_t *v, size_t n, struct buf *spare)
{
	for (size_t i = 0; i < n;) {
		size_t count[257] = {0}, j = i;
		bool sorted = true;
		int last = 0;
		for (; j < n; j++) {
			int k = utf8proc_get_property(v[j])->combining_class;
			if (k == 0)
				break;
			sorted = sorted && k >= last;
			last = k;
		}
		if (!sorted) {
			spare->n = 0;
			buf_room(spare, (j - i) * sizeof *v);
			utf8proc_int32_t *t = (utf8proc_int32_t *)(void *)spare->p;
			memcpy(t, v + i, (j - i) * sizeof *v);
			for (size_t k = 0; k < j - i; k++)
				count[utf8proc_get_property(t[k])->combining_class + 1]++;
			for (int k = 0; k < 256; k++)
				count[k + 1] += count[k];
			for (size_t k = 0; k < j - i; k++)
				v[i + count[utf8proc_get_property(t[k])->combining_class]++] = t[k];
		}
		i = j + 1;
	}
}

struct scratch {
	struct buf points, spare;
};

/* Normalizes one segment (from starter to before the next) and appends it. */
static void compose(struct buf *b, struct span seg, int options, struct scratch *s)
{
	const char *end = seg.p + seg.n;
	size_t n = 0;

	for (const char *p = seg.p; p < end;) {
		uint32_t c;
		int bound = 0;
		p += utf8_decode(p, end, &c);
		s->points.n = n * sizeof(utf8proc_int32_t);
		utf8proc_int32_t *to = (utf8proc_int32_t *)(void *)buf_room(&s->points, 32 * sizeof *to);
		utf8proc_ssize_t got = utf8proc_decompose_char((utf8proc_int32_t)c, to, 32, options, &bound);
		if (got < 0 || got > 32) {
			to[0] = (utf8proc_int32_t)c;
			got = 1;
		}
		n += (size_t)got;
	}
	if (n == 0)
		return;
	utf8proc_int32_t *v = (utf8proc_int32_t *)(void *)s->points.p;
	order_marks(v, n, &s->spare);
	utf8proc_ssize_t out = utf8proc_normalize_utf32(v, (utf8proc_ssize_t)n, options);
	for (utf8proc_ssize_t i = 0; i < out; i++)
		b->n += utf8_encode((uint32_t)v[i], buf_room(b, 4));
}

static void map_same(struct buf *map, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		uint32_t r[2] = {(uint32_t)from, (uint32_t)to};
		buf_add(map, (const char *)r, sizeof r);
	}
}

static void map_range(struct buf *map, size_t bytes, size_t from, size_t to)
{
	uint32_t r[2] = {(uint32_t)from, (uint32_t)to};

	while (bytes-- > 0)
		buf_add(map, (const char *)r, sizeof r);
}

/* Characters whose compatibility decomposition may compose with what stands before: halfwidth kana's voice marks, and the Hangul
 * letters that stand for conjoining ones. */
static bool joins_back(uint32_t c)
{
	return c == 0xFF9E || c == 0xFF9F || (c >= 0x3131 && c <= 0x318E) || (c >= 0xFFA0 && c <= 0xFFDC);
}

static void normalize(struct buf *b, struct span s, struct buf *map, int options)
{
	const char *end = s.p + s.n;
	struct scratch scratch = {BUF_INIT, BUF_INIT};

	for (const char *p = s.p; p < end;) {
		uint32_t c;
		const char *next = p + utf8_decode(p, end, &c);
		bool plain = !(options & UTF8PROC_COMPAT) ? stable_alone(c) : c < 0x80;
		const char *stop = next;
		while (stop < end) {
			uint32_t d;
			const char *q = stop + utf8_decode(stop, end, &d);
			if (starts_segment(d) && !(options & UTF8PROC_COMPAT && joins_back(d)))
				break;
			stop = q;
		}
		size_t from = (size_t)(p - s.p), to = (size_t)(stop - s.p), was = b->n;
		if (plain && stop == next) {
			buf_add(b, p, (size_t)(next - p));
			if (map)
				map_same(map, from, to);
		} else {
			compose(b, span_cut(s, from, to), options, &scratch);
			if (map)
				map_range(map, b->n - was, from, to);
		}
		p = stop;
	}
	buf_fini(&scratch.points);
	buf_fini(&scratch.spare);
}

void uni_nfc(struct buf *b, struct span s, struct buf *map)
{
	normalize(b, s, map, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

void uni_nfkc(struct buf *b, struct span s, struct buf *map)
{
	normalize(b, s, map, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);
}

int uni_width(uint32_t c)
{
	int n = utf8proc_charwidth((utf8proc_int32_t)c);

	return n < 0 ? 0 : n;
}

size_t uni_grapheme_end(struct span s, size_t at)
{
	const char *end = s.p + s.n, *p = s.p + at;
	uint32_t a, b;
	utf8proc_int32_t state = 0;

	if (p >= end)
		return s.n;
	p += utf8_decode(p, end, &a);
	while (p < end) {
		const char *next = p + utf8_decode(p, end, &b);
		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)a, (utf8proc_int32_t)b, &state))
			break;
		a = b;
		p = next;
	}
	return (size_t)(p - s.p);
}
