/* source_peek.c: the first bytes of an input, before anybody takes them. */
#include "io/form.h"

struct span source_peek(struct source *s, size_t n, struct diag *d)
{
	while (input_head(&s->in).n < n)
		if (input_more(&s->in, d) <= 0)
			break;
	return input_head(&s->in);
}
