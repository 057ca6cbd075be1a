/* dset_never_said.c: CAP088. What of a character no caption ever says. */
#include "dataset/set.h"

static void check(struct set_check *c, const struct rule *r)
{
	static const char *const looks[LOOKS] = {"hair", "expression", "clothes", "colours"};
	const struct lint_set *s = c->s;
	struct set_names names = {.n = 0};

	if (s->o->lint->purpose != PURPOSE_CHARACTER || s->n - s->empty - s->trigger_only < SET_FEW)
		return;
	for (int i = 0; i < LOOKS; i++)
		if (s->balance.looks[i] == 0) {
			names.v[names.n++] = span_of(looks[i]);
			names.all++;
		}
	struct set_finding *f = names.n ? set_report(c, r) : NULL;
	if (!f)
		return;
	struct span list = set_list(c, &names, LOOKS);
	f->about = arena_printf(c->a, "never said %.*s", SPAN_ARG(list));
	f->message = arena_printf(c->a, "no caption says the subject's %.*s: as the pictures show it, it binds to the trigger", SPAN_ARG(list));
	f->suggest = SPAN("say it where it differs from picture to picture; what is always so may stay unsaid");
}

const struct rule rule_never_said = {
	.code = "CAP088",
	.name = "never-said",
	.title = "no caption says the character's hair, expression, clothes or colours",
	.why = "What no caption says is learnt as part of the trigger, and cannot be asked for in another way. That is right for what makes the character "
	       "(its face) and wrong for what it wears in some of the pictures. For --purpose character, from ten captions on.",
	.evidence = "civitai.com/articles/14148, lora-atelier.vercel.app/learn/captions-and-triggers: caption what should stay changeable.",
	.before = "ohwx woman on a bench  in each of 30 captions",
	.after = "ohwx woman in a blue coat on a bench, smiling",
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_INFO, .profiles = P_ANY,
	.set = &(const struct set_rule){.check = check},
};
