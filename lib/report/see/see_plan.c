/* see_plan.c: from --trainer, --trainer-settings and --batch to what the trainer does with pictures. */
#include "report/see/see.h"

#include <string.h>

#include "base/die.h"
#include "base/file.h"
#include "image/bucket.h"
#include "json/jread.h"
#include "trainer/trainer.h"

enum { SETTINGS_MAX = 1 << 20 };

static void set_batch(const struct see_options *o, struct bucket_plan *p, struct arena *a)
{
	static const char *const names[] = {"batch_size", "train_batch_size", "micro_batch_size_per_gpu"};
	struct diag d = {0};

	for (size_t i = 0; o->batch && i < sizeof names / sizeof *names; i++)
		if (settings_has(&p->settings, names[i]) &&
		    settings_set(&p->settings, span_of(names[i]), arena_printf(a, "%ld", o->batch), a, &d) != 0)
			die("--batch: %s", d.message);
}

static void read_settings(const struct see_options *o, struct bucket_plan *p, struct arena *a)
{
	struct buf b = BUF_INIT;
	struct json_members m = {0};
	struct diag d = {0};

	if (!o->settings)
		return;
	if (file_read(o->settings, &b, SETTINGS_MAX, &d) != 0 || json_read_object(a, arena_dup(a, buf_span(&b)), &m, &d) != 0)
		die("%s: %s", o->settings, d.message);
	for (size_t i = 0; i < m.n; i++)
		if (settings_set(&p->settings, m.v[i].key, m.v[i].raw, a, &d) != 0 && !trainer_knows(span_of(p->trainer->name), m.v[i].key))
			die("%s: %s %s", o->settings, p->trainer->name, d.message);
	buf_fini(&b);
}

struct bucket_plan *see_plan(const struct see_options *o, const struct spec *more, struct arena *a)
{
	struct diag d = {0};
	struct spec spec;

	if (spec_read(&spec, span_of(run_common.trainer), a, &d) != 0)
		die("--trainer %s: %s", run_common.trainer, d.message);
	for (size_t i = 0; more && i < more->n; i++)
		spec_add(&spec, more->v[i].name, more->v[i].value, a);
	/* Options of captions may stand in the same --trainer. */
	struct bucket_plan *p = bucket_plan_make(&spec, trainer_knows, a, &d);

	if (!p && strcmp(d.code, "unknown-trainer") == 0 && strcmp(run_common.trainer, "diffusers") == 0)
		return NULL; /* the reference pipeline has no buckets */
	if (!p)
		die("--trainer %s: %s", run_common.trainer, d.message);
	read_settings(o, p, a);
	set_batch(o, p, a);
	if (bucket_plan_read(p, a, &d) != 0)
		die("--trainer %s: %s", run_common.trainer, d.message);
	return p;
}
