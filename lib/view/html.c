/* html.c: escaping for the page. */
#include "view/html.h"

#include <stdint.h>

#include "text/utf8.h"

void html_text(struct buf *b, struct span s)
{
	for (size_t i = 0, n; i < s.n; i += n) {
		uint32_t c;
		n = utf8_decode(s.p + i, s.p + s.n, &c);
		switch (c) {
		case '&': BUF_LIT(b, "&amp;"); break;
		case '<': BUF_LIT(b, "&lt;"); break;
		case '>': BUF_LIT(b, "&gt;"); break;
		case '"': BUF_LIT(b, "&quot;"); break;
		case '\'': BUF_LIT(b, "&#39;"); break;
		default:
			if ((c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7F && c < 0xA0) || c == 0xFFFD)
				BUF_LIT(b, "\xEF\xBF\xBD");
			else
				buf_add(b, s.p + i, n);
		}
	}
}

void html_json(struct buf *b, struct span json)
{
	for (size_t i = 0; i < json.n; i++) {
		unsigned char c = (unsigned char)json.p[i];
		if (c == '<' || c == '>' || c == '&')
			buf_printf(b, "\\u%04x", c);
		else if (c == 0xE2 && json.n - i > 2 && (unsigned char)json.p[i + 1] == 0x80 &&
		         ((unsigned char)json.p[i + 2] | 1) == 0xA9) {
			buf_printf(b, "\\u20%02x", (unsigned)(unsigned char)json.p[i + 2] - 0x80);
			i += 2;
		} else {
			buf_addc(b, (char)c);
		}
	}
}

void html_base64(struct buf *b, struct span s)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *p = (const unsigned char *)s.p;
	char *q = buf_room(b, (s.n + 2) / 3 * 4);

	for (size_t i = 0; i < s.n; i += 3) {
		size_t left = s.n - i;
		uint32_t v = (uint32_t)p[i] << 16 | (uint32_t)(left > 1 ? p[i + 1] : 0) << 8 | (left > 2 ? p[i + 2] : 0u);
		*q++ = digit[v >> 18];
		*q++ = digit[v >> 12 & 63];
		*q++ = left > 1 ? digit[v >> 6 & 63] : '=';
		*q++ = left > 2 ? digit[v & 63] : '=';
	}
	b->n += (s.n + 2) / 3 * 4;
}
