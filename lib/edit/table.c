/* table.c: files of tags. */
#include "edit/table.h"

#include "base/file.h"
#include "text/utf8.h"

enum { TABLE_MAX = 64 << 20 }; /* bytes; Danbooru's aliases are 2 MB */

const uint32_t *table_find(const struct edit *e, struct span folded)
{
	return map_find(&e->map, tag_key(folded));
}

/* One field of a line from *at: a quoted one as RFC 4180 has it. */
static struct span field(struct span line, size_t *at, char sep, struct arena *a)
{
	if (sep == ',' && *at < line.n && line.p[*at] == '"') {
		char *p = arena_alloc(a, line.n);
		size_t n = 0, i = *at + 1;
		for (; i < line.n && (line.p[i] != '"' || (i + 1 < line.n && line.p[i + 1] == '"')); i++) {
			i += line.p[i] == '"';
			p[n++] = line.p[i];
		}
		const char *c = i < line.n ? memchr(line.p + i, sep, line.n - i) : NULL;
		*at = c ? (size_t)(c - line.p) + 1 : line.n + 1;
		return (struct span){p, n};
	}
	const char *c = *at < line.n ? memchr(line.p + *at, sep, line.n - *at) : NULL;
	size_t end = c ? (size_t)(c - line.p) : line.n;
	struct span s = uni_strip(span_cut(line, *at < line.n ? *at : line.n, end));
	*at = end + 1;
	return s;
}

static void line_of(struct edit *e, struct span line)
{
	char sep = line.n && memchr(line.p, '\t', line.n) ? '\t' : ',';
	size_t at = 0;
	struct span old = edit_fold(field(line, &at, sep, e->a), e->a), new = at <= line.n ? field(line, &at, sep, e->a) : SPAN("");

	if (old.n == 0 || table_find(e, old))
		return;
	*map_add(&e->map, tag_key(old), NULL) = (uint32_t)e->terms.n;
	*ARENA_PUSH(e->a, &e->terms) = new;
}

int table_read(struct edit *e, struct diag *d)
{
	struct buf b = BUF_INIT;
	size_t bad;

	if (file_read(e->value, &b, TABLE_MAX, d) != 0) {
		buf_fini(&b);
		return -1;
	}
	struct span all = arena_dup(e->a, buf_span(&b));
	buf_fini(&b);
	if (!utf8_valid(all, &bad))
		return diag_at(d, "bad-edit", bad, "%s is not UTF-8", e->value);
	if (span_starts(all, SPAN("\xEF\xBB\xBF")))
		all = span_cut(all, 3, all.n);
	while (all.n) {
		const char *nl = memchr(all.p, '\n', all.n);
		size_t end = nl ? (size_t)(nl - all.p) : all.n;
		struct span line = uni_strip(span_cut(all, 0, end));
		if (line.n && line.p[0] != '#')
			line_of(e, line);
		all = span_cut(all, nl ? end + 1 : end, all.n);
	}
	return 0;
}
