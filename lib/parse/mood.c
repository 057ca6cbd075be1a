/* mood.c: the grammar of mood.h. */
#include "parse/mood.h"

#include "lexicon/lexicon.h"
#include "parse/tagger_blob.h"

enum { MODIFIERS = 8 /* words before a noun or behind a verb */, BEHIND = 8 /* words between a subject's first and its verb */ };

static uint64_t class_of(const struct builder *b, uint32_t i)
{
	return b->tokens[i].term ? b->tokens[i].term->cls : 0;
}

static bool is_word(const struct builder *b, uint32_t i)
{
	return i < b->s->n_words && !b->tokens[i].mark && !b->taken[i];
}

static bool is_noun(const struct builder *b, uint32_t i)
{
	return is_word(b, i) && (word(b, i)->tag == TAG_NOUN || word(b, i)->tag == TAG_PROPN);
}

static bool is_adverb(const struct builder *b, uint32_t i)
{
	return is_word(b, i) && word(b, i)->tag == TAG_ADV;
}

static bool is_adjective(const struct builder *b, uint32_t i)
{
	return is_word(b, i) && word(b, i)->tag == TAG_ADJ;
}

/* "slightly teasing"; behind a comma it begins a phrase of its own. */
static bool is_participle(const struct builder *b, uint32_t i)
{
	return is_word(b, i) && (word(b, i)->verb == VERB_PART || word(b, i)->verb == VERB_ING);
}

bool joins(const struct builder *b, uint32_t i)
{
	return i < b->s->n_words && (b->states[i] == ST_COMMA || word(b, i)->tag == TAG_CCONJ);
}

/* What one sees: a colour, a material, light, a size. */
static bool is_look(const struct builder *b, uint32_t i)
{
	const uint64_t look = LEX(COLOUR) | LEX(MATERIAL) | LEX(LIGHT) | LEX(FOCUS) | LEX(CAMERA) | LEX(POSE) | LEX(HUE) | LEX(GLOW) | LEX(BLANK) | LEX(MEDIUM);
	unsigned role = word(b, i)->role;

	return (class_of(b, i) & look) || role == ROLE_CAMERA || (role >= ROLE_SIZE && role <= ROLE_PATTERN);
}

static bool is_mood(const struct builder *b, uint32_t i)
{
	return !is_look(b, i) && (wn_find(b->l, b->tokens[i].key, NULL) | wn_find(b->l, word(b, i)->key, NULL)) & WN_MOOD;
}

/* ADV* ADJ ((and | ,) ADV* ADJ)* from i on; *moods of them are moods, *looks are what one sees. */
static uint32_t adjectives(const struct builder *b, uint32_t i, uint32_t *moods, uint32_t *looks, uint32_t *all)
{
	uint32_t end = i;
	bool comma = false;

	*moods = *looks = *all = 0;
	for (uint32_t k = i; k < i + MODIFIERS; k = end) {
		if (k > i && joins(b, k)) {
			comma = b->states[k] == ST_COMMA;
			k++;
		}
		while (k < i + MODIFIERS && is_adverb(b, k))
			k++;
		if (!is_adjective(b, k) && (comma || !is_participle(b, k)))
			break;
		*moods += is_mood(b, k);
		*looks += is_look(b, k);
		++*all;
		end = k + 1;
	}
	return end;
}

/* A thing that one could point at, of whatever sense. */
static bool is_thing(const struct builder *b, uint32_t i)
{
	const uint64_t thing = LEX(NOUN) | LEX(PERSON) | LEX(WEARABLE) | LEX(PART) | LEX(PLACE) | LEX(GENERIC) | LEX(HIDE);

	return is_look(b, i) || class_of(b, i) & thing || wn_find(b->l, word(b, i)->key, NULL) & (WN_FIRST | WN_SEEN);
}

uint32_t idea_end(const struct builder *b, uint32_t i)
{
	uint32_t at = i, moods, looks, all;

	while (is_word(b, at) && (word(b, at)->tag == TAG_DET || b->states[at] == ST_PRPS))
		at++;
	uint32_t name = adjectives(b, at, &moods, &looks, &all), end = name;
	for (; is_noun(b, end); end++)
		looks += is_thing(b, end) && !(class_of(b, end) & LEX(MOOD));
	if (end == name || looks || class_of(b, end - 1) & LEX(ADDED)) /* "a sense of" goes on */
		return i;
	unsigned wn = wn_find(b->l, word(b, end - 1)->key, NULL);
	bool made = wn & WN_MOODHEAD && moods > 0 && moods == all;
	return wn & WN_UNSEEN || made ? end : i;
}

uint32_t whom_end(const struct builder *b, uint32_t i)
{
	uint32_t end = i;

	if (!is_word(b, i) || (word(b, i)->tag != TAG_PRON && word(b, i)->tag != TAG_DET))
		return i;
	if (word(b, i)->tag == TAG_PRON && !is_noun(b, i + 1))
		return i + 1;
	for (end++; is_word(b, end) && word(b, end)->tag == TAG_ADJ;)
		end++;
	uint32_t name = end;
	while (is_noun(b, end))
		end++;
	return end > name ? end : i;
}

/* The first word of the subject that ends before the verb at i and is no thing: "the scene", "the overall design"; i where there is none. */
static uint32_t subject_of(const struct builder *b, uint32_t i)
{
	uint32_t from = i;
	bool overall = false;

	while (from > 0 && i - from < BEHIND && is_word(b, from - 1) && word(b, from - 1)->sentence == word(b, i)->sentence &&
	       (is_noun(b, from - 1) || word(b, from - 1)->tag == TAG_DET || word(b, from - 1)->tag == TAG_ADJ)) {
		from--;
		overall |= span_is(word(b, from)->lemma, "overall");
		if (word(b, from)->tag == TAG_DET)
			break;
	}
	if (from == i || !is_noun(b, i - 1))
		return i;
	uint64_t cls = class_of(b, i - 1);
	return (cls & (LEX(HEAD) | LEX(MOOD))) || (overall && !is_thing(b, i - 1)) ? from : i;
}

bool is_opinion(const struct builder *b, uint32_t i, struct opinion *o)
{
	struct span lemma = word(b, i)->lemma;
	bool guess = word(b, i)->tag == TAG_VERB && (span_is(lemma, "appear") || span_is(lemma, "seem"));
	bool feel = word(b, i)->tag == TAG_VERB && span_is(lemma, "feel");
	uint32_t from = i, moods, looks, all;

	if (!guess && !feel && b->states[i] != ST_BE)
		return false;
	if (b->states[i] == ST_BE && (from = subject_of(b, i)) == i)
		return false;
	uint32_t end = adjectives(b, i + 1, &moods, &looks, &all);
	bool goes_on = end < b->s->n_words && !b->tokens[end].mark && (is_noun(b, end) || (word(b, end - 1)->verb != VERB_NONE && word(b, end)->tag == TAG_ADP));
	if (moods == 0 || looks || goes_on) /* "is composed of wood" */
		return false;
	*o = (struct opinion){guess ? EMPTY_HEDGE : EMPTY_FILLER, feel ? subject_of(b, i) : from, end};
	return true;
}
