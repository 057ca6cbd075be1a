/* bpe_clip.c: CLIP's words: of normalised text, and one at a time of raw ASCII, most of which bpe_ascii.c cuts by itself. */
#include "tok/bpe.h"

enum { SPECIAL_START = 15, SPECIAL_END = 13 }; /* strlen("<|startoftext|>"), strlen("<|endoftext|>") */

static bool python(const struct tok_run *r)
{
	return r->variant == TOK_FTFY || r->variant == TOK_OPENAI;
}

/* Whether p begins with z in any case; in Python's matching ſ (C5 BF) is an s. Returns the length there, or 0. */
static size_t same_folded(const char *p, const char *end, const char *z, bool long_s)
{
	const char *q = p;

	for (; *z; z++) {
		if (q == end)
			return 0;
		unsigned char c = (unsigned char)*q++;
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		else if (long_s && c == 0xC5 && q < end && (unsigned char)*q == 0xBF && *z == 's')
			c = 's', q++;
		if (c != (unsigned char)*z)
			return 0;
	}
	return (size_t)(q - p);
}

/* The pattern's first alternatives, <|startoftext|> and <|endoftext|>, at the begin of a word. The text may be raw: the special
 * token in its exact form was taken out before normalisation, but for TOK_OPENAI. Python's tokenizers then have the special
 * token; `fast` has the second ByteLevel pass, which cuts it into <| letters |>. Returns the bytes taken, or 0. */
static size_t special(struct tok_run *r, const struct bpe_place *place, const char *p, const char *end, size_t at)
{
	const struct bpe *b = r->t->state;

	if (end - p < SPECIAL_END || p[0] != '<' || p[1] != '|')
		return 0;
	for (int which = 0; which < 2; which++) {
		const char *z = which ? "<|endoftext|>" : "<|startoftext|>";
		size_t plain = which ? SPECIAL_END : SPECIAL_START, n = same_folded(p, end, z, python(r));
		if (n == 0)
			continue;
		if (!python(r)) {
			bpe_word(r, place, p, 2, at);
			bpe_word(r, place, z + 2, n - 4, at + 2);
			bpe_word(r, place, p + n - 2, 2, at + n - 2);
		} else if (n == plain && b->special[which] != SYMBOL_NONE) {
			bpe_put(r, place, b->special[which], at, at + n);
		} else {
			bpe_word(r, place, n == plain ? z : p, n, at); /* raw text may be upper case */
		}
		return n;
	}
	return 0;
}

void bpe_clip_words(struct tok_run *r, const struct bpe_place *place, size_t from, size_t to)
{
	const char *begin = place->text->text.p, *p = begin + from, *end = begin + to;

	while ((p = pretok_clip_skip(p, end, python(r))) < end) {
		size_t n = special(r, place, p, end, (size_t)(p - begin));
		if (n == 0) {
			n = (size_t)(pretok_clip(p, end, python(r)) - p);
			bpe_word(r, place, p, n, (size_t)(p - begin));
		}
		p += n;
	}
}

/* Anything but letters and white space at p. */
static size_t ascii_other(struct tok_run *r, const struct bpe_place *place, const char *p, const char *end, size_t at)
{
	size_t n = special(r, place, p, end, at);

	if (n)
		return n;
	n = pretok_contraction(p, end, true); /* 'S is 's once lower-cased; no ſ in ASCII */
	if (n) {
		char low[3] = {p[0], (char)(p[1] | 0x20), n == 3 ? (char)(p[2] | 0x20) : 0};
		bpe_word(r, place, low, n, at);
		return n;
	}
	n = 1;
	if (!(pretok_ascii[(unsigned char)*p] & CK_N))
		while (p + n < end && !(pretok_ascii[(unsigned char)p[n]] & (CK_L | CK_N | CK_WS)))
			n++;
	bpe_word(r, place, p, n, at);
	return n;
}

size_t bpe_clip_one(struct tok_run *r, const struct bpe_place *place, const char *p, const char *end, size_t at)
{
	struct buf *b = &((struct bpe_run *)r->state)->norm.text[0];
	unsigned kind = pretok_ascii[(unsigned char)*p];

	if (kind & CK_WS)
		return 1;
	if (!(kind & CK_L))
		return ascii_other(r, place, p, end, at);
	size_t n = (size_t)(pretok_letters(p, end) - p);
	buf_reset(b);
	buf_room(b, n);
	for (size_t i = 0; i < n; i++)
		b->p[i] = (char)(p[i] | 0x20);
	bpe_word(r, place, b->p, n, at);
	return n;
}
