/* spec.h: a tokenizer as its file describes it (tokenizer.json, spiece.model, vocab+merges), parsed but not compiled.
 * Loaders (load_*.c) make one; vocab_compile turns it into the one form that runs (vocab.h). Built by vocabc at build time
 * and by tok_open_file at run time, so both go the same way. */
#ifndef CAPTOOLS_TOK_SPEC_H
#define CAPTOOLS_TOK_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"

enum spec_model { SPEC_BPE, SPEC_UNIGRAM };

/* What happens to the text before it is cut, in this order of application. Known combinations only; a file with
 * anything else is "unsupported-component". */
enum spec_norm {
	NORM_NONE,
	NORM_CLIP,      /* NFC, \s+ to one space, lower case (by variant: ftfy, openai) */
	NORM_NFC,       /* qwen */
	NORM_CHARSMAP,  /* t5: precompiled charsmap, strip right, ` {2,}` to ▁ */
	NORM_STRIP_RUNS,/* umt5: strip right, ` {2,}` to ▁ */
	NORM_SPACE_MARK /* gemma: every space becomes ▁ */
};

/* How the text is cut into words; each is a hand-written scanner (pretok.c). */
enum spec_pretok {
	PRE_NONE,
	PRE_CLIP,       /* <|startoftext|>|<|endoftext|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+ */
	PRE_GPT2,       /* ByteLevel's own regex */
	PRE_LLAMA3,     /* GPT-4 like, \p{N}{1,3} */
	PRE_QWEN2,      /* GPT-4 like, \p{N} */
	PRE_TEKKEN,     /* Mistral's, by case */
	PRE_META_ALWAYS,/* Metaspace, ▁ put before every segment, split at each ▁ */
	PRE_META_FIRST, /* Metaspace, ▁ put before the first segment only, no split */
	PRE_SPACE_PREV  /* gemma: Split on " " merged with previous (after NORM_SPACE_MARK: no cut at all) */
};

struct spec_token {
	struct span bytes; /* as in the file; byte-level alphabets already undone to raw bytes when byte_level */
	uint32_t id;
	float score;       /* unigram: log probability; keep the file's double rounded as the reference does */
	double score64;
};

struct spec_added {
	struct span content;
	uint32_t id;
	bool special, single_word, lstrip, rstrip, normalized;
};

struct spec_merge {
	uint32_t left, right, result; /* ids */
};

struct spec {
	struct arena *a; /* owns all below */
	enum spec_model model;
	enum spec_norm norm;
	enum spec_pretok pretok;
	bool byte_level;        /* the alphabet is bytes (GPT-2 mapping undone) */
	bool byte_fallback;     /* unknown characters become <0xXX> pieces */
	bool fuse_unk;
	bool ignore_merges;     /* a whole word in the vocabulary is taken as it is */
	struct span end_of_word;/* "</w>" or empty: how the last symbol of a word is marked in token bytes */
	struct span charsmap;   /* the precompiled charsmap blob, decoded from base64 */
	int unk;                /* id or -1 */
	int bos, eos;           /* what the post-processor adds, -1 = none */
	struct spec_token *tokens; size_t n_tokens; /* any order, ids unique */
	struct spec_merge *merges; size_t n_merges; /* in rank order */
	struct spec_added *added;  size_t n_added;
};

/* A tokenizer.json (text in memory). 0, or -1 with d: "bad-tokenizer" with the byte, "unsupported-component" with the
 * component's name and type. */
int spec_load_json(struct spec *s, struct arena *a, struct span text, struct diag *d);
/* A SentencePiece model (protobuf). */
int spec_load_spiece(struct spec *s, struct arena *a, struct span data, struct diag *d);
/* vocab.json + merges.txt (byte-level BPE; pretok and norm given by the caller). */
int spec_load_vocab_merges(struct spec *s, struct arena *a, struct span vocab, struct span merges, struct diag *d);

#endif
