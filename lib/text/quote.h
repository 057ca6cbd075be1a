/* quote.h: quotations in captions: visible text, titles. */
#ifndef CAPTOOLS_TEXT_QUOTE_H
#define CAPTOOLS_TEXT_QUOTE_H

#include "base/span.h"

/* Where the quotation that opens at byte i of s is over, its closing mark included; 0 if none opens there, or it does not close
 * within 400 bytes. "..", '..' (not the apostrophe), the same curly, and corner brackets. */
size_t quote_close(struct span s, size_t i);
static inline size_t quote_end(struct span s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];

	return c == '"' || c == '\'' || c >= 0xE2 ? quote_close(s, i) : 0; /* most bytes begin none */
}

#endif
