/* score_state.c: options of a state as lines; states written and merged. */
#include "report/score_state.h"

#include <stdlib.h>

#include "base/die.h"
#include "base/file.h"
#include "io/source.h"

enum { OPTIONS_MOST = 1 << 20 };

struct item {
	const char *name;
	enum { I_STR, I_FLAG, I_LIST } kind;
	void *at;
	bool judges; /* captions are judged by it, so all states must have it alike; the rest is used at the end alone */
};

enum { ITEMS = 18 };

static void items_of(struct score_options *o, struct item v[ITEMS])
{
	const struct item all[ITEMS] = {
		{"config", I_STR, &run_common.config, true}, {"model", I_STR, &run_common.model, true}, {"trainer", I_STR, &run_common.trainer, true},
		{"purpose", I_STR, &o->purpose, true}, {"style", I_STR, &o->style, true}, {"direction", I_STR, &o->direction, true},
		{"trigger", I_LIST, &o->triggers, true}, {"rule", I_LIST, &o->rules, true}, {"lexicon", I_LIST, &o->lexicons, true},
		{"vocab", I_LIST, &o->vocabs, true}, {"implies", I_LIST, &o->implies, true}, {"class-word", I_LIST, &o->class_words, true},
		{"trigger-known", I_FLAG, &o->trigger_known, true}, {"trigger-only", I_FLAG, &o->trigger_only, true},
		{"keep-implied", I_FLAG, &o->keep_implied, true}, {"shuffle", I_FLAG, &o->shuffle, true}, {"fuse", I_LIST, &o->fuse, false},
		{"fuse-bands", I_STR, &o->fuse_bands, false},
	};

	memcpy(v, all, sizeof all);
}

static void put_line(struct buf *b, const char *name, const char *value)
{
	if (strchr(value, '\n'))
		die("--%s: a line break in '%s', which a state cannot hold", name, value);
	buf_printf(b, "%s=%s\n", name, value);
}

/* The options that are given, as lines. */
static void put_options(struct buf *b, const struct score_options *given, bool judging_only)
{
	struct score_options o = *given;
	struct item v[ITEMS];

	items_of(&o, v);
	for (int i = 0; i < ITEMS; i++) {
		const struct opt_list *l = v[i].at;
		if (judging_only && !v[i].judges)
			continue;
		if (v[i].kind == I_STR && *(const char **)v[i].at)
			put_line(b, v[i].name, *(const char **)v[i].at);
		else if (v[i].kind == I_FLAG && *(bool *)v[i].at)
			put_line(b, v[i].name, "yes");
		for (size_t k = 0; v[i].kind == I_LIST && k < l->n; k++) /* --rule and --no-rule share a list */
			put_line(b, l->v[k].name, l->v[k].value);
	}
}

/* The next line's name and value; false at the end. */
static bool next_line(struct span *s, struct span *name, struct span *value)
{
	const char *end = s->n ? memchr(s->p, '\n', s->n) : NULL, *equals = end ? memchr(s->p, '=', (size_t)(end - s->p)) : NULL;

	if (!equals)
		return false;
	*name = span_cut(*s, 0, (size_t)(equals - s->p));
	*value = span_cut(*s, name->n + 1, (size_t)(end - s->p));
	*s = span_cut(*s, (size_t)(end - s->p) + 1, s->n);
	return true;
}

static const char *keep(struct span s)
{
	static struct arena a; /* options live as long as the process */

	return arena_dup(&a, s).p;
}

static void adopt(struct score_options *o, struct span lines)
{
	static struct arena a;
	struct item v[ITEMS];
	struct span name, value;

	items_of(o, v);
	while (next_line(&lines, &name, &value))
		for (int i = 0; i < ITEMS; i++) {
			bool same = span_is(name, v[i].name) || (v[i].at == &o->rules && (span_is(name, "no-rule") || span_is(name, "select") || span_is(name, "ignore")));
			struct opt_list *l = v[i].at;
			if (same && v[i].kind == I_STR && !*(const char **)v[i].at)
				*(const char **)v[i].at = keep(value);
			else if (same && v[i].kind == I_FLAG)
				*(bool *)v[i].at = true;
			else if (same && v[i].kind == I_LIST)
				*ARENA_PUSH(&a, l) = (struct opt_item){keep(name), keep(value)};
		}
}

static struct span map_state(const char *path)
{
	struct span file;
	struct diag d = {0};

	if (file_map(path, &file, &d) != 0)
		die("--merge: %s", d.message);
	return file;
}

void score_merge_options(struct score_options *o, int n, char **paths)
{
	struct buf given = BUF_INIT;
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	struct span lines;

	if (n == 0)
		die("--merge wants the files that --set-state wrote");
	put_options(&given, o, true);
	struct span file = map_state(paths[0]);
	if (state_options(file, &lines, &a, &d) != 0)
		die("--merge: %s: %s", paths[0], d.message);
	if (given.n == 0)
		adopt(o, lines);
	file_unmap(file);
	buf_fini(&given);
	arena_fini(&a);
}

/* The first line of lines that judges captions and is not in others; empty: none. */
static struct span odd_line(struct span lines, struct span others)
{
	struct score_options o = {0};
	struct span name, value, whole = lines;
	struct item v[ITEMS];

	items_of(&o, v);
	while (next_line(&lines, &name, &value)) {
		struct span n, x, rest = others;
		bool there = false;
		for (int i = 0; i < ITEMS; i++)
			there |= !v[i].judges && span_is(name, v[i].name);
		while (!there && next_line(&rest, &n, &x))
			there = span_eq(n, name) && span_eq(x, value);
		if (!there)
			return span_cut(whole, (size_t)(name.p - whole.p), (size_t)(value.p + value.n - whole.p));
	}
	return SPAN("");
}

static void compare_options(const struct score_state *s, const char *path, struct span lines)
{
	struct span here = buf_span(&s->options), theirs = odd_line(lines, here), ours = odd_line(here, lines);

	if (theirs.n)
		die("--merge: %s was written with --%.*s, which does not hold here", path, SPAN_ARG(theirs));
	if (ours.n)
		die("--merge: %s was written without --%.*s", path, SPAN_ARG(ours));
}

void score_merge_states(const struct score_state *s, struct state_reader *r, int n, char **paths)
{
	struct arena a = ARENA_INIT;

	for (int i = 0; i < n; i++) {
		struct span file = map_state(paths[i]), lines;
		struct diag d = {0};
		if (state_options(file, &lines, &a, &d) == 0)
			compare_options(s, paths[i], lines);
		if (d.code || state_replay(r, file, &d) != 0)
			die("--merge: %s: byte %zu: %s", paths[i], d.offset, d.message);
		file_unmap(file);
		arena_reset(&a);
	}
	arena_fini(&a);
}

void score_state_open(struct score_state *s, const struct score_options *o, const struct rule_list *rules)
{
	struct diag d = {0};

	put_options(&s->options, o, false);
	if (s->options.n > OPTIONS_MOST)
		die("--set-state: more than %d bytes of options", OPTIONS_MOST);
	if (!o->set_state)
		return;
	if (output_open(&s->out, o->set_state, &d) != 0)
		die("--set-state: %s", d.message);
	s->w = state_begin(rules, buf_span(&s->options));
}

void score_state_flush(struct score_state *s)
{
	struct span ready = state_ready(s->w);
	struct diag d = {0};

	if (output_put(&s->out, ready.p, ready.n, &d) != 0) {
		output_abort(&s->out);
		die("%s", d.message);
	}
}

void score_state_close(struct score_state *s, bool failed, bool complete)
{
	struct diag d = {0};

	buf_fini(&s->options);
	if (!s->w)
		return;
	struct span rest = state_end(s->w, failed);
	if (!complete)
		output_abort(&s->out);
	else if (output_put(&s->out, rest.p, rest.n, &d) != 0 || output_commit(&s->out, &d) != 0)
		die("%s", d.message);
	state_free(s->w);
}
