/* trainers.h: the trainer of each record: --trainer's, with the options of the subset that the record stands in where a file of datasets
 * (datasets.h) has them. */
#ifndef CAPTOOLS_CONF_TRAINERS_H
#define CAPTOOLS_CONF_TRAINERS_H

#include "io/record.h"
#include "trainer/trainer.h"

struct trainers {
	struct trainer_spec *all;    /* --trainer, or that of the file of datasets, or NULL: none was named */
	struct spec spec;            /* its text, read */
	const struct datasets *sets; /* or NULL */
	struct trainer_spec **of;    /* one for each of its subsets */
};

/* From run_common, after the settings file was looked at; more: further options as --trainer has them ("max_token_length=225"), or NULL.
 * Options of the trainer's buckets may stand among the others. The extension of its captions goes to run_common. Dies on what is wrong. */
void trainers_open(struct trainers *t, const char *more, struct arena *a);
/* The place of the record's subset among those of run_common.datasets: the first of its folder; -1: it stands in none. */
int trainers_subset(const struct record *r);
/* Whether it stands in a subset of regularisation images, which need no caption and no trigger. */
bool trainers_regular(const struct record *r);
/* Whose texts the record's caption becomes; NULL: no trainer was named. */
const struct trainer_spec *trainers_of(const struct trainers *t, const struct record *r);

#endif
