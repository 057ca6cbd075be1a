/* segpart.c: where words and sentences end, and how words are normalised (segpriv.h). */
#include "base/buf.h"
#include "text/segpriv.h"
#include "text/utf8.h"

const unsigned char seg_kind[256] = {
	['\t'] = C_SPACE, [' '] = C_SPACE, ['\v'] = C_SPACE, ['\f'] = C_SPACE,
	['\n'] = C_BREAK, ['\r'] = C_BREAK,
	[','] = C_SEP, [';'] = C_SEP, ['!'] = C_SEP, ['?'] = C_SEP, ['.'] = C_DOT,
	['0' ... '9'] = C_DIGIT, ['a' ... 'z'] = C_LOWER, ['A' ... 'Z'] = C_UPPER,
	[0x80 ... 0xFF] = C_HIGH,
};

const uint32_t seg_mark[256] = {
	['('] = MARK_PAREN, [')'] = MARK_PAREN, ['['] = MARK_SQUARE, ['{'] = MARK_BRACE, ['}'] = MARK_BRACE,
	['<'] = MARK_ANGLE, ['|'] = MARK_BAR, ['_'] = MARK_UNDERSCORE, ['\\'] = MARK_BACKSLASH,
	['"'] = MARK_QUOTE, ['\''] = MARK_QUOTE, ['&'] = MARK_AMP, ['*'] = MARK_STAR, ['#'] = MARK_HASH,
	[':'] = MARK_COLON, [';'] = MARK_SEMI, ['-'] = MARK_DASH, [0 ... 8] = MARK_CONTROL, ['\n'] = MARK_NEWLINE,
	[11 ... 31] = MARK_CONTROL, [127] = MARK_CONTROL, [128 ... 255] = MARK_HIGH, ['/'] = MARK_SLASH,
	['~'] = MARK_TILDE, ['^'] = MARK_TILDE, ['`'] = MARK_TILDE,
};

struct span seg_norm(struct span w, struct arena *a)
{
	struct buf low = BUF_INIT, out = BUF_INIT;
	struct span r;

	uni_lower_span(&low, w, false);
	uni_nfc(&out, buf_span(&low), NULL);
	char *p = arena_alloc(a, out.n + SEG_PAD);
	size_t n = 0;
	for (size_t i = 0; i < out.n; i++) {
		if (out.n - i >= 3 && memcmp(out.p + i, "\xE2\x80\x99", 3) == 0) {
			p[n++] = '\'';
			i += 2;
		} else {
			p[n++] = out.p[i];
		}
	}
	r = (struct span){p, n};
	buf_fini(&low);
	buf_fini(&out);
	return r;
}

static bool word_char(uint32_t c)
{
	return (uni_class(c) & (UC_L | UC_N | UC_M)) != 0;
}

/* An apostrophe's length if one stands at i with a letter behind it (and one before it, by the caller). */
static size_t apostrophe(struct span s, size_t i)
{
	size_t n = 0;

	if (s.p[i] == '\'')
		n = 1;
	else if (s.n - i > 3 && memcmp(s.p + i, "\xE2\x80\x99", 3) == 0)
		n = 3;
	if (!n || i + n >= s.n)
		return 0;
	unsigned char k = seg_kind[(unsigned char)s.p[i + n]];
	if (k & C_HIGH) {
		uint32_t ch;
		utf8_decode(s.p + i + n, s.p + s.n, &ch);
		return word_char(ch) ? n : 0;
	}
	return k & C_WORD ? n : 0;
}

static bool begins(const char *p, size_t n, const char *z)
{
	size_t i = 0;

	while (z[i] && i < n && (p[i] | 32) == z[i])
		i++;
	return z[i] == 0;
}

/* Whether the word so far is one whose underscores are its own. */
static bool own_underscores(const char *p, size_t n)
{
	return begins(p, n, "score") || begins(p, n, "source") || begins(p, n, "rating");
}

size_t seg_word_end(struct span s, size_t start, size_t i, bool *high, unsigned *marks)
{
	while (i < s.n) {
		unsigned char k = seg_kind[(unsigned char)s.p[i]];
		if (k & C_WORD) {
			i++;
			continue;
		}
		if (k & (C_SPACE | C_BREAK) || (s.p[i] == ',' && !(kind_at(s, i + 1) & C_DIGIT)))
			break;
		size_t n = i > start ? apostrophe(s, i) : 0;
		if (n) {
			*high |= n > 1;
			*marks |= n > 1 ? MARK_HIGH : MARK_QUOTE;
			i += n;
			continue;
		}
		if (k & C_HIGH) {
			uint32_t ch;
			n = utf8_decode(s.p + i, s.p + s.n, &ch);
			bool joiner = i > start && (ch == 0x200C || ch == 0x200D);
			if (!word_char(ch) && !joiner)
				break;
			*high = true;
			*marks |= MARK_HIGH;
			i += n;
			continue;
		}
		bool number = i > start && (s.p[i] == '.' || s.p[i] == ',') && kind_at(s, i + 1) & C_DIGIT &&
			      seg_kind[(unsigned char)s.p[i - 1]] & C_DIGIT;
		bool own = s.p[i] == '_' && own_underscores(s.p + start, i - start);
		if (!number && !own)
			break;
		i++;
	}
	return i;
}

size_t seg_closers(struct span s, size_t i)
{
	for (;;) {
		if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'' || s.p[i] == ')'))
			i++;
		else if (s.n - i >= 3 && memcmp(s.p + i, "\xE2\x80\x9D", 3) == 0)
			i += 3;
		else
			return i;
	}
}

/* Whether the dot at i belongs to the word before it: an initial ("J. Doe") or a common abbreviation. */
static bool abbreviation(struct span s, size_t i)
{
	static const char *const known[] = {"mr", "mrs", "ms", "dr", "st", "prof", "vs", "e.g", "i.e", "approx", "feat"};
	size_t from = i;

	while (from > 0 && i - from < 8 && !is_space(s.p[from - 1]) && s.p[from - 1] != ',')
		from--;
	size_t n = i - from;
	if (n == 1 && seg_kind[(unsigned char)s.p[from]] & C_UPPER)
		return true;
	for (size_t k = 0; k < sizeof known / sizeof *known; k++)
		if (strlen(known[k]) == n && begins(s.p + from, n, known[k]))
			return true;
	/* "no. 7" */
	return n == 2 && begins(s.p + from, n, "no") && kind_at(s, i + 2) & C_DIGIT;
}

size_t seg_sentence_end(struct span s, size_t i)
{
	size_t j = seg_closers(s, i + 1);

	if (j >= s.n)
		return j;
	return is_space(s.p[j]) && !abbreviation(s, i) ? j : 0;
}
