/* nameless.c: noun phrases that name no thing of the picture: they say how its medium is, or what another thing is like. */
#include "lexicon/lexicon.h"
#include "parse/clause.h"

enum { MEDIUM_WORDS = 6 /* of the longest term */ };

/* Whether a picture term that says the medium begins at word i: "photo of". */
static bool medium_at(const struct clause *k, uint32_t i)
{
	const struct scene *s = k->b->s;

	if (i >= s->n_words || k->b->taken[i] != TAKEN_TERM || !(class_at(k->b, i) & (LEX(MEDIUM) | LEX(HEAD))))
		return false;
	for (uint32_t end = i + MEDIUM_WORDS; i < s->n_words && i < end && k->b->taken[i] == TAKEN_TERM; i++)
		if (span_is(s->words[i].lemma, "of"))
			return true;
	return i < s->n_words && span_is(s->words[i].lemma, "of");
}

/* "a vintage photo of", "a computer generated image of": what stands before the medium is said of it, and no thing of the picture. */
bool of_medium(struct clause *k)
{
	const struct chunk *c = &k->c[k->at], *v = c + 1;
	bool made = k->at + 1 < k->n && v->kind == CHUNK_VERB && !v->be && v->end == v->first + 1 && v->first == c->end && v->verb != VERB_ING;

	if (c->pronoun || !medium_at(k, c->end + made))
		return false;
	k->at += made;
	return true;
}

/* "clothes in the shape of a snowflake": no snowflake, but how the clothes are. */
bool shape_of(struct clause *k)
{
	struct builder *b = k->b;
	const struct chunk *c = &k->c[k->at];

	if (!k->open || k->verb || !span_is(k->pred, "in") || k->at + 2 >= k->n || !is_of(c + 1) || c[2].kind != CHUNK_NOUN || c[2].pronoun)
		return false;
	const struct scene_word *shape = &b->s->words[c->head], *like = &b->s->words[c[2].head];
	if (c->name != c->head || !(span_is(shape->lemma, "shape") || span_is(shape->lemma, "form")))
		return false;
	for (uint32_t i = 0; i < k->anchor.n; i++)
		add_attribute(b, k->anchor.object[i], b->s->words[c[2].name].start, like->end, like->lemma, ATTR_SHAPE);
	k->at += 2;
	k->open = false;
	return true;
}
