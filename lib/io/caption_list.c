/* caption_list.c: a list of texts as one caption, and back. */
#include "io/caption_list.h"

#include "json/jread.h"

bool list_is(struct span raw)
{
	bool any = false, string = false;

	if (raw.n < 4 || raw.p[0] != '[')
		return false;
	for (size_t i = 1; i + 1 < raw.n; i++) {
		if (string) {
			if (raw.p[i] == '\\')
				i++;
			else
				string = raw.p[i] != '"';
		} else if (raw.p[i] == '"') {
			string = any = true;
		} else if (!strchr(" \t\r\n,", raw.p[i])) {
			return false;
		}
	}
	return any;
}

bool list_read(struct arena *a, struct span raw, struct span *caption, struct span **v, size_t *n)
{
	struct json_members m = {0};
	size_t all = 0;

	if (!list_is(raw) || json_read_array(a, raw, &m, NULL) != 0 || m.n == 0)
		return false;
	*v = arena_alloc(a, m.n * sizeof **v);
	for (size_t i = 0; i < m.n; i++) {
		if (!json_string(a, m.v[i].raw, &(*v)[i]))
			return false;
		all += (*v)[i].n + 1;
	}
	char *p = arena_alloc(a, all);
	*caption = (struct span){p, all - 1};
	for (size_t i = 0; i < m.n; i++) {
		if (i)
			*p++ = '\n';
		if ((*v)[i].n)
			memcpy(p, (*v)[i].p, (*v)[i].n);
		(*v)[i].p = p;
		p += (*v)[i].n;
	}
	*n = m.n;
	return true;
}

static size_t line_feeds(struct span s)
{
	size_t n = 0;

	for (const char *p = s.p, *end = s.p + s.n; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
		n++;
	return n;
}

bool list_fits(const struct span *v, size_t n, struct span caption)
{
	size_t want = n - 1;

	for (size_t i = 0; i < n; i++)
		want += line_feeds(v[i]);
	return line_feeds(caption) == want;
}

/* The next text of caption, from *at on: it has as many line feeds as was. */
static struct span next_text(struct span caption, struct span was, bool last, size_t *at)
{
	size_t from = *at, end = last ? caption.n : from;

	for (size_t k = last ? 0 : line_feeds(was) + 1; k > 0; k--) {
		const char *nl = memchr(caption.p + end, '\n', caption.n - end);
		end = (size_t)(nl - caption.p) + 1;
	}
	*at = end + last;
	return span_cut(caption, from, end - !last);
}

void list_write(struct buf *b, const struct span *v, size_t n, struct span caption, void (*quote)(struct buf *b, struct span s))
{
	size_t at = 0;

	if (!list_fits(v, n, caption))
		n = 1;
	buf_addc(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_addc(b, ',');
		quote(b, next_text(caption, v[i], i + 1 == n, &at));
	}
	buf_addc(b, ']');
}

void list_put(struct buf *b, struct span raw, const struct span *v, size_t n, struct span caption, void (*quote)(struct buf *b, struct span s))
{
	size_t at = 0, i = 0;

	if (!list_fits(v, n, caption)) {
		list_write(b, v, n, caption, quote);
		return;
	}
	for (size_t k = 0; k < raw.n; k++) {
		size_t from = k;
		if (raw.p[k] == '"')
			for (k++; raw.p[k] != '"'; k++)
				k += raw.p[k] == '\\';
		if (raw.p[from] != '"') {
			buf_addc(b, raw.p[k]);
			continue;
		}
		struct span text = next_text(caption, v[i], i + 1 == n, &at);
		if (span_eq(text, v[i]))
			buf_adds(b, span_cut(raw, from, k + 1));
		else
			quote(b, text);
		i++;
	}
}
