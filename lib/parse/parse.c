/* parse.c: words -> tags -> phrases -> scene. */
#include "parse/scene.h"
#include "parse/words.h"

void scene_parse(const struct lexicon *l, const struct tagger *t, const struct seg *seg, struct arena *a, struct scene *out)
{
	(void)l;
	*out = (struct scene){.text = seg->text};
	parse_words(t, seg, a, out);
}
