/* edit.c: the script of edits, and what comes of each. */
#include "edit/kind.h"

static const struct row {
	const char *option;
	const struct edit_kind *kind;
} rows[] = {
#define EDIT(name, option) {option, &edit_##name},
#include "edit/edits.def"
#undef EDIT
};

struct edit_script {
	struct arena a; /* holds this struct */
	struct edit *v;
	size_t n;
};

struct edit_run {
	struct arena a; /* holds this struct */
	struct edit_script *s;
	struct regex_try **tries; /* per edit, or NULL */
};

static const struct edit_kind *kind_of(const char *option)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (strcmp(rows[i].option, option) == 0)
			return rows[i].kind;
	return NULL;
}

struct edit_script *edit_script_open(const struct opt_list *asked, const struct edit_env *env, struct diag *d)
{
	struct arena hold = ARENA_INIT;
	struct edit_script *s = arena_zalloc(&hold, 1, sizeof *s);

	s->a = hold;
	s->v = arena_zalloc(&s->a, asked->n + 1, sizeof *s->v);
	for (size_t i = 0; i < asked->n; i++) {
		struct edit *e = &s->v[s->n];
		e->kind = kind_of(asked->v[i].name);
		if (!e->kind)
			continue;
		s->n++;
		e->name = asked->v[i].name;
		e->value = asked->v[i].value;
		e->env = env;
		e->a = &s->a;
		e->map.a = &s->a;
		e->old = span_of(e->value);
		if (e->kind->open && e->kind->open(e, d) != 0) {
			edit_script_close(s);
			return NULL;
		}
	}
	return s;
}

void edit_script_close(struct edit_script *s)
{
	if (!s)
		return;
	struct arena a = s->a;
	for (size_t i = 0; i < s->n; i++)
		regex_close(s->v[i].regex);
	arena_fini(&a);
}

size_t edit_script_n(const struct edit_script *s)
{
	return s->n;
}

const char *edit_name(const struct edit_script *s, size_t i)
{
	return s->v[i].name;
}

const char *edit_value(const struct edit_script *s, size_t i)
{
	return s->v[i].value;
}

struct edit_run *edit_run_open(struct edit_script *s)
{
	struct arena hold = ARENA_INIT;
	struct edit_run *r = arena_zalloc(&hold, 1, sizeof *r);

	r->a = hold;
	r->s = s;
	r->tries = arena_zalloc(&r->a, s->n + 1, sizeof *r->tries);
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].regex)
			r->tries[i] = regex_try_open(s->v[i].regex);
	return r;
}

void edit_run_close(struct edit_run *r)
{
	if (!r)
		return;
	struct arena a = r->a;
	for (size_t i = 0; i < r->s->n; i++)
		regex_try_close(r->tries[i]);
	arena_fini(&a);
}

struct edit_script *edit_run_script(struct edit_run *r)
{
	return r->s;
}

/* Out of the arena that the work was done in, which holds all tags of the text, folded. */
static void keep(struct arena *a, struct edit_changes *out)
{
	struct edit_change *v = arena_alloc(a, (out->n + 1) * sizeof *v);

	for (size_t i = 0; i < out->n; i++) {
		v[i] = out->v[i];
		v[i].text = arena_dup(a, v[i].text);
	}
	out->v = v;
	out->cap = out->n;
	out->refused = arena_dup(a, out->refused);
}

int edit_text(struct edit_run *r, size_t i, const struct edit_where *at, struct arena *a, struct edit_changes *out, struct diag *d)
{
	struct arena own = ARENA_INIT;
	const struct edit *e = &r->s->v[i];
	struct edit_sight s = {.e = e, .try = r->tries[i], .text = at->text, .id = at->id, .values = at->values, .a = &own, .out = out};
	int rc = 0;

	*out = (struct edit_changes){0};
	if (!at->values || e->kind->of_words)
		rc = e->kind->apply(&s, d);
	else
		out->refused = SPAN("a caption that is JSON is no list of tags");
	keep(a, out);
	arena_fini(&own);
	return rc;
}

void edit_count(struct edit_script *s, size_t i, size_t places)
{
	atomic_fetch_add(&s->v[i].places, places);
	atomic_fetch_add(&s->v[i].captions, places > 0);
}

void edit_tell(const struct edit_script *s, size_t i, struct buf *out)
{
	const struct edit *e = &s->v[i];
	unsigned long long places = atomic_load(&e->places), captions = atomic_load(&e->captions);

	if (places == 0)
		buf_printf(out, "--%s '%s': nothing matched", e->name, e->value);
	else
		buf_printf(out, "--%s '%s': %llu in %llu caption%s", e->name, e->value, places, captions, captions == 1 ? "" : "s");
}
