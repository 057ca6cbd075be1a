/* witness.c: the file is read once; each tag is parsed once, however many pictures have it. */
#include "see/witness.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "json/jread.h"
#include "lexicon/lexicon.h"

enum { TEXT_MAX = 1 << 16 /* bytes of one tag, clause or caption that are read */ };

struct said {
	uint32_t fact;
	float score;
};

/* The lines of one sample: [from, n) of said, and the line before it of the same sample, + 1. */
struct line {
	uint32_t from, n, before;
};

struct witness {
	struct arena a; /* holds this struct */
	const struct scene_reader *reader;
	uint64_t seed;
	struct { struct witness_fact *v; size_t n, cap; } facts;
	struct { uint32_t *v; size_t n, cap; } parsed;   /* facts of tags, in runs */
	struct { struct { uint32_t from, n; } *v; size_t n, cap; } tags;
	struct { struct said *v; size_t n, cap; } said;
	struct { struct line *v; size_t n, cap; } lines;
	struct map by_fact, by_tag, by_id;               /* places, from 1 */
};

struct witness_fact witness_fact_of(const struct scene_reader *r, const struct scene *s, uint32_t object, struct span quality)
{
	struct span head = s->objects[object].head;
	struct witness_fact f = {.thing = lex_key(head.p, head.n), .quality = quality.n ? lex_key(quality.p, quality.n) : 0};
	const struct lex_term *t = lex_find(r->lexicon, f.thing);

	f.person = wn_find(r->lexicon, f.thing, &f.noun) & WN_PERSON || (t && t->cls & LEX(PERSON));
	return f;
}

static uint64_t fact_key(const struct witness_fact *f)
{
	return f->quality ? lex_join(f->thing, f->quality) : f->thing;
}

static uint32_t fact_place(struct witness *w, struct witness_fact f, struct span quality, struct span thing)
{
	bool is_new;
	uint32_t *at = map_add(&w->by_fact, fact_key(&f), &is_new);

	if (is_new) {
		f.text = arena_printf(&w->a, "%.*s%s%.*s", SPAN_ARG(quality), quality.n ? " " : "", SPAN_ARG(thing));
		*ARENA_PUSH(&w->a, &w->facts) = f;
		*at = (uint32_t)w->facts.n;
	}
	return *at - 1;
}

/* Things and what they look like; relations and states are not what a tagger can be asked for. */
static void parse(struct witness *w, struct span text, struct arena *scratch)
{
	struct scene s;

	scene_read(w->reader, text, scratch, &s);
	for (uint32_t i = 0; i < s.n_objects && !s.foreign; i++)
		if (!s.objects[i].implicit)
			*ARENA_PUSH(&w->a, &w->parsed) = fact_place(w, witness_fact_of(w->reader, &s, i, SPAN("")), SPAN(""), s.objects[i].name);
	for (uint32_t i = 0; i < s.n_attributes && !s.foreign; i++) {
		const struct scene_attribute *t = &s.attributes[i];
		if (t->kind == ATTR_COLOUR || t->kind == ATTR_MATERIAL || t->kind == ATTR_PATTERN)
			*ARENA_PUSH(&w->a, &w->parsed) = fact_place(w, witness_fact_of(w->reader, &s, t->object, t->name), t->name, s.objects[t->object].head);
	}
}

/* What a tag says, with its score, to said. Taggers write blanks as underscores. */
static void say(struct witness *w, struct span text, float score, struct arena *scratch)
{
	bool is_new;
	uint32_t *at = map_add(&w->by_tag, hash_bytes(text.p, text.n, w->seed), &is_new);

	if (is_new) {
		char *copy = arena_alloc(scratch, text.n + 1);
		for (size_t i = 0; i < text.n; i++)
			copy[i] = text.p[i] == '_' ? ' ' : text.p[i];
		uint32_t from = (uint32_t)w->parsed.n;
		parse(w, (struct span){copy, text.n}, scratch);
		ARENA_PUSH(&w->a, &w->tags)->from = from;
		w->tags.v[w->tags.n - 1].n = (uint32_t)w->parsed.n - from;
		*at = (uint32_t)w->tags.n;
	}
	for (uint32_t i = 0; score >= WITNESS_LEAST && i < w->tags.v[*at - 1].n; i++)
		*ARENA_PUSH(&w->a, &w->said) = (struct said){w->parsed.v[w->tags.v[*at - 1].from + i], score};
}

/* A list of {"tag":...,"score":...}, or of plain strings. */
static int say_list(struct witness *w, struct span raw, const char *key, struct arena *scratch, struct diag *d)
{
	struct json_members list = {0}, m;
	struct span text;

	if (!raw.p)
		return 0;
	if (json_read_array(scratch, raw, &list, d) != 0)
		return -1;
	for (size_t i = 0; i < list.n; i++) {
		double score = 1;
		m = (struct json_members){0};
		if (list.v[i].raw.n && list.v[i].raw.p[0] == '{') {
			if (json_read_object(scratch, list.v[i].raw, &m, d) != 0)
				return -1;
			if (json_get(&m, "score").p && !json_real(json_get(&m, "score"), &score))
				return diag_set(d, "bad-witness", "a score is a number");
		}
		if (!json_string(scratch, m.n ? json_get(&m, key) : list.v[i].raw, &text))
			return diag_set(d, "bad-witness", "a list of {\"%s\":\"...\",\"score\":N} is wanted", key);
		if (text.n <= TEXT_MAX)
			say(w, text, (float)score, scratch);
	}
	return 0;
}

static int read_line(struct witness *w, struct span text, struct arena *scratch, struct diag *d)
{
	struct json_members m = {0};
	struct span id, caption;
	uint32_t from = (uint32_t)w->said.n;

	if (json_read_object(scratch, text, &m, d) != 0)
		return -1;
	if (!json_string(scratch, json_get(&m, "id"), &id))
		return diag_set(d, "bad-witness", "no \"id\"");
	if (say_list(w, json_get(&m, "tags"), "tag", scratch, d) != 0 || say_list(w, json_get(&m, "clauses"), "text", scratch, d) != 0)
		return -1;
	if (json_string(scratch, json_get(&m, "caption"), &caption) && caption.n <= TEXT_MAX) {
		uint32_t first = (uint32_t)w->parsed.n;
		parse(w, caption, scratch);
		for (size_t i = first; i < w->parsed.n; i++)
			*ARENA_PUSH(&w->a, &w->said) = (struct said){w->parsed.v[i], 1};
		w->parsed.n = first;
	}
	uint32_t *at = map_add(&w->by_id, hash_bytes(id.p, id.n, w->seed), NULL);
	*ARENA_PUSH(&w->a, &w->lines) = (struct line){from, (uint32_t)w->said.n, *at};
	*at = (uint32_t)w->lines.n;
	return 0;
}

static int read_all(struct witness *w, const char *path, struct span file, struct diag *d)
{
	struct arena scratch = ARENA_INIT;
	struct diag why = {0};
	size_t number = 0;
	int rc = 0;

	for (size_t at = 0, end; at < file.n && rc == 0; at = end + 1) {
		const char *nl = memchr(file.p + at, '\n', file.n - at);
		end = nl ? (size_t)(nl - file.p) : file.n;
		number++;
		struct span text = span_cut(file, at, end);
		while (text.n && (text.p[text.n - 1] == '\r' || text.p[text.n - 1] == ' '))
			text.n--;
		if (text.n && read_line(w, text, &scratch, &why) != 0)
			rc = diag_set(d, "bad-witness", "%s:%zu: %s", path, number, why.message);
		arena_reset(&scratch);
	}
	arena_fini(&scratch);
	return rc;
}

struct witness *witness_read(const char *name, struct span file, const struct scene_reader *r, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct witness *w = arena_zalloc(&own, 1, sizeof *w);

	w->a = own;
	w->reader = r;
	w->seed = hash_seed();
	if (read_all(w, name, file, d) == 0)
		return w;
	witness_close(w);
	return NULL;
}

struct witness *witness_open(const char *path, const struct scene_reader *r, struct diag *d)
{
	struct span file;

	if (file_map(path, &file, d) != 0)
		return NULL;
	struct witness *w = witness_read(path, file, r, d);
	file_unmap(file);
	return w;
}

void witness_close(struct witness *w)
{
	if (!w)
		return;
	map_fini(&w->by_fact);
	map_fini(&w->by_tag);
	map_fini(&w->by_id);
	struct arena a = w->a; /* w lives in it */
	arena_fini(&a);
}

bool witness_of(const struct witness *w, struct span id, struct arena *a, struct testimony *out)
{
	const uint32_t *at = map_find(&w->by_id, hash_bytes(id.p, id.n, w->seed));
	size_t n = 0;

	if (!at)
		return false;
	for (uint32_t l = *at; l; l = w->lines.v[l - 1].before)
		n += w->lines.v[l - 1].n - w->lines.v[l - 1].from;
	*out = (struct testimony){w, n, arena_alloc(a, (n + 1) * sizeof *out->v)};
	/* The last line comes first in the chain. */
	for (uint32_t l = *at; l; l = w->lines.v[l - 1].before)
		for (uint32_t i = w->lines.v[l - 1].n; i > w->lines.v[l - 1].from; i--)
			out->v[--n] = (struct witness_seen){&w->facts.v[w->said.v[i - 1].fact], w->said.v[i - 1].score};
	return true;
}

bool witness_knows(const struct witness *w, const struct witness_fact *f)
{
	return map_find(&w->by_fact, fact_key(f)) != NULL;
}

bool witness_same(const struct witness *w, const struct witness_fact *a, const struct witness_fact *b)
{
	const struct lexicon *l = w->reader->lexicon;

	if (a->quality != b->quality)
		return false;
	return a->thing == b->thing || (a->person && b->person) || (a->noun && b->noun && (wn_ancestor(l, a->noun, b->noun) || wn_ancestor(l, b->noun, a->noun)));
}

bool testimony_has(const struct testimony *t, const struct witness_fact *f)
{
	for (size_t i = 0; i < t->n; i++)
		if (witness_same(t->witness, t->v[i].fact, f))
			return true;
	return false;
}
