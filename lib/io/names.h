/* names.h: member names of archives and folders: how records write them, and which members belong to one
 * sample. Shared by the readers and by the write-back, so that both see the same samples. */
#ifndef CAPTOOLS_IO_NAMES_H
#define CAPTOOLS_IO_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/opt.h"
#include "base/span.h"

/* Appends the name that records carry for a member's raw name: leading "./" taken off; a name that is not
 * UTF-8 has %XX for each wrong byte and %25 for %. A UTF-8 name stays as it is, unless it looks just like
 * such an escaped name: then its % become %25 too, so that no two raw names (less "./") get the same
 * written one. */
void name_from_raw(struct buf *b, struct span raw);
/* The reverse: appends the raw bytes (without "./") that name_from_raw was given. */
void name_to_raw(struct buf *b, struct span name);

/* A written name cut up. In "10_dog/a.b.txt" the key is "10_dog/a" (WebDataset's rule: up to the first dot
 * of the basename), the stem "10_dog/a.b", the extension ".txt". A dot that begins the basename does not
 * count. */
struct name {
	struct span whole;
	size_t base, dot1, dot; /* where the basename, its first and its last extension begin */
};

struct name name_split(struct span whole);

static inline struct span name_key(const struct name *n)
{
	return span_cut(n->whole, 0, n->dot1);
}

static inline struct span name_stem(const struct name *n)
{
	return span_cut(n->whole, 0, n->dot);
}

/* With its dot; empty if there is none. */
static inline struct span name_ext(const struct name *n)
{
	return span_cut(n->whole, n->dot, n->whole.n);
}

/* Everything behind the key: ".b.txt". */
static inline struct span name_rest(const struct name *n)
{
	return span_cut(n->whole, n->dot1, n->whole.n);
}

/* Whether the extension (in any letter case) is that of an image or of a video: what a caption can belong
 * to. */
bool name_is_image(const struct name *n);
extern const char name_image_exts[]; /* these, without the dot: "|png|jpg|...|" */

/* Whether --exclude and --include, in any order, leave a sample in: no exclude matches the name or its stem (glob_match_id), and where there
 * are includes one does. */
bool name_wanted(const struct opt_list *globs, struct span whole, struct span stem);

/* How good an extension is for a caption: 0 wins. wanted (".caption"; with or without its dot; may be
 * NULL) comes first, then .txt, .caption, then (unless yet another extension is
 * wanted) those in other letter case, as Windows makes them and no trainer on Linux reads them, and .json, which is a caption only if
 * it has a caption field. -1: none of these. */
enum { RANK_SHOUTED = 2, RANK_JSON = 3, RANKS = 4 };
int name_caption_rank(const struct name *n, const char *wanted);
/* The extension of a rank, with its dot (".TXT" for all those in other letter case). */
struct span name_rank_ext(int rank, const char *wanted);

/* Members that nobody means: hidden ones (a component that begins with a dot, so also ._x of macOS and our
 * own temporary files), and __MACOSX. */
bool name_ignored(struct span whole);
/* A text file that is about the dataset and no caption (README.txt, LICENSE.txt, classes.txt) unless an
 * image has its stem. */
bool name_is_document(const struct name *n);

/* A file that holds the captions of the images around it by their names: Hugging Face's imagefolder (metadata.jsonl, metadata.csv), kohya's
 * finetune metadata (meta_*.json), and what captioners write (captions.json). It is read when it is named itself. */
bool name_is_metadata(const struct name *n);

#endif
