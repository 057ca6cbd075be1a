/* norm_nfc.c: NFC as the reference library has it. Its normalisation tables (crate unicode-normalization-alignments) stop at
 * Unicode 10: marks that came later have no combining class there, so they neither move nor let others move past them. */
#include "base/range.h"
#include "text/utf8.h"
#include "tok/norm.h"

/* Characters from Unicode 11 to 15 with a combining class, and U+11930, which composes with U+11935 since 13. Found by
 * running the reference's NFC over every code point between two marks. */
static const struct {
	uint32_t first, last;
} later[] = {
	{0x7FD, 0x7FD}, {0x898, 0x89F}, {0x8CA, 0x8D3}, {0x9FE, 0x9FE}, {0xC3C, 0xC3C}, {0xD3B, 0xD3C}, {0xEBA, 0xEBA},
	{0x1715, 0x1715}, {0x1ABF, 0x1ACE}, {0x1DF6, 0x1DFA}, {0xA82C, 0xA82C}, {0x10D24, 0x10D27}, {0x10EAB, 0x10EAC},
	{0x10EFD, 0x10EFF}, {0x10F46, 0x10F50}, {0x10F82, 0x10F85}, {0x11070, 0x11070}, {0x1133B, 0x1133B},
	{0x1145E, 0x1145E}, {0x11839, 0x1183A}, {0x11930, 0x11930}, {0x1193D, 0x1193E}, {0x11943, 0x11943},
	{0x119E0, 0x119E0}, {0x11A34, 0x11A34}, {0x11A47, 0x11A47}, {0x11A99, 0x11A99}, {0x11D42, 0x11D42},
	{0x11D44, 0x11D45}, {0x11D97, 0x11D97}, {0x11F41, 0x11F42}, {0x16FF0, 0x16FF1}, {0x1E08F, 0x1E08F},
	{0x1E130, 0x1E136}, {0x1E2AE, 0x1E2AE}, {0x1E2EC, 0x1E2EF}, {0x1E4EC, 0x1E4EF},
};

static bool is_later(uint32_t c)
{
	return c >= later[0].first && RANGE_FIND(later, c);
}

/* The part [from,to) of text, which no mark crosses. */
static void part(struct norm_out *o, struct span text, size_t from, size_t to, bool compat)
{
	size_t had = o->map ? o->map->n / sizeof(uint32_t) : 0;

	if (from == to)
		return;
	(compat ? uni_nfkc : uni_nfc)(o->out, span_cut(text, from, to), o->map);
	if (!o->map || from == 0)
		return;
	uint32_t *m = (uint32_t *)(void *)o->map->p;
	for (size_t i = had; i < o->map->n / sizeof *m; i++)
		m[i] += (uint32_t)from;
}

void norm_put_nfc(struct norm_out *o, struct span text, bool compat)
{
	const char *p = text.p, *end = p + text.n;
	size_t from = 0;

	while (p < end) {
		uint32_t c;
		if ((unsigned char)*p < 0xDF) { /* below U+07C0 */
			p++;
			continue;
		}
		size_t n = utf8_decode(p, end, &c);
		if (is_later(c)) {
			size_t at = (size_t)(p - text.p);
			part(o, text, from, at, compat);
			norm_put(o, p, n, (uint32_t)at, (uint32_t)(at + n));
			from = at + n;
		}
		p += n;
	}
	part(o, text, from, text.n, compat);
}
