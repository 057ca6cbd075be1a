/* supply.c: --compose with an entry that is no whole sentence (no medium, no subject): what it says is added to the caption where the
 * caption does not say it yet. This is what --ask's template, filled in, comes back as. */
#include "fix/step.h"

static bool prose(const struct work *w)
{
	return w->now.style != STYLE_TAGS;
}

static int put(struct work *w, uint32_t start, uint32_t end, struct span text)
{
	struct change c = {start, end, text, {"compose", FIX_UNSAFE, false}};

	return work_take(w, &c, 1);
}

/* text for [at,end): an article in front of it is brought into line. */
static int put_noun(struct work *w, uint32_t at, uint32_t end, struct span text)
{
	struct span t = w->now.analysis->text;
	uint32_t from = at;

	while (from > 0 && t.p[from - 1] == ' ')
		from--;
	uint32_t word = from;
	while (word > 0 && ((t.p[word - 1] | 0x20) == 'a' || (t.p[word - 1] | 0x20) == 'n'))
		word--;
	if (from == at || from == word || from - word > 2 || (t.p[word] | 0x20) != 'a' || (word > 0 && t.p[word - 1] != ' '))
		return put(w, at, end, text);
	char first = t.p[word];
	text = arena_printf(w->a, "%c%s %.*s", first, compose_article(text) + 1, SPAN_ARG(text));
	return put(w, word, end, text);
}

/* What the caption is about: the first thing that is no part, place or negated, best one with a name ("food, apple"); NULL if there is
 * none. */
static const struct entity *subject(const struct analysis *t)
{
	const struct entity *generic = NULL;

	for (uint32_t i = 0; i < t->n_entities; i++) {
		uint32_t flags = t->units[t->entities[i].unit].flags;
		if (flags & (UNIT_PART | UNIT_PLACE | UNIT_NEGATED | UNIT_QUOTED))
			continue;
		if (!(flags & UNIT_GENERIC))
			return &t->entities[i];
		if (!generic)
			generic = &t->entities[i];
	}
	return generic;
}

/* In front of all that is not a trigger or a count tag. */
static int put_front(struct work *w, struct span text)
{
	const struct analysis *t = w->now.analysis;
	uint32_t i = plan_front(w);

	if (i < t->n_segments)
		return put(w, t->segments[i].start, t->segments[i].start, arena_cat(w->a, text, SPAN(", ")));
	uint32_t end = t->n_segments ? t->segments[t->n_segments - 1].end : 0;
	return put(w, end, end, end ? arena_cat(w->a, SPAN(", "), text) : text);
}

/* Behind the tags; behind the first sentence, which is about the subject. */
static int put_behind(struct work *w, struct span text)
{
	const struct analysis *t = w->now.analysis;
	uint32_t last = t->n_segments;

	if (!last)
		return put(w, 0, 0, text);
	while (prose(w) && last > 1 && t->seg.segments[last - 1].sentence != t->seg.segments[0].sentence)
		last--;
	uint32_t end = t->segments[last - 1].end;
	return put(w, end, end, arena_cat(w->a, SPAN(", "), text));
}

static bool wanted(const struct work *w, struct span term)
{
	return term.n && !text_says(draft_text(&w->draft), term, w->a);
}

static int supply_subject(struct work *w, struct span want)
{
	const struct analysis *t = w->now.analysis;
	const struct entity *e = subject(t);

	if (!wanted(w, want))
		return 0;
	if (!e)
		return put_front(w, want);
	const struct unit *u = &t->units[e->unit];
	if (u->flags & UNIT_GENERIC)
		return put_noun(w, t->units[e->first].start, u->end, want);
	open_say(w, "compose", arena_printf(w->a, "\"%.*s\" is not put in: the caption speaks of \"%.*s\"", SPAN_ARG(want),
	                                    SPAN_ARG(unit_text(t, u))));
	return 0;
}

static int supply_colour(struct work *w, struct span want)
{
	const struct analysis *t = w->now.analysis;
	const struct entity *e = subject(t);

	if (!wanted(w, want) || !e)
		return 0;
	uint32_t at = t->units[e->first].start;
	return put_noun(w, at, at, arena_cat(w->a, want, at < t->text.n ? SPAN(" ") : SPAN("")));
}

/* Tags that the relation says now: "dog beside a ball, ball". */
static int drop_said(struct work *w, struct span relation)
{
	for (uint32_t i = w->now.analysis->n_segments; i-- > 1;) {
		const struct analysis *t = w->now.analysis;
		const struct segment *s = &t->segments[i];
		struct plan p = {.n = 0};
		if (!s->clause && !s->quoted && text_says(relation, segment_text(t, s), w->a) &&
		    plan_drop_segment(w, i, (struct draft_why){"compose", FIX_UNSAFE, false}, &p) && work_take_plans(w, &p, 1) < 0)
			return -1;
	}
	return 0;
}

static int supply_relation(struct work *w, struct span want)
{
	const struct entity *e = subject(w->now.analysis);

	if (!wanted(w, want))
		return 0;
	if (!e)
		return put_behind(w, want);
	uint32_t at = w->now.analysis->units[e->unit].end;
	return put(w, at, at, arena_cat(w->a, SPAN(" "), want)) != 0 ? -1 : drop_said(w, want);
}

static int supply_trigger(struct work *w, struct span want)
{
	if (!wanted(w, want))
		return 0;
	return put(w, 0, 0, w->draft.n ? arena_cat(w->a, want, SPAN(", ")) : want);
}

int pass_supply(struct work *w)
{
	const struct lint_direction *d = w->ctx->direction;
	struct span behind = d->background;

	if (supply_subject(w, d->subject) != 0 || supply_colour(w, d->colour) != 0 || supply_relation(w, d->relation) != 0 ||
	    supply_trigger(w, d->trigger) != 0)
		return -1;
	if (prose(w) && wanted(w, behind))
		behind = arena_printf(w->a, "against %.*s", SPAN_ARG(compose_noun(behind, w->a)));
	const struct span more[] = {d->camera, d->lighting, behind, d->focus, d->extra, d->medium};
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		if (wanted(w, more[i]) && put_behind(w, more[i]) != 0)
			return -1;
	return 0;
}
