/* mention.c: colour words and words for pictures without colour. */
#include "see/mention.h"

#include "base/ascii.h"

const char *const hue_names[HUES] = {"red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"};

/* Words whose hue nobody doubts; gold, tan and brown are met in nearly every picture, navy and maroon are nearly black. */
static const struct { const char *word; enum hue hue; } words[] = {
	{"red", HUE_RED}, {"scarlet", HUE_RED}, {"crimson", HUE_RED}, {"orange", HUE_ORANGE}, {"yellow", HUE_YELLOW}, {"green", HUE_GREEN},
	{"teal", HUE_TEAL}, {"turquoise", HUE_TEAL}, {"cyan", HUE_TEAL}, {"blue", HUE_BLUE}, {"purple", HUE_PURPLE}, {"violet", HUE_PURPLE},
	{"pink", HUE_PINK}, {"magenta", HUE_PINK},
};

static const char *const greys[] = {
	"monochrome", "greyscale", "grayscale", "black and white", "black-and-white", "b&w", "sepia", "line art", "lineart", "line drawing", "sketch",
	"etching", "engraving", "woodcut", "charcoal", "ink", "pencil", "silhouette", "x-ray", "blueprint", "no colour", "no color", "colourless", "colorless",
};

/* The hue of a word, or HUES. */
static enum hue hue_of(struct span w)
{
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(w, words[i].word))
			return words[i].hue;
	return HUES;
}

/* Of "light blue" the last; of "blue green" none. */
static enum hue one_hue(struct span name)
{
	enum hue found = HUES;

	for (size_t i = 0, end; i < name.n; i = end + 1) {
		const char *blank = memchr(name.p + i, ' ', name.n - i);
		end = blank ? (size_t)(blank - name.p) : name.n;
		enum hue h = hue_of(span_cut(name, i, end));
		if (h != HUES && found != HUES)
			return HUES;
		found = h != HUES ? h : found;
	}
	return found;
}

unsigned mention_hues(const struct scene *s, uint32_t first[HUES])
{
	unsigned said = 0;

	for (uint32_t i = 0; i < s->n_attributes; i++) {
		enum hue h = s->attributes[i].kind == ATTR_COLOUR ? one_hue(s->attributes[i].name) : HUES;
		if (h == HUES || said & 1u << h)
			continue;
		said |= 1u << h;
		if (first)
			first[h] = i;
	}
	return said;
}

static bool at_word(struct span t, size_t i, const char *z, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if ((t.p[i + k] | 32) != (z[k] | 32) && !(z[k] == ' ' && t.p[i + k] == '_'))
			return false;
	return i + n == t.n || !ascii_letter((unsigned char)t.p[i + n]);
}

bool mention_grey(const struct scene *s)
{
	struct span t = s->text;

	for (size_t i = 0; i < t.n; i++) {
		if (i && ascii_letter((unsigned char)t.p[i - 1]))
			continue;
		for (size_t k = 0; k < sizeof greys / sizeof *greys; k++) {
			size_t n = strlen(greys[k]);
			if (n <= t.n - i && at_word(t, i, greys[k], n))
				return true;
		}
	}
	return false;
}

const struct scene_picture *mention_white(const struct scene *s)
{
	for (uint32_t i = 0; i < s->n_picture; i++)
		if (s->picture[i].kind == PICTURE_BACKGROUND && span_starts(s->picture[i].text, SPAN("white ")))
			return &s->picture[i];
	return NULL;
}
