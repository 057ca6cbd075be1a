/* spec.c: NAME:OPTION=VALUE,... */
#include "base/spec.h"

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The bytes of a list in brackets at the beginning of s, 0 if there is none that is closed. Brackets in its strings do not count. */
static size_t list_bytes(struct span s)
{
	size_t depth = 0;
	bool quoted = false;

	if (!s.n || s.p[0] != '[')
		return 0;
	for (size_t i = 0; i < s.n; i++) {
		quoted ^= s.p[i] == '"';
		if (quoted)
			continue;
		depth += s.p[i] == '[';
		if (s.p[i] == ']' && --depth == 0)
			return i + 1;
	}
	return 0;
}

/* The value that text begins with, quotes and escapes undone. Returns the bytes it takes, or text.n + 1 where its quote is not closed. */
static size_t read_value(struct span text, struct arena *a, struct span *value)
{
	char *out = arena_alloc(a, text.n + 1);
	bool quoted = text.n && text.p[0] == '"';
	size_t n = 0, i = quoted, list = list_bytes(text);

	if (list) {
		memcpy(out, text.p, list);
		n = i = list;
	}
	for (; i < text.n && (quoted ? text.p[i] != '"' : text.p[i] != ',') && !list; i++) {
		if (text.p[i] == '\\' && i + 1 < text.n && (text.p[i + 1] == ',' || text.p[i + 1] == '\\' || text.p[i + 1] == '"'))
			i++;
		out[n++] = text.p[i];
	}
	out[n] = 0;
	*value = (struct span){out, n};
	return quoted ? i + 1 : i;
}

void spec_add(struct spec *s, struct span name, struct span value, struct arena *a)
{
	*ARENA_PUSH(a, s) = (struct spec_option){arena_dup(a, name), value.p ? arena_dup(a, value) : value};
}

static int read_option(struct spec *s, struct span *text, struct arena *a, struct diag *d)
{
	struct span name, value = {NULL, 0};
	size_t n = 0, took;

	while (n < text->n && text->p[n] != '=' && text->p[n] != ',')
		n++;
	name = span_cut(*text, 0, n);
	while (name.n && blank(name.p[0]))
		name = span_cut(name, 1, name.n);
	while (name.n && blank(name.p[name.n - 1]))
		name.n--;
	*text = span_cut(*text, n, text->n);
	if (text->n && text->p[0] == '=') {
		took = 1 + read_value(span_cut(*text, 1, text->n), a, &value);
		if (took > text->n)
			return diag_set(d, "bad-option", "the value of '%.*s' has no closing quote", SPAN_ARG(name));
		*text = span_cut(*text, took, text->n);
	}
	if (text->n && text->p[0] != ',')
		return diag_set(d, "bad-option", "a comma is missing behind '%.*s'", SPAN_ARG(name));
	*text = span_cut(*text, text->n > 0, text->n);
	if (name.n || value.p)
		*ARENA_PUSH(a, s) = (struct spec_option){arena_dup(a, name), value};
	return 0;
}

int spec_read(struct spec *s, struct span text, struct arena *a, struct diag *d)
{
	const char *colon = text.n ? memchr(text.p, ':', text.n) : NULL;
	size_t n = colon ? (size_t)(colon - text.p) : text.n;

	*s = (struct spec){.name = span_cut(text, 0, n)};
	text = span_cut(text, n + (colon != NULL), text.n);
	while (text.n)
		if (read_option(s, &text, a, d) != 0)
			return -1;
	return 0;
}
