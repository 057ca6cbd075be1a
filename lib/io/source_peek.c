/* source_peek.c: the first bytes of an input, before anybody takes them. */
#include "io/form.h"

struct span source_peek(struct source *s, size_t n, struct diag *d)
{
	while (input_head(&s->in).n < n)
		if (input_more(&s->in, d) <= 0)
			break;
	return input_head(&s->in);
}

struct span source_first_line(struct source *s, size_t most, struct diag *d)
{
	for (size_t want = 1;;) {
		struct span h = source_peek(s, want, d);
		size_t i = span_starts(h, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
		while (i < h.n && (h.p[i] == ' ' || h.p[i] == '\t' || h.p[i] == '\r' || h.p[i] == '\n'))
			i++;
		const char *nl = i < h.n ? memchr(h.p + i, '\n', h.n - i) : NULL;
		if (nl)
			return span_cut(h, i, (size_t)(nl - h.p));
		if (h.n < want || (i < h.n && h.n > most))
			return span_cut(h, i, h.n);
		want = h.n + 1;
	}
}
