/* rule_style_profile_mismatch.c: CAP029. Never an error: some report tags working better on a prose model. */
#include "lint/rule.h"

enum { LONG = 60 };

static bool any_tag(const struct analysis *t)
{
	for (uint32_t i = 0; i < t->n_segments; i++)
		if (!t->segments[i].clause && t->segments[i].n_whole <= 3 && t->segments[i].n_words)
			return true;
	return t->cls & LEX(COUNT);
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (profile_in(c, P_PROSE) && t->style == STYLE_TAGS && c->o->style == STYLE_AUTO) {
		struct finding *f = report(c, r, 0, (uint32_t)t->text.n);
		if (f)
			f->message = say(c, "a list of tags for a model ({z}) that was trained on sentences", c->model->name);
	} else if (profile_in(c, P_TAGS) && t->style == STYLE_PROSE && t->words > LONG && !any_tag(t)) {
		struct finding *f = report(c, r, 0, (uint32_t)t->text.n);
		if (!f)
			return;
		set_severity(c, f, SEV_INFO);
		f->message = say(c, "{d} words without a tag for a model ({z}) that was trained on tags", (int)t->words, c->model->name);
	}
}

const struct rule rule_style_profile_mismatch = {
	.code = "CAP029",
	.name = "style-profile-mismatch",
	.title = "tags for a model that reads sentences, or the other way round",
	.why = "Flux, SD3 and models with language-model encoders were trained on sentences; a comma list gives their encoders little to "
	       "hold on to. For tag models a long text without one tag is shown as information. --style settles it by hand.",
	.evidence = "Guides by base model: tags \"don't tend to work so well\" on Flux and SD3 (civitai.com/articles/7203); one report to the contrary "
		    "for a character (rishidesai.github.io/posts/character-lora), hence never an error.",
	.before = "dog, ball, grass, sunny (flux)",
	.after = "a dog with a ball on sunny grass",
	.family = FAMILY_TAGS, .severity = SEV_WARNING, .profiles = P_PROSE | P_TAGS, .points = 4,
	.check = check,
};
