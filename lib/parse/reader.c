/* reader.c: lexicon and tagger as one. */
#include "parse/reader.h"

#include "lexicon/lexicon.h"
#include "parse/tagger.h"
#include "text/seg.h"

int scene_reader_open(struct scene_reader *r, struct diag *d)
{
	r->lexicon = lexicon_open(&(struct lex_files){0}, d);
	r->tagger = r->lexicon ? tagger_open(d) : NULL;
	if (r->tagger)
		return 0;
	scene_reader_close(r);
	return -1;
}

void scene_reader_close(struct scene_reader *r)
{
	tagger_close(r->tagger);
	lexicon_close(r->lexicon);
	*r = (struct scene_reader){0};
}

struct span scene_readable(struct span text)
{
	enum { FAR = 1024 };
	size_t end = SCENE_READ, n;

	if (text.n <= end)
		return text;
	while (end > 0 && ((unsigned char)text.p[end] & 0xC0) == 0x80)
		end--;
	for (n = end; n > end - FAR && text.p[n] != ' ' && text.p[n] != '\n';)
		n--;
	return span_cut(text, 0, n > end - FAR ? n : end);
}

void scene_read(const struct scene_reader *r, struct span text, struct arena *a, struct scene *out)
{
	struct seg *seg = arena_alloc(a, sizeof *seg);

	seg_cut(scene_readable(text), a, seg);
	scene_parse(r->lexicon, r->tagger, seg, NULL, a, out);
	out->cut = seg->text.n < text.n;
}
