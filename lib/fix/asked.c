/* asked.c: what the user asks for by name: --prune, --trigger, --order tags. */
#include <stdlib.h>

#include "base/ascii.h"
#include "base/near.h"
#include "edit/edit.h"
#include "fix/step.h"
#include "text/utf8.h"

static bool to_prune(const struct work *w, struct span text)
{
	struct span folded = edit_plain(text, w->pass);

	for (size_t k = 0; k < w->o->n_prune; k++)
		if (span_eq(folded, edit_plain(w->o->prune[k], w->pass)))
			return true;
	return false;
}

/* Of n tags that were to go those of the plans made went; the others are part of a sentence. */
static void tell_pruned(struct work *w, const struct span *text, const uint32_t *start, size_t n, const struct plan *made, size_t n_made)
{
	for (size_t i = 0, k = 0; i < n; i++) {
		if (k < n_made && made[k].v[0].start == start[i] && ++k)
			*ARENA_PUSH(w->a, &w->out->lost) = text[i];
		else
			open_say(w, "prune", arena_printf(w->a, "\"%.*s\" stays: its sentence needs it", SPAN_ARG(text[i])));
	}
}

/* All at once; those whose separators clash wait for the next pass. */
int pass_prune(struct work *w)
{
	const struct analysis *t = w->now.analysis;
	size_t n = 0, others = 0;

	if (!w->o->n_prune)
		return 0;
	struct plan *plans = arena_alloc(w->pass, (t->n_segments + 1) * sizeof *plans);
	struct span *gone = arena_alloc(w->pass, (t->n_segments + 1) * sizeof *gone);
	uint32_t *start = arena_alloc(w->pass, (t->n_segments + 1) * sizeof *start);
	unsigned char *claimed = arena_zalloc(w->pass, w->draft.n + 1, 1);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		struct span text = segment_text(t, &t->segments[i]);
		struct plan p = {.n = 0};
		if (!to_prune(w, text)) {
			others++;
			continue;
		}
		if (i + 1 == t->n_segments && !others) {
			open_say(w, "prune", arena_printf(w->a, "\"%.*s\" is all that the caption says: it stays", SPAN_ARG(text)));
			continue;
		}
		if (!plan_drop_segment(w, i, (struct draft_why){"prune", FIX_UNSAFE, false}, &p) || !work_may(w, p.v[0].start, p.v[0].end) || !plan_claim(&p, claimed))
			continue;
		start[n] = p.v[0].start;
		gone[n] = arena_dup(w->a, text);
		plans[n++] = p;
	}
	w->effort_before = w->effort;
	w->tired = false;
	long made = n ? attempt_some(w, plans, n) : 0;
	if (made >= 0)
		tell_pruned(w, gone, start, n, plans, (size_t)made);
	return made < 0 ? -1 : made > 0;
}

static bool is_word_byte(char c)
{
	return ascii_word(c) || c == '_' || c == '-' ||
	       (unsigned char)c >= 0x80;
}

bool text_says(struct span text, struct span term, struct arena *a)
{
	struct span t = edit_plain(text, a), want = edit_plain(term, a);

	for (size_t i = 0; want.n && i + want.n <= t.n; i++)
		if (memcmp(t.p + i, want.p, want.n) == 0 && (i == 0 || !is_word_byte(t.p[i - 1])) &&
		    (i + want.n == t.n || !is_word_byte(t.p[i + want.n])))
			return true;
	return false;
}

/* A word one edit away from the trigger: a person must say whether it is meant. */
static bool misspelt(struct work *w, struct span text, struct span trigger)
{
	size_t i = 0;

	while (i < text.n) {
		size_t from = i;
		while (i < text.n && is_word_byte(text.p[i]))
			i++;
		struct span word = span_cut(text, from, i);
		if (word.n >= 3 && trigger.n >= 3 && near_distance(word, trigger) <= 1) {
			open_say(w, "trigger-coverage", arena_printf(w->a, "'%.*s' looks like the trigger '%.*s' misspelt",
			                                             SPAN_ARG(word), SPAN_ARG(trigger)));
			return true;
		}
		i += i == from;
	}
	return false;
}

/* Where in a sentence the trigger goes: before the words that name the subject ("a photo of | golden retriever"). */
static uint32_t before_subject(const struct work *w)
{
	const struct analysis *t = w->now.analysis;

	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct unit *u = &t->units[t->entities[i].unit];
		if (u->flags & (UNIT_PART | UNIT_PLACE | UNIT_NEGATED))
			continue;
		return t->units[t->entities[i].first].start;
	}
	return 0;
}

static int put_trigger(struct work *w, struct span trigger)
{
	struct span text = draft_text(&w->draft);
	bool prose = w->now.style == STYLE_PROSE && w->o->unsafe;
	uint32_t at = prose ? before_subject(w) : 0;
	if (!work_may(w, at, at)) { /* behind what the trainer puts in front */
		for (at = 0; at < w->draft.n && !work_may(w, at, at);)
			at++;
		struct change behind = {at, at, arena_printf(w->pass, "%.*s, ", SPAN_ARG(trigger)), {"trigger", FIX_UNSAFE, false}};
		return work_may(w, at, at) ? (work_take(w, &behind, 1) == 0 ? 1 : -1) : 0;
	}
	struct change c = {at, at, arena_printf(w->pass, at ? "%.*s " : text.n ? "%.*s, " : "%.*s", SPAN_ARG(trigger)),
	                   {"trigger", at ? FIX_UNSAFE : FIX_SAFE, false}};
	return work_take(w, &c, 1) == 0 ? 1 : -1;
}

/* The last first: each goes to the front, and they then stand in the order given. */
int pass_trigger(struct work *w)
{
	for (size_t i = w->o->n_triggers; i-- > 0;) {
		struct span trigger = w->o->triggers[i], text = draft_text(&w->draft);
		if (trigger.n && !text_says(text, trigger, w->a) && !misspelt(w, text, trigger))
			return put_trigger(w, trigger);
	}
	return 0;
}

/* trigger, count, subject, attributes, setting, camera, light, meta */
static int rank(const struct analysis *t, const struct segment *s)
{
	uint32_t flags = 0;

	for (uint32_t i = s->unit; i < s->unit + s->n_units; i++)
		flags |= t->units[i].flags;
	if (flags & UNIT_TRIGGER)
		return 0;
	if (s->cls & LEX(COUNT))
		return 1;
	if (s->cls & LEX(LIGHT))
		return 6;
	if (s->cls & (LEX(CAMERA) | LEX(FOCUS)))
		return 5;
	if ((s->cls & (LEX(SETTING) | LEX(PLAIN))) || (flags & UNIT_PLACE))
		return 4;
	if (s->cls & (LEX(META) | LEX(QUALITY) | LEX(RATING) | LEX(MEDIUM) | LEX(GENRE) | LEX(FILLER)))
		return 7;
	return (flags & (UNIT_NOUN | UNIT_GENERIC)) && !(flags & (UNIT_PART | UNIT_WEARABLE)) ? 2 : 3;
}

struct placed {
	int rank;
	uint32_t index;
};

static int by_rank(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;

	return x->rank != y->rank ? x->rank - y->rank : x->index < y->index ? -1 : x->index > y->index;
}

int pass_order(struct work *w)
{
	const struct analysis *t = w->now.analysis;
	uint32_t n = t->n_segments;
	bool moved = false;

	if (!w->o->order || w->now.style != STYLE_TAGS || n < 2)
		return 0;
	struct placed *v = arena_alloc(w->pass, n * sizeof *v);
	for (uint32_t i = 0; i < n; i++) {
		if (i + 1 < n && t->seg.segments[i].sep != ',')
			return 0; /* sentences, lines: their order means something */
		if (tag_is_half(t, i)) {
			open_say(w, "order", SPAN("a comma or a bracket holds more than one tag together: the order stays"));
			return 0;
		}
		v[i] = (struct placed){rank(t, &t->segments[i]), i};
	}
	qsort(v, n, sizeof *v, by_rank);
	struct buf b = BUF_INIT;
	for (uint32_t i = 0; i < n; i++) {
		moved |= v[i].index != i;
		if (i)
			BUF_LIT(&b, ", ");
		buf_adds(&b, segment_text(t, &t->segments[v[i].index]));
	}
	struct change c = {t->segments[0].start, t->segments[n - 1].end, arena_dup(w->pass, buf_span(&b)), {"order", FIX_UNSAFE, false}};
	buf_fini(&b);
	if (!moved || !work_may(w, c.start, c.end))
		return 0;
	return work_take(w, &c, 1) == 0 ? 1 : -1;
}
