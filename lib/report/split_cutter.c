/* split_cutter.c: a model's encoder as something that cuts. */
#include "report/split_cutter.h"

#include <stdio.h>

#include "model/registry.h"

enum { CLIP_CONTENT = 75 };

static const struct split_layout *layout_of_trainer(const struct cutter_options *o)
{
	char name[32];

	if (o->layout)
		return o->layout;
	if (o->trainer && strcmp(o->trainer, "kohya") == 0)
		snprintf(name, sizeof name, "kohya-%s", o->kohya);
	else
		snprintf(name, sizeof name, "%s", o->trainer && strcmp(o->trainer, "diffusion-pipe") == 0 ? o->trainer : "diffusers");
	return split_layout_find(span_of(name));
}

bool cutter_is_clip(const struct encoder *e)
{
	return strcmp(e->vocab, "clip") == 0;
}

/* The model's row to cut for: the named encoder's, CLIP's for a layout, else the first that gives the text its sequence. */
static const struct model_encoder *pick(const struct cutter_options *o, const struct model_encoder *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct encoder *e = v[i].encoder;
		if (o->encoder ? strcmp(e->name, o->encoder->name) == 0 : o->layout ? cutter_is_clip(e) : v[i].role == ROLE_TEXT)
			return &v[i];
	}
	return NULL;
}

static int fill(const struct cutter_options *o, struct cutter *c, const struct model_encoder *e, struct arena *a, struct diag *d)
{
	const struct tok *t = registry_get(e->encoder->vocab, d);
	enum tok_variant variant = TOK_FAST;
	struct feed f;

	if (!t)
		return -1;
	c->encoder = e->encoder->name;
	if (cutter_is_clip(e->encoder)) {
		c->layout = layout_of_trainer(o);
		variant = split_layout_variant(c->layout);
	}
	c->run = tok_run_open(t, variant);
	c->row = *e;
	model_feed(c->run, e, SPAN("a"), false, a, &f);
	c->limit = c->layout ? CLIP_CONTENT : f.usable;
	return 0;
}

size_t cutter_measure(void *cutter, struct span text, size_t *room)
{
	struct cutter *c = cutter;
	struct feed f;

	if (c->layout) {
		*room = c->limit;
		return tok_count(c->run, text);
	}
	model_feed(c->run, &c->row, text, false, &c->a, &f);
	*room = !f.limit ? SIZE_MAX : f.usable ? f.usable : 1;
	arena_reset(&c->a);
	return f.content;
}

struct cutter *cutter_of(struct cutters *s, const struct cutter_options *o, struct span name, struct arena *a, struct diag *d)
{
	struct cutter made = {.model = arena_dup(a, name)};
	struct model_encoder alone;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (span_eq(s->v[i].model, name))
			return &s->v[i];
	const struct model *m = model_find(name);
	if (!m) {
		model_unknown(name, d);
		return NULL;
	}
	made.name = m->name;
	struct model_encoder *all = model_for_trainer(a, m, o->trainer, &n);
	const struct model_encoder *e = pick(o, all, n);
	if (!e) { /* an encoder or layout that is not this model's */
		const struct encoder *other = o->encoder ? o->encoder : encoder_find(SPAN("clip-l"));
		alone = model_alone(other);
		e = &alone;
		made.name = NULL;
	}
	if (fill(o, &made, e, a, d) != 0)
		return NULL;
	struct cutter *slot = ARENA_PUSH(a, s);
	*slot = made;
	return slot;
}

void cutters_close(struct cutters *s)
{
	for (size_t i = 0; i < s->n; i++) {
		tok_run_close(s->v[i].run);
		arena_fini(&s->v[i].a);
	}
}
