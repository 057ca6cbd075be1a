/* rule_list.h: the registry of all rules: those about a caption (rules/rules.def) and those about the whole set
 * (dataset/rules.def). The linter and the set get the list passed in (struct lint_options.rules). */
#ifndef CAPTOOLS_DATASET_RULE_LIST_H
#define CAPTOOLS_DATASET_RULE_LIST_H

#include "lint/lint.h"

/* All rules, sorted by code. */
const struct rule_list *rule_list(void);
const struct rule *const *rule_all(size_t *n);
/* By code ("CAP020", any case) or name ("generic-focus-tag"); NULL if unknown. */
const struct rule *rule_find(struct span name);
/* Sets off for what name selects: a code, a name, a family ("tags"), "all", or a prefix of codes or names: "CAP04*", and as ruff has it
 * "CAP04". False if nothing has that name. */
bool lint_select(struct lint_settings *s, struct span name, bool on);
/* The same for names between commas; on false *unknown is the first that is none. */
bool lint_select_list(struct lint_settings *s, struct span names, bool on, struct span *unknown);

#endif
