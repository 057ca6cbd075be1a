/* sight.c: runs the rules about pictures. */
#include "see/sight.h"

#define RULE(name) extern const struct rule rule_##name;
#include "see/rules.def"
#undef RULE

static const struct rule *const all[] = {
#define RULE(name) &rule_##name,
#include "see/rules.def"
#undef RULE
};
enum { N_ALL = sizeof all / sizeof *all };

static void begin(struct sight_check *c, const struct sight *s, const struct sight_rules *rules, struct arena *a, struct lint_result *out)
{
	*out = (struct lint_result){.score = 100, .cap = 100};
	out->findings = arena_zalloc(a, 2 * N_ALL, sizeof *out->findings);
	out->cap_findings = 2 * N_ALL;
	*c = (struct sight_check){s, a, rules, out};
}

static void by_code(struct lint_result *out)
{
	for (size_t i = 1; i < out->n_findings; i++) {
		struct finding f = out->findings[i];
		size_t k = i;
		for (; k > 0 && strcmp(out->findings[k - 1].rule->code, f.rule->code) > 0; k--)
			out->findings[k] = out->findings[k - 1];
		out->findings[k] = f;
	}
}

void sight_judge(const struct sight *s, const struct sight_rules *rules, struct arena *a, struct lint_result *out)
{
	struct sight_check c;

	begin(&c, s, rules, a, out);
	for (size_t i = 0; i < N_ALL; i++)
		if (all[i]->image->check)
			all[i]->image->check(&c, all[i]);
	by_code(out);
}

void sight_judge_set(const struct sight_set *set, const struct sight_rules *rules, struct arena *a, struct lint_result *out)
{
	struct sight_check c;

	begin(&c, NULL, rules, a, out);
	for (size_t i = 0; i < N_ALL; i++)
		if (all[i]->image->check_set)
			all[i]->image->check_set(&c, all[i], set);
	by_code(out);
}
