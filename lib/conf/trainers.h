/* trainers.h: the trainer of each record, --trainer's. */
#ifndef CAPTOOLS_CONF_TRAINERS_H
#define CAPTOOLS_CONF_TRAINERS_H

#include "io/record.h"
#include "trainer/trainer.h"

struct trainers {
	struct trainer_spec *all; /* --trainer, or NULL: none was named */
	struct spec spec;         /* its text, read */
};

/* From run_common, after the settings file was looked at; more: further options as --trainer has them ("max_token_length=225"), or NULL.
 * Options of the trainer's buckets may stand among the others. The extension of its captions goes to run_common. Dies on what is wrong. */
void trainers_open(struct trainers *t, const char *more, struct arena *a);
/* Whose texts the record's caption becomes; NULL: no trainer was named. */
const struct trainer_spec *trainers_of(const struct trainers *t, const struct record *r);

#endif
