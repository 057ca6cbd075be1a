/* filler.c: the grammar of filler.h. */
#include "parse/filler.h"

#include <stdlib.h>

#include "lexicon/lexicon.h"
#include "parse/mood.h"

enum { BETWEEN = 6 /* words between the verb and its noun: "lending the scene an almost dreamlike (atmosphere)" */, TAIL = 32 /* words behind a term */ };

static uint64_t class_of(const struct builder *b, uint32_t i)
{
	const struct lex_term *t = b->tokens[i].term;

	return t ? t->cls : 0;
}

static bool is_name(const struct builder *b, uint32_t i)
{
	return i < b->s->n_words && !b->tokens[i].mark && (word(b, i)->tag == TAG_NOUN || word(b, i)->tag == TAG_PROPN);
}

/* Whether no phrase goes on over word i: marks, prepositions, conjunctions, and verbs that modify no noun. */
static bool stops(const struct builder *b, uint32_t i)
{
	if (i >= b->s->n_words || b->tokens[i].mark || b->taken[i])
		return true;
	unsigned tag = word(b, i)->tag;
	bool verb = tag == TAG_VERB && !is_name(b, i + 1) && !(i + 1 < b->s->n_words && word(b, i + 1)->tag == TAG_ADJ);
	return verb || tag == TAG_ADP || tag == TAG_PART || tag == TAG_CCONJ || tag == TAG_SCONJ || tag == TAG_AUX;
}

static uint32_t phrase(const struct builder *b, uint32_t i)
{
	while (!stops(b, i))
		i++;
	return i;
}

/* Whether a noun of the words from..end is a thing, in its first sense: "a touch of charm" adds none. A colour alone is none: "a pop of red". */
static bool visible(const struct builder *b, uint32_t from, uint32_t end)
{
	const uint64_t thing = LEX(NOUN) | LEX(PERSON) | LEX(WEARABLE) | LEX(PART) | LEX(PLACE) | LEX(MATERIAL);

	for (uint32_t i = from; i < end; i++) {
		uint64_t cls = class_of(b, i);
		if (is_name(b, i) && !(cls & (LEX(COLOUR) | LEX(HEAD) | LEX(STOP) | LEX(MOOD))) &&
		    (cls & thing || wn_find(b->l, word(b, i)->key, NULL) & (WN_FIRST | WN_SEEN)))
			return true;
	}
	return false;
}

/* The end of the phrase that by joins at i, or i. */
static uint32_t joined(const struct builder *b, uint32_t i, const char *by)
{
	uint32_t end = i + 1 < b->s->n_words && !b->tokens[i].mark && span_is(word(b, i)->lemma, by) ? phrase(b, i + 1) : i;

	return end > i + 1 ? end : i;
}

/* "a rustic touch", no "big splash": whether word i has a modifier that is no size. */
static bool qualified(const struct builder *b, uint32_t i)
{
	unsigned tag = word(b, i - 1)->tag;

	return (tag == TAG_ADJ || tag == TAG_NOUN || (tag == TAG_VERB && word(b, i - 1)->verb != VERB_FIN)) && word(b, i - 1)->role != ROLE_SIZE &&
	       !(class_of(b, i - 1) & (LEX(COLOUR) | LEX(ADDS)));
}

/* adds word{0,6} (added of phrase | modifier added | mood [of phrase]) [to phrase] */
static uint32_t adds(const struct builder *b, uint32_t verb)
{
	const struct lex_term *t = NULL;
	uint32_t n = b->s->n_words, k = verb + 1, end = k;

	for (; k < n && k <= verb + BETWEEN; k++) {
		t = longest_term(b, k, n, &end);
		if (t && t->cls & (LEX(ADDED) | LEX(MOOD)))
			break;
		if (t && t->cls & (LEX(FOCUS) | LEX(LIGHT) | LEX(CAMERA)) && is_name(b, end - 1))
			return verb; /* "creating a cinematic bokeh effect" */
		if (b->tokens[k].mark || word(b, k)->tag == TAG_ADP || (word(b, k)->tag == TAG_CCONJ && visible(b, verb + 1, k)))
			return verb;
	}
	if (k >= n || k > verb + BETWEEN || !t || is_name(b, end))
		return verb; /* "a touch screen" */
	uint32_t of = joined(b, end, "of");
	if (t->cls & LEX(ADDED) && (of > end ? visible(b, end + 1, of) : !qualified(b, k)))
		return verb; /* "a layer of snow" */
	return joined(b, of, "to");
}

/* enhances determiner phrase [of phrase] */
static uint32_t enhances(const struct builder *b, uint32_t verb)
{
	bool the = verb + 1 < b->s->n_words && !b->tokens[verb + 1].mark &&
		   (word(b, verb + 1)->tag == TAG_DET || word(b, verb + 1)->tag == TAG_PRON);
	uint32_t end = the ? phrase(b, verb + 1) : verb;

	return end > verb + 2 ? joined(b, end, "of") : verb;
}

/* verb [whom] idea ((and | ,) idea)*: "exuding happiness and warmth", "giving her an elegant appearance" */
static uint32_t shows(const struct builder *b, uint32_t verb)
{
	uint32_t n = b->s->n_words, at = verb + 1, end;
	unsigned next = at < n ? word(b, at)->tag : TAG_PUNCT;

	if (word(b, verb)->tag != TAG_VERB && next != TAG_DET && next != TAG_PRON && next != TAG_ADJ) /* "two showcases with" */
		return verb;
	end = idea_end(b, at);
	if (end == at && (end = whom_end(b, at)) > at) {
		at = end;
		end = idea_end(b, at);
	}
	if (end == at)
		return verb;
	for (uint32_t more; end + 1 < n && joins(b, end) && (more = idea_end(b, end + 1)) > end + 1;)
		end = more;
	return end;
}

uint32_t filler_end(const struct builder *b, uint32_t i)
{
	uint64_t cls = class_of(b, i);
	uint32_t end = cls & LEX(ENHANCES) ? enhances(b, i) : cls & LEX(ADDS) ? adds(b, i) : i;

	return end == i && cls & LEX(SHOWS) ? shows(b, i) : end;
}

void find_empty(struct builder *b, uint64_t cls, uint32_t from, uint32_t end)
{
	enum scene_void kind = cls & LEX(HEDGE) ? EMPTY_HEDGE : cls & (LEX(LEAD) | LEX(APOLOGY)) ? EMPTY_VIEWER : EMPTY_FILLER;

	uint32_t to = end;

	while (to < b->s->n_words && to < end + TAIL && !b->tokens[to].mark && !b->taken[to] && word(b, to)->segment == word(b, from)->segment)
		to++;
	if (kind != EMPTY_FILLER || visible(b, end, to)) /* what nothing visible follows takes all with it: "evokes memories of long ago" */
		to = end;
	for (uint32_t i = from; i < to; i++)
		b->taken[i] = TAKEN_TERM;
	add_empty(b, kind, word(b, from)->start, word(b, end - 1)->end);
}

static int by_start(const void *x, const void *y)
{
	const struct scene_empty *a = x, *b = y;

	return a->start != b->start ? (a->start < b->start ? -1 : 1) : (a->end > b->end) - (a->end < b->end);
}

void sort_empty(struct scene *s)
{
	if (s->n_empty)
		qsort(s->empty, s->n_empty, sizeof *s->empty, by_start);
}
