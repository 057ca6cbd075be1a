/* work.c: one state of the work on a caption: changes taken, and what is left open. */
#include <stdlib.h>
#include <string.h>

#include "fix/step.h"
#include "json/jwrite.h"
#include "text/utf8.h"

int work_spare(struct work *w)
{
	int i = 0;

	while (i == w->in || i == w->hold)
		i++;
	arena_reset(&w->scratch[i]);
	return i;
}

static size_t line_feeds(struct span s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

void work_read(const struct fix_options *o, const struct lint_ctx *ctx, struct span text, struct arena *a, struct reading *out)
{
	size_t n = ctx ? ctx->n_list : 0, feeds = n ? n - 1 : 0, at = 0;
	struct span *v = arena_alloc(a, (n + 1) * sizeof *v);

	for (size_t i = 0; i < n; i++)
		feeds += line_feeds(ctx->list[i]);
	if (n == 0 || line_feeds(text) != feeds) {
		read_caption(o->trainer, text, ctx ? ctx->line_end : 0, a, out);
		return;
	}
	for (size_t i = 0; i < n; i++) { /* each text keeps the line feeds that it had */
		size_t left = line_feeds(ctx->list[i]), end = at;
		while (end < text.n && (text.p[end] != '\n' || left--))
			end++;
		v[i] = span_cut(text, at, end);
		at = end + (end < text.n);
	}
	read_list(o->trainer, text, v, n, a, out);
}

int work_judge(struct work *w, struct span text, const struct lint_ctx *ctx, struct arena *a, struct lint_result *out, bool *same)
{
	struct lint_ctx own = ctx ? *ctx : (struct lint_ctx){.sidecar = false};
	struct read_text *t = arena_zalloc(a, 1, sizeof *t);
	struct reading r;

	if (same)
		*same = true;
	if (w->read) { /* counted as it stands; what the trainer makes of it is looked at once it is in the caption */
		t->text = t->fed = text;
		t->json = w->read->json;
		own.read = t;
	} else if (w->o->trainer || own.n_list) {
		work_read(w->o, &own, text, a, &r);
		if (same)
			*same = r.n == w->texts;
		if (r.whole) {
			own.read = &r.v[0];
			text = r.v[0].text;
		}
	}
	return lint_caption(w->run, text, &own, a, out, w->d);
}

/* Lints the draft into w->now, in the scratch arena i. */
static int lint_into(struct work *w, int i)
{
	w->in = i;
	return work_judge(w, draft_text(&w->draft), w->ctx, &w->scratch[i], &w->now, NULL);
}

uint32_t work_original(const struct work *w, uint32_t at)
{
	while (at < w->draft.n && w->draft.origin[at] == UINT32_MAX)
		at++;
	return at < w->draft.n ? w->draft.origin[at] : (uint32_t)w->draft.original.n;
}

/* Behind the byte of the original that stands last in front of the draft's byte at. */
static uint32_t original_end(const struct work *w, uint32_t at)
{
	while (at > 0 && w->draft.origin[at - 1] == UINT32_MAX)
		at--;
	return at > 0 ? w->draft.origin[at - 1] + 1 : 0;
}

bool work_may(const struct work *w, uint32_t start, uint32_t end)
{
	uint32_t x, y;

	if (!w->read)
		return true;
	uint32_t from = work_original(w, start), to = original_end(w, end);
	if (from >= to) /* something put in, or put in before and now changed */
		from = to = start == end ? original_end(w, start) : to;
	return read_edit(w->read, from, to, &x, &y);
}

struct span work_escaped(const struct work *w, struct span text)
{
	struct buf b = BUF_INIT;

	json_quote(&b, text);
	struct span out = arena_dup(w->a, span_cut(buf_span(&b), 1, b.n - 1));
	buf_fini(&b);
	return out;
}

int work_lint(struct work *w)
{
	return lint_into(w, work_spare(w));
}

int work_take(struct work *w, const struct change *v, size_t n)
{
	int spare = work_spare(w);

	draft_apply(&w->draft, v, n, &w->scratch[spare]);
	return lint_into(w, spare);
}

/* Each thing once: passes run again. */
void open_say(struct work *w, const char *rule, struct span message)
{
	for (size_t i = 0; i < w->out->open.n; i++)
		if (strcmp(w->out->open.v[i].rule, rule) == 0 && span_eq(w->out->open.v[i].message, message))
			return;
	*ARENA_PUSH(w->a, &w->out->open) = (struct fix_open){rule, message};
}

void refuse(struct work *w, const struct finding *f, struct span why)
{
	enum { QUOTED = 60 };
	struct span s = span_cut(draft_text(&w->draft), f->start, f->end);
	size_t n = s.n < QUOTED ? s.n : (size_t)(utf8_prev(s.p, s.p + QUOTED) - s.p);

	*ARENA_PUSH(w->a, &w->refused) = (struct fix_open){
		f->rule->name, arena_printf(w->a, "\"%.*s%s\" stays: %.*s", (int)n, s.p, n < s.n ? "..." : "", SPAN_ARG(why))};
}

static int by_start(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

struct change *plans_flatten(struct arena *a, const struct plan *p, size_t n, size_t *count)
{
	struct change *v = arena_alloc(a, 2 * n * sizeof *v);

	*count = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < p[i].n; k++)
			v[(*count)++] = p[i].v[k];
	qsort(v, *count, sizeof *v, by_start);
	return v;
}

bool plan_claim(const struct plan *p, unsigned char *taken)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct change *x = &p->v[i];
		if (memchr(taken + x->start, 1, x->end > x->start ? x->end - x->start : 1))
			return false;
	}
	for (size_t i = 0; i < p->n; i++) {
		const struct change *x = &p->v[i];
		memset(taken + x->start, 1, x->end > x->start ? x->end - x->start : 1);
	}
	return true;
}

int work_take_plans(struct work *w, const struct plan *p, size_t n)
{
	size_t count;
	struct change *v = plans_flatten(w->pass, p, n, &count);

	return work_take(w, v, count) == 0 ? 1 : -1;
}
