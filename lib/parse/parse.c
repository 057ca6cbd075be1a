/* parse.c: words -> tags -> phrases -> scene. */
#include "base/ascii.h"
#include "lexicon/lexicon.h"
#include "parse/build.h"
#include "parse/filler.h"
#include "parse/scene.h"
#include "parse/tagger_blob.h"
#include "parse/words.h"

/* Parts of a sentence are read together, tags and notes each by itself. */
static bool together(const struct scene *s, uint32_t first, uint32_t i, uint32_t style)
{
	const struct scene_word *a = &s->words[first], *b = &s->words[i];

	return a->sentence == b->sentence && (a->segment == b->segment || (style == STYLE_SENTENCE && s->style[b->segment] == STYLE_SENTENCE));
}

/* By its marks; the tags of a list are sentences of their own in the scene. */
static uint32_t sentence_of(const struct seg *seg, const struct scene_word *w)
{
	return seg->segments[w->segment].sentence;
}

enum { FOREIGN_LEAST = 5 }; /* words: fewer may all be names */

/* "score_9", "img_001": made, in no language. */
static bool is_made(struct span word)
{
	return span_has_digit(word) || memchr(word.p, '_', word.n);
}

/* A text is no English when most of its words are neither WordNet's, nor of a closed class, nor of the lexicon: of 6,499 captions of people and models
 * none is like that. */
static bool is_foreign(const struct tagger_token *token, uint32_t n)
{
	uint32_t words = 0, unknown = 0;

	for (uint32_t i = 0; i < n; i++)
		if (!token[i].mark && !token[i].digits && !is_made(token[i].norm)) {
			words++;
			unknown += !token[i].known && !token[i].term;
		}
	return words >= FOREIGN_LEAST && unknown * 2 > words;
}

static bool first_a_thing(const struct lexicon *l, const struct scene_word *w)
{
	const struct lex_term *t = w->term;

	if (t && t->cls & (LEX(COLOUR) | LEX(MATERIAL) | LEX(POSE)))
		return false;
	return wn_find(l, w->key, NULL) & WN_FIRST || (t && t->cls & (LEX(NOUN) | LEX(PERSON) | LEX(WEARABLE) | LEX(PART)));
}

static void make_noun(struct scene_word *w, uint8_t *state)
{
	*state = ST_NOUN;
	w->tag = TAG_NOUN;
	w->verb = VERB_NONE;
}

static bool ends(const struct scene *s, uint32_t i)
{
	return i + 1 == s->n_words || s->words[i + 1].segment != s->words[i].segment || s->words[i + 1].tag == TAG_PUNCT;
}

/* "umbrella", "bear": a tag of one word that is first of all a thing is no verb and no adjective, whatever the tagger says of it. */
static void name_tags(const struct lexicon *l, const struct tagger_token *token, struct scene *s, uint8_t *states)
{
	for (uint32_t i = 0; i < s->n_words; i++) {
		struct scene_word *w = &s->words[i];
		bool begins = i == 0 || s->words[i - 1].segment != w->segment || s->words[i - 1].tag == TAG_PUNCT;
		if (!begins || !ends(s, i))
			continue;
		if (w->verb == VERB_ING && token[i].term && token[i].term->cls & (LEX(WEARABLE) | LEX(PART))) { /* "piercing" */
			w->lemma = token[i].norm;
			w->key = token[i].key;
			w->term = token[i].term;
			make_noun(w, &states[i]);
		} else if ((w->tag == TAG_ADJ || states[i] == ST_VB || states[i] == ST_VBP) && first_a_thing(l, w)) {
			make_noun(w, &states[i]);
		}
	}
}

static bool names(uint8_t state)
{
	return state == ST_NOUN || state == ST_NOUNS || state == ST_PROPN;
}

/* "thread-like filaments", "calf-high boots", "a snow-covered roof": a noun that a hyphen binds to a participle, an adjective or "like" says with it how
 * the next thing is; no thread is there. */
static void bind_hyphens(struct scene *s, uint8_t *states)
{
	for (uint32_t i = 0; i + 2 < s->n_words; i++) {
		struct scene_word *w = &s->words[i];
		bool bound = w[1].start == w->end + 1 && s->text.p[w->end] == '-' && w[2].segment == w->segment && names(states[i]);
		bool says = w[1].tag == TAG_ADJ || w[1].verb == VERB_PART || w[1].verb == VERB_ING || states[i + 1] == ST_VBD || span_is(w[1].lemma, "like");
		if (!bound || !says || (!names(states[i + 2]) && w[2].tag != TAG_ADJ))
			continue;
		for (uint32_t k = i; k < i + 2; k++) {
			states[k] = ST_ADJ;
			s->words[k].tag = TAG_ADJ;
			s->words[k].verb = VERB_NONE;
		}
	}
}

/* "with an umbrella, close-up": what a determiner waits for is the noun, but for "a round, wooden table". */
static void name_led(const struct lexicon *l, struct scene *s, uint8_t *states, const uint8_t *taken)
{
	for (uint32_t i = 1; i < s->n_words; i++) {
		bool led = s->words[i].tag == TAG_ADJ && s->words[i - 1].tag == TAG_DET && ends(s, i);
		if (led && (i + 2 >= s->n_words || taken[i + 2] || s->words[i + 2].sentence != s->words[i].sentence) && first_a_thing(l, &s->words[i]))
			make_noun(&s->words[i], &states[i]);
	}
}

void scene_parse(const struct lexicon *l, const struct tagger *t, const struct seg *seg, struct lex_word *const *known, struct arena *a,
		 struct scene *out)
{
	struct builder b = {.l = l, .seg = seg, .a = a, .s = out, .named = {.a = a}, .subject = SCENE_NONE, .last_thing = SCENE_NONE,
			    .last_person = SCENE_NONE, .last_plural = SCENE_NONE};
	struct tagger_token *tokens;

	*out = (struct scene){.text = seg->text};
	uint8_t *states = parse_words(l, t, seg, known, a, out, &tokens);
	name_tags(l, tokens, out, states);
	bind_hyphens(out, states);
	b.states = states;
	b.tokens = tokens;
	b.taken = arena_zalloc(a, out->n_words + 1, 1);
	if ((out->foreign = is_foreign(tokens, out->n_words))) {
		out->style = arena_zalloc(a, seg->n_segments + 1, sizeof *out->style);
		return;
	}
	find_terms(&b);
	name_led(l, out, states, b.taken);
	find_style(&b);
	for (uint32_t i = 0, end; i < out->n_words; i = end) {
		struct chunks c = {0};
		uint32_t style = out->style[out->words[i].segment], from = out->n_objects;
		for (end = i + 1; end < out->n_words && together(out, i, end, style);)
			end++;
		b.tags = style != STYLE_SENTENCE;
		chunk_words(out, b.states, b.taken, i, end, a, &c);
		build_clauses(&b, c.v, c.n, style == STYLE_SENTENCE && (i == 0 || sentence_of(seg, &out->words[i - 1]) != sentence_of(seg, &out->words[i])) ? SCENE_NONE : b.subject);
		if (b.subject == SCENE_NONE && out->n_objects > from)
			b.subject = from;
	}
	sort_empty(out);
	gather_facts(&b);
}
