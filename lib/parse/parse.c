/* parse.c: words -> tags -> phrases -> scene. */
#include "parse/build.h"
#include "parse/scene.h"
#include "parse/words.h"

void scene_parse(const struct lexicon *l, const struct tagger *t, const struct seg *seg, struct arena *a, struct scene *out)
{
	struct builder b = {.l = l, .seg = seg, .a = a, .s = out, .n_named = 8, .subject = SCENE_NONE, .last_thing = SCENE_NONE, .last_person = SCENE_NONE,
			    .last_plural = SCENE_NONE};

	*out = (struct scene){.text = seg->text};
	b.states = parse_words(t, seg, a, out);
	while (b.n_named < out->n_words * 2)
		b.n_named *= 2;
	b.named = arena_zalloc(a, b.n_named, sizeof *b.named);
	for (uint32_t i = 0, end; i < out->n_words; i = end) {
		struct chunks c = {0};
		for (end = i + 1; end < out->n_words && out->words[end].sentence == out->words[i].sentence;)
			end++;
		chunk_words(out, b.states, i, end, a, &c);
		build_clauses(&b, c.v, c.n);
	}
	gather_facts(&b);
}
