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
	NORM_SPACE_MARK,/* gemma: every space becomes ▁ */
	NORM_NFKC
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
	PRE_SPACE_PREV, /* gemma: Split on " " merged with previous (after NORM_SPACE_MARK: no cut at all) */
	PRE_O200K,      /* OpenAI's o200k: by case, contractions stay with their word, \p{N}{1,3} */
	PRE_QWEN35,     /* Qwen 3.5: as PRE_QWEN2, but a mark is part of a word */
	PRE_DEEPSEEK    /* DeepSeek V3: numbers, kana and Han apart, then the rest */
};

struct spec_token {
	struct span bytes; /* as in the file; byte-level alphabets already undone to raw bytes when byte_level */
	uint32_t id;
	float score;       /* unigram: log probability; keep the file's double rounded as the reference does */
	double score64;
};

struct spec_added {
	struct span content;
	struct span match; /* what is looked for in the text: content, normalised if normalized */
	uint32_t id;
	bool special, single_word, lstrip, rstrip, normalized;
	bool python; /* what lstrip and rstrip take is Python's white space: U+1C to U+1F too */
};

struct spec_merge {
	uint32_t left, right, result; /* ids */
};

/* How SentencePiece-like files treat the text, step by step in this order. Filled when norm is NORM_CHARSMAP, NORM_STRIP_RUNS or
 * NORM_SPACE_MARK or pretok is PRE_META_*; the enums then only name the nearest well-known kind, and this is what counts. */
enum spec_prepend { PREPEND_NEVER, PREPEND_FIRST, PREPEND_ALWAYS };
struct spec_sp {
	bool used;                    /* the tokenizer is of this kind (engines unigram and spbpe) */
	bool strip_left, strip_right; /* White_Space at the ends of a stretch is dropped (after the charsmap) */
	bool fold;                    /* a run of two or more spaces becomes one mark */
	bool prepend_norm;            /* normalizer Prepend: a mark before every stretch, whatever it begins with */
	bool mark_norm;               /* spaces become marks in the normalizer: before normalised added tokens are found */
	bool split_space;             /* WhitespaceSplit: white space cuts and is dropped, every word gets its mark */
	bool split;                   /* cut before each mark */
	enum spec_prepend prepend;    /* Metaspace: a mark put before a stretch that begins with none */
};

struct spec {
	struct arena *a; /* owns all below */
	struct span files[3]; /* what spec_load_file has mapped: tokens point into it */
	size_t n_files;
	struct spec_sp sp;
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
/* A SentencePiece model (protobuf), read as transformers' converter reads it (unigram: T5's way, </s> added; BPE: Llama's, <s>
 * added). Errors as above. */
int spec_load_spiece(struct spec *s, struct arena *a, struct span data, struct diag *d);
/* vocab.json + merges.txt of byte-level BPE. The caller sets s->norm and s->pretok before; PRE_NONE: CLIP's where tokens end
 * in </w>, else GPT-2's. */
int spec_load_vocab_merges(struct spec *s, struct arena *a, struct span vocab, struct span merges, struct diag *d);
/* Takes one of the well-known kinds in place of what a file says; sets s->sp with it. */
void spec_set_norm(struct spec *s, enum spec_norm norm);
void spec_set_pretok(struct spec *s, enum spec_pretok pretok);

/* A file or folder of any of these kinds, told by its content: tokenizer.json, a SentencePiece model, vocab.json (with merges.txt
 * beside it) or merges.txt (with vocab.json). "open", "bad-tokenizer", "unsupported-component". */
int spec_load_file(struct spec *s, struct arena *a, const char *path, struct diag *d);
/* Unmaps what spec_load_file has mapped, after an error too. The spec is not to be used any more. */
void spec_unload(struct spec *s);

#endif
