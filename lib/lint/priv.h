/* priv.h: the engine's inside: what lint_open loads, what a thread holds. For open.c, caption.c, score.c and the like. */
#ifndef CAPTOOLS_LINT_PRIV_H
#define CAPTOOLS_LINT_PRIV_H

#include <pthread.h>

#include "lint/rule.h"

enum {
	LINT_TOGETHER = 16, /* captions that a rule goes over in one run */
	LINT_VOCABS = 16, /* different vocabularies open at once */
	LINT_KINDS = 8192 /* remembered answers of is_kind_of */
};

/* A rule as the loop over all of them reads it. */
enum { STEP_FILE = 1, STEP_TEXT = 2, STEP_NOT_JSON = 4 };
#define STEP_ALWAYS (1u << 31) /* a mark that every caption has */
struct lint_step {
	uint64_t when;
	unsigned when_marks;
	unsigned kind;          /* STEP_ bits */
	uint32_t index;         /* rule_place */
	const struct rule *rule;
};

struct lint_model {
	const struct model *model;
	enum profile_id profile;
	struct model_encoder *enc;
	size_t n;
	int vocab[LINT_ENCODERS];   /* index into lint_models.tok, -1 = not there: estimated */
	int same[LINT_ENCODERS];    /* an earlier encoder with the same text and tokens, or -1 */
	bool clip[LINT_ENCODERS];
	size_t first;               /* the encoder whose tokens the rules read: CLIP where there is one */
	int clip_vocab;             /* for estimates; -1: none needed */
	uint32_t chunks;
	struct lint_step steps[RULES_MAX]; /* of this profile, in the order of running */
	size_t n_rules;
	struct lint_model *next;
};

/* What grows after lint_open: models named by records. */
struct lint_models {
	pthread_mutex_t lock;
	struct arena a;
	struct lint_model *first;
	const struct tok *tok[LINT_VOCABS];
	const char *name[LINT_VOCABS];
	int n_tok;
};

struct lint {
	struct arena a;
	const struct lint_options *o;
	struct lexicon *lex;
	struct tagger *tagger;
	const struct trainer_spec *trainer;
	enum tok_variant variant;
	struct lint_trigger *triggers;
	size_t n_triggers;
	struct lint_models *models;
};

struct lint_run {
	const struct lint *l;
	struct lex_cache *cache;
	struct tok_run *tok[LINT_VOCABS];  /* by index in lint_models.tok, opened when needed */
	const struct lint_model *last;     /* of the caption before, and the name it was asked for by */
	char last_name[64];
	size_t last_name_n;
	/* The last direction entry's trigger, cut into words. */
	const struct lint_direction *direction;
	struct lint_trigger triggers[17];
	size_t n_triggers;
	struct arena words; /* of triggers */
	struct arena a;     /* holds this struct */
	uint64_t kinds[LINT_KINDS]; /* a pair's key; its lowest bit is the answer */
	struct arena scenes;    /* of the captions that are being judged; results keep nothing of them */
};

/* The model by name, opened if new; NULL with d. */
const struct lint_model *lint_model_get(const struct lint *l, struct span name, struct diag *d);
struct tok_run *lint_tok(struct lint_run *r, int vocab);
/* A trigger's words. */
void lint_trigger_cut(struct lint_trigger *t, struct span text, struct arena *a);

enum profile_id profile_find(const char *name);

/* Counts of tokens for every encoder of the model. */
void tokens_make(struct check *c);
/* What is named, linked and coloured, before the rules: c->thing, naming, linked, coloured ... */
void sides_before(struct check *c);
/* The slots' credits, after the rules; then the score. */
void sides_after(struct check *c);
void score_make(struct check *c);
/* Takes the fix from findings whose edit could lose something (stops.c). */
void findings_stop(struct check *c);
/* The byte from which on a judged caption only says again what it has said; its length where it does not (again.c). */
uint32_t again_from(const struct check *c);
void brief_make(struct check *c);

#endif
