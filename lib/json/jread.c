/* jread.c: a strict scanner that finds and checks JSON values without building anything. A line of our own pipe is
 * mostly copied, so its members stay raw bytes; jstring.c decodes the strings that are used. */
#include "json/jread.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "text/utf8.h"

struct scan {
	const char *p, *end, *begin;
	const char *code; /* what went wrong, at p */
};

static bool fail(struct scan *s, const char *code)
{
	if (!s->code)
		s->code = code;
	return false;
}

static void blanks(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
		s->p++;
}

static bool hex4(const char *p)
{
	for (int i = 0; i < 4; i++)
		if (!((p[i] >= '0' && p[i] <= '9') || ((p[i] | 0x20) >= 'a' && (p[i] | 0x20) <= 'f')))
			return false;
	return true;
}

/* Skips bytes of a string that need no look: eight at a time while none is a quote, a backslash, a control. */
static const char *plain_run(const char *p, const char *end)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;

	while (end - p >= 8) {
		uint64_t w;
		memcpy(&w, p, 8);
		uint64_t q = w ^ ones * '"', b = w ^ ones * '\\';
		uint64_t hit = (((q - ones) & ~q) | ((b - ones) & ~b) | ((w - ones * 0x20) & ~w)) & high;
		if (hit) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
			return p + __builtin_ctzll(hit) / 8; /* borrows only run upwards: the lowest hit is a real one */
#else
			break;
#endif
		}
		p += 8;
	}
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

static bool string(struct scan *s)
{
	s->p++; /* the quote */
	for (;;) {
		s->p = plain_run(s->p, s->end);
		if (s->p >= s->end)
			return fail(s, "bad-json");
		if (*s->p == '"') {
			s->p++;
			return true;
		}
		if (*s->p != '\\' || s->end - s->p < 2)
			return fail(s, "bad-json");
		if (s->p[1] == 'u') {
			if (s->end - s->p < 6 || !hex4(s->p + 2))
				return fail(s, "bad-json");
			s->p += 6;
		} else if (s->p[1] && strchr("\"\\/bfnrt", s->p[1])) {
			s->p += 2;
		} else {
			return fail(s, "bad-json");
		}
	}
}

static bool digits(struct scan *s)
{
	const char *p = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > p || fail(s, "bad-json");
}

static bool number(struct scan *s)
{
	if (*s->p == '-')
		s->p++;
	if (s->p < s->end && *s->p == '0')
		s->p++;
	else if (!digits(s))
		return false;
	if (s->p < s->end && *s->p == '.') {
		s->p++;
		if (!digits(s))
			return false;
	}
	if (s->p < s->end && (*s->p | 0x20) == 'e') {
		s->p++;
		if (s->p < s->end && (*s->p == '+' || *s->p == '-'))
			s->p++;
		return digits(s);
	}
	return true;
}

static bool word(struct scan *s, const char *w, size_t n)
{
	if ((size_t)(s->end - s->p) < n || memcmp(s->p, w, n) != 0)
		return fail(s, "bad-json");
	s->p += n;
	return true;
}

static bool scalar(struct scan *s)
{
	if (s->p >= s->end)
		return fail(s, "bad-json");
	switch (*s->p) {
	case '"': return string(s);
	case 't': return word(s, "true", 4);
	case 'f': return word(s, "false", 5);
	case 'n': return word(s, "null", 4);
	/* No JSON, but what Python writes unless told not to: it may stand in members that are not ours, and goes on as it is. */
	case 'N': return word(s, "NaN", 3);
	case 'I': return word(s, "Infinity", 8);
	default:
		if (*s->p == '-' && s->end - s->p > 1 && s->p[1] == 'I')
			return word(s, "-Infinity", 9);
		if (*s->p == '-' || (*s->p >= '0' && *s->p <= '9'))
			return number(s);
		return fail(s, "bad-json");
	}
}

static bool key(struct scan *s)
{
	blanks(s);
	if (s->p >= s->end || *s->p != '"')
		return fail(s, "bad-json");
	if (!string(s))
		return false;
	blanks(s);
	if (s->p >= s->end || *s->p != ':')
		return fail(s, "bad-json");
	s->p++;
	return true;
}

static int depth_most = JSON_DEPTH;

void json_set_depth(int depth)
{
	depth_most = depth < JSON_DEPTH_MOST ? depth : JSON_DEPTH_MOST;
}

/* One value of any kind, nested at most depth_most - outer deep. No recursion: a flag for each open container. */
static bool value(struct scan *s, int outer)
{
	bool object[JSON_DEPTH_MOST]; /* [depth - 1]: the innermost is an object */
	int depth = 0;

	for (;;) {
		blanks(s);
		if (s->p < s->end && (*s->p == '{' || *s->p == '[')) {
			bool obj = *s->p == '{';
			if (depth + outer >= depth_most)
				return fail(s, "too-deep");
			s->p++;
			blanks(s);
			if (s->p >= s->end || *s->p != (obj ? '}' : ']')) {
				object[depth++] = obj;
				if (obj && !key(s))
					return false;
				continue;
			}
			s->p++; /* empty */
		} else if (!scalar(s)) {
			return false;
		}
		for (;;) { /* a value has ended: close what closes here */
			if (depth == 0)
				return true;
			blanks(s);
			if (s->p >= s->end)
				return fail(s, "bad-json");
			char c = *s->p;
			if (c == ',') {
				s->p++;
				if (object[depth - 1] && !key(s))
					return false;
				break;
			}
			if (c != (object[depth - 1] ? '}' : ']'))
				return fail(s, "bad-json");
			s->p++;
			depth--;
		}
	}
}

static int report(const struct scan *s, struct diag *d)
{
	size_t at = (size_t)(s->p - s->begin);

	if (strcmp(s->code, "too-deep") == 0)
		return diag_at(d, s->code, at, "JSON nested more than %d deep (--max-depth raises the limit)", depth_most);
	if (strcmp(s->code, "not-object") == 0)
		return diag_at(d, s->code, at, "not a JSON object");
	if (s->p >= s->end)
		return diag_at(d, s->code, at, "JSON ends in the middle");
	return diag_at(d, s->code, at, "not JSON here");
}

static struct span unquote(struct arena *a, struct span raw)
{
	struct span out = SPAN("");

	json_string(a, raw, &out);
	return out;
}

static int members(struct arena *a, struct span text, struct json_members *out, struct diag *d, char open)
{
	struct scan s = {text.p, text.p + text.n, text.p, NULL};
	char close = open == '{' ? '}' : ']';
	size_t bad;

	*out = (struct json_members){NULL, 0, 0};
	if (!utf8_valid(text, &bad))
		return diag_at(d, "not-utf8", bad, "not UTF-8");
	blanks(&s);
	if (s.p >= s.end || *s.p != open)
		return fail(&s, "not-object"), report(&s, d);
	s.p++;
	blanks(&s);
	bool more = s.p >= s.end || *s.p != close;
	while (more) {
		struct json_member m = {SPAN(""), SPAN("")};
		if (open == '{') {
			blanks(&s);
			const char *from = s.p;
			if (!key(&s))
				return report(&s, d);
			const char *to = s.p - 1;
			while (to[-1] != '"')
				to--;
			m.key = unquote(a, (struct span){from, (size_t)(to - from)});
		}
		blanks(&s);
		const char *from = s.p;
		if (!value(&s, 1))
			return report(&s, d);
		m.raw = (struct span){from, (size_t)(s.p - from)};
		*ARENA_PUSH(a, out) = m;
		blanks(&s);
		if (s.p >= s.end || (*s.p != ',' && *s.p != close))
			return fail(&s, "bad-json"), report(&s, d);
		more = *s.p == ',';
		s.p += more;
	}
	s.p++; /* the closing bracket */
	blanks(&s);
	if (s.p != s.end)
		return fail(&s, "bad-json"), report(&s, d);
	return 0;
}

int json_scan_value(struct span text, size_t at, size_t *end, struct diag *d)
{
	struct scan s = {text.p + at, text.p + text.n, text.p, NULL};

	if (!value(&s, 0))
		return report(&s, d);
	*end = (size_t)(s.p - text.p);
	return 0;
}

int json_read_object(struct arena *a, struct span text, struct json_members *out, struct diag *d)
{
	return members(a, text, out, d, '{');
}

int json_read_array(struct arena *a, struct span text, struct json_members *out, struct diag *d)
{
	return members(a, text, out, d, '[');
}

/* A NUL-terminated copy of a short number, or false. */
static bool number_text(struct span raw, char t[64])
{
	if (raw.n == 0 || raw.n >= 64 || !(raw.p[0] == '-' || (raw.p[0] >= '0' && raw.p[0] <= '9')))
		return false;
	memcpy(t, raw.p, raw.n);
	t[raw.n] = 0;
	return true;
}

bool json_long(struct span raw, long long *out)
{
	char t[64], *end;

	if (!number_text(raw, t))
		return false;
	errno = 0;
	*out = strtoll(t, &end, 10);
	return errno == 0 && *end == 0;
}

bool json_real(struct span raw, double *out)
{
	char t[64], *end;

	if (!number_text(raw, t))
		return false;
	*out = strtod(t, &end);
	return *end == 0 && isfinite(*out); /* 1e999 is a number of JSON's, and none that could be written again */
}

bool json_true(struct span raw)
{
	return span_is(raw, "true");
}

struct span json_get(const struct json_members *m, const char *name)
{
	for (size_t i = m->n; i-- > 0;)
		if (span_is(m->v[i].key, name))
			return m->v[i].raw;
	return (struct span){NULL, 0};
}

bool json_document(struct span text)
{
	size_t at = 0, end = 0;
	struct diag d;

	while (at < text.n && strchr(" \t\r\n", text.p[at]) && text.p[at])
		at++;
	if (at == text.n || (text.p[at] != '{' && text.p[at] != '['))
		return false;
	if (json_scan_value(text, at, &end, &d) != 0)
		return false;
	while (end < text.n && strchr(" \t\r\n", text.p[end]) && text.p[end])
		end++;
	return end == text.n;
}
