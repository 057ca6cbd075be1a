/* score_setup.c: options and settings to a linter. The command line wins over the file. */
#include "report/score_setup.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/die.h"
#include "dataset/rule_list.h"

static int index_of(const char *v, const char *const *names, int n)
{
	for (int i = 0; v && i < n; i++)
		if (strcmp(v, names[i]) == 0)
			return i;
	return 0;
}

static const char *either(const char *option, const char *setting)
{
	return option ? option : setting;
}

/* The file's values, then the option's. */
static const char *const *join(struct arena *a, const struct config_list *file, const struct opt_list *given, size_t *n)
{
	size_t from_file = file ? file->n : 0;
	const char **v = arena_alloc(a, (from_file + given->n + 1) * sizeof *v);

	*n = 0;
	for (size_t i = 0; i < from_file; i++)
		v[(*n)++] = file->v[i];
	for (size_t i = 0; i < given->n; i++)
		v[(*n)++] = given->v[i].value;
	return v;
}

static void read_config(struct score_setup *s, struct score_options *o)
{
	struct diag d = {0};

	s->config = config_open();
	if (s->config) {
		const struct config *c = s->config;
		if (c->found && o->out.write_baseline && !o->out.baseline)
			die("--write-baseline needs --baseline FILE (or --config): %s was found, not named", c->path);
		o->purpose = either(o->purpose, c->purpose);
		o->style = either(o->style, c->style);
		o->direction = either(o->direction, c->direction);
		o->out.baseline = either(o->out.baseline, c->baseline);
		o->out.fail_on = either(o->out.fail_on, c->fail_on);
		o->min_score = o->min_score >= 0 ? o->min_score : c->min_score;
		o->shuffle |= c->shuffle;
		o->trigger_known |= c->trigger_known;
		o->trigger_only |= c->trigger_only;
		o->keep_implied |= c->keep_implied;
	}
	config_globs(s->config, &run_common.source.globs);
	if (config_settings(s->config, &o->rules, &s->settings, &d) != 0)
		die("%s", d.message);
}

static void read_trainer(struct score_setup *s)
{
	trainers_open(&s->trainers, NULL, &s->a);
	s->set_options.extension = run_common.source.caption_ext;
}

static void open_lint(struct score_setup *s, const struct score_options *o)
{
	struct lint_options *l = &s->lint_options;
	const struct config *c = s->config;
	struct diag d = {0};
	size_t n;
	const char *const *triggers = join(&s->a, c ? &c->triggers : NULL, &o->triggers, &n);
	struct span *words = arena_alloc(&s->a, (n + 1) * sizeof *words);

	for (size_t i = 0; i < n; i++)
		words[i] = span_of(triggers[i]);
	*l = (struct lint_options){
		.rules = rule_list(), .model = run_common.model, .trainer = s->trainers.all, .settings = &s->settings,
		.purpose = (enum lint_purpose)index_of(o->purpose, purpose_names, PURPOSE_OBJECT + 1),
		.style = (enum lint_style)index_of(o->style, style_names, STYLE_PROSE + 1),
		.triggers = words, .n_triggers = n, .shuffle = o->shuffle, .verbose = o->verbose,
		.trigger_known = o->trigger_known, .trigger_only = o->trigger_only, .keep_implied = o->keep_implied,
	};
	l->lexicons = join(&s->a, c ? &c->lexicons : NULL, &o->lexicons, &l->n_lexicons);
	l->vocabs = join(&s->a, c ? &c->vocabs : NULL, &o->vocabs, &l->n_vocabs);
	l->implies = join(&s->a, c ? &c->implies : NULL, &o->implies, &l->n_implies);
	if (!(s->lint = lint_open(l, &d)))
		die("%s", d.message);
}

static void look_at_triggers(struct score_setup *s)
{
	const struct lint_options *l = &s->lint_options;
	struct set_trigger *v = arena_zalloc(&s->a, l->n_triggers + 1, sizeof *v);
	struct diag d = {0};

	for (size_t i = 0; i < l->n_triggers; i++)
		if (set_trigger_look(&v[i], s->lint, l->triggers[i], &d) != 0)
			die("%s", d.message);
	s->set_options.triggers = v;
	s->set_options.n_triggers = l->n_triggers;
}

static const struct span *spans(struct arena *a, const struct config_list *file, const struct opt_list *given, size_t *n)
{
	const char *const *v = join(a, file, given, n);
	struct span *out = arena_alloc(a, (*n + 1) * sizeof *out);

	for (size_t i = 0; i < *n; i++) { /* terms are in lower case */
		char *lower = arena_alloc(a, strlen(v[i]) + 1);
		out[i] = (struct span){lower, strlen(v[i])};
		for (size_t k = 0; k < out[i].n; k++)
			lower[k] = ascii_to_lower(v[i][k]);
	}
	return out;
}

/* --fuse-bands E,W,I: whole percents, falling. */
static struct fused_bands read_bands(const char *text)
{
	struct fused_bands b = FUSED_BANDS;
	int end = 0;

	if (text && (sscanf(text, "%u,%u,%u%n", &b.error, &b.warning, &b.info, &end) != 3 || text[end] || b.error > 100 || b.warning > b.error ||
		     b.info > b.warning || b.info == 0))
		die("--fuse-bands wants three percentages, falling, such as 85,60,35; not '%s'", text);
	return b;
}

static void read_fused(struct score_setup *s, const struct score_options *o)
{
	struct set_options *to = &s->set_options;
	const struct config *c = s->config;

	to->fuse = spans(&s->a, c ? &c->fuse : NULL, &o->fuse, &to->n_fuse);
	to->class_words = spans(&s->a, c ? &c->class_words : NULL, &o->class_words, &to->n_class_words);
	to->bands = read_bands(o->fuse_bands);
	to->list_files = o->list_files;
	to->aimed = o->purpose || to->n_fuse || to->n_class_words || s->lint_options.n_triggers;
	to->lexicon = set_lexicon(s->lint);
}

void score_setup(struct score_setup *s, struct score_options *o)
{
	struct diag d = {0};

	read_config(s, o);
	read_trainer(s);
	if (o->min_score > 100)
		die("--min-score wants a number from 0 to 100");
	s->min_score = o->min_score;
	if (o->direction && !(s->direction = direction_load(o->direction, &d)))
		die("%s", d.message);
	open_lint(s, o);
	look_at_triggers(s);
	read_fused(s, o);
	s->set_options.lint = &s->lint_options;
	s->set_options.settings = &s->settings;
	s->set_options.all_tags = o->all_tags;
	s->set_options.config = s->config ? s->config->path : NULL;
	s->set_options.cut_keys = run_common.source.from && strcmp(run_common.source.from, "webdataset") == 0;
}

static struct span stem_of(struct span member)
{
	size_t i = member.n, dot;

	while (i > 0 && member.p[i - 1] != '/')
		i--;
	for (dot = member.n; dot > i && member.p[dot - 1] != '.';)
		dot--;
	return span_cut(member, i, dot > i ? dot - 1 : member.n);
}

static bool is_json(struct span member)
{
	return span_ends(member, SPAN(".json"));
}

void score_about(const struct score_setup *s, const struct score_options *o, const struct record *r, struct lint_ctx *about,
		 struct lint_settings *own)
{
	*about = (struct lint_ctx){
		.id = r->id, .model = run_model(r), .trainer = trainers_of(&s->trainers, r), .stem = stem_of(r->member.n ? r->member : r->image),
		.sidecar = r->member.n > 0 && !is_json(r->member), .direction = direction_find(s->direction, r->id),
	};
	if (config_about(s->config, &o->rules, &s->settings, r, own, &about->model))
		about->settings = own;
}

void score_teardown(struct score_setup *s)
{
	lint_close(s->lint);
	direction_free(s->direction);
	config_free(s->config);
	arena_fini(&s->a);
}
