/* utf16.c: the map from bytes to UTF-16 units. */
#include "view/utf16.h"

#include "text/utf8.h"

struct utf16 utf16_map(struct arena *a, struct span text)
{
	uint32_t unit = 0, c;

	if (utf8_ascii(text))
		return (struct utf16){text.n, NULL};
	uint32_t *at = arena_alloc(a, (text.n + 1) * sizeof *at);
	for (size_t i = 0; i < text.n;) {
		size_t n = utf8_decode(text.p + i, text.p + text.n, &c);
		for (size_t k = 0; k < n; k++)
			at[i + k] = unit;
		unit += c > 0xFFFF ? 2 : 1;
		i += n;
	}
	at[text.n] = unit;
	return (struct utf16){text.n, at};
}
