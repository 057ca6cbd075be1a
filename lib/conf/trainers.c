/* trainers.c: --trainer and a trainer's file of datasets, read once for every tool. */
#include "conf/trainers.h"

#include "base/ascii.h"
#include "base/die.h"
#include "conf/datasets.h"
#include "image/bucket.h"
#include "json/jskip.h"
#include "run/run.h"

/* What the command line says, and then, as the trainer has it, what the file says. */
static struct trainer_spec *make(const struct spec *said, const struct spec *more, struct arena *a)
{
	struct spec s = {.name = said->name};
	struct diag d = {0};
	struct trainer_spec *t;

	for (size_t i = 0; i < said->n; i++)
		*ARENA_PUSH(a, &s) = said->v[i];
	for (size_t i = 0; more && i < more->n; i++)
		*ARENA_PUSH(a, &s) = more->v[i];
	t = trainer_make(a, &s, bucketing_knows, &d);
	if (!t)
		die("--trainer: %s", d.message);
	return t;
}

/* The trainer of a file of datasets; that of --trainer must be the same. */
static const char *name_of_sets(const struct datasets *sets)
{
	const char *said = run_common.trainer;
	struct span name = {said, said ? strcspn(said, ":") : 0};

	if (said && !ascii_same(name, span_of(sets->trainer)))
		die("--trainer %.*s: %s is %s's", SPAN_ARG(name), sets->path, sets->trainer);
	return said ? said : sets->trainer;
}

void trainers_open(struct trainers *t, const char *more, struct arena *a)
{
	struct diag d = {0};
	struct spec further = {.n = 0};
	const char *same = NULL;

	*t = (struct trainers){.sets = run_common.datasets};
	if (t->sets)
		run_common.trainer = name_of_sets(t->sets);
	if (!run_common.trainer)
		return;
	if (spec_read(&t->spec, span_of(run_common.trainer), a, &d) != 0 ||
	    spec_read(&further, arena_printf(a, ":%s", more ? more : ""), a, &d) != 0)
		die("--trainer: %s", d.message);
	for (size_t i = 0; i < further.n; i++)
		spec_add(&t->spec, further.v[i].name, further.v[i].value, a);
	t->all = make(&t->spec, NULL, a);
	run_common.source.caption_ext = trainer_extension(t->all);
	if (!t->sets)
		return;
	t->of = arena_alloc(a, t->sets->n * sizeof *t->of);
	for (size_t i = 0; i < t->sets->n; i++) {
		t->of[i] = make(&t->spec, &t->sets->v[i].captions, a);
		const char *ext = run_common.inputs[i].caption_ext = trainer_extension(t->of[i]);
		same = i == 0 || (same && strcmp(same, ext) == 0) ? ext : NULL;
	}
	run_common.source.caption_ext = same; /* of the set, where it has one */
}

int trainers_subset(const struct record *r)
{
	const struct datasets *sets = run_common.datasets;
	struct span source = sets && r->raw.n ? record_member(r, "source") : SPAN(""), path = r->path, said;
	struct arena a = ARENA_INIT;
	int found = -1;

	/* What comes through a pipe says where it was read. */
	if (source.n && json_string(&a, json_at(source, SPAN("path")), &said))
		path = said;
	for (size_t i = 0; sets && i < sets->n && found < 0; i++)
		if (span_is(path, sets->v[i].folder) || (sets->v[i].list && span_is(path, sets->v[i].list)))
			found = (int)i;
	arena_fini(&a);
	return found;
}

bool trainers_regular(const struct record *r)
{
	int i = run_common.datasets ? trainers_subset(r) : -1;

	return i >= 0 && run_common.datasets->v[i].regular;
}

const struct trainer_spec *trainers_of(const struct trainers *t, const struct record *r)
{
	int i = t->sets ? trainers_subset(r) : -1;

	return i < 0 ? t->all : t->of[i];
}
