/* wordnet.c: reading wordnetc's blob. Every index is checked where it is used, so a damaged file can give wrong
 * answers but no wrong reads. */
#include "lexicon/wordnet.h"

enum { CLIMB = 64 }; /* synsets visited on the way up; the deepest noun has fewer ancestors */

int wordnet_use(struct wordnet *w, struct span map, struct diag *d)
{
	const struct wordnet_head *h = (const struct wordnet_head *)(const void *)map.p;

	*w = (struct wordnet){.map = map};
	if (map.n < sizeof *h || memcmp(h->magic, "capwnet", 8) != 0)
		return diag_set(d, "bad-wordnet", "not a WordNet blob of wordnetc");
	if (h->version != WORDNET_VERSION)
		return diag_set(d, "bad-wordnet", "version %u, expected %u", h->version, (unsigned)WORDNET_VERSION);
	uint64_t want = sizeof *h + (uint64_t)h->slots * sizeof *w->slot + (uint64_t)h->plurals * sizeof *w->plural +
			(uint64_t)WORDNET_FILTER * 8 + (uint64_t)h->nouns * sizeof *w->noun + ((uint64_t)h->synsets + 1) * 4 +
			(uint64_t)h->parents * 4 + h->notice;
	if (want != map.n || h->slots == 0 || (h->slots & (h->slots - 1)) != 0)
		return diag_set(d, "bad-wordnet", "%zu bytes, expected %llu", map.n, (unsigned long long)want);
	const char *p = map.p + sizeof *h;
	w->head = h;
	w->slot = (const struct wordnet_slot *)(const void *)p;
	p += h->slots * sizeof *w->slot;
	w->plural = (const struct wordnet_plural *)(const void *)p;
	p += h->plurals * sizeof *w->plural;
	w->filter = (const uint64_t *)(const void *)p;
	p += WORDNET_FILTER * 8;
	w->noun = (const struct wordnet_noun *)(const void *)p;
	p += h->nouns * sizeof *w->noun;
	w->first = (const uint32_t *)(const void *)p;
	p += ((size_t)h->synsets + 1) * 4;
	w->parent = (const uint32_t *)(const void *)p;
	p += (size_t)h->parents * 4;
	w->notice = (struct span){p, h->notice};
	return 0;
}

void wordnet_expect(const struct wordnet *w, uint64_t key)
{
	__builtin_prefetch(&w->slot[(uint32_t)key & (w->head->slots - 1)]);
}

unsigned wordnet_find(const struct wordnet *w, uint64_t key, uint32_t *noun)
{
	uint32_t mask = w->head->slots - 1, i = (uint32_t)key & mask;

	for (uint32_t n = 0; n < w->head->probes && w->slot[i].key; n++, i = (i + 1) & mask)
		if (w->slot[i].key == key) {
			if (noun)
				*noun = w->slot[i].noun;
			return w->slot[i].flags;
		}
	if (noun)
		*noun = 0;
	return 0;
}

uint64_t wordnet_singular(const struct wordnet *w, uint64_t form)
{
	uint32_t lo = 0, hi = w->head->plurals;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (w->plural[mid].form < form)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->head->plurals && w->plural[lo].form == form ? w->plural[lo].base : 0;
}

bool wordnet_ancestor(const struct wordnet *w, uint32_t a, uint32_t b)
{
	uint32_t queue[CLIMB], n = 0;

	if (a == 0 || b == 0 || a == b || a > w->head->nouns || b > w->head->nouns)
		return false;
	const struct wordnet_noun *x = &w->noun[a - 1], *y = &w->noun[b - 1];
	if (y->sense[0] == 0)
		return false;
	uint64_t any = (x->sense[0] ? synset_bit(x->sense[0] - 1) : 0) | (x->sense[1] ? synset_bit(x->sense[1] - 1) : 0);
	if (!(y->above & any))
		return false;
	queue[n++] = y->sense[0] - 1;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t s = queue[i];
		if (s >= w->head->synsets)
			continue;
		for (uint32_t k = w->first[s]; k < w->first[s + 1] && k < w->head->parents; k++) {
			uint32_t up = w->parent[k];
			if (up + 1 == x->sense[0] || up + 1 == x->sense[1])
				return true;
			bool seen = false;
			for (uint32_t q = 0; q < n && !seen; q++)
				seen = queue[q] == up;
			if (!seen && n < CLIMB)
				queue[n++] = up;
		}
	}
	return false;
}
