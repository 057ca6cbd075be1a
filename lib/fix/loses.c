/* loses.c: what unsafe edits lose (proof.h). */
#include "fix/lines.h"
#include "fix/proof.h"

enum { WORDS_MOST = 4000 }; /* of a line in which a word is looked for */

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

static bool is_place(const struct scene_word *w)
{
	static const char *const places[] = {"setting", "environment", "surroundings", "area", "landscape", "backdrop", "background"};
	bool place = w->term && w->term->cls & (LEX(SETTING) | LEX(PLACE));

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		place |= span_is(w->lemma, places[i]);
	return place;
}

/* Whether word i says how a picture, a thing or a place looks: "(is plain) white", "(a) vintage (feel)", "(is) dark", "(in a) rural (setting)"; not "cozy
 * (setting)", nor "warm (touch)". */
static bool looks(const struct scene *s, uint32_t i)
{
	const uint64_t nothing = LEX(MOOD) | LEX(NONVISUAL) | LEX(VAGUE) | LEX(QUALITY) | LEX(FILLER);
	static const char *const plain[] = {"vintage", "antique", "modern", "futuristic", "rustic", "dark", "dim", "bright"}; /* of no class: a vintage car is no style */
	const struct scene_word *x = &s->words[i];
	uint64_t cls = x->term ? x->term->cls : 0;

	if (cls & (LEX(COLOUR) | LEX(MATERIAL)))
		return true;
	for (size_t k = 0; k < sizeof plain / sizeof *plain; k++)
		if (span_is(x->lemma, plain[k]))
			return true;
	return x->tag == TAG_ADJ && !(cls & nothing) && i + 1 < s->n_words && is_place(&s->words[i + 1]);
}

static bool said(const struct scene *s, uint64_t key)
{
	for (uint32_t i = 0; i < s->n_words && i < WORDS_MOST; i++)
		if (s->words[i].key == key)
			return true;
	return false;
}

/* What filler says after all: "there are no texts visible", "evoking a gothic aesthetic", "a moment in a rural setting" where nothing else is rural. */
static bool says(const struct line *l, uint32_t i)
{
	const struct scene_word *x = &l->before.words[i];

	return denied_at(&l->before, x->start) || (x->term && x->term->cls & LEX(GENRE)) || (looks(&l->before, i) && !said(&l->after, x->key));
}

/* What an unsafe edit takes without a fact in it is named as it stands, unless it is filler: "in the corner of the frame", "no humans". Of filler only what
 * it denies, and styles. */
static void name_rest(struct work *w, struct fix_result *out, const struct line *l)
{
	for (size_t i = 0; i < out->edits.n; i++) {
		struct fix_edit *e = &out->edits.v[i];
		if (e->start < l->start || e->start > l->end || e->safety != FIX_UNSAFE || e->loses.n || e->new.n > 1)
			continue;
		uint32_t k = scene_word_at(&l->before, e->start - l->start), from = SCENE_NONE, to = 0, end = e->end - (uint32_t)e->new.n; /* a capital comes back */
		bool tells = false;
		for (; k < l->before.n_words && l->start + l->before.words[k].end <= end; k++)
			if (l->before.words[k].tag != TAG_PUNCT) {
				from = from == SCENE_NONE ? l->before.words[k].start : from;
				to = l->before.words[k].end;
				tells = tells || (e->idle ? says(l, k)
				                 : !empty_at(&l->before, l->before.words[k].start) && !frame(&l->before.words[k]));
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
}
