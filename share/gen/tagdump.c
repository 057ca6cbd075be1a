/* tagdump: what the tagger says of captions, for tagger-counts and for measuring. stdin: a caption a line.
 * usage: tagdump [--words]: a line of states a sentence, with --words as word/STATE */
#include <stdio.h>

#include "base/die.h"
#include "parse/reader.h"
#include "parse/tagger_blob.h"
#include "parse/words.h"
#include "text/seg.h"

static const char *const state_name[] = {
#define STATE(NAME, tag, verb) #NAME,
#define CARRIED(NAME, tag, verb) #NAME,
#include "parse/tags.def"
#undef STATE
#undef CARRIED
};

int main(int argc, char **argv)
{
	static char line[1 << 16];
	struct arena a = ARENA_INIT;
	struct diag d = {0};

	prog_init(&argc, &argv);
	struct scene_reader r;
	if (scene_reader_open(&r, &d) < 0)
		die("%s", d.message);
	while (fgets(line, sizeof line, stdin)) {
		struct span text = {line, strcspn(line, "\n")};
		struct seg seg;
		struct scene s = {.text = text};
		seg_cut(text, &a, &seg);
		struct tagger_token *tokens;
		uint8_t *state = parse_words(r.lexicon, r.tagger, &seg, NULL, &a, &s, &tokens);
		for (uint32_t i = 0; i < s.n_words; i++) {
			if (argc > 1)
				printf("%.*s/", (int)(s.words[i].end - s.words[i].start), text.p + s.words[i].start);
			printf("%s%c", state_name[state[i]], i + 1 == s.n_words || s.words[i + 1].sentence != s.words[i].sentence ? '\n' : ' ');
		}
		arena_reset(&a);
	}
	arena_fini(&a);
	scene_reader_close(&r);
	out_close();
	return STATUS_OK;
}
