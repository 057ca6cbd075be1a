/* plan.c: what a finding asks for, as changes. */
#include "fix/step.h"

enum { TWIN = 4 }; /* bytes: a character */

void plan_add(struct plan *p, uint32_t start, uint32_t end, struct span text, struct draft_why why)
{
	p->v[p->n++] = (struct change){start, end, text, why};
}

static bool ends_sentence(char sep)
{
	return sep == '.' || sep == '!' || sep == '?' || sep == '\n';
}

/* Bytes to take so that segments [first,last] are gone and one separator is left between their neighbours. */
static bool drop_range(const struct work *w, uint32_t first, uint32_t last, uint32_t *start, uint32_t *end)
{
	const struct analysis *t = w->now.analysis;
	const struct segment *s = t->segments;
	bool before = first > 0, behind = last + 1 < t->n_segments;

	if (!before && !behind)
		return false;
	/* "apple, fruit. A dog" keeps its full stop: the separator before goes with the segment. */
	bool keep_end = before && (!behind || (ends_sentence(t->seg.segments[last].sep) &&
	                                       !ends_sentence(t->seg.segments[first - 1].sep)));
	*start = keep_end ? s[first - 1].end : s[first].start;
	*end = keep_end ? s[last].end : s[last + 1].start;
	return true;
}

bool plan_drop_segment(const struct work *w, uint32_t segment, struct draft_why why, struct plan *p)
{
	uint32_t start, end;

	if (segment >= w->now.analysis->n_segments || !drop_range(w, segment, segment, &start, &end))
		return false;
	plan_add(p, start, end, SPAN(""), why);
	return true;
}

static bool drop_sentence(const struct work *w, uint32_t segment, struct draft_why why, struct plan *p)
{
	const struct analysis *t = w->now.analysis;
	uint32_t first = segment, last = segment, start, end;

	if (segment >= t->n_segments)
		return false;
	uint32_t sentence = t->seg.segments[segment].sentence;
	while (first > 0 && t->seg.segments[first - 1].sentence == sentence)
		first--;
	while (last + 1 < t->n_segments && t->seg.segments[last + 1].sentence == sentence)
		last++;
	if (first == 0 && last + 1 == t->n_segments)
		return false;
	if (last + 1 < t->n_segments) {
		start = t->segments[first].start;
		end = t->segments[last + 1].start;
	} else { /* the last sentence goes with its own full stop, the one before keeps its */
		start = t->seg.segments[first - 1].sep_end;
		end = (uint32_t)t->text.n;
		while (end > start && (t->text.p[end - 1] == '\n' || t->text.p[end - 1] == '\r'))
			end--;
	}
	plan_add(p, start, end, SPAN(""), why);
	return true;
}

/* The bytes go, and white space that would stand doubled or before a comma with them. */
static void drop_bytes(const struct work *w, const struct finding *f, struct draft_why why, struct plan *p)
{
	struct span t = w->now.analysis->text;
	uint32_t start = f->start, end = f->end;
	bool space_before = start == 0 || t.p[start - 1] == ' ';

	if (space_before)
		while (end < t.n && t.p[end] == ' ')
			end++;
	if (end == t.n || t.p[end] == ',' || t.p[end] == '.')
		while (start > 0 && t.p[start - 1] == ' ')
			start--;
	plan_add(p, start, end, SPAN(""), why);
}

uint32_t plan_front(const struct work *w)
{
	const struct analysis *t = w->now.analysis;
	uint32_t i = 0;

	for (; i < t->n_segments; i++) {
		const struct unit *u = segment_only(t, &t->segments[i]);
		if (!u || !((u->cls & LEX(COUNT)) || (u->flags & UNIT_TRIGGER)))
			break;
	}
	return i;
}

static bool move_front(const struct work *w, uint32_t segment, struct draft_why why, struct plan *p)
{
	const struct analysis *t = w->now.analysis;
	uint32_t to = plan_front(w);

	if (segment >= t->n_segments || to >= segment)
		return false;
	struct span text = arena_cat(w->a, segment_text(t, &t->segments[segment]), SPAN(", "));
	plan_add(p, t->segments[to].start, t->segments[to].start, text, why);
	return plan_drop_segment(w, segment, why, p);
}

/* Whether a line break lies in what p changes, or between its two places. */
static bool crosses_line(struct span text, const struct plan *p)
{
	uint32_t from = UINT32_MAX, to = 0;

	for (size_t i = 0; i < p->n; i++) {
		from = p->v[i].start < from ? p->v[i].start : from;
		to = p->v[i].end > to ? p->v[i].end : to;
	}
	return p->n && to > from && memchr(text.p + from, '\n', to - from);
}

static bool plan_edit(const struct work *w, const struct finding *f, struct plan *p)
{
	struct draft_why why = {f->rule->name, f->fix};

	*p = (struct plan){.finding = f};
	if (f->fix == FIX_NONE || (f->fix == FIX_UNSAFE && !w->o->unsafe))
		return false;
	switch (f->edit) {
	case EDIT_DROP_SEGMENT:
		return plan_drop_segment(w, f->segment, why, p);
	case EDIT_DROP_SENTENCE:
		return drop_sentence(w, f->segment, why, p);
	case EDIT_DROP:
		drop_bytes(w, f, why, p);
		return true;
	case EDIT_REPLACE:
		/* One kind of comma in a caption, not two. */
		if (f->end - f->start <= TWIN)
			p->twin = span_cut(w->now.analysis->text, f->start, f->end);
		plan_add(p, f->start, f->end, f->suggest, why);
		return true;
	case EDIT_MOVE_FRONT:
		return move_front(w, f->segment, why, p);
	case EDIT_NONE:
	case EDIT_OTHER:
		break;
	}
	return false;
}

bool plan_joins(const struct finding *f)
{
	return f && f->edit == EDIT_REPLACE && f->fix == FIX_UNSAFE && f->rule->family == FAMILY_SIDECAR;
}

bool plan_finding(const struct work *w, const struct finding *f, struct plan *p)
{
	return plan_edit(w, f, p) && (plan_joins(f) || !crosses_line(w->now.analysis->text, p));
}
