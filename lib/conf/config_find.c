/* config_find.c: which settings file a run has: --config, or the captools.conf that stands with the first input, or above. */
#include <stdio.h>
#include <stdlib.h>

#include "base/ascii.h"
#include "base/die.h"
#include "base/file.h"
#include "base/sys.h"
#include "conf/config.h"
#include "conf/datasets.h"
#include "dataset/rule_list.h"
#include "json/jskip.h"
#include "run/run.h"

#define NAME "captools.conf"

static bool is_file(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* The folder of an input: itself, or the one that holds it; of standard input where we are. It ends in no slash but the root's own. */
static bool folder_of(const char *input, char folder[FILE_PATH])
{
	struct stat st;

	if (!input || strcmp(input, "-") == 0)
		return file_real(".", folder);
	if (!file_real(input, folder) || stat(folder, &st) != 0)
		return false;
	char *slash = strrchr(folder, '/');
	if (!S_ISDIR(st.st_mode) && slash)
		slash[slash == folder] = 0;
	return true;
}

bool config_find(const char *input, char path[CONFIG_PATH])
{
	char folder[FILE_PATH];

	if (!folder_of(input, folder))
		return false;
	for (size_t n = strlen(folder);; folder[n] = 0) {
		int len = snprintf(path, CONFIG_PATH, "%s/" NAME, strcmp(folder, "/") == 0 ? "" : folder);
		if (len > 0 && len < CONFIG_PATH && is_file(path))
			return true;
		while (n > 0 && folder[n - 1] != '/')
			n--;
		if (n == 0)
			return false;
		n -= n > 1; /* the root keeps its slash */
		if (folder[n] == 0)
			return false;
	}
}

/* A file of datasets that somebody names is its trainer's: another one of the settings does not hold for it. */
static bool is_trainer_of_sets(const char *said)
{
	return !run_common.datasets || ascii_same((struct span){said, strcspn(said, ":")}, span_of(run_common.datasets->trainer));
}

struct config *config_open(void)
{
	char path[CONFIG_PATH];
	struct diag d = {0};
	struct config *c;

	if (run_common.config && strcmp(run_common.config, "none") == 0)
		return NULL;
	if (!run_common.config && !config_find(run_common.input, path))
		return NULL;
	c = config_load(run_common.config ? run_common.config : path, &d);
	if (!c)
		die("%s%s", d.message, run_common.config ? "" : " (--config none leaves it alone)");
	c->found = !run_common.config;
	if (!run_common.model)
		run_common.model = c->model;
	if (!run_common.trainer && c->trainer && is_trainer_of_sets(c->trainer))
		run_common.trainer = c->trainer;
	return c;
}

/* A record may waive rules for its own caption: "captools":{"ignore":["CAP041","tags"]}. Names that are none waive nothing. */
static bool waive(const struct record *r, const struct lint_settings *base, struct lint_settings *own)
{
	struct span raw = record_member(r, "captools"), list = raw.n ? json_at(raw, SPAN("ignore")) : raw, rest, one, name;
	struct arena a = ARENA_INIT;
	bool any = false;

	if (!list.n || list.p[0] != '[')
		return false;
	rest = span_cut(list, 1, list.n);
	*own = *base;
	while (json_next_element(&rest, &one))
		any |= json_string(&a, one, &name) && lint_select(own, name, false);
	arena_fini(&a);
	return any;
}

bool config_about(const struct config *c, const struct opt_list *rules, const struct lint_settings *run, const struct record *r,
		  struct lint_settings *own, struct span *model)
{
	struct lint_settings base;
	bool here = config_for(c, rules, r->id, r->member, r->path, own, model);

	base = here ? *own : *run;
	return waive(r, &base, own) || here;
}
