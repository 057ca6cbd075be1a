/* model.h: what each model's text encoders get: encoder, role, template, limit, by trainer. One file a
 * model (mod_*.c, models.def) and one an encoder (enc_*.c, encoders.def); the source stands beside every
 * number. */
#ifndef CAPTOOLS_MODEL_MODEL_H
#define CAPTOOLS_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "tok/tok.h"

/* One encoder by its public name (--list-encoders). */
struct encoder {
	const char *name;    /* "clip-l" */
	const char *vocab;   /* the compiled vocabulary it uses: "clip" */
	const char *title;   /* "CLIP ViT-L/14" */
	int limit;           /* default limit with --encoder, special tokens included */
	int bos, eos;        /* the ids that its tokenizer adds around a text, 0 or less = none */
	const char *package; /* the row of share/encoders/SOURCES it comes from */
	const char *get;     /* how to get it if absent: "make", "make encoders", "--encoder pile-t5=FILE" */
	const char *source;  /* of limit, bos and eos */
};

/* pooled: a cut costs the pooled vector only. query: only its ids are used, beside an encoder that reads the text. quoted: it reads
 * only what stands in quotes. */
enum encoder_role { ROLE_TEXT, ROLE_POOLED, ROLE_QUERY, ROLE_QUOTED };
extern const char *const encoder_role_names[]; /* "text", "pooled", "query", "quoted" */

enum { TOKENS_COUNTED = -1 }; /* before_tokens of a text that a user gave: counted for each caption */

/* One encoder of a model under one trainer. Zero and NULL mean "nothing of the kind". */
struct model_encoder {
	const struct encoder *encoder;
	enum encoder_role role;
	int limit;             /* tokens in all, template and special tokens included; 0 = never cut */
	int chunks;            /* rows the limit is encoded in (kohya 150: 2, 225: 3); 0 = one */
	const char *before;    /* the template in front of the caption, as far as its tokens never depend on it */
	const char *joint;     /* the last piece in front of it, which may merge with the caption's first token */
	const char *after;     /* the template behind it; begins with a special token */
	int before_tokens;     /* tokens of before, without BOS */
	int joint_tokens;      /* tokens of joint in front of a plain caption (gemma's " " goes into the first word: 0) */
	int after_tokens;      /* tokens of after, without EOS */
	const struct cleaning *cleaning; /* what is done to the caption first (cleaning.h), or NULL */
	bool tekken;           /* Mistral's vocabulary cut by its own pattern (TOK_TEKKEN), not the Hub file's */
	bool after_cut;        /* after is put on behind the cut: it is never lost (krea2, longcat-image) */
	bool refuses;          /* a text over the limit is an error, not cut (ideogram4) */
	bool skips_empty;      /* where cleaning leaves nothing the encoder does not run: no tokens at all */
	bool add_special;      /* the tokenizer's own BOS/EOS are added (false where the template writes them) */
	int drop_first;        /* positions cropped after encoding; hunyuanvideo 95 */
	const char *source;    /* repository path:line of the limit */
	const char *note;      /* what could not be verified, or NULL */
};

/* What a trainer does otherwise: the row takes the place of the reference's row with the same encoder; of the only row, whatever its encoder. */
struct model_override {
	const char *trainer;   /* "kohya"; a form of it as "diffusion-pipe-image" */
	struct model_encoder row;
};

struct model {
	const char *name;      /* "sdxl" */
	const char *profile;   /* the lint profile of caprules(7): sd15 sdxl pony illustrious flux sd3 lumina llm */
	const char *title;
	const char *alias;     /* other names, separated by blanks, or NULL */
	const struct model_encoder *encoders; /* of the reference pipeline (trainer diffusers) */
	size_t n;
	const struct model_override *overrides;
	size_t n_overrides;
	bool kohya_chunks;     /* kohya's max_token_length 150 and 225 apply */
	const char *trainers;  /* the trainers whose numbers were read, separated by blanks; for others a note says so */
};

/* By name (aliases too); NULL if unknown. */
const struct model *model_find(struct span name);
/* Says that there is no such model (encoder), and which one may have been meant. Returns -1. */
int model_unknown(struct span name, struct diag *d);
int encoder_unknown(struct span name, struct diag *d);
/* All, sorted by name; *n set. */
const struct model *const *model_all(size_t *n);
const struct encoder *encoder_find(struct span name);
const struct encoder *const *encoder_all(size_t *n);
/* The model's encoders under a trainer (NULL or "diffusers": the reference); lives in the arena.
 * trainer_model (trainer.h) also minds the trainer's options. */
struct model_encoder *model_for_trainer(struct arena *a, const struct model *m, const char *trainer, size_t *n);
/* Whether two rows give the same counts for every caption. */
bool model_same_feed(const struct model_encoder *x, const struct model_encoder *y);
/* An encoder alone, without a model (captok --encoder NAME): its own limit and special tokens. */
struct model_encoder model_alone(const struct encoder *e);
/* The same for a user's file: BOS and EOS as its tokenizer adds them; like gives name and limit (NULL:
 * "file", no limit). */
const struct encoder *encoder_for_file(struct arena *a, const struct tok *t, const struct encoder *like, const char *path);

/* The result of feeding one caption text to one encoder. Counts as capjson(5) gives them. */
struct feed {
	size_t tokens;        /* uncut, template and special tokens included */
	size_t content;       /* caption tokens */
	size_t before, after; /* template + special tokens around the caption */
	size_t limit, usable, cap; /* limit 0: never cut; then usable and cap are 0 too */
	size_t lost;          /* caption tokens that the encoder never sees, or that the crop eats */
	size_t eaten;         /* those of them that the fixed crop eats, at the front */
	size_t after_lost;    /* template tokens behind the caption that are cut */
	bool refused;         /* over the limit of a pipeline that stops there: lost is what it is too long by */
	size_t cut_start, cut_end; /* bytes of the caption that are lost at its end, else those the crop eats; equal = none */
	size_t eaten_end;     /* bytes of the caption's front that the crop eats; 0 = none */
	const struct tok_piece *pieces; /* the caption's own tokens, spans in the caption; in the arena; NULL unless wanted */
	size_t n;
	const uint32_t *many; /* of them, as in tok_out: where by_words is set, the first ones of words that became three or more */
	size_t n_many;
	bool by_words;
};
/* Tokenises caption for e (run belongs to e->encoder's vocabulary). want_pieces false: counts only, as
 * fast as may be. */
void model_feed(struct tok_run *run, const struct model_encoder *e, struct span caption, bool want_pieces,
		struct arena *a, struct feed *out);
/* The same from the number of caption tokens alone, for a row without template or cleaning. False where it is cut, or the row has
 * more to it: then model_feed has to look. */
bool model_feed_counted(const struct model_encoder *e, size_t content, struct feed *out);
/* The whole uncut sequence of ids, template and special tokens included. Lives in the arena. */
uint32_t *model_ids(struct tok_run *run, const struct model_encoder *e, struct span caption, struct arena *a,
		    size_t *n);

#endif
