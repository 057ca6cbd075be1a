/* flags.c: flags of image services (see flags.h). */
#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "lint/flags.h"
#include "text/utf8.h"

/* Midjourney's (docs.midjourney.com, "Parameter List", and its older ones), and what front ends of Stable Diffusion print. */
static const char *const with_value[] = {"ar", "aspect", "v", "version", "q", "quality", "s", "stylize", "c", "chaos", "w", "weird", "niji", "style", "seed", "stop",
					 "iw", "sref", "sw", "sv", "cref", "cw", "oref", "ow", "p", "profile", "exp", "r", "repeat", "motion", "steps", "cfg", "width", "height", "h"};
static const char *const alone[] = {"tile", "raw", "hd", "fast", "relax", "turbo", "draft", "stealth", "public", "video", "uplight", "upbeta", "upanime", "beta", "test",
				    "testp", "creative", "sameseed", "personalize"};
/* kohya's, of sample prompts (sd-scripts library/train_util.py, line_to_prompt_dict): seed, scales, number of images, flow shift. */
static const char *const with_number[] = {"d", "l", "g", "t", "nl", "fs"};
/* What shall not be seen, up to the next flag: kohya's and Midjourney's. */
static const char *const with_words[] = {"n", "no"};

static bool any_of(struct span name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(name, list[i]))
			return true;
	return false;
}

/* Where the words behind a flag that ends at byte k end: in front of the next flag or at the end of the line. */
static uint32_t words_end(struct span s, uint32_t k)
{
	while (k < s.n && s.p[k] != '\n' && s.p[k] != '\r' && !(s.p[k] == '-' && s.p[k - 1] == ' ' && k + 2 < s.n && s.p[k + 1] == '-' && s.p[k + 2] >= 'a' && s.p[k + 2] <= 'z'))
		k++;
	return k;
}

static bool number_follows(struct span s, uint32_t k)
{
	while (k < s.n && s.p[k] == ' ')
		k++;
	return k < s.n && ascii_digit((unsigned char)s.p[k]);
}

static uint32_t service_flag(struct span s, uint32_t i)
{
	uint32_t k = i + 2;

	if (s.n - i < 3 || s.p[i + 1] != '-' || (i > 0 && s.p[i - 1] != ' '))
		return 0;
	while (k < s.n && s.p[k] >= 'a' && s.p[k] <= 'z')
		k++;
	struct span name = span_cut(s, i + 2, k);
	if (any_of(name, with_words, sizeof with_words / sizeof *with_words))
		return words_end(s, k) - i;
	bool value = any_of(name, with_value, sizeof with_value / sizeof *with_value) ||
		     (number_follows(s, k) && any_of(name, with_number, sizeof with_number / sizeof *with_number));
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

struct span flag_words(struct span flags, uint32_t *from)
{
	for (uint32_t i = *from, k; i + 3 < flags.n; i++)
		for (size_t f = 0; f < sizeof with_words / sizeof *with_words; f++) {
			struct span name = span_of(with_words[f]);
			if ((i > 0 && flags.p[i - 1] != ' ') || flags.p[i] != '-' || flags.p[i + 1] != '-' || !span_starts(span_cut(flags, i + 2, flags.n), name))
				continue;
			k = i + 2 + (uint32_t)name.n;
			if (k >= flags.n || flags.p[k] != ' ')
				continue;
			*from = words_end(flags, k);
			return uni_strip(span_cut(flags, k, *from));
		}
	*from = (uint32_t)flags.n;
	return SPAN("");
}

bool interface_word(struct span word)
{
	static const char *const words[] = {"BREAK", "ADDCOMM", "ADDBASE", "ADDROW", "ADDCOL"};

	return any_of(word, words, sizeof words / sizeof *words);
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
	return from > 0 && to < s.n && !strchr(",;|\n.!?:", s.p[from - 1]) && !strchr(",;|\n", s.p[to]);
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
