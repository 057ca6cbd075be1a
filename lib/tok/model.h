/* model.h: what each model's text encoders get: encoder, role, template, limit, by trainer. Data in models.def and encoders.def;
 * sources beside every number. */
#ifndef CAPTOOLS_TOK_MODEL_H
#define CAPTOOLS_TOK_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "tok/tok.h"

/* One encoder by its public name: clip-l, clip-g, t5, umt5, llama3, qwen2, qwen3, gemma2, mistral, pile-t5. */
struct encoder {
	const char *name;    /* "clip-l" */
	const char *vocab;   /* the compiled vocabulary it uses: "clip" */
	const char *title;   /* "CLIP ViT-L/14" */
	int limit;           /* default limit with --encoder, special tokens included */
	const char *package; /* the row of share/encoders/SOURCES it comes from */
	const char *get;     /* how to get it if absent: "make", "make encoders", "--encoder pile-t5=FILE" */
};

enum encoder_role { ROLE_TEXT, ROLE_POOLED }; /* pooled: a cut costs the pooled vector only */
extern const char *const encoder_role_names[]; /* "text", "pooled" */

/* One encoder of a model under one trainer. */
struct model_encoder {
	const struct encoder *encoder;
	enum encoder_role role;
	int limit;             /* tokens in all, template and special tokens included; 0 = never cut */
	const char *before;    /* the template's text before and after the caption, NULL = none */
	const char *after;
	bool lower_strip;      /* sana: caption lower-cased and stripped first */
	bool clean;            /* wan: ftfy, html.unescape twice, white space folded first */
	const char *remove;    /* flux2-dev: "[IMG]" is taken out of the caption */
	bool add_special;      /* the tokenizer's own BOS/EOS are added (false where the template writes them) */
	int drop_first;        /* positions cropped after encoding; hunyuanvideo 95 */
	const char *source;    /* repository path:line of the limit */
	const char *note;      /* what could not be verified, or NULL */
};

struct model {
	const char *name;      /* "sdxl" */
	const char *profile;   /* the lint profile of RULES.md: sd15 sdxl pony illustrious flux sd3 lumina llm */
	const char *title;
	const struct model_encoder *encoders; /* of the reference pipeline (trainer diffusers) */
	size_t n;
};

/* By name (aliases too); NULL if unknown. */
const struct model *model_find(struct span name);
/* All, sorted by name; *n set. */
const struct model *const *model_all(size_t *n);
const struct encoder *encoder_find(struct span name);
const struct encoder *const *encoder_all(size_t *n);
/* The model's encoders under a trainer (NULL or "diffusers": the reference); lives in the arena. */
struct model_encoder *model_for_trainer(struct arena *a, const struct model *m, const char *trainer, size_t *n);

/* The result of feeding one caption text to one encoder. Counts as in TEMPLATES.md section 6. */
struct feed {
	size_t tokens;        /* uncut, template and special tokens included */
	size_t content;       /* caption tokens */
	size_t before, after; /* template + special tokens around the caption */
	size_t limit, usable, cap;
	size_t lost;          /* caption tokens that the encoder never sees, or that the crop eats */
	size_t after_lost;    /* template tokens behind the caption that are cut */
	size_t cut_start, cut_end; /* bytes of the caption that are lost; equal = none */
	const struct tok_piece *pieces; /* the caption's own tokens */
	size_t n;
};
/* Tokenises caption for e (run belongs to e->encoder's vocabulary). want_pieces false: counts only, as fast as may be. */
void model_feed(struct tok_run *run, const struct model_encoder *e, struct span caption, bool want_pieces,
		struct arena *a, struct feed *out);
/* The whole uncut sequence of ids, template and special tokens included. Lives in the arena. */
uint32_t *model_ids(struct tok_run *run, const struct model_encoder *e, struct span caption, struct arena *a,
		    size_t *n);

#endif
