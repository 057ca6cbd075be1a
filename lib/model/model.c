/* model.c: the registries of models and encoders, and a model's rows under a trainer. */
#include "model/model.h"

#include "base/near.h"
#include "model/model_data.h"

const char *const encoder_role_names[] = {"text", "pooled", "query", "quoted"};

static const struct encoder *const encoders[] = {
#define ENCODER(id) &encoder_##id,
#include "model/encoders/encoders.def"
#undef ENCODER
};

static const struct model *const models[] = {
#define MODEL(id) &model_##id,
#include "model/models/models.def"
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

/* Names are told apart without case, and _ is as good as -. */
static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == '_' ? '-' : c;
}

static bool same_name(struct span a, struct span b)
{
	if (a.n != b.n || a.n == 0)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (fold(a.p[i]) != fold(b.p[i]))
			return false;
	return true;
}

/* The word of list, which blanks separate, behind *at; false at the end. */
static bool next_word(const char *list, size_t *at, struct span *word)
{
	size_t n;

	if (!list)
		return false;
	list += *at;
	list += n = strspn(list, " ");
	*at += n;
	*word = (struct span){list, strcspn(list, " ")};
	*at += word->n;
	return word->n > 0;
}

static bool listed(const char *list, struct span name)
{
	struct span word;

	for (size_t at = 0; next_word(list, &at, &word);)
		if (same_name(word, name))
			return true;
	return false;
}

const struct encoder *encoder_find(struct span name)
{
	for (size_t i = 0; i < COUNT(encoders); i++)
		if (same_name(name, span_of(encoders[i]->name)))
			return encoders[i];
	return NULL;
}

const struct model *model_find(struct span name)
{
	/* Mostly it is asked for the name that it gave itself. */
	for (size_t i = 0; i < COUNT(models); i++)
		if (models[i]->name == name.p && models[i]->name[name.n] == '\0')
			return models[i];
	for (size_t i = 0; i < COUNT(models); i++)
		if (name.n && fold(*name.p) == *models[i]->name && same_name(name, span_of(models[i]->name)))
			return models[i];
	for (size_t i = 0; i < COUNT(models); i++)
		if (listed(models[i]->alias, name))
			return models[i];
	return NULL;
}

static int unknown(const char *what, struct span name, const char *const *names, size_t n, struct diag *d)
{
	const char *near = near_name(name, names, n);

	name.n = name.n < 60 ? name.n : 60;
	return diag_set(d, *what == 'm' ? "unknown-model" : "unknown-encoder", "unknown %s '%.*s'%s%s%s; captok --list-%ss lists them",
	                what, SPAN_ARG(name), near ? " (did you mean " : "", near ? near : "", near ? "?)" : "", what);
}

/* Names that people know and that stay unknown here, with the reason. */
static const struct { const char *name, *why; } refused[] = {
	{"wan2.5", "no trainer and no pipeline that was read has it"},
	{"chroma1-radiance", "it reads pixels, and what it feeds T5 was not run"},
	{"hidream-o1", "it is another model than HiDream-I1 (Qwen3-VL, never cut), and its template was not measured"},
	{"kandinsky6", "its template was not measured"},
	{"glm-image", "its template was not measured"},
	{"joyimage", "its template was not measured"},
	{"dreamlite", "its template was not measured"},
	{"cosmos3", "its template was not measured"},
};

int model_unknown(struct span name, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct { const char **v; size_t n, cap; } names = {0};
	struct span word;
	int rc;

	for (size_t i = 0; i < COUNT(refused); i++)
		if (same_name(name, span_of(refused[i].name)))
			return diag_set(d, "unknown-model", "no model '%s': %s", refused[i].name, refused[i].why);
	for (size_t i = 0; i < COUNT(models); i++) {
		*ARENA_PUSH(&a, &names) = models[i]->name;
		for (size_t at = 0; next_word(models[i]->alias, &at, &word);)
			*ARENA_PUSH(&a, &names) = arena_dup(&a, word).p;
	}
	rc = unknown("model", name, names.v, names.n, d);
	arena_fini(&a);
	return rc;
}

int encoder_unknown(struct span name, struct diag *d)
{
	const char *names[COUNT(encoders)];

	for (size_t i = 0; i < COUNT(encoders); i++)
		names[i] = encoders[i]->name;
	return unknown("encoder", name, names, COUNT(encoders), d);
}

/* Puts the trainer's own rows in the place of the reference's with the same encoder. A model with one encoder may have another one under
 * a trainer. */
static bool apply(const struct model *m, struct span trainer, struct model_encoder *rows)
{
	bool any = false;

	for (size_t i = 0; i < m->n_overrides; i++) {
		if (!span_is(trainer, m->overrides[i].trainer))
			continue;
		for (size_t j = 0; j < m->n; j++)
			if (m->n == 1 || rows[j].encoder == m->overrides[i].row.encoder)
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

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool model_same_feed(const struct model_encoder *x, const struct model_encoder *y)
{
	return same_text(x->encoder->vocab, y->encoder->vocab) && x->encoder->bos == y->encoder->bos && x->encoder->eos == y->encoder->eos &&
	       x->limit == y->limit && same_text(x->before, y->before) && same_text(x->joint, y->joint) && same_text(x->after, y->after) &&
	       x->cleaning == y->cleaning && x->add_special == y->add_special && x->drop_first == y->drop_first &&
	       x->tekken == y->tekken && x->after_cut == y->after_cut && x->refuses == y->refuses && x->skips_empty == y->skips_empty;
}
