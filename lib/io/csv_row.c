/* csv_row.c: cells of CSV as bytes, and back (csv_row.h). */
#include <string.h>

#include "io/csv_row.h"

struct span csvrow_text(struct arena *a, struct span cell)
{
	char *p = arena_alloc(a, cell.n + 1);
	size_t n = 0;

	if (!cell.n || cell.p[0] != '"')
		return cell;
	for (size_t i = 1; i + 1 < cell.n; i++) {
		i += cell.p[i] == '"' || (cell.p[i] == '\r' && cell.p[i + 1] == '\n');
		p[n++] = cell.p[i];
	}
	return (struct span){p, n};
}

void csvrow_put(struct buf *b, struct span was, struct span text)
{
	const char *lf = was.n ? memchr(was.p, '\n', was.n) : NULL;
	bool quoted = was.n && was.p[0] == '"', crlf = lf && lf > was.p && lf[-1] == '\r';

	for (size_t i = 0; i < text.n && !quoted; i++)
		quoted = memchr("\",\r\n", text.p[i], 4) != NULL;
	if (!quoted) {
		buf_adds(b, text);
		return;
	}
	buf_addc(b, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			buf_addc(b, '"');
		if (text.p[i] == '\n' && crlf)
			buf_addc(b, '\r');
		buf_addc(b, text.p[i]);
	}
	buf_addc(b, '"');
}
