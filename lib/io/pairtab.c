/* pairtab.c: an ordered hash table with linear probing, and interned file name endings. */
#include "io/pairtab.h"

#include "base/hash.h"

enum { FIRST = 1024, BEHIND = 256 };

static uint64_t *hashes(const struct pairtab *t)
{
	return (uint64_t *)(void *)t->hash.p;
}

static uint32_t *infos(const struct pairtab *t)
{
	return (uint32_t *)(void *)t->info.p;
}

/* The place of h when its hashes are spread evenly, in their own order. */
static size_t place(size_t cap, uint64_t h)
{
	__extension__ typedef unsigned __int128 wide;

	return (size_t)((wide)h * cap >> 64);
}

/* Gives the arrays more slots, moves all entries to the far end, then each to its place from the left: a
 * place is never right of where its entry stands, as long as what follows has room, which BEHIND and the
 * load see to. */
static void grow(struct pairtab *t)
{
	size_t was = t->slots, cap = t->cap ? t->cap + t->cap / 2 : FIRST, slots = cap + BEHIND;

	buf_room(&t->hash, (slots - was) * sizeof(uint64_t));
	buf_room(&t->info, (slots - was) * sizeof(uint32_t));
	t->hash.n = slots * sizeof(uint64_t);
	t->info.n = slots * sizeof(uint32_t);
	uint64_t *h = hashes(t);
	uint32_t *v = infos(t);
	size_t to = slots;
	for (size_t i = was; i-- > 0;)
		if (h[i]) {
			h[--to] = h[i];
			v[to] = v[i];
		}
	memset(h, 0, to * sizeof *h);
	t->cap = cap;
	t->slots = slots;
	for (size_t from = to, next = 0; from < slots; from++) {
		uint64_t x = h[from];
		uint32_t y = v[from];
		size_t at = place(cap, x);
		if (at < next)
			at = next;
		if (at > from) /* cannot be, short of 256 equal beginnings of keyed hashes; then it stays where it is */
			at = from;
		h[from] = 0;
		h[at] = x;
		v[at] = y;
		next = at + 1;
	}
}

/* Where h stands, or where it would have to. */
static size_t find(const struct pairtab *t, uint64_t h)
{
	const uint64_t *v = hashes(t);
	size_t i = place(t->cap, h);

	while (i < t->slots && v[i] && v[i] < h)
		i++;
	return i;
}

uint32_t *pairtab_get(const struct pairtab *t, uint64_t h)
{
	h += h == 0;
	size_t i = t->cap ? find(t, h) : 0;
	return i < t->slots && hashes(t)[i] == h ? &infos(t)[i] : NULL;
}

uint32_t *pairtab_add(struct pairtab *t, uint64_t h)
{
	uint32_t *have = pairtab_get(t, h);

	h += h == 0;
	if (have)
		return have;
	if (t->n >= t->cap - t->cap / 5)
		grow(t);
	for (;; grow(t)) {
		size_t i = find(t, h), end = i;
		while (end < t->slots && hashes(t)[end])
			end++;
		if (end == t->slots)
			continue; /* no room behind the last places */
		memmove(hashes(t) + i + 1, hashes(t) + i, (end - i) * sizeof(uint64_t));
		memmove(infos(t) + i + 1, infos(t) + i, (end - i) * sizeof(uint32_t));
		hashes(t)[i] = h;
		infos(t)[i] = 0;
		t->n++;
		return &infos(t)[i];
	}
}

void pairtab_fini(struct pairtab *t)
{
	buf_fini(&t->hash);
	buf_fini(&t->info);
	*t = (struct pairtab){.cap = 0};
}

/* ---- endings ---- */

struct span suffix_text(const struct suffixes *x, unsigned number)
{
	uint32_t at;
	uint16_t n;

	memcpy(&at, x->place.p + (number - 1) * sizeof at, sizeof at);
	memcpy(&n, x->text.p + at, sizeof n);
	return (struct span){x->text.p + at + sizeof n, n};
}

unsigned suffix_number(struct suffixes *x, struct span s)
{
	if (s.n > 255)
		return 0;
	if (!x->slots.p) {
		buf_room(&x->slots, SUFFIX_SLOTS * sizeof(uint16_t));
		memset(x->slots.p, 0, SUFFIX_SLOTS * sizeof(uint16_t));
	}
	uint16_t *slot = (uint16_t *)(void *)x->slots.p, n = (uint16_t)s.n;
	size_t i = hash_bytes(s.p, s.n, hash_seed()) % SUFFIX_SLOTS;
	for (; slot[i]; i = (i + 1) % SUFFIX_SLOTS)
		if (span_eq(suffix_text(x, slot[i]), s))
			return slot[i];
	if (x->n == SUFFIXES)
		return 0;
	uint32_t at = (uint32_t)x->text.n;
	buf_add(&x->text, (const char *)&n, sizeof n);
	buf_adds(&x->text, s);
	buf_add(&x->place, (const char *)&at, sizeof at);
	slot[i] = (uint16_t)++x->n;
	return x->n;
}

void suffixes_fini(struct suffixes *x)
{
	buf_fini(&x->text);
	buf_fini(&x->place);
	buf_fini(&x->slots);
}
