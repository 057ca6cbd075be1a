/* blob.c: the sections of a compiled vocabulary: put into it, found in it, summed. */
#include <stddef.h>

#include "base/hash.h"
#include "tok/engine.h"

void blob_put(struct blob_writer *w, uint32_t tag, const void *p, size_t n)
{
	static const char zeros[64];

	buf_add(&w->data, zeros, (64 - w->data.n % 64) % 64);
	w->section[w->n++] = (struct blob_section){tag, 0, w->data.n, n};
	buf_add(&w->data, p, n);
}

uint64_t blob_sum(struct span file)
{
	size_t head = sizeof(struct blob_header);

	return hash_bytes(file.p + head, file.n - head, hash_bytes(file.p, offsetof(struct blob_header, sum), 0));
}

const void *blob_get(const struct tok *t, uint32_t tag, size_t width, size_t *n)
{
	const struct blob_header *h = (const struct blob_header *)(const void *)t->blob.p;
	const struct blob_section *e = (const struct blob_section *)(const void *)(t->blob.p + sizeof *h);

	*n = 0;
	for (uint32_t i = 0; i < h->n_sections; i++)
		if (e[i].tag == tag && e[i].size % width == 0) {
			*n = e[i].size / width;
			return t->blob.p + e[i].offset;
		}
	return NULL;
}
