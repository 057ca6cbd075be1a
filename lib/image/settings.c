/* settings.c: values are checked when they are set, so that reading them cannot fail. */
#include "image/settings.h"

#include <math.h>
#include <stdlib.h>

void settings_init(struct settings *s, const struct setting *table, size_t n, struct arena *a)
{
	*s = (struct settings){.table = table, .n = n, .value = arena_zalloc(a, n ? n : 1, sizeof *s->value),
	                       .given = arena_zalloc(a, n ? n : 1, sizeof *s->given)};
	for (size_t i = 0; i < n; i++)
		s->value[i] = span_of(table[i].value);
}

static size_t find(const struct settings *s, struct span name)
{
	size_t i = 0;

	while (i < s->n && !span_is(name, s->table[i].name))
		i++;
	return i;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct span trim(struct span v)
{
	while (v.n && blank(v.p[0]))
		v = span_cut(v, 1, v.n);
	while (v.n && blank(v.p[v.n - 1]))
		v.n--;
	return v;
}

/* A number at the beginning of v; the bytes it takes, 0 if there is none or none that a picture's side could be. */
static size_t number(struct span v, double *out)
{
	char t[64];
	size_t n = 0;

	while (n < v.n && n < sizeof t - 1 && strchr("+-.0123456789eE", v.p[n]))
		n++;
	memcpy(t, v.p, n);
	t[n] = 0;
	char *end;
	*out = strtod(t, &end);
	if (end == t || !isfinite(*out) || fabs(*out) > 1e9)
		return 0;
	return (size_t)(end - t);
}

/* One element of a list: a number or a list of at most three. False: it is none. */
static bool element(struct span *v, struct sizes *out)
{
	if (out->n == SIZES_MAX || !v->n)
		return false;
	out->of[out->n].n = 0;
	bool inner = v->p[0] == '[';
	if (inner)
		*v = trim(span_cut(*v, 1, v->n));
	for (;;) {
		size_t *n = &out->of[out->n].n, took = *n < 3 ? number(*v, &out->of[out->n].v[*n]) : 0;
		if (!took)
			return false;
		++*n;
		*v = trim(span_cut(*v, took, v->n));
		if (!inner)
			break;
		bool more = v->n && v->p[0] == ',';
		if (!more && !(v->n && v->p[0] == ']'))
			return false;
		*v = trim(span_cut(*v, 1, v->n));
		if (!more)
			break;
	}
	out->n++;
	return true;
}

static bool read_sizes(struct span v, struct sizes *out)
{
	*out = (struct sizes){.list = v.n && v.p[0] == '['};
	if (!out->list) {
		/* 768x512 */
		double side;
		size_t took = number(v, &side);
		if (took && took < v.n && (v.p[took] == 'x' || v.p[took] == 'X')) {
			size_t rest = number(span_cut(v, took + 1, v.n), &out->of[0].v[1]);
			out->of[0].v[0] = side;
			out->of[0].n = 2;
			out->n = 1;
			return rest && took + 1 + rest == v.n;
		}
		return element(&v, out) && !v.n;
	}
	v = trim(span_cut(v, 1, v.n));
	while (v.n && v.p[0] != ']') {
		if (!element(&v, out))
			return false;
		if (v.n && v.p[0] == ',')
			v = trim(span_cut(v, 1, v.n));
		else if (!v.n || v.p[0] != ']')
			return false;
	}
	return v.n == 1;
}

static bool is_null(struct span v)
{
	return !v.p || span_is(v, "null");
}

static struct span unquote(struct span v)
{
	return v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"' ? span_cut(v, 1, v.n - 1) : v;
}

static bool fits(enum setting_kind kind, struct span v)
{
	struct sizes sizes;
	double x;

	if (is_null(v))
		return true;
	switch (kind) {
	case SETTING_FLAG: return span_is(v, "true") || span_is(v, "false") || span_is(v, "True") || span_is(v, "False");
	case SETTING_NUMBER: return number(unquote(v), &x) == unquote(v).n && v.n;
	case SETTING_WORD: return !memchr(v.p, '\\', v.n) && v.n <= 256;
	case SETTING_SIZES: return read_sizes(unquote(v), &sizes) && sizes.n;
	}
	return false;
}

int settings_set(struct settings *s, struct span name, struct span value, struct arena *a, struct diag *d)
{
	static const char *const wants[] = {"true or false", "a number", "a word", "a number, [w,h] or a list of them"};
	size_t i = find(s, name);

	if (i == s->n)
		return diag_set(d, "unknown-option", "has no option '%.*s'", (int)(name.n < 60 ? name.n : 60), name.p);
	value = trim(value);
	if (!fits(s->table[i].kind, value))
		return diag_set(d, "bad-option", "%s wants %s", s->table[i].name, wants[s->table[i].kind]);
	s->value[i] = arena_dup(a, value);
	s->given[i] = true;
	return 0;
}

int settings_take(struct settings *s, const struct spec *from, setting_foreign *foreign, struct arena *a, struct diag *d)
{
	for (size_t i = 0; i < from->n; i++) {
		struct span name = from->v[i].name, value = from->v[i].value;
		bool other = find(s, name) == s->n && foreign && foreign(from->name, name);
		if (!other && settings_set(s, name, value.p ? value : SPAN("true"), a, d) != 0)
			return -1;
	}
	return 0;
}

bool settings_given(const struct settings *s, const char *name)
{
	size_t i = find(s, span_of(name));

	return i < s->n && s->given[i];
}

static struct span value_of(const struct settings *s, const char *name)
{
	size_t i = find(s, span_of(name));

	return i < s->n ? s->value[i] : (struct span){NULL, 0};
}

bool settings_has(const struct settings *s, const char *name)
{
	return !is_null(value_of(s, name));
}

bool settings_flag(const struct settings *s, const char *name)
{
	struct span v = value_of(s, name);

	return v.n == 4 && v.p[3] == 'e' && v.p[1] == 'r';
}

double settings_number(const struct settings *s, const char *name)
{
	double x = 0;

	number(unquote(value_of(s, name)), &x);
	return x;
}

struct span settings_word(const struct settings *s, const char *name)
{
	return unquote(value_of(s, name));
}

void settings_sizes(const struct settings *s, const char *name, struct sizes *out)
{
	struct span v = value_of(s, name);

	if (is_null(v) || !read_sizes(unquote(v), out))
		*out = (struct sizes){0};
}
