/* set_note.c: what a set keeps of one caption, taken from its analysis on the thread that made it. */
#include "dataset/set_note.h"

#include <math.h>

#include "base/hash.h"
#include "base/sort.h"
#include "dataset/set.h"

enum { ITEMS_MAX = 200, SPELLINGS_MAX = 60, NAME_MAX_BYTES = 96 };

/* Gathered here and then copied: the side buffer keeps no alignment. */
struct items {
	struct note_item v[ITEMS_MAX];
	struct note_spelling spelling[SPELLINGS_MAX];
	uint16_t n, n_spellings;
};

static void put_item(struct items *l, uint64_t key, uint32_t start, uint32_t end, unsigned flags)
{
	if (l->n < ITEMS_MAX && end - start <= NAME_MAX_BYTES)
		l->v[l->n++] = (struct note_item){key, start, (uint8_t)(end - start), (uint8_t)flags, 0};
}

/* A key for the words as written: a hyphen and a space make two. */
static uint64_t written_key(const struct analysis *t, uint32_t first, uint32_t n)
{
	uint64_t k = 0;

	for (uint32_t i = first; i < first + n; i++)
		k = hash_u64(k * 2 + t->seg.words[i].joined + t->known[i]->key);
	return k;
}

static bool has_hyphen(const struct analysis *t, const struct unit *u)
{
	for (uint32_t i = u->word + 1; i < u->word + u->n_words; i++)
		if (t->seg.words[i].joined)
			return true;
	return false;
}

/* Words that may be spelt in several ways (CAP085). */
#define SPELT_WORDS (LEX(COLOUR) | LEX(MATERIAL) | LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) | \
		     LEX(MEDIUM) | LEX(GENRE) | LEX(RELTAG) | LEX(POSE))

static void put_unit(struct items *l, const struct analysis *t, const struct unit *u, bool tag, bool noun)
{
	bool spelt = u->term && (u->cls & SPELT_WORDS) && !(u->flags & (UNIT_QUOTED | UNIT_NAME));
	bool base = u->lemma == u->key && (u->n_words == 1 || !has_hyphen(t, u));
	unsigned flags = (noun ? ITEM_NOUN : 0) | (base ? ITEM_BASE : 0) | (tag && base ? ITEM_TAG : 0);

	if (tag && !base)
		put_item(l, written_key(t, u->word, u->n_words), u->start, u->end, ITEM_TAG | ITEM_BASE);
	if (spelt || (flags & (ITEM_TAG | ITEM_NOUN)))
		put_item(l, u->lemma, u->start, u->end, flags);
	if (spelt && !base && l->n_spellings < SPELLINGS_MAX)
		l->spelling[l->n_spellings++] = (struct note_spelling){written_key(t, u->word, u->n_words), u->lemma, u->start,
								       u->end - u->start};
}

/* Tags, terms, things and spellings, in one walk over the segments. */
static void put_items(const struct lint_set *s, struct buf *side, const struct analysis *t, struct note_head *h)
{
	struct items l;
	uint32_t entity = 0;

	l.n = l.n_spellings = 0;
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		bool bare = !g->clause && t->style != STYLE_PROSE && g->n_words > 0 && g->n_words <= LEX_WORDS;
		bool single = g->n_units == 1 && t->units[g->unit].n_words == g->n_words;

		if (bare && !single)
			put_item(&l, written_key(t, g->word, g->n_words), t->seg.words[g->word].start,
				 t->seg.words[g->word + g->n_words - 1].end,
				 ITEM_TAG | ITEM_BASE);
		for (uint32_t k = g->unit; k < g->unit + g->n_units; k++) {
			const struct unit *u = &t->units[k];
			while (entity < t->n_entities && t->entities[entity].unit < k)
				entity++;
			bool noun = entity < t->n_entities && t->entities[entity].unit == k &&
				    !(u->flags & (UNIT_PART | UNIT_GENERIC | UNIT_WEARABLE | UNIT_PLACE));
			put_unit(&l, t, u, bare && single, noun);
		}
	}
	buf_add(side, (const char *)l.v, l.n * sizeof *l.v);
	if (!(s->gathers & GATHER_SPELLINGS))
		l.n_spellings = 0;
	buf_add(side, (const char *)l.spelling, l.n_spellings * sizeof *l.spelling);
	h->n_items = l.n;
	h->n_spellings = l.n_spellings;
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
		if (next->flags & UNIT_GLUE) /* WordNet knows "in" and "a" as nouns, too */
			return false;
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
	f |= r->brief.trained == STYLE_TAGS ? NOTE_FOR_TAGS : r->brief.trained == STYLE_PROSE ? NOTE_FOR_PROSE : 0;
	return f;
}

static void put_findings(struct buf *side, const struct lint_result *r, size_t n, const bool *known)
{
	uint64_t seen[RULES_MAX / 64] = {0};
	struct note_finding *v = (struct note_finding *)(void *)buf_room(side, n * sizeof *v);

	for (size_t i = 0; i < n; i++) {
		const struct finding *f = &r->findings[i];
		uint64_t *word = &seen[f->index / 64], bit = (uint64_t)1 << f->index % 64;
		v[i] = (struct note_finding){(uint8_t)f->index, (uint8_t)f->severity, (uint8_t)f->fix, known && known[i], !(*word & bit)};
		*word |= bit;
	}
	side->n += n * sizeof *v;
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

void set_note(const struct lint_set *s, struct buf *side, const struct lint_result *r, struct span caption, const bool *known,
	      struct arena *a)
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
	put_items(s, side, t, &h);
	h.n_fused = s->gathers & GATHER_FUSED ? fused_note(side, r, s->o->lint, s->o->lexicon, s->o->class_words, s->o->n_class_words, a) : 0;
	h.n_balance = balance_note(side, r, s->o->lexicon, &h.looks);
	h.n_human = put_human(side, r);
	h.packed = s->gathers & GATHER_WORDS ? put_words(side, t, a) : 0;
	memcpy(side->p + head, &h, sizeof h);
}
