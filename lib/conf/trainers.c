/* trainers.c: --trainer, read once for every tool. */
#include "conf/trainers.h"

#include "base/die.h"
#include "image/bucket.h"
#include "run/run.h"

void trainers_open(struct trainers *t, const char *more, struct arena *a)
{
	struct diag d = {0};
	struct spec further = {.n = 0};

	*t = (struct trainers){.all = NULL};
	if (!run_common.trainer)
		return;
	if (spec_read(&t->spec, span_of(run_common.trainer), a, &d) != 0 ||
	    spec_read(&further, arena_printf(a, ":%s", more ? more : ""), a, &d) != 0)
		die("--trainer: %s", d.message);
	for (size_t i = 0; i < further.n; i++)
		spec_add(&t->spec, further.v[i].name, further.v[i].value, a);
	t->all = trainer_make(a, &t->spec, bucketing_knows, &d);
	if (!t->all)
		die("--trainer: %s", d.message);
	run_common.source.caption_ext = trainer_extension(t->all);
}

const struct trainer_spec *trainers_of(const struct trainers *t, const struct record *r)
{
	(void)r;
	return t->all;
}
