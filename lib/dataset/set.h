/* set.h: a whole set of captions: what is gathered from each, what the dataset rules make of it, the dataset's score.
 *
 *   set_note(side, &result, ...)       on any thread: one caption's share, as bytes
 *   set_add(set, &sample, note)        in input order, one thread
 *   set_add_image, set_add_input       images without a caption; the input record of an archive or folder
 *   set_finish(set, arena)             once: runs the rules (dset_*.c)
 *
 * Memory: about 30 + 2 x (different words) bytes a caption, most of it the near-duplicate index; all the rest is bounded. */
#ifndef CAPTOOLS_DATASET_SET_H
#define CAPTOOLS_DATASET_SET_H

#include "dataset/set_balance.h"
#include "dataset/set_fused.h"
#include "dataset/set_ids.h"
#include "dataset/set_near.h"
#include "dataset/set_top.h"
#include "lint/lint.h"
#include "lint/rule.h"

enum {
	SET_FEW = 10,        /* statistical rules are silent below so many captions */
	SET_NAMES = 20,      /* names that one finding lists; also how many of the worst are kept */
	SET_ENCODERS = 16,
	SET_EXTENSIONS = 8,
	SET_TOKENS = 1024,   /* the last bin of a token histogram is "this or more" */
	SET_NOUNS = 12       /* nouns of one caption that are paired */
};

/* Counters of lint_set.terms. */
enum { SET_TAG, SET_NOUN };

/* Some names, and how many there are in all. */
struct set_names {
	struct span v[SET_NAMES]; /* in the set's arena */
	size_t n;
	uint64_t all;
};

struct set_encoder {
	const char *name;
	uint32_t n, most, over, limit; /* over: captions with more tokens than the limit (of their model; limit is the highest) */
	unsigned place;        /* among a model's encoders */
	uint64_t sum;
	uint32_t bins[SET_TOKENS + 1];
};

struct set_trigger {
	struct span text;
	uint32_t tokens;     /* of the first encoder */
	bool noun;           /* a dictionary noun */
	bool tag;            /* a tag of the user's vocabulary */
};

struct set_options {
	const struct lint_options *lint;
	const struct lint_settings *settings; /* of the dataset rules; NULL: all on */
	const struct set_trigger *triggers;
	size_t n_triggers;
	const char *extension; /* the sidecar extension the trainer reads (".caption"), NULL: no trainer was named */
	bool cut_keys;         /* names are WebDataset keys */
	bool all_tags;         /* the record lists every tag that is counted */
	const char *config;    /* the settings file, for people; or NULL */
	const struct lexicon *lexicon; /* the linter's: set_lexicon */
	const struct span *fuse, *class_words; /* --fuse: globs of terms that are meant to bind; --class-word */
	size_t n_fuse, n_class_words;
	struct fused_bands bands;
	bool aimed;            /* something says that one thing is trained: --purpose, --trigger, --fuse or --class-word */
	bool list_files;       /* findings about terms name every sample */
};

struct set_worst {
	float score;
	struct span id;
};

struct set_finding {
	const struct rule *rule;
	enum severity severity;
	struct span message;   /* one line, no final period */
	struct span because, suggest; /* may be empty */
	struct span about;     /* what it speaks of, independent of counts: for fingerprints ("trigger ohwx") */
	enum fix_class fix;
	float points;          /* taken from the dataset's score */
	struct set_names names;/* of samples or files */
	struct { struct span *v; size_t n; } every; /* instead of names, all of them: --list-files */
	bool known;            /* the baseline has it (set by the caller) */
};

struct lint_set {
	const struct set_options *o;
	unsigned gathers;      /* of the rules that are on */
	struct arena a;
	/* Captions. */
	uint32_t n, empty, errors;
	uint64_t images;       /* with or without a caption */
	uint64_t sum;          /* of scores, in tenths of a point: whole numbers add up the same in every order */
	uint32_t scores[1001]; /* by tenths of a point */
	uint32_t styles[STYLES], slots[SLOTS], verified;
	uint32_t for_tags, for_prose; /* captions of models that were trained on tags, on sentences */
	uint32_t crowded, linked; /* captions with two things or more; those where something links them */
	struct set_worst worst[SET_NAMES];
	size_t n_worst;
	struct set_encoder *encoder[SET_ENCODERS];
	size_t n_encoders;
	uint32_t found[RULES_MAX][SEV_ERROR + 1], known[RULES_MAX], captions[RULES_MAX]; /* by rule_place */
	uint64_t fixes[FIX_UNSAFE + 1]; /* findings by fix class */
	struct top human;      /* needs_human entries */
	/* Names by number, hashes, tokens: one entry a caption. */
	struct set_ids ids;
	struct buf hashes;     /* uint64_t; 0: takes no part in comparisons */
	struct buf tokens;     /* uint16_t */
	struct near near;
	struct buf name, lower;/* scratch */
	/* Terms. */
	struct fused fused;
	struct balance balance;
	struct top terms;      /* tags, things: extra[SET_TAG] and so on are the captions that have it as such */
	struct top pairs;      /* of things: key by set_pair_key, group = the lower key, extra[0] = captions that link things,
	                        * extra[1] = captions that name that key first */
	struct top spellings;  /* that are not the lexicon's own: key = the words as written, group = the term's key in terms */
	/* Trigger. */
	uint32_t with_trigger, trigger_only, reg;
	uint32_t prose_trigger, prose_classless;
	struct set_names no_trigger, late_trigger;
	/* Files. */
	struct set_names missing, classed /* missing, and class_tokens say what is there */, blank, unread, orphans, collisions, dotted;
	uint64_t images_before; /* of the inputs that are done */
	uint64_t image_records; /* images without a caption */
	struct { char name[16]; uint32_t n, wrong; const char *want; } extension[SET_EXTENSIONS]; /* wrong: so many are not looked for, but want is */
	size_t n_extensions;
	/* Filled by set_finish. */
	struct fused_list fused_list;
	float mean, points, score, p10, median, least, most;
	struct set_finding *findings;
	size_t n_findings, cap_findings;
};

/* The key of a pair of noun keys, and the other one of the two. */
static inline uint64_t set_pair_key(uint64_t one, uint64_t other)
{
	return one ^ (other << 32 | other >> 32);
}

static inline uint64_t set_pair_other(uint64_t pair, uint64_t one)
{
	uint64_t x = pair ^ one;

	return x << 32 | x >> 32;
}

/* A rule over the whole set. */
struct set_check {
	struct lint_set *s;
	struct arena *a;
	const struct lint_settings *settings;
};
/* What is gathered for one rule alone, and at a price. */
enum {
	GATHER_WORDS = 1 << 0,     /* every caption's set of words: 50 bytes each, to the end */
	GATHER_PAIRS = 1 << 1,     /* things that stand together */
	GATHER_SPELLINGS = 1 << 2,
	GATHER_FUSED = 1 << 3
};
struct set_rule {
	void (*check)(struct set_check *c, const struct rule *r);
	unsigned gathers;          /* GATHER_ bits; nobody gathers for a rule that is off */
};
/* A new finding with the rule's severity, or NULL when the rule is off. */
struct set_finding *set_report(struct set_check *c, const struct rule *r);
/* Another severity; the user's own still wins. */
void set_sink(struct set_check *c, struct set_finding *f, enum severity s);
/* n of all as "12 of 340 (4%)". */
struct span set_share(struct set_check *c, uint64_t n, uint64_t all);
/* Names in the order of people: numbers in them by value, else by bytes. What a set shows does not depend on the order of its
 * records: of many it shows the first by name. */
bool set_id_before(struct span x, struct span y);
/* A copy of s: over old (an earlier copy) where that has the room, else in the arena. */
struct span set_put_over(struct arena *a, struct span old, struct span s);
/* s in lower case, blanks for _ and runs of white space; in the set's scratch until the next call. */
struct span set_plain(struct lint_set *s, struct span text);
/* Counts a name and keeps a copy in the arena, if it is among the first SET_NAMES. */
void set_name(struct arena *a, struct set_names *n, struct span name);
/* The names as "a, b, c and 17 more", at most most of them. */
struct span set_list(struct set_check *c, const struct set_names *n, size_t most);
/* f is about these names: "3 captions are empty: a, b and c", with one ("caption is empty") for a single name, more for several. */
void set_tell(struct set_check *c, struct set_finding *f, const struct set_names *names, const char *about, const char *one, const char *more);

/* What word is by itself; word is kept by reference. 0, or -1 with d. */
int set_trigger_look(struct set_trigger *t, const struct lint *l, struct span word, struct diag *d);

/* The lexicon that l judges with. */
const struct lexicon *set_lexicon(const struct lint *l);

/* o is kept by reference. */
struct lint_set *set_open(const struct set_options *o);
void set_close(struct lint_set *s);

/* Appends to side what set_add wants to know of one caption, on any thread. known[i]: finding i is in the baseline; may be NULL. */
void set_note(const struct lint_set *s, struct buf *side, const struct lint_result *r, struct span caption, const bool *known,
	      struct arena *a);

struct set_sample {
	struct span id, caption, member, image;
	const char *extension; /* what the trainer looks for in its folder; NULL: set_options has it */
};
void set_add(struct lint_set *s, const struct set_sample *sample, struct span note);
/* The caption's file of one sample (set_add calls it). */
void set_add_member(struct lint_set *s, const struct set_sample *sample);
/* Whether a sample lies in a folder of regularisation images, which carry no trigger and need no caption. */
bool set_in_reg_folder(struct span id);
/* An image without a caption. class_tokens: the trainer has a text for those of its folder. */
void set_add_image(struct lint_set *s, struct span image, bool class_tokens);
/* Whether the trainer of the whole set has one. */
bool set_class_tokens(const struct lint_set *s);
/* raw: the whole record `{"input":{...}}`; anything else is ignored. */
void set_add_input(struct lint_set *s, struct span raw);

/* Runs the dataset rules and fills the last fields of s. */
void set_finish(struct lint_set *s);

#endif
