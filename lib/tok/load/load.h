/* load.h: inside lib/tok/load only: what the loaders of tokenizer files (load_*.c) share. */
#ifndef CAPTOOLS_TOK_LOAD_LOAD_H
#define CAPTOOLS_TOK_LOAD_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/span.h"
#include "tok/spec.h"

/* What a file may hold; beyond it "bad-tokenizer" (memory stays bounded, engine.h packs ids and ranks). The largest known
 * vocabularies have 262,144 tokens and 580,604 merges, tokens of 256 bytes. */
enum {
	LOAD_IDS = (1 << 21) - 1,    /* ids are below this */
	LOAD_MERGES = (1 << 22) - 2,
	LOAD_TOKEN = 4096,           /* bytes of one token */
	LOAD_ADDED = 1 << 17,
	LOAD_PART = 4 << 20          /* bytes of a normalizer, pre_tokenizer or post_processor */
};

/* The mark U+2581, which stands for a space in SentencePiece pieces. */
#define MARK "\xE2\x96\x81"

/* Token strings as the file spells them -> index in the list of tokens; of equal strings the last one. */
struct load_names {
	const struct spec_token *v;
	size_t n;
	struct map places; /* the last one of a spelling */
};
void load_names_build(struct load_names *t, struct arena *a, const struct spec_token *v, size_t n);
/* NULL when there is none. */
const struct spec_token *load_name(const struct load_names *t, struct span s);

/* One load in progress. */
struct load {
	struct spec *s;
	struct arena *a;
	struct span doc;          /* the whole file: offsets in errors count from its start */
	struct diag *d;
	struct load_names names;  /* by the file's spelling, complete after the vocabulary */
	uint8_t *seen;            /* a bit for each id that is taken */
};
void load_init(struct load *l, struct spec *s, struct arena *a, struct span doc, struct diag *d);
/* Whether the id is taken; takes it. */
bool load_take(struct load *l, uint32_t id);
bool load_taken(const struct load *l, uint32_t id);

/* "bad-tokenizer" at the byte where `at` begins. Returns -1. */
int load_bad(struct load *l, struct span at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* "unsupported-component" at the byte where `at` begins. Returns -1. */
int load_unsupported(struct load *l, struct span at, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The parts of a tokenizer.json; raw is the part's value in the document. 0 or -1 with l->d. */
int load_model(struct load *l, struct span raw);       /* load_model.c: vocabulary, merges, flags; builds names */
int load_vocab(struct load *l, struct span raw);       /* {"token": id}: part of the model, and vocab.json */
int load_added(struct load *l, struct span raw);       /* load_added.c */
/* One added token from an object with content and flags; id < 0: the object has it. */
int load_added_one(struct load *l, struct span raw, long long id, struct spec_added *t);
int load_normalizer(struct load *l, struct span raw);  /* load_parts.c */
int load_pre_tokenizer(struct load *l, struct span raw);
int load_post(struct load *l, struct span raw);        /* load_post.c: bos and eos */
/* Merges: the two halves of the n-th merge, as the file spells them; finds the ids and keeps it. at: for the error. */
int load_merge(struct load *l, struct span left, struct span right, struct span at);
/* Of equal pairs the last one counts, as in the reference's map. */
void load_merges_done(struct load *l);
/* One token; checks the id and the length. at: for the error. */
int load_token(struct load *l, struct span bytes, long long id, double score, struct span at);
/* Of a byte-level vocabulary: the tokens' characters become the bytes they stand for; one with another character goes. */
void load_bytes_of_tokens(struct load *l);
/* The last step: turns tokens of a byte-level alphabet into bytes; checks that the parts go together. */
int load_finish(struct load *l);

/* tokenizer_config.json beside vocab.json: whether it names Qwen's tokenizer; its added tokens. */
bool load_config_is_qwen(struct arena *a, struct span config);
int load_config_added(struct spec *s, struct arena *a, struct span config, struct diag *d);

/* A number as serde_json reads it by default, which is not always the nearest double: the reference's scores. */
double load_serde_real(struct span raw);

/* A component: an object with a "type"; Sequences are unwrapped. */
struct load_step {
	struct span raw;
	struct span type;
	const char *where; /* "normalizer Sequence[1]" */
};
enum { LOAD_STEPS = 16 };
/* The steps of a component that may be null or a Sequence whose members stand under `list`. How many, or -1. */
int load_steps(struct load *l, struct span raw, const char *what, const char *list, struct load_step v[LOAD_STEPS]);
/* A member of an object: a string, a boolean (def when absent or null), a raw value. False/-1 when the type is wrong. */
struct span load_get(struct load *l, struct span object, const char *key);
bool load_str(struct load *l, struct span object, const char *key, struct span *out);
bool load_bool(struct load *l, struct span object, const char *key, bool def);

#endif
