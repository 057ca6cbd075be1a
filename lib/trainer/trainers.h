/* trainers.h: what one trainer's file needs: how it describes itself, how it reads its options, how it
 * gives back texts. */
#ifndef CAPTOOLS_TRAINER_TRAINERS_H
#define CAPTOOLS_TRAINER_TRAINERS_H

#include <stdint.h>

#include "trainer/trainer.h"

enum trainer_kind { TR_END, TR_FLAG, TR_COUNT, TR_RATE, TR_TEXT };

struct trainer_option {
	enum trainer_kind kind;
	const char *name;
	const char *preset; /* the default as it would be written; NULL = unset, false, 0 or empty */
};

struct feeder;
struct trainer {
	struct trainer_info info;
	enum tok_variant variant;
	const struct trainer_option *options; /* up to TR_END */
	void (*feed)(struct feeder *f);
};

#define TRAINER(id) extern const struct trainer trainer_##id;
#include "trainer/trainers.def"
#undef TRAINER

/* What is taken out of every caption (trainers_filter.c). */
struct trainer_filter {
	struct span *v;
	size_t n, cap;
	bool patterns; /* and what is not followed */
};

/* Pieces of a text. */
struct parts {
	struct span *v;
	size_t n, cap;
};

/* A trainer with its options, as trainer_parse made it. */
struct trainer_spec {
	const struct trainer *trainer;
	size_t n;
	const char *extension;
	struct trainer_filter filter;
	struct parts words;  /* of random_triggers or tag_dropout_special_tags (trainers_words.c) */
	struct span *values; /* one for each option, as set or preset; empty = neither */
};

const struct trainer *trainer_of(const struct trainer_spec *t);
/* Option i of the trainer's own table, as set or preset. */
bool trainer_flag(const struct trainer_spec *t, int i);
long trainer_count(const struct trainer_spec *t, int i);
double trainer_rate(const struct trainer_spec *t, int i);
struct span trainer_text(const struct trainer_spec *t, int i);
/* The same by name, for code that knows several trainers; 0 where the trainer has no such option. */
long trainer_number(const struct trainer_spec *t, const char *name);

/* Why a text is not the file's: the codes of fed.differs, in the order in which they are told
 * (trainers_feed.c). */
enum fed_code {
	FED_CLASS_TOKENS, FED_DEFAULT_CAPTION, FED_NEWLINES_FOLDED, FED_READ_AS_CP1252, FED_BLANK_FIRST_LINE,
	FED_LATER_LINES_IGNORED, FED_LINES_ARE_VARIANTS, FED_LINES_JOINED, FED_EDGES_STRIPPED, FED_PREFIX_ADDED,
	FED_SUFFIX_ADDED, FED_INSTANCE_PROMPT_ADDED, FED_WILDCARDS_PICKED, FED_TRIGGER_ADDED, FED_PLACEHOLDERS_REPLACED,
	FED_COMMA_SPACING, FED_EMPTY_TAGS_DROPPED, FED_KEEP_SEPARATOR_TAKEN_OUT, FED_KEEP_SEPARATOR_LITERAL,
	FED_SECONDARY_SEPARATOR_REPLACED, FED_SHUFFLED, FED_CAPTION_DROPPED_AT_RANDOM, FED_TAGS_DROPPED_AT_RANDOM,
	FED_TAGS_WARMED_UP, FED_CAPS_AT_RANDOM, FED_LOWER_CASED, FED_CACHE_BYPASSES_OPTIONS, FED_CACHE_MISS,
	FED_RANDOM_TRIGGERS, FED_FILTERED, FED_FILTER_PATTERNS, FED_WEIGHTS_READ, FED_FILE_NOT_READ,
	FED_INSTANCE_PROMPT, FED_FILE_NAME, FED_LLM_PREFIX, FED_CODES
};

/* One run of a trainer over one file. */
struct feeder {
	struct arena *a;
	const struct trainer_spec *spec;
	struct span file;   /* as it stands on disk */
	bool missing;
	struct span text;   /* the file decoded and its line breaks folded, as feeder_read made it */
	bool first_only;    /* there were too many outcomes: give the first of each choice only */
	bool overflow;      /* too many outcomes now */
	bool many;          /* texts holds only the unshuffled order */
	const char *error;
	uint64_t codes;     /* bits of enum fed_code */
	struct { struct span *v; uint64_t *hash; size_t n, cap; } texts;
	struct { struct span *v; size_t n, cap; } misses; /* what will be asked for and is not among the texts */
	size_t work;        /* what has been generated so far, duplicates included */
	struct trace *trace;/* not NULL: texts in the order as written only, and where each byte comes from is kept (trainers_trace.c) */
};

static inline void feeder_note(struct feeder *f, enum fed_code c)
{
	f->codes |= UINT64_C(1) << c;
}

/* Adds a text that may be fed, once. False: enough, stop generating. */
bool feeder_add(struct feeder *f, struct span text);
/* Reads the file as UTF-8 text (cp1252: as that) into f->text; CRLF and lone CR become LF unless raw.
 * False when it cannot be decoded. */
enum feeder_how { READ_FOLDED, READ_RAW, READ_CP1252 };
bool feeder_read(struct feeder *f, enum feeder_how how);

/* f->text stripped; notes it unless only one final line feed went (that is not part of the caption
 * anyway). */
struct span feeder_strip(struct feeder *f);

/* text cut at every sep, as Python's str.split does; strip: each piece stripped; drop: empty ones left
 * out. */
struct parts parts_split(struct arena *a, struct span text, struct span sep, bool strip, bool drop);
struct span parts_join(struct feeder *f, const struct parts *p, struct span sep);
void parts_add(struct arena *a, struct parts *p, struct span s);
/* Several spans in a row. */
struct span text_concat(struct feeder *f, struct span x, struct span y, struct span z);
/* Python's str.replace; *done says whether there was anything to replace. */
struct span text_replace(struct feeder *f, struct span text, struct span from, struct span to, bool *done);
bool text_has(struct span text, struct span what);
/* The first line, without its line feed. */
struct span text_line(struct span text);

/* All orders of the middle parts between head and tail, each joined with ", " and handed to give until
 * that says enough. Up to SHUFFLE_WALKED parts are walked; more are given once, as they stand, and f->many
 * is set. */
enum { SHUFFLE_WALKED = 4 };
bool feeder_orders(struct feeder *f, const struct parts *head, const struct parts *middle, const struct parts *tail,
		   struct span sep, bool (*give)(struct feeder *f, struct span text));

/* At most so many texts. */
enum { MOST_TEXTS = 1024 };
/* For a trace (trainers_trace.c), nothing where f->trace is NULL: feeder_add without looking for doubles; what made is: the parts with sep
 * between them, the bytes of an encoding with one byte a character, the source in another form (lower case). */
bool trace_add(struct feeder *f, struct span text);
void trace_joined(struct feeder *f, struct span made, const struct parts *p, struct span sep);
void trace_decoded(struct feeder *f, struct span made, struct span bytes);
void trace_changed(struct feeder *f, struct span made, struct span source);

/* The words of an option that lists them or names their file. 0, or -1 with d. */
int words_load(struct arena *a, struct trainer_spec *t, struct diag *d);
/* Reads the file of caption_filter_list, if one is named. 0, or -1 with d. */
int filter_load(struct arena *a, struct trainer_spec *t, struct diag *d);
struct span filter_apply(struct feeder *f, struct span s);

/* Python's random.Random(n).shuffle(list), n below 2^32. */
void python_shuffle(uint32_t seed, struct span *v, size_t n);
/* The last four bytes of a text's MD5, as a number: int(md5.hexdigest(), 16) % 2**32. */
uint32_t md5_low(struct span text);

#endif
