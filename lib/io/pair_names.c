/* pair_names.c: names while archives are paired: their hashes, and bounded lists of them for the summary. */
#include "base/hash.h"
#include "io/pair_priv.h"
#include "json/jwrite.h"

enum { LIST_MAX = 10000, LIST_BYTES = 1 << 20 };

uint64_t pair_hash(const struct pair *p, struct span s)
{
	return hash_bytes(s.p, s.n, p->seed);
}

void name_list_add(struct name_list *l, struct span a, struct span b)
{
	if (l->n == LIST_MAX || l->json.n > LIST_BYTES) {
		l->more++;
		return;
	}
	if (l->n++)
		buf_addc(&l->json, ',');
	if (b.n)
		buf_addc(&l->json, '[');
	json_quote(&l->json, a);
	if (b.n) {
		buf_addc(&l->json, ',');
		json_quote(&l->json, b);
		buf_addc(&l->json, ']');
	}
}

const unsigned char *pair_note(struct pair *p, struct span image, bool take, struct arena *a)
{
	const unsigned char *note = p->notes.n ? look_get(&p->notes, pair_hash(p, image), take) : NULL;

	if (!note)
		return NULL;
	return memcpy(arena_alloc(a, LOOK_NOTE), note, LOOK_NOTE);
}
