/* pair.h: from the members of an archive or folder, in whatever order, to records. A caption whose image
 * has not come yet waits in a queue (on disk when it is long), and everything behind it waits, too, so
 * that order is kept; names are kept as hashes. Memory: 15 to 23 bytes a stem, as many again for a stem
 * with dots or with capitals, and a few MiB.
 *
 * The rules. An image with the caption's full stem is its pair. Else WebDataset's: an image of the same
 * key, where that is clear: one of the two has the plain name of the key, or it is the only image of the
 * key; and not an image that has a caption of its own. --from webdataset goes by the key alone. Of several
 * captions of one sample the wanted extension wins, then .txt, .caption, .json; so a caption that is not
 * of the winning kind waits until it is certain that no better one comes. */
#ifndef CAPTOOLS_IO_PAIR_H
#define CAPTOOLS_IO_PAIR_H

#include "io/form.h"
#include "io/names.h"

struct pair;

/* sorted: the members come in the byte order of their names, so that what is past is past (folders). Lives
 * in s->own. */
struct pair *pair_open(struct source *s, bool sorted);
/* No member will be an image: captions need not wait to learn whether they are orphans. */
void pair_no_images(struct pair *p);
void pair_close(struct pair *p); /* NULL is allowed */

enum pair_kind {
	PAIR_SKIP, /* nothing to do */
	PAIR_READ  /* may be a caption: hand its content to pair_text, or say with pair_bad why not */
};
struct pair_member {
	struct name name; /* good until the next pair_member */
	int rank;
	uint64_t stem, key; /* hashes */
	bool image;       /* an image, which pair_saw may tell more of */
	bool document;    /* README.txt and the like, whose image has not been seen */
};
/* The next member, by its raw name. Images are taken note of here. A kind, or -1 with d (fatal: too many
 * members). */
int pair_member(struct pair *p, struct span raw_name, struct pair_member *m, struct diag *d);
/* The bytes of a member that is an image: shown to the look, whose note its record will carry. */
void pair_saw(struct pair *p, const struct pair_member *m, const struct look_bytes *b);
/* The content of a member that was PAIR_READ; it must stay until pair_next has been called. 0, or -1 with
 * d (fatal). */
int pair_text(struct pair *p, const struct pair_member *m, struct span content, struct diag *d);
int pair_bad(struct pair *p, const struct pair_member *m, const struct diag *why, struct diag *d);
/* Trouble that belongs to no sample (a folder that cannot be read): an error record in its place. */
int pair_trouble(struct pair *p, struct span raw_name, const struct diag *why, struct diag *d);
/* No more members. whole: it was the real end, so that what is missing can be told. */
void pair_end(struct pair *p, bool whole);
/* 1 a record; 0 more members are needed (after pair_end: all is told); -1 with d (fatal). */
int pair_next(struct pair *p, struct record *r, struct arena *a, struct diag *d);
/* Whether pair_next has a record ready without new members (as far as is known without work). */
bool pair_ready(const struct pair *p);
/* The name of the member that came last, for messages. */
struct span pair_last(const struct pair *p);

#endif
