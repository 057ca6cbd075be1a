/* captok.h: captok's own key, from a caption to JSON or to the coloured text form. */
#ifndef CAPTOOLS_REPORT_CAPTOK_H
#define CAPTOOLS_REPORT_CAPTOK_H

#include <stdbool.h>

#include "base/opt.h"
#include "run/run.h"
#include "trainer/trainer.h"

struct captok_options {
	struct opt_list encoders; /* --encoder NAME, FILE or NAME=FILE; empty: the model's */
	const char *variant;      /* fast ftfy openai tekken, or NULL: the trainer's, else fast */
	const char *max_token_length; /* kohya's, or NULL */
	bool ids, pieces, count;
	bool text;                /* the form for people */
	bool csv;                 /* the counts alone; captok_csv_head goes out first */
	bool table;               /* a row a caption, a column an encoder */
	bool colour;
	long width;               /* columns of the text form */
};

/* Fills f for run_filter. Dies on unknown names. The options must outlive the run. */
void captok_filter(struct filter *f, struct captok_options *o);
void captok_close(struct filter *f);
/* The bytes of the caption's file, which a trainer reads: the caption and its final line break, if it had one. */
struct span captok_file(const struct record *r, struct arena *a);
/* What t feeds for the record: of a list of texts, for each of them. t NULL: the caption, or the list's texts, themselves. */
void captok_fed(const struct trainer_spec *t, const struct record *r, struct arena *a, struct fed *out);
/* verbose: every trainer's row with its source; else name, encoders, limits and aliases in 80 columns. */
void captok_list_models(bool verbose);
void captok_list_encoders(void);
/* verbose: what the codes of captok.fed mean, too. */
void captok_list_trainers(bool verbose);
/* `  clip t5 …`: the compiled vocabularies at hand, for --version. */
void captok_version(void);

#endif
