/* analysis.h: one caption as the rules see it: made once, in one pass, then only read. Words are atoms (hyphens
 * cut: close-up is close + up); a unit is the longest known phrase at its place, so "depth of field" yields no
 * field. Terms as in caprules(7). */
#ifndef CAPTOOLS_LINT_ANALYSIS_H
#define CAPTOOLS_LINT_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "lexicon/lexicon.h"
#include "lint/lint.h"
#include "parse/scene.h"
#include "text/seg.h"

enum {
	UNIT_NOUN = 1 << 0,     /* a concrete noun by WordNet or a lexicon; parts, generic and other kinds too */
	UNIT_HEAD = 1 << 1,     /* the last of a run of nouns: the entity's head */
	UNIT_GENERIC = 1 << 2,
	UNIT_PART = 1 << 3,
	UNIT_WEARABLE = 1 << 4,
	UNIT_PLACE = 1 << 5,
	UNIT_PERSON = 1 << 6,
	UNIT_ABSTRACT = 1 << 7, /* a noun that is no thing: sunset, sign, joy */
	UNIT_NEGATED = 1 << 8,  /* in reach of no, without: no evidence for anything */
	UNIT_QUOTED = 1 << 9,   /* inside quotation marks: visible text or a title */
	UNIT_FLAGGED = 1 << 10, /* a finding speaks against it: it earns no slot */
	UNIT_GLUE = 1 << 11,
	UNIT_ADJ = 1 << 13,
	UNIT_PLURAL = 1 << 14,
	UNIT_OWN_COLOUR = 1 << 15, /* its name holds a colour: red panda, blue jay */
	UNIT_TRIGGER = 1 << 16,
	UNIT_NUMBER = 1 << 17,
	UNIT_NAME = 1 << 18,    /* part of a name: by greg smith */
	UNIT_OWNS = 1 << 19,    /* ends in 's */
	UNIT_UNKNOWN = 1 << 20, /* neither lexicon nor WordNet knows it */
	UNIT_THING = UNIT_NOUN | UNIT_GENERIC | UNIT_PART | UNIT_WEARABLE | UNIT_PLACE | UNIT_PERSON
};

struct unit {
	uint32_t start, end;     /* bytes */
	uint32_t word;           /* first word */
	uint16_t n_words;
	uint16_t wn;             /* WN_ bits */
	uint32_t segment;
	uint32_t flags;          /* UNIT_ */
	uint64_t cls;            /* LEX() bits */
	uint64_t key;            /* of the words as written, in lower case */
	uint64_t lemma;          /* with the last word in the singular; of the canonical term if it is one */
	const struct lex_term *term; /* the lexicon's entry or NULL (canonical: lex_at(term->canon)) */
	uint32_t noun;           /* WordNet entry + 1 or 0 */
	uint8_t tag, verb;       /* enum scene_tag and scene_verb of its last word */
};

/* Sets of tags, and whether a unit's is in one. */
#define TAGS(NAME) (1u << TAG_##NAME)
#define TAGS_FUNCTION (TAGS(DET) | TAGS(PRON) | TAGS(ADP) | TAGS(CCONJ) | TAGS(SCONJ) | TAGS(AUX) | TAGS(PART))
static inline bool unit_is(const struct unit *u, unsigned tags)
{
	return tags >> u->tag & 1;
}

/* Words that say something; a verb binds others and says something, too. */
static inline bool unit_tells(const struct unit *u)
{
	return !(u->flags & UNIT_GLUE) || u->tag == TAG_VERB;
}

struct segment {
	uint32_t start, end;     /* bytes, trimmed */
	uint32_t unit, n_units;
	uint32_t word, n_words;  /* atoms */
	uint32_t n_whole;        /* words as a reader counts them: a hyphen joins */
	uint32_t glue;           /* units that bind others and name nothing */
	uint32_t beyond;         /* words that are no term of the picture */
	uint64_t cls;            /* all units' classes together */
	uint64_t key;            /* of its words in order, the last in the singular: equal segments have equal keys */
	const struct lex_term *term; /* the lexicon's entry for exactly these words, or NULL */
	bool clause;             /* part of a sentence (STYLE_SENTENCE of the scene), and no mere "in the dark" */
	bool det, finite;        /* holds a determiner; a finite verb */
	bool quoted;             /* wholly inside quotation marks */
	bool flagged;
	bool again;              /* an earlier segment, of the last 256, has the same key */
};

/* One place where the caption names an object of the scene; pronouns are none. */
struct entity {
	uint32_t unit;           /* its head */
	uint32_t first;          /* the first unit of its name */
	uint32_t segment;
	uint32_t object;         /* of the scene */
	uint64_t lemma;          /* of the head */
	int colour, material;    /* unit bound to it, or -1 */
	int number;              /* the count said of it, 0 = none */
};

struct analysis {
	struct span text;
	struct seg seg;
	struct segment *segments; uint32_t n_segments;
	struct unit *units; uint32_t n_units;
	uint32_t n_nouns;        /* units that are nouns */
	struct entity *entities; uint32_t n_entities; /* in order; parts too */
	uint64_t cls;            /* all classes present outside quotation marks and negations */
	uint64_t cls_any;        /* all classes present at all */
	uint32_t flags;          /* all unit flags together */
	uint32_t clauses;        /* how many segments are clauses */
	uint32_t words, content_words;
	enum lint_style style;
	int people;              /* counted people: 1girl 1boy = 2; -1 = many; 0 = none named */
	bool no_humans, solo;
	struct quote { uint32_t start, end; } *quotes; uint32_t n_quotes; /* what stands in quotation marks */
	uint32_t *regions; uint32_t n_regions; /* bytes where another region of the picture begins */
	int trigger;             /* the first trigger's unit, or -1 */
	unsigned marks;          /* seg.marks */
	unsigned rels;           /* all relation kinds that its terms have */
	bool foreign;            /* most words are in no English word list: nothing can be said of its nouns */
	uint64_t *keys;          /* lex_key of each word of seg */
	struct lex_word **known; /* one for each */
	uint32_t again, again_content; /* words met before in the caption, and those that are no glue; a few too many at times */
	bool bare_s;             /* some word has it (lex_word) */
};

struct lint_trigger {
	uint64_t key; /* of its words */
	uint32_t n_words;
	struct span text;
};

struct lex_cache;

/* In three steps, so that captions may take each of them together: a step asks memory early for what the next one reads. All in the
 * arena. caption is valid UTF-8. */
struct analysis *analysis_cut(const struct lex_cache *c, struct span caption, struct arena *a);
void analysis_words(const struct lexicon *l, struct lex_cache *c, struct analysis *t, struct arena *a);
/* s: the scene of t->seg. */
void analysis_finish(const struct lexicon *l, struct lex_cache *c, struct analysis *t, const struct scene *s, const struct lint_trigger *triggers,
		     size_t n_triggers, enum lint_style forced, struct arena *a);

static inline struct span unit_text(const struct analysis *t, const struct unit *u)
{
	return span_cut(t->text, u->start, u->end);
}

static inline struct span segment_text(const struct analysis *t, const struct segment *s)
{
	return span_cut(t->text, s->start, s->end);
}

/* The segment's only unit if one unit covers all its words, else NULL. */
static inline const struct unit *segment_only(const struct analysis *t, const struct segment *s)
{
	return s->n_units == 1 ? &t->units[s->unit] : NULL;
}

/* The term that a unit's term is a spelling of, or NULL. */
static inline const struct lex_term *unit_canon(const struct lexicon *l, const struct unit *u)
{
	return u->term ? lex_at(l, u->term->canon) : NULL;
}

#endif
