/* config.h: the settings file of --config: `key = value` lines, a [rules] section, [files GLOB] sections; capscore(1)
 * describes it. And which rules are on for one record: file, then the command line. */
#ifndef CAPTOOLS_CONF_CONFIG_H
#define CAPTOOLS_CONF_CONFIG_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/opt.h"
#include "base/span.h"
#include "io/record.h"
#include "lint/lint.h"

struct config_list {
	const char **v;
	size_t n, cap;
};

/* What one line makes of the rules it names. */
enum rule_action { RULE_OFF, RULE_ON, RULE_INFO, RULE_WARNING, RULE_ERROR };
struct config_rule {
	bool which[RULES_MAX];
	enum rule_action action;
};
struct config_section {
	struct span glob;  /* of [files GLOB]; empty: [rules] */
	const char *model; /* or NULL */
	struct config_rule *v;
	size_t n, cap;
};
struct config_sections {
	struct config_section *v;
	size_t n, cap;
};

/* What the file says; NULL, empty or false where it is silent. Paths are relative to the file's folder. */
struct config {
	const char *model, *trainer, *purpose, *style, *direction, *baseline, *fail_on;
	double min_score; /* -1: not set */
	bool shuffle, trigger_known, trigger_only, keep_implied;
	struct config_list triggers, lexicons, vocabs, implies, fuse, class_words, excludes, includes;
	struct config_sections sections; /* in the file's order */
	bool has_files;
	const char *path; /* of the file */
	bool found;       /* nobody named it: it stood with the input */
};

/* Lives as long as the process needs it; config_free gives it back. NULL with d: "FILE:LINE: what". */
struct config *config_load(const char *path, struct diag *d);
void config_free(struct config *c);
/* The file captools.conf beside run_common's first input, or in the nearest folder above: the folder that is the input, that holds the file
 * or archive, or for standard input the current one. */
enum { CONFIG_PATH = 4096 };
bool config_find(const char *input, char path[CONFIG_PATH]);
/* What --config says, "none" or a file, else what config_find finds; NULL: no settings. Model and trainer go to run_common where the command
 * line names none. Dies on a file that is wrong. */
struct config *config_open(void);

/* The file's exclude and include behind those of the command line, in globs. c may be NULL. */
void config_globs(const struct config *c, struct opt_list *globs);

/* --rule and --no-rule on top of s, in order; a first --rule switches all others off. -1 with d for an unknown name, with
 * the nearest known one. */
int rules_select(struct lint_settings *s, const struct opt_list *rules, struct diag *d);
/* The nearest rule or family for a name that is none, or NULL. */
const char *rule_nearest(struct span name);

/* The settings of a whole run: the file's [rules], then the command line. c may be NULL. */
int config_settings(const struct config *c, const struct opt_list *rules, struct lint_settings *out, struct diag *d);
/* Those of one record, if they differ from the run's: config_for, and the record's own "captools":{"ignore":[…]}. True: own is filled. */
bool config_about(const struct config *c, const struct opt_list *rules, const struct lint_settings *run, const struct record *r,
		  struct lint_settings *own, struct span *model);
/* By the file alone: also the [files] sections that match its id, its file or its path. The model that such a section names
 * goes to *model (may be NULL). False when no section matches: then the run's settings hold and out is not filled. */
bool config_for(const struct config *c, const struct opt_list *rules, struct span id, struct span member, struct span path,
		struct lint_settings *out, struct span *model);

#endif
