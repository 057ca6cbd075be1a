/* quote.c: where quotations begin and end (quote.h). */
#include "base/ascii.h"
#include "text/quote.h"

#include <stdbool.h>
#include <string.h>

/* The length of a mark that can open a quotation at i, and how it closes; 0 if none. */
static size_t opens(struct span s, size_t i, struct span *close)
{
	if (s.p[i] == '"') {
		*close = SPAN("\"");
		return 1;
	}
	if (s.p[i] == '\'' && (i == 0 || !byte_of_word(s.p[i - 1])) && i + 1 < s.n && byte_of_word(s.p[i + 1])) {
		*close = SPAN("'");
		return 1;
	}
	if (s.n - i < 3)
		return 0;
	if (memcmp(s.p + i, "\xE2\x80\x98", 3) == 0 && (i == 0 || !byte_of_word(s.p[i - 1])) && i + 3 < s.n && byte_of_word(s.p[i + 3])) {
		*close = SPAN("\xE2\x80\x99");
		return 3;
	}
	if (memcmp(s.p + i, "\xE2\x80\x9C", 3) == 0) {
		*close = SPAN("\xE2\x80\x9D");
		return 3;
	}
	if (memcmp(s.p + i, "\xE3\x80\x8C", 3) == 0) {
		*close = SPAN("\xE3\x80\x8D");
		return 3;
	}
	return 0;
}

/* Where the quotation that opened before at ends; 0 if it does not. A single quote closes only at a word's end: "don't". */
static size_t closes(struct span s, size_t at, struct span close)
{
	for (size_t i = at; i + close.n <= s.n && i - at < 400; i++) {
		if (memcmp(s.p + i, close.p, close.n) != 0)
			continue;
		bool single = close.p[0] == '\'' || close.p[close.n - 1] == '\x99';
		if (single && i + close.n < s.n && byte_of_word(s.p[i + close.n]))
			continue;
		return i;
	}
	return 0;
}

size_t quote_close(struct span s, size_t i)
{
	struct span close;
	size_t open = opens(s, i, &close), end = open ? closes(s, i + open, close) : 0;

	return end ? end + close.n : 0;
}
