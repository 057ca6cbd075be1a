/* map.h: the hash table of captools: a 64-bit hash to a 32-bit number (mostly a place in the caller's array).
 * The hash is the key: two texts with one hash are taken for one, which among a million happens once in 30 million runs; callers that
 * cannot have that compare the text at the place they get. Where strangers choose the keys, hash with hash_seed(), so that they cannot
 * make them meet. Apart stand tables that are mapped from a file (WordNet, the tagger, vocabularies), that forget what is rare
 * (dataset/set_top.h), whose entries are taken out again (io/look.h), that count every byte of a sample (io/pairtab.h), and the lexicon's
 * terms, whose keys stand in the terms themselves. */
#ifndef CAPTOOLS_BASE_MAP_H
#define CAPTOOLS_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* All-zero is an empty one that owns its memory (map_fini). With a set the memory is the arena's, and map_fini is not needed. */
struct map {
	struct arena *a;
	struct buf mem;
	uint64_t *key;   /* 0 = free */
	uint32_t *value;
	size_t n, slots; /* slots: 0 or a power of two, at most half of them taken */
};

/* The value of hash, or NULL. Valid until the next map_add. */
uint32_t *map_find(const struct map *m, uint64_t hash);
/* The same; adds hash with the value 0 if it is not there, and says so in *is_new (which may be NULL). */
uint32_t *map_add(struct map *m, uint64_t hash, bool *is_new);
/* Notes value under hash if nothing is noted there. Returns what is noted: value, or the earlier one. */
uint32_t map_note(struct map *m, uint64_t hash, uint32_t value);
/* Makes room for n entries at once, where their number is known. */
void map_room(struct map *m, size_t n);
/* Empties it; the room stays. */
void map_reset(struct map *m);
void map_fini(struct map *m);

#endif
