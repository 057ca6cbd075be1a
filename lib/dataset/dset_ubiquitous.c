/* dset_ubiquitous.c: CAP083. Terms that stand in so many captions that they fuse with what is trained (set_fused.h). */
#include <stdlib.h>

#include "dataset/set.h"

enum { SHOWN = 20, NAMED = 4, POINTS_EACH = 3 };

static int by_id(const void *x, const void *y)
{
	const struct span *a = x, *b = y;

	return set_id_before(*a, *b) ? -1 : set_id_before(*b, *a);
}

/* The samples that have the term: the first by name, and with --list-files all of them. */
static void name_samples(struct set_check *c, struct set_finding *f, const struct fused_term *t)
{
	struct lint_set *s = c->s;
	struct arena scratch = ARENA_INIT;
	uint32_t *v;
	size_t n = fused_captions(s, t->key, &v, &scratch);

	for (size_t i = 0; i < n; i++)
		set_name(c->a, &f->names, ids_get(&s->ids, v[i], &scratch));
	if (s->o->list_files && n) {
		f->every.v = arena_alloc(c->a, n * sizeof *f->every.v);
		for (size_t i = 0; i < n; i++)
			f->every.v[i] = ids_get(&s->ids, v[i], c->a);
		qsort(f->every.v, n, sizeof *f->every.v, by_id);
		f->every.n = n;
	}
	arena_fini(&scratch);
}

static void report_term(struct set_check *c, const struct rule *r, const struct fused_term *t, float points)
{
	const struct lint_set *s = c->s;
	struct set_finding *f = set_report(c, r);

	if (!f)
		return;
	set_sink(c, f, t->band);
	f->points = points;
	name_samples(c, f, t);
	struct span share = set_share(c, t->count, t->of), list = set_list(c, &f->names, NAMED);
	f->about = arena_printf(c->a, "term %.*s", SPAN_ARG(t->name));
	f->message = arena_printf(c->a, "\"%.*s\" is in %.*s captions%s and binds to the %s%s%.*s", SPAN_ARG(t->name), SPAN_ARG(share),
				  s->fused_list.with_trigger && t->of < s->n ? " that have the trigger" : "",
				  s->o->n_triggers ? "trigger" : purpose_names[s->o->lint->purpose], list.n ? ": " : "", SPAN_ARG(list));
	f->suggest = arena_printf(c->a, "if the pictures show it, pictures that differ; if only the captions say it, capfix --remove \"%.*s\"; "
				  "if it is meant, --fuse \"%.*s\"", SPAN_ARG(t->name), SPAN_ARG(t->name));
}

static void check(struct set_check *c, const struct rule *r)
{
	const struct fused_list *l = &c->s->fused_list;
	enum severity least = c->s->o->aimed ? SEV_INFO : SEV_WARNING;
	size_t shown = 0;

	for (size_t i = 0; i < l->n && shown < SHOWN; i++)
		if (!l->v[i].intended && l->v[i].band >= least)
			report_term(c, r, &l->v[i], l->v[i].band == SEV_ERROR && shown++ * POINTS_EACH < (size_t)r->points ? POINTS_EACH : 0);
}

const struct rule rule_ubiquitous = {
	.code = "CAP083",
	.name = "ubiquitous-term",
	.title = "a term is in so many captions that it fuses with what is trained",
	.why = "What nearly every caption says and nearly every picture shows cannot be told from the concept: the trigger learns it, too, and it "
	       "can be prompted neither in nor out. The captions alone cannot tell which it is: if the pictures show it, get pictures that differ; "
	       "if only the captions say it, remove it from them; if it belongs to the subject, say so with --fuse. Counted are things, things "
	       "with their attributes, verbs with what they act on, terms of light, camera, style and background, whole tags and phrases of up to four "
	       "words; the longest stands for its parts. An error from 85% of the captions on, a warning from 60%, an info from 35% (only where "
	       "--purpose or --trigger says that one thing is trained); --fuse-bands sets others. With a trigger only captions that have it count. "
	       "Silent below ten captions. Medium words, quality words, counts, the trigger and its class word (the noun behind it in most captions, or "
	       "--class-word) never count; for --purpose style a term of style is meant, and the others are at most warnings.",
	.evidence = "civitai.com/articles/14148, lora-atelier.vercel.app/learn/captions-and-triggers: prune the constant part of the concept; the bands are those of "
		    "caption-audit 1.3.",
	.before = "ohwx woman wearing a red scarf, ...  in each of 30 captions",
	.after = "ohwx woman wearing a red scarf  /  ohwx woman in a black coat  /  ...",
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_ERROR, .profiles = P_ANY, .points = 9, .fix = FIX_UNSAFE,
	.set = &(const struct set_rule){.check = check, .gathers = GATHER_FUSED},
};
