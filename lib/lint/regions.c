/* regions.c: a caption for several regions of the picture. BREAK (AUTOMATIC1111, modules/prompt_parser.py) and ADDCOMM, ADDBASE, ADDROW, ADDCOL (regional-prompter)
 * part what is said of one from what is said of the next: a tag there repeats nothing here. */
#include "lint/rule.h"
#include "lint/units.h"

/* A word of these, in capitals. */
static bool parts(struct span w)
{
	static const char *const words[] = {"BREAK", "ADDCOMM", "ADDBASE", "ADDROW", "ADDCOL"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (span_is(w, words[i]))
			return true;
	return false;
}

void regions_find(struct analysis *t, struct arena *a)
{
	uint32_t cap = 0;

	for (size_t i = 0; i < t->seg.n_words; i++) {
		const struct seg_word *w = &t->seg.words[i];
		if (w->capital && w->end - w->start >= 5 && parts(span_cut(t->text, w->start, w->end)))
			*ARENA_MORE(a, t->regions, t->n_regions, cap) = w->start;
	}
}

/* How many words part what stands before the byte. */
static uint32_t region_of(const struct analysis *t, uint32_t byte)
{
	uint32_t lo = 0, hi = t->n_regions;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->regions[mid] <= byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

bool same_region(const struct analysis *t, uint32_t a, uint32_t b)
{
	return t->n_regions == 0 || region_of(t, a) == region_of(t, b);
}
