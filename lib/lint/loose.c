/* loose.c: terms about the picture that hang in a caption of sentences without any grammar: a bare tag behind a sentence,
 * "a cat on a sofa stock photo", "and rim light and softbox" (declared in rule.h and priv.h). One may be a fair note of how the
 * picture was taken; some say nothing at all beside a sentence, and a pile of them was never seen in a picture. */
#include "lint/loose.h"

#include "lint/priv.h"
#include "lint/units.h"

enum { LOOK_BACK = 24, LIST = 12 };

/* What describes the word behind it or in front of it. */
static bool modifies(const struct unit *u)
{
	return u->flags & (UNIT_ADJ | UNIT_NUMBER) || u->cls & (LEX(COLOUR) | LEX(MATERIAL) | LEX(ADVERB) | LEX(VAGUE) | LEX(MULTI) | LEX(NOTVERB));
}

static bool grammar(const struct unit *u)
{
	if (u->cls & LEX(CONJ))
		return false;
	return u->flags & (UNIT_GLUE | UNIT_VERBFORM) || u->cls & (LEX(DET) | LEX(PREP) | LEX(AUX) | LEX(PRON) | LEX(VERB) | LEX(LEAD) | LEX(NEGATION));
}

/* "at night", "seen from above": terms that bring their preposition; "depth of field" and "close-up" do not. */
static bool own_grammar(const struct check *c, const struct unit *u)
{
	for (uint32_t i = u->word; u->n_words > 1 && i < u->word + u->n_words; i++)
		if (c->t->known[i]->cls & LEX(PREP) && c->t->known[i]->key != lex_keys(c->lex)->of && !span_is(c->t->seg.words[i].norm, "up"))
			return true;
	return false;
}

/* Whether a thing follows that the term may describe: "sunlit room", "red and green balls", not "teal and a rose". */
static bool describes(const struct analysis *t, const struct unit *u)
{
	const struct unit *x = u;

	for (int left = 4; left && (x = unit_behind(t, x)) != NULL; left--) {
		if (x->flags & (UNIT_THING | UNIT_ABSTRACT) || x->cls & (LEX(STOP) | LEX(HEAD) | LEX(MEDIUM) | LEX(PLAIN) | LEX(LIGHT)))
			return !(x[-1].cls & LEX(CONJ));
		if (!modifies(x) && !(x->cls & (LEX(CONJ) | LEX(QUALITY) | LEX(FILLER))))
			return false;
	}
	return false;
}

/* Whether a verb or preposition has come before u in its segment: from there on a noun and a term make no compound. */
static bool linked_before(const struct check *c, const struct unit *u)
{
	const struct unit *x = u;

	for (int left = LOOK_BACK; left && (x = unit_before(c->t, x)) != NULL; left--)
		if (x->flags & UNIT_VERBFORM || (x->cls & LOOSE_CLAIMS && own_grammar(c, x)) || (x->cls & (LEX(PREP) | LEX(VERB) | LEX(AUX)) && x->key != lex_keys(c->lex)->of))
			return true;
	return false;
}

/* "stripes of red, white, blue and green": a list of colours that grammar leads into. */
static bool listed(const struct analysis *t, const struct unit *u)
{
	for (int left = LIST; left && u > t->units; left--) {
		const struct unit *p = u - 1;
		if (!(p->cls & LEX(CONJ)) && !(p->term && p->term->cls & LEX(COLOUR)))
			return p->segment == u->segment && !(u->cls & LEX(CONJ)) && grammar(p);
		u = p;
	}
	return false;
}

static bool view(const struct unit *u)
{
	return u->cls & (LEX(CAMERA) | LEX(MEDIUM)) && !(u->cls & LOOSE_NOISE & ~(LEX(WEAK) | LEX(PHOTO) | LEX(GENRE)));
}

/* "Low-angle telephoto photograph against ...", "eye-level portrait in soft light": a segment that begins with the word for the picture, behind
 * two views of it at most. */
bool loose_titled(const struct check *c, const struct unit *u)
{
	const struct unit *p = NULL, *x = &c->t->units[c->t->segments[u->segment].unit];
	int views = 0;

	while (x && ((view(x) && !own_grammar(c, x)) || x->flags & (UNIT_ADJ | UNIT_UNKNOWN | UNIT_NUMBER))) {
		views += view(x);
		p = x;
		x = unit_behind(c->t, x);
	}
	return p && u <= p && view(p) && views <= 3 && (!x || own_grammar(c, x) || (grammar(x) && !(x->cls & LEX(DET))));
}

/* "glows blue and white": what a verb leads into. */
static bool turns(const struct unit *u)
{
	return u->wn & WN_VERB && u->wn & WN_PLURAL;
}

/* "and flame red and": one more of a heap that "and" joins. */
static bool heaped(const struct analysis *t, const struct unit *and)
{
	const struct unit *x = unit_behind(t, and), *n = x ? unit_behind(t, x) : NULL;

	return n && x->cls & LOOSE_CLAIMS && n->cls & LEX(CONJ);
}

/* Whether grammar holds the term: something leads into it or goes on from it; through one "and" at most. */
static bool held_by(const struct check *c, const struct unit *u, bool once)
{
	const struct analysis *t = c->t;
	const struct unit *p = unit_before(t, u), *n = unit_behind(t, u);
	const uint64_t adjective = LEX(COLOUR) | LEX(QUALITY) | LEX(FILLER) | LEX(VAGUE);

	if (u->cls & adjective && describes(t, u))
		return true;
	if (own_grammar(c, u) && (p ? !(p->cls & (LEX(CONJ) | LOOSE_CLAIMS)) || (view(p) && loose_titled(c, p)) : t->segments[u->segment].n_units > 1))
		return true;
	if (view(u) && t->segments[u->segment].n_units > 1 && loose_titled(c, u))
		return true;
	int skipped = 0;
	for (; p && skipped < LIST && modifies(p); skipped++)
		p = unit_before(t, p);
	if (u->cls & LEX(COLOUR) && skipped > 2)
		return false; /* "on the left red green blue yellow" */
	if (u->cls & LEX(COLOUR) && listed(t, u))
		return true;
	if (!p && n && n->cls & LEX(CONJ) && heaped(t, n))
		return false;
	if (!p) /* "soft light from a window", "soft light and a lilac wall", "sunlit room" */
		return n && ((grammar(n) && !(n->cls & LEX(DET))) || n->cls & LEX(CONJ) || (n->flags & UNIT_NOUN && !(n->cls & LOOSE_CLAIMS)));
	if (p->cls & LEX(CONJ)) { /* "... and soft light from the left" */
		const struct unit *q = unit_before(t, p);
		if (n && grammar(n) && !(n->cls & LEX(DET)))
			return true;
		return q && once && (q->cls & u->cls & LOOSE_CLAIMS) && held_by(c, q, false);
	}
	if (grammar(p) || (u->cls & LEX(COLOUR) && turns(p)) || (p->cls & LEX(HEAD) && !(p->cls & LOOSE_CLAIMS)))
		return true;
	if (u->cls & (LEX(MEDIUM) | LEX(CAMERA)) && !skipped && !(u->cls & LOOSE_NOISE & ~(LEX(WEAK) | LEX(PHOTO))) && !(p->cls & LOOSE_CLAIMS) && !linked_before(c, u))
		return true; /* a cat portrait */
	return n && grammar(n) && !(n->cls & LEX(DET));
}

bool loose_held(const struct check *c, const struct unit *u)
{
	return held_by(c, u, true);
}

bool loose_participle(const struct check *c, const struct unit *u)
{
	struct span s = unit_text(c->t, u);

	return u->n_words == 1 && s.n > 3 && span_eq(span_cut(s, s.n - 3, s.n), SPAN("lit"));
}

/* ------------------------------------------------------------------------------------------------ beside sentences */

/* Words in front that take praise and the like for their object: "in high quality", "looks elegant", "a very realistic". */
static bool awaits(const struct check *c, const struct unit *p)
{
	const struct lex_keys *k = lex_keys(c->lex);

	struct span s = unit_text(c->t, p);

	if (p->cls & LEX(PREP))
		return p->key == k->in || p->key == k->with || p->key == k->of || p->key == k->by;
	if (p->cls & LEX(ADVERB))
		return s.n > 2 && (span_eq(span_cut(s, s.n - 2, s.n), SPAN("ly")) || span_eq(s, SPAN("very")) || span_eq(s, SPAN("most")));
	return p->cls & (LEX(DET) | LEX(AUX) | LEX(CONJ)) || span_starts(s, SPAN("look")) || span_starts(s, SPAN("seem")) ||
	       span_starts(s, SPAN("appear")) || span_starts(s, SPAN("feel"));
}

/* A term that hangs behind a thing in a sentence: "a cat sleeping on a blue sofa sharp focus", "... greg rutkowski". */
static bool dangles(const struct check *c, const struct unit *u)
{
	const struct unit *p = unit_before(c->t, u), *n = unit_behind(c->t, u);
	bool noise = (u->cls & LOOSE_NOISE & ~(u->cls & LEX(MEDIUM) ? LEX(WEAK) | LEX(PHOTO) : 0)) != 0, unknown = (u->flags & UNIT_UNKNOWN) != 0;

	if (!p || (n && !(n->cls & (LOOSE_CLAIMS | LOOSE_NOISE | LEX(CONJ)) || n->flags & UNIT_UNKNOWN)))
		return false;
	if (u->cls & LEX(COLOUR) || u->flags & UNIT_NOUN || (u->cls & LEX(WEAK) && u->wn & WN_ADV) || loose_participle(c, u))
		return false; /* WEAK and an adverb: outdoors */
	if (noise && !n && (grammar(p) || p->cls & LEX(ADVERB)))
		return !awaits(c, p); /* "behind them realistic" */
	if (p->cls & u->cls & LEX(CAMERA) && c->t->segments[u->segment].n_units == 2)
		return false; /* the tag "telephoto close-up" */
	if (!(p->flags & (UNIT_NOUN | UNIT_UNKNOWN | UNIT_ABSTRACT) || p->cls & (LOOSE_CLAIMS | LOOSE_NOISE | LEX(STOP))))
		return false;
	if (unknown)
		return !modifies(p) && (linked_before(c, u) || p->flags & UNIT_UNKNOWN);
	return u->cls & LEX(META) || (!own_grammar(c, u) && !loose_held(c, u));
}

/* Names of makers: "by greg rutkowski". One for each run of them. */
static bool maker(const struct check *c, const struct unit *u)
{
	const struct unit *n = unit_behind(c->t, u);
	uint64_t last = c->t->known[u->word + u->n_words - 1u]->key;

	return u->cls & LEX(TITLE) && n && n->flags & UNIT_NAME && (last == lex_keys(c->lex)->by || last == lex_keys(c->lex)->of);
}

uint32_t loose_mark(struct check *c)
{
	const struct analysis *t = c->t;
	uint32_t n = 0;

	const uint64_t hanging = (LOOSE_CLAIMS & ~LEX(COLOUR)) | LOOSE_NOISE | LEX(TITLE);

	if (t->clauses == 0 || t->foreign)
		return 0;
	for (uint32_t i = 0; (t->cls & hanging || t->flags & UNIT_UNKNOWN) && i < t->n_units; i++) {
		struct unit *u = &c->units[i];
		if (!(u->cls & hanging || u->flags & UNIT_UNKNOWN) || u->flags & LOOSE_OUT)
			continue;
		bool clause = t->segments[u->segment].clause || t->segments[u->segment].glue;
		if (clause && u->cls & (LEX(GLOW) | LEX(LAMP)))
			continue;
		if (clause && !(u->cls & LEX(TITLE)) && dangles(c, u)) {
			n += !(u->flags & UNIT_FLAGGED);
			u->flags |= UNIT_FLAGGED;
			c->flagged = true;
		} else if (clause && maker(c, u)) {
			n++;
		}
	}
	bool idle = false;
	for (uint32_t i = 0, end = 0; t->n_segments > 1 && i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (i == end)
			idle = sentence_idle(c, i, &end);
		bool empty = idle || (empty_sentence(c, g) && (g->clause || !segment_idle(c, g)));
		n += empty;
		if (!empty && (g->clause || g->flagged || !(g->cls & (LOOSE_CLAIMS | LEX(META))) || !segment_idle(c, g)))
			continue;
		for (uint32_t k = g->unit; k < g->unit + g->n_units; k++)
			c->units[k].flags |= UNIT_FLAGGED;
		c->flagged = true;
	}
	return n;
}
