/* rule_verify_pair.c: CAP061. Text alone cannot call these errors: it asks. The direction file answers. */
#include "lint/rule.h"

static void ask(struct check *c, const struct rule *r, const struct unit *u, const struct unit *other, struct span what)
{
	struct finding *f = report_unit(c, r, u);

	if (!f)
		return;
	f->needs_human = true;
	f->message = what;
	if (other) {
		f->because = unit_text(c->t, other);
		f->other_start = other->start;
		f->other_end = other->end;
	}
	need_human(c, say(c, "verify:{}", lex_at(c->lex, u->term->canon)->text));
}

static bool settled(const struct check *c, const struct unit *u)
{
	return direction_says(c, unit_text(c->t, u));
}

/* Whether the lexicon pairs a with b. */
static bool paired(const struct check *c, const struct unit *a, const struct unit *b)
{
	const struct lex_term *t = lex_at(c->lex, a->term->canon);
	const struct lex_rel *r = lex_rels(c->lex, t);

	for (uint32_t i = 0; i < t->n_rel; i++)
		if (r[i].kind == REL_VERIFY && r[i].term == b->term->canon)
			return true;
	return false;
}

static void pairs(struct check *c, const struct rule *r)
{
	const struct unit *v[16];
	const struct analysis *t = c->t;
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->n_units && n < sizeof v / sizeof *v; i++) {
		const struct unit *u = &t->units[i];
		if (u->term && lex_at(c->lex, u->term->canon)->rels >> REL_VERIFY & 1 &&
		    !(u->flags & (UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME)))
			v[n++] = u;
	}
	for (uint32_t i = 1; i < n; i++)
		for (uint32_t k = 0; k < i; k++) {
			if (t->segments[v[k]->segment].clause && t->segments[v[i]->segment].clause)
				continue; /* "at sunrise or sunset": whoever writes sentences mixes up no tags */
			if (!paired(c, v[k], v[i]) || settled(c, v[k]) || settled(c, v[i]))
				continue;
			ask(c, r, v[k], v[i], say(c, "\"{}\" with \"{}\": taggers mix these up; look at the picture", unit_text(t, v[k]),
						  unit_text(t, v[i])));
			k = i;
		}
}

static bool is_term(const struct unit *u, const char *text)
{
	return u->term && span_is(u->term->text, text);
}

/* "film grain" is a style that drawings copy, too: it names none. */
static bool medium_named(const struct analysis *t)
{
	for (uint32_t i = 0; i < t->n_units; i++) {
		uint64_t cls = t->units[i].cls;
		if (!(cls & LEX(FILLER)) && (cls & LEX(MEDIUM) || (cls & LEX(GENRE) && !(cls & LEX(PHOTO)))))
			return true;
	}
	return false;
}

/* mouth hold with nothing held; realistic with camera words and no medium: a photo, or a drawing? */
static void alone(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & (UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME) || !u->term)
			continue;
		if (is_term(u, "mouth hold") && things_count(c) < 2 && !settled(c, u)) {
			ask(c, r, u, NULL, SPAN("\"mouth hold\", and nothing that is held is named"));
			need_human(c, SPAN("relation"));
			return;
		}
		if (is_term(u, "realistic") && t->cls & LEX(PHOTO) && !medium_named(t) && !settled(c, u)) {
			ask(c, r, u, NULL, SPAN("\"realistic\" with camera words and no medium: a photo or a drawing?"));
			return;
		}
	}
}

static void check(struct check *c, const struct rule *r)
{
	if (!(c->t->cls & (LEX(POSE) | LEX(RELTAG) | LEX(FILLER) | LEX(SETTING))))
		return;
	if (c->t->rels >> REL_VERIFY & 1)
		pairs(c, r);
	if (c->t->cls & (LEX(RELTAG) | LEX(FILLER)))
		alone(c, r);
}

const struct rule rule_verify_pair = {
	.code = "CAP061",
	.name = "verify-pair",
	.title = "tags that taggers mix up: look at the picture",
	.why = "An open mouth is often tagged \"tongue out\" as well, and one that holds something often is. Both may be true, so text "
	       "cannot call it an error: a person has to look. Once the direction file mentions either term it is settled and the "
	       "rule is silent. Also: mouth hold with nothing named that is held, and \"realistic\" with camera words but no medium.",
	.evidence = "gelbooru wikis open_mouth and tongue_out: both may be true together.",
	.before = "dog, tongue out, open mouth",
	.family = FAMILY_CONSISTENCY, .severity = SEV_WARNING, .profiles = P_ANY, .points = 4,
	.when = LEX(POSE) | LEX(RELTAG) | LEX(FILLER) | LEX(SETTING),
	.check = check,
};
