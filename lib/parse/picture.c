/* picture.c: what a caption says of the picture itself, and what shows nothing: terms of the lexicon, the longest at each place. */
#include "base/ascii.h"
#include "lexicon/lexicon.h"
#include "parse/filler.h"
#include "parse/light.h"
#include "parse/mood.h"
#include "parse/tagger_blob.h"
#include "text/quote.h"

void add_picture(struct builder *b, enum scene_term kind, struct span text, uint32_t start, uint32_t end)
{
	struct scene *s = b->s;

	*ARENA_MORE(b->a, s->picture, s->n_picture, s->cap_picture) = (struct scene_picture){.start = start, .end = end, .text = text, .kind = kind};
}

void add_empty(struct builder *b, enum scene_void kind, uint32_t start, uint32_t end)
{
	struct scene *s = b->s;

	*ARENA_MORE(b->a, s->empty, s->n_empty, s->cap_empty) = (struct scene_empty){start, end, kind};
}

static void take(struct builder *b, uint32_t from, uint32_t to, enum chunk_taken how)
{
	for (uint32_t i = from; i < to; i++)
		b->taken[i] = (uint8_t)how;
}

/* The kind of picture term that a class names; SCENE_TERMS for none. */
static enum scene_term kind_of(uint64_t cls)
{
	static const struct { uint64_t cls; enum scene_term kind; } kinds[] = {
		{LEX(QUALITY) | LEX(META) | LEX(RATING), PICTURE_QUALITY}, {LEX(LIGHT), PICTURE_LIGHT}, {LEX(FOCUS), PICTURE_FOCUS},
		{LEX(CAMERA), PICTURE_CAMERA}, {LEX(MEDIUM), PICTURE_MEDIUM}, {LEX(GENRE), PICTURE_STYLE}, {LEX(SETTING) | LEX(PLAIN), PICTURE_BACKGROUND},
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (cls & kinds[i].cls)
			return kinds[i].kind;
	return SCENE_TERMS;
}

enum { AHEAD = 32, BACK = 8 }; /* words that are looked through */

/* "Overhead, the sky is grey.": where something is, before the clause that says what. */
static bool adverbial(const struct builder *b, uint32_t from, uint32_t end)
{
	unsigned tag = word(b, from)->tag;
	uint32_t i = end;

	if (end - from > 1 || (tag != TAG_ADV && tag != TAG_ADP) || i >= b->s->n_words || b->states[i] != ST_COMMA)
		return false;
	while (i < b->s->n_words && i < end + AHEAD && word(b, i)->sentence == word(b, from)->sentence && word(b, i)->verb != VERB_FIN && b->states[i] != ST_BE)
		i++;
	return i < b->s->n_words && i < end + AHEAD && word(b, i)->sentence == word(b, from)->sentence;
}

/* "a window with a panoramic view": what a thing has is no view of the picture. */
static bool of_thing(const struct builder *b, uint32_t from)
{
	uint32_t i = from;

	while (i > 0 && from - i < BACK && (word(b, i - 1)->tag == TAG_DET || word(b, i - 1)->tag == TAG_ADJ))
		i--;
	if (i == from || i < 2 || !(span_is(word(b, i - 1)->lemma, "with") || span_is(word(b, i - 1)->lemma, "offer") || span_is(word(b, i - 1)->lemma, "have")))
		return false;
	const struct scene_word *owner = word(b, i - 2);
	return (owner->tag == TAG_NOUN || owner->tag == TAG_PROPN) && !(class_at(b, i - 2) & (LEX(HEAD) | LEX(MEDIUM) | LEX(CAMERA) | LEX(STOP)));
}

/* "a full-length white gown", "full body armour": said of the thing that follows at word i, not of the picture. */
static bool measures(const struct builder *b, uint32_t i)
{
	if (i >= b->s->n_words || b->tokens[i].mark || (word(b, i)->tag != TAG_NOUN && word(b, i)->tag != TAG_ADJ))
		return false;
	const struct lex_term *t = word(b, i)->term;
	return !t || !(t->cls & (LEX(CAMERA) | LEX(MEDIUM) | LEX(GENRE) | LEX(HEAD) | LEX(STOP)));
}

/* "The boy is looking up at a kite", "being photographed from all sides": somebody in the picture does it, no camera. */
static bool of_somebody(const struct builder *b, uint32_t from)
{
	if (from == 0 || word(b, from)->tag != TAG_VERB || b->tokens[from - 1].mark)
		return false;
	if (word(b, from)->verb != VERB_ING)
		return b->states[from - 1] == ST_AUXI;
	while (from > 1 && (b->states[from - 1] == ST_BE || word(b, from - 1)->tag == TAG_ADV))
		from--;
	return word(b, from - 1)->tag == TAG_PRON || class_at(b, from - 1) & LEX(PERSON) ||
	       wn_find(b->l, word(b, from - 1)->key, NULL) & (WN_PERSON | WN_LIVING);
}

/* Whether the words from..end may be said of the picture: a term of several words, one that no thing is called, one that is a whole
 * segment, or what the caption begins with: "photo of". A painting on a wall, a shadow, the beach are things. */
static bool says_picture(const struct builder *b, const struct lex_term *t, enum scene_term kind, uint32_t from, uint32_t end)
{
	bool alone = (from == 0 || word(b, from - 1)->segment != word(b, from)->segment || b->tokens[from - 1].mark) &&
		     (end == b->s->n_words || b->tokens[end].mark || word(b, end)->segment != word(b, from)->segment);
	bool pair = t->cls & (LEX(PAIR) | LEX(LAMP) | LEX(HEAD) | LEX(NOUN) | LEX(PLACE));
	bool of = end < b->s->n_words && span_is(word(b, end)->lemma, "of");
	bool noun = word(b, end - 1)->tag == TAG_NOUN;

	if (kind == PICTURE_CAMERA && (adverbial(b, from, end) || of_thing(b, from) || of_somebody(b, from)))
		return false;
	if (alone)
		return true;
	if (kind == PICTURE_CAMERA && pair && measures(b, end))
		return false;
	if (kind == PICTURE_MEDIUM || kind == PICTURE_STYLE || (kind == PICTURE_CAMERA && noun && of && end - from == 1))
		return of && word(b, from)->sentence == 0;
	if (kind == PICTURE_LIGHT && of && end + 1 < b->s->n_words && is_colour(b, end + 1))
		return false; /* "a dull shade of green" */
	if (end - from > 1)
		return true;
	return kind == PICTURE_LIGHT ? !pair : kind == PICTURE_QUALITY ? !noun : (kind == PICTURE_FOCUS || kind == PICTURE_CAMERA) && !pair && !noun;
}

/* "blue sky", "in the forest", "traffic light": what says light or surroundings is a thing as well, unless it stands as a tag. */
static bool names_thing(const struct builder *b, enum scene_term kind, uint32_t from, uint32_t end)
{
	const struct lex_term *t = word(b, end - 1)->term;
	bool thing = t && (t->cls & (LEX(PLACE) | LEX(LAMP) | LEX(NOUN) | LEX(PERSON) | LEX(WEARABLE)));

	return (kind == PICTURE_BACKGROUND && !(t && (t->cls & LEX(HEAD)))) || (kind == PICTURE_LIGHT && thing && end - from > 1);
}

/* 1girl, 2boys: so many of them, and the subject of the tags. */
static bool take_count(struct builder *b, uint32_t i)
{
	struct span norm = b->tokens[i].norm;
	size_t digits = 0;

	while (digits < norm.n && ascii_digit(norm.p[digits]))
		digits++;
	if (digits == 0 || digits > 2 || digits == norm.n)
		return false;
	struct span name = span_cut(norm, digits, norm.n);
	if (name.n > 1 && name.p[name.n - 1] == 's')
		name.n--;
	uint32_t object = add_object(b, i, name, name, digits == 1 ? (uint32_t)(norm.p[0] - '0') : 0);
	if (b->subject == SCENE_NONE)
		b->subject = object;
	take(b, i, i + 1, TAKEN_TERM);
	return true;
}

static uint32_t take_quote(struct builder *b, uint32_t i)
{
	size_t close = quote_end(b->s->text, word(b, i)->start);
	uint32_t end = i;

	if (close == 0)
		return i;
	while (end < b->s->n_words && word(b, end)->start < close)
		end++;
	take(b, i, end, TAKEN_QUOTE);
	return end;
}

static struct span term_text(const struct builder *b, const struct lex_term *t)
{
	return lex_at(b->l, t->canon)->text;
}

/* "a striking view", no clock that is striking noon. */
static bool praises(const struct builder *b, uint32_t from, uint32_t end)
{
	bool verb = end - from == 1 && word(b, from)->tag == TAG_VERB;

	return !verb || (end < b->s->n_words && !b->tokens[end].mark && word(b, end)->tag == TAG_NOUN);
}

/* "a knight in intricate armor": praise inside a noun phrase, which goes on behind it. */
static bool modifies(const struct builder *b, uint32_t i, uint32_t end)
{
	return end - i == 1 && word(b, i)->tag == TAG_ADJ && end < b->s->n_words && !b->tokens[end].mark && word(b, end)->segment == word(b, i)->segment &&
	       (word(b, end)->tag == TAG_NOUN || word(b, end)->tag == TAG_ADJ);
}

/* Whether nothing but adjectives and nouns stands before word i in its segment: no grammar holds them together. */
static bool bare_before(const struct builder *b, uint32_t i)
{
	for (uint32_t k = i; k > 0 && i - k < BACK && word(b, k - 1)->segment == word(b, i)->segment && !b->tokens[k - 1].mark; k--)
		if (word(b, k - 1)->tag != TAG_NOUN && word(b, k - 1)->tag != TAG_PROPN && word(b, k - 1)->tag != TAG_ADJ)
			return false;
	return true;
}

/* "a red car hyperrealistic": praise of the picture that hangs behind a noun; "sports car front closeup": so do words of the camera. */
static bool dangles(const struct builder *b, const struct lex_term *t, uint32_t from, uint32_t end)
{
	bool last = end == b->s->n_words || b->tokens[end].mark;
	bool praise = t->cls & LEX(FILLER) && t->cls & LEX(MEDIUM);
	bool camera = t->cls & LEX(CAMERA) && !(t->cls & (LEX(PAIR) | LEX(NOUN) | LEX(PLACE)));

	return last && from > 0 && word(b, from - 1)->tag == TAG_NOUN && !b->taken[from - 1] && word(b, from - 1)->segment == word(b, from)->segment &&
	       (praise || (camera && bare_before(b, from)));
}

void find_terms(struct builder *b)
{
	struct scene *s = b->s;

	for (uint32_t i = 0, end = 0; i < s->n_words; i = end) {
		uint32_t behind;
		end = i + 1;
		if (b->tokens[i].mark) {
			behind = take_quote(b, i);
			end = behind > i ? behind : end;
			continue;
		}
		struct opinion o;
		if (is_opinion(b, i, &o)) {
			take(b, o.from, end = o.end, TAKEN_TERM);
			add_empty(b, o.kind, word(b, o.from)->start, word(b, end - 1)->end);
			continue;
		}
		const struct lex_term *t = longest_term(b, i, s->n_words, &end);
		if (!t)
			continue;
		enum scene_term kind = kind_of(t->cls);
		bool there = span_is(word(b, i)->lemma, "there");
		bool empty = t->cls & (LEX(NONVISUAL) | LEX(HEDGE) | LEX(APOLOGY) | (there ? 0 : LEX(LEAD)));
		if ((t->cls & LEX(COUNT)) && take_count(b, i)) {
			continue;
		} else if (t->cls & LEX(COUNT) && t->cls & LEX(FILLER)) { /* "solo" names nothing */
			take(b, i, end, TAKEN_TERM);
		} else if (dangles(b, t, i, end)) {
			take(b, i, end, TAKEN_TERM);
			add_picture(b, t->cls & LEX(CAMERA) ? PICTURE_CAMERA : PICTURE_QUALITY, term_text(b, t), word(b, i)->start, word(b, end - 1)->end);
		} else if (kind != SCENE_TERMS && says_picture(b, t, kind, i, end)) {
			add_picture(b, kind, term_text(b, t), word(b, i)->start, word(b, end - 1)->end);
			if (t->cls & LEX(VAGUE))
				add_empty(b, EMPTY_OPINION, word(b, i)->start, word(b, end - 1)->end);
			if (names_thing(b, kind, i, end))
				b->s->picture[b->s->n_picture - 1].shared = true;
			else if (!(kind == PICTURE_QUALITY && modifies(b, i, end)))
				take(b, i, end, TAKEN_TERM);
		} else if ((behind = filler_end(b, i)) > i || (i > 0 && t->cls & LEX(LEAD) && (behind = filler_end(b, end - 1)) > end - 1)) {
			end = behind; /* "captures a tender moment", "the scene captures ..." */
			find_empty(b, LEX(NONVISUAL), i, end);
		} else if ((t->cls & LEX(MOOD)) && end - i > 1) {
			take(b, i, end, TAKEN_TERM);
		} else if (t->cls & LEX(VAGUE) && praises(b, i, end)) {
			add_empty(b, EMPTY_OPINION, word(b, i)->start, word(b, end - 1)->end);
		} else if (empty) {
			find_empty(b, t->cls, i, end);
		} else {
			end = i + 1;
		}
	}
}

/* "a blurred background", "white studio backdrop", "a bare wall", "background entirely black"; from: its first word behind the determiner. */
static bool ground_phrase(struct builder *b, const struct chunk *c, uint32_t from, const struct chunk *behind)
{
	uint64_t cls = class_at(b, c->head), how = 0;
	bool back = cls & LEX(HEAD) && cls & LEX(PAIR), tail = back && behind && behind->kind == CHUNK_ADJ;

	for (uint32_t i = from; i < c->head; i++)
		how |= class_at(b, i);
	bool blank = how & LEX(BLANK);
	if (back ? from == c->head && !tail : !(blank && cls & LEX(PAIR) && !(cls & (LEX(GLOW) | LEX(LAMP)))))
		return false;
	uint32_t start = word(b, from)->start, end = word(b, tail ? behind->end - 1 : c->head)->end;
	add_picture(b, PICTURE_BACKGROUND, span_cut(b->s->text, start, end), start, end);
	struct scene_picture *p = &b->s->picture[b->s->n_picture - 1];
	p->plain = blank || (how & LEX(COLOUR) && back) || (tail && is_colour(b, behind->end - 1));
	p->shared = !back;
	return back;
}

bool picture_phrase(struct builder *b, const struct chunk *c, bool leads, const struct chunk *behind)
{
	uint64_t cls = class_at(b, c->head);
	uint32_t from = c->first;

	while (from < c->head && (word(b, from)->tag == TAG_DET || word(b, from)->tag == TAG_PRON))
		from++;
	struct span text = span_cut(b->s->text, word(b, from)->start, word(b, c->head)->end);
	enum light_is light = light_phrase(b, c, from);
	if (light != LIGHT_NOT) {
		add_picture(b, PICTURE_LIGHT, text, word(b, from)->start, word(b, c->head)->end);
		b->s->picture[b->s->n_picture - 1].shared = light == LIGHT_OF_THING;
		return light == LIGHT_ALONE;
	}
	if (word(b, c->head)->role == ROLE_CAMERA && of_thing(b, c->head))
		return true;
	if (word(b, c->head)->role == ROLE_CAMERA && from < c->head && (leads || !c->definite)) {
		add_picture(b, PICTURE_CAMERA, text, word(b, from)->start, word(b, c->head)->end);
		return true;
	}
	if (cls & LEX(FOCUS) && from < c->head && word(b, c->head - 1)->tag == TAG_ADJ) { /* "soft blur" */
		add_picture(b, PICTURE_FOCUS, text, word(b, from)->start, word(b, c->head)->end);
		return true;
	}
	return ground_phrase(b, c, from, behind) || (cls & LEX(HEAD) && (leads || c->definite));
}

/* "a black, (long coat)": an adjective between a determiner and a comma waits for its noun. */
static bool open_modifier(const struct builder *b, uint32_t i)
{
	uint32_t k = i;

	while (k > 0 && (word(b, k)->tag == TAG_ADJ || word(b, k)->tag == TAG_ADV || is_colour(b, k)) && !b->tokens[k].mark)
		k--;
	return k < i && word(b, k)->tag == TAG_DET;
}

/* A sentence has a finite verb; then all its segments are parts of it, but those that are a picture term. A phrase with a determiner, a
 * preposition or a verb is like one; the bare rest are notes beside such a phrase, or tags. */
void find_style(struct builder *b)
{
	struct scene *s = b->s;
	uint32_t n = (uint32_t)b->seg->n_segments;
	bool any = false;

	s->style = arena_zalloc(b->a, n ? n : 1, sizeof *s->style);
	for (uint32_t i = 0, end; i < s->n_words; i = end) {
		bool finite = false;
		for (end = i; end < s->n_words && word(b, end)->sentence == word(b, i)->sentence; end++)
			finite |= b->states[end] == ST_BE || word(b, end)->verb == VERB_FIN;
		for (uint32_t k = i; k < end; k++) {
			const struct scene_word *w = word(b, k);
			bool like = finite ? !b->taken[k] : w->tag == TAG_DET || w->tag == TAG_ADP || (w->tag == TAG_PRON && b->states[k] == ST_PRPS) ||
				    w->verb == VERB_INF;
			if (b->tokens[k].mark || !like)
				continue;
			s->style[w->segment] = STYLE_SENTENCE;
			any = true;
		}
	}
	for (uint32_t i = 1; i + 1 < s->n_words; i++)
		if (b->states[i] == ST_COMMA && open_modifier(b, i - 1) && s->style[word(b, i - 1)->segment] == STYLE_SENTENCE)
			s->style[word(b, i + 1)->segment] = STYLE_SENTENCE;
	for (uint32_t i = 0; i < n && any; i++)
		if (s->style[i] == STYLE_TAG)
			s->style[i] = STYLE_NOTE;
	s->tags = !any;
}
