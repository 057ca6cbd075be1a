/* units.c: words to units: the longest phrase of the lexicons, WordNet or the triggers at each place. */
#include "lint/units.h"

#include "lexicon/lexcache.h"

/* Whether only blanks, a hyphen, _ / : or + (6+girls) stand between word i and the next one. */
static bool adjacent(const struct analysis *t, uint32_t i)
{
	const struct seg_word *a = &t->seg.words[i], *b = a + 1;

	for (uint32_t k = a->end; k < b->start; k++) {
		char c = t->text.p[k];
		if (c != ' ' && c != '-' && c != '_' && c != '/' && c != ':' && c != '+' && c != '\t')
			return false;
	}
	return b->start - a->end <= 8;
}

/* Whether a WordNet phrase from word i to j may stand as one unit. It must not swallow grammar, nor a colour: a white
 * house is a house. But a red panda is no panda: animals, plants and food keep their names, and the colour in them. */
static bool may_merge(const struct analysis *t, uint32_t i, uint32_t j, unsigned wn)
{
	uint64_t cls = t->known[i]->cls;

	if (!(wn & WN_CONCRETE) || cls & LEX_GLUE)
		return false;
	if (t->known[j]->cls & LEX(COLOUR) && j + 1 < t->seg.n_words && t->seg.words[j + 1].segment == t->seg.words[j].segment &&
	    !t->known[j + 1]->glue)
		return false; /* a small white is a butterfly, a small white cup is none */
	return !(cls & (LEX(COLOUR) | LEX(MATERIAL))) || wn & (WN_LIVING | WN_FOOD) || !(t->known[j]->wn & WN_CONCRETE);
}

/* The phrase with this key, from word i to j, becomes the unit if there is one. Returns it, or NULL. */
static const struct lex_phrase *consider(const struct lexicon *l, struct lex_cache *c, const struct analysis *t, uint32_t i,
					 uint32_t j, uint64_t key, struct unit *u)
{
	const struct lex_phrase *p = lex_cache_phrase(l, c, key);

	if (!p->term && !may_merge(t, i, j, p->wn))
		return p;
	u->n_words = (uint16_t)(j - i + 1);
	u->term = p->term;
	u->cls = p->term ? p->term->cls : 0;
	u->key = key;
	u->lemma = p->term ? p->term->lemma : key;
	u->noun = p->noun;
	u->wn = (uint16_t)(p->wn & ~(unsigned)WN_PREFIX);
	return p;
}

/* The longest phrase that begins at word i. */
static void longest(const struct lexicon *l, struct lex_cache *c, const struct analysis *t, uint32_t i, uint32_t end,
		    struct unit *u)
{
	uint64_t key = t->known[i]->key;
	bool more = true;

	if (end - i > LEX_WORDS)
		end = i + LEX_WORDS;
	for (uint32_t j = i + 1; more && j < end && adjacent(t, j - 1); j++) {
		const struct lex_word *x = t->known[j];
		uint64_t longer = lex_join(key, x->key);
		more = lex_may_be_phrase(l, longer) && consider(l, c, t, i, j, longer, u)->more;
		if (x->lemma != x->key && u->n_words != j - i + 1) { /* the last word in the plural */
			uint64_t singular = lex_join(key, x->lemma);
			if (lex_may_be_phrase(l, singular))
				consider(l, c, t, i, j, singular, u);
			if (u->n_words == j - i + 1) {
				u->key = longer;
				u->wn |= WN_PLURAL;
			}
		}
		key = longer;
	}
}

/* The trigger that starts at word i, if any. */
static bool trigger_at(const struct analysis *t, uint32_t i, uint32_t end, const struct lint_trigger *tr, size_t n,
		       struct unit *u)
{
	for (size_t k = 0; k < n; k++) {
		if (tr[k].n_words == 0 || tr[k].n_words > end - i)
			continue;
		uint64_t key = t->known[i]->key;
		for (uint32_t j = 1; j < tr[k].n_words; j++)
			key = lex_join(key, t->known[i + j]->key);
		if (key != tr[k].key)
			continue;
		*u = (struct unit){.start = u->start, .word = i, .segment = u->segment, .key = key, .lemma = key,
				   .n_words = (uint16_t)tr[k].n_words, .flags = UNIT_TRIGGER};
		return true;
	}
	return false;
}

/* What holds whatever the phrase: numbers, plurals, owners, unknown words. */
static void finish(struct analysis *t, struct unit *u)
{
	const struct seg_word *w = &t->seg.words[u->word];
	const struct lex_word *last = t->known[u->word + u->n_words - 1];

	u->end = t->seg.words[u->word + u->n_words - 1].end;
	if (u->term) {
		t->rels |= u->term->any_rels;
		t->cls_any |= u->cls;
	}
	if (u->wn & WN_PLURAL)
		u->flags |= UNIT_PLURAL;
	if (last->owns)
		u->flags |= UNIT_OWNS;
	if (u->n_words > 1 && !u->term) {
		u->flags |= t->known[u->word]->cls & LEX(COLOUR) ? UNIT_OWN_COLOUR : 0;
		if (last->cls & LEX(LAMP) && last->cls & LEX(PAIR)) { /* a street lamp */
			u->cls |= LEX(LAMP) | LEX(PAIR);
			t->cls_any |= u->cls;
		}
	}
	if (!(u->term || u->wn & ~(unsigned)WN_PREFIX || u->flags & UNIT_TRIGGER || w->digits || w->kaomoji))
		u->flags |= UNIT_UNKNOWN;
	if (u->cls & LEX(NUMBER) || (w->digits && u->n_words == 1 && !u->term))
		u->flags |= UNIT_NUMBER;
}

void units_match(const struct lexicon *l, struct lex_cache *c, struct analysis *t, const struct lint_trigger *triggers,
		 size_t n_triggers, struct arena *a)
{
	struct unit *u = t->units = arena_alloc(a, t->seg.n_words * sizeof *t->units);

	for (size_t s = 0; s < t->seg.n_segments; s++) {
		const struct seg_segment *g = &t->seg.segments[s];
		uint32_t end = g->word + g->n_words;
		for (uint32_t i = g->word; i < end; i += u++->n_words) {
			const struct lex_word *w = t->known[i];
			*u = (struct unit){.start = t->seg.words[i].start, .word = i, .n_words = 1, .wn = w->wn,
					   .segment = (uint32_t)s, .cls = w->cls, .key = w->key, .lemma = w->unit,
					   .term = w->term, .noun = w->noun};
			if (!n_triggers || !trigger_at(t, i, end, triggers, n_triggers, u))
				if (w->prefix && i + 1 < end)
					longest(l, c, t, i, end, u);
			finish(t, u);
		}
	}
	t->n_units = (uint32_t)(u - t->units);
}

/* ------------------------------------------------------------------------------------------------ what a unit is */

/* Whether something that a word in front may describe follows: cat, tall cat, and yellow cat. */
static bool describes(const struct analysis *t, const struct unit *u)
{
	const struct unit *x = u;

	if (u->word + u->n_words < t->seg.n_words && t->seg.words[u->word + u->n_words].joined)
		return true; /* wood-framed */
	for (int left = 4; left && (x = unit_behind(t, x)) != NULL; left--) {
		if (x->flags & (UNIT_THING | UNIT_ABSTRACT | UNIT_UNKNOWN) || x->cls & (LEX(STOP) | LEX(HEAD) | LEX(PLAIN)))
			return true; /* UNKNOWN: an orange Volkswagen */
		if (x->cls & LEX(SETTING) && !(t->known[x->word]->cls & LEX(PREP)))
			return true; /* an orange evening sky; not "an orange at night" */
		bool on = x->flags & UNIT_ADJ || x->wn & WN_VERBFORM || x->cls & (LEX(COLOUR) | LEX(MATERIAL) | LEX(MULTI) | LEX(CONJ) | LEX(ADVERB));
		if (!on)
			return false;
	}
	return false;
}

/* "is orange", "red and orange", "made of wood". */
static bool predicate(const struct lexicon *l, const struct analysis *t, const struct unit *u)
{
	const struct lex_keys *k = lex_keys(l);
	const struct unit *p = unit_before(t, u);

	if (!p)
		return false;
	if (p->cls & LEX(AUX) || p->key == k->made_of || p->key == k->made_from || p->key == k->made_out_of)
		return true;
	const struct unit *q = unit_before(t, p);
	struct span done = unit_text(t, p);
	bool shines = span_starts(done, SPAN("gl")) || span_starts(done, SPAN("turn")) || span_starts(done, SPAN("blaz")) || span_starts(done, SPAN("burn"));
	if (p->wn & WN_VERBFORM && !(p->cls & LEX(COLOUR)) && q && q->wn & WN_NOUN && !(q->cls & LEX_GLUE) && (shines || !(done.n > 3 && done.p[done.n - 1] == 'g')))
		return true; /* a street lit orange, roofs glinting orange; not "peeling orange" */
	return p->key == k->and && q && (q->cls & LEX(COLOUR)) && unit_before(t, q) && (unit_before(t, q)->cls & LEX(AUX));
}

/* Whether a word that is also an adjective or a verb stands where a noun does. */
static bool noun_place(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u);

	if (!p)
		return !unit_behind(t, u);
	return p->cls & (LEX(DET) | LEX(NUMBER) | LEX(COLOUR) | LEX(MATERIAL)) || p->flags & UNIT_NUMBER ||
	       (p->wn & WN_ADJ && !(p->cls & LEX_GLUE));
}

/* falls, opens; not bus, dress, lens. */
static bool third_person(const struct lexicon *l, struct span w)
{
	if (w.n < 4 || w.p[w.n - 1] != 's' || w.p[w.n - 2] == 's' || w.p[w.n - 2] == 'u')
		return false;
	return (wn_find(l, lex_key(w.p, w.n - 1), NULL) & WN_VERB) != 0;
}

/* "woman waves", "dog barks", "it reads", "light that falls": a plural that is a verb behind somebody or a relative pronoun. */
static bool acts(const struct lexicon *l, const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u);

	if (p && p->cls & LEX(PRON) && u->wn & WN_VERB)
		return true;
	if (p && u->n_words == 1 && (p->key == lex_keys(l)->that || p->key == lex_keys(l)->which) && third_person(l, t->seg.words[u->word].norm))
		return true;
	return p && !(p->cls & LEX(COLOUR)) && u->flags & UNIT_PLURAL && u->wn & WN_VERB && !(p->flags & UNIT_PLURAL) &&
	       (p->wn & (WN_LIVING | WN_PERSON) || p->cls & LEX(PERSON));
}

/* "children building a castle": an -ing form between somebody and an article is no thing. */
static bool doing(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u), *n = unit_behind(t, u);

	return p && n && n->cls & (LEX(DET) | LEX(PRON)) && (p->wn & WN_NOUN || p->cls & (LEX_THING | LEX(AUX))) && !(p->cls & LEX(DET));
}

static bool wordnet_noun(const struct lexicon *l, const struct analysis *t, const struct unit *u)
{
	if (!(u->wn & WN_CONCRETE))
		return false;
	if (u->n_words > 1)
		return true;
	if (u->wn & WN_VERBFORM && (!(u->wn & WN_FIRST) || !noun_place(t, u)))
		return false;
	if (u->wn & (WN_ADJ | WN_VERB | WN_ADV) && !(u->wn & WN_FIRST) && !noun_place(t, u))
		return false;
	return !acts(l, t, u);
}

static void resolve_class(const struct lexicon *l, const struct analysis *t, struct unit *u)
{
	static const uint64_t sources = LEX(PAIR) | LEX(GLOW) | LEX(LAMP) | LEX(BLANK) | LEX(MOOD), harmless = sources | LEX(NOCOLOUR) | LEX(MULTI) | LEX(PHOTO) | LEX(DRAWN) | LEX(FLAT) | LEX(WEAK);

	if (u->cls & LEX(NOUN) && u->cls & (LEX(COLOUR) | LEX(MATERIAL))) {
		if (describes(t, u) || predicate(l, t, u))
			u->cls &= ~LEX(NOUN);
		else
			u->cls &= ~(LEX(COLOUR) | LEX(MATERIAL));
	}
	if (u->cls & LEX(SETTING) && u->cls & LEX(PREP)) { /* "inside a box" and the tag "inside" */
		if (unit_behind(t, u))
			u->term = NULL; /* and no place that excludes another */
		u->cls = unit_behind(t, u) ? LEX(PREP) : u->cls & ~LEX(PREP);
	}
	if (u->cls & LEX(NOUN) && u->wn & WN_VERBFORM && doing(t, u)) {
		u->cls = (u->cls & ~(LEX(NOUN) | LEX(MEDIUM) | LEX(DRAWN))) | LEX(VERB);
		u->flags |= UNIT_VERBFORM;
	}
	if (u->cls & LEX(NOUN) && u->cls & LEX(MEDIUM)) {
		const struct unit *n = unit_behind(t, u);
		if ((n && n->key == lex_keys(l)->of) || (!n && !unit_before(t, u)))
			u->cls &= ~LEX(NOUN);
	}
	if (u->cls & LEX_THING)
		u->flags |= UNIT_NOUN;
	else if (!(u->cls & ~harmless) && wordnet_noun(l, t, u))
		u->flags |= UNIT_NOUN;
	if (u->flags & UNIT_NOUN) {
		u->flags |= (u->cls & LEX(GENERIC) ? UNIT_GENERIC : 0) | (u->cls & LEX(PART) ? UNIT_PART : 0) |
			    (u->cls & LEX(WEARABLE) ? UNIT_WEARABLE : 0) | (u->cls & LEX(PLACE) ? UNIT_PLACE : 0) |
			    (u->cls & LEX(PERSON) || (u->wn & WN_PERSON && !(u->cls & LEX_THING)) ? UNIT_PERSON : 0);
		return;
	}
	if (u->cls & LEX_GLUE)
		u->flags |= UNIT_GLUE;
	else if (!(u->cls & ~sources) && u->wn & WN_VERBFORM)
		u->flags |= UNIT_GLUE | UNIT_VERBFORM;
	else if (u->cls == 0 && acts(l, t, u))
		u->flags |= UNIT_GLUE | UNIT_VERBFORM;
	else if (u->wn & WN_ADJ && !(u->cls & ~(sources | LEX(STOP) | LEX(NOTVERB) | LEX(VAGUE) | LEX(WEAK))))
		u->flags |= UNIT_ADJ;
	else if (!(u->cls & ~(sources | LEX(WEAK))) && u->wn & WN_NOUN && !(u->wn & WN_ADV))
		u->flags |= UNIT_ABSTRACT;
}

void units_resolve(const struct lexicon *l, struct analysis *t)
{
	for (uint32_t i = t->n_units; i-- > 0;) { /* from the end: what follows is known then */
		resolve_class(l, t, &t->units[i]);
		t->n_nouns += (t->units[i].flags & UNIT_NOUN) != 0;
	}
	for (uint32_t i = 0; t->cls_any & LEX(PAIR) && i < t->n_units; i++)
		if (t->units[i].cls & LEX(PAIR))
			units_neighbours(l, t, &t->units[i]);
}
