/* rule_list.c: the registry of rules, those about a caption, about the whole set and about pictures. */
#include "dataset/rule_list.h"

#include <pthread.h>
#include <string.h>

#include "base/ascii.h"
#include "lint/rule.h"

#define RULE(name) extern const struct rule rule_##name;
#include "dataset/rules.def"
#include "rules/rules.def"
#include "see/rules.def"
#undef RULE

static const struct rule *const by_name[] = {
#define RULE(name) &rule_##name,
#include "dataset/rules.def"
#include "rules/rules.def"
#include "see/rules.def"
#undef RULE
};

enum { N_RULES = sizeof by_name / sizeof *by_name };
_Static_assert((int)N_RULES <= (int)RULES_MAX, "RULES_MAX is too small");

static const struct rule *sorted[N_RULES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void sort_rules(void)
{
	for (size_t i = 0; i < N_RULES; i++) {
		size_t k = i;
		for (; k != 0 && strcmp(sorted[k - 1]->code, by_name[i]->code) > 0; k--)
			sorted[k] = sorted[k - 1];
		sorted[k] = by_name[i];
	}
}

const struct rule_list *rule_list(void)
{
	static const struct rule_list list = {sorted, N_RULES};

	pthread_once(&once, sort_rules);
	return &list;
}

const struct rule *const *rule_all(size_t *n)
{
	*n = N_RULES;
	return rule_list()->v;
}

static bool same_name(struct span a, const char *z)
{
	for (size_t i = 0; i < a.n; i++) {
		char x = a.p[i], y = z[i];
		if (y == 0)
			return false;
		x = x == '_' ? '-' : ascii_to_lower(x);
		y = ascii_to_lower(y);
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

/* Whether z begins with a. */
static bool same_start(struct span a, const char *z)
{
	char head[64];
	size_t n = strlen(z) < a.n ? strlen(z) : a.n;

	if (n >= sizeof head)
		return false;
	memcpy(head, z, n);
	head[n] = 0;
	return same_name(a, head);
}

/* "CAP04*", "missing-*", "CAP04": what stands in front of the star; of a code cut short all of it. Else empty. */
static struct span prefix_of(struct span name)
{
	bool digits = name.n > 3 && name.n < 6 && same_name(span_cut(name, 0, 3), "CAP");

	for (size_t i = 3; i < name.n && digits; i++)
		digits = ascii_digit((unsigned char)name.p[i]);
	if (digits)
		return name;
	return name.n > 1 && name.p[name.n - 1] == '*' ? span_cut(name, 0, name.n - 1) : SPAN("");
}

bool lint_select(struct lint_settings *s, struct span name, bool on)
{
	size_t n, hits = 0;
	const struct rule *const *all = rule_all(&n);
	struct span prefix = prefix_of(name);

	for (size_t i = 0; i < n; i++)
		if (same_name(name, "all") || same_name(name, all[i]->code) || same_name(name, all[i]->name) ||
		    same_name(name, family_names[all[i]->family]) ||
		    (prefix.n && (same_start(prefix, all[i]->code) || same_start(prefix, all[i]->name)))) {
			s->off[i] = !on;
			hits++;
		}
	return hits > 0;
}

bool lint_select_list(struct lint_settings *s, struct span names, bool on, struct span *unknown)
{
	size_t end;

	for (size_t i = 0; i <= names.n; i = end + 1) {
		const char *comma = i < names.n ? memchr(names.p + i, ',', names.n - i) : NULL;
		end = comma ? (size_t)(comma - names.p) : names.n;
		struct span name = span_cut(names, i, end);
		while (name.n && (name.p[0] == ' ' || name.p[0] == '\t'))
			name = span_cut(name, 1, name.n);
		while (name.n && (name.p[name.n - 1] == ' ' || name.p[name.n - 1] == '\t'))
			name.n--;
		if (!lint_select(s, name, on)) {
			*unknown = name;
			return false;
		}
	}
	return true;
}
