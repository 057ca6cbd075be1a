/* ftfy_enc.c: the mojibake repair: text that was UTF-8 but was read in another encoding is written in that
 * encoding and read again, as ftfy 6.3.1 decides it (fix_encoding_and_explain). */
#include "ftfy/ftfy_bytes.h"

enum { MAX_DEPTH = 24 }; /* each level works on a text at most half as long, so deeper means a bug */

static bool ascii(struct fspan s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.v[i].c >= 0x80)
			return false;
	return true;
}

enum { LATIN1 = 1, SLOPPY = 0x7e, MACROMAN = 8, ALL = 0x3ff };

/* The encodings that can write all of s: bit 0 latin-1, bit 1 + k the k-th of the table. In the first six
 * of the table 0x1A stands for U+FFFD, not for itself. */
static unsigned possible(struct fspan s)
{
	unsigned mask = ALL;

	for (size_t i = 0; i < s.n && mask; i++) {
		uint32_t c = s.v[i].c;
		const struct ftfy_char *f;

		if (c < 0x80) {
			if (c == 0x1a)
				mask &= ~(unsigned)SLOPPY;
			continue;
		}
		f = ftfy_char_find(c);
		mask &= (c < 0x100 ? LATIN1 : 0) | (f ? (unsigned)f->encodings << 1 : 0);
	}
	return mask;
}

static void encode(struct fspan s, int encoding, struct ftext *out)
{
	buf_reset(&out->b);
	for (size_t i = 0; i < s.n; i++) {
		uint32_t c = s.v[i].c;

		if (c >= 0x80 && encoding > 0)
			c = ftfy_char_find(c)->byte[encoding - 1];
		ftext_add(out, c, s.v[i].from, s.v[i].to);
	}
}

/* Tries the encodings in order; true: out holds the text that one of them gives. */
static bool reread(struct fspan s, unsigned mask, struct ftext *out)
{
	struct ftext bytes = {0};
	bool ok = false;

	for (int e = 0; e <= FTFY_ENCODINGS && !ok; e++) {
		if (!(mask & 1u << e))
			continue;
		encode(s, e, &bytes);
		if (e != MACROMAN)
			ftfy_restore_a0(&bytes);
		if (SLOPPY & 1u << e)
			ftfy_lossy(&bytes);
		buf_reset(&out->b);
		ok = ftfy_decode(ftext_span(&bytes), out);
	}
	buf_fini(&bytes.b);
	return ok;
}

/* The end of the run of UTF-8-like sequences that starts at i, or i. */
static size_t run_end(struct fspan s, size_t i)
{
	if (i > 0 && ftfy_classes(s.v[i - 1].c) & FC_STRICT)
		return i;
	while (i < s.n) {
		uint32_t m = ftfy_classes(s.v[i].c);
		size_t k = 1, left = s.n - i;

		while (k < 4 && k < left && ftfy_classes(s.v[i + k].c) & FC_CONT)
			k++;
		if (m & FC_FIRST2 && k >= 2)
			i += 2;
		else if (m & FC_FIRST3 && k >= 3)
			i += 3;
		else if (m & FC_FIRST4 && k >= 4)
			i += 4;
		else
			break;
	}
	return i;
}

/* Repairs runs inside a text that is not mojibake as a whole. True: out differs from s. */
static bool inconsistent(struct fspan s, struct ftext *out, int depth)
{
	struct ftext part = {0};
	bool changed = false;

	buf_reset(&out->b);
	for (size_t i = 0; i < s.n;) {
		size_t end = run_end(s, i);

		if (end == i) {
			ftext_adds(out, fspan_cut(s, i, i + 1));
			i++;
			continue;
		}
		buf_reset(&part.b);
		ftext_adds(&part, fspan_cut(s, i, end));
		if (end - i < s.n && depth < MAX_DEPTH && ftfy_is_bad(ftext_span(&part))) {
			ftfy_encoding(&part, depth + 1);
			changed |= !fspan_same(ftext_span(&part), fspan_cut(s, i, end));
		}
		ftext_adds(out, ftext_span(&part));
		i = end;
	}
	buf_fini(&part.b);
	return changed;
}

/* Latin-1 text with C1 controls, read as windows-1252. False where a byte means nothing there, or nothing
 * changes. */
static bool as_1252(struct fspan s, struct ftext *out, bool strict)
{
	bool changed = false;

	buf_reset(&out->b);
	for (size_t i = 0; i < s.n; i++) {
		uint32_t c = s.v[i].c < 0x100 ? ftfy_1252(s.v[i].c) : s.v[i].c;

		if (strict && c >= 0x80 && c < 0xa0)
			return false;
		changed |= c != s.v[i].c;
		ftext_add(out, c, s.v[i].from, s.v[i].to);
	}
	return changed;
}

/* One step. True: out is the new text (it may be the same text: then the caller stops). */
static bool step(struct fspan s, struct ftext *out, int depth)
{
	unsigned mask;

	if (ascii(s) || !ftfy_is_bad(s))
		return false;
	mask = possible(s);
	if (reread(s, mask, out) || inconsistent(s, out, depth))
		return true;
	if (mask & LATIN1 && as_1252(s, out, true))
		return true;
	return as_1252(s, out, false);
}

void ftfy_encoding(struct ftext *t, int depth)
{
	struct ftext next = {0};

	while (step(ftext_span(t), &next, depth) && !fspan_same(ftext_span(t), ftext_span(&next)))
		ftext_swap(t, &next);
	buf_fini(&next.b);
}
