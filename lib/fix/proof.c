/* proof.c: facts, sentences and marks of a caption before and after (proof.h). */
#include "fix/proof.h"

#include "fix/lines.h"
#include "lint/units.h"

/* What tells of the upload, of quality, or of the writer: nothing of it is in the picture. */
#define UNSEEN (LEX(META) | LEX(RATING) | LEX(QUALITY) | LEX(FILLER) | LEX(CLASSFOCUS) | LEX(LEAD) | LEX(HEDGE) | LEX(NONVISUAL) | LEX(APOLOGY))

/* A text before and after, and where its bytes went. */
struct sides {
	const struct work *w;
	struct arena *a;
	const struct plan *plan;
	struct span before, after;
	uint32_t *by;         /* of a byte before: 1 + the plan that takes it or puts something in front of it; 0: it stands. One more for the end. */
	uint32_t *next;       /* of a byte before: the first at or behind it that a plan touches, spelling aside */
	uint32_t *from;       /* of a byte after: the byte before that it was, SCENE_NONE where it was put in */
};

/* ------------------------------------------------------------------------------------------------ changes */

static bool spells(const struct plan *p)
{
	const struct finding *f = p->finding;

	return f && f->edit == EDIT_REPLACE && (f->rule->family == FAMILY_HYGIENE || f->rule->family == FAMILY_TOKENS || f->rule->family == FAMILY_SIDECAR);
}

static void trace(struct sides *s, const struct plan *p, size_t n)
{
	size_t count, at = 0, out = 0;
	struct change *v = plans_flatten(s->a, p, n, &count);

	s->by = arena_zalloc(s->a, s->before.n + 1, sizeof *s->by);
	s->from = arena_alloc(s->a, (s->after.n + 1) * sizeof *s->from);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < p[i].n; k++)
			for (uint32_t b = p[i].v[k].start; b == p[i].v[k].start || b < p[i].v[k].end; b++)
				s->by[b] = (uint32_t)i + 1;
	for (size_t i = 0; i <= count; i++) {
		size_t stop = i < count ? v[i].start : s->before.n;
		for (; at < stop; at++)
			s->from[out++] = (uint32_t)at;
		for (size_t k = 0; i < count && k < v[i].text.n; k++)
			s->from[out++] = SCENE_NONE;
		if (i < count)
			at = v[i].end;
	}
	s->from[out] = (uint32_t)s->before.n;
	s->next = arena_alloc(s->a, (s->before.n + 2) * sizeof *s->next);
	s->next[s->before.n + 1] = SCENE_NONE;
	for (size_t i = s->before.n + 1; i-- > 0;)
		s->next[i] = s->by[i] && !spells(&s->plan[s->by[i] - 1]) ? (uint32_t)i : s->next[i + 1];
}

/* The plan that touches [from,to), spelling aside; -1: none. */
static long toucher(const struct sides *s, uint32_t from, uint32_t to)
{
	return s->next[from] < to ? (long)s->by[s->next[from]] - 1 : -1;
}

/* Whether [from,to), which no other plan touches, is spelt otherwise. */
static bool spelt(const struct sides *s, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (s->by[i])
			return true;
	return false;
}

/* ------------------------------------------------------------------------------------------------ facts */

/* Which segments and sentences of the line are touched. What stands between two words belongs to the first. */
static void mark_touched(const struct sides *s, struct line *l)
{
	const struct scene *x = &l->before;

	if (!x->n_words)
		return;
	l->segment = arena_zalloc(s->a, x->words[x->n_words - 1].segment + 1, sizeof *l->segment);
	l->sentence = arena_zalloc(s->a, x->words[x->n_words - 1].sentence + 1, sizeof *l->sentence);
	for (uint32_t i = 0; i < x->n_words; i++) {
		uint32_t from = i ? x->words[i].start : 0, to = i + 1 < x->n_words ? x->words[i + 1].start : l->end - l->start + 1;
		long by = toucher(s, l->start + from, l->start + to);
		if (by < 0)
			continue;
		l->segment[x->words[i].segment] = (uint32_t)by + 1;
		l->sentence[x->words[i].sentence] = (uint32_t)by + 1;
	}
}

/* The plan that touches the tag of word i, or the sentence; -1: none. */
static long touches(const struct line *l, uint32_t i)
{
	const struct scene *s = &l->before;

	if (i >= s->n_words)
		return -1;
	return (long)(s->style[s->words[i].segment] == STYLE_SENTENCE ? l->sentence[s->words[i].sentence] : l->segment[s->words[i].segment]) - 1;
}

/* Whether the term that the plan's finding names as saying the same stays, or goes for one that does. */
static bool other_stays(const struct sides *s, const struct plan *p)
{
	enum { CHAIN = 8 };

	for (int i = 0; i < CHAIN; i++) {
		const struct finding *f = p->finding;
		if (!f || f->edit != EDIT_DROP_SEGMENT || f->other_end <= f->other_start)
			return false;
		long by = toucher(s, f->other_start, f->other_end);
		if (by < 0)
			return true;
		p = &s->plan[by];
	}
	return false;
}

static bool same_line(struct span t, uint32_t a, uint32_t b)
{
	return !memchr(t.p + (a < b ? a : b), '\n', a < b ? b - a : a - b);
}

/* Whether another tag says what the plan takes, and stays. */
static bool said_by_another(const struct sides *s, const struct plan *p, const struct scene *scene, const struct line *l, uint32_t at)
{
	uint32_t i = scene_word_at(scene, at - l->start);

	return i < scene->n_words && scene->style[scene->words[i].segment] != STYLE_SENTENCE && other_stays(s, p) &&
	       same_line(s->before, at, p->finding->other_start);
}

/* The plan to blame for the loss of fact f of the line, -1: it is not lost. */
static long loses(const struct sides *s, const struct line *l, const struct map *after, const struct scene_fact *f)
{
	const uint32_t byte[] = {f->start, f->from, f->to ? f->to - 1 : 0};
	long by = toucher(s, l->start + f->start, l->start + f->end);

	if (by < 0)
		by = toucher(s, l->start + f->from, l->start + f->to);
	for (size_t i = 0; by < 0 && i < sizeof byte / sizeof *byte; i++)
		by = touches(l, scene_word_at(&l->before, byte[i]));
	if (by < 0 || map_find(after, f->key) || (toucher(s, l->start + f->start, l->start + f->end) < 0 && spelt(s, l->start + f->start, l->start + f->end)))
		return -1;
	const struct unit *u = unit_holding(s->w->now.analysis, l->start + f->start);
	if (u && u->cls & UNSEEN)
		return -1;
	return said_by_another(s, &s->plan[by], &l->before, l, l->start + f->start) ? -1 : by;
}

/* The bytes of a fact as one would quote it. */
static struct span phrase(const struct scene *s, const struct scene_fact *f)
{
	return f->kind == FACT_RELATION ? span_cut(s->text, f->from, f->to) : span_cut(s->text, f->start, f->end);
}

static struct span facts_lost(const struct sides *s, const struct line *l)
{
	struct map after = {.a = s->a};

	index_facts(&l->after, &after);
	for (uint32_t i = 0; i < l->before.n_facts; i++) {
		const struct scene_fact *f = &l->before.facts[i];
		long by = f->first == i ? loses(s, l, &after, f) : -1;
		if (by >= 0 && s->plan[by].finding && s->plan[by].finding->fix == FIX_SAFE)
			return arena_printf(s->a, "it would lose \"%.*s\"", SPAN_ARG(phrase(&l->before, f)));
	}
	return SPAN("");
}

/* ------------------------------------------------------------------------------------------------ sentences */

/* Whether the sentence of word i has a finite verb with something in front of it to be its subject, or "there is". "This image shows" is
 * talk about the picture and counts as neither; nor do words of a prompt's flags that a plan takes ("--s 500"). by: that of
 * the line's bytes, NULL for a line after. */
static bool whole(const struct sides *s, const struct scene *x, uint32_t i, const uint32_t *by)
{
	bool subject = false;
	uint32_t sentence = x->words[i].sentence;

	while (i > 0 && x->words[i - 1].sentence == sentence)
		i--;
	for (; i < x->n_words && x->words[i].sentence == sentence; i++) {
		const struct scene_word *w = &x->words[i];
		if (empty_at(x, w->start) || (by && by[w->start] && plan_syntax(&s->plan[by[w->start] - 1])))
			continue;
		if (subject && (w->verb == VERB_FIN || w->tag == TAG_AUX))
			return true;
		subject |= w->tag == TAG_NOUN || w->tag == TAG_PROPN || w->tag == TAG_PRON || w->tag == TAG_NUM || w->tag == TAG_DET;
	}
	return false;
}

static bool sentences_hold(const struct sides *s, const struct line *l)
{
	const struct scene *x = &l->before, *y = &l->after;

	for (uint32_t i = 0; i < y->n_words; i++) {
		if (i > 0 && y->words[i - 1].sentence == y->words[i].sentence)
			continue;
		uint32_t was = s->from[l->after_start + y->words[i].start];
		uint32_t k = was == SCENE_NONE ? x->n_words : scene_word_at(x, was - l->start);
		if (k < x->n_words && l->sentence[x->words[k].sentence] && whole(s, x, k, s->by + l->start) && !whole(s, y, i, NULL))
			return false;
	}
	return true;
}

/* The word of the sentence that stands next to byte at, marks aside: in front of it (the last that ends there or before), or behind it. */
static const struct scene_word *beside(const struct scene *s, uint32_t at, bool front)
{
	uint32_t i = scene_word_at(s, at);

	if (!front) {
		while (i < s->n_words && (s->words[i].tag == TAG_PUNCT || s->words[i].start < at))
			i++;
		return i < s->n_words ? &s->words[i] : NULL;
	}
	while (i > 0 && (i == s->n_words || s->words[i].end > at || s->words[i].tag == TAG_PUNCT))
		i--;
	return i < s->n_words && s->words[i].end <= at ? &s->words[i] : NULL;
}

/* Whether a word waits for the noun behind it: "the", or "vivid" of "the creature's vivid, lifelike details", of "with vivid, lifelike details". */
static bool waits(const struct scene *s, const struct scene_word *w)
{
	if (w->tag == TAG_DET)
		return true;
	if (w->tag != TAG_ADJ || w == s->words || w[-1].sentence != w->sentence)
		return false;
	struct span before = span_cut(s->text, w[-1].start, w[-1].end);
	return w[-1].tag == TAG_DET || w[-1].tag == TAG_ADP || w[-1].tag == TAG_NUM || span_ends(before, SPAN("'s")) || span_ends(before, SPAN("’s"));
}

/* Whether in a sentence of the line what goes is the noun that adjectives or a determiner before it wait for. */
static bool nouns_hold(const struct line *l, const struct change *v, size_t n)
{
	const struct scene *x = &l->before;

	for (size_t i = 0; i < n; i++) {
		if (v[i].text.n || v[i].start < l->start || v[i].end > l->end)
			continue;
		uint32_t from = v[i].start - l->start, to = v[i].end - l->start;
		const struct scene_word *w = beside(x, from, true), *gone = beside(x, from, false), *next = beside(x, to, false);
		if (!w || !gone || gone->start >= to || gone->sentence != w->sentence || x->style[w->segment] != STYLE_SENTENCE || !waits(x, w))
			continue;
		if (!next || next->sentence != w->sentence || (next->tag != TAG_NOUN && next->tag != TAG_PROPN && next->tag != TAG_ADJ && next->tag != TAG_NUM))
			return false;
	}
	return true;
}

/* ------------------------------------------------------------------------------------------------ marks */

static bool edge_or_blank(char c)
{
	return c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

/* Whether something is left over where bytes at - 1 and at meet: ", ,", " ,", "( ", a blank or a comma at the edge of a line. */
static bool stray(struct span t, size_t at)
{
	char x = at > 0 ? t.p[at - 1] : '\n', y = at < t.n ? t.p[at] : '\n', z = at + 1 < t.n ? t.p[at + 1] : '\n';
	bool line_begins = x == '\n', line_ends = y == '\n' || y == '\r', mark = y == ',' || y == ';', stop = y == '.' || y == '!' || y == '?' || y == ':';

	if (line_begins)
		return !line_ends && (y == ' ' || y == '\t' || mark || (stop && edge_or_blank(z)));
	if (line_ends)
		return x == ' ' || x == '\t' || x == ',' || x == ';' || x == ':';
	if (x == ' ' || x == '\t')
		return y == ' ' || y == '\t' || mark || y == ')' || (stop && edge_or_blank(z));
	if (x == ',' || x == ';')
		return mark || (stop && edge_or_blank(z));
	if (x == '(' || x == '[' || x == '{')
		return y == ' ' || y == (x == '(' ? ')' : x == '[' ? ']' : '}');
	return (x == '.' || x == '!' || x == '?') && mark;
}

static bool marks_left(const struct sides *s, const struct change *v, size_t n)
{
	size_t shift_on = 0, shift_off = 0; /* put in, taken out */

	for (size_t i = 0; i < n; i++) {
		size_t from = v[i].start + shift_on - shift_off, to = from + v[i].text.n;
		if ((stray(s->after, from) || stray(s->after, to)) && !stray(s->before, v[i].start) && !stray(s->before, v[i].end))
			return true;
		shift_on += v[i].text.n;
		shift_off += v[i].end - v[i].start;
	}
	return false;
}

/* How many brackets of t have no other half. */
static size_t halves(struct span t)
{
	static const char pairs[][2] = {{'(', ')'}, {'[', ']'}, {'{', '}'}};
	size_t open[3] = {0}, n = 0;

	for (size_t i = 0; i < t.n; i++)
		for (size_t k = 0; k < 3; k++) {
			if (t.p[i] == pairs[k][0])
				open[k]++;
			else if (t.p[i] == pairs[k][1] && open[k])
				open[k]--;
			else if (t.p[i] == pairs[k][1])
				n++;
		}
	return n + open[0] + open[1] + open[2];
}

struct span prove(const struct work *w, const struct plan *p, size_t n, struct span after, struct arena *a)
{
	struct sides s = {.w = w, .a = a, .plan = p, .before = draft_text(&w->draft), .after = after};
	struct line l = {0};
	bool begun = false, joined = false;
	size_t count;
	uint32_t stop;
	struct change *v = plans_flatten(a, p, n, &count);

	if (marks_left(&s, v, count))
		return SPAN("a mark or a blank would be left over");
	if (halves(after) > halves(s.before))
		return SPAN("a bracket would lose its other half");
	trace(&s, p, n);
	plan_inner(s.before, p, n, &l.start, &stop);
	for (size_t i = 0; i < n; i++)
		joined |= plan_joins(p[i].finding);
	while (next_pair(span_cut(s.before, 0, stop), after, &l, &begun, joined)) {
		if (!read_pair(w, s.before, after, &l, a))
			continue;
		mark_touched(&s, &l);
		struct span lost = facts_lost(&s, &l);
		if (lost.n)
			return lost;
		if (!sentences_hold(&s, &l))
			return SPAN("a sentence would lose its subject or verb");
		if (!nouns_hold(&l, v, count))
			return SPAN("an adjective would lose its noun");
	}
	return SPAN("");
}
