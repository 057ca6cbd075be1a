/* map.c: open addressing with linear probing; a table half full is made twice as large. */
#include "base/map.h"

#include <string.h>

static size_t place(const struct map *m, uint64_t hash)
{
	size_t i = (size_t)hash & (m->slots - 1);

	while (m->key[i] && m->key[i] != hash)
		i = (i + 1) & (m->slots - 1);
	return i;
}

static void resize(struct map *m, size_t slots)
{
	struct map old = *m;
	size_t bytes = slots * (sizeof *m->key + sizeof *m->value);

	m->mem = (struct buf)BUF_INIT;
	char *p = m->a ? arena_alloc(m->a, bytes) : buf_room(&m->mem, bytes);
	m->key = (uint64_t *)(void *)p;
	m->value = (uint32_t *)(void *)(p + slots * sizeof *m->key);
	m->slots = slots;
	memset(m->key, 0, slots * sizeof *m->key);
	for (size_t i = 0; i < old.slots; i++)
		if (old.key[i]) {
			size_t to = place(m, old.key[i]);
			m->key[to] = old.key[i];
			m->value[to] = old.value[i];
		}
	buf_fini(&old.mem);
}

void map_room(struct map *m, size_t n)
{
	size_t slots = m->slots ? m->slots : 16;

	while (slots < 2 * n)
		slots *= 2;
	if (slots > m->slots)
		resize(m, slots);
}

uint32_t *map_find(const struct map *m, uint64_t hash)
{
	if (!m->slots)
		return NULL;
	size_t i = place(m, hash | (hash == 0));
	return m->key[i] ? &m->value[i] : NULL;
}

uint32_t *map_add(struct map *m, uint64_t hash, bool *is_new)
{
	if (m->slots < 2 * (m->n + 1))
		map_room(m, m->n + 1);
	hash |= hash == 0;
	size_t i = place(m, hash);
	if (is_new)
		*is_new = m->key[i] == 0;
	if (!m->key[i]) {
		m->key[i] = hash;
		m->value[i] = 0;
		m->n++;
	}
	return &m->value[i];
}

uint32_t map_note(struct map *m, uint64_t hash, uint32_t value)
{
	bool is_new;
	uint32_t *noted = map_add(m, hash, &is_new);

	if (is_new)
		*noted = value;
	return *noted;
}

void map_reset(struct map *m)
{
	if (m->slots)
		memset(m->key, 0, m->slots * sizeof *m->key);
	m->n = 0;
}

void map_fini(struct map *m)
{
	buf_fini(&m->mem);
	*m = (struct map){.a = m->a};
}
