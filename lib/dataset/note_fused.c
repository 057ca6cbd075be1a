/* note_fused.c: the terms of one caption that may fuse with what is trained, on the thread that made its analysis. */
#include "base/hash.h"
#include "dataset/set_fused.h"
#include "lint/analysis.h"
#include "parse/scene.h"

enum { SLOTS_FUSED = 2 * FUSED_MOST, TAG_WORDS = LEX_WORDS, TERM_BYTES = 96 };

/* What a word of the scene is to terms. */
enum { W_STOP = 1, W_MINE = 2 /* of the trigger or the class word: what is said of it is said of the subject */, W_UNKNOWN = 4,
       W_INSIDE = 8 /* goes on a term of several words: a phrase does not begin there, nor end before it */,
       W_HEAD = 16 /* background, image: says nothing by itself */,
       W_CLASS = 32 };

struct gather {
	const struct scene *s;
	const struct analysis *t;
	uint64_t *key;        /* of each word's lemma, spellings of one term alike */
	uint8_t *is;          /* W_ bits */
	struct note_fused v[FUSED_MOST];
	uint16_t slot[SLOTS_FUSED]; /* place in v + 1, by key */
	uint16_t n;
};

/* Words from..to of the scene. */
struct run {
	uint32_t from, to;
};

static void put(struct gather *g, uint64_t key, struct run a, struct run b, unsigned words, unsigned flags)
{
	const struct scene_word *w = g->s->words;
	uint32_t i = (uint32_t)(key >> 40) % SLOTS_FUSED, start = w[a.from].start, len = w[a.to - 1].end - start;
	uint32_t more = b.to > b.from ? w[b.from].start : 0, more_len = b.to > b.from ? w[b.to - 1].end - more : 0;

	if (g->n == FUSED_MOST || len + more_len > TERM_BYTES)
		return;
	for (; g->slot[i]; i = (i + 1) % SLOTS_FUSED)
		if (g->v[g->slot[i] - 1].key == key) {
			g->v[g->slot[i] - 1].flags |= (uint8_t)flags;
			return;
		}
	g->v[g->n++] = (struct note_fused){key, start, more, (uint8_t)len, (uint8_t)more_len, (uint8_t)words, (uint8_t)flags, 0};
	g->slot[i] = g->n;
}

static struct run words_in(const struct gather *g, uint32_t start, uint32_t end)
{
	uint32_t lo = 0, hi = g->s->n_words;

	while (lo < hi) {
		uint32_t mid = (lo + hi) / 2;
		if (g->s->words[mid].start < start)
			lo = mid + 1;
		else
			hi = mid;
	}
	struct run r = {lo, lo};
	while (r.to < g->s->n_words && g->s->words[r.to].end <= end)
		r.to++;
	return r;
}

/* The words of r without those of the trigger at its ends; empty when one stands inside, or a mark does. */
static struct run without_mine(const struct gather *g, struct run r)
{
	while (r.from < r.to && (g->is[r.from] & W_MINE))
		r.from++;
	while (r.to > r.from && (g->is[r.to - 1] & W_MINE))
		r.to--;
	for (uint32_t i = r.from; i < r.to; i++)
		if ((g->is[i] & W_MINE) || g->s->words[i].tag == TAG_PUNCT)
			return (struct run){0, 0};
	return r;
}

/* A key over both runs' words; determiners between them do not count. */
static uint64_t key_of(const struct gather *g, struct run a, struct run b, unsigned *n)
{
	uint64_t key = 0;

	*n = 0;
	for (uint32_t i = a.from; i < a.to; i++)
		key = (*n)++ ? lex_join(key, g->key[i]) : g->key[i];
	for (uint32_t i = b.from; i < b.to; i++)
		key = (*n)++ ? lex_join(key, g->key[i]) : g->key[i];
	return key;
}

static void put_runs(struct gather *g, struct run a, struct run b, unsigned flags)
{
	unsigned n;

	if (a.from == a.to) {
		a = b;
		b = (struct run){0, 0};
	}
	if (a.from == a.to)
		return;
	uint64_t key = key_of(g, a, b, &n);
	put(g, key, a, b, n, flags);
}

/* ------------------------------------------------------------------------------------------------ words */

#define NO_TERM (LEX(MEDIUM) | LEX(COUNT) | LEX(QUALITY) | LEX(RATING) | LEX(PHOTO))

static void mark(struct gather *g, uint32_t start, uint32_t end, unsigned bits)
{
	for (struct run r = words_in(g, start, end); r.from < r.to; r.from++)
		g->is[r.from] |= (uint8_t)bits;
}

/* Function words and verbs end a phrase; units of some kinds are no terms. */
static void look_at_words(struct gather *g)
{
	const struct analysis *t = g->t;
	const struct scene *s = g->s;

	for (uint32_t i = 0, k = 0; i < s->n_words; i++) {
		const struct scene_word *w = &s->words[i];
		bool open = w->tag == TAG_NOUN || w->tag == TAG_PROPN || w->tag == TAG_ADJ || w->tag == TAG_ADV || w->tag == TAG_X ||
			    (w->tag == TAG_VERB && w->verb != VERB_FIN && w->verb != VERB_INF);
		while (k < t->seg.n_words && t->seg.words[k].start < w->start)
			k++;
		const struct lex_word *known = k < t->seg.n_words && t->seg.words[k].start == w->start ? t->known[k] : NULL;
		g->key[i] = known && known->term ? known->unit : w->key;
		g->is[i] = !known || !open ? W_STOP : known->known ? 0 : W_UNKNOWN;
		if (known && w->tag == TAG_NOUN && (known->cls & (LEX(STOP) | LEX(HEAD)))) /* "warm" is in that list, too, and mostly an adjective */
			g->is[i] |= W_STOP | (known->cls & LEX(HEAD) ? W_HEAD : 0);
	}
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		bool none = (u->cls & NO_TERM) || ((u->cls & LEX(META)) && !(u->cls & LEX(PIXEL)));
		if (none || (u->flags & (UNIT_NEGATED | UNIT_QUOTED | UNIT_GLUE | UNIT_NUMBER)))
			mark(g, u->start, u->end, W_STOP);
		if (u->term && u->n_words > 1 && u->n_words <= FUSED_GRAM)
			mark(g, t->seg.words[u->word + 1].start, u->end, W_INSIDE);
		if (u->flags & UNIT_TRIGGER)
			mark(g, u->start, u->end, W_STOP | W_MINE);
	}
}

/* ------------------------------------------------------------------------------------------------ class words */

static bool names_somebody(const struct unit *u)
{
	return (u->wn & (WN_PERSON | WN_LIVING)) || (u->cls & LEX(PERSON)) || (u->flags & UNIT_PERSON);
}

/* The noun behind the trigger ("ohwx woman", "ohwx, woman"); without a trigger the first somebody that is named. NULL: none. */
static const struct unit *class_noun(const struct analysis *t, bool triggers)
{
	const struct unit *end = t->units + t->n_units, *at = t->trigger >= 0 ? &t->units[t->trigger] : NULL;

	if (!at && triggers)
		return NULL;
	if (!at) {
		for (const struct unit *u = t->units; u && u < end; u++)
			if ((u->flags & UNIT_NOUN) && names_somebody(u) && !(u->flags & (UNIT_PART | UNIT_NEGATED | UNIT_QUOTED)))
				return u;
		return NULL;
	}
	for (const struct unit *u = at + 1; u < end; u++) {
		bool noun = (u->flags & UNIT_THING) || (u->wn & (WN_NOUN | WN_CONCRETE)) || (u->cls & (LEX(NOUN) | LEX(GENERIC) | LEX(PERSON)));
		bool beside = u->segment == at->segment;
		if (u->flags & UNIT_TRIGGER)
			continue;
		if ((u->flags & UNIT_GLUE) || u->segment > at->segment + 1)
			return NULL;
		if (!beside) /* a tag of its own: only somebody is a class */
			return noun && names_somebody(u) && t->segments[u->segment].n_units == 1 ? u : NULL;
		/* the last of a run of nouns: "ohwx golden retriever dog" */
		if (noun && (u + 1 == end || u[1].segment != u->segment || !(u[1].flags & UNIT_NOUN) || u[1].word != u->word + u->n_words))
			return u;
		if (!noun && !(u->flags & UNIT_ADJ) && !(u->cls & (LEX(COLOUR) | LEX(MATERIAL))))
			return NULL;
	}
	return NULL;
}

/* What the class is a kind of means the subject, too: "ohwx retriever ... the dog". */
static void mark_general(struct gather *g, const struct lexicon *l)
{
	const struct analysis *t = g->t;
	uint32_t class = 0;

	for (uint32_t i = 0, k = 0; i < g->s->n_words && !class; i++) {
		while (k < t->seg.n_words && t->seg.words[k].start < g->s->words[i].start)
			k++;
		if (k < t->seg.n_words && (g->is[i] & W_CLASS))
			class = t->known[k]->noun;
	}
	for (uint32_t i = 0; class && i < t->n_units; i++)
		if (t->units[i].noun && wn_ancestor(l, t->units[i].noun, class))
			mark(g, t->units[i].start, t->units[i].end, W_STOP | W_MINE);
}

/* Every word of the caption that is a class word stands for the subject. */
static void find_class(struct gather *g, const struct lint_options *o, const struct span *given, size_t n_given)
{
	const struct unit *u = class_noun(g->t, o->n_triggers > 0);
	struct run r = u ? words_in(g, u->start, u->end) : (struct run){0, 0};
	unsigned n;

	if (r.from < r.to) {
		uint64_t key = key_of(g, r, (struct run){0, 0}, &n);
		put(g, hash_u64(key + 1), r, (struct run){0, 0}, n, FUSED_CLASS);
		for (uint32_t i = 0; o->n_triggers && i + n <= g->s->n_words; i++) {
			unsigned same;
			struct run here = {i, i + n};
			if (g->key[i] == g->key[r.from] && key_of(g, here, (struct run){0, 0}, &same) == key)
				for (uint32_t k = i; k < here.to; k++)
					g->is[k] |= W_STOP | W_MINE | W_CLASS;
		}
	}
	for (size_t k = 0; k < n_given; k++) {
		uint64_t key = lex_key(given[k].p, given[k].n);
		for (uint32_t i = 0; i < g->s->n_words; i++)
			if (g->key[i] == key || g->s->words[i].key == key)
				g->is[i] |= W_STOP | W_MINE | W_CLASS;
	}
}

/* ------------------------------------------------------------------------------------------------ terms */

static void put_grams(struct gather *g)
{
	const struct scene_word *w = g->s->words;

	for (uint32_t i = 0; i < g->s->n_words; i++) {
		uint64_t key = 0;
		if (g->is[i] & W_INSIDE)
			continue;
		for (uint32_t k = i; k < g->s->n_words && k < i + FUSED_GRAM && !(g->is[k] & W_STOP) && w[k].segment == w[i].segment; k++) {
			key = k > i ? lex_join(key, g->key[k]) : g->key[k];
			if (k + 1 < g->s->n_words && (g->is[k + 1] & W_INSIDE))
				continue;
			if (k == i && w[k].tag == TAG_VERB && w[k].verb == VERB_PART) /* "seen", "named": seated is a fact of the scene */
				continue;
			if (w[k].tag == TAG_ADV) /* "very long hair", never "long hair very" */
				continue;
			put(g, key, (struct run){i, k + 1}, (struct run){0, 0}, k + 1 - i, k == i && (g->is[i] & W_UNKNOWN) ? FUSED_UNKNOWN : 0);
		}
	}
}

/* Whole tags, function words in them or not: "looking at viewer". */
static void put_tags(struct gather *g)
{
	for (uint32_t i = 0; i < g->t->n_segments; i++) {
		const struct segment *x = &g->t->segments[i];
		struct run r = words_in(g, x->start, x->end);
		bool some = false;
		if (x->clause || x->quoted || (x->cls & (LEX(COUNT) | LEX(QUALITY) | LEX(RATING))))
			continue;
		while (r.from < r.to && g->s->words[r.from].tag == TAG_DET)
			r.from++;
		r = without_mine(g, r);
		for (uint32_t k = r.from; k < r.to; k++)
			some |= !(g->is[k] & W_STOP);
		if (some && r.to - r.from > 1 && r.to - r.from <= TAG_WORDS)
			put_runs(g, r, (struct run){0, 0}, 0);
	}
}

static bool has_stop(const struct gather *g, struct run r)
{
	while (r.from < r.to && (g->is[r.from] & W_MINE))
		r.from++;
	return r.from == r.to || (g->is[r.to - 1] & (W_STOP | W_MINE)) == W_STOP;
}

static void put_attributes(struct gather *g)
{
	for (uint32_t i = 0; i < g->s->n_attributes; i++) {
		const struct scene_attribute *x = &g->s->attributes[i];
		const struct scene_object *o = &g->s->objects[x->object];
		struct run said = words_in(g, x->start, x->end), thing = {0, 0};
		if (x->kind == ATTR_COUNT || x->kind == ATTR_TEXT || said.from == said.to || (g->is[said.from] & W_MINE))
			continue;
		if (!o->implicit) {
			thing = words_in(g, o->start, o->end);
			if (has_stop(g, thing) && !(thing.from < thing.to && (g->is[thing.to - 1] & W_MINE)))
				continue;
			thing = without_mine(g, thing);
		}
		said = without_mine(g, said);
		/* "is seen", "named": a lone participle of the subject; poses in -ed are terms of their own */
		if (thing.from == thing.to && said.to - said.from == 1 && g->s->words[said.from].verb == VERB_PART)
			continue;
		bool behind = said.from < said.to && thing.to > thing.from && thing.to <= said.from && g->s->words[said.from].tag == TAG_VERB;
		put_runs(g, behind ? thing : said, behind ? said : thing, 0); /* "fur glows", "red scarf" */
	}
}

/* "The background is white": a picture term that no phrase says. */
static void put_heads(struct gather *g)
{
	const struct scene_word *w = g->s->words;

	for (uint32_t i = 0; i + 2 < g->s->n_words; i++) {
		uint32_t k = i + 2 + (i + 3 < g->s->n_words && w[i + 2].tag == TAG_ADV);
		if ((g->is[i] & W_HEAD) && w[i + 1].tag == TAG_AUX && w[k].tag == TAG_ADJ)
			put_runs(g, (struct run){k, k + 1}, (struct run){i, i + 1}, 0);
	}
}

/* A verb and what it acts on: "sitting on bench". Having and wearing say no more than the thing itself, and so does a bare place. */
static void put_relations(struct gather *g)
{
	for (uint32_t i = 0; i < g->s->n_relations; i++) {
		const struct scene_relation *x = &g->s->relations[i];
		const struct scene_object *o = &g->s->objects[x->object];
		struct run does = words_in(g, x->start, x->end), thing = words_in(g, o->start, o->end);
		bool verb = false;
		if (x->possessive || o->implicit || span_is(x->predicate, "wear") || span_is(x->predicate, "have") || has_stop(g, thing))
			continue;
		for (uint32_t k = does.from; k < does.to; k++)
			verb |= g->s->words[k].tag == TAG_VERB;
		does = without_mine(g, does);
		if (verb && does.from < does.to && g->s->words[does.to - 1].start < o->start)
			put_runs(g, does, without_mine(g, thing), 0);
	}
}

/* Terms of light, camera, focus, background; of style and medium, which a style is meant to be. */
static void put_picture(struct gather *g, const struct lint_options *o)
{
	for (uint32_t i = 0; i < g->s->n_picture; i++) {
		const struct scene_picture *x = &g->s->picture[i];
		bool style = x->kind == PICTURE_STYLE || x->kind == PICTURE_PALETTE || x->kind == PICTURE_MEDIUM, some = false;
		struct run r = without_mine(g, words_in(g, x->start, x->end));
		for (uint32_t k = r.from; k < r.to; k++) /* "in the background" says nothing */
			some |= g->s->words[k].tag != TAG_DET && g->s->words[k].tag != TAG_ADP && !(g->is[k] & W_HEAD);
		if (some && x->kind != PICTURE_QUALITY && (x->kind != PICTURE_MEDIUM || o->purpose == PURPOSE_STYLE))
			put_runs(g, r, (struct run){0, 0}, style ? FUSED_STYLE : 0);
	}
}

uint16_t fused_note(struct buf *side, const struct lint_result *r, const struct lint_options *o, const struct lexicon *lexicon,
		    const struct span *class_words, size_t n_class_words, struct arena *a)
{
	struct gather g;

	if (!r->scene || r->scene->foreign || r->scene->n_words == 0)
		return 0;
	g.s = r->scene;
	g.t = r->analysis;
	g.n = 0;
	memset(g.slot, 0, sizeof g.slot);
	g.key = arena_alloc(a, g.s->n_words * sizeof *g.key);
	g.is = arena_alloc(a, g.s->n_words);
	look_at_words(&g);
	find_class(&g, o, class_words, n_class_words);
	mark_general(&g, lexicon);
	put_grams(&g);
	put_tags(&g);
	put_attributes(&g);
	put_relations(&g);
	put_heads(&g);
	put_picture(&g, o);
	buf_add(side, (const char *)g.v, g.n * sizeof *g.v);
	return g.n;
}
