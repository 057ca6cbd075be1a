/* clause.c: who does what to whom: relations between the phrases of a sentence.
 * A clause has a subject, a verb or link that takes it up, and what follows; a preposition behind a verb belongs to it ("sit on"),
 * behind a noun to that noun or, behind a verb's object, to the subject. Nouns that "and" joins share what is said. */
#include "parse/clause.h"

#include "parse/tagger.h"
#include "parse/tagger_blob.h"
#include "text/quote.h"

static void single(struct group *g, uint32_t object)
{
	g->n = 0;
	if (object != SCENE_NONE)
		g->object[g->n++] = object;
}

static uint32_t start_of(const struct clause *k, const struct chunk *c)
{
	return k->b->s->words[c->first].start;
}

static uint32_t end_of(const struct clause *k, const struct chunk *c)
{
	return k->b->s->words[c->end - 1].end;
}

/* A verb without an object is a state of its subject: "the flag is hanging". */
static void close_verb(struct clause *k)
{
	if (k->open && k->verb && k->verb_chunk && !k->negated) {
		const struct scene_word *w = &k->b->s->words[k->verb_chunk->head];
		struct span name = w->verb == VERB_ING || w->verb == VERB_PART ? span_cut(k->b->s->text, w->start, w->end) : w->lemma;
		for (uint32_t i = 0; i < k->anchor.n; i++)
			add_attribute(k->b, k->anchor.object[i], w->start, w->end, name, ATTR_STATE);
	}
	k->open = k->verb = k->link = k->negated = false;
	k->verb_chunk = NULL;
}

static void relate(struct clause *k, uint32_t object)
{
	bool turn = k->passive && k->verb_chunk && (span_ends(k->pred, SPAN(" by")) || span_starts(k->pred, SPAN("cover ")));
	struct span pred = turn ? k->b->s->words[k->verb_chunk->head].lemma : k->pred;

	for (uint32_t i = 0; i < k->anchor.n; i++) {
		uint32_t s = k->anchor.object[i];
		if (s == object)
			continue;
		if (turn)
			add_relation(k->b, object, pred, s, k->start, k->end);
		else
			add_relation(k->b, s, pred, object, k->start, k->end);
	}
}

/* Whether the list of nouns that goes on at i is ended by "and": "a cat, a dog and two birds". */
static bool list_goes_on(const struct clause *k, uint32_t i)
{
	for (uint32_t end = i + 2 * GROUP; i + 1 < k->n && i < end; i++) {
		if (k->c[i].kind == CHUNK_AND)
			return k->c[i + 1].kind == CHUNK_NOUN;
		if (k->c[i].kind == CHUNK_COMMA && k->c[i + 1].kind == CHUNK_AND)
			continue;
		if (k->c[i].kind != CHUNK_COMMA || k->c[i + 1].kind != CHUNK_NOUN)
			return false;
		i++;
	}
	return false;
}

/* Whether a noun can be the subject of a verb or link by number: of "a hall with doors and tiles leads ..." the tiles cannot. */
static bool agrees(const struct clause *k, const struct chunk *noun, const struct chunk *verb)
{
	struct span text = k->b->tokens[verb->first].norm;

	return k->b->states[noun->head] != ST_NOUNS || !(k->b->states[verb->first] == ST_VBZ || span_is(text, "is") || span_is(text, "was") || span_is(text, "has"));
}

/* Whether the noun at i begins a clause of its own: a finite verb or link follows it. */
static bool begins_clause(const struct clause *k, uint32_t i)
{
	const struct chunk *noun = &k->c[i];

	for (uint32_t end = ++i + AHEAD; i < k->n && i < end; i++) {
		if (k->c[i].kind == CHUNK_BE)
			return agrees(k, noun, &k->c[i]);
		if (k->c[i].kind == CHUNK_VERB)
			return (k->c[i].verb == VERB_FIN || k->c[i].be) && agrees(k, noun, &k->c[i]);
		if (k->c[i].kind != CHUNK_PREP && k->c[i].kind != CHUNK_NOUN)
			return false;
		if (k->c[i].kind == CHUNK_NOUN && k->c[i - 1].kind != CHUNK_PREP)
			return false;
	}
	return false;
}

/* "a group of people": the people; what counts them is said of them. "a man's hand": the hand, which the man has. */
static uint32_t named(struct clause *k)
{
	struct builder *b = k->b;
	const struct chunk *c = &k->c[k->at];

	if (k->at + 2 < k->n && quantity(k, c) && is_of(&k->c[k->at + 1]) && k->c[k->at + 2].kind == CHUNK_NOUN) {
		uint32_t first = c->first;
		k->at += 2;
		uint32_t object = object_of(b, &k->c[k->at]);
		add_modifiers(b, object, first, c->name);
		return object;
	}
	uint32_t object = object_of(b, c);
	while (k->at + 2 < k->n && k->c[k->at + 1].kind == CHUNK_OWNS && k->c[k->at + 2].kind == CHUNK_NOUN) {
		uint32_t owned = object_of(b, &k->c[k->at + 2]);
		add_relation(b, object, SPAN("have"), owned, start_of(k, &k->c[k->at + 1]), end_of(k, &k->c[k->at + 1]));
		object = owned;
		k->at += 2;
	}
	return object;
}

/* "casts a shadow", "the light in the room is subdued" */
static void light_of(struct clause *k, uint32_t start, uint32_t end, bool shared)
{
	struct builder *b = k->b;

	add_picture(b, PICTURE_LIGHT, span_cut(b->s->text, start, end), start, end);
	b->s->picture[b->s->n_picture - 1].shared = shared;
}

static void noun(struct clause *k)
{
#ifdef __clang_analyzer__ /* there are chunks, which it cannot know */
	if (!k->c)
		return;
#endif
	const struct chunk *last = k->at ? &k->c[k->at - 1] : NULL;
	bool joined = last && (last->kind == CHUNK_AND || last->kind == CHUNK_COMMA);
	bool negated = k->c[k->at].negated || k->negated;
	bool list = joined && k->last.n && k->last.n < GROUP && (last->kind == CHUNK_AND || list_goes_on(k, k->at + 1));

	if (negated) { /* "without a hat": no hat */
		add_empty(k->b, EMPTY_NEGATION, k->open ? k->start : start_of(k, &k->c[k->at]), end_of(k, &k->c[k->at]));
		k->open = k->verb = k->link = k->negated = false;
		return;
	}
	bool leads = k->at == 0 && k->n > 1 && (k->c[1].kind == CHUNK_VERB || is_of(&k->c[1]));
	if (picture_phrase(k->b, &k->c[k->at], leads, k->at + 1 < k->n ? &k->c[k->at + 1] : NULL)) {
		k->open = k->link = false;
		return;
	}
	if (of_medium(k) || shape_of(k) || colour_phrase(k))
		return;
	uint32_t object = named(k);
	if (object == SCENE_NONE) {
		k->verb_chunk = NULL; /* "makes one think": a verb with an object is no state, whatever that is */
		return;
	}
	if (k->open && k->verb && (span_is(k->pred, "cast") || span_is(k->pred, "throw")) && is_light(k->b, object))
		light_of(k, k->start, end_of(k, &k->c[k->at]), true);
	bool waits = joined && k->at > 1 && k->c[k->at - 2].kind == CHUNK_NOUN; /* "with a back and seat": the first named nothing */
	if (k->open && (!joined || waits)) {
		relate(k, object);
		if (k->subject.n == 0)
			single(&k->subject, object);
		single(&k->last, object);
		k->object = k->verb;
		k->open = false;
		k->link = false;
		return;
	}
	if (k->link && !joined) { /* "the animal is a dog" */
		single(&k->last, object);
		k->link = false;
		return;
	}
	bool clause = begins_clause(k, k->at);
	if (list && k->last.n && !(clause && k->pred.n)) {
		bool same = k->subject.n == k->last.n && memcmp(k->subject.object, k->last.object, k->last.n * sizeof *k->last.object) == 0;
		k->last.object[k->last.n++] = object;
		if (same)
			k->subject = k->last;
		else if (k->pred.n)
			relate(k, object);
		return;
	}
	close_verb(k);
	k->pred.n = 0;
	k->object = false;
	if (!joined || clause || k->subject.n == 0)
		single(&k->subject, object);
	single(&k->last, object);
}

static void open_verb(struct clause *k, const struct chunk *c)
{
	const struct chunk *last = k->at ? &k->c[k->at - 1] : NULL;
	bool reduced = (c->verb == VERB_ING || c->verb == VERB_PART) && !c->be;
	bool who = last && last->kind == CHUNK_WHO;

	close_verb(k);
	bool beside = last && last->kind == CHUNK_NOUN;
	if (who || (reduced && beside && !(k->object && c->verb == VERB_ING && k->last.n && !object_is_living(k->b, k->last.object[0]))))
		k->anchor = k->last;
	else
		k->anchor = k->subject;
	if (k->subject.n == 0)
		k->subject = k->anchor;
	k->open = k->verb = true;
	k->negated = c->negated;
	k->passive = c->verb == VERB_PART;
	k->pred = c->text;
	k->start = start_of(k, c);
	k->end = end_of(k, c);
	k->verb_chunk = c;
}

static void open_preposition(struct clause *k, const struct chunk *c)
{
	const struct chunk *last = k->at ? &k->c[k->at - 1] : NULL;
	bool noun_before = last && last->kind == CHUNK_NOUN;

	if (k->open && k->verb && !noun_before) { /* "sit on" */
		if (k->pred.n < PREDICATE)
			k->pred = arena_cat(k->b->a, arena_cat(k->b->a, k->pred, SPAN(" ")), c->text);
		k->end = end_of(k, c);
		return;
	}
	if (k->link || !noun_before) {
		k->anchor = k->link || k->subject.n ? k->subject : k->last;
	} else if (k->object && !is_of(c) && !span_is(c->text, "with")) {
		k->anchor = k->subject;
	} else {
		k->anchor = k->last;
	}
	k->open = true;
	k->verb = false;
	k->link = false;
	k->negated = c->negated;
	k->pred = c->text;
	k->start = start_of(k, c);
	k->end = end_of(k, c);
	k->verb_chunk = NULL;
}

/* "of" turns round: "the hand of a man" is a man who has a hand. "in a red shirt": who wears it. */
void add_relation(struct builder *b, uint32_t subject, struct span predicate, uint32_t object, uint32_t start, uint32_t end)
{
	struct scene *s = b->s;
	bool of = span_is(predicate, "of");

	if (subject == SCENE_NONE || object == SCENE_NONE || subject == object)
		return;
	bool owns = of || span_is(predicate, "have") || span_is(predicate, "with");
	if (span_is(predicate, "in") && object_is_worn(b, object) && object_is_living(b, subject))
		predicate = SPAN("wear");
	*ARENA_MORE(b->a, s->relations, s->n_relations, s->cap_relations) =
		(struct scene_relation){start, end, of ? object : subject, of ? subject : object, of ? SPAN("have") : predicate, owns};
}

static void adjective(struct clause *k, const struct chunk *c)
{
	bool in = k->open && !k->verb; /* "in white" */
	const struct group *g = k->link ? &k->subject : in ? &k->anchor : &k->last;

	for (uint32_t i = 0; i < g->n && !k->negated; i++)
		add_modifiers(k->b, g->object[i], c->first, c->end);
	if (k->link && g->n == 1 && is_light(k->b, g->object[0]) && !k->negated)
		light_of(k, start_of(k, c), end_of(k, c), true);
	k->open = k->open && !in;
}

/* Text that is seen is said of what carries it. */
static void quote(struct clause *k, const struct chunk *c)
{
	const struct group *g = k->last.n ? &k->last : &k->subject;
	uint32_t start = start_of(k, c), close = (uint32_t)quote_end(k->b->s->text, start);
	uint32_t mark = (unsigned char)k->b->s->text.p[start] < 0x80 ? 1 : 3; /* bytes */

	if (g->n && close > start + 2 * mark)
		add_attribute(k->b, g->object[g->n - 1], start, close, span_cut(k->b->s->text, start + mark, close - mark), ATTR_TEXT);
	k->open = k->verb = false;
}

/* "on what seems to be (a stove)": the preposition waits behind the hedge. */
static bool is_what(const struct clause *k)
{
	const struct chunk *last = k->at ? &k->c[k->at - 1] : NULL;

	return last && last->kind == CHUNK_NOUN && last->pronoun && span_is(k->b->s->words[last->head].lemma, "what");
}

void build_clauses(struct builder *b, const struct chunk *c, uint32_t n, uint32_t subject)
{
	struct clause k = {.b = b, .c = c, .n = n};

	single(&k.subject, subject);
	for (k.at = 0; k.at < n; k.at++) {
		const struct chunk *x = &c[k.at];
		switch (x->kind) {
		case CHUNK_NOUN:
			noun(&k);
			break;
		case CHUNK_VERB:
			open_verb(&k, x);
			break;
		case CHUNK_BE:
			close_verb(&k);
			if (k.at && c[k.at - 1].kind == CHUNK_WHO)
				k.subject = k.last;
			k.link = !(k.at && c[k.at - 1].kind == CHUNK_THERE);
			k.negated = x->negated;
			break;
		case CHUNK_PREP:
			open_preposition(&k, x);
			break;
		case CHUNK_ADJ:
			adjective(&k, x);
			break;
		case CHUNK_WHILE:
		case CHUNK_STOP:
			close_verb(&k);
			k.subject.n = k.last.n = 0;
			k.pred.n = 0;
			break;
		case CHUNK_COMMA:
		case CHUNK_AND:
			if (k.open && k.verb)
				close_verb(&k);
			break;
		case CHUNK_THERE:
			close_verb(&k);
			k.subject.n = 0;
			break;
		case CHUNK_QUOTE:
			quote(&k, x);
			break;
		case CHUNK_OTHER:
			k.open = k.open && (k.verb || is_what(&k));
			break;
		default:
			break;
		}
	}
	close_verb(&k);
}
