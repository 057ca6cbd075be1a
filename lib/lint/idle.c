/* idle.c: tags and sentences that say nothing about the picture (declared in rule.h and loose.h): "amazing, great vibes" beside a sentence,
 * "What a wonderful way to spend a day." */
#include "lint/loose.h"

#include "lint/priv.h"

/* Tags that a sentence is not richer by: unknown words, names, praise, moods, words about pictures, and terms of class weak. */
bool says_nothing(const struct check *c, const struct segment *g)
{
	const struct analysis *t = c->t;
	const uint64_t other_than_praise = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) | LEX(COLOUR) | LEX(MATERIAL) | LEX(RELTAG) |
				   LEX(POSE) | LEX(COUNT) | LEX(NOCOLOUR) | LEX(DRAWN) | LEX(FLAT) | LEX(VIEWS) | LEX(FRAME) | LEX(MULTI) |
				   LEX(NEGATION) | LEX(HEDGE) | LEX(NONVISUAL);
	bool praise = false, medium = false, thing = false, weak = false, other = false, adjective = false, picture = false;

	if (t->clauses == 0 || t->foreign || g->n_units > 6)
		return false;
	if (t->units[g->unit].cls & LEX(META) && !(t->units[g->unit].cls & LEX(PIXEL)))
		return true; /* "negative prompt: blurry" */
	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & (UNIT_QUOTED | UNIT_NEGATED | UNIT_TRIGGER) || u->flags & UNIT_VERBFORM)
			return false;
		if (u->flags & UNIT_NAME)
			continue;
		weak |= (u->cls & LEX(WEAK)) != 0;
		praise |= (u->cls & (LEX(VAGUE) | LEX(QUALITY) | LEX(FILLER))) != 0;
		medium |= (u->cls & LEX(MEDIUM)) != 0;
		other |= (u->cls & other_than_praise && !(u->cls & (LEX(WEAK) | LEX(FILLER)))) || u->cls & (LEX(VERB) | LEX(AUX) | LEX(PRON));
		thing |= u->flags & UNIT_NOUN && !(u->flags & UNIT_GENERIC) && !(u->cls & (LEX(HEAD) | LEX(STOP)));
		adjective |= u->flags & UNIT_ADJ && !(u->cls & (LEX(VAGUE) | LEX(STOP) | LEX(QUALITY) | LEX(FILLER) | LEX(WEAK)));
		picture |= u->cls & LEX(HEAD) && !(u->cls & (LEX(MEDIUM) | LEX(PAIR)));
	}
	return !thing && !other && (picture || !adjective) && (weak || praise || !medium);
}

bool weak_verb(const struct check *c, const struct unit *u)
{
	static const char *const stems[] = {
		"look", "seem", "appear", "feel", "show", "has", "have", "giv", "mak", "creat", "add", "captur", "compos", "includ", "invit",
		"enhanc", "emphas", "highlight", "contribut", "lend", "bring", "provid", "offer", "evok", "convey", "suggest", "draw", "exud",
		"radiat", "render", "complement", "balanc", "tell", "speak", "immers", "transport", "captivat", "remind", "symboli", "produc",
		"impart", "infus", "deliver",
	};
	struct span s = unit_text(c->t, u);

	for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
		if (span_starts(s, span_of(stems[i])))
			return true;
	return false;
}

/* What a sentence says something with. */
static const uint64_t something = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(SETTING) | LEX(PLAIN) | LEX(COLOUR) | LEX(MATERIAL) | LEX(RELTAG) | LEX(POSE) |
				  LEX(COUNT) | LEX(DRAWN) | LEX(FLAT) | LEX(VIEWS) | LEX(FRAME) | LEX(PAIR) | LEX(NUMBER);

/* "This is a very nice picture." "Everything looks great and clear." A sentence beside others about no thing at all. */
bool empty_sentence(const struct check *c, const struct segment *g)
{
	const struct analysis *t = c->t;
	bool picture = false;

	if (g->n_units < 2 || (t->seg.segments[g - t->segments].sentence == t->seg.segments[0].sentence && g->clause && t->clauses < 2))
		return false;
	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & (UNIT_QUOTED | UNIT_TRIGGER | UNIT_NAME) || u->cls & something)
			return false;
		if (u->flags & UNIT_UNKNOWN && !weak_verb(c, u))
			return false;
		if (u->flags & UNIT_NOUN && !(u->flags & (UNIT_GENERIC | UNIT_NEGATED)) && !(u->cls & (LEX(HEAD) | LEX(STOP) | LEX(MEDIUM))))
			return false;
		if ((u->flags & UNIT_VERBFORM || u->cls & LEX(VERB)) && !weak_verb(c, u))
			return false;
		picture |= (u->cls & (LEX(HEAD) | LEX(MEDIUM) | LEX(VAGUE) | LEX(QUALITY) | LEX(FILLER) | LEX(NONVISUAL) | LEX(LEAD))) != 0;
	}
	return picture;
}

static bool ends_in(struct span s, const char *end)
{
	size_t n = strlen(end);

	return s.n > n + 1 && span_is(span_cut(s, s.n - n, s.n), end);
}

static bool one_of(const struct analysis *t, const struct unit *u, const char *const *words, size_t n)
{
	struct span s = t->seg.words[u->word].norm;

	for (size_t i = 0; u->n_words == 1 && i < n; i++)
		if (span_is(s, words[i]))
			return true;
	return false;
}

#define ONE_OF(t, u, list) one_of(t, u, list, sizeof list / sizeof *list)

/* Who looks at a picture or made it, and what one says of a life. */
static const char *const beholders[] = {"viewer", "viewers", "observer", "observers", "onlooker", "photographer", "artist", "painter", "heart", "world", "movie",
					"film", "dream", "you", "we", "us", "i", "one", "everything", "nothing", "anybody", "anyone", "overall", "way", "job",
					"sight", "feast", "display", "nature", "reminder", "spirit", "beauty", "character"};
/* Somebody who is in the picture. */
static const char *const somebody[] = {"he", "she", "they", "him", "them", "his", "her", "their"};
/* What stands in a picture to be read, and where. */
static const char *const written[] = {"date", "title", "number", "numbers", "word", "words", "text", "letter", "letters", "name", "names", "message", "label",
				      "headline", "caption", "sign", "score", "time", "left", "right"};
static const char *const can[] = {"can"};

/* What can be seen as it is written: not "(it) leaves", "(you) can tell", nor a story for its second meaning. */
static bool visible(const struct analysis *t, const struct unit *u)
{
	const struct unit *p = unit_before(t, u), *n = unit_behind(t, u);

	if (!(u->flags & UNIT_NOUN) || u->flags & (UNIT_GENERIC | UNIT_NEGATED) || u->cls & (LEX(HEAD) | LEX(STOP) | LEX(MEDIUM)))
		return false;
	if (p && (p->cls & LEX(PRON) || ONE_OF(t, p, can)))
		return false;
	if (u->wn & WN_ADJ && n && n->cls & LEX(CONJ) && unit_behind(t, n) && unit_behind(t, n)->wn & WN_ADJ)
		return false; /* both familiar and new */
	if (ONE_OF(t, u, can) && n && (n->wn & WN_VERB || n->cls & LEX(AUX)))
		return false;
	return u->cls & LEX_THING || u->n_words > 1 || u->wn & WN_FIRST;
}

/* Whether the sentence of these units, beside others, is about nobody and nothing that the picture could show: its nouns are thoughts, feelings
 * and times. "What a wonderful way to spend a day." "The story behind it remains a mystery." */
static bool idle_thought(const struct check *c, const struct unit *u, const struct unit *end)
{
	const struct analysis *t = c->t;
	const uint64_t talk = LEX(HEAD) | LEX(MEDIUM) | LEX(VAGUE) | LEX(QUALITY) | LEX(FILLER) | LEX(NONVISUAL) | LEX(LEAD) | LEX(MOOD);
	bool idea = false, glue = false;

	for (; u < end; u++) {
		const struct unit *p = unit_before(t, u);
		struct span s = t->seg.words[u->word].norm;
		bool looks = ONE_OF(t, u, beholders), noun = (u->flags & (UNIT_ABSTRACT | UNIT_NOUN)) != 0, time = u->cls & LEX(WEAK) && u->wn & WN_IDEA;
		if (u->flags & (UNIT_QUOTED | UNIT_TRIGGER | UNIT_NAME) || (u->cls & something && !looks && !time))
			return false;
		if (ONE_OF(t, u, somebody) || ONE_OF(t, u, written) || (noun && u->wn & WN_SEEN) || (visible(t, u) && !looks))
			return false;
		if (u->flags & UNIT_UNKNOWN && !looks && !weak_verb(c, u) && !ends_in(s, "er"))
			return false; /* er: simpler */
		if (u->flags & UNIT_VERBFORM && p && p->cls & LEX(AUX) && ends_in(s, "ing"))
			return false; /* it is raining */
		glue |= u->flags & UNIT_GLUE || u->cls & LEX_GLUE;
		idea |= looks || u->cls & talk || (noun && u->wn & WN_IDEA);
	}
	return idea && glue;
}

/* The next sentence from segment i on: whether it is such a one. *end is the segment behind it. */
bool sentence_idle(const struct check *c, uint32_t i, uint32_t *end)
{
	const struct analysis *t = c->t;
	uint32_t sentence = t->seg.segments[i].sentence, first = t->segments[i].unit, n = 0;

	for (*end = i; *end < t->n_segments && t->seg.segments[*end].sentence == sentence; ++*end)
		n += t->segments[*end].n_units;
	return n >= 3 && t->n_units - n > n / 2 && idle_thought(c, &t->units[first], &t->units[first + n]);
}
