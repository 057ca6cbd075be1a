/* html.c: what stands in a page cannot leave its place: text, attributes, JSON in a script element, base64. */
#include "fuzz/fuzz.h"
#include "json/jread.h"
#include "json/jwrite.h"
#include "view/html.h"

/* In text and in a quoted attribute no byte has a meaning of its own, and each & begins an entity that ends. */
static void text_is_safe(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		MUST(c != '<' && c != '>' && c != '"' && c != '\'' && c != 0x7F);
		MUST(c >= 0x20 || c == '\n' || c == '\t' || c == '\r');
		if (c == '&') {
			const char *end = memchr(s.p + i, ';', s.n - i);
			MUST(end && end - (s.p + i) <= 8);
			MUST(s.p[i + 1] == '#' || (s.p[i + 1] >= 'a' && s.p[i + 1] <= 'z'));
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span raw = {(const char *)p, n};
	struct arena a = ARENA_INIT;
	struct span s = fuzz_text(&a, raw), back;
	struct buf b = BUF_INIT, json = BUF_INIT;

	html_text(&b, s);
	MUST(utf8_valid(buf_span(&b), NULL));
	text_is_safe(buf_span(&b));
	buf_reset(&b);

	json_quote(&json, s);
	html_json(&b, buf_span(&json));
	for (size_t i = 0; i < b.n; i++)
		MUST(b.p[i] != '<' && b.p[i] != '>' && b.p[i] != '&');
	MUST(!memmem(b.p, b.n, "\xE2\x80\xA8", 3) && !memmem(b.p, b.n, "\xE2\x80\xA9", 3));
	MUST(json_string(&a, buf_span(&b), &back) && span_eq(back, s));
	buf_reset(&b);

	html_base64(&b, raw);
	MUST(b.n == (n + 2) / 3 * 4);
	buf_fini(&b);
	buf_fini(&json);
	arena_fini(&a);
	return 0;
}
