/* rule_list.c: the registry of rules, those about a caption and those about the whole set, and the names of the linter's enumerations. */
#include "lint/priv.h"

#define RULE(name) extern const struct rule rule_##name;
#include "dataset/rules.def"
#include "rules/rules.def"
#undef RULE

const char *const severity_names[] = {"none", "info", "warning", "error"};
const char *const fix_names[] = {"none", "safe", "unsafe"};
const char *const style_names[] = {"auto", "tags", "prose", "mixed"};
const char *const purpose_names[] = {"concept", "character", "style", "object"};
const char *const family_names[] = {"budget", "tokens", "tags", "consistency", "hygiene", "description", "sidecar", "dataset"};
const char *const slot_names[] = {"subject", "colour", "relation", "lighting", "camera", "background", "focus", "medium"};

static const struct rule *const by_name[] = {
#define RULE(name) &rule_##name,
#include "dataset/rules.def"
#include "rules/rules.def"
#undef RULE
};

enum { N_RULES = sizeof by_name / sizeof *by_name };
_Static_assert((int)N_RULES <= (int)RULES_MAX, "RULES_MAX is too small");

static const struct rule *sorted[N_RULES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static uint8_t by_code[1000]; /* the place of CAPnnn in sorted */

static unsigned code_number(const struct rule *r)
{
	const char *d = r->code + 3;

	return (unsigned)((d[0] - '0') * 100 + (d[1] - '0') * 10 + (d[2] - '0')) % 1000;
}

static void sort_rules(void)
{
	for (size_t i = 0; i < N_RULES; i++) {
		size_t k = i;
		for (; k != 0 && strcmp(sorted[k - 1]->code, by_name[i]->code) > 0; k--)
			sorted[k] = sorted[k - 1];
		sorted[k] = by_name[i];
	}
	for (size_t i = 0; i < N_RULES; i++)
		by_code[code_number(sorted[i])] = (uint8_t)i;
}

const struct rule *const *rule_all(size_t *n)
{
	pthread_once(&once, sort_rules);
	*n = N_RULES;
	return sorted;
}

static bool same_name(struct span a, const char *z)
{
	for (size_t i = 0; i < a.n; i++) {
		char x = a.p[i], y = z[i];
		if (y == 0)
			return false;
		x = x >= 'A' && x <= 'Z' ? (char)(x + 32) : x == '_' ? '-' : x;
		y = y >= 'A' && y <= 'Z' ? (char)(y + 32) : y;
		if (x != y)
			return false;
	}
	return z[a.n] == 0;
}

const struct rule *rule_find(struct span name)
{
	size_t n;
	const struct rule *const *all = rule_all(&n);

	for (size_t i = 0; i < n; i++)
		if (same_name(name, all[i]->code) || same_name(name, all[i]->name))
			return all[i];
	return NULL;
}

size_t rule_index(const struct rule *r)
{
	pthread_once(&once, sort_rules);
	return by_code[code_number(r)];
}

bool lint_select(struct lint_settings *s, struct span name, bool on)
{
	size_t n, hits = 0;
	const struct rule *const *all = rule_all(&n);

	for (size_t i = 0; i < n; i++)
		if (same_name(name, "all") || same_name(name, all[i]->code) || same_name(name, all[i]->name) ||
		    same_name(name, family_names[all[i]->family])) {
			s->off[i] = !on;
			hits++;
		}
	return hits > 0;
}

size_t rules_for(enum profile_id p, const struct rule **out)
{
	size_t n, k = 0;
	const struct rule *const *all = rule_all(&n);

	for (int pass = 1; pass >= 0; pass--)
		for (size_t i = 0; i < n; i++)
			if (all[i]->scope == SCOPE_CAPTION && (all[i]->profiles >> p & 1) && all[i]->flags == (pass == 1))
				out[k++] = all[i];
	return k;
}
