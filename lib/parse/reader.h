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
/* As much of a text is read, to the last blank before: five times what the longest window of any model holds (3000 tokens). This bounds time
 * and memory for a caption that is no caption. */
enum { SCENE_READ = 64 << 10 };
/* That much: to the last blank before SCENE_READ, or to the last whole character. */
struct span scene_readable(struct span text);
/* What text (valid UTF-8) says, of as much of it as is read; everything in the arena. */
void scene_read(const struct scene_reader *r, struct span text, struct arena *a, struct scene *out);

#endif
