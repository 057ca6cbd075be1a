/* lint_rules.c: the cases of tests/golden/rules/CAPnnn/{fire,silent}.txt. Adding a case edits a text file only.
 *
 * One caption a line, with \n \t \r \\ \" and \xNN as escapes; \*N; stands for all before it, so that it is there N times. In fire.txt a tab may follow, then the text of the span that must be found,
 * then the severity, then the suggestion, each optional. `#! key=value ...` sets options for the lines behind it
 * (each `#!` starts from the defaults; %20 is a space in a value), other lines that begin with # are comments.
 * A folder whose rule is not in the registry is skipped, so that taking a rule out breaks no other test. */
#include <dirent.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/file.h"
#include "dataset/rule_list.h"
#include "lint/rule.h"
#include "tap.h"

enum { TRIGGERS = 4, MUSTS = 8 };

struct setup {
	struct lint_options o;
	struct span trigger[TRIGGERS], must[MUSTS], must_not[MUSTS];
	struct lint_direction dir;
	bool directed;
	struct lint_ctx ctx;
	const char *vocab, *implies, *lexicon;
	struct lint *l; /* opened by the first case, for all until the next #! line */
	struct lint_run *run;
};

static struct arena memory; /* cases live until the end */

static struct span value(const char *p, size_t n)
{
	char *q = arena_alloc(&memory, n + 1);
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '%' && n - i > 2 && p[i + 1] == '2' && p[i + 2] == '0') {
			q[k++] = ' ';
			i += 2;
		} else {
			q[k++] = p[i];
		}
	}
	q[k] = 0;
	return (struct span){q, k};
}

static enum lint_purpose purpose_of(struct span v)
{
	for (int i = 0; i < 4; i++)
		if (span_is(v, purpose_names[i]))
			return (enum lint_purpose)i;
	return PURPOSE_CONCEPT;
}

static void set(struct setup *s, struct span key, struct span v)
{
	if (span_is(key, "model"))
		s->o.model = v.p;
	else if (span_is(key, "trainer"))
		s->o.trainer = trainer_parse(&memory, v.p, &(struct diag){0});
	else if (span_is(key, "trigger"))
		s->trigger[s->o.n_triggers++] = v;
	else if (span_is(key, "shuffle"))
		s->o.shuffle = true;
	else if (span_is(key, "keep_implied"))
		s->o.keep_implied = true;
	else if (span_is(key, "verbose"))
		s->o.verbose = true;
	else if (span_is(key, "trigger_only"))
		s->o.trigger_only = true;
	else if (span_is(key, "purpose"))
		s->o.purpose = purpose_of(v);
	else if (span_is(key, "style"))
		s->o.style = span_is(v, "tags") ? STYLE_TAGS : STYLE_PROSE;
	else if (span_is(key, "stem"))
		s->ctx.stem = v;
	else if (span_is(key, "raw"))
		s->ctx.raw = v;
	else if (span_is(key, "sidecar"))
		s->ctx.sidecar = true;
	else if (span_is(key, "vocab"))
		s->vocab = v.p;
	else if (span_is(key, "implies"))
		s->implies = v.p;
	else if (span_is(key, "lexicon"))
		s->lexicon = v.p;
	else if (span_is(key, "must"))
		s->must[s->dir.n_must++] = v, s->directed = true;
	else if (span_is(key, "must_not"))
		s->must_not[s->dir.n_must_not++] = v, s->directed = true;
	else
		OK(false, "unknown key %.*s", SPAN_ARG(key));
}

static void shut(struct setup *s)
{
	if (!s->l)
		return;
	lint_run_close(s->run);
	lint_close(s->l);
	s->l = NULL;
}

static void options(struct setup *s, struct span line)
{
	shut(s);
	*s = (struct setup){.o = {.model = "sdxl"}};
	for (size_t i = 2; i < line.n;) {
		size_t from, eq = 0;
		while (i < line.n && line.p[i] == ' ')
			i++;
		for (from = i; i < line.n && line.p[i] != ' '; i++)
			if (line.p[i] == '=' && !eq)
				eq = i;
		if (i == from)
			break;
		size_t end = eq ? eq : i;
		set(s, span_cut(line, from, end), value(line.p + (eq ? eq + 1 : i), eq ? i - eq - 1 : 0));
	}
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c - 'A' + 10;
}

/* p, n bytes, times over, with room for more bytes behind. */
static char *again(const char *p, size_t n, size_t times, size_t more)
{
	char *to = arena_alloc(&memory, n * times + more);

	for (size_t i = 0; i < times; i++)
		memcpy(to + i * n, p, n);
	return to;
}

static struct span unescape(struct span s)
{
	char *p = arena_alloc(&memory, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c != '\\' || i + 1 == s.n) {
			p[n++] = c;
			continue;
		}
		c = s.p[++i];
		if (c == 'x' && s.n - i > 2) {
			p[n++] = (char)(hex(s.p[i + 1]) * 16 + hex(s.p[i + 2]));
			i += 2;
		} else if (c == '*') {
			size_t times = strtoul(s.p + i + 1, NULL, 10);
			while (i + 1 < s.n && s.p[i] != ';')
				i++;
			p = again(p, n, times, s.n - i);
			n *= times;
		} else {
			p[n++] = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
		}
	}
	return (struct span){p, n};
}

static int columns(struct span line, struct span col[4])
{
	int n = 0;

	for (size_t i = 0, from = 0; i <= line.n && n < 4; i++)
		if (i == line.n || line.p[i] == '\t') {
			col[n++] = unescape(span_cut(line, from, i));
			from = i + 1;
		}
	return n;
}

static bool matches(const struct finding *f, struct span caption, const struct span col[4], int n)
{
	if (n > 1 && col[1].n && !span_eq(span_cut(caption, f->start, f->end), col[1]))
		return false;
	if (n > 2 && col[2].n && !span_is(col[2], severity_names[f->severity]))
		return false;
	return n < 4 || span_eq(f->suggest, col[3]);
}

static void judge(const struct rule *rule, struct setup *s, struct span line, bool fire, const char *where, unsigned no)
{
	struct span col[4];
	int n = columns(line, col);
	struct diag d = {0};
	struct lint_result r;
	struct arena a = ARENA_INIT;
	size_t hits = 0, all = 0;

	s->o.triggers = s->trigger;
	s->o.vocabs = &s->vocab, s->o.n_vocabs = s->vocab != NULL;
	s->o.implies = &s->implies, s->o.n_implies = s->implies != NULL;
	s->o.lexicons = &s->lexicon, s->o.n_lexicons = s->lexicon != NULL;
	s->dir.must = s->must;
	s->dir.must_not = s->must_not;
	s->ctx.direction = s->directed ? &s->dir : NULL;
	s->o.rules = rule_list();
	if (!s->l && (s->l = lint_open(&s->o, &d)) != NULL)
		s->run = lint_run_open(s->l);
	if (!s->l || lint_caption(s->run, col[0], &s->ctx, &a, &r, &d) < 0) {
		OK(false, "%s %s:%u %s", rule->code, where, no, d.message);
	} else {
		for (size_t i = 0; i < r.n_findings; i++) {
			const struct finding *f = &r.findings[i];
			bool sane = f->start <= f->end && f->end <= col[0].n && f->message.n > 0;
			if (!sane)
				printf("# %s: span %u-%u\n", f->rule->code, f->start, f->end);
			all += f->rule == rule || !sane;
			hits += f->rule == rule && sane && matches(f, col[0], col, n);
			if (fire && f->rule == rule && !hits)
				printf("# \"%.*s\" %s \"%.*s\": %.*s\n", SPAN_ARG(span_cut(col[0], f->start, f->end)),
				       severity_names[f->severity], SPAN_ARG(f->suggest), SPAN_ARG(f->message));
		}
		OK(fire ? hits > 0 : all == 0, "%s %s:%u %s", rule->code, where, no, fire ? "speaks" : "is silent");
		if (fire ? !hits : all)
			printf("# %.*s\n", SPAN_ARG(line));
	}
	arena_fini(&a);
}

static void file(const struct rule *rule, const char *folder, const char *name, bool fire)
{
	struct buf b = BUF_INIT;
	struct diag d = {0};
	struct span path = arena_printf(&memory, "%s/%s", folder, name);
	struct setup s = {.l = NULL};
	unsigned no = 0, cases = 0;

	options(&s, SPAN(""));
	if (file_read(path.p, &b, 1 << 20, &d) < 0) {
		OK(false, "%s has %s", rule->code, name);
		return;
	}
	for (size_t i = 0; i < b.n;) {
		size_t end = i;
		while (end < b.n && b.p[end] != '\n')
			end++;
		struct span line = {b.p + i, end - i};
		i = end + 1;
		no++;
		if (line.n == 0)
			continue;
		if (span_starts(line, SPAN("#!")))
			options(&s, line);
		else if (line.p[0] != '#')
			judge(rule, &s, line, fire, name, no), cases++;
	}
	shut(&s);
	OK(cases >= (fire ? 1u : 3u), "%s %s has enough cases (%u)", rule->code, name, cases);
	buf_fini(&b);
}

static int by_name(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

int main(void)
{
	static const char root[] = "tests/golden/rules";
	struct { const char **v; size_t n, cap; } names = {NULL, 0, 0};
	DIR *dir = opendir(root);
	size_t n_rules;
	const struct rule *const *all = rule_all(&n_rules);

	if (!dir) {
		printf("not ok 1 - %s can be read\n1..1\n", root);
		return 1;
	}
	for (struct dirent *e; (e = readdir(dir)) != NULL;)
		if (span_starts(span_of(e->d_name), SPAN("CAP")))
			*ARENA_PUSH(&memory, &names) = arena_printf(&memory, "%s", e->d_name).p;
	closedir(dir);
	qsort(names.v, names.n, sizeof *names.v, by_name);
	for (size_t i = 0; i < names.n; i++) {
		const struct rule *r = rule_find(span_of(names.v[i]));
		const char *folder = arena_printf(&memory, "%s/%s", root, names.v[i]).p;
		if (!r) {
			printf("ok %d - %s is no rule # skip\n", ++tap_n, names.v[i]);
			continue;
		}
		file(r, folder, "fire.txt", true);
		file(r, folder, "silent.txt", false);
	}
	for (size_t i = 0; i < n_rules; i++) {
		bool has = all[i]->scope != SCOPE_CAPTION; /* sets and pictures have tests of their own */
		for (size_t k = 0; k < names.n && !has; k++)
			has = strcmp(names.v[k], all[i]->code) == 0;
		OK(has, "%s has cases", all[i]->code);
		OK(all[i]->why && all[i]->evidence && all[i]->title && all[i]->before && strlen(all[i]->why) > 80,
		   "%s is explained", all[i]->code);
		OK(rule_find(span_of(all[i]->name)) == all[i] && rule_place(rule_list(), all[i]) == i, "%s is found by its name", all[i]->code);
	}
	arena_fini(&memory);
	return tap_end();
}
