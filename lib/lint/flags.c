/* flags.c: flags of image services (see flags.h). */
#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "lint/flags.h"

/* Midjourney's (docs.midjourney.com, "Parameter List", and its older ones), and what front ends of Stable Diffusion print. */
static const char *const with_value[] = {"ar", "aspect", "v", "version", "q", "quality", "s", "stylize", "c", "chaos", "w", "weird", "no", "niji", "style", "seed", "stop",
					 "iw", "sref", "sw", "sv", "cref", "cw", "oref", "ow", "p", "profile", "exp", "r", "repeat", "motion", "steps", "cfg", "width", "height", "h"};
static const char *const alone[] = {"tile", "raw", "hd", "fast", "relax", "turbo", "draft", "stealth", "public", "video", "uplight", "upbeta", "upanime", "beta", "test",
				    "testp", "creative", "sameseed", "personalize"};

static bool any_of(struct span name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(name, list[i]))
			return true;
	return false;
}

static uint32_t service_flag(struct span s, uint32_t i)
{
	uint32_t k = i + 2;

	if (s.n - i < 3 || s.p[i + 1] != '-' || (i > 0 && s.p[i - 1] != ' '))
		return 0;
	while (k < s.n && s.p[k] >= 'a' && s.p[k] <= 'z')
		k++;
	struct span name = span_cut(s, i + 2, k);
	bool value = any_of(name, with_value, sizeof with_value / sizeof *with_value);
	if ((!value && !any_of(name, alone, sizeof alone / sizeof *alone)) || (k < s.n && !strchr(value ? " " : " ,", s.p[k])))
		return 0;
	if (!value)
		return k - i;
	while (k < s.n && s.p[k] == ' ')
		k++;
	while (k < s.n && s.p[k] != ' ' && s.p[k] != ',' && s.p[k] != '-')
		k++;
	return k - i;
}

uint32_t service_flags(struct span s, uint32_t i)
{
	uint32_t end = i, next = i, n;

	while (next < s.n && s.p[next] == '-' && (n = service_flag(s, next)) != 0) {
		end = next + n;
		for (next = end; next < s.n && s.p[next] == ' ';)
			next++;
	}
	while (end > i && s.p[end - 1] == ' ')
		end--;
	return end - i;
}

uint32_t network_end(struct span s, uint32_t i)
{
	static const char *const nets[] = {"lora:", "lyco:", "hypernet:", "embedding:"};
	enum { MOST = 200 };
	const char *gt = memchr(s.p + i, '>', s.n - i < MOST ? s.n - i : MOST);

	for (size_t k = 0; gt && k < sizeof nets / sizeof *nets; k++)
		if (span_starts(span_cut(s, i + 1, s.n), span_of(nets[k])))
			return (uint32_t)(gt - s.p) + 1;
	return 0;
}

bool separator_parts(struct span s, uint32_t from, uint32_t to)
{
	while (from > 0 && s.p[from - 1] == ' ')
		from--;
	while (to < s.n && s.p[to] == ' ')
		to++;
	return from > 0 && to < s.n && !strchr(",;|\n", s.p[from - 1]) && !strchr(",;|\n", s.p[to]);
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
