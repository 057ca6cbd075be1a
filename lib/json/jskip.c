/* jskip.c: members and elements of checked JSON, by brackets and quotes alone. */
#include "json/jskip.h"

#include <stddef.h>

#include "json/jread.h"

/* What ends a string at or behind p: the quote, or end. */
static const char *string_end(const char *p, const char *end)
{
	while (p < end && *p != '"')
		p += *p == '\\' ? 2 : 1;
	return p < end ? p : end;
}

/* The value that begins at p, to the comma or bracket behind it, which is where *rest then stands. */
static struct span value_at(const char *p, const char *end, struct span *rest)
{
	const char *from = p;
	size_t depth = 0;

	for (; p < end; p++) {
		if (*p == '"') {
			p = string_end(p + 1, end);
		} else if (*p == '{' || *p == '[') {
			depth++;
		} else if ((*p == '}' || *p == ']') && depth > 0) {
			depth--;
		} else if (depth == 0 && (*p == ',' || *p == '}' || *p == ']')) {
			break;
		}
	}
	if (p > end)
		p = end;
	struct span v = {from, (size_t)(p - from)};
	while (v.n && (unsigned char)v.p[v.n - 1] <= ' ')
		v.n--;
	*rest = (struct span){p, (size_t)(end - p)};
	return v;
}

bool json_next_member(struct span *rest, struct span *key, struct span *value)
{
	const char *p = rest->p, *end = p + rest->n;

	while (p < end && *p != '"')
		p++;
	if (p == end)
		return false;
	const char *from = p + 1;
	p = string_end(from, end);
	*key = (struct span){from, (size_t)(p - from)};
	for (p += p < end; p < end && (*p == ':' || (unsigned char)*p <= ' '); p++)
		;
	*value = value_at(p, end, rest);
	return true;
}

bool json_next_element(struct span *rest, struct span *value)
{
	const char *p = rest->p, *end = p + rest->n;

	while (p < end && (*p == ',' || (unsigned char)*p <= ' '))
		p++;
	if (p == end || *p == ']')
		return false;
	*value = value_at(p, end, rest);
	return true;
}

static struct span member(struct span raw, struct span name)
{
	struct span rest = span_cut(raw, 1, raw.n), key, value;

	while (json_next_member(&rest, &key, &value))
		if (span_eq(key, name))
			return value;
	return SPAN("");
}

static struct span element(struct span raw, struct span name)
{
	struct span rest = span_cut(raw, 1, raw.n), value;
	long long place;

	if (json_long(name, &place) && place >= 0)
		while (json_next_element(&rest, &value))
			if (place-- == 0)
				return value;
	return SPAN("");
}

struct span json_at(struct span raw, struct span path)
{
	size_t end;

	for (size_t i = 0; raw.n && i <= path.n; i = end + 1) {
		const char *dot = i < path.n ? memchr(path.p + i, '.', path.n - i) : NULL;
		end = dot ? (size_t)(dot - path.p) : path.n;
		struct span name = span_cut(path, i, end);
		raw = raw.p[0] == '{' ? member(raw, name) : raw.p[0] == '[' ? element(raw, name) : SPAN("");
	}
	return raw;
}
