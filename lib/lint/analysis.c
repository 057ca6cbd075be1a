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

/* Words and the key. Short segments have a term's key; for long ones any key will do that equal ones share. */
static void segment_words(const struct lexicon *l, struct analysis *t, struct segment *g)
{
	struct lex_word **w = &t->known[g->word];
	uint32_t n = g->n_words, joined = 0, doubled = 0;
	uint64_t key = 0;

	for (uint32_t i = 0; i < n; i++) {
		joined += t->seg.words[g->word + i].joined;
		doubled += i && w[i] == w[i - 1]; /* "coral coral" is one word */
		key = (key ^ (i + 1 < n ? w[i]->key : w[i]->lemma)) * 0x9e3779b97f4a7c15u; /* the last in the singular */
	}
	g->n_whole = n - (joined + doubled < n ? joined + doubled : 0);
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

static void segment_units(struct analysis *t, struct segment *g, uint32_t *unit)
{
	const uint64_t picture = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(MEDIUM) | LEX(GENRE) | LEX(QUALITY) | LEX(META) | LEX(FILLER) | LEX(HEAD);
	uint32_t quoted = 0;

	g->unit = *unit;
	while (*unit < t->n_units && t->units[*unit].word < g->word + g->n_words) {
		const struct unit *u = &t->units[(*unit)++];
		g->n_units++;
		g->cls |= u->cls;
		quoted += (u->flags & UNIT_QUOTED) != 0;
		g->glue += (u->flags & UNIT_GLUE) != 0;
		g->det |= u->tag == TAG_DET;
		g->finite |= u->verb == VERB_FIN || u->tag == TAG_AUX;
		g->beyond += u->cls & picture ? 0 : u->n_words;
		t->flags |= u->flags;
		if (!(u->flags & (UNIT_QUOTED | UNIT_NEGATED | UNIT_NAME)))
			t->cls |= u->cls;
		if (unit_tells(u))
			t->content_words += u->n_words;
	}
	g->quoted = g->n_units && quoted == g->n_units;
}

enum { CLAUSE_WORDS = 4, STOPPED_WORDS = 3 };

/* A part of a sentence. Fewer words are a tag, "in the dark", "a cat", but for a sentence with its stop: "A red apple."; and so is what only says how
 * the picture is: "light from a window", "rendered in unreal engine". */
static bool is_clause(const struct segment *g, char stop)
{
	return (g->beyond > 1 || g->det) && (g->n_whole >= CLAUSE_WORDS || (g->n_whole >= STOPPED_WORDS && (g->det || g->finite) && stop == '.'));
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

static void make_segments(const struct lexicon *l, struct analysis *t, const struct scene *sc, struct arena *a)
{
	uint32_t unit = 0;

	t->n_segments = (uint32_t)t->seg.n_segments;
	t->segments = arena_zalloc(a, t->n_segments, sizeof *t->segments);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct seg_segment *s = &t->seg.segments[i];
		struct segment *g = &t->segments[i];
		g->start = s->start;
		g->end = s->end;
		g->word = s->word;
		g->n_words = s->n_words;
		if (g->n_words)
			segment_words(l, t, g);
		segment_units(t, g, &unit);
		g->clause = sc->n_words && !sc->foreign && sc->style[i] == STYLE_SENTENCE && is_clause(g, s->sep);
		t->words += g->n_whole;
		t->clauses += g->clause;
	}
	mark_again(t);
}

/* Sentence by sentence: one that begins with a clause ("a photo of a woman on a bench, close-up, soft daylight") is prose with all that it notes of
 * the picture, and no list of tags; in any other each segment stands for itself. */
static enum lint_style style_of(const struct analysis *t)
{
	const uint64_t note = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) | LEX(MEDIUM) | LEX(GENRE);
	uint32_t small = 0, all = 0, prose = 0, sentence = UINT32_MAX;
	bool led = false, any = false;

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (t->seg.segments[i].sentence != sentence) {
			sentence = t->seg.segments[i].sentence;
			led = g->clause && (g->det || g->finite);
			any |= led;
		}
		if (g->clause || (led && g->cls & note))
			prose += g->n_whole;
		all += !g->again; /* each once: a repeat changes no style */
		small += g->n_whole <= 3 && !g->det && !g->again;
	}
	if (!any && t->n_segments >= 2 && small * 10 >= all * 7)
		return STYLE_TAGS;
	return t->words && prose * 10 >= t->words * 6 ? STYLE_PROSE : STYLE_MIXED;
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

void analysis_finish(const struct lexicon *l, struct lex_cache *c, struct analysis *t, const struct scene *s, const struct lint_trigger *triggers,
		     size_t n_triggers, enum lint_style forced, struct arena *a)
{
	units_match(l, c, t, triggers, n_triggers, a);
	units_resolve(t, s);
	units_mark(l, t, a);
	regions_find(t, a);
	make_segments(l, t, s, a);
	entities_find(t, s, a);
	count_people(t);
	t->style = forced == STYLE_AUTO ? style_of(t) : forced;
	t->foreign = mostly_unknown(t);
	for (uint32_t i = 0; t->flags & UNIT_TRIGGER && i < t->n_units && t->trigger < 0; i++)
		if (t->units[i].flags & UNIT_TRIGGER)
			t->trigger = (int)i;
}
