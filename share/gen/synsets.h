/* synsets.h: WordNet's nouns as wordnetc reads them: data.noun, what stands above each synset, and index.noun's senses. */
#ifndef CAPTOOLS_GEN_SYNSETS_H
#define CAPTOOLS_GEN_SYNSETS_H

#include "lexicon/lexicon.h"
#include "lexicon/wordnet.h"
#include "../share/gen/lexfile.h"
#include "../share/gen/textfile.h"

struct synset {
	uint32_t offset;    /* in data.noun: the name by which index.noun and pointers speak of it */
	uint32_t lexfile;
	uint32_t class;     /* WN_WORN, WN_PART: its own and what stands above it */
	uint32_t first, n;  /* its parents */
	bool name;          /* of one person or place: Stephen Crane */
};

struct list_synset { struct synset *v; size_t n, cap; };
struct list_u32 { uint32_t *v; size_t n, cap; };

static struct list_synset synsets;
static struct list_u32 parents;  /* as offsets */
static uint32_t *parent;         /* the same as synsets */
static uint64_t *above;          /* each synset's set of ancestors */

/* The next blank-separated field of *rest, empty at the end. */
static struct span field(struct span *rest)
{
	size_t i = 0, j;

	while (i < rest->n && rest->p[i] == ' ')
		i++;
	for (j = i; j < rest->n && rest->p[j] != ' '; j++)
		;
	struct span f = span_cut(*rest, i, j);
	*rest = span_cut(*rest, j, rest->n);
	return f;
}

/* The line at a byte of a file of WordNet's: its own name for a synset. */
static struct span line_at(struct span data, uint32_t offset)
{
	struct span rest = span_cut(data, offset < data.n ? offset : data.n, data.n), l;

	return line(&rest, &l) ? l : (struct span){"", 0};
}

/* What all that stands below a synset is; by its first word and file. Covering, say, is none: it holds roofs. */
static uint32_t class_of(struct span name, uint32_t lexfile)
{
	static const struct { const char *name; uint32_t lexfile, class; } v[] = {
		{"clothing", LF_ARTIFACT, WN_WORN}, {"footwear", LF_ARTIFACT, WN_WORN}, {"adornment", LF_ARTIFACT, WN_WORN},
		{"body_armor", LF_ARTIFACT, WN_WORN}, {"armor_plate", LF_ARTIFACT, WN_WORN}, {"accessory", LF_ARTIFACT, WN_WORN},
		{"spectacles", LF_ARTIFACT, WN_WORN}, {"dental_appliance", LF_ARTIFACT, WN_WORN}, {"leaf", LF_PLANT, WN_PART},
		{"stalk", LF_PLANT, WN_PART}, {"root", LF_PLANT, WN_PART}, {"appendage", LF_ARTIFACT, WN_PART}, {"point", LF_ARTIFACT, WN_PART},
	};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		if (lexfile == v[i].lexfile && span_is(name, v[i].name))
			return v[i].class;
	return 0;
}

static void read_data(struct span text)
{
	struct span l;

	while (line(&text, &l)) {
		struct synset *s = ARENA_PUSH(&memory, &synsets);
		s->offset = number(field(&l));
		s->lexfile = number(field(&l));
		s->first = (uint32_t)parents.n;
		s->n = 0;
		s->name = false;
		field(&l);
		uint32_t words = number_in(field(&l), 16);
		s->class = class_of(field(&l), s->lexfile);
		for (field(&l); words > 1; words--) {
			field(&l);
			field(&l);
		}
		for (uint32_t n = number(field(&l)); n; n--) {
			struct span kind = field(&l), to = field(&l);
			field(&l);
			field(&l);
			if (span_is(kind, "@") || span_is(kind, "@i")) {
				*ARENA_PUSH(&memory, &parents) = number(to);
				s->n++;
				s->name |= kind.n == 2;
			}
		}
	}
}

/* data.noun is in the order of its offsets. */
static uint32_t synset_at(uint32_t offset)
{
	size_t lo = 0, hi = synsets.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (synsets.v[mid].offset < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == synsets.n || synsets.v[lo].offset != offset)
		die("wordnet: no noun at %u", offset);
	return (uint32_t)lo;
}

static void resolve_parents(void)
{
	parent = arena_alloc(&memory, parents.n * sizeof *parent);
	for (size_t i = 0; i < parents.n; i++)
		parent[i] = synset_at(parents.v[i]);
}

/* Hands down what stands above each synset, however far: as a set of bits, and its classes. */
static void gather_ancestors(void)
{
	bool more = true;

	above = arena_zalloc(&memory, synsets.n, sizeof *above);
	while (more) { /* once for each level of the hierarchy */
		more = false;
		for (size_t s = 0; s < synsets.n; s++) {
			uint64_t was = above[s];
			uint32_t class = synsets.v[s].class;
			for (uint32_t k = 0; k < synsets.v[s].n; k++) {
				uint32_t up = parent[synsets.v[s].first + k];
				above[s] |= above[up] | synset_bit(up);
				synsets.v[s].class |= synsets.v[up].class;
			}
			more |= above[s] != was || synsets.v[s].class != class;
		}
	}
}

/* Skips what an index line has before its synset offsets; returns how many of them follow. */
static uint32_t skip_to_offsets(struct span *l)
{
	field(l);
	uint32_t senses = number(field(l));

	for (uint32_t n = number(field(l)); n; n--)
		field(l);
	field(l);
	field(l);
	return senses;
}

#endif
