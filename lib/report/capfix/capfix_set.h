/* capfix_set.h: capfix's edits of a whole set: the options become a script (edit/edit.h), with what it needs of other captions: those of
 * --join, and how often each tag of the set stands (--sort frequency). */
#ifndef CAPTOOLS_REPORT_CAPFIX_SET_H
#define CAPTOOLS_REPORT_CAPFIX_SET_H

#include "edit/edit.h"

struct capfix_options;
struct capfix_set;

/* Reads the other sets, and the inputs once for their tags where they are wanted. Dies on what is wrong: an edit that cannot be read, standard
 * input where it must be read twice. o and triggers must outlive it. NULL where no edit is asked for. */
struct capfix_set *capfix_set_open(const struct capfix_options *o, const struct span *triggers, size_t n_triggers);
void capfix_set_close(struct capfix_set *s); /* NULL is taken */
struct edit_script *capfix_set_script(struct capfix_set *s);

#endif
