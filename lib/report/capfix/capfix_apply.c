/* capfix_apply.c: edits from a file (capfix_apply.h). */
#include "report/capfix/capfix_apply.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/die.h"
#include "base/escape.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "fix/fix.h"
#include "json/jread.h"
#include "report/capfix/fix_diff.h"

enum { EDITS_MAX = 1 << 30, NAMED = 5 /* lines named at the end */ };

struct line {
	struct span id;
	size_t number;          /* in the file */
	struct fix_list edits;
	uint32_t next;          /* the next line of the same id; UINT32_MAX: none */
	atomic_bool used;
};

struct apply {
	struct capfix_options *o;
	struct arena a;
	struct buf text;
	struct buf last;        /* of --diff: the names of the file before */
	uint64_t seed;
	struct map ids;         /* the first line of an id */
	struct line **v;
	size_t n, cap;
};

/* ------------------------------------------------------------------------------------------------ the file */

static int bad(struct diag *d, const char *what)
{
	return diag_set(d, "bad-edits", "%s", what);
}

static int read_span(struct arena *a, struct span raw, struct fix_edit *e, struct diag *d)
{
	struct json_members m;
	long long x, y;

	if (json_read_array(a, raw, &m, d) != 0)
		return -1;
	if (m.n != 2 || !json_long(m.v[0].raw, &x) || !json_long(m.v[1].raw, &y) || x < 0 || y < x || y > UINT32_MAX)
		return bad(d, "\"span\" must be two byte offsets");
	e->start = (uint32_t)x;
	e->end = (uint32_t)y;
	return 0;
}

static int read_edit_line(struct arena *a, struct span raw, struct fix_edit *e, struct diag *d)
{
	struct json_members m;
	struct span rule = SPAN("apply"), safety = SPAN("");

	*e = (struct fix_edit){.safety = FIX_UNSAFE};
	if (json_read_object(a, raw, &m, d) != 0)
		return -1;
	if (!json_get(&m, "span").p || read_span(a, json_get(&m, "span"), e, d) != 0)
		return d->code ? -1 : bad(d, "an edit has no \"span\"");
	if (!json_string(a, json_get(&m, "old"), &e->old) || !json_string(a, json_get(&m, "new"), &e->new))
		return bad(d, "an edit wants \"old\" and \"new\", both strings");
	if (e->old.n != e->end - e->start)
		return bad(d, "\"old\" is not as long as \"span\"");
	json_string(a, json_get(&m, "rule"), &rule);
	json_string(a, json_get(&m, "safety"), &safety);
	e->rule = arena_dup(a, rule).p;
	if (span_is(safety, "safe"))
		e->safety = FIX_SAFE;
	return 0;
}

static int read_line(struct apply *p, struct span text, size_t number, struct diag *d)
{
	struct json_members m, edits;
	struct line *l = arena_zalloc(&p->a, 1, sizeof *l);

	*l = (struct line){.number = number, .next = UINT32_MAX};
	if (json_read_object(&p->a, text, &m, d) != 0)
		return -1;
	struct span id = json_get(&m, "id");
	if (!id.n || (id.p[0] == '"' && !json_string(&p->a, id, &l->id)))
		return bad(d, "no \"id\"");
	if (id.p[0] != '"')
		l->id = id;
	if (!json_get(&m, "edits").p)
		return bad(d, "no \"edits\": this is no line of capfix --edits-only");
	if (json_read_array(&p->a, json_get(&m, "edits"), &edits, d) != 0)
		return -1;
	for (size_t i = 0; i < edits.n; i++)
		if (read_edit_line(&p->a, edits.v[i].raw, ARENA_PUSH(&p->a, &l->edits), d) != 0)
			return -1;
	*ARENA_PUSH(&p->a, p) = l;
	return 0;
}

static void read_file(struct apply *p, const char *path)
{
	struct diag d = {0};
	size_t number = 0;

	if (file_read(path, &p->text, EDITS_MAX, &d) != 0)
		die("%s", d.message);
	for (struct span text = buf_span(&p->text); text.n;) {
		const char *nl = memchr(text.p, '\n', text.n);
		size_t n = nl ? (size_t)(nl - text.p) : text.n;
		struct span line = span_cut(text, 0, n);
		text = span_cut(text, nl ? n + 1 : n, text.n);
		number++;
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (line.n && read_line(p, line, number, &d) != 0)
			die("%s:%zu: %s", path, number, d.message);
	}
	p->ids = (struct map){.a = &p->a};
	for (size_t i = p->n; i-- > 0;) { /* backwards: chains then run in order */
		bool new;
		uint32_t *first = map_add(&p->ids, hash_bytes(p->v[i]->id.p, p->v[i]->id.n, p->seed), &new);
		p->v[i]->next = new ? UINT32_MAX : *first;
		*first = (uint32_t)i;
	}
}

/* ------------------------------------------------------------------------------------------------ a caption */

static bool fits(const struct line *l, struct span caption)
{
	for (size_t i = 0; i < l->edits.n; i++) {
		const struct fix_edit *e = &l->edits.v[i];
		bool inside = e->end <= caption.n && (e->start == caption.n || ((unsigned char)caption.p[e->start] & 0xc0) != 0x80);
		if (!inside || !span_eq(span_cut(caption, e->start, e->end), e->old))
			return false;
	}
	return true;
}

static int by_place(const void *a, const void *b)
{
	const struct fix_edit *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

static bool same(const struct fix_edit *x, const struct fix_edit *y)
{
	return x->start == y->start && x->end == y->end && span_eq(x->new, y->new);
}

/* Sorts, and takes what is there twice once. False where two change the same bytes. */
static bool in_order(struct fix_list *l)
{
	size_t n = 0;

	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_place);
	for (size_t i = 0; i < l->n; i++) {
		if (n && same(&l->v[n - 1], &l->v[i]))
			continue;
		if (n && l->v[i].start < l->v[n - 1].end)
			return false;
		l->v[n++] = l->v[i];
	}
	l->n = n;
	return true;
}

static struct span replay(struct span caption, const struct fix_list *l, struct arena *a)
{
	size_t size = caption.n, at = 0, n = 0;

	for (size_t i = 0; i < l->n; i++)
		size += l->v[i].new.n;
	char *to = arena_alloc(a, size + 1);
	for (size_t i = 0; i <= l->n; i++) {
		size_t stop = i < l->n ? l->v[i].start : caption.n;
		if (stop > at)
			memcpy(to + n, caption.p + at, stop - at);
		n += stop - at;
		if (i == l->n)
			break;
		if (l->v[i].new.n)
			memcpy(to + n, l->v[i].new.p, l->v[i].new.n);
		n += l->v[i].new.n;
		at = l->v[i].end;
	}
	return (struct span){to, n};
}

static bool fail(struct buf *out, const struct record *rec, const char *message)
{
	struct record r = *rec;

	diag_set(&r.error, "bad-edits", "%s", message);
	record_error(out, &r);
	return false;
}

static bool work(void *ctx, void *state, const struct record *rec, struct arena *a, struct buf *out, struct buf *side)
{
	struct apply *p = ctx;
	struct fix_result r = {.caption = rec->caption};
	const uint32_t *first = map_find(&p->ids, hash_bytes(rec->id.p, rec->id.n, p->seed));

	(void)state;
	for (uint32_t i = first ? *first : UINT32_MAX; i != UINT32_MAX; i = p->v[i]->next) {
		struct line *l = p->v[i];
		if (!span_eq(l->id, rec->id) || !fits(l, rec->caption))
			continue;
		atomic_store(&l->used, true);
		for (size_t k = 0; k < l->edits.n; k++)
			*ARENA_PUSH(a, &r.edits) = l->edits.v[k];
	}
	if (!in_order(&r.edits))
		return fail(out, rec, "two of its edits change the same bytes");
	r.caption = replay(rec->caption, &r.edits, a);
	r.changed = !span_eq(r.caption, rec->caption);
	r.after.model = arena_dup(a, run_model(rec)).p;
	if (json_document(rec->caption) && !json_document(r.caption))
		return fail(out, rec, "the caption is JSON, and would no longer be");
	if (p->o->diff)
		fix_diff(side, rec, &r, p->o->colour);
	else
		capfix_record(out, rec, &r);
	return true;
}

static void fold(void *ctx, const struct record *r, struct span side)
{
	struct apply *p = ctx;

	(void)r;
	fix_diff_write(side, &p->last);
}

void capfix_apply_filter(struct filter *f, struct capfix_options *o)
{
	struct arena hold = ARENA_INIT;
	struct apply *p = arena_zalloc(&hold, 1, sizeof *p);

	p->a = hold;
	p->o = o;
	p->seed = hash_seed();
	read_file(p, o->apply);
	*f = (struct filter){.ctx = p, .work = work, .fold = o->diff ? fold : NULL, .swallow = o->diff};
}

int capfix_apply_close(struct filter *f, int status)
{
	struct apply *p = f->ctx;
	struct arena a = p->a; /* p lives in it */
	size_t left = 0;

	for (size_t i = 0; i < p->n; i++) {
		const struct line *l = p->v[i];
		if (!l->edits.n || atomic_load(&l->used))
			continue;
		if (++left <= NAMED)
			warn("%s:%zu: no caption '%.*s' has the bytes that it would change", p->o->apply, l->number, SPAN_ARG(l->id));
	}
	if (left > NAMED)
		warn("%s: and %zu more lines", p->o->apply, left - NAMED);
	buf_fini(&p->text);
	buf_fini(&p->last);
	arena_fini(&a);
	return left && status == 0 ? 1 : status;
}
