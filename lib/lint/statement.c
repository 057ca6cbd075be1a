/* statement.c: whole sentences and adjuncts (statement.h). */
#include "lint/statement.h"
#include "lint/units.h"

enum { FACTS_MOST = 2000 }; /* of a caption; beyond, nobody compares each with each */

/* The words [*first,*end) of the sentence of word i. */
static void sentence_of(const struct scene *s, uint32_t i, uint32_t *first, uint32_t *end)
{
	for (*first = i; *first > 0 && s->words[*first - 1].sentence == s->words[i].sentence;)
		--*first;
	for (*end = i; *end < s->n_words && s->words[*end].sentence == s->words[i].sentence;)
		++*end;
}

static bool within(const struct scene_fact *f, uint32_t from, uint32_t to)
{
	return f->start >= from && f->start < to;
}

/* Whether [from,to) tells a fact that is told nowhere else. */
static bool tells(const struct scene *s, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < s->n_facts; i++) {
		if (!within(&s->facts[i], from, to))
			continue;
		bool elsewhere = false;
		for (uint32_t k = 0; k < s->n_facts && !elsewhere; k++)
			elsewhere = s->facts[k].key == s->facts[i].key && !within(&s->facts[k], from, to);
		if (!elsewhere)
			return true;
	}
	return false;
}

static bool is_word(const struct scene *s, uint32_t i, const char *const *list, size_t n)
{
	for (size_t k = 0; k < n; k++)
		if (span_is(s->words[i].lemma, list[k]))
			return true;
	return false;
}

/* "It ...", "This ...", "However, ...": what stands in front is meant. */
static bool refers_back(const struct scene *s, uint32_t i)
{
	static const char *const words[] = {"it", "its", "this", "that", "these", "those", "such", "both", "they", "which", "however", "instead", "also"};

	return i < s->n_words && is_word(s, i, words, sizeof words / sizeof *words);
}

/* How many verbs the words [i,end) have that could each be a statement: finite ones, and participles that are no adjectives. A second one tells
 * something that the parser has not understood. */
static uint32_t verbs(const struct scene *s, uint32_t i, uint32_t end)
{
	uint32_t n = 0;

	for (; i < end; i++)
		n += s->words[i].tag == TAG_AUX || s->words[i].verb == VERB_FIN || (s->words[i].verb == VERB_PART && s->words[i].tag == TAG_VERB);
	return n;
}

/* Whether words [i,end) name a colour: the scene has no object for "the background is plain white". */
static bool colours(const struct scene *s, uint32_t i, uint32_t end)
{
	for (; i < end; i++)
		if (s->words[i].term && s->words[i].term->cls & LEX(COLOUR))
			return true;
	return false;
}

bool statement_idle(const struct check *c, uint32_t at)
{
	const struct scene *s = c->scene;
	uint32_t i = scene_word_at(s, at), first, end;

	if (s->foreign || i >= s->n_words || s->n_facts > FACTS_MOST || c->t->seg.n_sentences < 2)
		return false;
	sentence_of(s, i, &first, &end);
	return verbs(s, first, end) < 2 && !tells(s, s->words[first].start, s->words[end - 1].end) && !colours(s, first, end) && !refers_back(s, end);
}

/* The unit that begins at byte at, or NULL. */
static const struct unit *unit_from(const struct analysis *t, uint32_t at)
{
	const struct unit *u = unit_holding(t, at);

	return u && u->start == at ? u : NULL;
}

static bool said_outside(const struct scene *s, uint32_t i, uint32_t from, uint32_t end)
{
	for (uint32_t k = 0; k < s->n_words; k++)
		if ((k < from || k >= end) && s->words[k].key == s->words[i].key)
			return true;
	return false;
}

/* "(a contrast) to the otherwise barren landscape": what a place is like, and nothing outside of words [from,end) says it. */
static bool tells_place(const struct check *c, uint32_t from, uint32_t end)
{
	const uint64_t nothing = LEX(MOOD) | LEX(NONVISUAL) | LEX(STOP) | LEX(VAGUE);
	const struct scene *s = c->scene;

	for (uint32_t i = from + 2; i < end; i++) {
		const struct lex_term *what = s->words[i].term, *how = s->words[i - 1].term;
		bool place = what && what->cls & (LEX(SETTING) | LEX(PLACE) | LEX(NOUN));
		if (place && s->words[i - 1].tag == TAG_ADJ && !(how && how->cls & nothing) && !said_outside(s, i - 1, from, end))
			return true;
	}
	return false;
}

/* Whether the phrase of words [from,end) only praises: its verb is one of captioners' fillers ("adding", "enhancing"), or all that it names is named
 * elsewhere or no thing; not "emphasizing its script nature". */
static bool praises(const struct check *c, uint32_t from, uint32_t end)
{
	const uint64_t nothing = LEX(VAGUE) | LEX(MOOD) | LEX(META) | LEX(HEAD) | LEX(STOP) | LEX(FILLER) | LEX(NONVISUAL) | LEX(ADDED) | LEX(QUALITY);
	static const char *const points[] = {"emphasize", "emphasise", "highlight", "accentuate", "showcase", "underscore"}; /* to what is there */
	const struct scene *s = c->scene;
	const struct unit *verb = unit_from(c->t, s->words[from].start);

	if (verb && verb->cls & (LEX(ADDS) | LEX(SHOWS) | LEX(ENHANCES)) && !is_word(s, from, points, sizeof points / sizeof *points))
		return !tells_place(c, from, end);
	for (uint32_t i = from + 1; i < end; i++) {
		const struct scene_word *w = &s->words[i];
		if (w->tag != TAG_NOUN && w->tag != TAG_PROPN && w->tag != TAG_ADJ && w->tag != TAG_NUM && w->tag != TAG_X)
			continue;
		const struct unit *u = unit_from(c->t, w->start);
		if (!(u && u->cls & nothing) && !said_outside(s, i, from, end))
			return false;
	}
	return true;
}

bool statement_trails(const struct check *c, uint32_t at)
{
	const struct scene *s = c->scene;
	const struct seg *g = &c->t->seg;
	uint32_t i = scene_word_at(s, at), first, end, from = i;

	if (s->foreign || i >= s->n_words || s->n_facts > FACTS_MOST || s->n_words > FACTS_MOST)
		return false;
	sentence_of(s, i, &first, &end);
	while (from > first && s->words[from - 1].segment == s->words[i].segment && s->words[from - 1].tag != TAG_PUNCT)
		from--;
	if (from == first || g->segments[s->words[i].segment].start != s->words[from].start || g->segments[s->words[i].segment - 1].sep != ',')
		return false;
	if (s->words[from].verb != VERB_ING && !span_is(s->words[from].lemma, "which"))
		return false;
	bool which = s->words[from].verb != VERB_ING;
	return verbs(s, from + 1, end) == which && (which || praises(c, from, end)) && !tells(s, s->words[from].start, s->words[end - 1].end) && !refers_back(s, end);
}

/* Whether the words [i,end) are a clause: "a red buoy floats", "there is ...". */
static bool is_clause(const struct scene *s, uint32_t i, uint32_t end)
{
	bool subject = false;

	for (uint32_t k = i; k < end; k++) {
		const struct scene_word *w = &s->words[k];
		if (w->verb == VERB_FIN || w->tag == TAG_AUX)
			return subject;
		if (w->tag == TAG_ADP || w->tag == TAG_CCONJ || w->tag == TAG_PUNCT || w->tag == TAG_SCONJ)
			return false;
		subject |= w->tag == TAG_NOUN || w->tag == TAG_PROPN || w->tag == TAG_PRON || span_is(w->lemma, "there");
	}
	return false;
}

/* Whether the words [first,i) are "there is a bird" or "a photo of a bird", with nothing that binds a place to a part of it ("with its head"). */
static bool is_thing(const struct scene *s, uint32_t first, uint32_t i)
{
	static const char *const holds[] = {"of", "on", "under", "near", "beside"};
	bool there = first < i && span_is(s->words[first].lemma, "there");

	for (uint32_t k = first; k < i; k++) {
		const struct scene_word *w = &s->words[k];
		bool copula = there && k == first + 1 && (w->tag == TAG_AUX || w->verb == VERB_FIN);
		if ((w->verb != VERB_NONE && !copula && w->tag != TAG_ADJ) || w->tag == TAG_CCONJ || w->tag == TAG_SCONJ || w->tag == TAG_PUNCT)
			return false;
		if (w->tag == TAG_ADP && !is_word(s, k, holds, sizeof holds / sizeof *holds))
			return false;
	}
	return first < i && (s->words[i - 1].tag == TAG_NOUN || s->words[i - 1].tag == TAG_PROPN);
}

bool statement_places(const struct check *c, uint32_t start, uint32_t end)
{
	static const char *const places[] = {"in", "on", "at"}, *const against[] = {"while", "whereas"};
	const struct scene *s = c->scene;
	uint32_t i = scene_word_at(s, start), k = scene_word_at(s, end), first, last;

	if (s->foreign || i >= s->n_words || !is_word(s, i, places, sizeof places / sizeof *places))
		return false;
	sentence_of(s, i, &first, &last);
	for (uint32_t j = k; j < last; j++)
		if (is_word(s, j, against, sizeof against / sizeof *against)) /* one place against another: both are needed */
			return false;
	if (i == first) /* "In the corner of the frame, a buoy floats." */
		return k + 1 < last && s->words[k].tag == TAG_PUNCT && c->t->text.p[s->words[k].start] == ',' && is_clause(s, k + 1, last);
	bool ends = k >= last || (s->words[k].tag == TAG_PUNCT && k + 1 == last);
	return ends && is_thing(s, first, i);
}
