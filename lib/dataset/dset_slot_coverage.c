/* dset_slot_coverage.c: CAP086. What the captions of a set hardly ever say, and lengths that are all the same or stick out. */
#include <stdlib.h>

#include "dataset/set.h"

enum { PERCENT_LEAST = 30, SAME_LENGTHS_FROM = 20, SAME_WITHIN = 2 };

/* A slot in fewer than 30% of `all` captions. True if it was reported. */
static bool report_slot(struct set_check *c, const struct rule *r, const char *what, uint64_t have, uint64_t all, bool first)
{
	if (all < SET_FEW || have * 100 >= all * PERCENT_LEAST)
		return false;
	struct set_finding *f = set_report(c, r);
	if (!f)
		return false;
	struct span share = set_share(c, have, all);
	f->points = first ? r->points : 0;
	f->about = arena_printf(c->a, "coverage %s", what);
	f->message = arena_printf(c->a, "only %.*s captions say %s", SPAN_ARG(share), what);
	return true;
}

static void check_slots(struct set_check *c, const struct rule *r)
{
	const struct lint_set *s = c->s;
	bool style = s->o->lint && s->o->lint->purpose == PURPOSE_STYLE, any = false;
	uint64_t n = s->n - s->empty - s->trigger_only;

	if (!style)
		any = report_slot(c, r, "a colour or material", s->slots[SLOT_ATTRIBUTE], n, true);
	any |= report_slot(c, r, "how the light falls", s->slots[SLOT_LIGHTING], n, !any);
	any |= report_slot(c, r, "how near or from where it is seen", s->slots[SLOT_CAMERA], n, !any);
	any |= report_slot(c, r, "what the background is", s->slots[SLOT_BACKGROUND], n, !any);
	/* One thing alone has nothing to relate to. */
	if (!style)
		report_slot(c, r, "how their things relate", s->linked, s->crowded, !any);
}

static void report_even(struct set_check *c, const struct rule *r, unsigned least, unsigned most)
{
	struct set_finding *f = set_report(c, r);

	if (!f)
		return;
	set_sink(c, f, SEV_INFO);
	f->points = 0;
	f->about = SPAN("lengths");
	f->message = arena_printf(c->a, "all captions have %u to %u tokens: prompts of other lengths will be strangers", least, most);
}

static uint16_t length(const struct lint_set *s, uint32_t i)
{
	uint16_t n;

	memcpy(&n, s->tokens.p + i * sizeof n, sizeof n);
	return n;
}

/* By counting: there may be millions of captions, but no more than 65,536 lengths. */
static void spread(struct set_check *c, unsigned *median, unsigned *least, unsigned *most)
{
	const struct lint_set *s = c->s;
	uint32_t *of = arena_zalloc(c->a, UINT16_MAX + 1, sizeof *of), below = 0;

	*least = UINT16_MAX;
	*most = *median = 0;
	for (uint32_t i = 0; i < s->n; i++) {
		unsigned n = length(s, i);
		of[n]++;
		*least = n < *least ? n : *least;
		*most = n > *most ? n : *most;
	}
	while (below + of[*median] <= s->n / 2)
		below += of[(*median)++];
}

static void check_lengths(struct set_check *c, const struct rule *r)
{
	const struct lint_set *s = c->s;
	struct set_names far = {.n = 0};
	struct arena scratch = ARENA_INIT;
	unsigned median, least, most;

	spread(c, &median, &least, &most);
	if (s->n >= SAME_LENGTHS_FROM && most - least <= 2 * SAME_WITHIN)
		report_even(c, r, least, most);
	if (median == 0 || most <= 3 * median)
		return;
	for (uint32_t i = 0; i < s->n; i++) {
		if (length(s, i) <= 3 * median)
			continue;
		set_name(c->a, &far, ids_get(&s->ids, i, &scratch));
		arena_reset(&scratch);
	}
	arena_fini(&scratch);
	struct set_finding *f = set_report(c, r);
	if (!f)
		return;
	set_sink(c, f, SEV_INFO);
	f->points = 0;
	f->names = far;
	f->about = SPAN("long");
	struct span names = set_list(c, &far, 4);
	f->message = arena_printf(c->a, "%llu %s over three times as long as the median of %u tokens: %.*s", (unsigned long long)far.all,
				  far.all == 1 ? "caption is" : "captions are", median, SPAN_ARG(names));
}

static void check(struct set_check *c, const struct rule *r)
{
	if (c->s->n < SET_FEW)
		return;
	check_slots(c, r);
	check_lengths(c, r);
}

const struct rule rule_slot_coverage = {
	.code = "CAP086",
	.name = "slot-coverage-and-length",
	.title = "the set hardly ever says something, or its lengths are odd",
	.why = "What no caption says cannot be asked for afterwards: if hardly any names the light, the light of the training images "
	       "is in every picture. One finding for each of colour, light, camera, background and relation that fewer than 30% of the "
	       "captions have (relation: of those that name two things). Info: all captions of one length (within 2 tokens, "
	       "from twenty on), and captions over three times the median. Silent below ten captions; --purpose style leaves colour and "
	       "relation out.",
	.evidence = "arXiv 2506.16679: varied lengths balance alignment and diversity. help.scenario.com/en/articles/advanced-captioning: "
		    "vary framing and light, and say so.",
	.before = "a photo of a dog  in each of 40 captions",
	.after = NULL,
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_WARNING, .profiles = P_ANY, .points = 5,
	.set = &(const struct set_rule){.check = check},
};
