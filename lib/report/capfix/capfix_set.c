/* capfix_set.c: other captions that edits of a set ask about. */
#include "report/capfix/capfix_set.h"

#include "base/die.h"
#include "base/hash.h"
#include "base/map.h"
#include "report/capfix/capfix.h"

struct join {
	const char *value;
	struct map ids; /* hash of an id to its place in captions */
	struct { struct span *v; size_t n, cap; } captions;
};

struct capfix_set {
	struct arena a; /* holds this struct */
	const struct capfix_options *o;
	struct edit_env env;
	struct edit_script *script;
	struct { struct join *v; size_t n, cap; } joins;
	struct map tags; /* hash of a folded tag to the number of captions it stands in */
	uint64_t seed;
};

static uint64_t key(const struct capfix_set *s, struct span x)
{
	return hash_bytes(x.p, x.n, s->seed) | 1;
}

/* Calls fn for every caption of a set. What cannot be read is told and passed over: the run itself says it again. */
static void each_caption(const char *path, const char *ext, void (*fn)(struct capfix_set *s, const struct record *r, struct arena *a), struct capfix_set *s)
{
	struct source_options options = run_common.source;
	struct arena a = ARENA_INIT;
	struct record r;
	struct diag d = {0};
	int rc;

	run_limits(&options.limits);
	if (ext)
		options.caption_ext = ext;
	struct source *in = source_open(path, &options, &d);
	if (!in)
		die("%s: %s", path, d.message);
	while ((rc = source_next(in, &r, &a, &d)) == 1) {
		if (r.kind == REC_CAPTION && (!ext || span_ends(r.member, span_of(ext))))
			fn(s, &r, &a);
		else if (r.kind == REC_ERROR)
			warn("%s: %.*s: %s", path, SPAN_ARG(r.id), r.error.message);
		arena_reset(&a);
	}
	if (rc < 0)
		die("%s: %s", path, d.message);
	source_close(in);
	arena_fini(&a);
}

static void note_partner(struct capfix_set *s, const struct record *r, struct arena *a)
{
	struct join *j = &s->joins.v[s->joins.n - 1];
	bool is_new;
	uint32_t *at = map_add(&j->ids, key(s, r->id), &is_new);

	(void)a;
	if (!is_new)
		return; /* the first of an id counts */
	*at = (uint32_t)j->captions.n;
	*ARENA_PUSH(&s->a, &j->captions) = arena_dup(&s->a, r->caption);
}

static void note_tags(struct capfix_set *s, const struct record *r, struct arena *a)
{
	struct map here = {.a = a};
	struct span *tags;
	size_t n = edit_tags(r->caption, a, &tags);

	for (size_t i = 0; i < n; i++) {
		bool is_new;
		map_add(&here, key(s, tags[i]), &is_new);
		if (is_new)
			++*map_add(&s->tags, key(s, tags[i]), NULL);
	}
}

/* "img1.png" and "img1" are one sample. */
static struct span stem(struct span id)
{
	for (size_t i = id.n; i > 0 && id.p[i - 1] != '/'; i--)
		if (id.p[i - 1] == '.' && i > 1)
			return span_cut(id, 0, i - 1);
	return id;
}

static struct span partner(void *ctx, const char *value, struct span id)
{
	struct capfix_set *s = ctx;

	for (size_t i = 0; i < s->joins.n; i++) {
		const struct join *j = &s->joins.v[i];
		if (j->value != value)
			continue;
		const uint32_t *at = map_find(&j->ids, key(s, id));
		if (!at)
			at = map_find(&j->ids, key(s, stem(id)));
		return at ? j->captions.v[*at] : SPAN("");
	}
	return SPAN("");
}

static uint32_t frequency(void *ctx, struct span tag)
{
	const struct capfix_set *s = ctx;
	const uint32_t *n = map_find(&s->tags, key(s, tag));

	return n ? *n : 0;
}

/* The inputs are read once more, which standard input cannot be. */
static void each_input(struct capfix_set *s, const char *why, const char *ext, void (*fn)(struct capfix_set *s, const struct record *r, struct arena *a))
{
	bool piped = s->o->n_inputs == 0;

	for (int i = 0; i < s->o->n_inputs; i++)
		piped |= strcmp(s->o->inputs[i], "-") == 0;
	if (piped)
		die("%s reads the set twice: name a file, folder or archive, not standard input", why);
	for (int i = 0; i < s->o->n_inputs; i++)
		each_caption(s->o->inputs[i], ext, fn, s);
}

static void read_join(struct capfix_set *s, const char *value)
{
	struct join *j = ARENA_PUSH(&s->a, &s->joins);

	*j = (struct join){.value = value, .ids.a = &s->a};
	if (value[0] == '.' && !strchr(value, '/')) /* ".caption": the same folder's other files */
		each_input(s, "--join .EXT", value, note_partner);
	else
		each_caption(value, NULL, note_partner, s);
	if (j->captions.n == 0)
		die("--join %s: no caption in it", value);
}

struct capfix_set *capfix_set_open(const struct capfix_options *o, const struct span *triggers, size_t n_triggers)
{
	struct arena hold = ARENA_INIT;
	struct diag d = {0};

	if (o->edits.n == 0)
		return NULL;
	struct capfix_set *s = arena_zalloc(&hold, 1, sizeof *s);
	s->a = hold;
	s->o = o;
	s->seed = hash_seed();
	s->tags.a = &s->a;
	s->env = (struct edit_env){.triggers = triggers, .n_triggers = n_triggers, .at = o->at, .partner = partner, .frequency = frequency, .ctx = s};
	s->script = edit_script_open(&o->edits, &s->env, &d);
	if (!s->script)
		die("%s", d.message);
	bool counted = false;
	for (size_t i = 0; i < o->edits.n; i++) {
		const struct opt_item *e = &o->edits.v[i];
		if (strcmp(e->name, "join") == 0)
			read_join(s, e->value);
		if (strcmp(e->name, "sort") == 0 && strcmp(e->value, "frequency") == 0 && !counted) {
			each_input(s, "--sort frequency", NULL, note_tags);
			counted = true;
		}
	}
	return s;
}

void capfix_set_close(struct capfix_set *s)
{
	if (!s)
		return;
	struct arena a = s->a;
	edit_script_close(s->script);
	arena_fini(&a);
}

struct edit_script *capfix_set_script(struct capfix_set *s)
{
	return s->script;
}
