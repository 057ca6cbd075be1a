/* analysis.c: a caption made ready for the rules: words, units, segments, things, style. One pass each. */
#include "lint/analysis.h"

#include "lexicon/lexcache.h"
#include "lint/units.h"

/* ------------------------------------------------------------------------------------------------ words */

struct analysis *analysis_cut(const struct lex_cache *c, struct span caption, struct arena *a)
{
	struct analysis *t = arena_zalloc(a, 1, sizeof *t);

	t->text = caption;
	t->trigger = -1;
	seg_cut(caption, a, &t->seg);
	t->marks = t->seg.marks;
	t->keys = arena_alloc(a, t->seg.n_words * sizeof *t->keys);
	for (size_t i = 0; i < t->seg.n_words; i++) {
		struct span w = t->seg.words[i].norm;
		t->keys[i] = lex_key_padded(w.p, w.n);
		lex_cache_expect(c, t->keys[i]);
	}
	return t;
}

void analysis_words(const struct lexicon *l, struct lex_cache *c, struct analysis *t, struct arena *a)
{
	uint64_t seen[4] = {0};

	t->known = arena_alloc(a, t->seg.n_words * sizeof *t->known);
	for (size_t i = 0; i < t->seg.n_words; i++) {
		struct lex_word *s = t->known[i] = lex_cache_word(l, c, t->seg.words[i].norm, t->keys[i], a);
		__builtin_prefetch(s->term);
		if (s->prefix && i + 1 < t->seg.n_words)
			lex_cache_expect_phrase(l, c, lex_join(s->key, t->keys[i + 1]));
		t->bare_s |= s->bare_s;
		uint64_t bit = (uint64_t)1 << (s->lemma >> 58), *in = &seen[s->lemma >> 56 & 3]; /* two words may share a bit */
		t->again += (*in & bit) != 0;
		t->again_content += (*in & bit) != 0 && !s->glue;
		*in |= bit;
	}
}

/* ------------------------------------------------------------------------------------------------ segments */

/* Words, glue and the key. Short segments have a term's key; for long ones any key will do that equal ones share. */
static void segment_words(const struct lexicon *l, struct analysis *t, struct segment *g)
{
	struct lex_word **w = &t->known[g->word];
	uint32_t n = g->n_words, joined = 0, glue = 0, doubled = 0;
	uint64_t key = 0;

	for (uint32_t i = 0; i < n; i++) {
		joined += t->seg.words[g->word + i].joined;
		glue += w[i]->glue;
		doubled += i && w[i] == w[i - 1]; /* "coral coral" is one word */
		key = (key ^ (i + 1 < n ? w[i]->key : w[i]->lemma)) * 0x9e3779b97f4a7c15u; /* the last in the singular */
	}
	g->n_whole = n - (joined + doubled < n ? joined + doubled : 0);
	g->glue = glue;
	g->key = key;
	if (n > LEX_WORDS)
		return;
	key = w[0]->key;
	for (uint32_t i = 1; i + 1 < n; i++)
		key = lex_join(key, w[i]->key);
	g->key = n == 1 ? w[0]->lemma : lex_join(key, w[n - 1]->lemma);
	if (n > 1)
		key = lex_join(key, w[n - 1]->key);
	const struct lex_term *e = n == 1 ? w[0]->own : lex_may_be_phrase(l, key) ? lex_find(l, key) : NULL;
	g->term = e && e->n_words ? e : NULL;
	t->rels |= g->term ? g->term->any_rels : 0;
}

static void segment_units(struct analysis *t, struct segment *g, uint32_t *unit, bool *head)
{
	uint32_t quoted = 0;

	g->unit = *unit;
	while (*unit < t->n_units && t->units[*unit].word < g->word + g->n_words) {
		const struct unit *u = &t->units[(*unit)++];
		g->n_units++;
		g->cls |= u->cls;
		quoted += (u->flags & UNIT_QUOTED) != 0;
		*head |= (u->flags & UNIT_NOUN || u->cls & (LEX(HEAD) | LEX(PLAIN) | LEX(SETTING)) || (u->cls & LEX(GLOW) && u->cls & LEX(LIGHT)) ||
			  (u->cls & LEX(MEDIUM) && !(u->cls & LEX(FILLER)))) &&
			 !(u->flags & UNIT_QUOTED);
		if (u->flags & UNIT_VERBFORM)
			g->glue += u->n_words;
		g->det |= (u->cls & LEX(DET)) != 0;
		t->flags |= u->flags;
		if (!(u->flags & (UNIT_QUOTED | UNIT_NEGATED | UNIT_NAME)))
			t->cls |= u->cls;
		if (!(u->flags & UNIT_GLUE) && !(u->cls & LEX_GLUE))
			t->content_words += u->n_words;
	}
	g->quoted = g->n_units && quoted == g->n_units;
}

/* Words that need a noun behind them: articles and possessives. "this is" and "all of" are fine. */
static bool needs_noun(const struct lexicon *l, const struct unit *u)
{
	const struct lex_keys *k = lex_keys(l);

	return u->cls & LEX(DET) && (u->key == k->a || u->key == k->an || u->key == k->the || u->key == k->its || u->key == k->their);
}

/* Places where the grammar breaks, as in shuffled words ("bench a a green and"): an article in front of another one, a
 * preposition, a conjunction or the end; of, with or and at the end. */
static uint32_t breaks(const struct lexicon *l, const struct analysis *t, const struct segment *g)
{
	uint32_t n = 0;

	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++) {
		const struct unit *u = &t->units[i], *x = i + 1 < g->unit + g->n_units ? u + 1 : NULL;
		if (!(u->cls & (LEX(DET) | LEX(CONJ) | LEX(PREP))) || u->flags & UNIT_NAME)
			continue;
		if (needs_noun(l, u))
			n += !x || (x->cls & (LEX(PREP) | LEX(CONJ) | LEX(AUX)) && !(x->cls & ~(LEX_GLUE | LEX(TITLE)))) || needs_noun(l, x);
		else if (u->key == lex_keys(l)->and)
			n += !x || i == t->segments[0].unit;
		else if (u->key == lex_keys(l)->of || u->key == lex_keys(l)->with)
			n += !x || (x->cls & (LEX(CONJ) | LEX(AUX)) && !(x->cls & ~LEX_GLUE));
	}
	return n;
}

/* Whether something but "and" holds the segment together. many: forms of verbs alone do not, but for "a gate painted red". */
static bool joined_by_grammar(const struct analysis *t, const struct segment *g, bool many)
{
	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->cls & (LEX(DET) | LEX(PREP) | LEX(AUX) | LEX(PRON)) || ((!many || (i + 2 == g->unit + g->n_units && u[1].cls & LEX(COLOUR))) && u->flags & (UNIT_GLUE | UNIT_VERBFORM) && !(u->cls & LEX(CONJ))))
			return true;
	}
	return false;
}

/* Words that no sentence is made of: boilerplate in front and makers' names ("concept art by greg smith"). */
static uint32_t beside(const struct analysis *t, const struct segment *g)
{
	uint32_t n = 0, end = g->unit + g->n_units;

	for (uint32_t i = g->unit; i < end && t->units[i].cls & LEX(LEAD); i++)
		n += t->units[i].n_words;
	for (uint32_t i = g->unit; t->cls_any & LEX(TITLE) && i < end; i++)
		n += t->units[i].flags & UNIT_NAME ? t->units[i].n_words : 0;
	return n;
}

/* "Behind them a line of trees stands ...", "on the wall hangs a clock": a verb that says what somebody or something does. */
static bool does(const struct analysis *t, const struct segment *g)
{
	for (uint32_t i = g->unit + 1; i < g->unit + g->n_units; i++) {
		const struct unit *u = &t->units[i];
		struct span s = unit_text(t, u);
		bool ing = s.n > 4 && span_eq(span_cut(s, s.n - 3, s.n), SPAN("ing"));
		if (u->cls & LEX(AUX) || (u->cls & LEX(VERB) && !ing && !(u->cls & LEX(PREP))) || (u->flags & UNIT_VERBFORM && s.p[s.n - 1] == 's'))
			return true;
	}
	return false;
}

/* A clause: 4 words or more, a head, between 15% and 67% glue (80% in long ones: "a room with a window that opens to a garden
 * and a man who walks his dog"), and no preposition in front unless it goes on from a
 * clause of the same sentence ("a dog, with a ball in its mouth") or somebody does something in it: there the trigger is wider. Narrower
 * in two ways: a segment whose grammar breaks is none, however much glue it holds; and forms of verbs alone make no
 * sentence of five words or more ("orange cat sleeping red car"). */
static bool is_clause(const struct lexicon *l, const struct analysis *t, const struct segment *g, bool head,
		      const struct segment *last)
{
	if (g->n_whole < 4 || g->n_whole < 4 + beside(t, g) || !head || g->n_words == 0)
		return false;
	if (breaks(l, t, g) > g->n_words / 12)
		return false;
	bool goes_on = last && t->seg.segments[last - t->segments].sentence == t->seg.segments[g - t->segments].sentence;
	if (!joined_by_grammar(t, g, g->n_whole > 4) && !(goes_on && g->cls & LEX(CONJ)))
		return false;
	uint32_t most = g->n_whole >= 8 && g->n_words - g->glue >= 3 ? 80 : 67;
	if (g->glue * 100 < g->n_words * 15 || g->glue * 100 > g->n_words * most)
		return false;
	if (!(t->units[g->unit].cls & LEX(PREP)))
		return true;
	return goes_on || does(t, g);
}

/* Segments that were there before: a filter first, for hardly any is. */
static void mark_again(struct analysis *t)
{
	uint64_t seen[4] = {0};

	for (uint32_t i = 0; i < t->n_segments; i++) {
		struct segment *g = &t->segments[i];
		uint64_t bit = (uint64_t)1 << (g->key >> 58), *in = &seen[g->key >> 56 & 3];
		if (g->n_words == 0)
			continue;
		for (uint32_t k = i, far = i > 256 ? i - 256 : 0; *in & bit && k-- > far && !g->again;)
			g->again = t->segments[k].key == g->key && t->segments[k].n_words;
		*in |= bit;
	}
}

static void make_segments(const struct lexicon *l, struct analysis *t, struct arena *a)
{
	uint32_t unit = 0;
	const struct segment *clause = NULL;

	t->n_segments = (uint32_t)t->seg.n_segments;
	t->segments = arena_zalloc(a, t->n_segments, sizeof *t->segments);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct seg_segment *s = &t->seg.segments[i];
		struct segment *g = &t->segments[i];
		bool head = false;
		g->start = s->start;
		g->end = s->end;
		g->word = s->word;
		g->n_words = s->n_words;
		if (g->n_words)
			segment_words(l, t, g);
		segment_units(t, g, &unit, &head);
		g->clause = is_clause(l, t, g, head, clause);
		clause = g->clause ? g : clause;
		t->words += g->n_whole;
		t->clauses += g->clause;
		if (g->clause)
			t->clause_words += g->n_whole;
	}
	mark_again(t);
}

static enum lint_style style_of(const struct analysis *t)
{
	uint32_t small = 0, all = 0;

	for (uint32_t i = 0; i < t->n_segments; i++) { /* each once: a repeat changes no style */
		all += !t->segments[i].again;
		small += t->segments[i].n_whole <= 3 && !t->segments[i].det && !t->segments[i].again;
	}
	if (t->n_segments >= 2 && small * 10 >= all * 7)
		return STYLE_TAGS;
	return t->words && t->clause_words * 10 >= t->words * 6 ? STYLE_PROSE : STYLE_MIXED;
}

/* ------------------------------------------------------------------------------------------------ people */

static int tag_count(const struct unit *u)
{
	return u->term && u->term->arg.n ? u->term->arg.p[0] - '0' : 0;
}

/* Counted people: count tags, else the persons named. -1 = many. */
static void count_people(struct analysis *t)
{
	int tags = 0, named = 0;

	for (uint32_t i = 0; t->cls_any & LEX(COUNT) && i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!(u->cls & LEX(COUNT)) || u->flags & UNIT_QUOTED)
			continue;
		int n = tag_count(u);
		tags += n;
		if (n == 0 && u->n_words == 1)
			t->solo = true;
		else if (n == 0)
			t->no_humans = true;
	}
	for (uint32_t i = 0; t->flags & UNIT_PERSON && i < t->n_entities; i++) {
		const struct entity *e = &t->entities[i];
		const struct unit *u = &t->units[e->unit];
		if (!(u->flags & UNIT_PERSON))
			continue;
		bool again = false;
		for (uint32_t k = 0; k < i && !again && i < 32; k++)
			again = t->entities[k].lemma == e->lemma;
		named += again ? 0 : e->number > 1 ? e->number : u->flags & UNIT_PLURAL ? 9 : 1;
	}
	int n = tags > named ? tags : named;
	t->people = n >= 9 ? -1 : n;
}

static bool mostly_unknown(const struct analysis *t)
{
	uint32_t unknown = 0, all = 0;

	for (uint32_t i = 0; t->flags & UNIT_UNKNOWN && i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & (UNIT_TRIGGER | UNIT_NUMBER | UNIT_QUOTED) || t->seg.words[u->word].kaomoji)
			continue;
		all++;
		unknown += (u->flags & UNIT_UNKNOWN) != 0;
	}
	return unknown >= 2 && unknown * 2 >= all;
}

void analysis_finish(const struct lexicon *l, struct lex_cache *c, struct analysis *t, const struct lint_trigger *triggers,
		     size_t n_triggers, enum lint_style forced, struct arena *a)
{
	units_match(l, c, t, triggers, n_triggers, a);
	units_resolve(l, t);
	units_mark(l, t, a);
	make_segments(l, t, a);
	entities_find(l, t, a);
	count_people(t);
	t->style = forced == STYLE_AUTO ? style_of(t) : forced;
	t->foreign = mostly_unknown(t);
	for (uint32_t i = 0; t->flags & UNIT_TRIGGER && i < t->n_units && t->trigger < 0; i++)
		if (t->units[i].flags & UNIT_TRIGGER)
			t->trigger = (int)i;
}
