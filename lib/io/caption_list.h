/* caption_list.h: "caption": ["a fox", "a red fox"], several texts for one image: a record's caption is them with a line feed between, and its
 * texts say where each stands. Written back it is a list again. */
#ifndef CAPTOOLS_IO_CAPTION_LIST_H
#define CAPTOOLS_IO_CAPTION_LIST_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

/* Whether a JSON value (checked) is a list of strings, of one at least. */
bool list_is(struct span raw);
/* The texts of such a list, joined in *caption; *v are spans of that. False if it is none. */
bool list_read(struct arena *a, struct span raw, struct span *caption, struct span **v, size_t *n);
/* Whether caption can stand for the joined texts again: it has as many line feeds. */
bool list_fits(const struct span *v, size_t n, struct span caption);
/* Appends the list with another caption in place of the joined texts: cut where as many line feeds as each text had are over; a list of one
 * text where their number is another. quote writes a JSON string. */
void list_write(struct buf *b, const struct span *v, size_t n, struct span caption, void (*quote)(struct buf *b, struct span s));
/* The same in place of raw, the list that they were read from: its blanks stay, and each text that is the same. */
void list_put(struct buf *b, struct span raw, const struct span *v, size_t n, struct span caption, void (*quote)(struct buf *b, struct span s));

#endif
