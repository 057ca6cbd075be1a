/* names.c: the names of the linter's enumerations, and a rule's place in the list of rules. */
#include <string.h>

#include "lint/rule.h"

const char *const severity_names[] = {"none", "info", "warning", "error"};
const char *const fix_names[] = {"none", "safe", "unsafe"};
const char *const style_names[] = {"auto", "tags", "prose", "mixed", "json"};
const char *const purpose_names[] = {"concept", "character", "style", "object"};
const char *const family_names[] = {"budget", "tokens", "tags", "consistency", "hygiene", "description", "sidecar", "dataset", "image"};
const char *const slot_names[] = {"subject", "colour", "relation", "lighting", "camera", "background", "focus", "medium"};

size_t rule_place(const struct rule_list *l, const struct rule *r)
{
	size_t lo = 0, hi = l->n;

	while (lo + 1 < hi) {
		size_t mid = (lo + hi) / 2;
		if (strcmp(l->v[mid]->code, r->code) <= 0)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}
