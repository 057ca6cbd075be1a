/* tok.h: exact tokens. A vocabulary is loaded once and shared read-only; each thread has a run (scratch and word cache).
 * Tokens are content tokens: what the encoder adds around them (BOS, EOS, templates) is described by tok_special. */
#ifndef CAPTOOLS_TOK_TOK_H
#define CAPTOOLS_TOK_TOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/span.h"

/* CLIP is three tokenisations: fast, ftfy, openai. Mistral's vocabulary is cut in two ways: TOK_FAST as the
 * Hub's tokenizer.json says (Llama 3's pattern; what the pipelines load), TOK_TEKKEN as Mistral meant it (ComfyUI,
 * stable-diffusion.cpp). All else ignores the variant. */
enum tok_variant { TOK_FAST, TOK_FTFY, TOK_OPENAI, TOK_TEKKEN };

struct tok;     /* a loaded vocabulary with its normalizer and pre-tokenizer; immutable, thread-safe */
struct tok_run; /* one thread's scratch */

/* name: a compiled vocabulary ("clip", "t5", "umt5", "qwen2", "qwen3", "mistral", "llama3", "gemma2"), found with
 * share_find("encoders/NAME.vocab"). NULL with d set: "no-vocabulary" says how to get it. */
struct tok *tok_open(const char *name, struct diag *d);
/* A user's tokenizer.json, spiece.model or vocab.json (with merges.txt beside it). NULL with d: "bad-tokenizer",
 * "unsupported-component" names the component. */
struct tok *tok_open_file(const char *path, struct diag *d);
/* A compiled vocabulary by its path. NULL with d: "bad-vocabulary". */
struct tok *tok_open_vocab(const char *path, struct diag *d);
/* t may be NULL. */
void tok_close(struct tok *t);
const char *tok_name(const struct tok *t);

struct tok_special {
	int bos, eos, unk; /* ids, -1 = none */
	bool adds_bos, adds_eos;
};
struct tok_special tok_special(const struct tok *t);
/* The bytes of a token as the vocabulary writes them (byte-level mapping undone; ▁ as a space); empty if unknown. */
struct span tok_token(const struct tok *t, uint32_t id);
/* The id of an added/special token by its content ("<|im_start|>"), or -1. */
int tok_added_id(const struct tok *t, struct span content);

struct tok_run *tok_run_open(const struct tok *t, enum tok_variant v);
void tok_run_close(struct tok_run *r);

/* start, end: bytes [start,end) of the text that was given, widened to whole characters; a token that came
 * from nothing (a ▁ put in front) has start == end. */
struct tok_piece {
	uint32_t id, start, end;
};

struct tok_out {
	const struct tok_piece *v; /* owned by the run, valid until its next call */
	size_t n;
	/* Where by_words is set, every run of letters that became three tokens or more is in one of these words: the first tokens of all words
	 * that did. A word has one run of letters, at its start or behind one other character. Owned as v is. */
	const uint32_t *many;
	size_t n_many;
	bool by_words;
};

/* Tokenises valid UTF-8 text as the reference does without adding special tokens (special tokens written in the
 * text are found as the reference finds them). Linear in the text. */
struct tok_out tok_encode(struct tok_run *r, struct span text);
/* Only how many. Faster: nothing is stored. */
size_t tok_count(struct tok_run *r, struct span text);

/* A place where a text may be cut in two and each part tokenised by itself to the same, and how many tokens stand before it. */
struct tok_mark {
	uint32_t at, tokens;
};
/* The same, and such places in their order, some dozens of bytes apart, and in front of most words around token number `around` (from 0);
 * none where the engine or the text has none. *marks is owned by the run, valid until its next count. */
size_t tok_count_marked(struct tok_run *r, struct span text, size_t around, const struct tok_mark **marks, size_t *n);
/* The tokens of text[from, to), where both are marks of the text or its ends; their spans are bytes of the text. */
struct tok_out tok_encode_part(struct tok_run *r, struct span text, size_t from, size_t to);
/* Ids only (no spans). *ids is owned by the run. */
size_t tok_ids(struct tok_run *r, struct span text, const uint32_t **ids);

#endif
