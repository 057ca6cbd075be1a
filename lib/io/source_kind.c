/* source_kind.c: which kind of archive an input is, by its bytes. */
#include "io/form.h"

enum arc_kind source_kind(const struct source *s)
{
	struct span head = input_head(&s->in);

	return s->in.seekable ? signature_of_file(s->in.fd, s->in.base, s->in.size, head) : signature_of(head);
}
