/* config.c: the settings file. An unknown key, rule or value is an error that names file and line: a misspelt rule that
 * is silently on would fail somebody's build, one that is silently off would let bad captions pass. */
#include "conf/config.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/escape.h"
#include "base/file.h"
#include "base/glob.h"
#include "base/near.h"
#include "dataset/rule_list.h"
#include "model/model.h"
#include "text/utf8.h"

enum { CONFIG_MAX = 4 << 20 };

static const char *const action_names[] = {"off", "on", "info", "warning", "error"}; /* enum rule_action */

/* Where we are; config first, so that config_free finds its arena. */
struct loader {
	struct config c;
	struct arena a;
	struct buf text;
	const char *path;
	size_t line;
	struct span folder;
	struct config_section *section; /* NULL: in front of the first one */
};

static int fault(const struct loader *l, struct diag *d, const char *what, struct span about, const char *near)
{
	return diag_set(d, "bad-config", "%s:%zu: %s '%.*s'%s%s%s", l->path, l->line, what, (int)(about.n < 60 ? about.n : 60),
			about.p, near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
}

static bool yes(struct span v, bool *out)
{
	static const char *const words[] = {"yes", "true", "on", "1", "no", "false", "off", "0"};

	for (size_t i = 0; i < 8; i++)
		if (span_is(v, words[i])) {
			*out = i < 4;
			return true;
		}
	return false;
}

/* Whether v is one of the first n names. */
static bool one_of(struct span v, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(v, names[i]))
			return true;
	return false;
}

static const char *keep(struct loader *l, struct span v)
{
	return arena_dup(&l->a, v).p;
}

static int check_model(const struct loader *l, struct span v, struct diag *d)
{
	size_t n;
	const struct model *const *all = model_all(&n);
	const char **names;
	struct arena a = ARENA_INIT;

	if (model_find(v))
		return 0;
	names = arena_alloc(&a, n * sizeof *names);
	for (size_t i = 0; i < n; i++)
		names[i] = all[i]->name;
	fault(l, d, "unknown model", v, near_name(v, names, n));
	arena_fini(&a);
	return -1;
}

/* A file named in the settings stands beside them. */
static const char *keep_path(struct loader *l, struct span v)
{
	if (v.p[0] == '/' || l->folder.n == 0)
		return keep(l, v);
	return arena_printf(&l->a, "%.*s/%.*s", SPAN_ARG(l->folder), SPAN_ARG(v)).p;
}

struct key {
	const char *name;
	enum { K_STR, K_MODEL, K_PATH, K_LIST, K_PATHS, K_YES, K_SCORE, K_PURPOSE, K_STYLE, K_LEVEL } kind;
	size_t at; /* offset in struct config */
};
#define KEY(name, kind, field) {name, kind, offsetof(struct config, field)}
static const struct key keys[] = {
	KEY("model", K_MODEL, model), KEY("trainer", K_STR, trainer), KEY("purpose", K_PURPOSE, purpose), KEY("style", K_STYLE, style),
	KEY("trigger", K_LIST, triggers), KEY("direction", K_PATH, direction), KEY("lexicon", K_PATHS, lexicons),
	KEY("vocab", K_PATHS, vocabs), KEY("implies", K_PATHS, implies), KEY("baseline", K_PATH, baseline),
	KEY("fail-on", K_LEVEL, fail_on), KEY("min-score", K_SCORE, min_score), KEY("shuffle", K_YES, shuffle),
	KEY("trigger-known", K_YES, trigger_known), KEY("trigger-only", K_YES, trigger_only),
	KEY("keep-implied", K_YES, keep_implied), KEY("fuse", K_LIST, fuse), KEY("class-word", K_LIST, class_words),
	KEY("exclude", K_LIST, excludes), KEY("include", K_LIST, includes),
};
enum { N_KEYS = sizeof keys / sizeof *keys };

static int set_key(struct loader *l, const struct key *k, struct span v, struct diag *d)
{
	void *to = (char *)&l->c + k->at;
	struct config_list *list = to;
	char number[32], *end;

	switch (k->kind) {
	case K_LIST:
		*ARENA_PUSH(&l->a, list) = keep(l, v);
		return 0;
	case K_PATHS:
		*ARENA_PUSH(&l->a, list) = keep_path(l, v);
		return 0;
	case K_PATH:
		*(const char **)to = keep_path(l, v);
		return 0;
	case K_YES:
		return yes(v, to) ? 0 : fault(l, d, "yes or no is wanted, not", v, NULL);
	case K_SCORE:
		snprintf(number, sizeof number, "%.*s", SPAN_ARG(v));
		*(double *)to = strtod(number, &end);
		if (*end || !(*(double *)to >= 0 && *(double *)to <= 100))
			return fault(l, d, "min-score wants a number from 0 to 100, not", v, NULL);
		return 0;
	case K_PURPOSE:
		if (!one_of(v, purpose_names, PURPOSE_OBJECT + 1))
			return fault(l, d, "unknown purpose", v, near_name(v, purpose_names, PURPOSE_OBJECT + 1));
		break;
	case K_STYLE:
		if (!one_of(v, style_names, STYLE_PROSE + 1))
			return fault(l, d, "unknown style", v, near_name(v, style_names, STYLE_PROSE + 1));
		break;
	case K_LEVEL:
		if (!one_of(v, severity_names + 1, SEV_ERROR))
			return fault(l, d, "unknown severity", v, near_name(v, severity_names + 1, SEV_ERROR));
		break;
	case K_MODEL:
		if (check_model(l, v, d) != 0)
			return -1;
		break;
	case K_STR:
		break;
	}
	*(const char **)to = keep(l, v);
	return 0;
}

static int top_line(struct loader *l, struct span key, struct span v, struct diag *d)
{
	const char *names[N_KEYS];

	for (size_t i = 0; i < N_KEYS; i++) {
		names[i] = keys[i].name;
		if (near_distance(key, span_of(keys[i].name)) == 0)
			return set_key(l, &keys[i], v, d);
	}
	return fault(l, d, "unknown key", key, near_name(key, names, N_KEYS));
}

static int rule_line(struct loader *l, struct span key, struct span v, struct diag *d)
{
	struct lint_settings picked = {.off = {false}};
	struct span unknown;
	struct config_rule *r;

	if (l->section->glob.n && span_is(key, "model")) {
		if (check_model(l, v, d) != 0)
			return -1;
		l->section->model = keep(l, v);
		return 0;
	}
	if (!lint_select_list(&picked, key, false, &unknown))
		return fault(l, d, "unknown rule", unknown, rule_nearest(unknown));
	r = ARENA_PUSH(&l->a, l->section);
	memcpy(r->which, picked.off, sizeof r->which);
	for (size_t i = 0; i < sizeof action_names / sizeof *action_names; i++)
		if (span_is(v, action_names[i])) {
			r->action = (enum rule_action)i;
			return 0;
		}
	return fault(l, d, "a rule is off, on, info, warning or error, not", v, NULL);
}

/* What stands between quotation marks, or s. */
static struct span unquote(struct span s)
{
	return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? span_cut(s, 1, s.n - 1) : s;
}

static int section_line(struct loader *l, struct span line, struct diag *d)
{
	struct span head = uni_strip(span_cut(line, 1, line.n - 1)), glob = SPAN("");

	if (line.p[line.n - 1] != ']')
		return fault(l, d, "a section has no ]:", line, NULL);
	if (span_starts(head, SPAN("files ")) || span_starts(head, SPAN("files\t")))
		glob = unquote(uni_strip(span_cut(head, 6, head.n)));
	if (!span_is(head, "rules") && glob.n == 0)
		return fault(l, d, "unknown section (there are [rules] and [files GLOB]):", line, NULL);
	l->section = ARENA_PUSH(&l->a, &l->c.sections);
	*l->section = (struct config_section){.glob = arena_dup(&l->a, glob)};
	l->c.has_files |= glob.n > 0;
	return 0;
}

/* The line without a comment: # or ; at its beginning, or # behind white space outside quotation marks. */
static struct span uncomment(struct span line)
{
	bool quoted = false;

	for (size_t i = 0; i < line.n; i++) {
		quoted ^= line.p[i] == '"';
		if (!quoted && ((line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t')) ||
				(i == 0 && line.p[i] == ';')))
			return uni_strip(span_cut(line, 0, i));
	}
	return line;
}

static int read_line(struct loader *l, struct span line, struct diag *d)
{
	line = uncomment(uni_strip(line));
	if (line.n == 0)
		return 0;
	if (line.p[0] == '[')
		return section_line(l, line, d);
	const char *eq = memchr(line.p, '=', line.n);
	if (!eq)
		return fault(l, d, "neither 'key = value' nor a [section]:", line, NULL);
	size_t at = (size_t)(eq - line.p);
	struct span key = uni_strip(span_cut(line, 0, at)), v = unquote(uni_strip(span_cut(line, at + 1, line.n)));
	if (v.n == 0)
		return fault(l, d, "no value for", key, NULL);
	return l->section ? rule_line(l, key, v, d) : top_line(l, key, v, d);
}

static int read_lines(struct loader *l, struct diag *d)
{
	struct span text = buf_span(&l->text);

	if (!utf8_valid(text, NULL))
		return diag_set(d, "bad-config", "%s: not UTF-8", l->path);
	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_cut(text, 3, text.n);
	while (text.n) {
		const char *nl = memchr(text.p, '\n', text.n);
		size_t n = nl ? (size_t)(nl - text.p) : text.n;

		l->line++;
		if (read_line(l, span_cut(text, 0, n), d) != 0)
			return -1;
		text = span_cut(text, nl ? n + 1 : n, text.n);
	}
	return 0;
}

struct config *config_load(const char *path, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct loader *l = arena_zalloc(&a, 1, sizeof *l);
	const char *slash = strrchr(path, '/');

	l->a = a;
	l->path = path;
	struct buf shown = BUF_INIT;
	escape_terminal(&shown, span_of(path)); /* a name of any bytes */
	l->c.path = arena_dup(&l->a, buf_span(&shown)).p;
	buf_fini(&shown);
	l->c.min_score = -1;
	l->folder = slash ? (struct span){path, (size_t)(slash - path)} : SPAN("");
	if (slash == path)
		l->folder = SPAN("/.");
	if (file_read(path, &l->text, CONFIG_MAX, d) != 0 || read_lines(l, d) != 0) {
		config_free(&l->c);
		return NULL;
	}
	return &l->c;
}

void config_free(struct config *c)
{
	if (!c)
		return;
	struct loader *l = (struct loader *)(void *)c; /* its first member */
	struct arena a = l->a;
	buf_fini(&l->text);
	arena_fini(&a);
}

void config_globs(const struct config *c, struct opt_list *globs)
{
	for (size_t i = 0; c && i < c->excludes.n; i++)
		opt_list_add(globs, "exclude", c->excludes.v[i]);
	for (size_t i = 0; c && i < c->includes.n; i++)
		opt_list_add(globs, "include", c->includes.v[i]);
}
