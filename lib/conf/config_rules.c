/* config_rules.c: which rules are on: the settings file, then the command line, which has the last word. */
#include <stdio.h>

#include "base/glob.h"
#include "base/near.h"
#include "conf/config.h"
#include "dataset/rule_list.h"
#include "lint/rule.h"

const char *rule_nearest(struct span name)
{
	size_t n, k = 0;
	const struct rule *const *v = rule_all(&n);
	const char *names[2 * RULES_MAX + FAMILIES];

	for (size_t i = 0; i < n; i++) {
		names[k++] = v[i]->name;
		names[k++] = v[i]->code;
	}
	for (size_t i = 0; i < FAMILIES; i++)
		names[k++] = family_names[i];
	return near_name(name, names, k);
}

static void apply(struct lint_settings *s, const struct config_section *sec)
{
	for (size_t i = 0; i < sec->n; i++)
		for (size_t k = 0; k < RULES_MAX; k++) {
			if (!sec->v[i].which[k])
				continue;
			s->off[k] = sec->v[i].action == RULE_OFF;
			if (sec->v[i].action >= RULE_INFO)
				s->severity[k] = (uint8_t)(SEV_INFO + (sec->v[i].action - RULE_INFO));
		}
}

/* --select and --ignore are ruff's names for --rule and --no-rule. */
static bool switches_on(const char *option)
{
	return strcmp(option, "rule") == 0 || strcmp(option, "select") == 0 || strcmp(option, "list") == 0;
}

int rules_select(struct lint_settings *s, const struct opt_list *rules, struct diag *d)
{
	for (size_t i = 0; i < rules->n; i++) {
		const struct opt_item *o = &rules->v[i];
		struct span unknown;

		if (i == 0 && switches_on(o->name))
			lint_select(s, SPAN("all"), false);
		if (!lint_select_list(s, span_of(o->value), switches_on(o->name), &unknown)) {
			const char *near = rule_nearest(unknown);
			return diag_set(d, "unknown-rule", "--%s: no rule or family '%.*s'%s%s%s (capscore --list-rules lists them)", o->name,
					(int)(unknown.n < 60 ? unknown.n : 60), unknown.p, near ? "; did you mean '" : "", near ? near : "",
					near ? "'?" : "");
		}
	}
	return 0;
}

int config_settings(const struct config *c, const struct opt_list *rules, struct lint_settings *out, struct diag *d)
{
	*out = (struct lint_settings){.off = {false}};
	for (size_t i = 0; c && i < c->sections.n; i++)
		if (c->sections.v[i].glob.n == 0)
			apply(out, &c->sections.v[i]);
	return rules_select(out, rules, d);
}

static bool matches(struct span glob, struct span id, struct span member, struct span path)
{
	char whole[4096];
	int n;

	if (glob_match_id(glob, id) || (member.n && glob_match_id(glob, member)) || (path.n && glob_match_id(glob, path)))
		return true;
	if (!member.n)
		return false;
	n = snprintf(whole, sizeof whole, "%.*s/%.*s", SPAN_ARG(path), SPAN_ARG(member));
	return n > 0 && n < (int)sizeof whole && glob_match(glob, (struct span){whole, (size_t)n});
}

bool config_for(const struct config *c, const struct opt_list *rules, struct span id, struct span member, struct span path,
		struct lint_settings *out, struct span *model)
{
	bool any = false;

	if (!c || !c->has_files)
		return false;
	*out = (struct lint_settings){.off = {false}};
	for (size_t i = 0; i < c->sections.n; i++) {
		const struct config_section *s = &c->sections.v[i];
		bool here = s->glob.n && matches(s->glob, id, member, path);
		if (s->glob.n == 0 || here)
			apply(out, s);
		if (here && s->model && model)
			*model = span_of(s->model);
		any |= here;
	}
	if (any)
		rules_select(out, rules, NULL);
	return any;
}
