/* heap.c: heaps of loose terms (loose.h; declared in rule.h): "a cat on a sofa, rim light, golden hour, softbox, teal, wide shot". */
#include "lint/loose.h"

/* Slots that a loose term can claim. */
static const uint64_t claims[] = {LEX(LIGHT), LEX(CAMERA), LEX(FOCUS), LEX(PLAIN) | LEX(SETTING), LEX(MEDIUM), LEX(COLOUR)};
enum { CLAIMS = sizeof claims / sizeof *claims, CLAIM_COLOUR = CLAIMS - 1 };

/* plum, olive: a colour among colours. */
static bool colour_too(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u);

	if (!(u->flags & UNIT_NOUN) || !u->term || !(u->term->cls & LEX(COLOUR)))
		return false;
	return p ? (p->cls & (LEX(CONJ) | LEX(COLOUR))) != 0 : segment_only(t, &t->segments[u->segment]) != NULL;
}

/* The tag "brass": what a thing is made of, without the thing. */
static bool bare_material(const struct analysis *t, const struct unit *u)
{
	return u->term && u->term->cls & LEX(MATERIAL) && !(u->term->cls & LEX_GLUE) && segment_only(t, &t->segments[u->segment]);
}

struct heap {
	uint32_t spoken[CLAIMS], loose[CLAIMS];
	uint32_t halves, n, ok, fruit, inside;
	struct pile *out;
};

static int claim_of(const struct analysis *t, const struct unit *u)
{
	int k = 0;

	if (bare_material(t, u))
		return CLAIM_COLOUR;
	while (k < CLAIMS && !(u->cls & claims[k]))
		k++;
	return k;
}

/* Whether u is a term that can lie in a heap. */
static bool heapable(const struct analysis *t, const struct unit *u)
{
	if (u->flags & LOOSE_OUT || (u->cls & (LEX(GLOW) | LEX(LAMP)) && t->segments[u->segment].clause))
		return false;
	if (bare_material(t, u))
		return true;
	if (!(u->cls & (LOOSE_CLAIMS | LOOSE_NOISE)) || (u->flags & UNIT_NOUN && !(u->cls & (LOOSE_CLAIMS & ~LEX(COLOUR)))))
		return false;
	return true;
}

static void heap_add(struct check *c, struct heap *h, const struct unit *u)
{
	const struct segment *g = &c->t->segments[u->segment];
	int k = claim_of(c->t, u);

	h->n++;
	h->out->first = h->out->first ? h->out->first : u;
	h->out->last = u;
	h->inside += k < CLAIMS && (g->clause || g->n_units >= 4);
	if (g->clause && k < CLAIMS)
		h->halves += 2; /* "and rim light and softbox" */
	else if (k == CLAIMS)
		h->halves += u->cls & c->profile->quality_ok && ++h->ok <= 3 ? 0 : 2;
	else
		h->halves += k == CLAIM_COLOUR || h->spoken[k] || h->loose[k] >= 2 ? 2 : h->loose[k] ? 1 : 0;
	h->halves += h->n >= 6; /* however well they are chosen */
	if (k < CLAIMS)
		h->loose[k]++;
}

/* A clause, or what was one before a heap without commas was put behind it, or words in a row that neither commas nor grammar part. */
static bool has_sentence(const struct analysis *t)
{
	for (uint32_t i = 0; t->clauses == 0 && i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if ((g->n_words >= 12 && g->det) || (g->n_words >= 10 && g->glue * 7 < g->n_words))
			return true;
	}
	return t->clauses > 0;
}

/* Whether three terms or more are there that could be a heap. */
static bool may_pile(const struct analysis *t)
{
	uint32_t n = 0;

	if (!has_sentence(t) || !(t->cls & (LOOSE_CLAIMS | LOOSE_NOISE)))
		return false;
	for (uint32_t i = 0; i < t->n_units && n < 3; i++)
		n += (t->units[i].cls & (LOOSE_CLAIMS | LOOSE_NOISE)) != 0 || colour_too(t, &t->units[i]) || bare_material(t, &t->units[i]);
	return n >= 3;
}

/* Two bare tags of one kind are normal; a third, or one beside what a sentence says, is too many; so is all that claims
 * nothing, and all amid a sentence: of those three will do. */
bool heap_find(struct check *c, struct pile *out)
{
	const struct analysis *t = c->t;
	struct heap h = {.out = out};

	if (!may_pile(t))
		return false;
	*out = (struct pile){.first = NULL};
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < t->n_units; i++) {
			const struct unit *u = &t->units[i];
			h.fruit += pass == 1 && colour_too(t, u);
			if (!heapable(t, u) || (t->segments[u->segment].clause && loose_participle(c, u)))
				continue;
			bool hold = !bare_material(t, u) && loose_held(c, u);
			int k = claim_of(t, u);
			if (pass == 0 && hold && k < CLAIMS)
				h.spoken[k]++;
			if (pass == 1 && !hold)
				heap_add(c, &h, u);
		}
	out->n = h.n += h.loose[CLAIM_COLOUR] > 1 ? h.fruit : 0;
	return (h.n >= 4 && h.halves >= 4) || h.inside >= 3;
}

void heap_flag(struct check *c)
{
	for (uint32_t i = 0; i < c->t->n_units; i++) {
		struct unit *u = &c->units[i];
		if (u->cls & LOOSE_CLAIMS && !(u->flags & LOOSE_OUT) && !loose_held(c, u))
			u->flags |= UNIT_FLAGGED;
	}
	c->flagged = true;
}
