/* see_colour_not_there.c: CAP222, the caption names a colour of which the picture has nothing. */
#include "lexicon/lexicon.h"
#include "see/mention.h"
#include "see/sight.h"

#define LEAST 0.002 /* of the picture: 9 of 4600 pixels */

/* Eyes, lips, nails: coloured, and too small to be seen by a share. */
static bool is_part(const struct sight *s, uint32_t object)
{
	struct span head = s->scene->objects[object].head;
	const struct lex_term *t = lex_find(s->lexicon, lex_key(head.p, head.n));

	return t && t->cls & LEX(PART);
}

static void check(struct sight_check *c, const struct rule *r)
{
	const struct sight *s = c->s;
	uint32_t first[HUES];

	if (!s->scene || !s->pixels || !s->pixels->seen || s->pixels->monochrome)
		return;
	unsigned said = mention_hues(s->scene, first);
	for (int h = 0; h < HUES; h++) {
		if (!(said & 1u << h) || pixels_share(s->pixels->hue[h]) >= LEAST)
			continue;
		const struct scene_attribute *t = &s->scene->attributes[first[h]];
		if (is_part(s, t->object))
			continue;
		struct span thing = s->scene->objects[t->object].name;
		sight_report(c, r, r->severity, "the caption says \"%.*s\" of \"%.*s\", and nothing in the picture is %s: is it the right picture?",
		             SPAN_ARG(t->name), SPAN_ARG(thing), hue_names[h]);
	}
}

const struct rule rule_colour_not_there = {
	.code = "CAP222",
	.name = "colour-not-there",
	.title = "the caption names a colour that the picture has not",
	.why = "A caption that belongs to another picture, or was written by a model that saw wrong. Only colours that a picture can lack are "
	       "asked for (red, orange, yellow, green, teal, blue, purple, pink), in wide sectors of OKLab's hue, and only where less than a "
	       "five-hundredth of the picture could be called so; of eyes, lips and other parts nothing is asked. A picture without any colour is CAP220's. Only with --pixels.",
	.evidence = "On photographs with captions of people it was wrong in 1 of 82 mentions (design of capsee).",
	.before = "\"a red kite\" beside a picture of grass and sky",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
