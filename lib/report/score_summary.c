/* score_summary.c: the set on one screen: how good, what is wrong, where to look first, what to type next. */
#include <stdlib.h>

#include "dataset/rule_list.h"
#include "lint/rule.h"
#include "report/score_out.h"
#include "report/wrap.h"

enum { RULES_SHOWN = 12, HUMAN_SHOWN = 8, BAR = 24, COMMAND = 46 };

static void colour(struct buf *b, struct text_look look, const char *code)
{
	if (look.colour)
		buf_add(b, code, strlen(code));
}

static void heading(struct buf *b, struct text_look look, const char *text)
{
	buf_addc(b, '\n');
	colour(b, look, "\033[1m");
	buf_add(b, text, strlen(text));
	colour(b, look, "\033[0m");
	buf_addc(b, '\n');
}

static uint64_t of_severity(const struct lint_set *s, enum severity level)
{
	uint64_t n = 0;

	for (size_t i = 0; i < RULES_MAX; i++)
		n += s->found[i][level];
	for (size_t i = 0; i < s->n_findings; i++)
		n += s->findings[i].severity == level;
	return n;
}

static void put_score(struct buf *b, const struct lint_set *s, struct text_look look)
{
	buf_count(b, s->n, "caption", "captions");
	if (s->images) {
		BUF_LIT(b, ", ");
		buf_count(b, s->images, "image", "images");
	}
	if (s->errors) {
		BUF_LIT(b, ", ");
		buf_count(b, s->errors, "bad record", "bad records");
	}
	buf_addc(b, '\n');
	if (s->n == 0)
		return;
	colour(b, look, s->score < 50 ? "\033[1;31m" : s->score < 75 ? "\033[1;33m" : "\033[1;32m");
	buf_printf(b, "Score %.1f of 100", (double)s->score);
	colour(b, look, "\033[0m");
	buf_printf(b, "  mean %.1f", (double)s->mean);
	if (s->points > 0)
		buf_printf(b, " - %.1f for the set as a whole", (double)s->points);
	buf_printf(b, "; median %.4g, a tenth is at %.4g or less\n", (double)s->median, (double)s->p10);
}

/* How many captions lie in each tenth of the scale. */
static void put_bars(struct buf *b, const struct lint_set *s)
{
	uint32_t tenth[10] = {0}, most = 1;

	for (int i = 0; i <= 1000; i++)
		tenth[i / 100 < 10 ? i / 100 : 9] += s->scores[i];
	for (int i = 0; i < 10; i++)
		most = tenth[i] > most ? tenth[i] : most;
	for (int i = 9; i >= 0; i--) {
		if (!tenth[i])
			continue;
		buf_printf(b, "  %3d-%-3d ", i * 10, i == 9 ? 100 : i * 10 + 9);
		for (uint64_t k = 0, n = ((uint64_t)tenth[i] * BAR + most - 1) / most; k < n; k++)
			BUF_LIT(b, "#");
		buf_printf(b, " %u\n", tenth[i]);
	}
}

struct row {
	const struct rule *rule;
	enum severity severity;
	uint32_t captions;
};

static int by_weight(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->severity != y->severity)
		return (int)y->severity - (int)x->severity;
	if (x->captions != y->captions)
		return x->captions > y->captions ? -1 : 1;
	return strcmp(x->rule->code, y->rule->code);
}

static size_t rows_of(const struct lint_set *s, struct row *v)
{
	size_t n, have = 0;
	const struct rule *const *all = rule_all(&n);

	for (size_t i = 0; i < n; i++) {
		enum severity top = SEV_NONE;
		for (int k = SEV_INFO; k <= SEV_ERROR; k++)
			if (s->found[i][k])
				top = (enum severity)k;
		if (top)
			v[have++] = (struct row){all[i], top, s->captions[i]};
	}
	if (have)
		qsort(v, have, sizeof *v, by_weight);
	return have;
}

static void put_rules(struct buf *b, const struct lint_set *s, const struct row *v, size_t n, struct text_look look)
{
	static const char *const tint[] = {"", "\033[36m", "\033[33m", "\033[31m"};

	buf_addc(b, '\n');
	colour(b, look, "\033[1m");
	BUF_LIT(b, "Findings: ");
	colour(b, look, "\033[0m");
	buf_count(b, of_severity(s, SEV_ERROR), "error", "errors");
	BUF_LIT(b, ", ");
	buf_count(b, of_severity(s, SEV_WARNING), "warning", "warnings");
	BUF_LIT(b, ", ");
	buf_count(b, of_severity(s, SEV_INFO), "info", "infos");
	buf_addc(b, '\n');
	for (size_t i = 0; i < n && i < RULES_SHOWN; i++) {
		BUF_LIT(b, "  ");
		colour(b, look, tint[v[i].severity]);
		buf_printf(b, "%-7s", severity_names[v[i].severity]);
		colour(b, look, "\033[0m");
		buf_printf(b, " %s %-26s in ", v[i].rule->code, v[i].rule->name);
		buf_count(b, v[i].captions, "caption", "captions");
		buf_addc(b, '\n');
	}
	if (n > RULES_SHOWN)
		buf_printf(b, "  and %zu rule%s more\n", n - RULES_SHOWN, n - RULES_SHOWN == 1 ? "" : "s");
}

static void put_worst(struct buf *b, const struct lint_set *s, struct text_look look)
{
	if (s->n < 2)
		return;
	heading(b, look, "Worst first");
	for (size_t i = 0; i < s->n_worst; i++) {
		buf_printf(b, "  %5.1f  ", (double)s->worst[i].score);
		wrap_put(b, s->worst[i].id);
		buf_addc(b, '\n');
	}
}

/* A command line, and what it is good for. */
static void put_command(struct buf *b, struct span command, const char *what)
{
	BUF_LIT(b, "  ");
	wrap_put(b, command);
	buf_printf(b, "%*s%s", command.n < COMMAND ? (int)(COMMAND - command.n) : 2, "", what);
}

static void put_next(struct buf *b, const struct lint_set *s, const struct row *v, size_t n, struct span path, struct text_look look,
		     struct arena *a)
{
	const struct top_entry *human[HUMAN_SHOWN];
	size_t asked = top_best(&s->human, -1, human, HUMAN_SHOWN);

	if (n == 0 && s->n_findings == 0)
		return;
	if (path.n == 0 || span_is(path, "-"))
		path = SPAN("DATASET");
	heading(b, look, "What next");
	if (s->fixes[FIX_SAFE]) {
		put_command(b, arena_printf(a, "capfix %.*s | cappack --in-place %.*s", SPAN_ARG(path), SPAN_ARG(path)), "");
		buf_printf(b, "mends %llu that are safe to mend\n", (unsigned long long)s->fixes[FIX_SAFE]);
	}
	if (s->fixes[FIX_UNSAFE]) {
		put_command(b, arena_printf(a, "capfix --unsafe --diff %.*s", SPAN_ARG(path)), "");
		BUF_LIT(b, "shows ");
		buf_count(b, s->fixes[FIX_UNSAFE], "edit", "edits");
		BUF_LIT(b, " for you to judge\n");
	}
	if (asked) {
		put_command(b, arena_printf(a, "capfix --ask %.*s >direction.jsonl", SPAN_ARG(path)), "asks for what only the picture shows:");
		for (size_t i = 0; i < asked; i++) {
			BUF_LIT(b, "\n      ");
			wrap_put(b, top_name(&s->human, human[i]));
			buf_printf(b, " in %u", human[i]->count);
		}
		buf_addc(b, '\n');
	}
	const struct rule *worst = n ? v[0].rule : s->findings[0].rule;
	put_command(b, arena_printf(a, "capscore --explain %s", worst->code), "says what that rule finds, and why\n");
}

void text_summary(struct buf *out, const struct lint_set *s, struct span path, struct text_look look, struct arena *a)
{
	struct row rows[RULES_MAX];
	size_t n = rows_of(s, rows);

	put_score(out, s, look);
	if (s->o->config) {
		BUF_LIT(out, "Settings: ");
		wrap_put(out, span_of(s->o->config));
		buf_addc(out, '\n');
	}
	if (s->n >= SET_FEW)
		put_bars(out, s);
	put_rules(out, s, rows, n, look);
	if (s->n_findings || s->fused_list.n) {
		buf_addc(out, '\n');
		text_set(out, s, look);
		if (out->n && out->p[out->n - 1] == '\n')
			out->n--;
	}
	put_worst(out, s, look);
	put_next(out, s, rows, n, path, look, a);
}

/* The infos, and what somebody who sees the pictures can say: counted once, since most captions have the same. */
static void put_counted(struct buf *out, const struct lint_set *s, struct text_look look)
{
	const struct top_entry *human[HUMAN_SHOWN];
	size_t asked = top_best(&s->human, -1, human, HUMAN_SHOWN), n, infos = 0;
	const struct rule *const *all = rule_all(&n);
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		if (s->found[i][SEV_INFO])
			buf_printf(&b, "%s%s %s %u", infos++ ? ", " : "infos (--all shows them): ", all[i]->code, all[i]->name,
			           (unsigned)s->found[i][SEV_INFO]);
	if (infos) {
		wrap_text(out, buf_span(&b), 4, look.width - 1);
		buf_addc(out, '\n');
	}
	buf_reset(&b);
	for (size_t i = 0; i < asked; i++) {
		struct span name = top_name(&s->human, human[i]);
		buf_printf(&b, "%s%.*s %u", i ? ", " : "somebody who sees the pictures can say (capfix --ask): ", SPAN_ARG(name), human[i]->count);
	}
	if (asked) {
		wrap_text(out, buf_span(&b), 4, look.width - 1);
		buf_addc(out, '\n');
	}
	buf_fini(&b);
}

void text_totals(struct buf *out, const struct lint_set *s, struct text_look look)
{
	if (!look.all)
		put_counted(out, s, look);
	colour(out, look, "\033[1m");
	buf_count(out, s->n, "caption", "captions");
	if (s->n)
		buf_printf(out, ", score %.1f", (double)s->score);
	colour(out, look, "\033[0m");
	BUF_LIT(out, ": ");
	buf_count(out, of_severity(s, SEV_ERROR), "error", "errors");
	BUF_LIT(out, ", ");
	buf_count(out, of_severity(s, SEV_WARNING), "warning", "warnings");
	BUF_LIT(out, ", ");
	buf_count(out, of_severity(s, SEV_INFO), "info", "infos");
	BUF_LIT(out, " (--summary shows the set on one screen)\n");
	if (!look.all && of_severity(s, SEV_ERROR) + of_severity(s, SEV_WARNING))
		BUF_LIT(out, "[*] capfix does it; [?] capfix --unsafe does it; --all has each finding with what is better\n");
}
