/* set_fused.h: which terms stand in so many captions of a set that they fuse with what is trained (CAP083).
 *
 * A term is a fact of the scene (an object, an attribute with its object, a verb with what it acts on, a term of light, camera, style or
 * background), a whole tag, or a run of up to FUSED_GRAM words of one phrase without function words. Words of the trigger and class words are
 * never part of one; medium and quality words, counts, quoted and negated words are none. A term is known by the lemmas of its words in order:
 * "the scarf is red" and "red scarves" are the term "red scarf".
 *
 *   fused_note(...)    on any thread: the terms of one caption
 *   fused_add(...)     in input order: counted in bounded memory (set_top.h)
 *   fused_find(...)    at the end: those that are frequent, the longest standing for its parts */
#ifndef CAPTOOLS_DATASET_SET_FUSED_H
#define CAPTOOLS_DATASET_SET_FUSED_H

#include "dataset/set_note.h"
#include "dataset/set_top.h"
#include "lexicon/lexicon.h"
#include "lint/lint.h"

struct lint_set;

enum {
	FUSED_GRAM = 4,
	FUSED_MOST = 512,     /* terms of one caption; further ones are not counted */
	FUSED_HELD = 8192,    /* of the set; a term in a third of the captions is never among the forgotten */
	CLASSES_HELD = 256,
	FUSED_POSTS = 1 << 16 /* captions up to which it is known which of them have a term: larger sets get counts alone */
};

/* Shares of the captions, in percent, from which on a term is an error, a warning, an info. */
struct fused_bands {
	unsigned error, warning, info;
};
#define FUSED_BANDS {85, 60, 35} /* caption-audit 1.3's critical, high and medium */

struct fused {
	struct top terms;     /* extra[0]: captions for certain; extra[1]: of those with the trigger; extra[2]: FUSED_ flags seen */
	struct top classes;   /* nouns behind the trigger */
	struct buf posts, ends; /* uint32_t: lower halves of the keys of each caption, and where each ends; empty once there are too many */
};

struct fused_term {
	struct span name;
	uint64_t key;
	uint32_t count, of;   /* captions that have it, of so many */
	enum severity band;   /* by its share; SEV_NONE: meant to bind */
	bool intended;
};

struct fused_list {
	struct fused_term *v; /* most frequent first */
	size_t n, cap;
	struct span class_word; /* found or given; may be empty */
	bool with_trigger;    /* counted among captions that have the trigger */
};

void fused_open(struct fused *f);
void fused_close(struct fused *f);
/* Appends struct note_fused to side and returns how many. class_words: --class-word. */
uint16_t fused_note(struct buf *side, const struct lint_result *r, const struct lint_options *o, const struct lexicon *lexicon,
		    const struct span *class_words, size_t n_class_words, struct arena *a);
/* One caption's, struct note_fused n times at p. */
void fused_add(struct lint_set *s, struct span caption, const char *p, size_t n, bool trigger);
/* The list for a set of at least SET_FEW captions, in the set's arena. */
void fused_find(struct lint_set *s);
/* The numbers of the captions that have the term, in v, which is in the arena; 0 when that is not known any more. */
size_t fused_captions(const struct lint_set *s, uint64_t key, uint32_t **v, struct arena *a);

#endif
