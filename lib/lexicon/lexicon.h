/* lexicon.h: what words mean to the linter. One table of terms (1..LEX_WORDS words) from share/lexicon (.tsv) and the
 * user's files, and WordNet's nouns, verbs and adjectives from the blob that wordnetc made. Immutable once loaded.
 *
 * File format, all files alike: UTF-8; `term<TAB>class` or `term<TAB>class<TAB>argument`; empty lines and lines that begin with
 * # are skipped; a term may have several lines, and a line several terms: "{this|the} image {shows|is of}" is four. Case, `_`, `-` and runs of spaces do not matter in terms. A wrong
 * line is an error that names file and line. The classes and their arguments stand in lexicon.def. */
#ifndef CAPTOOLS_LEXICON_LEXICON_H
#define CAPTOOLS_LEXICON_LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/span.h"

enum { LEX_WORDS = 6 }; /* words in the longest term */

/* Classes are bits: a term may have several. */
enum lex_bit {
#define CLASS(NAME, name, argument) LEX_BIT_##NAME,
#include "lexicon/lexicon.def"
#undef CLASS
	LEX_BITS
};
#define LEX(NAME) ((uint64_t)1 << LEX_BIT_##NAME)
#define LEX_GLUE (LEX(DET) | LEX(PRON) | LEX(PREP) | LEX(CONJ) | LEX(AUX) | LEX(VERB) | LEX(ADVERB))

/* What WordNet (and morphology) says of a word or phrase. */
enum {
	WN_CONCRETE = 1 << 0, /* animal artifact food object person plant in one of the first three noun senses */
	WN_NOUN = 1 << 1,
	WN_VERB = 1 << 2,
	WN_ADJ = 1 << 3,
	WN_ADV = 1 << 4,
	WN_PREFIX = 1 << 5,   /* longer phrases begin with it */
	WN_PERSON = 1 << 6,   /* the first sense is a person */
	WN_LIVING = 1 << 7,   /* the first sense is an animal or plant */
	WN_FOOD = 1 << 8,
	WN_VERBFORM = 1 << 9, /* an -ing, -ed or irregular form of a verb (set by lex_word, not in the blob) */
	WN_PLURAL = 1 << 10,  /* a plural of the noun that noun says (likewise) */
	WN_FIRST = 1 << 11,   /* the first noun sense is concrete */
	WN_IDEA = 1 << 12,    /* ... is a thought, a message, a feeling, a motive, a state or a time */
	WN_SEEN = 1 << 13,    /* ... is weather, a substance or a shape: frost, steam, spiral */
	WN_WORN = 1 << 14,    /* ... is worn: clothes, jewels, armour, spectacles */
	WN_PART = 1 << 15,    /* ... is a part of some other thing: handle, hilt, nib, leaf, root */
	/* Told by wn_find alone, no part of lex_word.wn: */
	WN_UNSEEN = 1 << 16,  /* the first noun sense is no part of any picture: happiness, elegance, interaction */
	WN_MOODHEAD = 1 << 17, /* ... nor is it with a mood before it: moment, range */
	WN_MOOD = 1 << 18     /* an adjective or verb of feelings and traits: tender, serene, surprise */
};

enum lex_rel_kind {
#define CLASS(NAME, name, argument)
#define RELATION(NAME, name) REL_##NAME,
#include "lexicon/lexicon.def"
#undef CLASS
#undef RELATION
	REL_KINDS
};

struct lex_rel {
	uint8_t kind;
	uint8_t side;   /* REL_EXCLUSIVE: members of one side agree; REL_BALANCE: the value */
	uint16_t group; /* REL_EXCLUSIVE, REL_BALANCE: an index into the lexicon's groups, the axis */
	uint32_t term;  /* the other term, as an index */
};

struct lex_term {
	uint64_t key;
	uint64_t lemma;    /* the canonical term's key */
	uint64_t cls;      /* LEX(...) bits; 0: known only by relations, masks nothing */
	uint8_t n_words;   /* 0: only a beginning of longer terms */
	bool prefix;       /* longer terms begin with it */
	uint16_t n_rel;
	uint32_t rel;      /* first of n_rel in the lexicon's relations */
	uint32_t canon;    /* the term it is a spelling of, or itself */
	unsigned any_rels; /* kinds of relations that it or its canonical term has, 1 << REL_ */
	struct span text;  /* as written in the file, spaces single, lower case */
	struct span arg;   /* the third column, where it is no other term; or empty */
	unsigned rels;     /* its own alone; 1 << REL_KINDS: something implies it */
};

/* One word as lex_word knows it; the run caches these. */
struct lex_word {
	uint64_t key;      /* of the lower-case word */
	uint64_t lemma;    /* of its singular, else key */
	uint64_t unit;     /* the same of a unit that is this word alone: its term's canonical key, else lemma */
	uint64_t cls;      /* of its term */
	const struct lex_term *term; /* the lexicon's, also by the singular; NULL = none */
	const struct lex_term *own;  /* lex_find of key: also what only relations know */
	uint32_t noun;     /* WordNet noun entry + 1 (of the singular), 0 = none */
	uint32_t age;      /* the caches' own */
	uint16_t wn;       /* WN_ bits */
	uint8_t clip_tokens; /* of the word by itself; 0: not counted yet */
	bool prefix : 1;   /* a phrase may begin here */
	bool owns : 1;     /* ends in 's */
	bool glue : 1;     /* as a word by itself it binds: a, of, holding */
	bool known : 1;    /* a lexicon or WordNet has it */
	bool bare_s : 1;   /* ends in s and is no plural of anything known: "comes" */
	uint32_t tags;     /* the tagger's own (tagger.h); 0: not asked yet */
};

/* Keys of words that the analysis itself looks for. */
struct lex_keys {
	uint64_t focus, background, backdrop, of, by, in, with, the, a, an, its, their, and, that, which, made_of, made_from, made_out_of;
};

struct lexicon;

/* user files may be NULL with n 0. paths are opened now; errors name them. */
struct lex_files {
	const char *const *lexicons; size_t n_lexicons;
	const char *const *vocabs;   size_t n_vocabs;
	const char *const *implies;  size_t n_implies;
};
struct lexicon *lexicon_open(const struct lex_files *f, struct diag *d);
void lexicon_close(struct lexicon *l);

/* A key is 64 bits of hash: words are never compared again. The blob of wordnetc holds keys: a change here is a new
 * WORDNET_VERSION. */
static inline uint64_t lex_mix(uint64_t a, uint64_t b, size_t n)
{
	a = (a ^ 0xd6e8feb86659fd93u) * 0x9e3779b97f4a7c15u;
	b = (b ^ (uint64_t)n) * 0xa0761d6478bd642fu;
	return hash_u64(a ^ (b << 31 | b >> 33));
}

static inline uint64_t lex_load(const char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return v;
}

/* The key of one word. */
static inline uint64_t lex_key(const char *p, size_t n)
{
	char b[16] = {0};

	if (n > 16)
		return hash_bytes(p, n, 0);
	for (size_t i = 0; i < n; i++)
		b[i] = p[i];
	return lex_mix(lex_load(b), lex_load(b + 8), n);
}

/* The same for a word that 16 bytes may be read behind (seg_word.norm): without a loop. */
static inline uint64_t lex_key_padded(const char *p, size_t n)
{
	if (n > 16 || n == 0)
		return lex_key(p, n);
	uint64_t a = lex_load(p), b = n > 8 ? lex_load(p + 8) : 0;
	if (n < 8)
		a &= ~(uint64_t)0 >> (64 - 8 * n);
	else if (n > 8 && n < 16)
		b &= ~(uint64_t)0 >> (128 - 8 * n);
	return lex_mix(a, b, n);
}

/* The key of a phrase grown by one word. */
static inline uint64_t lex_join(uint64_t phrase, uint64_t word)
{
	return hash_u64(phrase * 0x9e3779b97f4a7c15u + word);
}

/* The term with this key, or NULL. Pointers stay valid until close. */
const struct lex_term *lex_find(const struct lexicon *l, uint64_t key);
/* The same for text (a literal of a rule): words joined by spaces. */
const struct lex_term *lex_find_text(const struct lexicon *l, const char *text);
const struct lex_term *lex_at(const struct lexicon *l, uint32_t index);
const struct lex_rel *lex_rels(const struct lexicon *l, const struct lex_term *t);
uint32_t lex_index(const struct lexicon *l, const struct lex_term *t);
/* Whether b follows from a by implies lines, in any number of steps (each at most once). */
bool lex_implies(const struct lexicon *l, const struct lex_term *a, const struct lex_term *b);
const char *lex_group_name(const struct lexicon *l, unsigned group);
const char *lex_side_name(const struct lexicon *l, unsigned side);

const struct lex_keys *lex_keys(const struct lexicon *l);

/* Looks one normalised word up: term, noun with plural forms undone, verb forms. Slow path; the run caches it. */
void lex_word(const struct lexicon *l, struct span norm, struct lex_word *out);

/* Whether a key of several words may be a phrase or the beginning of one; a false yes is one in ten. */
bool lex_may_be_phrase(const struct lexicon *l, uint64_t key);

/* Have memory fetch what lex_may_be_phrase, lex_find and wn_find will look at. */
void lex_expect(const struct lexicon *l, uint64_t key);
void lex_expect_term(const struct lexicon *l, uint64_t key);
void wn_expect(const struct lexicon *l, uint64_t key);

/* WordNet by key: WN_ bits, 0 if unknown; *noun (may be NULL) is the noun entry + 1. */
unsigned wn_find(const struct lexicon *l, uint64_t key, uint32_t *noun);
/* Whether noun entry a is an ancestor (sense 1 or 2) of b's sense 1. Entries + 1, as in lex_word.noun. */
bool wn_ancestor(const struct lexicon *l, uint32_t a, uint32_t b);

/* The user's vocabulary (--vocab). */
bool lex_has_vocab(const struct lexicon *l);
/* text: lower case, words joined by single spaces. 0 = unknown there; 1 = a tag; 2 = an alias, *canonical set. */
int lex_vocab(const struct lexicon *l, struct span text, struct span *canonical);
/* A vocabulary tag at edit distance 1 of text (lower case), the most used one; false if none. */
bool lex_vocab_near(const struct lexicon *l, struct span text, struct span *tag);

#endif
