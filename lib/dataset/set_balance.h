/* set_balance.h: how a set is spread over what its pictures should differ in (distance, angle, light, background, medium, pose), by subset,
 * each subset weighted by its repeats; and what of a person its captions ever say.
 *
 * A subset is the folder that a sample's id begins with; kohya's repeats are the number in front of its name ("10_ohwx woman"). */
#ifndef CAPTOOLS_DATASET_SET_BALANCE_H
#define CAPTOOLS_DATASET_SET_BALANCE_H

#include "base/map.h"
#include "dataset/set_note.h"
#include "lexicon/lexicon.h"
#include "lint/lint.h"

enum { SUBSETS_MOST = 64, BALANCE_VALUES = 4096, BALANCE_NOTED = 32 };

enum balance_look { LOOK_HAIR, LOOK_EXPRESSION, LOOK_CLOTHES, LOOK_COLOUR, LOOKS };

struct balance_subset {
	struct span name;   /* "" for samples in no folder, and from the last on for all other folders */
	uint32_t repeats;
	uint32_t captions;
};

struct balance_value {
	struct span axis, value;
	uint32_t subset;
	uint32_t captions;
};

struct balance {
	struct arena a;
	struct balance_subset subset[SUBSETS_MOST];
	size_t n_subsets;
	struct map by_name, by_value;
	struct { struct balance_value *v; size_t n, cap; } values; /* each for one subset */
	uint32_t looks[LOOKS];  /* captions that say it */
};

/* All subsets together, weighted by repeats. */
struct balance_sum {
	struct span axis, value;
	uint64_t weight, of; /* captions times repeats, of all */
	uint32_t captions;
};

/* Appends struct note_balance to side and returns how many; *looks: LOOK_ bits. lexicon is that of the linter. */
uint16_t balance_note(struct buf *side, const struct lint_result *r, const struct lexicon *lexicon, uint32_t *looks);
/* One caption's, struct note_balance n times at p. */
void balance_add(struct balance *b, struct span id, const char *p, size_t n, uint32_t looks);
/* By axis, then the heaviest first. In the arena; returns how many. */
size_t balance_sums(const struct balance *b, struct balance_sum **out, struct arena *a);
void balance_fini(struct balance *b);

/* The part of an id that names its subset, empty for none: the innermost folder with repeats in front, else the first one. */
struct span set_subset(struct span id, uint32_t *repeats);

#endif
