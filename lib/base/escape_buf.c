/* escape_buf.c: escape.h into a buffer; apart, since die.c escapes in place and buffers die. */
#include "base/escape.h"

size_t escape_one(struct buf *b, struct span s)
{
	size_t n = escape_head(s);

	if (n) {
		buf_addc(b, '?');
		return n;
	}
	unsigned char lead = (unsigned char)s.p[0]; /* harmless, so whole and valid */
	n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	buf_add(b, s.p, n);
	return n;
}

void escape_terminal(struct buf *b, struct span s)
{
	size_t at = b->n;

	if (s.n == 0)
		return;
	buf_adds(b, s);
	b->n = at + escape_terminal_in(b->p + at, s.n);
}
