/* ftfy_bytes.h: the byte side of the mojibake repair (ftfy_bytes.c): texts whose "code points" are bytes. */
#ifndef CAPTOOLS_FTFY_FTFY_BYTES_H
#define CAPTOOLS_FTFY_FTFY_BYTES_H

#include "ftfy/ftfy_text.h"

/* Spaces that were U+00A0 inside a UTF-8 sequence become it again. Changes t in place. */
void ftfy_restore_a0(struct ftext *t);
/* Sequences in which a byte was lost (0x1A, or '?') become U+FFFD's UTF-8. Changes t in place. */
void ftfy_lossy(struct ftext *t);
/* Reads bytes as UTF-8, appending code points to out; where they hold 0xC0 or 0xED, also CESU-8 and Java's
 * NUL. */
bool ftfy_decode(struct fspan s, struct ftext *out);

#endif
