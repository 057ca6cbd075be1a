/* lint.h: one caption judged: findings, score, slots. What cmd, lib/report and lib/fix see of the linter.
 *
 *   struct lint *l = lint_open(&options, &d);             once; shared by all threads, never changed afterwards
 *   struct lint_run *run = lint_run_open(l);              one a thread: encoders' scratch, caches
 *   lint_caption(run, caption, &ctx, arena, &result, &d)  any number of times
 *
 * A result lives in the arena it was given. Text is UTF-8 as in capjson(5); the catalogue is caprules(7). */
#ifndef CAPTOOLS_LINT_LINT_H
#define CAPTOOLS_LINT_LINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"
#include "lint/direction.h"
#include "read/read.h"
#include "parse/scene.h"

enum severity { SEV_NONE, SEV_INFO, SEV_WARNING, SEV_ERROR };
extern const char *const severity_names[]; /* "none" "info" "warning" "error" */

enum fix_class { FIX_NONE, FIX_SAFE, FIX_UNSAFE };
extern const char *const fix_names[]; /* "none" "safe" "unsafe" */

enum lint_style { STYLE_AUTO, STYLE_TAGS, STYLE_PROSE, STYLE_MIXED, STYLE_JSON, STYLES };
extern const char *const style_names[]; /* "auto" "tags" "prose" "mixed" "json" */

enum lint_purpose { PURPOSE_CONCEPT, PURPOSE_CHARACTER, PURPOSE_STYLE, PURPOSE_OBJECT };
extern const char *const purpose_names[]; /* "concept" "character" "style" "object" */

enum family {
	FAMILY_BUDGET, FAMILY_TOKENS, FAMILY_TAGS, FAMILY_CONSISTENCY, FAMILY_HYGIENE, /* parts of C, in this order */
	FAMILY_DESCRIPTION, FAMILY_SIDECAR, FAMILY_DATASET, FAMILY_IMAGE, FAMILIES
};
enum { PARTS = FAMILY_HYGIENE + 1 };
extern const char *const family_names[];

enum slot {
	SLOT_SUBJECT, SLOT_ATTRIBUTE, SLOT_RELATION, SLOT_LIGHTING, SLOT_CAMERA, SLOT_BACKGROUND, SLOT_FOCUS,
	SLOT_MEDIUM, SLOTS
};
extern const float slot_max[]; /* what each can earn */
extern const char *const slot_names[]; /* "subject" "colour" "relation" "lighting" "camera" "background" "focus" "medium" */

/* ------------------------------------------------------------------------------------------------ rules */

enum { RULES_MAX = 128 };

struct rule; /* lint/rule.h: const data, one a file */

/* The rules that there are, sorted by code, at most RULES_MAX; passed in with the options (dataset/rule_list.h has all of them). */
struct rule_list {
	const struct rule *const *v;
	size_t n;
};
/* The rule's place in the list: the index into struct lint_settings. r is in it. */
size_t rule_place(const struct rule_list *l, const struct rule *r);

/* What a user wants of the rules; all-zero is the default. Indexed by rule_place. */
struct lint_settings {
	bool off[RULES_MAX];
	uint8_t severity[RULES_MAX]; /* enum severity, SEV_NONE = the rule's own */
};

/* ------------------------------------------------------------------------------------------------ options */

struct lint_options {
	const struct rule_list *rules; /* those that may run; never NULL */
	const char *model;         /* for captions whose ctx names none; NULL: sdxl */
	enum lint_purpose purpose;
	enum lint_style style;     /* STYLE_AUTO, or force */
	const struct span *triggers; /* --trigger; a caption's direction entry may name another */
	size_t n_triggers;
	bool trigger_known;        /* --trigger-known: a dictionary word on purpose */
	bool trigger_only;         /* thin captions are meant */
	bool shuffle;              /* the trainer shuffles at commas */
	bool keep_implied;         /* CAP023 is silent */
	bool verbose;              /* two-piece words too (CAP012) */
	const struct trainer_spec *trainer; /* for captions whose ctx names none; NULL: none is named, and diffusers reads them */
	const struct lint_settings *settings; /* NULL: all on */
	const char *const *lexicons; size_t n_lexicons; /* files of --lexicon, --vocab, --implies */
	const char *const *vocabs;   size_t n_vocabs;
	const char *const *implies;  size_t n_implies;
};

struct lint;
struct lint_run;

/* Loads lexicons, WordNet's blob and the model's encoders. NULL with d: a file's fault is named "FILE:LINE: what".
 * o is kept by reference until lint_close. */
struct lint *lint_open(const struct lint_options *o, struct diag *d);
void lint_close(struct lint *l);
struct lint_run *lint_run_open(const struct lint *l);
void lint_run_close(struct lint_run *r);

/* ------------------------------------------------------------------------------------------------ results */

/* What a fixer may do with a finding's span. The replacement is `suggest`. */
enum edit_kind {
	EDIT_NONE,
	EDIT_DROP_SEGMENT, /* the segment that holds the span, with one separator */
	EDIT_DROP,         /* the span's bytes, and white space that would be doubled */
	EDIT_REPLACE,      /* the span's bytes become suggest (may be empty) */
	EDIT_MOVE_FRONT,   /* the segment goes to the front, after trigger and count tags */
	EDIT_DROP_SENTENCE,/* the sentence that holds the span */
	EDIT_DROP_ADJUNCT, /* the phrase that holds the span: from the beginning of its sentence to the comma behind it, or from the comma in front of
	                    * it to the end, or the span alone where neither is there (statement.h says when) */
	EDIT_OTHER         /* the rule's own fixer knows */
};

struct finding {
	const struct rule *rule;
	enum severity severity;
	uint32_t start, end;  /* bytes of the caption; the whole caption where nothing smaller is to blame */
	struct span message;  /* one line, no final period */
	struct span because;  /* what in this caption made the rule speak; may be empty */
	struct span suggest;  /* new text for the span, or what to write instead; empty: nothing or "delete" */
	enum fix_class fix;
	enum edit_kind edit;
	float points;         /* taken from the rule's family */
	int cap;              /* highest score left, 100 = none */
	struct span stays;    /* why the rule offers no edit here, where it does elsewhere; may be empty */
	bool needs_human;
	bool idle;            /* what the fix takes tells no fact of its own, by the scene */
	bool estimated;       /* rests on an estimated token count */
	/* For the fixer and for tests. */
	uint32_t segment;     /* of analysis, UINT32_MAX = none */
	uint32_t other_start, other_end; /* the term that stays or contradicts ("apple" for "food"); equal: none */
	int kind;             /* the rule's own sub-case, named in its file */
	uint16_t index;       /* rule_place(rule) */
	uint16_t text;        /* of a caption of several texts: which, from 1; 0: of all, or there is one only */
};

struct lint_slot {
	float credit;        /* at most slot_max */
	uint32_t start, end; /* the evidence; equal: none */
	bool clause;         /* it stands in a clause (full credit) */
	bool blocked;        /* CAP049 took the credit */
};

struct lint_encoder {
	const char *name;    /* "clip-l" */
	uint32_t tokens;     /* special and template tokens included, as captok counts */
	uint32_t content;    /* caption tokens */
	uint32_t limit, usable; /* usable: caption tokens with nothing lost; 0 = no limit */
	bool estimated;      /* its vocabulary is not there: from CLIP's count */
};

enum { LINT_ENCODERS = 4 };

/* What the rules over a whole set need of one caption. */
struct lint_brief {
	uint64_t hash;       /* of the normalised words in order */
	uint32_t tokens;     /* content tokens of the first encoder */
	unsigned slots;      /* bit i: slot i has evidence (flagged or not) */
	bool linked;         /* its concrete nouns are linked (the test of CAP045) or fewer than two */
	bool trigger;        /* a trigger occurs */
	bool trigger_first;  /* ... in the first segment */
	bool empty;          /* nothing but white space */
	enum lint_style trained; /* what the model was trained on: STYLE_TAGS, STYLE_PROSE; STYLE_AUTO: on both */
};

enum { LINT_LOST = 8 };

/* Facts of the scene graph (parse/scene.h), each once. */
struct lint_facts {
	uint32_t said, seen; /* in all the caption; and what the encoder of role "text" sees of them */
	float worth;         /* facts seen, a bare tag's counting as far as the profile reads tags */
	struct scene_range lost[LINT_LOST]; /* phrases that hold the facts cut off, in order */
	size_t n_lost;
};

struct lint_result {
	float score;         /* 0..100; printed with one decimal: min(cap, description + cleanliness * ground) - waste */
	float description;   /* balance + richness, less what rules take */
	float balance, richness;
	float cleanliness, ground;
	float waste;         /* points for words seen that carry no fact */
	struct lint_facts facts;
	int cap;             /* 100 = none */
	float part[PARTS], part_max[PARTS];
	struct lint_slot slot[SLOTS];
	enum lint_style style;
	struct finding *findings; size_t n_findings, cap_findings; /* by start, then code */
	bool more_findings;  /* rules had more to say than a caption's limit (check.c) */
	struct lint_encoder encoder[LINT_ENCODERS]; size_t n_encoders;
	const char *model, *profile;
	struct span *needs_human; size_t n_needs_human, cap_needs_human;
	bool verified;       /* a direction entry matched */
	struct lint_brief brief;
	const struct analysis *analysis; /* lint/analysis.h */
	const struct scene *scene;       /* parse/scene.h; until the run judges the next captions */
};

/* Which rules: all; those about a text (read/read.h); those about the file that holds them. */
enum lint_part { LINT_ALL, LINT_TEXT, LINT_FILE };

struct lint_ctx {
	enum lint_part part;
	const struct read_text *read; /* the caption is the text of this (of which fed is counted, and which may be JSON's values); NULL: a caption as it is */
	struct span id;
	struct span model;      /* empty: the options' */
	const struct trainer_spec *trainer; /* NULL: the options'. Which encoders there are stays the options' */
	struct span stem;       /* of the caption's file, without folder and extension; empty: none (CAP103) */
	uint8_t line_end;       /* bytes of the file's last line break, which is no part of the caption (io/record.h) */
	bool sidecar;           /* the caption is a whole file: the trainer's line rules apply (CAP122, CAP125) */
	struct span raw;        /* the sidecar's bytes with its final line break if known, else empty (CAP125) */
	const struct span *list; /* where the caption came as a list: its texts, spans of the caption with a line feed between; else NULL */
	size_t n_list;
	const struct lint_direction *direction; /* the matching entry or NULL */
	const struct lint_settings *settings;   /* NULL: the options' */
};

/* Several captions judged together, which is a tenth faster than one by one. The caller sets caption and ctx. */
struct lint_job {
	struct span caption;
	const struct lint_ctx *ctx;
	struct lint_result result; /* if ok, else d says why not */
	struct diag d;
	bool ok;
};
void lint_captions(struct lint_run *run, struct lint_job *v, size_t n, struct arena *a);

/* Judges one caption (valid UTF-8), as much of it as is read (scene_readable): of what lies behind tokens are counted, no more; CAP007 says so. 0,
 * or -1 with d ("unknown-model", "no-vocabulary"). ctx may be NULL. */
int lint_caption(struct lint_run *run, struct span caption, const struct lint_ctx *ctx, struct arena *a,
		 struct lint_result *out, struct diag *d);

struct scene; /* parse/scene.h */
/* What a text by itself says, whatever the caption around it: the run's lexicon and tagger, everything in the arena. Valid UTF-8. */
void lint_scene(struct lint_run *run, struct span text, struct arena *a, struct scene *out);

#endif
