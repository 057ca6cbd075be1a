/* stops.c: edits that no rule may ask for, because nothing proves yet that they lose nothing. The finding stays, its fix goes.
 *
 * - a caption that is JSON: its brackets and commas are structure;
 * - a term that goes because another says it: only within one line, for trainers read lines apart, and only in a list, for a sentence
 *   needs its words ("blocks of blue, orange, and purple" behind a sentence that names orange);
 * - any other term that goes ("masterpiece"): not out of the inside of a sentence ("Crisp, coarse patterns crisscross the bark");
 * - a term that goes to the front: only within the first line. */
#include "json/jread.h"
#include "lint/priv.h"
#include "lint/units.h"

/* What is asked of one caption again and again, looked up once: a list of many tags is one sentence, and each of them may be said
 * twice. */
struct stops {
	const struct analysis *t;
	const struct scene *scene;
	unsigned char *list;                                /* by sentence: 0 not looked at, 1 no list, 2 a list */
	struct { uint32_t *v; size_t n, cap; } line_feeds;  /* where they stand */
};

static bool begins_with(const struct analysis *t, const struct segment *g, unsigned tags)
{
	return g->n_units && unit_is(&t->units[g->unit], tags);
}

/* Whether the sentence of segment i is a list of tags: it does not begin as a sentence does, nor ends as one that holds a clause, and
 * nothing in it is coordinated ("and purple"). */
static bool look_list(const struct analysis *t, uint32_t i)
{
	const struct seg_segment *s = t->seg.segments;
	uint32_t first = i, last = i;
	bool clause = false;

	while (first > 0 && s[first - 1].sentence == s[i].sentence)
		first--;
	while (last + 1 < t->n_segments && s[last + 1].sentence == s[i].sentence)
		last++;
	for (uint32_t k = first; k <= last; k++) {
		if (begins_with(t, &t->segments[k], TAGS(CCONJ)))
			return false;
		clause |= t->segments[k].clause;
	}
	const struct segment *head = &t->segments[first];
	bool opens = head->det || head->glue > 0, stop = s[last].sep == '.' || s[last].sep == '!' || s[last].sep == '?';
	if (clause)
		return t->style == STYLE_TAGS && !head->clause && !opens && !stop;
	return t->style != STYLE_PROSE && !(opens && stop);
}

static bool in_list(struct stops *s, uint32_t i)
{
	unsigned char *known = &s->list[s->t->seg.segments[i].sentence];

	if (!*known)
		*known = look_list(s->t, i) ? 2 : 1;
	return *known == 2;
}

/* The sentence that is the same as the one before: it may go. */
static bool said_at_once(const struct analysis *t, uint32_t i)
{
	const struct seg_segment *s = t->seg.segments;
	bool begins = i > 0 && s[i - 1].sentence != s[i].sentence, ends = i + 1 == t->n_segments || s[i + 1].sentence != s[i].sentence;
	bool alone = i < 2 || s[i - 2].sentence != s[i - 1].sentence;

	return begins && ends && alone && t->segments[i - 1].key == t->segments[i].key;
}

/* How many lines end in front of byte at. */
static size_t lines_to(const struct stops *s, uint32_t at)
{
	size_t low = 0, high = s->line_feeds.n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (s->line_feeds.v[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool line_between(const struct stops *s, uint32_t a, uint32_t b)
{
	return lines_to(s, a) != lines_to(s, b);
}

/* Whether segment i is of the same sentence as k, and a part of what it says rather than a note beside it. */
static bool sentence_part(const struct stops *s, uint32_t i, uint32_t k)
{
	const struct seg_segment *g = s->t->seg.segments;

	return k < s->t->n_segments && g[i].sentence == g[k].sentence && s->scene->style[k] == STYLE_SENTENCE;
}

/* Adjectives in front of a name that has no determiner: "Crisp, coarse patterns". The tagger takes a first word alone for a noun, so WordNet is
 * asked. */
static bool modifies_next(const struct stops *s, uint32_t i)
{
	const struct segment *g = &s->t->segments[i], *next = g + 1;

	for (uint32_t k = g->unit; k < g->unit + g->n_units; k++)
		if (!(s->t->units[k].flags & UNIT_ADJ || s->t->units[k].wn & WN_ADJ || s->t->units[k].tag == TAG_ADV))
			return false;
	return g->n_units && next->n_units && !(unit_is(&s->t->units[next->unit], TAGS(DET) | TAGS(NUM)) || s->t->units[next->unit].flags & UNIT_NUMBER);
}

/* Whether segment i stands inside a sentence, which it would tear. */
static bool inside(struct stops *s, uint32_t i)
{
	return !in_list(s, i) && sentence_part(s, i, i + 1) && ((i > 0 && sentence_part(s, i, i - 1)) || modifies_next(s, i));
}

static bool shouts(char sep)
{
	return sep == '!' || sep == '?';
}

/* "go! precure", "k-on! high school", "perfect!!!": a mark in a tag that is no clause is no end of it, and what is dropped at one leaves half a tag or the mark. */
static bool at_mark(const struct analysis *t, uint32_t i)
{
	const struct seg_segment *g = &t->seg.segments[i], *last = g - 1;

	if (t->segments[i].clause)
		return false;
	return shouts(g->sep) || (i > 0 && shouts(last->sep) && !memchr(t->text.p + last->sep_start, ',', last->sep_end - last->sep_start));
}

/* Whether the next line may go on with what segment i begins: "heavy rain\nstreaks". What is dropped there may be half a tag. */
static bool may_wrap(const struct analysis *t, uint32_t i)
{
	const struct segment *next = &t->segments[i + 1];

	return t->seg.segments[i].sep == '\n' && i + 1 < t->n_segments && next->n_words && !t->seg.words[next->word].capital && !t->seg.words[next->word].digits;
}

static bool stopped(struct stops *s, const struct finding *f)
{
	const struct analysis *t = s->t;

	if (f->edit == EDIT_MOVE_FRONT)
		return line_between(s, 0, f->start);
	if (f->edit != EDIT_DROP_SEGMENT || f->segment >= t->n_segments)
		return false;
	bool by_other = f->other_end > f->other_start;
	if (at_mark(t, f->segment) || (by_other && at_mark(t, t->units[unit_at(t, f->other_start)].segment)))
		return true;
	if (!by_other)
		return s->scene->style[f->segment] == STYLE_SENTENCE ? !in_list(s, f->segment) : inside(s, f->segment);
	if (line_between(s, f->start, f->other_start) || may_wrap(t, f->segment))
		return true;
	return !in_list(s, f->segment) && !said_at_once(t, f->segment);
}

static void stops_look(struct stops *s, struct check *c)
{
	const struct analysis *t = c->t;
	struct span text = t->text;
	uint32_t sentences = t->n_segments ? t->seg.segments[t->n_segments - 1].sentence + 1 : 0;

	*s = (struct stops){.t = t, .scene = c->scene, .list = arena_zalloc(c->a, sentences + 1, 1)};
	for (const char *p = text.p, *end = text.p + text.n; p < end && (p = memchr(p, '\n', (size_t)(end - p))); p++)
		*ARENA_PUSH(c->a, &s->line_feeds) = (uint32_t)(p - text.p);
}

void findings_stop(struct check *c)
{
	struct lint_result *o = c->out;
	bool json = o->n_findings && json_document(c->whole);
	struct stops s;

	if (!o->n_findings)
		return;
	stops_look(&s, c);
	for (size_t i = 0; i < o->n_findings; i++)
		if (json || stopped(&s, &o->findings[i])) {
			o->findings[i].fix = FIX_NONE;
			o->findings[i].edit = EDIT_NONE;
		}
}
