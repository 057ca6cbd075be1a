/* set_ids.c: front-coded names: shared length, rest length, rest. Every IDS_BLOCK-th name is whole. */
#include "dataset/set_ids.h"

enum { IDS_BLOCK = 32, ID_MAX = 1 << 16 };

static void put_number(struct buf *b, size_t v)
{
	for (; v >= 128; v >>= 7)
		buf_addc(b, (char)(unsigned char)(v | 128));
	buf_addc(b, (char)(unsigned char)v);
}

static size_t get_number(const unsigned char **p)
{
	size_t v = 0;

	for (int shift = 0;; shift += 7) {
		unsigned char c = *(*p)++;
		v |= (size_t)(c & 127) << shift;
		if (c < 128)
			return v;
	}
}

uint32_t ids_add(struct set_ids *s, struct span id)
{
	size_t same = 0;

	if (id.n > ID_MAX)
		id.n = ID_MAX;
	if (s->n % IDS_BLOCK == 0) {
		uint64_t at = s->text.n;
		buf_add(&s->blocks, (const char *)&at, sizeof at);
	} else {
		while (same < id.n && same < s->last.n && id.p[same] == s->last.p[same])
			same++;
	}
	put_number(&s->text, same);
	put_number(&s->text, id.n - same);
	buf_add(&s->text, id.p + same, id.n - same);
	buf_reset(&s->last);
	buf_adds(&s->last, id);
	return s->n++;
}

struct span ids_get(const struct set_ids *s, uint32_t i, struct arena *a)
{
	uint64_t at;
	struct buf name = BUF_INIT;

	memcpy(&at, s->blocks.p + i / IDS_BLOCK * sizeof at, sizeof at);
	const unsigned char *p = (const unsigned char *)s->text.p + at;
	for (uint32_t k = i - i % IDS_BLOCK; k <= i; k++) {
		size_t same = get_number(&p), rest = get_number(&p);
		name.n = same;
		buf_add(&name, (const char *)p, rest);
		p += rest;
	}
	struct span out = arena_dup(a, buf_span(&name));
	buf_fini(&name);
	return out;
}

void ids_fini(struct set_ids *s)
{
	buf_fini(&s->text);
	buf_fini(&s->last);
	buf_fini(&s->blocks);
}
