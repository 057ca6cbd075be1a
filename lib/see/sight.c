/* sight.c: runs the rules about pictures. */
#include "see/sight.h"

enum { FINDINGS_MAX = 64 }; /* of one picture: thirty rules, most of which say one thing; what is beyond is not said */

static void begin(struct sight_check *c, const struct sight *s, const struct sight_rules *rules, struct arena *a, struct lint_result *out)
{
	*out = (struct lint_result){.score = 100, .cap = 100};
	out->findings = arena_alloc(a, FINDINGS_MAX * sizeof *out->findings);
	out->cap_findings = FINDINGS_MAX;
	*c = (struct sight_check){s, a, rules, out};
}

/* The rules come in the order of their codes, and so do the findings. */
void sight_judge(const struct sight *s, const struct sight_rules *rules, struct arena *a, struct lint_result *out)
{
	struct sight_check c;

	begin(&c, s, rules, a, out);
	for (size_t i = 0; i < rules->all->n; i++) {
		const struct rule *r = rules->all->v[i];
		if (r->scope == SCOPE_IMAGE && r->image->check)
			r->image->check(&c, r);
	}
}

void sight_judge_set(const struct sight_set *set, const struct sight_rules *rules, struct arena *a, struct lint_result *out)
{
	struct sight_check c;

	begin(&c, NULL, rules, a, out);
	for (size_t i = 0; i < rules->all->n; i++) {
		const struct rule *r = rules->all->v[i];
		if (r->scope == SCOPE_IMAGE && r->image->check_set)
			r->image->check_set(&c, r, set);
	}
}
