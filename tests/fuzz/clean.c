/* clean.c: what a pipeline makes of a caption before its tokenizer: valid text, each byte with its place in the caption, pieces in order,
 * and the same text once more. */
#include "fuzz/fuzz.h"
#include "model/cleaning/cleaning.h"

static const struct cleaning *const all[] = {
	&cleaning_strip, &cleaning_lower_strip, &cleaning_caption, &cleaning_basic, &cleaning_wan, &cleaning_image_token,
	&cleaning_space_for_empty, &cleaning_quoted_single, &cleaning_quoted, &cleaning_quoted_double, &cleaning_quoted_double_once,
	&cleaning_quoted_apart, &cleaning_quoted_apart_mixed, &cleaning_ideogram_json, &cleaning_ideogram_digest,
};

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span raw = {(const char *)p, n};
	const struct cleaning *c = all[fuzz_byte(&raw) % (sizeof all / sizeof *all)];
	struct arena a = ARENA_INIT;
	struct span s = fuzz_text(&a, raw);
	struct cleaned x, y;

	cleaned_make(c, s, &a, &x);
	cleaned_make(c, s, &a, &y);
	MUST(utf8_valid(x.text, NULL) && span_eq(x.text, y.text));
	MUST(x.map || x.text.n == 0 || span_eq(x.text, s)); /* no map: the caption itself */
	for (size_t i = 0; x.map && i < x.text.n; i++)
		MUST(x.map[2 * i] <= x.map[2 * i + 1] && x.map[2 * i + 1] <= s.n);
	for (size_t i = 0; i < x.n_pieces; i++)
		MUST(fuzz_edge(x.text, x.pieces[i]) && x.pieces[i] >= (i ? x.pieces[i - 1] : 0));
	MUST(!x.n_pieces || x.pieces[x.n_pieces - 1] == x.text.n);
	arena_fini(&a);
	return 0;
}
