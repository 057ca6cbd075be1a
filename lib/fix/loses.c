/* loses.c: what unsafe edits lose (proof.h). */
#include <stdlib.h>
#include <string.h>

#include "fix/lines.h"
#include "fix/proof.h"
#include "lint/flags.h"

/* The edit that holds bytes [from,to) of the caption, or NULL. */
static struct fix_edit *edit_of(struct fix_result *r, uint32_t from, uint32_t to)
{
	size_t lo = 0, hi = r->edits.n; /* the first that ends behind from */

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (r->edits.v[mid].end <= from)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < r->edits.n && r->edits.v[lo].start <= from && to <= r->edits.v[lo].end ? &r->edits.v[lo] : NULL;
}

/* Adds a phrase; one that touches or overlaps the last grows it ("red" and "ball"). */
static void add_lost(struct arena *a, struct fix_edit *e, struct span caption, struct span s)
{
	struct span *last = e->loses.v + (e->loses.n ? e->loses.n - 1 : 0);

	if (e->loses.n && s.p <= last->p + last->n + 1) {
		const char *end = s.p + s.n > last->p + last->n ? s.p + s.n : last->p + last->n;
		*last = span_cut(caption, (size_t)(last->p - caption.p), (size_t)(end - caption.p));
		return;
	}
	*ARENA_PUSH(a, &e->loses) = s;
}

/* "There are": a sentence's frame, nothing is said of the picture with it. */
static bool frame(const struct scene_word *w)
{
	return w->tag == TAG_AUX || (w->tag == TAG_PRON && span_is(w->lemma, "there"));
}

/* ------------------------------------------------------------------------------------------------ words */

/* The key of word i together with the noun that it stands in front of: "dark background" is not told by "dark hair". */
static uint64_t with_noun(const struct scene *s, uint32_t i)
{
	const struct scene_word *w = &s->words[i];
	bool noun = i + 1 < s->n_words && w[1].segment == w->segment && (w[1].tag == TAG_NOUN || w[1].tag == TAG_PROPN);

	return w->tag == TAG_ADJ && noun ? lex_join(w->key, w[1].key) : w->key;
}

/* What the line says after all edits: its words, what they are spellings of, and adjectives with their nouns. */
static void index_words(const struct scene *s, struct map *m)
{
	map_room(m, (size_t)s->n_words * 3);
	for (uint32_t i = 0; i < s->n_words; i++) {
		const struct scene_word *x = &s->words[i];
		map_note(m, x->key, i);
		map_note(m, with_noun(s, i), i);
		if (x->term)
			map_note(m, x->term->lemma, i);
	}
}

static bool told(const struct map *after, const struct scene *s, uint32_t i)
{
	const struct lex_term *t = s->words[i].term;
	uint64_t key = with_noun(s, i);

	return map_find(after, key) || (t && key == s->words[i].key && map_find(after, t->lemma));
}

/* Whether word i may say something of the picture, a thing in it, or a mood: all but what sentences are held together with, finite verbs, and what
 * talk about pictures is made of ("an image that shows", "adding a touch of"). Rather a word too many than a fact unnamed. */
static bool content(const struct scene *s, uint32_t i)
{
	const uint64_t look = LEX(COLOUR) | LEX(MATERIAL) | LEX(LIGHT) | LEX(GLOW) | LEX(CAMERA) | LEX(FOCUS) | LEX(MEDIUM) | LEX(GENRE) | LEX(PHOTO) | LEX(DRAWN) | LEX(LOOK);
	const uint64_t talk = LEX(LEAD) | LEX(HEDGE) | LEX(ADDS) | LEX(SHOWS) | LEX(ADDED) | LEX(ENHANCES) | LEX(HEAD) | LEX(APOLOGY) | LEX_GLUE;
	const struct scene_word *w = &s->words[i];
	uint64_t cls = w->term ? w->term->cls : 0;

	switch (w->tag) {
	case TAG_VERB:
		return (w->verb == VERB_PART || w->verb == VERB_ING) && !(cls & (talk | LEX(NONVISUAL)));
	case TAG_ADV:
		return !(cls & talk) && i + 1 < s->n_words && s->words[i + 1].segment == w->segment && s->words[i + 1].tag == TAG_ADJ && content(s, i + 1);
	case TAG_NOUN:
	case TAG_PROPN:
	case TAG_ADJ:
	case TAG_NUM:
	case TAG_X:
		return cls & look || !(cls & talk);
	default:
		return false;
	}
}

/* The "no" of "no humans". */
static bool denies(const struct scene_word *w)
{
	return w->term && w->term->cls & LEX(NEGATION) && w->tag != TAG_NOUN;
}

/* "<lora:x:1>" names no part of the picture. */
static bool in_angle(struct span t, uint32_t at)
{
	enum { MOST = 200 };

	for (uint32_t i = at; i > 0 && at - i < MOST && t.p[i - 1] != '\n' && t.p[i - 1] != '>'; i--)
		if (t.p[i - 1] == '<')
			return true;
	return false;
}

/* Whether words between two named ones only bind them: "peace and contentment", "the colours of a summer". */
static bool binds(const struct scene *s, uint32_t from, uint32_t to)
{
	for (; from < to; from++)
		if (!(1u << s->words[from].tag & (1u << TAG_ADP | 1u << TAG_DET | 1u << TAG_CCONJ | 1u << TAG_PART)))
			return false;
	return true;
}

static bool named(const struct fix_edit *e, struct span word)
{
	for (size_t i = 0; i < e->loses.n; i++)
		if (e->loses.v[i].p <= word.p && word.p + word.n <= e->loses.v[i].p + e->loses.v[i].n)
			return true;
	return false;
}

/* Names, in each unsafe edit of the line, the words that say something which the line says no more, and what it denies ("without any text"); whatever
 * the rule. The words of a prompt's syntax are none. */
static void name_words(struct work *w, struct fix_result *out, const struct line *l, struct arena *a)
{
	struct map after = {.a = a};
	const struct scene *s = &l->before;
	struct fix_edit *last = NULL; /* whose words [first,end) are named last */
	uint32_t first = 0, end = 0;

	index_words(&l->after, &after);
	for (uint32_t i = 0; i < s->n_words; i++) {
		const struct scene_word *x = &s->words[i];
		struct fix_edit *e = edit_of(out, l->start + x->start, l->start + x->end);
		bool denied = x->tag != TAG_PUNCT && denied_at(s, x->start);
		if (!e || e->safety != FIX_UNSAFE || strcmp(e->rule, "prompt-syntax") == 0 || in_angle(s->text, x->start) ||
		    (e != last && named(e, span_cut(s->text, x->start, x->end))))
			continue;
		bool opens = x->verb == VERB_ING && e->idle && (i == 0 || l->start + s->words[i - 1].start < e->start || s->words[i - 1].tag == TAG_PUNCT);
		if (!denied && (opens || !content(s, i) || told(&after, s, i))) /* opens: "suggesting (a festive mood)" */
			continue;
		map_note(&after, with_noun(s, i), i); /* named once */
		if (e == last && (end >= i || binds(s, end, i)))
			e->loses.n--;
		else
			first = i > 0 && denies(&s->words[i - 1]) && l->start + s->words[i - 1].start >= e->start ? i - 1 : i;
		end = i + 1 + (with_noun(s, i) != x->key && s->words[i + 1].end <= e->end - l->start);
		last = e;
		*ARENA_PUSH(w->a, &e->loses) = span_cut(s->text, s->words[first].start, s->words[end - 1].end);
	}
}

/* "my_word" becomes "my word" where it may be a trigger: the name is lost. */
static void name_spelling(struct work *w, struct fix_edit *e)
{
	if (e->safety == FIX_UNSAFE && strcmp(e->rule, "underscore-token") == 0 && e->new.n && !e->loses.n)
		*ARENA_PUSH(w->a, &e->loses) = e->old;
}

/* "--n low quality, hat": what the sample shall not show is said of something, too. */
static void name_unwanted(struct work *w, struct span before, struct fix_edit *e)
{
	struct span flags = span_cut(before, e->start, e->end), words;

	if (strcmp(e->rule, "prompt-syntax") == 0)
		for (uint32_t from = 0; (words = flag_words(flags, &from)).n;)
			*ARENA_PUSH(w->a, &e->loses) = words;
}

static int by_place(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->p != y->p ? (x->p > y->p) - (x->p < y->p) : (x->n < y->n) - (x->n > y->n);
}

/* In order of place, each once; what lies in another phrase is named with that. */
static void tidy(struct fix_edit *e)
{
	size_t n = 0;

	if (e->loses.n > 1)
		qsort(e->loses.v, e->loses.n, sizeof *e->loses.v, by_place);
	for (size_t i = 0; i < e->loses.n; i++) {
		struct span s = e->loses.v[i], *last = e->loses.v + (n ? n - 1 : 0);
		if (n && s.p < last->p + last->n)
			last->n = s.p + s.n > last->p + last->n ? (size_t)(s.p + s.n - last->p) : last->n;
		else
			e->loses.v[n++] = s;
	}
	e->loses.n = n;
}

/* What an unsafe edit takes without a fact or word of that kind in it is named as it stands, unless it is filler: "in the corner of the frame", "no humans". */
static void name_rest(struct work *w, struct fix_result *out, const struct line *l)
{
	for (size_t i = 0; i < out->edits.n; i++) {
		struct fix_edit *e = &out->edits.v[i];
		if (e->start < l->start || e->start > l->end || e->safety != FIX_UNSAFE || e->loses.n || e->new.n > 1 || e->idle)
			continue;
		uint32_t k = scene_word_at(&l->before, e->start - l->start), from = SCENE_NONE, to = 0, end = e->end - (uint32_t)e->new.n; /* a capital comes back */
		bool tells = false;
		for (; k < l->before.n_words && l->start + l->before.words[k].end <= end; k++)
			if (l->before.words[k].tag != TAG_PUNCT) {
				from = from == SCENE_NONE ? l->before.words[k].start : from;
				to = l->before.words[k].end;
				tells = tells || (!empty_at(&l->before, l->before.words[k].start) && !frame(&l->before.words[k]));
			}
		if (tells && !text_says(out->caption, span_cut(l->before.text, from, to), w->a)) /* or it is told elsewhere: moved */
			*ARENA_PUSH(w->a, &e->loses) = span_cut(l->before.text, from, to);
	}
}

static void line_loses(struct work *w, struct span before, struct fix_result *out, const struct line *l, struct arena *a)
{
	struct map after = {.a = a};

	index_facts(&l->after, &after);
	for (uint32_t i = 0; i < l->before.n_facts; i++) {
		const struct scene_fact *f = &l->before.facts[i];
		struct fix_edit *e = edit_of(out, l->start + f->start, l->start + f->end);
		if (f->first != i || !e || e->safety != FIX_UNSAFE || e->idle || map_find(&after, f->key))
			continue;
		if (text_says(e->new, span_cut(before, l->start + f->start, l->start + f->end), w->a))
			continue;
		uint32_t from = l->start + f->start, to = l->start + f->end;
		if (f->kind == FACT_RELATION && edit_of(out, l->start + f->from, l->start + f->to) == e) {
			from = l->start + f->from;
			to = l->start + f->to;
		}
		add_lost(w->a, e, before, span_cut(before, from, to));
	}
	name_rest(w, out, l);
	name_words(w, out, l, a);
}

void proof_loses(struct work *w, struct span before, struct fix_result *out)
{
	struct line l = {0};
	struct arena *a = &w->scratch[work_spare(w)];
	bool begun = false, unsafe = false, joined = out->edits.n && before.n && memchr(before.p, '\n', before.n) && !memchr(out->caption.p, '\n', out->caption.n);

	for (size_t i = 0; i < out->edits.n; i++)
		unsafe |= out->edits.v[i].safety == FIX_UNSAFE;
	while (unsafe && next_pair(before, out->caption, &l, &begun, joined)) {
		struct arena_mark scenes = arena_mark(a); /* a caption may be thousands of lines */
		if (read_pair(w, before, out->caption, &l, a))
			line_loses(w, before, out, &l, a);
		arena_back(a, scenes);
	}
	for (size_t i = 0; i < out->edits.n; i++) {
		name_spelling(w, &out->edits.v[i]);
		name_unwanted(w, before, &out->edits.v[i]);
		tidy(&out->edits.v[i]);
	}
}
