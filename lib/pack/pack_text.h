/* pack_text.h: the caption inside its file: where it stands, and the file with another one in its place. */
#ifndef CAPTOOLS_PACK_PACK_TEXT_H
#define CAPTOOLS_PACK_PACK_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

/* Bytes [start,end) of a file are the caption: the whole less one final line break, a JSON string (or list of them) with its quotes, or a cell
 * of CSV with them. */
enum text_form { TEXT_PLAIN, TEXT_JSON, TEXT_CSV };
struct text_place {
	size_t start, end;
	enum text_form form;
};

/* The caption of a sidecar or a line. */
struct text_place text_in_file(struct span file);
/* The caption in a JSON object, found as the readers find it. 0, or -1 with d. */
int text_in_json(struct arena *a, struct span file, const char *field, struct text_place *at, struct diag *d);
/* The caption that stands there. False: a JSON value that is no string. */
bool text_get(struct arena *a, struct span file, struct text_place at, struct span *caption);
/* Appends what stands for caption in that place. A JSON string is escaped as its file is: all ASCII stays all ASCII. */
void text_put(struct span file, struct text_place at, struct span caption, struct buf *out);

/* UTF-8 to charset (an iconv name), appended. 0, or -1 with d: the character that charset lacks. */
int text_encode(const char *charset, struct span utf8, struct buf *out, struct diag *d);
/* The reverse, only if encoding the result gives the same bytes again. */
bool text_decode(const char *charset, struct span bytes, struct buf *utf8);

#endif
