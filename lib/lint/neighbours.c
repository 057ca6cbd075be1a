/* neighbours.c: words that their neighbours decide: "mouth focus", "forest background", "a plain grey wall", "late sun", "under a bare bulb",
 * "full-length mirror" (declared in units.h). */
#include "lint/units.h"

enum { FAR = 4 };

/* What describes: soft, two, blue, north, evening, slanting. */
static bool describes(const struct unit *u)
{
	return u->flags & (UNIT_ADJ | UNIT_ABSTRACT | UNIT_NOUN | UNIT_NUMBER | UNIT_UNKNOWN | UNIT_VERBFORM) ||
	       u->cls & (LEX(COLOUR) | LEX(MATERIAL) | LEX(STOP) | LEX(VAGUE) | LEX(NOTVERB) | LEX(LIGHT) | LEX(SETTING));
}

/* Whether u is the last word of its noun phrase: "soft light on", not "a light coat". */
static bool ends_phrase(const struct analysis *t, const struct unit *u)
{
	const struct unit *n = unit_behind(t, u);

	if (n && n->cls & (LEX(COLOUR) | LEX(MATERIAL)))
		return false;
	return !n || n->cls & LEX_GLUE || n->flags & (UNIT_GLUE | UNIT_VERBFORM) || (n->wn & (WN_VERB | WN_ADV) && !(n->flags & UNIT_NOUN)) ||
	       !describes(n);
}

/* "late sun", "the light of", "in shadow", "lights falling": light that is said something of. */
static bool shines(const struct lexicon *l, const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u), *n = unit_behind(t, u);

	if ((p && p->flags & UNIT_PART) || (n && n->cls & LEX(DET)))
		return false; /* eye shadow, "lights a candle" */
	if (!ends_phrase(t, u) || (n && n->key == lex_keys(l)->of && unit_behind(t, n) && unit_behind(t, n)->cls & LEX(COLOUR)))
		return false; /* a shade of green */
	if (u->flags & UNIT_NOUN && p && p->cls & LEX(COLOUR))
		return false; /* a yellow sun is drawn */
	if (p && (describes(p) || p->cls & LEX(PREP)))
		return true;
	bool one = p && (p->key == lex_keys(l)->a || p->key == lex_keys(l)->an); /* a light above the mirror */
	return n && ((n->cls & LEX(PREP) && !one) || n->cls & (LEX(VERB) | LEX(AUX)) || n->flags & UNIT_VERBFORM || n->wn & WN_VERB);
}

/* "under a single bare bulb", "by candles", "warm lamp": a source that something is lit by. The lexicon says which prepositions and
 * adjectives. */
static bool lights(const struct lexicon *l, const struct analysis *t, const struct unit *u)
{
	const struct unit *p = u, *n = unit_behind(t, u);

	if (!ends_phrase(t, u))
		return false;
	if (n && n->flags & UNIT_VERBFORM && n->cls & LEX(GLOW))
		return true; /* a candle burning */
	for (int left = FAR; left && (p = unit_before(t, p)) != NULL; left--) {
		if (p->cls & LEX(PREP))
			return p->cls & LEX(LAMP) || p->key == lex_keys(l)->by;
		if (p->cls & LEX(GLOW) && !(p->cls & LEX(PAIR)))
			return true;
		if (!(p->cls & LEX(DET)) && !describes(p))
			return false;
	}
	return false;
}

/* "white studio backdrop", "bare wall": plain; "forest background": a setting. */
static void ground(const struct lexicon *l, const struct analysis *t, struct unit *u)
{
	const struct lex_keys *k = lex_keys(l);
	const struct unit *p = unit_before(t, u);
	bool back = u->key == k->background || u->key == k->backdrop;

	if (back && p && (p->flags & UNIT_NOUN || p->cls & (LEX(SETTING) | LEX(MATERIAL))))
		u->cls |= LEX(SETTING);
	for (int left = 3; p && left; p = unit_before(t, p), left--) {
		if (p->cls & LEX(BLANK) || (back && p->cls & LEX(COLOUR)))
			u->cls |= LEX(PLAIN);
		if (p->flags & (UNIT_GLUE | UNIT_NOUN) && !(p->flags & UNIT_PLACE))
			break;
	}
	p = unit_behind(t, u);
	while (back && p && (p->cls & (LEX(ADVERB) | LEX(AUX)) || (p->wn & WN_ADV && !(p->cls & LEX(COLOUR)))))
		p = unit_behind(t, p);
	if (back && p && p->cls & LEX(COLOUR) && !(unit_behind(t, p) && describes(unit_behind(t, p))))
		u->cls |= LEX(PLAIN); /* background entirely black */
}

/* "a full-length white gown", "full body armour": said of a thing, not of the picture. */
static bool measures(const struct analysis *t, const struct unit *u)
{
	const struct unit *n = unit_behind(t, u);

	return n && (n->flags & (UNIT_NOUN | UNIT_ADJ) || n->cls & (LEX(COLOUR) | LEX(MATERIAL) | LEX(WEARABLE))) &&
	       !(n->cls & (LEX(CAMERA) | LEX(MEDIUM) | LEX(GENRE) | LEX(HEAD) | LEX(STOP)));
}

void units_neighbours(const struct lexicon *l, const struct analysis *t, struct unit *u)
{
	const struct unit *p = unit_before(t, u);

	if (u->cls & LEX(CAMERA))
		u->cls &= measures(t, u) ? ~LEX(CAMERA) : ~(uint64_t)0;
	else if (u->cls & LEX(GLOW) ? shines(l, t, u) : u->cls & LEX(LAMP) && lights(l, t, u))
		u->cls |= LEX(LIGHT);
	else if (u->key == lex_keys(l)->focus && p && p->flags & UNIT_PART)
		u->cls |= LEX(FOCUS);
	else if (!(u->cls & (LEX(GLOW) | LEX(LAMP))))
		ground(l, t, u);
}
