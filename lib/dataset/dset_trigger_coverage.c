/* dset_trigger_coverage.c: CAP081. Captions without the trigger, and captions that have it late. */
#include "dataset/set.h"

static void check(struct set_check *c, const struct rule *r)
{
	struct lint_set *s = c->s;
	struct set_finding *f;
	struct span share;

	if (s->o->n_triggers == 0 || s->n == 0)
		return;
	uint64_t all = s->n - s->reg;
	if (s->no_trigger.all && (f = set_report(c, r))) {
		f->names = s->no_trigger;
		f->about = SPAN("trigger missing");
		share = set_share(c, s->no_trigger.all, all);
		struct span names = set_list(c, &f->names, 4);
		f->message = arena_printf(c->a, "the trigger \"%.*s\" is missing in %.*s captions: %.*s",
					  SPAN_ARG(s->o->triggers[0].text), SPAN_ARG(share), SPAN_ARG(names));
		f->suggest = arena_printf(c->a, "capfix --trigger %.*s", SPAN_ARG(s->o->triggers[0].text));
	}
	if (all < SET_FEW || s->late_trigger.all * 10 <= all || !(f = set_report(c, r)))
		return;
	set_sink(c, f, SEV_WARNING);
	f->points = s->no_trigger.all ? 0 : 5;
	f->names = s->late_trigger;
	f->about = SPAN("trigger late");
	share = set_share(c, s->late_trigger.all, all);
	f->message = arena_printf(c->a, "the trigger stands behind the first comma in %.*s captions; shuffling with keep_tokens 1 "
				  "would not keep it in front", SPAN_ARG(share));
}

const struct rule rule_trigger_coverage = {
	.code = "CAP081",
	.name = "trigger-coverage",
	.title = "the trigger is missing, or not in front",
	.why = "A caption without the trigger teaches the same concept without its name. Trainers that shuffle tags keep the first "
	       "ones (keep_tokens), so a trigger behind the first comma moves about or is dropped. Needs --trigger. Folders named "
	       "reg, regularization and the like are left out: their images carry no trigger on purpose. The position is judged "
	       "from ten captions on, if more than a tenth have it late.",
	.evidence = "ostris/ai-toolkit README: the trigger is added where it is missing. kohya-ss/sd-scripts: keep_tokens counts comma parts "
		    "from the front. aiimagegeneratornsfw.com/how-to-caption-images-for-nsfw-lora-2026.",
	.before = "golden retriever on grass",
	.after = "ohwx, golden retriever on grass",
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_ERROR, .profiles = P_ANY, .points = 10, .fix = FIX_SAFE,
	.set = &(const struct set_rule){.check = check},
};
