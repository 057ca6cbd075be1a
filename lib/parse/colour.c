/* colour.c: phrases that say a colour and name no thing.
 *
 *   colour   = colour-word (and-list)                          "painted blue", "the car is red, white and blue"
 *            | modifier* hue                                   "in a muted grey hue", "of a light blue colour"
 *            | (hue | quantity) of colour-word (and-list)      "a palette of red, gold and navy", "in shades of grey"
 *            | in hue                                          "tan in colour": says nothing more
 *
 * hue: share/lexicon/colour.tsv. Said of whom the open preposition or verb speaks of, or of the subject of a link; of the picture where there is
 * neither. */
#include "parse/clause.h"

/* Whom a colour by itself is said of: "painted blue", "in grey tones"; "red tones fill the room": of nobody, then of the picture. */
static const struct group *coloured(const struct clause *k)
{
	bool beside = k->at && k->c[k->at - 1].kind == CHUNK_NOUN; /* "a sign glowing pink" */

	return k->open ? &k->anchor : k->link ? &k->subject : beside ? &k->last : NULL;
}

static bool colour_in(const struct clause *k, uint32_t from, uint32_t end)
{
	bool any = false;

	for (uint32_t i = from; i < end; i++)
		any |= is_colour(k->b, i);
	return any;
}

static bool bare_colour(const struct clause *k, const struct chunk *c)
{
	return (c->kind == CHUNK_NOUN && c->name == c->head && is_colour(k->b, c->head)) || (c->kind == CHUNK_ADJ && is_colour(k->b, c->end - 1));
}

static void say_colours(struct clause *k, const struct group *g, uint32_t from, uint32_t end)
{
	struct builder *b = k->b;

	for (uint32_t i = 0; g && i < g->n; i++)
		add_modifiers(b, g->object[i], from, end);
	if (!g || g->n == 0)
		add_picture(b, PICTURE_PALETTE, span_cut(b->s->text, word(b, from)->start, word(b, end - 1)->end), word(b, from)->start, word(b, end - 1)->end);
}

/* "in a muted grey hue", "of a light blue colour", "a palette of red, gold and navy", "in shades of grey", "tan in colour": says a colour of whom the
 * phrase is said of, and names nothing. */
static bool hue_alone(struct clause *k)
{
	struct builder *b = k->b;
	const struct chunk *c = &k->c[k->at];
	const struct group *g = coloured(k);
	uint32_t name = c->head - (c->head > c->name && is_hue(b, c->head - 1)); /* "a blue and white colour scheme" */
	bool hue = is_hue(b, name), own = hue && c->name == name && colour_in(k, c->first, name);
	uint32_t at = k->at + 1;

	if (!hue && !quantity(k, c))
		return false;
	if (at + 1 < k->n && is_of(&k->c[at]) && bare_colour(k, &k->c[at + 1])) {
		at++;
		if (own)
			say_colours(k, g, c->first, name);
		say_colours(k, g, k->c[at].first, k->c[at].end);
		for (at++; at + 1 < k->n; at += 2) { /* "red, white and blue" */
			uint32_t next = at + (k->c[at].kind == CHUNK_COMMA && k->c[at + 1].kind == CHUNK_AND);
			if ((k->c[next].kind != CHUNK_COMMA && k->c[next].kind != CHUNK_AND) || next + 1 >= k->n || !bare_colour(k, &k->c[next + 1]))
				break;
			at = next;
			say_colours(k, g, k->c[at + 1].first, k->c[at + 1].end);
		}
		at--;
	} else if (own) {
		say_colours(k, g, c->first, name);
		at--;
	} else if (hue && k->open && !k->verb && c->first == name && k->at > 1 && k->c[k->at - 1].kind == CHUNK_PREP) {
		at--; /* "tan in colour" */
	} else {
		return false;
	}
	k->at = at;
	k->open = k->verb = k->link = false;
	return true;
}

/* "painted blue", "the car is red": a colour by itself is said of whom the phrase is said of. */
static bool colour_alone(struct clause *k)
{
	const struct chunk *c = &k->c[k->at];
	const struct group *g = coloured(k);

	if (!g || !g->n || (c->kind == CHUNK_NOUN && c->name != c->head) || !is_colour(k->b, c->head))
		return false;
	if (is_fruit(k->b, c->head) && ((k->verb && k->verb_chunk && k->verb_chunk->verb == VERB_ING) || (c->first < c->head && word(k->b, c->first)->tag == TAG_DET)))
		return false; /* "peeling orange", "peels an orange" */
	say_colours(k, g, c->first, c->end);
	k->open = k->verb = k->link = false;
	return true;
}

bool colour_phrase(struct clause *k)
{
	return hue_alone(k) || colour_alone(k);
}
