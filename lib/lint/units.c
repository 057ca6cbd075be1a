/* units.c: words to units: the longest phrase of the lexicons, WordNet or the triggers at each place. */
#include "lint/units.h"

struct match {
	uint32_t words;
	const struct lex_term *term;
	uint64_t key, lemma;
	uint32_t noun;
	uint16_t wn;
	bool trigger;
};

/* Whether only blanks, a hyphen, _ or / stand between word i and the next one. */
static bool adjacent(const struct analysis *t, uint32_t i)
{
	const struct seg_word *a = &t->seg.words[i], *b = a + 1;

	for (uint32_t k = a->end; k < b->start; k++) {
		char c = t->text.p[k];
		if (c != ' ' && c != '-' && c != '_' && c != '/' && c != '\t')
			return false;
	}
	return b->start - a->end <= 8;
}

/* A phrase with this key, ending with word j. */
static bool consider(const struct lexicon *l, const struct analysis *t, uint32_t i, uint32_t j, uint64_t key,
		     struct match *best)
{
	const struct lex_term *term = lex_find(l, key);
	uint32_t noun, words = j - i + 1;
	unsigned wn = wn_find(l, key, &noun);
	bool more = (term && term->prefix) || (wn & WN_PREFIX);

	if (term && term->n_words && term->cls) {
		*best = (struct match){words, term, key, key, noun, (uint16_t)wn, false};
		return more;
	}
	if (!(wn & WN_CONCRETE) || words < 2)
		return more;
	/* A WordNet phrase must not swallow grammar, nor a colour: a white house is a house. But a red panda is no panda:
	 * animals, plants and food keep their names, and the colour in them. */
	const struct lex_word *first = &t->known[i], *last = &t->known[j];
	uint64_t cls = first->term ? lex_at(l, first->term - 1)->cls : 0;
	if (cls & LEX_GLUE)
		return more;
	if ((cls & (LEX(COLOUR) | LEX(MATERIAL))) && !(wn & (WN_LIVING | WN_FOOD)) && (last->wn & WN_CONCRETE))
		return more;
	*best = (struct match){words, NULL, key, key, noun, (uint16_t)(wn & ~(unsigned)WN_PREFIX), false};
	return more;
}

/* The trigger that starts at word i, if any. */
static bool trigger_at(const struct analysis *t, uint32_t i, uint32_t end, const struct lint_trigger *tr, size_t n,
		       struct match *m)
{
	for (size_t k = 0; k < n; k++) {
		if (tr[k].n_words == 0 || tr[k].n_words > end - i)
			continue;
		uint64_t key = t->known[i].key;
		for (uint32_t j = 1; j < tr[k].n_words; j++)
			key = lex_join(key, t->known[i + j].key);
		if (key == tr[k].key) {
			*m = (struct match){tr[k].n_words, NULL, key, key, 0, 0, true};
			return true;
		}
	}
	return false;
}

static struct match longest(const struct lexicon *l, const struct analysis *t, uint32_t i, uint32_t end)
{
	const struct lex_word *w = &t->known[i];
	const struct lex_term *one = w->term ? lex_at(l, w->term - 1) : NULL;
	struct match best = {1, one && one->cls ? one : NULL, w->key, w->lemma, w->noun, w->wn, false};
	uint64_t key = w->key;

	if (end - i > LEX_WORDS)
		end = i + LEX_WORDS;
	bool more = w->prefix;
	for (uint32_t j = i + 1; more && j < end && adjacent(t, j - 1); j++) {
		const struct lex_word *x = &t->known[j];
		uint64_t longer = lex_join(key, x->key);
		uint32_t before = best.words;
		more = consider(l, t, i, j, longer, &best);
		if (x->lemma != x->key && best.words == before) {
			uint64_t singular = lex_join(key, x->lemma);
			consider(l, t, i, j, singular, &best);
			if (best.words != before) {
				best.key = longer;
				best.wn |= WN_PLURAL;
			}
		}
		key = longer;
	}
	return best;
}

static void make_unit(const struct lexicon *l, struct analysis *t, uint32_t i, const struct match *m)
{
	const struct seg_word *w = &t->seg.words[i];
	struct unit *u = &t->units[t->n_units++];

	*u = (struct unit){.start = w->start, .end = w[m->words - 1].end, .word = i, .n_words = (uint16_t)m->words,
			   .wn = m->wn, .segment = w->segment, .key = m->key, .lemma = m->lemma, .term = m->term,
			   .cls = m->term ? m->term->cls : 0, .noun = m->noun};
	if (m->term) {
		u->lemma = m->term->lemma;
		t->rels |= m->term->any_rels;
	}
	if (m->trigger)
		u->flags |= UNIT_TRIGGER;
	if (m->wn & WN_PLURAL)
		u->flags |= UNIT_PLURAL;
	if (t->known[i + m->words - 1].owns)
		u->flags |= UNIT_OWNS;
	if (m->words > 1 && !m->term && t->known[i].term && (lex_at(l, t->known[i].term - 1)->cls & LEX(COLOUR)))
		u->flags |= UNIT_OWN_COLOUR;
	if (!m->term && !m->trigger && !(m->wn & ~(unsigned)WN_PREFIX) && !w->digits && !w->kaomoji)
		u->flags |= UNIT_UNKNOWN;
	if (w->digits && m->words == 1 && !m->term)
		u->flags |= UNIT_NUMBER;
	if (u->cls & LEX(NUMBER))
		u->flags |= UNIT_NUMBER;
}

void units_match(const struct lexicon *l, struct analysis *t, const struct lint_trigger *triggers, size_t n_triggers,
		 struct arena *a)
{
	t->units = arena_alloc(a, t->seg.n_words * sizeof *t->units);
	for (size_t s = 0; s < t->seg.n_segments; s++) {
		const struct seg_segment *g = &t->seg.segments[s];
		uint32_t end = g->word + g->n_words;
		for (uint32_t i = g->word; i < end;) {
			struct match m;
			if (!n_triggers || !trigger_at(t, i, end, triggers, n_triggers, &m))
				m = longest(l, t, i, end);
			make_unit(l, t, i, &m);
			i += m.words;
		}
	}
}

/* ------------------------------------------------------------------------------------------------ what a unit is */

/* Whether something that a word in front may describe follows: cat, tall cat, and yellow cat. */
static bool describes(const struct analysis *t, const struct unit *u)
{
	const struct unit *x = u;

	if (u->word + u->n_words < t->seg.n_words && t->seg.words[u->word + u->n_words].joined)
		return true; /* wood-framed */
	for (int left = 4; left && (x = unit_behind(t, x)) != NULL; left--) {
		if (x->flags & (UNIT_THING | UNIT_ABSTRACT) || x->cls & (LEX(STOP) | LEX(HEAD) | LEX(PLAIN)))
			return true;
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

/* "woman waves", "dog barks", "it reads": a plural that is a verb behind somebody. */
static bool acts(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u);

	if (p && p->cls & LEX(PRON) && u->wn & WN_VERB)
		return true;
	return p && u->flags & UNIT_PLURAL && u->wn & WN_VERB && !(p->flags & UNIT_PLURAL) &&
	       (p->wn & (WN_LIVING | WN_PERSON) || p->cls & LEX(PERSON));
}

/* "children building a castle": an -ing form between somebody and an article is no thing. */
static bool doing(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u), *n = unit_behind(t, u);

	return p && n && n->cls & (LEX(DET) | LEX(PRON)) && (p->wn & WN_NOUN || p->cls & (LEX_THING | LEX(AUX))) && !(p->cls & LEX(DET));
}

static bool wordnet_noun(const struct analysis *t, const struct unit *u)
{
	if (!(u->wn & WN_CONCRETE))
		return false;
	if (u->n_words > 1)
		return true;
	if (u->wn & WN_VERBFORM && (!(u->wn & WN_FIRST) || !noun_place(t, u)))
		return false;
	if (u->wn & (WN_ADJ | WN_VERB | WN_ADV) && !(u->wn & WN_FIRST) && !noun_place(t, u))
		return false;
	return !acts(t, u);
}

static void resolve_class(const struct lexicon *l, const struct analysis *t, struct unit *u)
{
	static const uint64_t harmless = LEX(NOCOLOUR) | LEX(MULTI) | LEX(PHOTO) | LEX(DRAWN) | LEX(FLAT);

	if (u->cls & LEX(NOUN) && u->cls & (LEX(COLOUR) | LEX(MATERIAL))) {
		if (describes(t, u) || predicate(l, t, u))
			u->cls &= ~LEX(NOUN);
		else
			u->cls &= ~(LEX(COLOUR) | LEX(MATERIAL));
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
	else if (!(u->cls & ~harmless) && wordnet_noun(t, u))
		u->flags |= UNIT_NOUN;
	if (u->flags & UNIT_NOUN) {
		u->flags |= (u->cls & LEX(GENERIC) ? UNIT_GENERIC : 0) | (u->cls & LEX(PART) ? UNIT_PART : 0) |
			    (u->cls & LEX(WEARABLE) ? UNIT_WEARABLE : 0) | (u->cls & LEX(PLACE) ? UNIT_PLACE : 0) |
			    (u->cls & LEX(PERSON) || (u->wn & WN_PERSON && !(u->cls & LEX_THING)) ? UNIT_PERSON : 0);
		return;
	}
	if (u->cls & LEX_GLUE)
		u->flags |= UNIT_GLUE;
	else if (u->cls == 0 && u->wn & WN_VERBFORM)
		u->flags |= UNIT_GLUE | UNIT_VERBFORM;
	else if (u->cls == 0 && acts(t, u))
		u->flags |= UNIT_GLUE | UNIT_VERBFORM;
	else if (u->wn & WN_ADJ && !(u->cls & ~(LEX(STOP) | LEX(NOTVERB) | LEX(VAGUE))))
		u->flags |= UNIT_ADJ;
	else if (u->cls == 0 && u->wn & WN_NOUN && !(u->wn & WN_ADV))
		u->flags |= UNIT_ABSTRACT;
}

/* "mouth focus": a part in front of the word focus makes it a focus term; "forest background" a setting, "pale
 * blue studio background" a plain background with a colour. */
static void resolve_pair(const struct lexicon *l, const struct analysis *t, struct unit *u)
{
	const struct lex_keys *k = lex_keys(l);
	const struct unit *p = unit_before(t, u);

	if (!p)
		return;
	if (u->key == k->focus && p->flags & UNIT_PART)
		u->cls |= LEX(FOCUS);
	if (u->key != k->background && u->key != k->backdrop)
		return;
	if (p->flags & UNIT_NOUN || p->cls & (LEX(SETTING) | LEX(MATERIAL)))
		u->cls |= LEX(SETTING);
	for (int left = 3; p && left; p = unit_before(t, p), left--) {
		if (p->cls & LEX(COLOUR))
			u->cls |= LEX(PLAIN);
		if (p->flags & (UNIT_GLUE | UNIT_NOUN))
			break;
	}
}

void units_resolve(const struct lexicon *l, struct analysis *t)
{
	for (uint32_t i = t->n_units; i-- > 0;) /* from the end: what follows is known then */
		resolve_class(l, t, &t->units[i]);
	for (uint32_t i = 0; i < t->n_units; i++)
		resolve_pair(l, t, &t->units[i]);
}
