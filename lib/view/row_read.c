/* row_read.c: members of hostile JSON as the page has them. */
#include "view/row_read.h"

/* Blanks, then digits; stops behind them. False without a digit or over 15 of them. */
static bool whole(const char **p, const char *end, long long *v)
{
	const char *from;

	while (*p < end && (**p == ' ' || **p == '\t' || **p == '\n' || **p == '\r'))
		++*p;
	for (from = *p, *v = 0; *p < end && **p >= '0' && **p <= '9' && *p - from < 16; ++*p)
		*v = *v * 10 + (**p - '0');
	return *p > from && *p - from < 16;
}

bool row_span(struct span raw, long long *start, long long *end)
{
	const char *p = raw.p, *stop = raw.p + raw.n;

	if (!raw.n || *p++ != '[' || !whole(&p, stop, start))
		return false;
	while (p < stop && *p != ',')
		p++;
	return p++ < stop && whole(&p, stop, end) && *start <= *end;
}

struct span row_text(struct arena *a, const struct json_members *m, const char *key)
{
	struct span s = {NULL, 0}, raw = json_get(m, key);

	return raw.p && json_string(a, raw, &s) ? s : (struct span){NULL, 0};
}

void row_number(struct jwrite *w, const struct json_members *m, const char *key)
{
	double v;

	if (json_real(json_get(m, key), &v))
		jw_real(w, v, 3);
	else
		jw_null(w);
}

void row_put_span(struct jwrite *w, const struct utf16 *u, struct span raw)
{
	long long start, end;

	if (row_span(raw, &start, &end)) {
		jw_num(w, utf16_at(u, start));
		jw_num(w, utf16_at(u, end));
	} else {
		jw_null(w);
		jw_null(w);
	}
}

bool row_list(struct arena *a, const struct json_members *m, const char *key, struct json_members *out)
{
	struct span raw = json_get(m, key);

	*out = (struct json_members){0};
	return raw.p && json_read_array(a, raw, out, NULL) == 0;
}

bool row_object(struct arena *a, const struct json_members *list, size_t i, struct json_members *out)
{
	*out = (struct json_members){0};
	return json_read_object(a, list->v[i].raw, out, NULL) == 0;
}

void row_strings(struct jwrite *w, const char *key, const struct json_members *list, struct arena *a)
{
	struct span s;

	jw_key(w, key);
	jw_arr(w);
	for (size_t i = 0; i < list->n; i++)
		if (json_string(a, list->v[i].raw, &s))
			jw_str(w, s);
	jw_arr_end(w);
}
