/* ftfy.h: text repair as ftfy 6.3.1's fix_text does it, as far as captions need it, and html.unescape. */
#ifndef CAPTOOLS_FTFY_FTFY_H
#define CAPTOOLS_FTFY_FTFY_H

#include "base/buf.h"
#include "base/span.h"

/* Appends the fixed text of valid UTF-8 s to out. map (may be NULL): for each output byte two uint32_t,
 * [start,end) of the bytes of s it came from, as uni_nfc does. Returns false if nothing changed (out then
 * still holds the copy). */
bool ftfy_fix(struct span s, struct buf *out, struct buf *map);
/* Python's html.unescape. */
bool html_unescape(struct span s, struct buf *out, struct buf *map);
/* A quick test: text that ftfy_fix and html_unescape certainly leave alone (plain ASCII without '&',
 * controls, CR). */
bool ftfy_plain(struct span s);

#endif
