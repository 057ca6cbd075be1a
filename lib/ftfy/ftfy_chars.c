/* ftfy_chars.c: what ftfy 6.3.1 knows about single characters: classes, encodings, standard forms. */
#include "ftfy/ftfy_text.h"

#include "ftfy/ftfy_chars.inc"

enum { N_CHARS = sizeof ftfy_chars / sizeof ftfy_chars[0] };

const struct ftfy_char *ftfy_char_find(uint32_t c)
{
	size_t lo = 0, hi = N_CHARS;

	if (c < 0x80 || c > 0xfffd)
		return NULL;
	if (c < 0x100)
		return &ftfy_chars[c - 0x80]; /* every one of them has a row */
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (ftfy_chars[mid].c < c)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < N_CHARS && ftfy_chars[lo].c == c ? &ftfy_chars[lo] : NULL;
}

uint32_t ftfy_classes(uint32_t c)
{
	const struct ftfy_char *f = ftfy_char_find(c);

	return f ? f->classes : c == ' ' ? FC_CONT : 0;
}

uint32_t ftfy_1252(unsigned byte)
{
	/* The 32 positions where windows-1252 is not latin-1; the five empty ones stay. */
	static const uint16_t high[32] = {
		0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
		0x2039, 0x0152, 0x8d, 0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
		0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
	};

	return byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
}

/* Latin ligatures and digraphs, each written as its letters (fix_latin_ligatures). */
static const struct {
	uint16_t c, to[3];
} ligatures[] = {
	{0x132, {'I', 'J'}},    {0x133, {'i', 'j'}},    {0x149, {0x2bc, 'n'}},   {0x1c4, {'D', 0x17d}},
	{0x1c5, {'D', 0x17e}},  {0x1c6, {'d', 0x17e}},  {0x1c7, {'L', 'J'}},     {0x1c8, {'L', 'j'}},
	{0x1c9, {'l', 'j'}},    {0x1ca, {'N', 'J'}},    {0x1cb, {'N', 'j'}},     {0x1cc, {'n', 'j'}},
	{0x1f1, {'D', 'Z'}},    {0x1f2, {'D', 'z'}},    {0x1f3, {'d', 'z'}},     {0xfb00, {'f', 'f'}},
	{0xfb01, {'f', 'i'}},   {0xfb02, {'f', 'l'}},   {0xfb03, {'f', 'f', 'i'}}, {0xfb04, {'f', 'f', 'l'}},
	{0xfb05, {0x17f, 't'}}, {0xfb06, {'s', 't'}},
};

static uint32_t straight(uint32_t c)
{
	if (c == 0x2bc || (c >= 0x2018 && c <= 0x201b))
		return '\'';
	return c >= 0x201c && c <= 0x201f ? '"' : c;
}

/* Each step sees what the ones before it made: 0x149 gives U+02BC, which then becomes a straight quote; no
 * width form gives a ligature or a quote. */
static void replace_one(struct fch f, struct ftext *out)
{
	uint32_t c = f.c;

	if (c < 0x80) {
		ftext_add(out, c, f.from, f.to);
		return;
	}
	if (c < 0xa0)
		c = ftfy_1252(c);
	if ((c >= 0x132 && c <= 0x1f3) || (c >= 0xfb00 && c <= 0xfb06))
		for (size_t i = 0; i < sizeof ligatures / sizeof ligatures[0]; i++) {
			if (ligatures[i].c != c)
				continue;
			for (int k = 0; k < 3 && ligatures[i].to[k]; k++)
				ftext_add(out, straight(ligatures[i].to[k]), f.from, f.to);
			return;
		}
	if (c >= 0xff01 && c < 0xfff0 && ftfy_width[c - 0xff01][0]) {
		ftext_add(out, straight(ftfy_width[c - 0xff01][0]), f.from, f.to);
		if (ftfy_width[c - 0xff01][1])
			ftext_add(out, ftfy_width[c - 0xff01][1], f.from, f.to);
		return;
	}
	ftext_add(out, c == 0x3000 ? ' ' : straight(c), f.from, f.to);
}

void ftfy_replace(struct fspan s, struct ftext *out)
{
	for (size_t i = 0; i < s.n; i++)
		replace_one(s.v[i], out);
}
