/* dset_mixed_style.c: CAP082. Captions that are themselves a mixture count for neither side. */
#include "dataset/set.h"

/* As the models were trained; where they take both, as most captions are. */
static const char *better(const struct lint_set *s)
{
	if (s->for_prose || s->for_tags)
		return s->for_prose >= s->for_tags ? "sentences" : "tag lists";
	return s->styles[STYLE_TAGS] > s->styles[STYLE_PROSE] ? "tag lists" : "sentences";
}

static void check(struct set_check *c, const struct rule *r)
{
	uint64_t tags = c->s->styles[STYLE_TAGS], prose = c->s->styles[STYLE_PROSE], all = tags + prose;
	uint64_t fewer = tags < prose ? tags : prose;

	if (all < SET_FEW || fewer * 10 < all)
		return;
	struct set_finding *f = set_report(c, r);
	if (!f)
		return;
	struct span share = set_share(c, fewer, all);
	f->about = SPAN("mixed style");
	f->message = arena_printf(c->a, "%.*s captions are %s, the others %s", SPAN_ARG(share),
				  tags < prose ? "tag lists" : "sentences", tags < prose ? "sentences" : "tag lists");
	f->suggest = arena_printf(c->a, "write all of them as %s", better(c->s));
}

const struct rule rule_mixed_style = {
	.code = "CAP082",
	.name = "mixed-style",
	.title = "some captions are tag lists and some are sentences",
	.why = "Two ways of writing in one set teach two ways of asking for the same thing, each with half of the images. Fires from "
	       "ten captions on if the rarer style has a tenth or more; the advice is what the model was trained on, else what most captions are. Captions that join "
	       "tags and a sentence are deliberate and not counted.",
	.evidence = "aiimagegeneratornsfw.com/how-to-caption-images-for-nsfw-lora-2026: mixing at random within one set is the mistake to avoid.",
	.before = "1girl, red dress, smile  /  A woman in a red dress smiles.",
	.after = NULL,
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY, .points = 5,
	.set = &(const struct set_rule){.check = check},
};
