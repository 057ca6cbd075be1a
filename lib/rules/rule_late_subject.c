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
static const struct unit *subject(const struct check *c)
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

static void check(struct check *c, const struct rule *r)
{
	if (c->n_pieces < LATE)
		return;
	if (c->about && tokens_before(c, c->about->word) < LATE)
		return;
	const struct unit *u = subject(c), *who = told_of(c);
	if (u && who && who->word < u->word)
		u = who;
	if (!u || u->flags & UNIT_UNKNOWN || c->n_pieces - (c->t->seg.n_words - u->word) < LATE) /* every word behind it is a token or more */
		return;
	size_t at = tokens_before(c, u->word), own = tokens_before(c, behind_own(c));
	if (at < own + LATE)
		return;
	struct finding *f = report_unit(c, r, u);
	if (!f)
		return;
	f->message = say(c, "the subject \"{}\" comes at token {d}", unit_text(c->t, u), (int)at);
	if (bare_tags(c->t))
		f->edit = EDIT_MOVE_FRONT;
	else
		f->fix = FIX_NONE;
}

const struct rule rule_late_subject = {
	.code = "CAP003",
	.name = "late-subject",
	.title = "the subject is named late",
	.why = "CLIP attends to the first twenty tokens or so far more than to the rest, and a cut takes the end first. The first "
	       "concrete noun, the trigger word or a count tag should stand among them, or the place that the caption is about (\"a photograph of a "
	       "freight yard\"). Silent below 20 tokens and where there "
	       "is no noun at all (subject-missing-or-generic speaks then).",
	.evidence = "Long-CLIP (arxiv.org/abs/2403.15378): CLIP's effective length is \"even less than 20\" tokens.",
	.before = "white background, soft lighting, studio light, simple composition, ..., apple",
	.after = "apple, white background, soft lighting, studio light, simple composition, ...",
	.family = FAMILY_BUDGET, .severity = SEV_WARNING, .profiles = P_CLIP, .points = 4, .fix = FIX_UNSAFE,
	.check = check,
};
