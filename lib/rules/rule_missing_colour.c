/* rule_missing_colour.c: CAP041. A coverage note: no points of its own, the slot stays unearned. What counts as bound is
 * the slot's own notion (slots.c). */
#include "lint/rule.h"

enum { ENOUGH = 3 }; /* colours of whatever in sentences: who tells so many would have told the others */

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	const struct unit *first = NULL;
	uint32_t colours = 0;

	if (c->coloured || t->foreign || t->n_units == 0 || t->cls & LEX(NOCOLOUR) || c->o->purpose == PURPOSE_STYLE)
		return;
	for (uint32_t i = 0; t->style == STYLE_PROSE && i < c->scene->n_attributes; i++)
		colours += c->scene->attributes[i].kind == ATTR_COLOUR || c->scene->attributes[i].kind == ATTR_MATERIAL;
	if (colours >= ENOUGH)
		return;
	for (uint32_t i = 0; i < t->n_entities; i++) { /* a place only where there is nothing else */
		const struct unit *u = &t->units[t->entities[i].unit];
		if (!(u->flags & (UNIT_PART | UNIT_GENERIC)) && (!first || (first->flags & UNIT_PLACE && !(u->flags & UNIT_PLACE))))
			first = u;
	}
	struct finding *f = first ? report_unit(c, r, first) : report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	f->needs_human = true;
	need_human(c, SPAN("colour"));
	if (first && first->flags & UNIT_PERSON)
		f->message = say(c, "no colour: which clothes, or what hair, has \"{}\"?", unit_text(t, first));
	else
		f->message = first ? say(c, "no colour: which colour is \"{}\"?", unit_text(t, first)) : SPAN("no colour is said of anything");
}

const struct rule rule_missing_colour = {
	.code = "CAP041",
	.name = "missing-colour",
	.title = "no colour or material is said of anything",
	.why = "Colour is the first thing that a text encoder can bind to a thing and the first that a prompt asks for. A colour or "
	       "material word has to stand within three words before the thing, or as \"the car is red\". The background's colour "
	       "does not count, nor an eye's unless a person is there. A coverage note without points: the slot stays unearned. "
	       "Silent for things without a colour of their own (glass, mirror, monochrome), for orange, rose and olive where they "
	       "are the thing itself, and for --purpose style.",
	.evidence = "ARO (arxiv.org/abs/2210.01936) and work on attribute binding (arxiv.org/abs/2306.08877). 80% of PartiPrompts fire, hence no points.",
	.before = "an apple on a table",
	.after = "a red apple on a table",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ALL,
	.check = check,
};
