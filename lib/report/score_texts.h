/* score_texts.h: a caption of several texts (read/read.h) judged: each by itself, the file that holds them once, and what the record says. */
#ifndef CAPTOOLS_REPORT_SCORE_TEXTS_H
#define CAPTOOLS_REPORT_SCORE_TEXTS_H

#include "io/record.h"
#include "lint/lint.h"
#include "read/read.h"

/* One record on its way. */
struct score_texts {
	struct reading read;
	bool several;            /* the texts are not simply the caption: each is judged by itself, and the file besides */
	bool told;               /* the record names the texts: several, or one that is fed in other bytes than the caption's */
	struct lint_job *job;    /* one for each text, then one for the file that holds them, or for each text of a list; or the only one */
	size_t n;
	const struct record *rec;
	size_t worst;            /* of the texts */
	struct lint_ctx *ctx;    /* of the jobs */
	struct lint_result all;  /* of several, the record's: mean score, the worst text's sides and facts, all findings with their place in the caption */
};

/* What the record's caption is to the trainer (NULL: as it is). */
void texts_read(struct score_texts *t, const struct trainer_spec *trainer, const struct record *r, struct arena *a);
/* How many jobs it takes. */
size_t texts_jobs(const struct score_texts *t);
/* Fills job, of that many (ctx likewise): about is of the caption as a whole. */
void texts_plan(struct score_texts *t, const struct lint_ctx *about, struct lint_job *job, struct lint_ctx *ctx);
/* After lint_captions: t->all where the caption is judged; false with *d where it could not be. */
bool texts_gather(struct score_texts *t, struct arena *a, const struct diag **d);

/* The record's result, and what stands for the caption in the set: its first text. */
const struct lint_result *texts_result(const struct score_texts *t);
const struct lint_result *texts_first(const struct score_texts *t, struct lint_result *room, struct span *text);

#endif
