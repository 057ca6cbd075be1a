/* flags.c: flags of image services (see flags.h). */
#include "base/ascii.h"
#include "lint/flags.h"

static const char *const flags[] = {"ar", "aspect", "v", "q", "s", "c", "no", "niji", "stylize", "style", "chaos", "seed", "iw", "version", "quality",
				    "tile", "video", "weird", "hd", "uplight", "fast", "relax", "steps", "cfg", "sref", "cref", "stop", "raw", "width", "height", "w", "h"};

uint32_t service_flag(struct span s, uint32_t i)
{
	uint32_t k = i + 2;

	if (s.n - i < 3 || s.p[i + 1] != '-' || (i > 0 && s.p[i - 1] != ' '))
		return 0;
	while (k < s.n && s.p[k] >= 'a' && s.p[k] <= 'z')
		k++;
	for (size_t n = 0; n < sizeof flags / sizeof *flags; n++) {
		if (!span_is(span_cut(s, i + 2, k), flags[n]) || (k < s.n && s.p[k] != ' '))
			continue;
		while (k < s.n && s.p[k] == ' ')
			k++;
		while (k < s.n && s.p[k] != ' ' && s.p[k] != ',' && s.p[k] != '-')
			k++;
		return k - i;
	}
	return 0;
}

uint32_t embedding_end(struct span s, uint32_t colon)
{
	static const struct span word = SPAN_INIT("embedding");
	uint32_t k = colon + 1, from = colon - (uint32_t)word.n;

	if (colon < word.n || memcmp(s.p + from, word.p, word.n) != 0 || (from > 0 && byte_of_name(s.p[from - 1])))
		return 0;
	while (k < s.n && (byte_of_name(s.p[k]) || s.p[k] == '-' || s.p[k] == '.' || s.p[k] == ':'))
		k++;
	return k > colon + 1 ? k : 0;
}
