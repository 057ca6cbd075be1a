/* set_note.c: what a set keeps of one caption, taken from its analysis on the thread that made it. */
#include "lint/set_note.h"

#include <math.h>

#include "base/hash.h"
#include "base/sort.h"
#include "lint/set.h"

enum { ITEMS_MAX = 200, NAME_MAX_BYTES = 96 };

/* A list of named keys, each once, written into the side buffer as it grows. */
struct items {
	struct buf *side;
	struct note_item *v;
	uint64_t bits; /* a bit for each seen: most keys are new */
	uint16_t n;
};

static void items_begin(struct items *l, struct buf *side)
{
	l->side = side;
	l->v = (struct note_item *)(void *)buf_room(side, ITEMS_MAX * sizeof *l->v);
	l->bits = 0;
	l->n = 0;
}

static uint16_t items_end(struct items *l)
{
	l->side->n += l->n * sizeof *l->v;
	return l->n;
}

static void put_item(struct items *l, uint64_t key, uint64_t group, uint32_t start, uint32_t end)
{
	struct note_item i = {key, group, start, end};
	uint64_t bit = (uint64_t)1 << ((key ^ group) & 63);

	if (l->n == ITEMS_MAX || end - start > NAME_MAX_BYTES || end == start)
		return;
	for (uint16_t k = 0; k < l->n && (l->bits & bit); k++)
		if (l->v[k].key == key && l->v[k].group == group)
			return;
	l->bits |= bit;
	memcpy(&l->v[l->n++], &i, sizeof i);
}

static void put_unit(struct items *l, uint64_t key, uint64_t group, const struct unit *u)
{
	put_item(l, key, group, u->start, u->end);
}

static void put_segment(struct items *l, uint64_t key, const struct analysis *t, const struct segment *s)
{
	const struct seg_word *w = &t->seg.words[s->word];

	put_item(l, key, 0, w->start, w[s->n_words - 1].end);
}

/* A key for the words as written: a hyphen and a space make two. */
static uint64_t written_key(const struct analysis *t, uint32_t first, uint32_t n)
{
	uint64_t k = 0;

	for (uint32_t i = first; i < first + n; i++)
		k = hash_u64(k * 2 + t->seg.words[i].joined + t->known[i]->key);
	return k;
}

/* Bare segments: tags as they are written. */
static uint16_t put_tags(struct buf *side, const struct analysis *t)
{
	struct items l;

	items_begin(&l, side);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segments[i];
		if (s->clause || s->n_words == 0 || s->n_words > LEX_WORDS || t->style == STYLE_PROSE)
			continue;
		put_segment(&l, written_key(t, s->word, s->n_words), t, s);
	}
	return items_end(&l);
}

/* What may bind to the trigger when every caption has it: whole tags, known terms, things; not what describes the picture
 * as such or counts. */
static uint16_t put_terms(struct buf *side, const struct analysis *t)
{
	const uint64_t plain = LEX(MEDIUM) | LEX(COUNT) | LEX(QUALITY) | LEX(RATING) | LEX(STOP) | LEX(DET) | LEX(PREP) |
			       LEX(CONJ) | LEX(VERB) | LEX(AUX) | LEX(PHOTO);
	const uint64_t known = LEX(COLOUR) | LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) | LEX(GENRE) |
			       LEX(POSE) | LEX(FILLER) | LEX(META) | LEX(RELTAG) | LEX(CLASSFOCUS) | LEX(WEARABLE);
	const unsigned thing = UNIT_NOUN | UNIT_PART | UNIT_WEARABLE | UNIT_GENERIC;
	struct items l;

	items_begin(&l, side);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segments[i];
		if (!s->clause && s->n_units > 1 && s->n_words && s->n_words <= LEX_WORDS && !(s->cls & (LEX(COUNT) | LEX(QUALITY))))
			put_segment(&l, s->key, t, s);
	}
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if ((u->flags & (UNIT_TRIGGER | UNIT_GLUE | UNIT_NUMBER | UNIT_QUOTED)) || (u->cls & plain))
			continue;
		if ((u->cls & known) || (u->flags & thing))
			put_unit(&l, u->lemma, 0, u);
	}
	return items_end(&l);
}

static uint16_t put_nouns(struct buf *side, const struct analysis *t)
{
	struct items l;

	items_begin(&l, side);
	for (uint32_t i = 0; i < t->n_entities && l.n < SET_NOUNS; i++) {
		const struct unit *u = &t->units[t->entities[i].unit];
		if (!(u->flags & (UNIT_PART | UNIT_GENERIC | UNIT_WEARABLE | UNIT_PLACE)))
			put_unit(&l, u->lemma, 0, u);
	}
	return items_end(&l);
}

/* Terms of the lexicon that can be written in several ways: which one this caption uses. */
static uint16_t put_spellings(struct buf *side, const struct analysis *t)
{
	const uint64_t many = LEX(COLOUR) | LEX(MATERIAL) | LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) |
			      LEX(MEDIUM) | LEX(GENRE) | LEX(RELTAG) | LEX(POSE);
	struct items l;

	items_begin(&l, side);
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!u->term || !(u->cls & many) || (u->flags & (UNIT_QUOTED | UNIT_NAME)))
			continue;
		put_unit(&l, written_key(t, u->word, u->n_words), u->lemma, u);
	}
	return items_end(&l);
}

/* All different words, also the small ones: "a dog on a ball" and "a dog under a ball" differ. */
static uint32_t put_words(struct buf *side, const struct analysis *t, struct arena *a)
{
	uint64_t *v = arena_alloc(a, t->seg.n_words * sizeof *v);
	struct buf tmp = BUF_INIT; /* only long captions need it */
	size_t n = 0, before = side->n;

	for (size_t i = 0; i < t->seg.n_words; i++)
		v[i] = hash_u64(t->known[i]->key);
	sort_u64(v, t->seg.n_words, 0, &tmp);
	buf_fini(&tmp);
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

static uint16_t put_human(struct buf *side, const struct lint_result *r)
{
	uint16_t n = 0;

	for (size_t i = 0; i < r->n_needs_human && n < ITEMS_MAX; i++) {
		struct span s = r->needs_human[i];
		if (s.n == 0 || s.n > NAME_MAX_BYTES)
			continue;
		buf_addc(side, (char)(unsigned char)s.n);
		buf_adds(side, s);
		n++;
	}
	return n;
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
	h.n_tags = put_tags(side, t);
	h.n_terms = put_terms(side, t);
	h.n_nouns = put_nouns(side, t);
	h.n_spellings = put_spellings(side, t);
	h.n_human = put_human(side, r);
	h.packed = put_words(side, t, a);
	memcpy(side->p + head, &h, sizeof h);
}
