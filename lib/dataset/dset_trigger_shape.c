/* dset_trigger_shape.c: CAP013. Judges the trigger word itself, once, and whether prose gives it a class noun. */
#include "dataset/set.h"

enum { PIECES_MANY = 5 };

/* Marks that a trigger may hold: letters, digits, - and _ (other alphabets too). */
static bool has_punctuation(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (memchr("!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~", s.p[i], 30))
			return true;
	return false;
}

static void judge(struct set_check *c, const struct rule *r, const struct set_trigger *t)
{
	const struct lint_options *o = c->s->o->lint;
	struct span word = t->text, what = SPAN("");
	bool known = o && o->trigger_known;

	if (has_punctuation(word))
		what = SPAN("holds punctuation, which trainers and tokenizers cut at");
	else if (!known && t->tag)
		what = SPAN("is a tag of the vocabulary, which already means something");
	else if (!known && t->noun)
		what = SPAN("is a dictionary word, which already means something");
	else if (t->tokens >= PIECES_MANY)
		what = arena_printf(c->a, "is cut into %u tokens", t->tokens);
	struct set_finding *f = what.n ? set_report(c, r) : NULL;
	if (!f)
		return;
	f->about = arena_printf(c->a, "trigger %.*s", SPAN_ARG(word));
	f->message = arena_printf(c->a, "the trigger \"%.*s\" %.*s", SPAN_ARG(word), SPAN_ARG(what));
	f->suggest = SPAN("a made-up word of 1 to 4 tokens, such as ohwx");
}

static void check(struct set_check *c, const struct rule *r)
{
	struct lint_set *s = c->s;
	float points = 0;

	for (size_t i = 0; i < s->o->n_triggers; i++)
		judge(c, r, &s->o->triggers[i]);
	for (size_t i = 0; i < s->n_findings; i++) /* once, however many triggers */
		if (s->findings[i].rule == r) {
			s->findings[i].points = points == 0 ? r->points : 0;
			points = r->points;
		}
	if (s->prose_trigger < SET_FEW || s->prose_classless * 2 <= s->prose_trigger ||
	    (s->o->lint && s->o->lint->purpose == PURPOSE_STYLE))
		return;
	struct set_finding *f = set_report(c, r);
	if (!f)
		return;
	set_sink(c, f, SEV_INFO);
	f->points = 0;
	f->about = SPAN("trigger without class");
	struct span share = set_share(c, s->prose_classless, s->prose_trigger);
	f->message = arena_printf(c->a, "in %.*s sentences no noun stands behind the trigger", SPAN_ARG(share));
	f->suggest = SPAN("a class noun behind it: \"a photo of ohwx dog\"");
}

const struct rule rule_trigger_shape = {
	.code = "CAP013",
	.name = "trigger-shape",
	.title = "the trigger word already means something, or costs many tokens",
	.why = "A trigger that is a dictionary word or a known tag drags its old meaning into the training and loses it for "
	       "everything else; one of five tokens or more is spread over pieces that each mean something; one with "
	       "punctuation is cut where trainers split captions. Needs --trigger; --trigger-known says that a known name is "
	       "reused on purpose. Info: sentences in which no class noun follows the trigger, which leaves the model to guess "
	       "what kind of thing it is.",
	.evidence = "Trainers' guides advise made-up words that overlap with no tag (magic-mirror.api.seaart.ai, lora-atelier.vercel.app). "
		    "CLIP tokens measured: ohwx 1, sks 1, dcai-girl 4, Aik-J4cky 5.",
	.before = "--trigger dog",
	.after = "--trigger ohwx, captions \"a photo of ohwx dog\"",
	.family = FAMILY_TOKENS, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY, .points = 4,
	.set = &(const struct set_rule){.check = check},
};
