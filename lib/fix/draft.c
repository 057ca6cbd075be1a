/* draft.c: rounds of changes folded into one list of edits. */
#include "fix/draft.h"

#define INSERTED UINT32_MAX

void draft_init(struct draft *d, struct span original, struct arena *a)
{
	*d = (struct draft){.a = a, .original = original, .n = original.n, .version = d->version + 1};
	d->text = arena_alloc(a, original.n + 1);
	if (original.n)
		memcpy(d->text, original.p, original.n);
	d->origin = arena_alloc(a, (original.n + 1) * sizeof *d->origin);
	d->why = arena_zalloc(a, original.n + 1, sizeof *d->why);
	d->removed = arena_zalloc(a, original.n + 1, sizeof *d->removed);
	for (size_t i = 0; i < original.n; i++)
		d->origin[i] = (uint32_t)i;
}

static uint16_t why_index(struct draft *d, struct draft_why w)
{
	for (size_t i = 0; i < d->whys.n; i++)
		if (strcmp(d->whys.v[i].rule, w.rule) == 0 && d->whys.v[i].safety == w.safety && d->whys.v[i].idle == w.idle)
			return (uint16_t)(i + 1);
	*ARENA_PUSH(d->a, &d->whys) = w;
	return (uint16_t)d->whys.n;
}

static size_t grown(const struct draft *d, const struct change *v, size_t n)
{
	size_t size = d->n;

	for (size_t i = 0; i < n; i++)
		size = size - (v[i].end - v[i].start) + v[i].text.n;
	return size;
}

struct span draft_preview(const struct draft *d, const struct change *v, size_t n, struct arena *a)
{
	char *to = arena_alloc(a, grown(d, v, n) + 1);
	size_t at = 0, out = 0;

	for (size_t i = 0; i <= n; i++) {
		size_t stop = i < n ? v[i].start : d->n;
		memcpy(to + out, d->text + at, stop - at);
		out += stop - at;
		if (i == n)
			break;
		if (v[i].text.n)
			memcpy(to + out, v[i].text.p, v[i].text.n);
		out += v[i].text.n;
		at = v[i].end;
	}
	return (struct span){to, out};
}

/* Text bytes [from,to) go. Where all that a rule put in place of some original bytes goes, those bytes went because of why, in the end. */
static void blame(struct draft *d, size_t from, size_t to, uint16_t why)
{
	for (size_t i = from; i < to;) {
		size_t k = i;
		while (k < to && d->origin[k] == INSERTED && d->why[k] == d->why[i])
			k++;
		if (k == i) {
			d->removed[d->origin[i++]] = why;
			continue;
		}
		bool whole = (i == 0 || d->origin[i - 1] != INSERTED || d->why[i - 1] != d->why[i]) &&
			     (k == d->n || d->origin[k] != INSERTED || d->why[k] != d->why[i]);
		size_t prev = i;
		while (prev > 0 && d->origin[prev - 1] == INSERTED)
			prev--;
		size_t at = prev ? d->origin[prev - 1] + 1 : 0;
		for (; whole && at < d->original.n && d->removed[at]; at++)
			if (d->removed[at] == d->why[i] && d->whys.v[d->why[i] - 1].safety <= d->whys.v[why - 1].safety)
				d->removed[at] = why; /* what was unsafe stays so */
		i = k;
	}
}

void draft_apply(struct draft *d, const struct change *v, size_t n, struct arena *a)
{
	size_t size = grown(d, v, n), at = 0, out = 0;
	char *text = arena_alloc(a, size + 1);
	uint32_t *origin = arena_alloc(a, (size + 1) * sizeof *origin);
	uint16_t *why = arena_alloc(a, (size + 1) * sizeof *why);

	for (size_t i = 0; i <= n; i++) {
		size_t stop = i < n ? v[i].start : d->n, keep = stop - at;
		memcpy(text + out, d->text + at, keep);
		memcpy(origin + out, d->origin + at, keep * sizeof *origin);
		memcpy(why + out, d->why + at, keep * sizeof *why);
		out += keep;
		if (i == n)
			break;
		uint16_t w = why_index(d, v[i].why);
		blame(d, v[i].start, v[i].end, w);
		for (size_t k = 0; k < v[i].text.n; k++, out++) {
			text[out] = v[i].text.p[k];
			origin[out] = INSERTED;
			why[out] = w;
		}
		at = v[i].end;
	}
	d->text = text;
	d->origin = origin;
	d->why = why;
	d->n = size;
	d->version++;
	d->changes += n;
}

/* One edit of the original's bytes [from,to). */
static void put(const struct draft *d, struct fix_list *out, size_t from, size_t to, struct span new, uint16_t w)
{
	struct fix_edit e = {.start = (uint32_t)from, .end = (uint32_t)to, .old = span_cut(d->original, from, to), .new = new,
	                     .rule = d->whys.v[w - 1].rule, .safety = d->whys.v[w - 1].safety, .idle = d->whys.v[w - 1].idle};

	if (!span_eq(e.old, e.new))
		*ARENA_PUSH(d->a, out) = e;
}

/* What stands between two kept bytes: original [from,to) is gone, text bytes [at,end) came. One edit for each run of bytes that one
 * rule took, with what the same rule put there; what is left over goes with the last. */
static void gap(const struct draft *d, struct fix_list *out, size_t from, size_t to, size_t at, size_t end)
{
	if (from == to)
		put(d, out, from, to, (struct span){d->text + at, end - at}, d->why[at]);
	for (size_t i = from; i < to;) {
		size_t k = i, stop = at;
		while (k < to && d->removed[k] == d->removed[i])
			k++;
		while (stop < end && (k == to || d->why[stop] == d->removed[i]))
			stop++;
		put(d, out, i, k, (struct span){d->text + at, stop - at}, d->removed[i]);
		at = stop;
		i = k;
	}
}

void draft_edits(const struct draft *d, struct fix_list *out)
{
	size_t from = 0, at = 0;

	if (out->cap == 0 && d->changes) { /* mostly an edit each: no list that grows beside its old self */
		out->cap = d->changes;
		out->v = arena_alloc(d->a, out->cap * sizeof *out->v);
	}
	for (size_t i = 0; i <= d->n; i++) {
		if (i < d->n && d->origin[i] == INSERTED)
			continue;
		size_t to = i < d->n ? d->origin[i] : d->original.n;
		if (to > from || i > at)
			gap(d, out, from, to, at, i);
		from = to + 1;
		at = i + 1;
	}
}
