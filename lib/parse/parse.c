/* parse.c: words -> tags -> phrases -> scene. */
#include "parse/scene.h"
#include "parse/tagger.h"

void scene_parse(const struct lexicon *l, const struct tagger *t, const struct seg *seg, struct arena *a, struct scene *out)
{
	(void)l, (void)t, (void)a;
	*out = (struct scene){.text = seg->text};
}

struct tagger *tagger_open(struct diag *d)
{
	(void)d;
	static char one;
	return (struct tagger *)(void *)&one;
}

void tagger_close(struct tagger *t)
{
	(void)t;
}
