/* tag_counts.c: captions in, a table of tags out. */
#include "report/tag_counts.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/escape.h"
#include "base/hash.h"
#include "base/map.h"
#include "dataset/set_balance.h"
#include "edit/edit.h"
#include "parse/reader.h"
#include "report/csv.h"
#include "run/run.h"

enum { SUBSETS = 64 }; /* columns; what belongs to more subsets is in the sum alone */

struct tag_count {
	struct span name;
	uint32_t all, *of; /* of: by subset, room for SUBSETS */
};

struct tag_counts {
	struct arena a; /* holds this struct */
	const struct tag_counts_options *o;
	struct scene_reader reader; /* of facts */
	struct map known; /* hash of a name to its place */
	struct { struct tag_count *v; size_t n, cap; } tags;
	struct span subset[SUBSETS];
	size_t n_subsets;
	uint64_t seed;
};

/* A name into what fold reads: length, bytes. */
static void put(struct buf *side, struct span name)
{
	uint32_t n = (uint32_t)name.n;

	buf_add(side, (const char *)&n, sizeof n);
	buf_adds(side, name);
}

static struct span fact_name(const struct scene *s, const struct scene_fact *f, struct arena *a)
{
	const struct scene_relation *r = &s->relations[f->kind == FACT_RELATION ? f->index : 0];
	const struct scene_attribute *t = &s->attributes[f->kind == FACT_ATTRIBUTE ? f->index : 0];

	if (f->kind == FACT_OBJECT)
		return s->objects[f->index].name;
	if (f->kind == FACT_PICTURE)
		return s->picture[f->index].text;
	if (f->kind == FACT_ATTRIBUTE)
		return arena_printf(a, "%.*s %.*s", SPAN_ARG(t->name), SPAN_ARG(s->objects[t->object].name));
	return arena_printf(a, "%.*s %.*s %.*s", SPAN_ARG(s->objects[r->subject].name), SPAN_ARG(r->predicate), SPAN_ARG(s->objects[r->object].name));
}

static void put_facts(const struct tag_counts *job, struct span caption, struct arena *a, struct buf *side)
{
	struct scene s;

	scene_read(&job->reader, caption, a, &s);
	for (uint32_t i = 0; i < s.n_facts; i++)
		if (s.facts[i].first == i)
			put(side, fact_name(&s, &s.facts[i], a));
}

static void put_tags(const struct tag_counts *job, struct span caption, struct arena *a, struct buf *side)
{
	struct map here = {.a = a};
	struct span *tags;
	size_t n = edit_tags(caption, a, &tags);

	for (size_t i = 0; i < n; i++) {
		bool is_new;
		map_add(&here, hash_bytes(tags[i].p, tags[i].n, job->seed) | 1, &is_new);
		if (is_new && tags[i].n)
			put(side, tags[i]);
	}
}

static bool work(void *ctx, void *state, const struct record *r, struct arena *a, struct buf *out, struct buf *side)
{
	const struct tag_counts *job = ctx;

	(void)state, (void)out;
	(job->o->facts ? put_facts : put_tags)(job, r->caption, a, side);
	return true;
}

/* The column of a subset; SUBSETS: none is left. */
static size_t column(struct tag_counts *job, struct span id)
{
	uint32_t repeats;
	struct span name = set_subset(id, &repeats);
	size_t i = 0;

	while (i < job->n_subsets && !span_eq(job->subset[i], name))
		i++;
	if (i == job->n_subsets && i < SUBSETS)
		job->subset[job->n_subsets++] = arena_dup(&job->a, name);
	return i;
}

static void fold(void *ctx, const struct record *r, struct span side)
{
	struct tag_counts *job = ctx;
	size_t at = 0, col = side.n ? column(job, r->id) : SUBSETS;
	uint32_t n;

	for (; at + sizeof n <= side.n; at += n) {
		memcpy(&n, side.p + at, sizeof n);
		at += sizeof n;
		struct span name = span_cut(side, at, at + n);
		bool is_new;
		uint32_t *place = map_add(&job->known, hash_bytes(name.p, name.n, job->seed) | 1, &is_new);
		if (is_new) {
			*place = (uint32_t)job->tags.n;
			*ARENA_PUSH(&job->a, &job->tags) = (struct tag_count){arena_dup(&job->a, name), 0, arena_zalloc(&job->a, SUBSETS, sizeof(uint32_t))};
		}
		struct tag_count *t = &job->tags.v[*place];
		t->all++;
		if (col < SUBSETS)
			t->of[col]++;
	}
}

static int by_count(const void *x, const void *y)
{
	const struct tag_count *a = x, *b = y;
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
	int c = n ? memcmp(a->name.p, b->name.p, n) : 0;

	if (a->all != b->all)
		return a->all > b->all ? -1 : 1;
	return c ? c : (a->name.n > b->name.n) - (a->name.n < b->name.n);
}

static void row(const struct tag_counts *job, struct buf *out, const struct tag_count *t)
{
	size_t columns = job->n_subsets > 1 ? job->n_subsets : 0;

	if (job->o->csv)
		csv_cell(out, t->name);
	else
		buf_printf(out, "%7u", (unsigned)t->all);
	if (job->o->csv)
		buf_printf(out, ",%u", (unsigned)t->all);
	for (size_t i = 0; i < columns; i++)
		buf_printf(out, job->o->csv ? ",%u" : " %7u", (unsigned)t->of[i]);
	if (!job->o->csv) {
		BUF_LIT(out, "  ");
		escape_terminal(out, t->name);
	}
	buf_adds(out, job->o->csv ? SPAN("\r\n") : SPAN("\n"));
}

/* Names of subsets over their columns; where there is but one, it needs none. */
static void head(const struct tag_counts *job, struct buf *out)
{
	enum { WIDE = 7 };

	if (!job->o->csv && job->n_subsets < 2)
		return;
	buf_adds(out, job->o->csv ? SPAN("tag,captions") : SPAN("    all"));
	for (size_t i = 0; job->n_subsets > 1 && i < job->n_subsets; i++) {
		struct span name = job->subset[i].n ? job->subset[i] : SPAN("-");
		buf_addc(out, job->o->csv ? ',' : ' ');
		if (job->o->csv) {
			csv_cell(out, name);
			continue;
		}
		for (size_t k = name.n; k < WIDE; k++)
			buf_addc(out, ' ');
		escape_terminal(out, escape_short(name, WIDE));
	}
	buf_adds(out, job->o->csv ? SPAN("\r\n") : SPAN("\n"));
}

static void finish(void *ctx, struct buf *out)
{
	struct tag_counts *job = ctx;

	if (job->tags.n)
		qsort(job->tags.v, job->tags.n, sizeof *job->tags.v, by_count);
	head(job, out);
	for (size_t i = 0; i < job->tags.n; i++)
		row(job, out, &job->tags.v[i]);
}

int tag_counts_run(const struct tag_counts_options *o, int n, char **paths)
{
	struct arena hold = ARENA_INIT;
	struct tag_counts *job = arena_zalloc(&hold, 1, sizeof *job);
	struct filter f = {.ctx = job, .work = work, .fold = fold, .finish = finish, .swallow = true};
	struct diag d = {0};

	job->a = hold;
	job->o = o;
	job->known.a = &job->a;
	job->seed = hash_seed();
	if (o->facts && scene_reader_open(&job->reader, &d) != 0)
		die("%s", d.message);
	int status = run_filter(&f, n, paths);
	scene_reader_close(&job->reader);
	struct arena a = job->a; /* job lives in it */
	arena_fini(&a);
	return status;
}
