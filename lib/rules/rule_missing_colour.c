/* rule_missing_colour.c: CAP041. A coverage note: no points of its own, the slot stays unearned. What counts as bound is
 * the slot's own notion (slots.c). */
#include "lint/rule.h"
#include "lint/units.h"

enum { NEAR = 2 /* units between "clear" and its thing */, ENOUGH = 2 /* colours of whatever */ };
enum told { TOLD_NOTHING, TOLD_OF_PLACE, TOLD };

/* Whether a sentence says a colour or material of a thing: no background, no haze, and no part, whose colour tells little of the rest; a place's is
 * enough where nothing else is named. */
static enum told told(const struct check *c, uint32_t *place)
{
	const struct scene *s = c->scene;
	enum told most = picture_says(c, PICTURE_PALETTE) ? TOLD : TOLD_NOTHING;
	uint32_t any = 0;

	if (most == TOLD)
		return most;

	for (uint32_t i = 0; i < s->n_attributes; i++) {
		const struct scene_attribute *a = &s->attributes[i];
		const struct scene_object *o = &s->objects[a->object];
		if ((a->kind != ATTR_COLOUR && a->kind != ATTR_MATERIAL) || o->implicit || s->style[s->words[o->word].segment] != STYLE_SENTENCE)
			continue;
		if (++any >= ENOUGH)
			return TOLD;
		uint64_t key = s->words[o->word].key;
		const struct lex_term *t = lex_find(c->lex, key);
		unsigned wn = wn_find(c->lex, key, NULL);
		if (t && t->cls & (LEX(HEAD) | LEX(PART)) && !(t->cls & LEX(WEARABLE)))
			continue;
		if (!(t && t->cls & LEX(PLACE)) && (wn & WN_FIRST || !(wn & WN_NOUN) || (t && t->cls & LEX_THING)))
			return TOLD;
		most = TOLD_OF_PLACE;
		*place = s->words[o->word].start;
	}
	return most;
}

/* Whether the whole picture has no colours (a sepia print, a lineart), or the thing itself has none of its own: glass, clear water. */
static bool colourless(const struct check *c, const struct unit *first)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; t->cls & LEX(NOCOLOUR) && i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!(u->cls & LEX(NOCOLOUR)) || u->flags & (UNIT_NEGATED | UNIT_QUOTED))
			continue;
		bool thing = (u->flags & (UNIT_NOUN | UNIT_ABSTRACT)) != 0 && !(u->cls & (LEX(MEDIUM) | LEX(GENRE) | LEX(DRAWN))) &&
			     !(u->term && u->term->rels >> REL_EXCLUSIVE & 1); /* monochrome */
		if (!first || (thing ? u->lemma == first->lemma : !(u->flags & UNIT_ADJ) || (u < first && first - u <= NEAR)))
			return true;
	}
	return false;
}

/* Whether a unit is read as a noun there, and as a thing: no verb ("they tie their shoes"), no quality ("in the beauty of"), no medium ("a painting in the style of"),
 * no adjective ("moody" as a tag). *word goes on from the unit before. */
static bool asked(const struct check *c, const struct unit *u, uint32_t *word)
{
	const struct scene *s = c->scene;
	uint32_t last = u->end;

	while (*word + 1 < s->n_words && s->words[*word].end < last)
		++*word;
	if (u->cls & (LEX(MEDIUM) | LEX(GENRE)) || may_qualify(c, u))
		return false;
	if (*word >= s->n_words || u->cls & LEX_THING || u->n_words > 1)
		return *word >= s->n_words || s->words[*word].tag != TAG_VERB;
	const struct scene_word *w = &s->words[*word];
	unsigned wn = wn_find(c->lex, w->key, NULL);
	return (w->tag == TAG_NOUN || w->tag == TAG_PROPN) && (wn & (WN_FIRST | WN_SEEN) || !(wn & WN_NOUN));
}

/* "a person on a beach": a general word, but it wears something. */
static bool somebody(const struct analysis *t, const struct unit *u)
{
	static const char *const who[] = {"person", "persons", "people", "human", "humans", "figure", "figures"};
	bool is = false;

	for (size_t i = 0; i < sizeof who / sizeof *who; i++)
		is |= span_is(unit_text(t, u), who[i]);
	return is;
}

/* What a colour is said of after all, though nothing that counts: a sky, a background, a word on a sign; empty where nothing has one. */
static struct span coloured(const struct check *c)
{
	const struct scene *s = c->scene;

	for (uint32_t i = 0; i < s->n_attributes; i++) {
		const struct scene_object *o = &s->objects[s->attributes[i].object];
		if ((s->attributes[i].kind == ATTR_COLOUR || s->attributes[i].kind == ATTR_MATERIAL) && !o->implicit)
			return span_cut(s->text, o->start, o->end);
	}
	for (uint32_t i = 0; i < c->t->n_units; i++)
		if (c->t->units[i].cls & LEX(PLAIN) || (c->t->units[i].cls & LEX(COLOUR) && picture_says(c, PICTURE_BACKGROUND)))
			return SPAN("background");
	return SPAN("");
}

/* What somebody wears or has, named first: "a girl in a dress", "a woman with long hair" are asked for these. */
static const struct unit *worn(const struct analysis *t)
{
	for (uint32_t i = 0; i < t->n_entities; i++) {
		const struct unit *u = &t->units[t->entities[i].unit];
		if (u->flags & UNIT_WEARABLE || span_is(unit_text(t, u), "hair"))
			return u;
	}
	return NULL;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	const struct unit *first = NULL;
	enum told colour;
	uint32_t place = 0; /* where it is named */

	if (c->coloured || t->foreign || t->n_units == 0 || c->o->purpose == PURPOSE_STYLE || (colour = told(c, &place)) == TOLD)
		return;
	for (uint32_t i = 0, word = 0; i < t->n_entities; i++) { /* a place only where there is nothing else */
		const struct unit *u = &t->units[t->entities[i].unit];
		if (!asked(c, u, &word))
			continue;
		if (u->flags & (UNIT_PART | UNIT_OWNS)) /* "a woman's shoes": of the shoes */
			continue;
		bool asks = u->flags & UNIT_GENERIC ? somebody(t, u) : true, better = first && first->flags & UNIT_PLACE && !(u->flags & UNIT_PLACE);
		if (asks && (!first || better))
			first = u;
	}
	if (colourless(c, first))
		return;
	if (colour == TOLD_OF_PLACE && (!first || first->flags & UNIT_PLACE || (first->start <= place && place < first->end)))
		return;
	struct finding *f = first ? report_unit(c, r, first) : report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	f->needs_human = true;
	need_human(c, SPAN("colour"));
	struct span other = coloured(c), said = other.n ? say(c, "a colour or material of \"{}\" only: ", other) : SPAN("");
	const struct unit *clothes = worn(t);
	if (first && first->flags & (UNIT_PERSON | UNIT_GENERIC) && clothes)
		f->message = say(c, "{}which colour is \"{}\"?", said, unit_text(t, clothes));
	else if (first && first->flags & (UNIT_PERSON | UNIT_GENERIC))
		f->message = say(c, "{}which clothes, or what hair, has \"{}\"?", said, unit_text(t, first));
	else
		f->message = first ? say(c, "{}which colour is \"{}\"?", said, unit_text(t, first)) : SPAN("no colour is said of anything");
}

const struct rule rule_missing_colour = {
	.code = "CAP041",
	.name = "missing-colour",
	.title = "no colour or material is said of anything",
	.why = "Colour is the first thing that a text encoder can bind to a thing and the first that a prompt asks for. A colour or "
	       "material has to be said of it: \"the red car\", \"the car is red\", \"in shades of grey\", \"of a light blue colour\". The background's colour "
	       "does not count, nor an eye's unless a person is there. A coverage note without points: the slot stays unearned. "
	       "Silent for things without a colour of their own (glass, mirror, monochrome), for orange, rose and olive where they "
	       "are the thing itself, and for --purpose style.",
	.evidence = "ARO (arxiv.org/abs/2210.01936) and work on attribute binding (arxiv.org/abs/2306.08877). 80% of PartiPrompts fire, hence no points.",
	.before = "an apple on a table",
	.after = "a red apple on a table",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ANY,
	.json = true,
	.check = check,
};
