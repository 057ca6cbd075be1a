/* ideogram.c: JSON captions with places: reading values, writing them again. */
#include "model/cleaning/ideogram.h"

#include <ctype.h>
#include <stdio.h>

#include "text/utf8.h"

/* A text being built in the arena. */
struct growing {
	struct { char *v; size_t n, cap; } bytes;
	struct { uint32_t *v; size_t n, cap; } at;
};

static void grow(struct ideogram *g, struct growing *t, const char *p, size_t n, size_t from, size_t to)
{
	for (size_t i = 0; i < n; i++) {
		*ARENA_PUSH(&g->a, &t->bytes) = p[i];
		*ARENA_PUSH(&g->a, &t->at) = (uint32_t)from;
		*ARENA_PUSH(&g->a, &t->at) = (uint32_t)to;
	}
}

static struct placed grown(const struct growing *t)
{
	return (struct placed){t->bytes.v, t->at.v, t->bytes.n};
}

struct placed placed_bytes(struct ideogram *g, size_t from, size_t to)
{
	struct growing t = {0};

	for (size_t i = from; i < to; i++)
		grow(g, &t, g->s.p + i, 1, i, i + 1);
	return grown(&t);
}

/* How long the escape at raw.p[i] is; a surrogate takes its second half along. */
static size_t escape_size(struct span raw, size_t i)
{
	if (raw.p[i + 1] != 'u')
		return 2;
	bool high = (raw.p[i + 2] | 32) == 'd' && strchr("89abAB", raw.p[i + 3]) && raw.p[i + 3];
	return high && i + 12 < raw.n && raw.p[i + 6] == '\\' && raw.p[i + 7] == 'u' ? 12 : 6;
}

static struct placed decoded(struct ideogram *g, struct span raw)
{
	size_t base = (size_t)(raw.p - g->s.p);
	struct growing t = {0};

	for (size_t i = 1; i + 1 < raw.n;) {
		if (raw.p[i] != '\\') {
			grow(g, &t, raw.p + i, 1, base + i, base + i + 1);
			i++;
			continue;
		}
		size_t n = escape_size(raw, i);
		struct span quoted = arena_printf(&g->a, "\"%.*s\"", (int)n, raw.p + i), text;

		if (json_string(&g->a, quoted, &text))
			grow(g, &t, text.p, text.n, base + i, base + i + n);
		i += n;
	}
	return grown(&t);
}

struct placed placed_value(struct ideogram *g, struct span raw)
{
	struct placed none = {"", NULL, 0};
	double number;

	if (!raw.p || raw.n == 0 || *raw.p == 'n' || *raw.p == 'f')
		return none;
	if (*raw.p == '"')
		return decoded(g, raw);
	if (json_real(raw, &number) && number == 0)
		return none;
	if (*raw.p == '{' || *raw.p == '[') {
		bool empty = true;

		for (size_t i = 1; i + 1 < raw.n; i++)
			empty &= isspace((unsigned char)raw.p[i]) != 0;
		if (empty)
			return none;
	}
	size_t from = (size_t)(raw.p - g->s.p);
	struct placed t = placed_bytes(g, from, from + raw.n);

	if (*raw.p == 't') {
		struct growing yes = {0};

		grow(g, &yes, "True", 4, from, from + raw.n);
		t = grown(&yes);
	}
	return t;
}

struct placed placed_fold(struct ideogram *g, struct placed text)
{
	struct growing t = {0};
	const char *end = text.p + text.n;
	size_t space = SIZE_MAX; /* where the last run of white space begins */

	for (const char *p = text.p; p < end;) {
		uint32_t c;
		size_t n = utf8_decode(p, end, &c), i = (size_t)(p - text.p);

		if (uni_py_space(c)) {
			space = space == SIZE_MAX ? i : space;
		} else {
			if (space != SIZE_MAX && t.bytes.n)
				grow(g, &t, " ", 1, text.at[2 * space], text.at[2 * i - 1]);
			space = SIZE_MAX;
			for (size_t k = i; k < i + n; k++)
				grow(g, &t, text.p + k, 1, text.at[2 * k], text.at[2 * k + 1]);
		}
		p += n;
	}
	return grown(&t);
}

/* Bytes that come from nowhere stand at the caption's begin. */
static void put(struct ideogram *g, const char *p, size_t n)
{
	rewriting_put(g->w, p, n, 0, 0);
}

void ideogram_lit(struct ideogram *g, const char *json)
{
	put(g, json, strlen(json));
}

void ideogram_string(struct ideogram *g, struct placed t)
{
	put(g, "\"", 1);
	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.p[i];
		char out[8] = {(char)c};
		static const char shorts[] = "\"\"\\\\\bb\ff\nn\rr\tt";
		int n = 1;

		for (size_t k = 0; shorts[k]; k += 2)
			if (shorts[k] == (char)c) {
				n = 2;
				out[0] = '\\';
				out[1] = shorts[k + 1];
			}
		if (n == 1 && c < 0x20)
			n = snprintf(out, sizeof out, "\\u%04x", c);
		rewriting_put(g->w, out, (size_t)n, t.at[2 * i], t.at[2 * i + 1]);
	}
	put(g, "\"", 1);
}

void ideogram_key(struct ideogram *g, const char *key)
{
	if (g->comma)
		put(g, ",", 1);
	put(g, "\"", 1);
	ideogram_lit(g, key);
	put(g, "\":", 2);
	g->comma = true;
}

void ideogram_key_span(struct ideogram *g, struct span key)
{
	struct growing t = {0};

	grow(g, &t, key.p, key.n, 0, 0);
	if (g->comma)
		put(g, ",", 1);
	ideogram_string(g, grown(&t));
	put(g, ":", 1);
	g->comma = true;
}

void ideogram_open(struct ideogram *g, const char *bracket)
{
	ideogram_lit(g, bracket);
	g->comma = false;
}

void ideogram_close(struct ideogram *g, const char *bracket)
{
	ideogram_lit(g, bracket);
	g->comma = true;
}

void ideogram_value(struct ideogram *g, struct span raw)
{
	size_t base = (size_t)(raw.p - g->s.p);

	for (size_t i = 0; i < raw.n;) {
		if (isspace((unsigned char)raw.p[i])) {
			i++;
			continue;
		}
		if (raw.p[i] != '"') {
			rewriting_copy(g->w, base + i, base + i + 1);
			i++;
			continue;
		}
		size_t end = i + 1;
		while (raw.p[end] != '"')
			end += raw.p[end] == '\\' ? 2 : 1;
		ideogram_string(g, decoded(g, span_cut(raw, i, end + 1)));
		i = end + 1;
	}
}

bool ideogram_members(struct ideogram *g, struct span raw, struct json_members *m)
{
	struct diag d = {0};

	*m = (struct json_members){0};
	return raw.p && raw.n && *raw.p == '{' && json_read_object(&g->a, raw, m, &d) == 0;
}
