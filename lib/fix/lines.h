/* lines.h: inside lib/fix: a caption before and after, line by line, and what each line says. Each line may be a caption of its own, and is read as one. */
#ifndef CAPTOOLS_FIX_LINES_H
#define CAPTOOLS_FIX_LINES_H

#include "base/map.h"
#include "fix/step.h"
#include "parse/scene.h"

/* The same line before and after, and what each says. */
struct line {
	uint32_t start, end, after_start, after_end;
	struct scene before, after;
	uint32_t *segment, *sentence; /* of the line before: 1 + the plan that touches it, 0: none */
};

/* Goes to the next pair of lines, at first (*begun false) to those at l->start and l->after_start. False where one side has none left. joined: all is one line. */
bool next_pair(struct span before, struct span after, struct line *l, bool *begun, bool joined);
/* Reads what a pair of lines says; false where they are the same, which needs no proof. */
bool read_pair(const struct work *w, struct span before, struct span after, struct line *l, struct arena *a);
/* Whether the byte is part of a statement without a fact. */
bool empty_at(const struct scene *s, uint32_t byte);
/* Whether it denies something: "no hat". */
bool denied_at(const struct scene *s, uint32_t byte);
/* The keys of all facts, to their indices. */
void index_facts(const struct scene *s, struct map *m);

#endif
