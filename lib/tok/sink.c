/* sink.c: room for the tokens that an engine puts out. */
#include "tok/engine.h"

void sink_room(struct sink *s, size_t n)
{
	size_t width = s->mode == SINK_IDS ? sizeof *s->ids : sizeof *s->v;

	s->mem.n = s->n * width;
	buf_room(&s->mem, n * width);
	s->cap = s->mem.cap / width;
	s->ids = (uint32_t *)(void *)s->mem.p;
	s->v = (struct tok_piece *)(void *)s->mem.p;
}
