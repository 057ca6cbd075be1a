/* charset.h: text in other character sets, turned into UTF-8 (iconv). */
#ifndef CAPTOOLS_IO_CHARSET_H
#define CAPTOOLS_IO_CHARSET_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

struct charset;

/* names: any that iconv knows, or several with commas between, tried in order: on whole files, or on the lines of a stream. Lives in the arena, but needs charset_close. NULL with d: "charset". */
struct charset *charset_open(struct arena *a, const char *names, struct diag *d);
void charset_close(struct charset *c); /* NULL is allowed */
/* A whole text, appended to out. False with the offset of the first wrong sequence. */
bool charset_text(struct charset *c, struct span text, struct buf *out, size_t *bad);
/* A piece of a stream: takes whole characters off the front of in and appends them to out; a wrong
 * sequence gives the byte 0xFF, which makes that line (and no other) no UTF-8. last: nothing follows, so a
 * cut character is wrong, too. */
void charset_piece(struct charset *c, struct buf *in, bool last, struct buf *out);

#endif
