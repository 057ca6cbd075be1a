/* chunk.c: the grammar of chunk.h, from left to right, no word read twice by more than a few rules. */
#include "parse/chunk.h"

#include "lexicon/lexicon.h"
#include "parse/tagger.h"
#include "parse/tagger_blob.h"

/* Longer phrases are cut: no caption that people write has them, and time and memory stay in proportion to its length. */
enum { MODIFIERS = 16, NAMES = 6, PREPOSITIONS = 4 };

struct reader {
	const struct scene *s;
	const uint8_t *state;
	uint32_t at, end;
	struct arena *a;
	struct chunks *out;
};

static const struct scene_word *word(const struct reader *r, uint32_t i)
{
	return &r->s->words[i];
}

static bool is(const struct reader *r, uint32_t i, const char *lemma)
{
	return i < r->end && span_is(word(r, i)->lemma, lemma);
}

static unsigned state(const struct reader *r, uint32_t i)
{
	return i < r->end ? r->state[i] : ST_BOUND;
}

static bool is_name(unsigned st)
{
	return st == ST_NOUN || st == ST_NOUNS || st == ST_PROPN;
}

static bool is_det(unsigned st)
{
	return st == ST_DET || st == ST_DETS || st == ST_PRPS;
}

static bool is_verb(unsigned st)
{
	return st >= ST_VB && st <= ST_VBZ;
}

static bool is_side(const struct reader *r, uint32_t i)
{
	return i < r->end && word(r, i)->role == ROLE_SIDE;
}

static bool colour(const struct reader *r, uint32_t i)
{
	return i < r->end && word(r, i)->term && word(r, i)->term->cls & LEX(COLOUR);
}

static struct chunk *push(struct reader *r, enum chunk_kind kind, uint32_t end)
{
	struct chunk *c = ARENA_PUSH(r->a, r->out);

	*c = (struct chunk){.kind = (uint8_t)kind, .first = r->at, .end = end, .head = end - 1, .name = end - 1};
	r->at = end;
	return c;
}

static struct span join(struct reader *r, struct span x, struct span y)
{
	return x.n == 0 ? y : y.n == 0 ? x : arena_cat(r->a, arena_cat(r->a, x, SPAN(" ")), y);
}

/* Whether a word may stand before a name as its modifier. */
static bool modifies(unsigned st)
{
	return st == ST_ADJ || st == ST_VBN || st == ST_VBG || st == ST_NUM;
}

/* Where the modifiers and the name that begin at i end; *name is the name's first word. i when there is no name. */
static uint32_t nominal(const struct reader *r, uint32_t i, uint32_t *name)
{
	uint32_t from = i;

	for (; i < r->end && i < from + MODIFIERS; i++) {
		unsigned st = state(r, i), next = state(r, i + 1);
		if (modifies(st) || (st == ST_ADV && (next == ST_ADJ || next == ST_VBN)) || (st == ST_VBD && is_name(next)))
			continue;
		if (colour(r, i) && (next == ST_CCONJ || next == ST_COMMA) && colour(r, i + 2) && is_name(state(r, i + 3))) { /* "emerald and amber tones" */
			i++;
			continue;
		}
		bool between = (st == ST_CCONJ || st == ST_COMMA) && i > from && (state(r, i - 1) == ST_ADJ || state(r, i - 1) == ST_NUM);
		if (between && (next == ST_ADJ || (st == ST_COMMA && next == ST_CCONJ)))
			continue;
		break;
	}
	*name = i;
	while (i < r->end && i < *name + NAMES && (is_name(state(r, i)) || (state(r, i) == ST_NUM && i > *name && !is_name(state(r, i + 1)))))
		i++;
	return i > *name ? i : from;
}

static bool noun_phrase(struct reader *r)
{
	uint32_t i = r->at, name, end;
	bool definite = false, negated = false;

	while (is_det(state(r, i)) || (state(r, i) == ST_ADV && is_det(state(r, i + 1)) && !is_verb(state(r, i + 1)))) {
		definite |= state(r, i) == ST_PRPS || is(r, i, "the") || is(r, i, "this") || is(r, i, "these") || is(r, i, "that") || is(r, i, "those");
		negated |= is(r, i, "no");
		i++;
	}
	unsigned st = state(r, i);
	bool opened = i > r->at;
	unsigned before = r->out->n ? r->out->v[r->out->n - 1].kind : CHUNK_COMMA;
	if ((st == ST_VBG || st == ST_VBN || st == ST_VBD) && !opened && before != CHUNK_PREP && before != CHUNK_COMMA)
		return false; /* a verb's, unless it begins a phrase */
	end = nominal(r, i, &name);
	if (end == i && !opened && st != ST_PRON && st != ST_NUM)
		return false;
	if (end > i || opened) {
		if (end == i) { /* "the left", "the white": what would modify stands for the name */
			while (end < r->end && (state(r, end) == ST_ADJ || state(r, end) == ST_NUM))
				end++;
			name = end > i ? end - 1 : i - 1;
		}
		struct chunk *c = push(r, CHUNK_NOUN, end);
		c->name = name;
		c->definite = definite;
		c->negated = negated;
		c->pronoun = end == i && is_det(state(r, end - 1)); /* "each", "his": a determiner by itself */
		return true;
	}
	struct chunk *c = push(r, CHUNK_NOUN, i + 1);
	c->pronoun = st == ST_PRON;
	return true;
}

/* A preposition of several words: "in front of", "next to", "to the left of", "on top of". */
static uint32_t long_preposition(const struct reader *r, uint32_t i)
{
	uint32_t k = i;

	if (state(r, k) == ST_ADP || is(r, k, "to")) {
		k++;
		while (is_det(state(r, k)) && k < i + 2)
			k++;
		if (!is_side(r, k) && is_side(r, k + 1) && (state(r, k) == ST_ADJ || state(r, k) == ST_NOUN || state(r, k) == ST_ADV || is_det(state(r, k))))
			k++;
		if (is_side(r, k) && is_side(r, k + 1))
			k++;
		if (is_side(r, k) && is(r, k + 1, "of"))
			return k + 2;
		return i;
	}
	if (is_side(r, k) && is(r, k + 1, "of") && k > 0 && r->out->n && r->out->v[r->out->n - 1].kind != CHUNK_OTHER)
		return k + 2;
	bool open = state(r, k) == ST_ADJ || state(r, k) == ST_ADV || state(r, k) == ST_SCONJ;
	if (open && (is(r, k, "next") || is(r, k, "close") || is(r, k, "adjacent") || is(r, k, "near")) && is(r, k + 1, "to"))
		return k + 2;
	if (state(r, k) == ST_ADV && (is(r, k + 1, "from") || is(r, k + 1, "of")))
		return k + 2;
	return i;
}

static bool carries_on(const struct reader *r, uint32_t i)
{
	return state(r, i) == ST_ADP || long_preposition(r, i) > i;
}

static bool preposition(struct reader *r)
{
	uint32_t from = r->at, i = r->at;
	struct span text = {"", 0};

	for (int n = 0; n < PREPOSITIONS && carries_on(r, i); n++) {
		uint32_t end = long_preposition(r, i);
		if (end == i)
			end = i + 1;
		/* "down on", "up in": the first only says how the verb goes on; "out of" is one */
		bool drop = end == i + 1 && carries_on(r, i + 1) && !is(r, i + 1, "of") && !is(r, i, "inside");
		for (uint32_t k = i; k < end && !drop; k++)
			if (!is_det(state(r, k)) || is(r, k, "both"))
				text = join(r, text, word(r, k)->lemma);
		i = end;
	}
	if (i == from)
		return false;
	struct chunk *c = push(r, CHUNK_PREP, i);
	c->text = text;
	c->negated = is(r, c->first, "without");
	return true;
}

static bool verb_group(struct reader *r)
{
	uint32_t i = r->at, head = SCENE_NONE;
	bool be = false, negated = false;

	for (; i < r->end; i++) {
		unsigned st = state(r, i), next = state(r, i + 1);
		if (st == ST_BE || st == ST_AUX || st == ST_AUXI) {
			if (head != SCENE_NONE)
				break;
			be |= st != ST_AUX;
		} else if (st == ST_NOT) {
			negated = true;
		} else if (is_verb(st)) {
			if (head != SCENE_NONE && st != ST_VBG && st != ST_VB)
				break;
			if (head != SCENE_NONE && state(r, i - 1) != ST_TO && !is(r, head, "be") && !is(r, head, "start") && !is(r, head, "begin"))
				break;
			head = i;
		} else if (st == ST_TO && next == ST_VB && i > r->at) {
			continue;
		} else if (st == ST_ADJ && state(r, i + 1) == ST_TO && state(r, i + 2) == ST_VB) {
			continue;
		} else if (st != ST_ADV || !(is_verb(next) || next == ST_NOT || next == ST_AUXI)) {
			break;
		}
	}
	if (i == r->at || (head == SCENE_NONE && !be && state(r, r->at) != ST_AUX))
		return false;
	while (head == SCENE_NONE && i > r->at && state(r, i - 1) == ST_ADV)
		i--;
	struct chunk *c = push(r, head == SCENE_NONE ? CHUNK_BE : CHUNK_VERB, i);
	c->be = be;
	c->negated = negated;
	if (head != SCENE_NONE) {
		c->head = head;
		c->verb = word(r, head)->verb;
		c->text = word(r, head)->lemma;
		if (state(r, head) == ST_VBD && (be || carries_on(r, i)))
			c->verb = VERB_PART;
	}
	return true;
}

static bool predicative(struct reader *r)
{
	uint32_t i = r->at;

	while (state(r, i) == ST_ADV)
		i++;
	if (state(r, i) != ST_ADJ && i == r->at)
		return false;
	while (state(r, i) == ST_ADJ)
		i++;
	push(r, CHUNK_ADJ, i);
	return true;
}

static void other(struct reader *r)
{
	unsigned st = state(r, r->at);
	uint32_t i = r->at;
	bool who = is(r, i, "that") || is(r, i, "which") || is(r, i, "who") || is(r, i, "where") || is(r, i, "whose");

	push(r, who ? CHUNK_WHO : st == ST_CCONJ ? CHUNK_AND : st == ST_COMMA ? CHUNK_COMMA : st == ST_STOP ? CHUNK_STOP : st == ST_POS ? CHUNK_OWNS :
		st == ST_SCONJ ? CHUNK_WHILE : CHUNK_OTHER, i + 1);
}

void chunk_words(const struct scene *s, const uint8_t *states, const uint8_t *taken, uint32_t from, uint32_t to, struct arena *a,
		 struct chunks *out)
{
	struct reader r = {s, states, from, from, a, out};

	while (r.at < to) {
		uint32_t end = r.at;
		while (end < to && taken[end] && taken[end] == taken[r.at])
			end++;
		if (end > r.at) {
			push(&r, taken[r.at] == TAKEN_QUOTE ? CHUNK_QUOTE : CHUNK_OTHER, end);
			continue;
		}
		if (r.at >= r.end)
			for (r.end = r.at; r.end < to && !taken[r.end];)
				r.end++;
		unsigned st = state(&r, r.at);
		bool who = st == ST_PRON || st == ST_SCONJ || st == ST_DET || st == ST_DETS ? is(&r, r.at, "which") || is(&r, r.at, "who") ||
			   (is(&r, r.at, "that") && st != ST_DETS && st != ST_DET) || is(&r, r.at, "where") : false;
		if (who) {
			other(&r);
		} else if (is(&r, r.at, "there") && (st == ST_PRON || st == ST_ADV)) {
			push(&r, CHUNK_THERE, r.at + 1);
		} else if (st == ST_STOP || st == ST_COMMA || st == ST_CCONJ || st == ST_PUNCT) {
			other(&r);
		} else if (!preposition(&r) && !noun_phrase(&r) && !verb_group(&r) && !predicative(&r)) {
			other(&r);
		}
	}
}
