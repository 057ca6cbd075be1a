/* stops.c: edits that no rule may ask for, because nothing proves yet that they lose nothing. The finding stays, its fix goes.
 *
 * - a caption that is JSON: its brackets and commas are structure;
 * - a term that goes because another says it: only within one line, for trainers read lines apart, and only in a list, for a sentence
 *   needs its words ("blocks of blue, orange, and purple" behind a sentence that names orange);
 * - a term that goes to the front: only within the first line. */
#include "json/jread.h"
#include "lint/priv.h"

static bool begins_with(const struct analysis *t, const struct segment *g, uint64_t cls)
{
	return g->n_units && t->units[g->unit].cls & cls;
}

/* Whether the sentence of segment i is a list of tags: it does not begin as a sentence does, nor ends as one that holds a clause, and
 * nothing in it is coordinated ("and purple"). */
static bool in_list(const struct analysis *t, uint32_t i)
{
	const struct seg_segment *s = t->seg.segments;
	uint32_t first = i, last = i;
	bool clause = false;

	while (first > 0 && s[first - 1].sentence == s[i].sentence)
		first--;
	while (last + 1 < t->n_segments && s[last + 1].sentence == s[i].sentence)
		last++;
	for (uint32_t k = first; k <= last; k++) {
		if (begins_with(t, &t->segments[k], LEX(CONJ)))
			return false;
		clause |= t->segments[k].clause;
	}
	const struct segment *head = &t->segments[first];
	bool opens = head->det || head->glue > 0, stop = s[last].sep == '.' || s[last].sep == '!' || s[last].sep == '?';
	if (clause)
		return t->style == STYLE_TAGS && !head->clause && !opens && !stop;
	return t->style != STYLE_PROSE && !(opens && stop);
}

/* The sentence that is the same as the one before: it may go. */
static bool said_at_once(const struct analysis *t, uint32_t i)
{
	const struct seg_segment *s = t->seg.segments;
	bool begins = i > 0 && s[i - 1].sentence != s[i].sentence, ends = i + 1 == t->n_segments || s[i + 1].sentence != s[i].sentence;
	bool alone = i < 2 || s[i - 2].sentence != s[i - 1].sentence;

	return begins && ends && alone && t->segments[i - 1].key == t->segments[i].key;
}

static bool line_between(struct span text, uint32_t a, uint32_t b)
{
	uint32_t from = a < b ? a : b, to = a < b ? b : a;

	return to > from && memchr(text.p + from, '\n', to - from) != NULL;
}

static bool stopped(const struct analysis *t, const struct finding *f)
{
	if (f->edit == EDIT_MOVE_FRONT)
		return line_between(t->text, 0, f->start);
	if (f->edit != EDIT_DROP_SEGMENT || f->other_end <= f->other_start || f->segment >= t->n_segments)
		return false;
	if (line_between(t->text, f->start, f->other_start))
		return true;
	return !in_list(t, f->segment) && !said_at_once(t, f->segment);
}

void findings_stop(struct check *c)
{
	struct lint_result *o = c->out;
	bool json = o->n_findings && json_document(c->t->text);

	for (size_t i = 0; i < o->n_findings; i++)
		if (json || stopped(c->t, &o->findings[i])) {
			o->findings[i].fix = FIX_NONE;
			o->findings[i].edit = EDIT_NONE;
		}
}
