/* model.c: the registries of models and encoders, and a model's rows under a trainer. */
#include "model/model.h"

#include "base/near.h"
#include "model/model_data.h"

const char *const encoder_role_names[] = {"text", "pooled"};

static const struct encoder *const encoders[] = {
#define ENCODER(id) &encoder_##id,
#include "model/encoders.def"
#undef ENCODER
};

static const struct model *const models[] = {
#define MODEL(id) &model_##id,
#include "model/models.def"
#undef MODEL
};

const struct encoder *const *encoder_all(size_t *n)
{
	*n = COUNT(encoders);
	return encoders;
}

const struct model *const *model_all(size_t *n)
{
	*n = COUNT(models);
	return models;
}

const struct encoder *encoder_find(struct span name)
{
	for (size_t i = 0; i < COUNT(encoders); i++)
		if (span_is(name, encoders[i]->name))
			return encoders[i];
	return NULL;
}

static int unknown(const char *what, struct span name, const char *const *names, size_t n, struct diag *d)
{
	const char *near = near_name(name, names, n);

	name.n = name.n < 60 ? name.n : 60;
	return diag_set(d, *what == 'm' ? "unknown-model" : "unknown-encoder", "unknown %s '%.*s'%s%s%s; captok --list-%ss lists them",
	                what, SPAN_ARG(name), near ? " (did you mean " : "", near ? near : "", near ? "?)" : "", what);
}

int model_unknown(struct span name, struct diag *d)
{
	const char *names[COUNT(models)];

	for (size_t i = 0; i < COUNT(models); i++)
		names[i] = models[i]->name;
	return unknown("model", name, names, COUNT(models), d);
}

int encoder_unknown(struct span name, struct diag *d)
{
	const char *names[COUNT(encoders)];

	for (size_t i = 0; i < COUNT(encoders); i++)
		names[i] = encoders[i]->name;
	return unknown("encoder", name, names, COUNT(encoders), d);
}

/* Whether word is one of the words of list, which blanks separate. */
static bool listed(const char *list, struct span word)
{
	const char *p = list;

	while (p && *p && word.n) {
		size_t n = strcspn(p, " ");

		if (span_eq((struct span){p, n}, word))
			return true;
		p += n + (p[n] == ' ');
	}
	return false;
}

const struct model *model_find(struct span name)
{
	for (size_t i = 0; i < COUNT(models); i++)
		if (span_is(name, models[i]->name) || listed(models[i]->alias, name))
			return models[i];
	return NULL;
}

/* Puts the trainer's own rows in the place of the reference's. */
static bool apply(const struct model *m, struct span trainer, struct model_encoder *rows)
{
	bool any = false;

	for (size_t i = 0; i < m->n_overrides; i++) {
		if (!span_is(trainer, m->overrides[i].trainer))
			continue;
		for (size_t j = 0; j < m->n; j++)
			if (rows[j].encoder == m->overrides[i].row.encoder)
				rows[j] = m->overrides[i].row;
		any = true;
	}
	return any;
}

struct model_encoder *model_for_trainer(struct arena *a, const struct model *m, const char *trainer, size_t *n)
{
	struct model_encoder *rows = arena_alloc(a, m->n * sizeof *rows);
	struct span name = span_of(trainer), base = name;

	memcpy(rows, m->encoders, m->n * sizeof *rows);
	*n = m->n;
	if (name.n == 0 || span_is(name, "diffusers"))
		return rows;
	/* "diffusion-pipe-image" is a form of "diffusion-pipe". */
	if (span_ends(name, SPAN("-image")) || span_ends(name, SPAN("-video")))
		base.n -= strlen("-image");
	if (!apply(m, name, rows))
		apply(m, base, rows);
	if (!listed(m->trainers, base))
		for (size_t i = 0; i < m->n; i++)
			rows[i].note = arena_printf(a, "%s's numbers for %s were not read: these are the reference "
						    "pipeline's", trainer, m->name).p;
	return rows;
}

struct model_encoder model_alone(const struct encoder *e)
{
	return (struct model_encoder){.encoder = e, .limit = e->limit, .add_special = true, .source = e->source};
}

const struct encoder *encoder_for_file(struct arena *a, const struct tok *t, const struct encoder *like, const char *path)
{
	struct encoder *e = arena_zalloc(a, 1, sizeof *e);
	struct tok_special s = tok_special(t);

	if (like)
		*e = *like;
	else
		e->name = "file";
	e->vocab = e->title = e->package = path;
	e->get = "";
	e->bos = s.adds_bos ? s.bos : -1;
	e->eos = s.adds_eos ? s.eos : -1;
	e->source = "the file's own post-processor";
	return e;
}
