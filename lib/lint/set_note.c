/* set_note.c: what a set keeps of one caption, taken from its analysis on the thread that made it. */
#include "lint/set_note.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"
#include "lint/set.h"

enum { ITEMS_MAX = 200, NAME_MAX_BYTES = 96 };

/* A list of named keys, each once. */
struct items {
	struct buf *side;
	uint64_t seen[ITEMS_MAX];
	uint16_t n;
};

static void put_item(struct items *l, uint64_t key, uint64_t group, struct span name)
{
	struct note_item i = {key, group, 0};

	if (l->n == ITEMS_MAX || name.n == 0 || name.n > NAME_MAX_BYTES)
		return;
	for (uint16_t k = 0; k < l->n; k++)
		if (l->seen[k] == (key ^ group))
			return;
	l->seen[l->n++] = key ^ group;
	i.len = (uint8_t)name.n;
	buf_add(l->side, (const char *)&i.key, sizeof i.key);
	buf_add(l->side, (const char *)&i.group, sizeof i.group);
	buf_add(l->side, (const char *)&i.len, sizeof i.len);
	buf_adds(l->side, name);
}

/* The words of [first, first + n) as one would write them, lower case, single spaces. */
static struct span words_text(const struct analysis *t, uint32_t first, uint32_t n, struct arena *a)
{
	size_t bytes = 0;

	for (uint32_t i = first; i < first + n; i++)
		bytes += t->seg.words[i].norm.n + 1;
	char *p = arena_alloc(a, bytes), *at = p;
	for (uint32_t i = first; i < first + n; i++) {
		const struct seg_word *w = &t->seg.words[i];
		if (i > first)
			*at++ = w->joined ? '-' : ' ';
		memcpy(at, w->norm.p, w->norm.n);
		at += w->norm.n;
	}
	return (struct span){p, (size_t)(at - p)};
}

static struct span unit_words(const struct analysis *t, const struct unit *u, struct arena *a)
{
	return words_text(t, u->word, u->n_words, a);
}

/* Bare segments: tags as they are written. */
static uint16_t put_tags(struct buf *side, const struct analysis *t, struct arena *a)
{
	struct items l = {.side = side};

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segments[i];
		if (s->clause || s->n_words == 0 || s->n_words > LEX_WORDS || t->style == STYLE_PROSE)
			continue;
		struct span name = words_text(t, s->word, s->n_words, a);
		put_item(&l, hash_bytes(name.p, name.n, 1), 0, name);
	}
	return l.n;
}

/* What may bind to the trigger when every caption has it: whole tags, known terms, things; not what describes the picture
 * as such or counts. */
static uint16_t put_terms(struct buf *side, const struct analysis *t, struct arena *a)
{
	const uint64_t plain = LEX(MEDIUM) | LEX(COUNT) | LEX(QUALITY) | LEX(RATING) | LEX(STOP) | LEX(DET) | LEX(PREP) |
			       LEX(CONJ) | LEX(VERB) | LEX(AUX) | LEX(PHOTO);
	const uint64_t known = LEX(COLOUR) | LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) | LEX(GENRE) |
			       LEX(POSE) | LEX(FILLER) | LEX(META) | LEX(RELTAG) | LEX(CLASSFOCUS) | LEX(WEARABLE);
	const unsigned thing = UNIT_NOUN | UNIT_PART | UNIT_WEARABLE | UNIT_GENERIC;
	struct items l = {.side = side};

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segments[i];
		if (!s->clause && s->n_units > 1 && s->n_words && s->n_words <= LEX_WORDS && !(s->cls & (LEX(COUNT) | LEX(QUALITY))))
			put_item(&l, s->key, 0, words_text(t, s->word, s->n_words, a));
	}
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if ((u->flags & (UNIT_TRIGGER | UNIT_GLUE | UNIT_NUMBER | UNIT_QUOTED)) || (u->cls & plain))
			continue;
		if ((u->cls & known) || (u->flags & thing))
			put_item(&l, u->lemma, 0, unit_words(t, u, a));
	}
	return l.n;
}

static uint16_t put_nouns(struct buf *side, const struct lint_brief *b, const struct analysis *t, struct arena *a)
{
	struct items l = {.side = side};

	for (uint32_t i = 0; i < b->n_nouns && l.n < SET_NOUNS; i++) {
		const struct lint_noun *n = &b->nouns[i];
		if (n->part || n->generic || n->wearable || n->place)
			continue;
		struct span text = span_cut(t->text, n->start, n->end);
		for (uint32_t k = 0; k < t->n_units; k++) /* the words of its unit, in lower case */
			if (t->units[k].start <= n->start && t->units[k].end >= n->end)
				text = unit_words(t, &t->units[k], a);
		put_item(&l, n->key, 0, text);
	}
	return l.n;
}

/* Terms of the lexicon that can be written in several ways: which one this caption uses. */
static uint16_t put_spellings(struct buf *side, const struct analysis *t, struct arena *a)
{
	const uint64_t many = LEX(COLOUR) | LEX(MATERIAL) | LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) |
			      LEX(MEDIUM) | LEX(GENRE) | LEX(RELTAG) | LEX(POSE);
	struct items l = {.side = side};

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!u->term || !(u->cls & many) || (u->flags & (UNIT_QUOTED | UNIT_NAME)))
			continue;
		struct span text = unit_words(t, u, a);
		put_item(&l, hash_bytes(text.p, text.n, 5), u->lemma, text);
	}
	return l.n;
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* All different words, also the small ones: "a dog on a ball" and "a dog under a ball" differ. */
static uint32_t put_words(struct buf *side, const struct analysis *t, struct arena *a)
{
	uint64_t *v = arena_alloc(a, t->seg.n_words * sizeof *v);
	size_t n = 0, before = side->n;

	for (size_t i = 0; i < t->seg.n_words; i++)
		v[i] = hash_bytes(t->seg.words[i].norm.p, t->seg.words[i].norm.n, 2);
	if (t->seg.n_words)
		qsort(v, t->seg.n_words, sizeof *v, by_value);
	for (size_t i = 0; i < t->seg.n_words; i++)
		if (n == 0 || v[i] != v[n - 1])
			v[n++] = v[i];
	near_pack(side, v, n);
	return (uint32_t)(side->n - before);
}

/* Whether a noun stands behind the trigger, adjectives and colours between them or not. */
static bool trigger_has_class(const struct analysis *t)
{
	const struct unit *u = &t->units[t->trigger];

	for (uint32_t i = (uint32_t)t->trigger + 1; i < t->n_units && t->units[i].segment == u->segment; i++) {
		const struct unit *next = &t->units[i];
		if ((next->wn & (WN_NOUN | WN_CONCRETE)) || (next->cls & (LEX(NOUN) | LEX(GENERIC) | LEX(PERSON) | LEX(PLACE))))
			return true;
		if (!(next->flags & (UNIT_ADJ | UNIT_TRIGGER)) && !(next->cls & (LEX(COLOUR) | LEX(MATERIAL))))
			return false;
	}
	return false;
}

static uint16_t note_flags(const struct lint_result *r)
{
	const struct analysis *t = r->analysis;
	uint16_t f = 0;
	bool only = t->n_units > 0;

	for (uint32_t i = 0; i < t->n_units && only; i++)
		only = (t->units[i].flags & UNIT_TRIGGER) != 0;
	f |= r->brief.linked ? NOTE_LINKED : 0;
	f |= r->brief.trigger ? NOTE_TRIGGER : 0;
	f |= r->brief.trigger_first ? NOTE_TRIGGER_FIRST : 0;
	f |= only ? NOTE_TRIGGER_ONLY : 0;
	f |= t->trigger >= 0 && trigger_has_class(t) ? NOTE_TRIGGER_CLASS : 0;
	f |= r->brief.empty ? NOTE_EMPTY : 0;
	f |= r->verified ? NOTE_VERIFIED : 0;
	return f;
}

static void put_findings(struct buf *side, const struct lint_result *r, size_t n, const bool *known)
{
	bool seen[RULES_MAX] = {false};

	for (size_t i = 0; i < n; i++) {
		size_t rule = rule_index(r->findings[i].rule);
		struct note_finding f = {(uint8_t)rule, (uint8_t)r->findings[i].severity, (uint8_t)r->findings[i].fix,
					 known && known[i], !seen[rule]};
		seen[rule] = true;
		buf_add(side, (const char *)&f, sizeof f);
	}
}

void set_note(struct buf *side, const struct lint_result *r, struct span caption, const bool *known, struct arena *a)
{
	const struct analysis *t = r->analysis;
	struct note_head h = {
		.hash = t->seg.n_words ? r->brief.hash : hash_bytes(caption.p, caption.n, 3),
		.tokens = r->brief.tokens,
		.score = (uint16_t)lrintf(r->score * 10), /* as it is printed */
		.flags = note_flags(r),
		.slots = (uint16_t)r->brief.slots,
		.style = (uint8_t)r->style,
		.n_encoders = (uint8_t)r->n_encoders,
		.n_findings = r->n_findings < UINT16_MAX ? (uint16_t)r->n_findings : UINT16_MAX,
	};
	size_t head = side->n;

	buf_add(side, (const char *)&h, sizeof h);
	for (size_t i = 0; i < r->n_encoders; i++) {
		struct note_encoder e = {r->encoder[i].name, r->encoder[i].tokens, r->encoder[i].limit};
		buf_add(side, (const char *)&e, sizeof e);
	}
	put_findings(side, r, h.n_findings, known);
	struct items human = {.side = side};
	for (size_t i = 0; i < r->n_needs_human; i++)
		put_item(&human, hash_bytes(r->needs_human[i].p, r->needs_human[i].n, 4), 0, r->needs_human[i]);
	h.n_human = human.n;
	h.n_tags = put_tags(side, t, a);
	h.n_terms = put_terms(side, t, a);
	h.n_nouns = put_nouns(side, &r->brief, t, a);
	h.n_spellings = put_spellings(side, t, a);
	h.packed = put_words(side, t, a);
	memcpy(side->p + head, &h, sizeof h);
}
