/* facts.c: what a scene says, each fact once, with the bytes that must be seen for it. */
#include "parse/build.h"

#include "base/hash.h"
#include "base/map.h"
#include "base/sort.h"
#include "lexicon/lexicon.h"

static uint64_t key_of(struct span s)
{
	return lex_key(s.p, s.n);
}

static void widen(const struct scene *s, struct scene_fact *f, uint32_t object)
{
	const struct scene_object *o = &s->objects[object];

	if (o->implicit)
		return;
	f->from = o->start < f->from ? o->start : f->from;
	f->to = o->end > f->to ? o->end : f->to;
}

static uint64_t object_key(const struct scene *s, uint32_t object)
{
	return key_of(s->objects[object].name);
}

static void fact(struct scene *s, enum scene_fact_kind kind, uint32_t index, uint32_t start, uint32_t end, uint64_t key)
{
	s->facts[s->n_facts++] = (struct scene_fact){kind, index, start, end, start, end, hash_u64(key + kind), 0};
}

/* By their bytes; those that begin alike stay as they were gathered. */
static void sort_facts(struct builder *b)
{
	struct scene *s = b->s;
	uint64_t *key = arena_alloc(b->a, s->n_facts * sizeof *key);
	struct scene_fact *v = arena_alloc(b->a, s->n_facts * sizeof *v);
	struct buf tmp = BUF_INIT;

	for (uint32_t i = 0; i < s->n_facts; i++)
		key[i] = (uint64_t)s->facts[i].start << 32 | i;
	sort_u64(key, s->n_facts, 0, &tmp);
	buf_fini(&tmp);
	for (uint32_t i = 0; i < s->n_facts; i++)
		v[i] = s->facts[(uint32_t)key[i]];
	s->facts = v;
}

/* Points repeats to the first of their kind, in one pass. */
static void find_repeats(struct builder *b)
{
	struct scene *s = b->s;
	struct map firsts = {.a = b->a};

	map_room(&firsts, s->n_facts);
	for (uint32_t i = 0; i < s->n_facts; i++) {
		s->facts[i].first = map_note(&firsts, s->facts[i].key, i);
		s->n_said += s->facts[i].first == i;
	}
}

static int picture_by_start(const void *x, const void *y)
{
	const struct scene_picture *a = x, *b = y;

	return (a->start > b->start) - (a->start < b->start);
}

void gather_facts(struct builder *b)
{
	struct scene *s = b->s;

	if (s->n_picture > 1) /* terms of the lexicon came first, then those that phrases are */
		qsort(s->picture, s->n_picture, sizeof *s->picture, picture_by_start);

	s->facts = arena_alloc(b->a, ((size_t)s->n_objects + s->n_attributes + s->n_relations + s->n_picture) * sizeof *s->facts);
	for (uint32_t i = 0; i < s->n_objects; i++)
		if (!s->objects[i].implicit)
			fact(s, FACT_OBJECT, i, s->objects[i].start, s->objects[i].end, object_key(s, i));
	for (uint32_t i = 0; i < s->n_attributes; i++) {
		const struct scene_attribute *t = &s->attributes[i];
		fact(s, FACT_ATTRIBUTE, i, t->start, t->end, lex_join(object_key(s, t->object), key_of(t->name)));
		widen(s, &s->facts[s->n_facts - 1], t->object);
	}
	for (uint32_t i = 0; i < s->n_relations; i++) {
		const struct scene_relation *r = &s->relations[i];
		uint64_t key = lex_join(lex_join(object_key(s, r->subject), key_of(r->predicate)), object_key(s, r->object));
		fact(s, FACT_RELATION, i, r->start, r->end, key);
		widen(s, &s->facts[s->n_facts - 1], r->subject);
		widen(s, &s->facts[s->n_facts - 1], r->object);
	}
	for (uint32_t i = 0; i < s->n_picture; i++)
		if (s->picture[i].kind != PICTURE_QUALITY && !s->picture[i].shared)
			fact(s, FACT_PICTURE, i, s->picture[i].start, s->picture[i].end, key_of(s->picture[i].text));
	sort_facts(b);
	find_repeats(b);
}
