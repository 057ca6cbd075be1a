/* facts.c: questions that several rules ask of one caption (declared in rule.h). */
#include "lint/priv.h"
#include "lint/units.h"
#include "text/seg.h"

/* What makes a vague word or a word about pictures say something after all. */
static const uint64_t idle_but = LEX(MEDIUM) | LEX(PHOTO) | LEX(DRAWN) | LEX(FLAT) | LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) |
				 LEX(PLAIN) | LEX(COLOUR) | LEX(MATERIAL) | LEX(GENRE) | LEX(RELTAG) | LEX(POSE) | LEX(COUNT) | LEX(NOCOLOUR);

/* "amazing, great vibes", "still life, realistic", "looking at viewer": nothing that a sentence would be richer by. */
static bool hollow(const struct check *c, const struct segment *g)
{
	const uint64_t talk = LEX(WEAK) | LEX(VAGUE) | LEX(QUALITY) | LEX(FILLER) | LEX(META) | LEX(RATING) | LEX(HEAD) | LEX(GENRE);
	const struct analysis *t = c->t;

	if (t->clauses == 0 || t->foreign)
		return false;
	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++)
		if (!(t->units[i].flags & (UNIT_GLUE | UNIT_NAME)) && !(t->units[i].cls & talk))
			return !c->tells[g - t->segments] && !(g->cls & idle_but);
	return true;
}

/* Filler that the profile was trained with is not idle: solo and no humans for tag models. */
bool segment_idle(const struct check *c, const struct segment *g)
{
	if (g->clause || g->n_units == 0)
		return false;
	if (g->flagged)
		return true;
	if (g->glue == g->n_units && !(g->cls & idle_but))
		return true; /* "a", "and the": a rest of something */
	if (hollow(c, g))
		return true;
	const struct unit *u = segment_only(c->t, g);
	if (u && u->flags & UNIT_GENERIC && c->named)
		return true; /* "animal" behind a dog */
	if (!u)
		return false;
	if (u->cls & (LEX(VAGUE) | LEX(STOP) | LEX(HEAD)) && !(u->cls & idle_but) && !(u->flags & UNIT_THING))
		return true; /* "beautiful", "scene", "details" */
	if (!(u->cls & LEX(FILLER)))
		return false;
	return !(u->cls & LEX(COUNT) && profile_in(c, P_TAGS));
}

static bool hyper(const struct lexicon *l, const struct lex_term *b, const struct lex_term *a)
{
	if (!b || !(b->rels >> REL_HYPER & 1))
		return false;
	const struct lex_rel *r = lex_rels(l, b);
	for (uint32_t i = 0; i < b->n_rel; i++)
		if (r[i].kind == REL_HYPER && lex_at(l, r[i].term)->key == a->key)
			return true;
	return false;
}

/* A unit's entry of any kind, also one that only relations know. */
static const struct lex_term *entry(const struct lexicon *l, const struct unit *u)
{
	return u->term ? u->term : lex_find(l, u->lemma);
}

bool kind_is_listed(const struct check *c, const struct unit *b, const struct unit *a)
{
	const struct lex_term *ta = entry(c->lex, a), *tb = entry(c->lex, b);

	if (ta && tb && (hyper(c->lex, tb, ta) || (lex_at(c->lex, ta->canon) != ta && hyper(c->lex, tb, lex_at(c->lex, ta->canon)))))
		return true;
	return ta && hyper(c->lex, lex_find(c->lex, b->lemma), ta);
}

static bool look_up_kind(const struct check *c, const struct unit *b, const struct unit *a)
{
	return a->lemma != b->lemma && (kind_is_listed(c, b, a) || wn_ancestor(c->lex, a->noun, b->noun));
}

/* All of a unit that look_up_kind looks at. */
static uint64_t kind_key(const struct unit *u)
{
	return lex_join(u->lemma ^ (uint64_t)u->noun << 32, (uintptr_t)u->term);
}

/* The same pairs come again and again: the run remembers the answers. */
bool is_kind_of(const struct check *c, const struct unit *b, const struct unit *a)
{
	uint64_t key = lex_join(kind_key(a), kind_key(b)) | 1;
	uint64_t *slot = &c->run->kinds[(key >> 20) % LINT_KINDS];

	if ((*slot | 1) != key)
		*slot = look_up_kind(c, b, a) ? key : key & ~(uint64_t)1;
	return *slot & 1;
}

bool may_qualify(const struct check *c, const struct unit *u)
{
	return segment_only(c->t, &c->t->segments[u->segment]) == u && u->wn & WN_ADJ && !(u->wn & WN_PLURAL) && (!u->term || u->flags & UNIT_PERSON);
}

/* "a wall or a piece of paper": another word for what was named before. */
static bool alternative(const struct analysis *t, const struct unit *u)
{
	for (; u > t->units && u[-1].segment == u->segment; u--) {
		if (unit_is(&u[-1], TAGS(CCONJ)))
			return span_is(unit_text(t, &u[-1]), "or");
		if (!unit_is(&u[-1], TAGS(DET) | TAGS(ADJ) | TAGS(NOUN)) && !span_is(unit_text(t, &u[-1]), "of"))
			return false;
	}
	return false;
}

/* "a horse, artistic drawing": a tag that ends in a medium says what the picture is. */
static bool says_medium(const struct check *c, const struct unit *u)
{
	const struct segment *g = &c->t->segments[u->segment];

	return u->cls & LEX(MEDIUM) && g->n_words > 1 && c->scene->style[u->segment] != STYLE_SENTENCE && u->word + u->n_words == g->word + g->n_words;
}

bool thing_apart(const struct check *c, const struct unit *u)
{
	const struct scene *s = c->scene;
	uint32_t word = scene_word_at(s, u->end - 1), object = word < s->n_words ? s->words[word].object : SCENE_NONE;
	const struct unit *next = u + 1 < c->t->units + c->t->n_units && u[1].segment == u->segment ? u + 1 : NULL;

	if (u->flags & (UNIT_PART | UNIT_WEARABLE | UNIT_PLACE | UNIT_GENERIC | UNIT_OWNS) || u->wn & WN_PART || may_qualify(c, u) || alternative(c->t, u) || says_medium(c, u))
		return false;
	if (next && next->flags & UNIT_UNKNOWN && !u->term) /* "marc chagall" */
		return false;
	if (!(u->cls & LEX_THING) && (u->cls & (LEX(GENRE) | LEX(PHOTO)) || (u->wn & WN_NOUN && !(u->wn & (WN_FIRST | WN_SEEN)))))
		return false; /* "film grain"; a divinity is no thing first of all */
	if (u->start > 0 && strchr("[{<", c->t->text.p[u->start - 1])) /* a placeholder */
		return false;
	return object == SCENE_NONE || c->visible[object];
}

uint32_t things_count(struct check *c)
{
	enum { MOST = 16 };
	const struct unit *v[MOST];
	const struct analysis *t = c->t;
	uint32_t n = 0;

	if (c->n_different)
		return c->n_different - 1;
	for (uint32_t i = 0; i < c->n_things && n < MOST; i++) {
		const struct unit *u = &t->units[c->thing[i]];
		if (!thing_apart(c, u))
			continue;
		bool known = false;
		for (uint32_t k = 0; k < n && !known; k++)
			known = v[k]->lemma == u->lemma || is_kind_of(c, v[k], u) || is_kind_of(c, u, v[k]);
		if (!known)
			v[n++] = u;
	}
	c->n_different = n + 1;
	return n;
}

bool picture_says(const struct check *c, enum scene_term kind)
{
	for (uint32_t i = 0; i < c->scene->n_picture; i++)
		if (c->scene->picture[i].kind == kind)
			return true;
	return false;
}

bool in_quotes(const struct check *c, uint32_t at)
{
	const struct analysis *t = c->t;
	uint32_t lo = 0, hi = t->n_quotes; /* the first quotation that ends behind at */

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->quotes[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < t->n_quotes && t->quotes[lo].start <= at;
}

/* Whether needle's letters stand in hay as whole words, case aside. */
static bool has_words(struct span hay, struct span needle)
{
	for (size_t i = 0; needle.n && i + needle.n <= hay.n; i++) {
		size_t k = 0;
		while (k < needle.n && (hay.p[i + k] | 32) == (needle.p[k] | 32))
			k++;
		bool from = i == 0 || hay.p[i - 1] == ' ' || hay.p[i - 1] == '|' || hay.p[i - 1] == ',';
		size_t e = i + needle.n;
		if (k == needle.n && from && (e == hay.n || hay.p[e] == ' ' || hay.p[e] == '|' || hay.p[e] == ','))
			return true;
	}
	return false;
}

bool direction_says(const struct check *c, struct span term)
{
	const struct lint_direction *d = c->ctx->direction;

	if (!d)
		return false;
	const struct span one[] = {d->trigger, d->medium, d->style, d->camera, d->quality, d->colour, d->subject,
				   d->relation, d->lighting, d->background, d->extra, d->focus};
	for (size_t i = 0; i < sizeof one / sizeof *one; i++)
		if (has_words(one[i], term))
			return true;
	for (size_t i = 0; i < d->n_must; i++)
		if (has_words(d->must[i], term))
			return true;
	for (size_t i = 0; i < d->n_must_not; i++)
		if (has_words(d->must_not[i], term))
			return true;
	return false;
}

/* The basic colour terms of English (Berlin and Kay, 1969) but grey, around the circle; what lies beside each other, two people may call alike. Brown, black and
 * white are their own neighbours only. */
static const char *const circle[] = {"red", "orange", "yellow", "green", "blue", "purple", "pink"}, *const apart[] = {"black", "white"};

enum { CIRCLE = sizeof circle / sizeof *circle, APART = sizeof apart / sizeof *apart };

static int basic(const struct check *c, struct span s)
{
	for (const char *p; (p = memchr(s.p, ' ', s.n)) != NULL;) /* dark red */
		s = span_cut(s, (size_t)(p - s.p) + 1, s.n);
	const struct lex_term *t = lex_find(c->lex, lex_key(s.p, s.n));
	s = t ? lex_at(c->lex, t->canon)->text : s;
	for (int i = 0; i < CIRCLE; i++)
		if (span_is(s, circle[i]))
			return i;
	for (int i = 0; i < APART; i++)
		if (span_is(s, apart[i]))
			return CIRCLE + 2 * i + 1;
	return -1;
}

bool colours_opposed(const struct check *c, struct span x, struct span y)
{
	int a = basic(c, x), b = basic(c, y), d = a > b ? a - b : b - a;

	return a >= 0 && b >= 0 && d > 0 && (a >= CIRCLE || b >= CIRCLE || (d > 1 && d < CIRCLE - 1));
}
