/* see_ground_not_white.c: CAP223, the caption says white background, and the picture's edge is not white. */
#include "see/mention.h"
#include "see/sight.h"

static void check(struct sight_check *c, const struct rule *r)
{
	const struct sight *s = c->s;
	const struct scene_picture *said = s->scene ? mention_white(s->scene) : NULL;

	if (said && s->pixels && s->pixels->seen && !s->pixels->white)
		sight_report(c, r, r->severity, "the caption says \"%.*s\", and the picture is not white around its edge", SPAN_ARG(said->text));
}

const struct rule rule_ground_not_white = {
	.code = "CAP223",
	.name = "ground-not-white",
	.title = "a white background that is not there",
	.why = "What is called white background and is none binds the words to whatever the ground is. Four of five pixels of a ring as wide as 6% "
	       "of the shorter side have to be white (lightness over 0.88 and chroma under 0.035 in OKLab). Only with --pixels.",
	.evidence = "The ring found 276 of 276 things pasted on white, and took 1 of 239 photographs for one (design of capsee).",
	.before = "\"an apple, white background\" beside an apple on a wooden table",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
