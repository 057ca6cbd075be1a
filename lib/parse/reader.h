/* reader.h: captions to scene graphs, for who has no linter: the lexicon and the tagger, opened together. */
#ifndef CAPTOOLS_PARSE_READER_H
#define CAPTOOLS_PARSE_READER_H

#include "base/diag.h"
#include "parse/scene.h"

/* Read only once it is open, by any number of threads; all-zero is one that is not open. */
struct scene_reader {
	struct lexicon *lexicon;
	struct tagger *tagger;
};

/* The lexicon without words of the user's own. 0, or -1 with d, and nothing to close. */
int scene_reader_open(struct scene_reader *r, struct diag *d);
void scene_reader_close(struct scene_reader *r);
/* What text (valid UTF-8) says; everything in the arena. */
void scene_read(const struct scene_reader *r, struct span text, struct arena *a, struct scene *out);

#endif
