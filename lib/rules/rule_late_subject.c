/* rule_late_subject.c: CAP003. Tags that the profile was trained to see in front (score_9) do not count; places are no subject here, but for the one that a sentence begins with ("photograph of a freight yard"), nor are
 * generic words; a count tag is one. */
#include "lint/rule.h"

enum { LATE = 20 };

/* The first word behind the tags of the profile's own that stand in front: "score_9, score_8_up, source_anime". */
static uint32_t behind_own(const struct check *c)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct unit *u = segment_only(t, &t->segments[i]);
		if (t->segments[i].n_words && !(u && u->cls & c->profile->quality_ok))
			return t->segments[i].word;
	}
	return 0;
}

/* A word that nobody knows, but no artist's: it may be who is seen. */
static bool may_name(const struct check *c, const struct unit *u)
{
	return u->flags & UNIT_UNKNOWN && !(u->flags & UNIT_QUOTED) && !(c->t->segments[u->segment].cls & LEX(TITLE));
}

/* What is worn is a subject only where nobody is who may wear it; a thing behind it is none then ("dress, long hair, sitting, ..., flower"). */
static const struct unit *first_named(const struct check *c)
{
	const struct analysis *t = c->t;
	const struct unit *worn = NULL;
	bool name = false, thing = false;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & UNIT_TRIGGER || may_name(c, u))
			return u;
		name |= (u->flags & UNIT_NAME) != 0;
		if (u->flags & (UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME))
			continue;
		if (u->flags & UNIT_HEAD && u->flags & UNIT_WEARABLE)
			worn = worn ? worn : u;
		else if (u->flags & UNIT_HEAD && !(u->flags & (UNIT_GENERIC | UNIT_PART | UNIT_PLACE))) {
			if (!worn || (!thing && u->flags & UNIT_PERSON))
				return u;
			thing = true;
		}
		if (u->cls & LEX(COUNT) && !(u->cls & LEX(FILLER)))
			return u;
	}
	return name || thing ? NULL : worn;
}

/* A generic word names the subject where something is said of it: "a person in a helmet, ..., woman". */
static const struct unit *told_of(const struct check *c)
{
	const struct scene *s = c->scene;

	for (uint32_t i = 0; i < s->n_relations; i++) {
		uint32_t object = s->relations[i].subject, unit = c->naming[object];
		if (c->visible[object] && unit != SCENE_NONE && c->t->units[unit].flags & (UNIT_GENERIC | UNIT_PERSON))
			return &c->t->units[unit];
	}
	return NULL;
}

/* The first count tag, "no humans" aside, or NULL. */
static const struct unit *count_tag(const struct analysis *t)
{
	for (uint32_t i = 0; t->cls & LEX(COUNT) && i < t->n_units; i++)
		if (t->units[i].cls & LEX(COUNT) && !(t->units[i].cls & LEX(FILLER)) && !(t->units[i].flags & (UNIT_NEGATED | UNIT_QUOTED)))
			return &t->units[i];
	return NULL;
}

/* Tags and nothing else, in whatever order: not "Draw a monster, ...", "Style: ...", "no watermarks, logos, or titles". */
static bool bare_tags(const struct analysis *t)
{
	if (t->style != STYLE_TAGS || t->seg.n_sentences > 1 || (t->text.n && memchr(t->text.p, ':', t->text.n)))
		return false;
	for (uint32_t i = 0; i < t->n_segments; i++)
		if (t->segments[i].clause || t->units[t->segments[i].unit].cls & LEX(CONJ))
			return false;
	return true;
}

/* Whether a unit may be the subject as well as u, whose own a part or what is worn is: not how the picture is made, lit and taken, or how it looks. */
static bool rivals(const struct unit *u, const struct unit *x)
{
	const uint64_t about = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(PLAIN) | LEX(MEDIUM) | LEX(GENRE) | LEX(QUALITY) | LEX(META) | LEX(PAIR) | LEX(STOP);
	bool own = u->flags & UNIT_PERSON && x->flags & (UNIT_PART | UNIT_WEARABLE);

	return x->segment != u->segment && !own && !(x->cls & about) &&
	       (x->flags & (UNIT_THING | UNIT_NAME | UNIT_UNKNOWN | UNIT_QUOTED) || x->cls & LEX(COUNT));
}

/* Whether the tag that ends in u names a thing whatever else the word may be: a person, an animal, a plant or food by a word that is nothing else; what
 * has a determiner, a number or a colour. A look alone may be a noun to WordNet, too: "glossy" is a magazine, "gourmet" a person, "grain" food. */
static bool by_name(const struct analysis *t, const struct unit *u)
{
	const struct segment *g = &t->segments[u->segment];

	if (u + 1 != &t->units[g->unit + g->n_units] || u->cls & (LEX(STOP) | LEX(MATERIAL)) || u->flags & (UNIT_GENERIC | UNIT_PART | UNIT_PLACE | UNIT_ABSTRACT))
		return false;
	bool only = !(u->wn & (WN_ADJ | WN_VERB | WN_VERBFORM)); /* a "drone" is a bee, a sound and a camera */
	return u->cls & LEX(PERSON) || (u->wn & WN_LIVING && (only || u->term)) || (u->wn & WN_FOOD && only) ||
	       ((g->det || g->cls & (LEX(NUMBER) | LEX(COLOUR))) && (u->wn & WN_FIRST || u->cls & LEX(NOUN)) && !(u->wn & WN_ADJ));
}

/* Whether the tag of u can only be what the picture shows: the trigger, a count, or the one thing that is named. */
static bool must_lead(const struct analysis *t, const struct unit *u)
{
	if (u->flags & UNIT_TRIGGER || u->cls & LEX(COUNT))
		return true;
	for (uint32_t i = 0; i < t->n_units; i++)
		if (rivals(u, &t->units[i]))
			return false;
	return by_name(t, u);
}

/* What is late: who is counted, where the first thing named stands late, too. */
static const struct unit *subject(struct check *c)
{
	const struct unit *u = first_named(c), *who = told_of(c), *count = count_tag(c->t);

	if (u && who && who->word < u->word)
		u = who;
	if (!u || u->flags & UNIT_TRIGGER || !count || count->word < u->word || tokens_before(c, u->word) < tokens_before(c, behind_own(c)) + LATE)
		return u;
	return count;
}

static void check(struct check *c, const struct rule *r)
{
	if (c->n_pieces < LATE)
		return;
	if (c->about && tokens_before(c, c->about->word) < LATE)
		return;
	const struct unit *u = subject(c);
	if (!u || u->flags & UNIT_UNKNOWN || c->n_pieces - (c->t->seg.n_words - u->word) < LATE) /* every word behind it is a token or more */
		return;
	size_t at = tokens_before(c, u->word), own = tokens_before(c, behind_own(c));
	if (at < own + LATE)
		return;
	struct finding *f = report_unit(c, r, u);
	if (!f)
		return;
	f->message = say(c, "the subject \"{}\" comes at token {d}", unit_text(c->t, u), (int)at);
	if (bare_tags(c->t) && must_lead(c->t, u)) {
		f->edit = EDIT_MOVE_FRONT;
		return;
	}
	f->fix = FIX_NONE;
	f->stays = bare_tags(c->t) ? SPAN("only a person can say which of its tags is the subject") : SPAN("it is no plain list of tags");
}

const struct rule rule_late_subject = {
	.code = "CAP003",
	.name = "late-subject",
	.title = "the subject is named late",
	.why = "CLIP attends to the first twenty tokens or so far more than to the rest, and a cut takes the end first. The first "
	       "concrete noun, the trigger word or a count tag should stand among them, or the place that the caption is about (\"a photograph of a "
	       "freight yard\"). Silent below 20 tokens and where there "
	       "is no noun at all (subject-missing-or-generic speaks then). The fix moves a count tag, the trigger, or the one living or made thing "
	       "that the tags name (\"an old fisherman\"); which of several is the subject, only a person can say.",
	.evidence = "Long-CLIP (arxiv.org/abs/2403.15378): CLIP's effective length is \"even less than 20\" tokens.",
	.before = "white background, soft lighting, studio light, simple composition, ..., apple",
	.after = "apple, white background, soft lighting, studio light, simple composition, ...",
	.family = FAMILY_BUDGET, .severity = SEV_WARNING, .profiles = P_CLIP, .points = 4, .fix = FIX_UNSAFE,
	.check = check,
};
