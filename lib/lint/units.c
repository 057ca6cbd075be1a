/* units.c: words to units: the longest phrase of the lexicons, WordNet or the triggers at each place; then what each is, as the parse has it. */
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

/* Whether word i is the one in front of it once more, as parse/words.c has it. */
static bool said_again(const struct analysis *t, uint32_t i)
{
	const struct seg_word *w = &t->seg.words[i];

	return t->known[i] == t->known[i - 1] && !w->capital && w->start == w[-1].end + 1 && t->text.p[w[-1].end] == ' ';
}

void units_match(const struct lexicon *l, struct lex_cache *c, struct analysis *t, const struct lint_trigger *triggers,
		 size_t n_triggers, struct arena *a)
{
	struct unit *u = t->units = arena_alloc(a, t->seg.n_words * sizeof *t->units);

	for (size_t s = 0; s < t->seg.n_segments; s++) {
		const struct seg_segment *g = &t->seg.segments[s];
		uint32_t end = g->word + g->n_words;
		for (uint32_t i = g->word, next; i < end; i = next) {
			const struct lex_word *w = t->known[i];
			*u = (struct unit){.start = t->seg.words[i].start, .word = i, .n_words = 1, .wn = w->wn,
					   .segment = (uint32_t)s, .cls = w->cls, .key = w->key, .lemma = w->unit,
					   .term = w->term, .noun = w->noun};
			if (!n_triggers || !trigger_at(t, i, end, triggers, n_triggers, u))
				if (w->prefix && i + 1 < end)
					longest(l, c, t, i, end, u);
			finish(t, u);
			next = i + u->n_words;
			if (next < end && u->n_words > 1 && said_again(t, next)) /* "three quarter portrait portrait" is no term and one word more */
				u->end = t->seg.words[next++].end;
			u++;
		}
	}
	t->n_units = (uint32_t)(u - t->units);
}

/* ------------------------------------------------------------------------------------------------ what a unit is */

/* What the parse says of a unit's words. */
struct said {
	enum scene_tag tag;      /* of its last word */
	bool verb, object, head; /* a form of a verb; part of an object's name, its last word */
	bool behind;             /* something follows in its segment */
	bool tag_of_list;        /* it is a whole segment, and none of a sentence: no grammar to go by */
};

/* What a term of the picture is called among the classes; none for the others. */
static uint64_t class_of(enum scene_term kind)
{
	static const uint64_t cls[SCENE_TERMS] = {[PICTURE_MEDIUM] = LEX(MEDIUM), [PICTURE_STYLE] = LEX(GENRE), [PICTURE_CAMERA] = LEX(CAMERA),
						  [PICTURE_LIGHT] = LEX(LIGHT), [PICTURE_FOCUS] = LEX(FOCUS), [PICTURE_BACKGROUND] = LEX(SETTING)};

	return cls[kind];
}

/* Words that the lexicon knows in two ways are what the parse says: an orange or orange, inside a box or the tag "inside". */
static void decide(struct unit *u, const struct said *s)
{
	if (u->cls & LEX(NOUN) && u->cls & (LEX(COLOUR) | LEX(MATERIAL)))
		u->cls &= s->head ? ~(LEX(COLOUR) | LEX(MATERIAL)) : ~LEX(NOUN);
	if (s->tag == TAG_ADP && s->behind && u->n_words == 1 && u->cls & LEX(SETTING)) {
		u->term = NULL; /* and no place that excludes another */
		u->cls &= ~LEX(SETTING);
	}
	if (s->tag == TAG_VERB && u->n_words == 1 && !s->tag_of_list)
		u->cls &= ~(LEX_THING | LEX(MEDIUM) | LEX(DRAWN));
	if (u->cls & LEX(NOUN) && u->cls & LEX(MEDIUM) && !s->object)
		u->cls &= ~LEX(NOUN);
}

static void resolve(struct unit *u, const struct said *s)
{
	static const uint64_t harmless = LEX(PAIR) | LEX(GLOW) | LEX(LAMP) | LEX(BLANK) | LEX(MOOD) | LEX(NOCOLOUR) | LEX(MULTI) | LEX(PHOTO) |
					 LEX(DRAWN) | LEX(FLAT) | LEX(WEAK) | LEX(ADDED) | LEX(ADDS) | LEX(SHOWS) | LEX(LOOK);
	static const uint64_t picture = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) | LEX(MEDIUM) | LEX(GENRE);
	bool noun = s->tag == TAG_NOUN || s->tag == TAG_PROPN;

	decide(u, s);
	if (u->cls & LEX_THING ? noun || s->tag_of_list || u->n_words > 1 : noun && s->object && !(u->cls & ~harmless) && u->wn & WN_CONCRETE) {
		u->flags |= UNIT_NOUN;
		u->flags |= (u->cls & LEX(GENERIC) ? UNIT_GENERIC : 0) | (u->cls & LEX(PART) ? UNIT_PART : 0) |
			    (u->cls & LEX(WEARABLE) || (u->wn & WN_WORN && !(u->cls & LEX_THING)) ? UNIT_WEARABLE : 0) | (u->cls & LEX(PLACE) ? UNIT_PLACE : 0) |
			    (u->cls & LEX(PERSON) || (u->wn & WN_PERSON && !(u->cls & LEX_THING)) ? UNIT_PERSON : 0);
	} else if (u->n_words > 1 && u->cls & picture) {
		return; /* "from above", "anime coloring": waits for nothing, whatever its last word is */
	} else if (s->verb || s->tag == TAG_VERB) {
		u->flags |= UNIT_GLUE;
	} else if (u->cls & (LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN))) {
		return;
	} else if (unit_is(u, TAGS_FUNCTION)) {
		u->flags |= UNIT_GLUE;
	} else if (s->tag == TAG_ADJ && !(u->cls & LEX(NOCOLOUR))) {
		u->flags |= UNIT_ADJ;
	} else if (noun && !(u->cls & ~(harmless | LEX(STOP))) && u->wn & WN_NOUN) {
		u->flags |= UNIT_ABSTRACT;
	}
}

/* Terms of light, camera and the like are what the parse takes for such: "eye shadow" is no light, "soft light" is, and so is what no list
 * has, "a long outdoor shot", by its last word. */
static void pictured(const struct scene *s, struct unit *u, uint32_t *term)
{
	const uint64_t all = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN), other = LEX(MEDIUM) | LEX(GENRE) | LEX(FILLER);
	bool any = false;

	while (*term < s->n_picture && s->picture[*term].end <= u->start)
		++*term;
	for (uint32_t i = *term; i < s->n_picture && s->picture[i].start < u->end; i++) {
		any = true;
		if (s->picture[i].plain && u->end <= s->picture[i].end)
			u->cls |= u->cls & LEX(BLANK) || u->end == s->picture[i].end ? LEX(PLAIN) : 0;
		if (u->end == s->picture[i].end && !(u->cls & (all | other)))
			u->cls |= class_of(s->picture[i].kind);
	}
	if (!any)
		u->cls &= ~all;
}

void units_resolve(struct analysis *t, const struct scene *s)
{
	uint32_t word = 0, term = 0;

	for (uint32_t i = 0; i < t->n_units; i++) {
		struct unit *u = &t->units[i];
		const struct seg_segment *g = &t->seg.segments[u->segment];
		while (word < s->n_words && s->words[word].end <= u->start)
			word++;
		uint32_t last = word;
		for (uint32_t k = word; k < s->n_words && s->words[k].start < u->end; k++)
			if (s->words[k].tag != TAG_PART && s->words[k].tag != TAG_PUNCT)
				last = k;
		if (last >= s->n_words)
			continue;
		const struct scene_word *w = &s->words[last];
		struct said d = {.tag = w->tag, .verb = w->verb != VERB_NONE, .object = w->object != SCENE_NONE};
		d.head = d.object && s->objects[w->object].word == last;
		d.behind = i + 1 < t->n_units && u[1].segment == u->segment;
		d.tag_of_list = !s->foreign && s->style[u->segment] != STYLE_SENTENCE && u->n_words == g->n_words;
		u->tag = w->tag;
		u->verb = w->verb;
		if (!s->foreign)
			pictured(s, u, &term);
		resolve(u, &d);
		t->n_nouns += (u->flags & UNIT_NOUN) != 0;
		t->cls_any |= u->cls;
	}
}
