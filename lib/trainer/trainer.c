/* trainer.c: trainers by name, and their options as the user writes them. */
#include "trainer/trainer.h"

#include <errno.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/near.h"
#include "trainer/trainers.h"

static const struct trainer *const trainers[] = {
#define TRAINER(id) &trainer_##id,
#include "trainer/trainers.def"
#undef TRAINER
};
enum { N_TRAINERS = sizeof trainers / sizeof trainers[0] };

const struct trainer_info *const *trainer_all(size_t *n)
{
	static const struct trainer_info *const infos[] = {
#define TRAINER(id) &trainer_##id.info,
#include "trainer/trainers.def"
#undef TRAINER
	};

	*n = N_TRAINERS;
	return infos;
}

static const struct trainer *find(struct span name)
{
	for (size_t i = 0; i < N_TRAINERS; i++)
		if (ascii_same(name, span_of(trainers[i]->info.name)))
			return trainers[i];
	return NULL;
}

bool trainer_knows(struct span trainer, struct span option)
{
	const struct trainer *t = find(trainer);

	for (const struct trainer_option *o = t ? t->options : NULL; o && o->kind != TR_END; o++)
		if (span_is(option, o->name))
			return true;
	return false;
}

static int unknown(struct arena *a, struct diag *d, struct span name)
{
	struct buf list = {0};

	for (size_t i = 0; i < N_TRAINERS; i++)
		buf_printf(&list, "%s%s", i ? ", " : "", trainers[i]->info.name);
	struct span s = arena_dup(a, buf_span(&list));
	buf_fini(&list);
	return diag_set(d, "unknown-trainer", "unknown trainer '%.*s'; known are %s", SPAN_ARG(name), s.p);
}

static bool is_number(struct span s, bool real)
{
	char *end;

	if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9')
		return false;
	errno = 0;
	if (real) {
		double r = strtod(s.p, &end);

		return *end == '\0' && r >= 0 && r <= 1000000;
	}
	long v = strtol(s.p, &end, 10);
	return *end == '\0' && errno == 0 && v <= 1000000;
}

const char *trainer_near(struct span trainer, struct span option)
{
	const struct trainer *t = find(trainer);
	struct arena a = ARENA_INIT;
	struct { const char **v; size_t n, cap; } names = {0};

	for (const struct trainer_option *o = t ? t->options : NULL; o && o->kind != TR_END; o++)
		*ARENA_PUSH(&a, &names) = o->name;
	const char *best = near_name(option, names.v, names.n);
	arena_fini(&a);
	return best;
}

static int no_option(const struct trainer_spec *t, struct span name, struct diag *d)
{
	const char *best = trainer_near(span_of(t->trainer->info.name), name);

	if (best)
		return diag_set(d, "unknown-option", "%s has no option '%.*s'; did you mean '%s'?", t->trainer->info.name,
				SPAN_ARG(name), best);
	return diag_set(d, "unknown-option", "%s has no option '%.*s'; captok --list-trainers names its options",
			t->trainer->info.name, SPAN_ARG(name));
}

static int set(struct arena *a, struct trainer_spec *t, struct span name, struct span value, struct diag *d)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct trainer_option *o = &t->trainer->options[i];

		if (!span_is(name, o->name))
			continue;
		if (o->kind == TR_FLAG) {
			if (!value.p)
				value = SPAN("true");
			if (!span_is(value, "true") && !span_is(value, "false"))
				return diag_set(d, "bad-option", "%s is true or false, not '%.*s'", o->name, SPAN_ARG(value));
		} else if (!value.p) {
			return diag_set(d, "bad-option", "%s wants a value: %s=...", o->name, o->name);
		} else if (o->kind != TR_TEXT && !is_number(value, o->kind == TR_RATE)) {
			return diag_set(d, "bad-option", "%s wants a number, not '%.*s'", o->name, SPAN_ARG(value));
		}
		t->values[i] = value.p ? arena_printf(a, "%.*s", SPAN_ARG(value)) : value; /* with a NUL behind it */
		return 0;
	}
	return no_option(t, name, d);
}

/* Whether v is among names with bars between them. */
static bool one_of(struct span v, const char *names)
{
	for (const char *p = names; *p;) {
		size_t n = strcspn(p, "|");
		if (span_eq(v, (struct span){p, n}))
			return true;
		p += n + (p[n] == '|');
	}
	return false;
}

/* Values that the trainers themselves refuse. */
static int check(const struct trainer_spec *t, struct diag *d)
{
	static const struct { const char *option, *values; } choices[] = {
		{"version", "2026-06|48d368fa"}, {"prompt_source", "sample|concept|filename"}, {"tag_dropout_mode", "FULL|RANDOM|RANDOM WEIGHTED"},
		{"tag_dropout_special_tags_mode", "NONE|BLACKLIST|WHITELIST"},
		{"caption_strategy", "textfile|filename|instanceprompt|parquet|csv|huggingface"},
	};
	long length = trainer_number(t, "max_token_length");

	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
		struct span v = trainer_text_of(t, choices[i].option);
		if (v.n && !one_of(v, choices[i].values))
			return diag_set(d, "bad-option", "%s is %s, not '%.*s'", choices[i].option, choices[i].values, SPAN_ARG(v));
	}

	if (length && length != 75 && length != 150 && length != 225)
		return diag_set(d, "bad-option", "max_token_length is 75, 150 or 225, not %ld", length);
	return 0;
}

struct trainer_spec *trainer_make(struct arena *a, const struct spec *from, trainer_foreign *foreign, struct diag *d)
{
	const struct trainer *found = find(from->name);
	struct trainer_spec *t = arena_zalloc(a, 1, sizeof *t);

	if (!found) {
		unknown(a, d, from->name);
		return NULL;
	}
	t->trainer = found;
	while (found->options[t->n].kind != TR_END)
		t->n++;
	t->values = arena_zalloc(a, t->n, sizeof *t->values);
	for (size_t i = 0; i < t->n; i++) /* unset reads as the empty text */
		t->values[i] = span_of(found->options[i].preset ? found->options[i].preset : "");
	for (size_t i = 0; i < from->n; i++) {
		bool other = foreign && !trainer_knows(from->name, from->v[i].name) && foreign(from->name, from->v[i].name);
		if (!other && set(a, t, from->v[i].name, from->v[i].value, d) != 0)
			return NULL;
	}
	struct span ext = trainer_text_of(t, "caption_extension");
	ext = ext.n ? ext : trainer_text_of(t, "caption_ext");
	t->extension = ext.n ? arena_printf(a, "%s%.*s", ext.p[0] == '.' ? "" : ".", SPAN_ARG(ext)).p : found->info.extension;
	return check(t, d) == 0 && filter_load(a, t, d) == 0 && words_load(a, t, d) == 0 ? t : NULL;
}

struct trainer_spec *trainer_parse(struct arena *a, const char *text, struct diag *d)
{
	struct spec s;

	return spec_read(&s, span_of(text), a, d) == 0 ? trainer_make(a, &s, NULL, d) : NULL;
}

const char *trainer_name(const struct trainer_spec *t)
{
	return t->trainer->info.name;
}

enum tok_variant trainer_variant(const struct trainer_spec *t)
{
	return t->trainer->variant;
}

const char *trainer_extension(const struct trainer_spec *t)
{
	return t->extension;
}
