/* words.c: from the words of a seg to tokens, their tags and lemmas. A sentence at a time goes to the tagger. */
#include "parse/words.h"

#include <assert.h>

#include "lexicon/lexicon.h"
#include "parse/tagger_blob.h"

struct cutter {
	const struct lexicon *lexicon;
	const struct tagger *tagger;
	const struct seg *seg;
	struct lex_word *const *known; /* NULL: none */
	struct arena *a;
	struct scene *out;
	struct tagger_token *token;
	struct tagger_scratch scratch;
	uint32_t n, cap;
};

static void add(struct cutter *c, uint32_t start, uint32_t end, struct span norm, const struct seg_word *w, unsigned mark)
{
	struct tagger_token *k = &c->token[c->n];
	struct scene_word *s = &c->out->words[c->n++];

	*k = (struct tagger_token){.norm = norm, .key = mark ? 0 : lex_key_padded(norm.p, norm.n), .state = (uint8_t)mark, .mark = mark != 0};
	*s = (struct scene_word){.start = start, .end = end, .object = SCENE_NONE};
	if (!mark) {
		tagger_expect(c->tagger, k->key);
		lex_expect_term(c->lexicon, k->key);
	}
	if (w && w->start == start) {
		k->capital = w->capital;
		k->digits = w->digits;
	}
}

/* A word that the lexicon has been asked of. */
static void add_known(struct cutter *c, const struct seg_word *w, struct lex_word *known)
{
	c->token[c->n] = (struct tagger_token){.norm = w->norm, .key = known->key, .term = known->own, .looked_up = true, .memo = &known->tags,
					       .capital = w->capital, .digits = w->digits};
	c->out->words[c->n++] = (struct scene_word){.start = w->start, .end = w->end, .object = SCENE_NONE};
	if (!known->tags)
		tagger_expect(c->tagger, known->key);
}

/* A span in the arena with the padding that keys want. */
static struct span padded(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n + SEG_PAD);

	memcpy(p, s.p, s.n);
	memset(p + s.n, 0, SEG_PAD);
	return (struct span){p, s.n};
}

/* The ending that is a word of its own: 's, s', n't, 'll, 're, 've, 'd; its length or 0. */
static size_t clitic(struct span w)
{
	const char *quote = memchr(w.p, '\'', w.n);
	size_t at = quote ? (size_t)(quote - w.p) : 0;

	if (!quote || at == 0)
		return 0;
	if (w.n - at == 2 && w.p[at + 1] == 't' && w.p[at - 1] == 'n' && at > 1)
		return 3;
	return w.n - at <= 3 ? w.n - at : 0;
}

/* Whether a word is the s of "the dog 's ears", with a blank as treebanks write it: 1, the byte of its apostrophe. */
static uint32_t owns(const struct seg *seg, const struct seg_word *w)
{
	assert(w);
	return w->norm.n == 1 && w->norm.p[0] == 's' && w->start > 1 && seg->text.p[w->start - 1] == '\'' && seg->text.p[w->start - 2] == ' ';
}

static void add_word(struct cutter *c, const struct seg_word *w)
{
	if (owns(c->seg, w)) {
		add(c, w->start - 1, w->end, padded(c->a, SPAN("'s")), NULL, 0);
		return;
	}
	size_t tail = w->end - w->start == w->norm.n ? clitic(w->norm) : 0;
	uint32_t cut = (uint32_t)(w->end - tail);

	if (tail == 0 && c->known) {
		add_known(c, w, c->known[w - c->seg->words]);
		return;
	}
	if (tail == 0) {
		add(c, w->start, w->end, w->norm, w, 0);
		return;
	}
	add(c, w->start, cut, padded(c->a, span_cut(w->norm, 0, w->norm.n - tail)), w, 0);
	add(c, cut, w->end, padded(c->a, span_cut(w->norm, w->norm.n - tail, w->norm.n)), NULL, 0);
}

/* "a a dog dog": a word that stands twice says no more than once, and is one word of the scene; not "Walla Walla", "pom-pom". */
static bool doubled(const struct seg *seg, const struct seg_word *w)
{
	const struct seg_word *last = w - 1;

	return w > seg->words && w->start == last->end + 1 && seg->text.p[last->end] == ' ' && !w->capital && w->segment == last->segment &&
	       span_eq(w->norm, last->norm);
}

/* The mark between two words that says most: a stop before a comma before any other; and where it stands. */
static unsigned mark_of(struct span text, uint32_t from, uint32_t to, uint32_t *at)
{
	unsigned best = 0;

	for (uint32_t i = from; i < to; i++) {
		char c = text.p[i];
		if (c == ' ' || c == '\t' || c == '-' || c == '_')
			continue;
		unsigned m = c == '.' || c == '!' || c == '?' || c == ';' || c == ':' || c == '\n' || c == '|' ? ST_STOP : c == ',' ? ST_COMMA : ST_PUNCT;
		bool more = best == 0 || (m == ST_STOP && best != ST_STOP) || (m == ST_COMMA && best == ST_PUNCT);
		if (more) {
			best = m;
			*at = i;
		}
	}
	return best;
}

static void add_mark(struct cutter *c, uint32_t at, unsigned mark)
{
	uint32_t end = at + 1;

	while (end < c->seg->text.n && ((unsigned char)c->seg->text.p[end] & 0xC0) == 0x80)
		end++;
	add(c, at, end, span_cut(c->seg->text, at, end), NULL, mark);
}

/* The terms of the words from on: in a loop of its own, so that memory fetches many at once. */
static void look_up(struct cutter *c, uint32_t from)
{
	for (uint32_t i = from; i < c->n; i++) {
		struct tagger_token *k = &c->token[i];
		struct scene_word *w = &c->out->words[i];
		if (!k->looked_up)
			k->term = k->mark ? NULL : lex_find(c->lexicon, k->key);
		w->term = w->key == k->key ? k->term : lex_find(c->lexicon, w->key);
	}
}

static void finish(struct cutter *c, uint32_t from, uint32_t sentence, bool list, uint8_t *states)
{
	uint32_t end = c->n - (c->token[c->n - 1].mark && list); /* a tag is read alike whether another follows or not */

	tagger_tag(c->tagger, c->token + from, end - from, &c->scratch, c->a);
	for (uint32_t i = from; i < c->n; i++) {
		static const uint8_t tag[] = {
#define STATE(NAME, tag, verb) TAG_##tag,
#define CARRIED(NAME, tag, verb) TAG_##tag,
#include "parse/tags.def"
#undef STATE
#undef CARRIED
		};
		static const uint8_t verb[] = {
#define STATE(NAME, tag, verb) VERB_##verb,
#define CARRIED(NAME, tag, verb) VERB_##verb,
#include "parse/tags.def"
#undef STATE
#undef CARRIED
		};
		const struct tagger_token *k = &c->token[i];
		struct scene_word *w = &c->out->words[i];
		states[i] = k->state;
		w->tag = tag[k->state];
		w->verb = verb[k->state];
		w->sentence = sentence;
		w->role = k->role;
		w->lemma = tagger_lemma_of(c->tagger, k, c->a);
		w->key = w->lemma.p == k->norm.p && w->lemma.n == k->norm.n ? k->key : lex_key(w->lemma.p, w->lemma.n);
		if (w->key != k->key)
			lex_expect_term(c->lexicon, w->key);
		if (w->tag == TAG_NOUN || w->tag == TAG_PROPN)
			wn_expect(c->lexicon, w->key);
	}
	look_up(c, from);
}

enum { TAG_WORDS = 3 };

/* "a cat, a dog, and two birds" is no list of tags. */
static bool opens(struct span w)
{
	return span_is(w, "a") || span_is(w, "an") || span_is(w, "the") || span_is(w, "and") || span_is(w, "or");
}

/* Whether the sentence of segment i is a list of tags, by their length: each is then read by itself, whatever stands before it, so that
 * their order says nothing. *end is the segment behind it. */
static bool is_list(const struct seg *seg, size_t i, size_t *end)
{
	size_t n = 0, small = 0;
	uint32_t sentence = seg->segments[i].sentence;

	for (; i < seg->n_segments && seg->segments[i].sentence == sentence; i++) {
		const struct seg_segment *g = &seg->segments[i];
		n++;
		small += g->n_words <= TAG_WORDS && !(g->n_words && opens(seg->words[g->word].norm));
	}
	*end = i;
	return n >= 2 && small * 10 >= n * 7;
}

uint8_t *parse_words(const struct lexicon *l, const struct tagger *t, const struct seg *seg, struct lex_word *const *known, struct arena *a,
		     struct scene *out, struct tagger_token **tokens)
{
	size_t most = seg->n_words * 3 + 1;
	struct cutter c = {.lexicon = l, .tagger = t, .seg = seg, .known = known, .a = a, .out = out};
	uint8_t *states = arena_alloc(a, most);
	uint32_t from = 0, sentence = 0;
	size_t asked = 0; /* up to this segment list says what its sentence is */
	bool list = false;

	out->words = arena_alloc(a, most * sizeof *out->words);
	c.token = arena_alloc(a, most * sizeof *c.token);
	for (size_t i = 0; i < seg->n_words; i++) {
		const struct seg_word *w = &seg->words[i], *next = i + 1 < seg->n_words ? w + 1 : NULL;
		uint32_t first = c.n, at = 0, end = next ? next->start - owns(seg, next) : (uint32_t)seg->text.n;
		if (c.n > from && doubled(seg, w))
			out->words[c.n - 1].end = w->end;
		else
			add_word(&c, w);
		unsigned mark = mark_of(seg->text, w->end, end, &at);
		if (mark)
			add_mark(&c, at, mark);
		for (; first < c.n; first++)
			out->words[first].segment = w->segment;
		if (w->segment >= asked)
			list = is_list(seg, w->segment, &asked);
		bool on = next && (list ? next->segment == w->segment : seg->segments[next->segment].sentence == seg->segments[w->segment].sentence);
		if (on && c.n - from < TAGGER_SENTENCE)
			continue;
		finish(&c, from, sentence++, list, states);
		from = c.n;
	}
	out->n_words = c.n;
	*tokens = c.token;
	return states;
}
