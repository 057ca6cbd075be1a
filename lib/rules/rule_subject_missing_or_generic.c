/* rule_subject_missing_or_generic.c: CAP040. A noun that is no thing (sign, sky, sunset) gives half credit and no
 * finding. Words that no list knows may be names or another language: silent. */
#include "lint/rule.h"
#include "lint/units.h"

enum { KIND_NONE, KIND_GENERIC, KIND_PART, KIND_NAME };

/* "a football game", "a passenger vehicle": a noun before a general one says which. */
static bool is_compound(const struct scene *s, const struct unit *u)
{
	uint32_t i = scene_word_at(s, u->start);

	return i < s->n_words && s->words[i].object != SCENE_NONE && s->objects[s->words[i].object].start < u->start;
}

/* The generic or part word to blame; NULL with *fine when there is a subject. */
static const struct unit *blamed(const struct check *c, bool *fine)
{
	const struct analysis *t = c->t;
	const struct unit *u, *generic = NULL, *part = NULL;

	*fine = t->people != 0 || t->trigger >= 0 || t->foreign;
	for (uint32_t i = 0; i < t->n_units && !*fine; i++) {
		u = &t->units[i];
		if (u->flags & (UNIT_NEGATED | UNIT_QUOTED))
			continue;
		if (u->flags & (UNIT_ABSTRACT | UNIT_UNKNOWN | UNIT_NAME) || u->cls & (LEX(SETTING) | LEX(RELTAG)))
			*fine = !t->seg.words[u->word].kaomoji;
		if (!(u->flags & UNIT_HEAD))
			continue;
		if (u->flags & UNIT_GENERIC && !is_compound(c->scene, u))
			generic = generic ? generic : u;
		else if (u->flags & UNIT_PART && !(u->flags & UNIT_WEARABLE) && !part_of_somebody(t, u))
			part = part ? part : u;
		else
			*fine = true;
	}
	return generic ? generic : part;
}

/* "a red square": a shape or a weather is something to see, though no thing. "a large frame with a small frame": so is what mostly speaks of the picture,
 * where a relation is said of it. */
static bool shows(const struct check *c)
{
	const struct scene *s = c->scene;

	for (uint32_t i = 0; i < s->n_objects; i++)
		if (!s->objects[i].implicit && wn_find(c->lex, s->words[s->objects[i].word].key, NULL) & WN_SEEN)
			return true;
	for (uint32_t i = 0; i < s->n_relations; i++) {
		const struct scene_word *w = &s->words[s->objects[s->relations[i].subject].word];
		if (!s->objects[s->relations[i].subject].implicit && wn_find(c->lex, w->key, NULL) & WN_FIRST && !(w->term && w->term->cls & (LEX(MEDIUM) | LEX(META))))
			return true;
	}
	return false;
}

/* "a painting by person": Conceptual Captions put the general word where a name was. */
static void stand_ins(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!(u->flags & UNIT_GENERIC) || u->flags & UNIT_QUOTED || u->word == 0 || !span_is(t->seg.words[u->word].norm, "person") ||
		    !span_is(t->seg.words[u->word - 1].norm, "by"))
			continue;
		struct finding *f = report_unit(c, r, u);
		if (!f)
			return;
		f->kind = KIND_NAME;
		f->needs_human = true;
		set_severity(c, f, SEV_WARNING);
		f->message = say(c, "\"{}\" stands where a name was", unit_text(t, u));
	}
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	bool fine;

	stand_ins(c, r);
	const struct unit *u = blamed(c, &fine);

	if (fine || (!u && shows(c)))
		return;
	struct finding *f = u ? report_unit(c, r, u) : report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	if (c->o->purpose == PURPOSE_STYLE)
		set_severity(c, f, SEV_INFO);
	f->needs_human = true;
	need_human(c, SPAN("subject"));
	if (!u) {
		f->message = t->n_segments ? SPAN("no subject: nothing that is a thing is named") : SPAN("the caption is empty");
		f->kind = KIND_NONE;
	} else if (u->flags & UNIT_GENERIC) {
		f->message = say(c, "no subject but \"{}\": which {}?", unit_text(t, u), unit_text(t, u));
		f->kind = KIND_GENERIC;
	} else {
		f->message = say(c, "no subject, only a part: whose {}?", unit_text(t, u));
		f->kind = KIND_PART;
	}
}

const struct rule rule_subject_missing_or_generic = {
	.code = "CAP040",
	.name = "subject-missing-or-generic",
	.title = "no subject, or only a generic word for it",
	.why = "A caption that names no thing, or only \"animal\", \"food\", or parts like \"tongue\" and \"whiskers\", trains the model on "
	       "whatever the picture shows without a word for it. Only a person who sees the picture can say what it is: the "
	       "direction file's subject. \"a painting by person\" has lost a name (a warning). Count tags (1girl), people and the trigger word are subjects; sign, sky or sunset "
	       "give half credit and no finding; names and other languages are not judged. An info for --purpose style.",
	.evidence = "DataComp captions (arxiv.org/abs/2307.10350) on nondescript text. Measured on PartiPrompts: 1.7%, mostly one-word "
		    "abstractions.",
	.before = "animal, tongue, whiskers",
	.family = FAMILY_DESCRIPTION, .severity = SEV_ERROR, .profiles = P_ANY, .cap = 40,
	.json = true,
	.check = check,
};
