/* rule.h: what a rule is made of. A rule is one file rule_NAME.c (dset_NAME.c for a whole set) with one
 * `const struct rule rule_NAME`, and one row RULE(NAME) in rules.def; nothing else knows it.
 * A check reads the analysis and the tokens, never the bytes again, and reports. */
#ifndef CAPTOOLS_LINT_RULE_H
#define CAPTOOLS_LINT_RULE_H

#include "lint/analysis.h"
#include "lint/lint.h"
#include "parse/scene.h"
#include "model/model.h"
#include "tok/tok.h"
#include "trainer/trainer.h"

enum profile_id {
	PROFILE_SD15, PROFILE_SDXL, PROFILE_PONY, PROFILE_ILLUSTRIOUS, PROFILE_FLUX, PROFILE_SD3, PROFILE_LUMINA,
	PROFILE_LLM, PROFILES
};

enum {
	P_SD15 = 1 << PROFILE_SD15, P_SDXL = 1 << PROFILE_SDXL, P_PONY = 1 << PROFILE_PONY,
	P_ILLUSTRIOUS = 1 << PROFILE_ILLUSTRIOUS, P_FLUX = 1 << PROFILE_FLUX, P_SD3 = 1 << PROFILE_SD3,
	P_LUMINA = 1 << PROFILE_LUMINA, P_LLM = 1 << PROFILE_LLM,
	P_CLIP = P_SD15 | P_SDXL | P_PONY | P_ILLUSTRIOUS, /* CLIP is all the model reads */
	P_TAGS = P_PONY | P_ILLUSTRIOUS,
	P_PROSE = P_FLUX | P_SD3 | P_LUMINA | P_LLM,
	P_ANY = (1 << PROFILES) - 1 /* not P_ALL, which <sys/wait.h> has */
};

struct profile {
	const char *name;
	float tag_credit;      /* what a bare tag earns of a slot */
	uint64_t quality_ok;   /* the class bit of the quality terms it was trained with, or 0 */
};
extern const struct profile profiles[PROFILES];

enum rule_scope { SCOPE_CAPTION, SCOPE_DATASET, SCOPE_IMAGE };

struct check;
struct lint_model;
struct set_rule; /* a dataset rule's own part: dataset/set.h */
struct image_rule; /* that of a rule about pictures: see/sight.h */

struct rule {
	const char *code;      /* "CAP020" */
	const char *name;      /* "generic-focus-tag" */
	const char *title;     /* one line, no period */
	const char *why;       /* the explanation: what it finds, why that harms, when it keeps silent */
	const char *evidence;  /* public sources, and figures measured */
	const char *before, *after; /* one example; after NULL where only a person can mend it */
	enum family family;
	enum rule_scope scope;
	enum severity severity;
	uint8_t by_profile[PROFILES]; /* enum severity; SEV_NONE: as severity */
	unsigned profiles;     /* P_ bits it runs for */
	float points;          /* taken from the family for each finding */
	int cap;               /* highest score left while it is an error; 0 = none */
	enum fix_class fix;    /* the best it can offer */
	bool flags;            /* its spans earn no slot */
	bool file;             /* it is about the file, whatever texts the trainer reads in it; with json about each text, too (ctx->part says which) */
	bool commas;           /* its unsafe fix makes commas of what parts the tags: that may cost a token each, and the score what commas cost */
	bool json;             /* it speaks of the values of JSON, too */
	/* When it is worth running: one of these classes occurs, or one of these marks (seg.h). Both 0: always. */
	uint64_t when;
	unsigned when_marks;
	void (*check)(struct check *c, const struct rule *r); /* SCOPE_CAPTION */
	const struct set_rule *set;                           /* SCOPE_DATASET */
	const struct image_rule *image;                       /* SCOPE_IMAGE */
};

/* The tokens of one encoder of the model. */
struct check_encoder {
	const struct model_encoder *e;
	bool clip;             /* 75-token windows */
	bool estimated;
	struct feed feed;
};

/* What a check works with. */
struct check {
	const struct lexicon *lex;
	const struct lint_options *o;
	const struct lint_ctx *ctx;
	const struct lint_settings *settings;
	const struct lint_model *m;    /* the engine's own */
	const struct model *model;
	const struct profile *profile;
	enum profile_id profile_id;
	struct span whole;             /* the caption; t->text is as much of it as is read (scene_readable) */
	const struct analysis *t;
	const struct scene *scene;     /* of the same words */
	const bool *counts, *new_words; /* for each of its facts, and of its words; description.c's */
	const bool *carries;           /* for each of its words: part of a new fact; likewise */
	struct unit *units;            /* t->units, writable: flags */
	struct arena *a;
	struct lint_result *out;
	/* The first encoder's tokens (CLIP where the model has one). */
	const struct tok_piece *pieces; /* NULL until check_pieces */
	size_t n_pieces;
	uint32_t comma_pieces;         /* that are just a comma */
	uint32_t mark_pieces;          /* that are no part of a word: these at least */
	bool counted;                  /* n_pieces comes from the words' own */
	uint32_t chunks;               /* CLIP windows of 75 that are read */
	size_t n_encoders;
	const struct trainer_spec *trainer;       /* who reads the caption: never NULL */
	const struct trainer_spec *trainer_named; /* the same if somebody named it, else NULL */
	struct lint_run *run;
	uint32_t n_things;
	size_t rule_at;                /* rule_place of the rule that is running */
	uint64_t spoke[RULES_MAX / 64]; /* a bit for each rule that has a finding */
	bool flagged;                  /* some finding flagged a term */
	uint32_t *naming;              /* for each object of the scene the unit that names it first, or SCENE_NONE */
	uint8_t *visible;                 /* for each of them: a picture can show it */
	bool *tells;                   /* for each segment: some fact about something visible, or about the picture, begins in it */
	bool named;                    /* something more than a generic word or a part is named */
	bool coloured;                 /* a colour or material is bound to what the caption is about (CAP041) */
	const struct unit *about;      /* the place that the caption begins with and is about, or NULL */
	bool linked;                   /* some clause or tag links two concrete things (CAP045) */
	bool has_relation;             /* ... or anything to anything, or a tag says a relation */
	uint32_t n_different;          /* things_count + 1, 0 = not counted yet */
	/* From here on not cleared: filled up to n_encoders and n_things. */
	struct check_encoder encoder[LINT_ENCODERS];
	/* Heads of the things named, each lemma once: what rules compare with each other, bounded on purpose. */
	uint32_t thing[64];
};

/* A new finding with the rule's severity (by profile and settings), points, cap and fix, for bytes [start,end).
 * NULL when the settings silence it: callers then return. */
struct finding *report(struct check *c, const struct rule *r, uint32_t start, uint32_t end);
/* The same, but never flags what lies in the span: for findings about the caption as a whole. */
struct finding *report_only(struct check *c, const struct rule *r, uint32_t start, uint32_t end);
struct finding *report_unit(struct check *c, const struct rule *r, const struct unit *u);
struct finding *report_segment(struct check *c, const struct rule *r, const struct segment *s);
/* Another severity than the rule's own; also takes points and cap away where info. Settings still win. */
void set_severity(struct check *c, struct finding *f, enum severity s);

/* Text in the arena. {} takes a struct span, {d} an int, {z} a const char *; 8 of them at most. Much faster than printf. */
struct span say(struct check *c, const char *fmt, ...);

/* Adds to needs_human once: "subject", "verify:tongue out". */
void need_human(struct check *c, struct span what);

/* The index of the token that byte at of the caption is in (the first encoder's); n_pieces behind the end. */
size_t token_at(struct check *c, uint32_t at);
/* The index of a word's first token. */
size_t tokens_before(struct check *c, size_t word);
/* All n_pieces of them. Most captions are judged by their number alone: ask late. */
const struct tok_piece *check_pieces(struct check *c);
/* Whether word i has in the caption what it has by itself: no contraction takes its first letters ('tis). */
static inline bool word_apart(const struct check *c, size_t i)
{
	uint32_t at = c->t->seg.words[i].start;

	return !(at && c->t->text.p[at - 1] == '\'');
}

size_t word_pieces(struct check *c, size_t i, size_t least, const struct tok_piece **v); /* word_tokens where it has to look */
/* How many tokens of the first encoder word i has, and, where that is least or more, which. */
static inline size_t word_tokens(struct check *c, size_t i, size_t least, const struct tok_piece **v)
{
	size_t n = c->t->known[i]->clip_tokens;

	return c->counted && n < least && word_apart(c, i) ? n : word_pieces(c, i, least, v);
}

/* How many tokens another text has for the first encoder. The pieces of the caption stay as they are. */
size_t check_count(struct check *c, struct span text);
/* The caption's tokens for encoder e, spans in the caption; *unk is the unknown token's id or -1. Valid until the next
 * call that counts. n is 0 where the vocabulary is missing. */
struct tok_out encoder_tokens(struct check *c, size_t e, int *unk);
/* A run of the first encoder's tokenizer (CLIP's where that vocabulary is missing). */
struct tok_run *check_tok(struct check *c);
/* How many tokens the bytes [start,end) have. */
size_t tokens_between(struct check *c, uint32_t start, uint32_t end);

/* Whether what the fact is said of is visible; facts of the picture always are. */
bool fact_visible(const struct check *c, const struct scene_fact *f);
/* Whether a bare tag says nothing: filler, or a tag rule speaks against it. Shares are taken with and without
 * these, so that adding one never silences a rule. */
bool segment_idle(const struct check *c, const struct segment *g);
/* Whether a quality word or upload data also says how the picture looks or what made it, by any word or phrase in it, and nothing else in the
 * caption says that: "octane render", "cinematic", "8k photo" where no photo is told of. Such a word goes only when asked for. */
bool tells_look(const struct check *c, const struct unit *u);
/* Whether underscores hold the tags of a list together, as in a tag table: all but words of quality and count, which are written by hand. */
bool list_of_table(const struct analysis *t);
/* Whether a tag may be somebody's own name for what the pictures show, though a dictionary has its words (my_trigger_word): none that is known, and the
 * first behind score, quality and rating tags, where trainers keep it (keep_tokens); or met twice; or among tags with blanks (table: list_of_table),
 * for then its underscores are on purpose. A thing worn or a part of a body is no name (animal_ears). */
bool tag_may_name(const struct analysis *t, uint32_t segment, bool table);
/* Whether two colours ("dark red", "blue") are so far apart that nobody calls one thing by both. */
bool colours_opposed(const struct check *c, struct span x, struct span y);
/* Whether thing b is a kind of what unit a names (WordNet or hyper.tsv). */
bool is_kind_of(const struct check *c, const struct unit *b, const struct unit *a);
/* ... by a lexicon that people wrote; the rest is WordNet's: "castle" is a house there, a rose a bush. */
bool kind_is_listed(const struct check *c, const struct unit *b, const struct unit *a);
/* Whether both bytes speak of one region of the picture: no BREAK parts them. */
bool same_region(const struct analysis *t, uint32_t a, uint32_t b);
/* Different concrete things: no parts, wearables, places and generic words, a kind and its thing counted once. */
uint32_t things_count(struct check *c);
/* Whether a unit surely names a thing that may lie anywhere: no part, nothing worn, no place, no name, no adjective. */
bool thing_apart(const struct check *c, const struct unit *u);
/* A word that may be an adjective and waits for its thing, as a tag by itself: "upright, calf-high boots", "anthro, male, fox". */
bool may_qualify(const struct check *c, const struct unit *u);
/* Whether the scene says such a thing of the picture: light, camera. */
bool picture_says(const struct check *c, enum scene_term kind);
/* Whether byte at of the caption lies in quotation marks. */
bool in_quotes(const struct check *c, uint32_t at);
/* Whether the direction entry (if any) speaks of this term, in any of its values. */
bool direction_says(const struct check *c, struct span term);

static inline bool profile_in(const struct check *c, unsigned mask)
{
	return (mask >> c->profile_id & 1) != 0;
}

#endif
