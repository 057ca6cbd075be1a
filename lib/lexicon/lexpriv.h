/* lexpriv.h: the lexicon's inside, shared by its files: lexicon.c (look-up), lexterms.c (the table of terms), lexload.c
 * (files), lexvocab.c (the user's tag table). */
#ifndef CAPTOOLS_LEXICON_LEXPRIV_H
#define CAPTOOLS_LEXICON_LEXPRIV_H

#include "base/map.h"
#include "lexicon/lexicon.h"
#include "lexicon/wordnet.h"

enum { LEX_GROUPS = 256, LEX_FILTER = 1 << 10 };

struct vocab_tag {
	struct span text;
	uint32_t count;     /* posts */
	struct span canonical; /* of an alias; empty: a tag itself */
};

struct vocab {
	struct vocab_tag *v;
	size_t n, cap;       /* n 0: none loaded */
	struct map by_text;  /* places in v */
};

struct lex_pair { /* a relation before they are sorted by term */
	uint32_t from;
	struct lex_rel rel;
};

struct lexicon {
	struct arena a;
	struct lex_term *terms; /* moves while loading, then stays */
	uint32_t n_terms, cap_terms;
	struct lex_slot { uint32_t term, mark; } *slot; /* term + 1, by key; 0 = free. mark: the key's high half, which tells most others apart */
	uint32_t mask;
	struct { struct lex_pair *v; size_t n, cap; } pairs;
	struct lex_rel *rels;
	const char *group[LEX_GROUPS];
	uint32_t n_groups;
	const char *side[LEX_GROUPS];
	uint32_t n_sides;
	struct wordnet wn;
	bool mapped;
	struct vocab vocab;
	struct lex_keys keys;
	uint64_t filter[LEX_FILTER]; /* as wordnet.filter, of the terms of several words */
};

/* Where the term with this key stands in slot, or the free slot for it. */
static inline uint32_t lex_slot(const struct lexicon *l, uint64_t key)
{
	uint32_t i = (uint32_t)key & l->mask;

	while (l->slot[i].term && (l->slot[i].mark != (uint32_t)(key >> 32) || l->terms[l->slot[i].term - 1].key != key))
		i = (i + 1) & l->mask;
	return i;
}

/* A table of so many slots (a power of two). */
void lex_rehash(struct lexicon *l, uint32_t slots);
/* Cuts plain terms (a-z 0-9 ' and single blanks) without the segmenter: almost all are. 0 = not that plain. */
int lex_plain_words(struct span s, struct span w[LEX_WORDS + 1]);
/* The term with these words, made if new. text in any spelling; LEX_WORDS words at most. UINT32_MAX: none or too
 * many words. */
uint32_t lex_intern(struct lexicon *l, struct span text);
/* One lexicon file, one implication table, one vocabulary. -1 with d: "PATH:LINE: what". */
int lex_load_file(struct lexicon *l, const char *path, struct diag *d);
int lex_load_implies(struct lexicon *l, const char *path, struct diag *d);
int lex_load_vocab(struct lexicon *l, const char *path, struct diag *d);
/* Lower case, `_` and runs of blanks to one space, `\(` to `(`; in the arena. */
struct span lex_plain(struct arena *a, struct span text);

#endif
