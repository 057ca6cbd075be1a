/* turn.c: in which order --fit and --max-tokens let go of tags, and which stay. Of a sentence only what stands beside it may go ("..., masterpiece, 8k"): a
 * comma in it parts words that need each other ("a simple, elegant design"). */
#include "base/ascii.h"
#include "base/map.h"
#include "fix/step.h"

enum { LISTED = 0, SENTENCE = 1, COORDINATED = 2 }; /* what a sentence is: a list of tags; it holds a clause or stands by itself; "a, b and c" */

/* These of each sentence. */
static unsigned char *kinds_of(const struct work *w)
{
	const struct analysis *t = w->now.analysis;
	const struct seg_segment *g = t->seg.segments;
	unsigned char *v = arena_zalloc(w->pass, t->seg.n_sentences + 1, 1);

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segments[i];
		bool alone = (i == 0 || g[i - 1].sentence != g[i].sentence) && (i + 1 == t->n_segments || g[i + 1].sentence != g[i].sentence);
		bool stops = g[i].sep == '.' || g[i].sep == '!' || g[i].sep == '?';
		if (((s->clause || s->finite) && t->style != STYLE_TAGS) || (alone && stops && (s->det || t->clauses)))
			v[g[i].sentence] |= SENTENCE;
		if (s->n_units && t->units[s->unit].tag == TAG_CCONJ)
			v[g[i].sentence] |= COORDINATED;
	}
	return v;
}

/* ------------------------------------------------------------------------------------------------ what needs its neighbour */

static bool describes(const struct unit *u)
{
	return u->flags & UNIT_ADJ || u->wn & WN_ADJ || u->tag == TAG_ADJ || u->tag == TAG_ADV || u->verb == VERB_ING || u->verb == VERB_PART;
}

/* Whether a segment ends before the noun that its last words wait for: "with a soft", "its smooth", "the woman's". */
static bool open_end(const struct analysis *t, const struct segment *s)
{
	const uint32_t waits = TAGS(DET) | TAGS(ADP) | TAGS(AUX) | TAGS(CCONJ) | TAGS(SCONJ) | TAGS(PART);
	uint32_t i = s->unit + s->n_units;

	while (i > s->unit && describes(&t->units[i - 1]) && !unit_is(&t->units[i - 1], waits))
		i--;
	if (i == s->unit)
		return false;
	const struct unit *u = &t->units[i - 1];
	bool number = i < s->unit + s->n_units && u->cls & LEX(NUMBER); /* "two small" */
	return unit_is(u, waits) || u->flags & UNIT_OWNS || number || (u->tag == TAG_PRON && i < s->unit + s->n_units);
}

static bool same_sentence(const struct analysis *t, uint32_t i, uint32_t k)
{
	return k < t->n_segments && t->seg.segments[i].sentence == t->seg.segments[k].sentence;
}

/* Whether a bracket in the tag has its other half in another one: "(red hair, cat ears)". */
static bool splits_bracket(struct span s)
{
	int open = 0;

	for (size_t i = 0; i < s.n; i++) {
		open += s.p[i] == '(' || s.p[i] == '[' || s.p[i] == '{';
		open -= s.p[i] == ')' || s.p[i] == ']' || s.p[i] == '}';
	}
	return open != 0;
}

bool tag_is_half(const struct analysis *t, uint32_t i)
{
	bool to_next = same_sentence(t, i, i + 1) && open_end(t, &t->segments[i]);

	return to_next || (i > 0 && same_sentence(t, i, i - 1) && open_end(t, &t->segments[i - 1])) || splits_bracket(segment_text(t, &t->segments[i]));
}

/* ------------------------------------------------------------------------------------------------ what a tag is */

/* Whether each of its words is of the classes or binds others, and one is. */
static bool wholly(const struct analysis *t, const struct segment *s, uint64_t classes)
{
	bool some = false;

	for (uint32_t k = s->unit; k < s->unit + s->n_units; k++) {
		some |= (t->units[k].cls & classes) != 0;
		if (!(t->units[k].cls & classes) && unit_tells(&t->units[k]) && t->units[k].tag != TAG_ADV)
			return false;
	}
	return some;
}

/* What the tag is about: the last thing in it in front of a preposition, the word for the kind of picture aside ("office secretary anime"); NULL: no thing. */
static const struct unit *head_of(const struct analysis *t, const struct segment *s)
{
	const struct unit *head = NULL;

	for (uint32_t k = s->unit; k < s->unit + s->n_units && t->units[k].tag != TAG_ADP; k++)
		if (t->units[k].flags & UNIT_THING && !(t->units[k].cls & (LEX(MEDIUM) | LEX(GENRE) | LEX(QUALITY) | LEX(META) | LEX(STOP))))
			head = &t->units[k];
	return head;
}

/* What has been named up to here. */
struct named {
	bool thing, place;
};

/* Whether the tag names who or what the picture shows: a person, the first thing of the caption, or the place that it begins with. */
static bool subject(const struct analysis *t, const struct segment *s, struct named *by_now)
{
	const struct unit *u = head_of(t, s);

	if (!u || u->flags & (UNIT_PART | UNIT_WEARABLE | UNIT_NEGATED))
		return false;
	bool place = u->flags & UNIT_PLACE, first = !by_now->thing && !(u->flags & UNIT_GENERIC) && (!place || !by_now->place);
	by_now->thing |= first && !place;
	by_now->place |= first;
	return first || u->flags & UNIT_PERSON;
}

/* Whether the tag says of some light what it is, in words that no list has: "3-point lighting". */
static bool some_light(const struct analysis *t, const struct segment *s)
{
	const uint64_t light = LEX(PAIR) | LEX(GLOW);

	return s->n_units && (t->units[s->unit + s->n_units - 1].cls & light) == light;
}

/* Whether the tag names a lens by its focal length: "100mm macro", "50 mm". */
static bool lens(const struct analysis *t, const struct segment *s)
{
	for (uint32_t k = s->unit; k < s->unit + s->n_units; k++) {
		struct span u = unit_text(t, &t->units[k]);
		if (ascii_digit(u.p[0]) && (span_ends(u, SPAN("mm")) || (k + 1 < s->unit + s->n_units && span_is(unit_text(t, &t->units[k + 1]), "mm"))))
			return true;
	}
	return false;
}

/* What is known of each tag: TURN_IMPLIED for CAP023, TURN_REPEATED for CAP021, CAP024 and a spelling of what another tag in front says, else 0. */
static unsigned char *flags_of(const struct work *w)
{
	const struct analysis *t = w->now.analysis;
	unsigned char *v = arena_zalloc(w->pass, t->n_segments + 1, 1);
	struct map said = {.a = w->pass};

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct unit *u = segment_only(t, &t->segments[i]);
		bool is_new = true;
		if (u && u->term && !(u->cls & (LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS)))) /* "3-point lighting" is a studio's, and more */
			map_add(&said, u->lemma, &is_new);
		v[i] = is_new ? 0 : TURN_REPEATED;
	}

	for (size_t i = 0; i < w->now.n_findings; i++) {
		const struct finding *f = &w->now.findings[i];
		const char *code = f->rule->code;
		if (f->segment >= t->n_segments || v[f->segment] == TURN_IMPLIED)
			continue;
		if (strcmp(code, "CAP023") == 0)
			v[f->segment] = TURN_IMPLIED;
		else if (strcmp(code, "CAP021") == 0 || strcmp(code, "CAP024") == 0)
			v[f->segment] = TURN_REPEATED;
	}
	return v;
}

/* ------------------------------------------------------------------------------------------------ turns */

/* The class of the quality words that the model was trained with, or 0. */
static uint64_t trained_with(const struct work *w)
{
	for (size_t i = 0; i < PROFILES; i++)
		if (strcmp(profiles[i].name, w->now.profile) == 0)
			return profiles[i].quality_ok;
	return 0;
}

/* A tag about the upload or of praise alone; TURN_NEVER: it says more. */
static unsigned idle_turn(const struct work *w, const struct segment *s)
{
	const struct analysis *t = w->now.analysis;
	const uint64_t upload = LEX(META) | LEX(RATING), praise = LEX(QUALITY) | LEX(VAGUE);
	const uint64_t nothing = LEX(FILLER) | LEX(MOOD) | LEX(NONVISUAL) | LEX(STOP) | LEX(HEAD); /* beside praise: "stunning detail", "museum quality artwork" */

	if (s->cls & (LEX(MEDIUM) | LEX(PIXEL)) || !(s->cls & (upload | praise)) || !wholly(t, s, upload | praise | nothing))
		return TURN_NEVER;
	if (s->cls & (LEX(LOOK) | trained_with(w)))
		return TURN_LOOK;
	return s->cls & upload ? TURN_UPLOAD : TURN_PRAISE;
}

/* Which segments of a sentence stand beside it, not in it: no clause is behind in the sentence, or all up to it is idle ("masterpiece, 8k, a dog runs"; not
 * "The frog's eyes, a striking feature, are black") and describes no noun that follows ("Crisp, coarse patterns ..."). */
static bool *beside(const struct work *w)
{
	const struct analysis *t = w->now.analysis;
	bool *v = arena_zalloc(w->pass, t->n_segments + 1, sizeof *v), tail = false, lead = false;

	for (uint32_t i = t->n_segments; i-- > 0;) {
		tail = (tail || !same_sentence(t, i, i + 1)) && !t->segments[i].clause && !t->segments[i].finite;
		v[i] = tail;
	}
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segments[i];
		lead = (lead || i == 0 || !same_sentence(t, i, i - 1)) && !s->clause && !s->finite && idle_turn(w, s) != TURN_NEVER &&
		       !describes(&t->units[s->unit + s->n_units - 1]);
		v[i] |= lead;
	}
	return v;
}

static bool salient(const struct work *w, const struct segment *s)
{
	for (size_t k = 0; k < SLOTS; k++) /* the best evidence of a slot */
		if (w->now.slot[k].credit > 0 && w->now.slot[k].start >= s->start && w->now.slot[k].end <= s->end)
			return true;
	return false;
}

static unsigned turn(const struct work *w, const struct segment *s, unsigned flagged, uint32_t flags)
{
	struct span text = segment_text(w->now.analysis, s);
	unsigned idle = idle_turn(w, s);

	if (idle != TURN_NEVER || (text.p[0] == '<' && text.p[text.n - 1] == '>')) /* "<lora:x:1>" is for an interface */
		return idle != TURN_NEVER ? idle : TURN_UPLOAD;
	if (flagged)
		return flagged;
	if (flags & UNIT_NEGATED)
		return TURN_NEGATED;
	if (s->cls & (LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS)) || salient(w, s) || some_light(w->now.analysis, s) || lens(w->now.analysis, s))
		return TURN_NEVER;
	return flags & (UNIT_UNKNOWN | UNIT_NAME) ? TURN_NAME : TURN_OTHER;
}

unsigned char *fit_turns(const struct work *w)
{
	const struct analysis *t = w->now.analysis;
	const unsigned char *flags = flags_of(w), *kinds = kinds_of(w);
	unsigned char *v = arena_alloc(w->pass, t->n_segments + 1);
	const bool *apart = beside(w);
	struct named by_now = {0};

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *s = &t->segments[i];
		unsigned kind = kinds[t->seg.segments[i].sentence];
		uint32_t all = 0;
		for (uint32_t k = s->unit; k < s->unit + s->n_units; k++)
			all |= t->units[k].flags;
		v[i] = TURN_NEVER;
		bool named = subject(t, s, &by_now);
		if (s->clause || s->quoted || s->cls & LEX(COUNT) || all & UNIT_TRIGGER || kind & COORDINATED || tag_is_half(t, i))
			continue;
		if (kind & SENTENCE)
			v[i] = apart[i] ? (unsigned char)idle_turn(w, s) : TURN_NEVER;
		else if (!named || flags[i])
			v[i] = (unsigned char)turn(w, s, flags[i], all);
	}
	return v;
}
