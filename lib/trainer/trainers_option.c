/* trainers_option.c: what the options of a trainer are set to. */
#include <stdlib.h>
#include <string.h>

#include "trainer/trainers.h"

bool trainer_flag(const struct trainer_spec *t, int i)
{
	return span_is(t->values[i], "true");
}

long trainer_count(const struct trainer_spec *t, int i)
{
	return t->values[i].n ? strtol(t->values[i].p, NULL, 10) : 0;
}

double trainer_rate(const struct trainer_spec *t, int i)
{
	return t->values[i].n ? strtod(t->values[i].p, NULL) : 0;
}

struct span trainer_text(const struct trainer_spec *t, int i)
{
	return t->values[i];
}

long trainer_number(const struct trainer_spec *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->trainer->options[i].name, name) == 0)
			return trainer_count(t, (int)i);
	return 0;
}

struct span trainer_text_of(const struct trainer_spec *t, const char *name)
{
	for (size_t i = 0; t && i < t->n; i++)
		if (strcmp(t->trainer->options[i].name, name) == 0)
			return trainer_text(t, (int)i);
	return SPAN("");
}

bool trainer_set(const struct trainer_spec *t, const char *name)
{
	return span_is(trainer_text_of(t, name), "true");
}

const struct trainer *trainer_of(const struct trainer_spec *t)
{
	return t->trainer;
}

bool trainer_shuffles(const struct trainer_spec *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct trainer_option *o = &t->trainer->options[i];
		if (strstr(o->name, "shuffl") && (o->kind == TR_FLAG ? trainer_flag(t, (int)i) : o->kind == TR_COUNT && trainer_count(t, (int)i) > 0))
			return true;
	}
	return false;
}
