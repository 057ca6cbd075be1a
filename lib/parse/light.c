/* light.c: the grammar of light.h. */
#include "parse/light.h"

#include "lexicon/lexicon.h"
#include "parse/tagger_blob.h"

static bool glows(const struct builder *b, uint32_t i)
{
	const struct lex_term *t = i < b->s->n_words && !b->tokens[i].mark ? b->tokens[i].term : NULL; /* burning, as it is written */

	return t && (t->cls & (LEX(GLOW) | LEX(PAIR))) == LEX(GLOW);
}

/* What stands before the phrase is a preposition that class lamp has, or by. */
static bool under(const struct builder *b, const struct chunk *c)
{
	return c->first > 0 && word(b, c->first - 1)->tag == TAG_ADP && (class_at(b, c->first - 1) & LEX(LAMP) || span_is(word(b, c->first - 1)->lemma, "by"));
}

static bool preposition_at(const struct builder *b, uint32_t i)
{
	return i < b->s->n_words && !b->tokens[i].mark && word(b, i)->tag == TAG_ADP;
}

/* "a dull shade of green" */
static bool is_shade(const struct builder *b, const struct chunk *c)
{
	return is_hue(b, c->head) && c->end + 1 < b->s->n_words && span_is(word(b, c->end)->lemma, "of") && is_colour(b, c->end + 1);
}

enum light_is light_phrase(const struct builder *b, const struct chunk *c, uint32_t from)
{
	uint64_t cls = class_at(b, c->head);
	bool adjective = false, lit = false, size = false;

	for (uint32_t i = from; i < c->head; i++) {
		adjective |= word(b, i)->tag == TAG_ADJ;
		lit |= glows(b, i);
		size |= word(b, i)->role == ROLE_SIZE && !span_is(word(b, i)->lemma, "long") && !span_is(word(b, i)->lemma, "low") && !span_is(word(b, i)->lemma, "deep");
	}
	if (word(b, c->head)->tag != TAG_NOUN || is_shade(b, c))
		return LIGHT_NOT;
	if (cls & LEX(LAMP))
		return lit || under(b, c) || glows(b, c->end) ? LIGHT_OF_THING : LIGHT_NOT;
	if (cls & LEX(GLOW)) {
		bool one = c->first < from && span_is(word(b, c->first)->lemma, "a");
		if (adjective && !size && b->states[c->head] != ST_NOUNS)
			return LIGHT_ALONE;
		return !one && !size && b->states[c->head] != ST_NOUNS && preposition_at(b, c->end) ? LIGHT_OF_THING : LIGHT_NOT;
	}
	return lit && cls & LEX(SETTING) && cls & (LEX(STOP) | LEX(WEAK)) ? LIGHT_ALONE : LIGHT_NOT;
}
