/* plan.c: what a finding asks for, as changes. */
#include "base/ascii.h"
#include "fix/step.h"
#include "text/utf8.h"

enum { TWIN = 4 }; /* bytes: a character */

void plan_add(struct plan *p, uint32_t start, uint32_t end, struct span text, struct draft_why why)
{
	p->v[p->n++] = (struct change){start, end, text, why};
}

static bool ends_sentence(char sep)
{
	return sep == '.' || sep == '!' || sep == '?' || sep == '\n';
}

/* Whether a sentence ends with the segment: "crisp,." has two marks behind it. */
static bool closes(const struct analysis *t, uint32_t segment)
{
	const struct seg_segment *s = &t->seg.segments[segment];

	for (uint32_t i = s->sep_start; i < s->sep_end; i++)
		if (ends_sentence(t->text.p[i]))
			return true;
	return ends_sentence(s->sep);
}

/* Where a segment begins to say something: behind the "- " of a list of lines. */
static uint32_t behind_bullet(const struct analysis *t, uint32_t segment)
{
	uint32_t at = t->segments[segment].start;
	bool bullet = at + 2 < t->segments[segment].end && strchr("-*+", t->text.p[at]) && t->text.p[at + 1] == ' ' && (at == 0 || t->text.p[at - 1] == '\n');

	return bullet ? at + 2 : at;
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
	bool keep_end = before && (!behind || (closes(t, last) && !closes(t, first - 1)));
	*start = keep_end ? s[first - 1].end : behind_bullet(t, first);
	*end = keep_end ? s[last].end : s[last + 1].start;
	return true;
}

static struct span capitalized(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (!s.n)
		return s;
	memcpy(p, s.p, s.n);
	*p = ascii_to_upper(*p);
	return (struct span){p, s.n};
}

/* A phrase in front of a sentence goes with its comma; what then begins the sentence does so with a capital. False where it cannot. */
static bool drop_front(const struct work *w, uint32_t segment, struct draft_why why, struct plan *p)
{
	const struct analysis *t = w->now.analysis;
	uint32_t next = t->segments[segment + 1].start;
	uint32_t from = behind_bullet(t, segment);
	char first = t->text.p[next];

	if (ascii_upper(t->text.p[from]) && !ascii_upper(first)) {
		if (!ascii_letter(first))
			return false;
		plan_add(p, from, next + 1, capitalized(w->pass, span_cut(t->text, next, next + 1)), why);
	} else {
		plan_add(p, from, next, SPAN(""), why);
	}
	return true;
}

/* Whether a segment is the first of a sentence behind another one, and more of it follows: "... tones. High resolution, sharp focus". */
static bool begins_later_sentence(const struct analysis *t, uint32_t segment)
{
	const struct seg_segment *s = t->seg.segments;

	return segment > 0 && segment + 1 < t->n_segments && s[segment - 1].sentence != s[segment].sentence && s[segment + 1].sentence == s[segment].sentence;
}

bool plan_drop_segment(const struct work *w, uint32_t segment, struct draft_why why, struct plan *p)
{
	uint32_t start, end;

	if (segment >= w->now.analysis->n_segments || !drop_range(w, segment, segment, &start, &end))
		return false;
	if (memchr(w->now.analysis->text.p + start, '\n', end - start))
		return false; /* all that its line says */
	if (begins_later_sentence(w->now.analysis, segment) && drop_front(w, segment, why, p))
		return true;
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

/* The segment that holds byte at, or UINT32_MAX. */
static uint32_t segment_at(const struct analysis *t, uint32_t at)
{
	uint32_t lo = 0, hi = t->n_segments;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->segments[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->n_segments && t->segments[lo].start <= at ? lo : UINT32_MAX;
}

/* A beginning goes for another or for none. Where sentences follow, what then stands first begins with a capital as they do. */
static bool begin_anew(const struct work *w, const struct finding *f, struct draft_why why, struct plan *p)
{
	const struct analysis *t = w->now.analysis;
	uint32_t end = f->end;
	struct span text = f->suggest;

	if (t->seg.n_sentences > 1 && ascii_upper(t->text.p[f->start])) {
		if (!text.n && end < t->text.n && ascii_letter(t->text.p[end])) {
			text = span_cut(t->text, end, end + 1);
			end++;
		}
		text = capitalized(w->pass, text);
	}
	plan_add(p, f->start, end, text, why);
	return true;
}

/* EDIT_DROP_ADJUNCT (lint.h). */
static bool drop_adjunct(const struct work *w, const struct finding *f, struct draft_why why, struct plan *p)
{
	const struct analysis *t = w->now.analysis;
	uint32_t i = segment_at(t, f->start), last = i;

	if (i == UINT32_MAX)
		return false;
	uint32_t sentence = t->seg.segments[i].sentence;
	while (last + 1 < t->n_segments && t->seg.segments[last + 1].sentence == sentence)
		last++;
	bool first = i == 0 || t->seg.segments[i - 1].sentence != sentence;
	if (first && f->start == t->segments[i].start)
		return last > i && drop_front(w, i, why, p);
	if (!first)
		plan_add(p, t->segments[i - 1].end, t->segments[last].end, SPAN(""), why);
	else
		drop_bytes(w, f, why, p);
	return true;
}

bool plan_idle(const struct work *w, const struct finding *f, struct draft_why why, struct plan *p)
{
	*p = (struct plan){.finding = f};
	if (f->fix == FIX_NONE || !f->idle)
		return false;
	return (f->edit == EDIT_DROP_ADJUNCT && drop_adjunct(w, f, why, p)) || (f->edit == EDIT_DROP_SENTENCE && drop_sentence(w, f->segment, why, p));
}

/* The segment that is exactly the bytes [start,end), or UINT32_MAX. */
static uint32_t whole_segment(const struct analysis *t, uint32_t start, uint32_t end)
{
	uint32_t i = segment_at(t, start);

	return i != UINT32_MAX && t->segments[i].start == start && t->segments[i].end == end ? i : UINT32_MAX;
}

uint32_t plan_front(const struct work *w)
{
	const struct analysis *t = w->now.analysis;
	uint32_t i = 0;

	for (; i < t->n_segments; i++) {
		const struct unit *u = segment_only(t, &t->segments[i]);
		if (!u || !(u->cls & (LEX(COUNT) | LEX(QUALITY) | LEX(RATING)) || u->flags & UNIT_TRIGGER))
			break;
	}
	return i;
}

static bool move_front(const struct work *w, uint32_t segment, struct draft_why why, struct plan *p)
{
	const struct analysis *t = w->now.analysis;
	uint32_t to = plan_front(w);

	if (segment >= t->n_segments || to >= segment || tag_is_half(t, segment))
		return false;
	struct span text = arena_cat(w->pass, segment_text(t, &t->segments[segment]), SPAN(", "));
	plan_add(p, t->segments[to].start, t->segments[to].start, text, why);
	return plan_drop_segment(w, segment, why, p);
}

/* Whether p only takes white space from the beginning or the end of the text. */
static bool trims(struct span text, const struct plan *p)
{
	const struct change *c = &p->v[0];

	return p->n == 1 && !c->text.n && (c->start == 0) != (c->end == text.n) && !uni_strip(span_cut(text, c->start, c->end)).n;
}

void plan_inner(struct span text, const struct plan *p, size_t n, uint32_t *from, uint32_t *to)
{
	*from = 0;
	*to = (uint32_t)text.n;
	for (size_t i = 0; i < n; i++)
		if (trims(text, &p[i])) {
			*from = p[i].v[0].start == 0 ? p[i].v[0].end : *from;
			*to = p[i].v[0].start == 0 ? *to : p[i].v[0].start;
		}
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

/* A comma takes the blanks around what it stands for with it. */
static void replace(struct span text, const struct finding *f, struct draft_why why, struct plan *p)
{
	uint32_t from = f->start, to = f->end;
	bool comma = f->suggest.n && f->suggest.p[0] == ',';

	while (comma && from > 0 && text.p[from - 1] == ' ')
		from--;
	while (comma && to < text.n && text.p[to] == ' ')
		to++;
	plan_add(p, from, to, f->suggest, why);
}

static bool plan_edit(const struct work *w, const struct finding *f, struct plan *p)
{
	struct draft_why why = {f->rule->name, f->fix, f->idle || f->other_end > f->other_start || f->rule->family == FAMILY_TOKENS || f->rule->family == FAMILY_HYGIENE || f->rule->commas};

	*p = (struct plan){.finding = f};
	if (f->fix == FIX_NONE || (f->fix == FIX_UNSAFE && !w->o->unsafe))
		return false;
	switch (f->edit) {
	case EDIT_DROP_SEGMENT:
		return plan_drop_segment(w, f->segment, why, p);
	case EDIT_DROP_ADJUNCT:
		return drop_adjunct(w, f, why, p);
	case EDIT_DROP_SENTENCE:
		return drop_sentence(w, f->segment, why, p);
	case EDIT_DROP: {
		uint32_t whole = whole_segment(w->now.analysis, f->start, f->end);
		if (whole != UINT32_MAX)
			return plan_drop_segment(w, whole, why, p);
		drop_bytes(w, f, why, p);
		return true;
	}
	case EDIT_REPLACE:
		if (f->rule->family == FAMILY_DESCRIPTION)
			return begin_anew(w, f, why, p);
		/* One kind of comma in a caption, not two; <b> with its </b>. */
		if (w->now.analysis->text.p[f->start] == '<')
			p->twin = SPAN("<");
		else if (f->end - f->start <= TWIN)
			p->twin = span_cut(w->now.analysis->text, f->start, f->end);
		replace(w->now.analysis->text, f, why, p);
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
	return f && f->edit == EDIT_REPLACE && f->fix == FIX_UNSAFE && (f->rule->family == FAMILY_SIDECAR || f->rule->commas);
}

bool plan_syntax(const struct plan *p)
{
	return p->finding && (p->finding->edit == EDIT_DROP || span_is(p->finding->suggest, ", ")) && strcmp(p->finding->rule->name, "prompt-syntax") == 0;
}

bool plan_finding(const struct work *w, const struct finding *f, struct plan *p, struct span *why)
{
	bool asks = f->fix != FIX_NONE && (f->fix != FIX_UNSAFE || w->o->unsafe) && f->edit != EDIT_OTHER && f->edit != EDIT_NONE;

	*why = SPAN("");
	if (!plan_edit(w, f, p)) {
		if (asks)
			*why = SPAN("nothing else would be left");
		return false;
	}
	if (plan_joins(f) || trims(w->now.analysis->text, p) || !crosses_line(w->now.analysis->text, p))
		return true;
	*why = SPAN("it would change more than one line");
	return false;
}
