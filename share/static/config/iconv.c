/* iconv.c: musl's iconv for other C libraries, so that --encoding knows the same names and gives the same text on every system. Its
 * own "adapt as needed": a character is 32 bits, and UTF-8 is read and written here, since no locale of the others must be set. */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "iconv.h"

/* As mbrtowc does in a UTF-8 locale: the bytes of one character, (size_t)-1 if they are none, (size_t)-2 if there are too few. */
static size_t utf8_in(uint32_t *c, const char *in, size_t n)
{
	const unsigned char *s = (const unsigned char *)in;
	size_t len = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
	/* What may follow: no overlong form, no surrogate, nothing above U+10FFFF. */
	unsigned low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80, high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;

	if (s[0] < 0xC2 || s[0] > 0xF4)
		return (size_t)-1;
	*c = s[0] & (0x7Fu >> len);
	for (size_t i = 1; i < len; i++, low = 0x80, high = 0xBF) {
		if (i == n)
			return (size_t)-2;
		if (s[i] < low || s[i] > high)
			return (size_t)-1;
		*c = *c << 6 | (s[i] & 0x3F);
	}
	return len;
}

/* As wctomb. */
static size_t utf8_out(char *out, uint32_t c)
{
	size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	if (c > 0x10FFFF || c - 0xD800 < 0x800)
		return (size_t)-1;
	for (size_t i = len; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(len == 1 ? c : (0xF00u >> len & 0xF0) | c);
	return len;
}

#define wchar_t uint32_t
#define mbrtowc(c, in, n, state) ((void)(state), utf8_in(c, in, n))
#define wctomb(out, c) utf8_out(out, c)
#define locale_t int
#define UTF8_LOCALE 0
#define CURRENT_LOCALE (int){0}

#include MUSL_ICONV /* with -I of config/musl, whose locale_impl.h is empty */

int iconv_close(iconv_t cd)
{
	if (!((size_t)cd & 1))
		free(cd);
	return 0;
}
