/* object.c: what noun phrases name, and what their modifiers say of it. */
#include "parse/build.h"

#include "base/ascii.h"
#include "lexicon/lexicon.h"
#include "parse/tagger.h"
#include "parse/tagger_blob.h"

enum { NAME_NEAR = 16 /* words on each side that say whether capitals mean names here */ };

static struct span surface(struct builder *b, uint32_t from, uint32_t end)
{
	struct span s = span_cut(b->s->text, word(b, from)->start, word(b, end - 1)->end);
	char *p = arena_alloc(b->a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] == '-' ? ' ' : ascii_to_lower(s.p[i]);
	return (struct span){p, s.n};
}

static enum scene_kind kind_of(const struct builder *b, uint32_t from, uint32_t end)
{
	for (uint32_t i = end; i-- > from;) {
		uint64_t cls = class_at(b, i);
		unsigned role = word(b, i)->role;
		if (cls & LEX(COLOUR))
			return ATTR_COLOUR;
		if (cls & LEX(MATERIAL))
			return ATTR_MATERIAL;
		if (role >= ROLE_SIZE && role <= ROLE_AGE)
			return role == ROLE_SIZE ? ATTR_SIZE : role == ROLE_SHAPE ? ATTR_SHAPE : role == ROLE_PATTERN ? ATTR_PATTERN : ATTR_AGE;
	}
	return word(b, end - 1)->verb != VERB_NONE ? ATTR_STATE : ATTR_OTHER;
}

void add_attribute(struct builder *b, uint32_t object, uint32_t start, uint32_t end, struct span name, enum scene_kind kind)
{
	struct scene *s = b->s;

	if (object == SCENE_NONE)
		return;
	*ARENA_MORE(b->a, s->attributes, s->n_attributes, s->cap_attributes) = (struct scene_attribute){start, end, object, name, kind};
}

/* "light", "dark", "bright" before a colour are one attribute with it. */
static bool shades(const struct builder *b, uint32_t i, uint32_t end)
{
	return i + 1 < end && (class_at(b, i + 1) & LEX(COLOUR)) &&
	       (span_is(word(b, i)->lemma, "light") || span_is(word(b, i)->lemma, "dark") || span_is(word(b, i)->lemma, "bright") ||
		span_is(word(b, i)->lemma, "pale") || span_is(word(b, i)->lemma, "deep"));
}

/* A colour of several words, none of them "and" (those are several): "rust-colored", "jet black". Its end, i where there is none. */
static uint32_t hue_phrase(const struct builder *b, uint32_t i, uint32_t end)
{
	uint32_t last = i;
	const struct lex_term *t = longest_term(b, i, end, &last);

	if (!t || !(t->cls & LEX(COLOUR)))
		return i;
	for (uint32_t k = i; k < last; k++)
		if (b->states[k] == ST_CCONJ)
			return i;
	return last > i + 1 ? last : i;
}

/* A number's value as digits: "two" is 2. 0 for what is none. */
static uint32_t value_of(const struct builder *b, uint32_t i, struct span *digits)
{
	const struct lex_term *t = word(b, i)->term;
	struct span s = t && (t->cls & LEX(NUMBER)) ? t->arg : word(b, i)->lemma;
	uint32_t v = 0;

	*digits = s;
	for (size_t k = 0; k < s.n; k++) {
		if (!ascii_digit(s.p[k]) || v > 100000)
			return 0;
		v = v * 10 + (uint32_t)(s.p[k] - '0');
	}
	return v;
}

void add_modifiers(struct builder *b, uint32_t object, uint32_t from, uint32_t end)
{
	for (uint32_t i = from; i < end; i++) {
		unsigned st = b->states[i];
		struct span digits;
		uint32_t last = i + 1;
		if (st == ST_NUM) {
			uint32_t v = value_of(b, i, &digits);
			bool counts = !b->tokens[i].digits || (object != SCENE_NONE && b->s->objects[object].plural); /* a "787 Dreamliner" is one */
			if (v > 0 && counts && object != SCENE_NONE) {
				b->s->objects[object].count = v;
				if (v > 1)
					add_attribute(b, object, word(b, i)->start, word(b, i)->end, digits, ATTR_COUNT);
			}
			continue;
		}
		uint32_t hue = hue_phrase(b, i, end);
		if (hue > i) {
			add_attribute(b, object, word(b, i)->start, word(b, hue - 1)->end, surface(b, i, hue), ATTR_COLOUR);
			i = hue - 1;
			continue;
		}
		if (shades(b, i, end))
			last = i + 2;
		bool noun = st == ST_NOUN || st == ST_NOUNS || st == ST_PROPN;
		enum scene_kind kind = kind_of(b, i, last);
		if (last == i + 1 && st != ST_ADJ && word(b, i)->tag != TAG_VERB && !(noun && kind != ATTR_OTHER && kind != ATTR_STATE))
			continue;
		while (last < end && word(b, last)->segment == word(b, i)->segment && word(b, last)->start == word(b, last - 1)->end + 1 &&
		       b->s->text.p[word(b, last - 1)->end] == '-') /* "star-shaped" */
			last++;
		bool praise = kind == ATTR_OTHER && (class_at(b, i) & (LEX(VAGUE) | LEX(QUALITY))); /* picture.c notes it */
		if (!praise && (word(b, i)->role != ROLE_SIDE || noun))
			add_attribute(b, object, word(b, i)->start, word(b, last - 1)->end, surface(b, i, last), kind_of(b, i, last));
		i = last - 1;
	}
}

static unsigned noun_bits(const struct builder *b, uint32_t object)
{
	const struct scene_object *o = &b->s->objects[object];
	uint64_t cls = o->implicit ? LEX(PERSON) : class_at(b, o->word);

	return (cls & LEX(PERSON) ? WN_PERSON | WN_LIVING : 0) | (o->implicit ? 0 : wn_find(b->l, word(b, o->word)->key, NULL));
}

bool object_is_living(const struct builder *b, uint32_t object)
{
	return object != SCENE_NONE && (noun_bits(b, object) & (WN_PERSON | WN_LIVING));
}

bool object_is_worn(const struct builder *b, uint32_t object)
{
	if (object == SCENE_NONE || b->s->objects[object].implicit)
		return false;
	uint32_t i = b->s->objects[object].word;
	return class_at(b, i) & LEX(WEARABLE) || wn_find(b->l, word(b, i)->key, NULL) & WN_WORN;
}

bool is_colour(const struct builder *b, uint32_t i)
{
	return class_at(b, i) & LEX(COLOUR);
}

bool is_hue(const struct builder *b, uint32_t i)
{
	return class_at(b, i) & LEX(HUE);
}

bool is_light(const struct builder *b, uint32_t object)
{
	uint64_t cls = b->s->objects[object].implicit ? 0 : class_at(b, b->s->objects[object].word);

	return (cls & (LEX(GLOW) | LEX(LAMP))) == LEX(GLOW);
}

bool is_fruit(const struct builder *b, uint32_t i)
{
	return class_at(b, i) & LEX(NOUN);
}

static void remember(struct builder *b, uint32_t object)
{
	const struct scene_object *o = &b->s->objects[object];
	bool person = noun_bits(b, object) & WN_PERSON;

	if (o->plural)
		b->last_plural = object;
	else if (person)
		b->last_person = object;
	else
		b->last_thing = object;
}

uint32_t add_object(struct builder *b, uint32_t i, struct span name, struct span head, uint32_t count)
{
	struct scene *s = b->s;
	const struct scene_word *w = word(b, i);

	*ARENA_MORE(b->a, s->objects, s->n_objects, s->cap_objects) =
		(struct scene_object){.start = w->start, .end = w->end, .name = name, .head = head, .word = i, .count = count,
				      .plural = count > 1, .sentence = w->sentence};
	b->s->words[i].object = s->n_objects - 1;
	return s->n_objects - 1;
}

static uint32_t new_object(struct builder *b, const struct chunk *c, uint32_t name)
{
	bool plural = b->states[c->head] == ST_NOUNS;
	struct span text = word(b, c->head)->lemma;

	for (uint32_t i = c->head; i-- > name;)
		text = arena_cat(b->a, arena_cat(b->a, word(b, i)->lemma, SPAN(" ")), text);
	uint32_t object = add_object(b, c->head, text, word(b, c->head)->lemma, plural ? 0 : 1);
	b->s->objects[object].start = word(b, name)->start;
	b->s->objects[object].plural = plural;
	b->s->objects[object].definite = c->definite;
	return object;
}

/* "vintage", "floral": what has a size, shape, pattern or age is no part of a name, whatever its tag. */
static bool qualifies(const struct builder *b, uint32_t i)
{
	return word(b, i)->role >= ROLE_SIZE && word(b, i)->role <= ROLE_AGE;
}

/* "White Rock", no "White rabbit" or "RED DRESS": a colour or material with a capital before a common noun with one, where most words have none. */
static bool in_name(const struct builder *b, uint32_t i, uint32_t head)
{
	uint32_t from = i, end = i + 1, capitals = 0, all = 0;

	if (i >= head || !b->tokens[i].capital || !b->tokens[i + 1].capital || !(wn_find(b->l, b->tokens[i + 1].key, NULL) & WN_NOUN))
		return false;
	while (from > 0 && i - from < NAME_NEAR && word(b, from - 1)->sentence == word(b, i)->sentence)
		from--;
	while (end < b->s->n_words && end - i < NAME_NEAR && word(b, end)->sentence == word(b, i)->sentence)
		end++;
	for (; from < end; from++)
		if (!b->tokens[from].mark && word(b, from)->sentence == word(b, i)->sentence) {
			all++;
			capitals += b->tokens[from].capital;
		}
	return capitals * 2 <= all;
}

/* Where the compound begins: colours, materials and numbers before the head are attributes, not parts of its name. */
static uint32_t compound(const struct builder *b, const struct chunk *c)
{
	uint32_t name = c->name;

	for (uint32_t i = c->first; i < c->head; i++) {
		bool inside = i > 0 && word(b, i - 1)->sentence == word(b, i)->sentence; /* "in New Orleans", not "Young Woman in ..." */
		if ((class_at(b, i) & (LEX(COLOUR) | LEX(MATERIAL)) || (b->states[i] == ST_ADJ && inside)) && in_name(b, i, c->head))
			return i;
	}
	while (name < c->head && ((class_at(b, name) & (LEX(COLOUR) | LEX(MATERIAL))) || b->states[name] == ST_NUM || qualifies(b, name)))
		name++;
	return name;
}

uint32_t object_of(struct builder *b, const struct chunk *c)
{
	const struct scene_word *head = word(b, c->head);

	if (c->pronoun)
		return object_meant(b, c);
	unsigned st = b->states[c->head];
	if ((st != ST_NOUN && st != ST_NOUNS && st != ST_PROPN) || (head->role == ROLE_SIDE && c->name == c->head && c->first < c->head) || (class_at(b, c->head) & LEX(MOOD)))
		return SCENE_NONE;
	if (is_colour(b, c->head) && !is_fruit(b, c->head) && c->name < c->head && b->states[c->head - 1] != ST_PROPN) { /* "paint magenta": a colour behind its thing */
		struct chunk thing = *c;
		thing.head--;
		thing.end--;
		uint32_t of = object_of(b, &thing);
		add_modifiers(b, of, c->head, c->head + 1);
		return of;
	}
	bool new;
	uint32_t *named = map_add(&b->named, head->key, &new), object, name = compound(b, c);
	bool again = b->tags || (c->definite && b->states[c->first] != ST_PRPS && c->first + 1 >= name);
	if (!new && again && b->s->objects[*named].plural == (st == ST_NOUNS)) {
		object = *named;
		b->s->objects[object].mentions++;
	} else {
		object = *named = new_object(b, c, name);
	}
	add_modifiers(b, object, c->first, name);
	for (uint32_t i = name; i <= c->head; i++)
		b->s->words[i].object = object;
	remember(b, object);
	return object;
}

uint32_t object_meant(struct builder *b, const struct chunk *c)
{
	struct span p = word(b, c->head)->lemma;
	uint32_t object = SCENE_NONE;

	if (span_is(p, "it") || span_is(p, "itself"))
		object = b->last_thing;
	else if (span_is(p, "he") || span_is(p, "she") || span_is(p, "him") || span_is(p, "her") || span_is(p, "himself") || span_is(p, "herself"))
		object = b->last_person;
	else if (span_is(p, "they") || span_is(p, "them") || span_is(p, "each") || span_is(p, "both") || span_is(p, "all"))
		object = b->last_plural;
	if (object != SCENE_NONE) {
		b->s->objects[object].mentions++;
		b->s->words[c->head].object = object;
	}
	return object;
}
