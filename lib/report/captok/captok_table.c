/* captok_table.c: the form that compares: a row a caption, a column an encoder, and what it comes to below. Encoders that see the same
 * share a column. */
#include "report/captok/captok_table.h"

#include <stdlib.h>

#include "base/die.h"
#include "report/wrap.h"

enum { COLUMN = 16, NAME = 24 };

struct column {
	struct span model, encoder;
	size_t limit, most;
	uint64_t sum, cut;
};

struct captok_table {
	struct span *models;
	size_t n_models;
	struct column *v;
	size_t n, cap;
	uint64_t captions;
	struct arena a; /* holds this struct */
};

struct captok_table *captok_table_open(struct feeds *f)
{
	static const char *const otherwise = "sdxl";
	struct arena a = ARENA_INIT;
	struct captok_table *t = arena_zalloc(&a, 1, sizeof *t);
	const struct opt_list *given = &run_common.models.all;
	const char *env = getenv("CAPTOOLS_MODEL");
	struct diag d = {0};

	t->a = a;
	t->n_models = given->n ? given->n : 1;
	t->models = arena_alloc(&t->a, t->n_models * sizeof *t->models);
	t->models[0] = span_of(env && *env ? env : otherwise);
	for (size_t k = 0; k < given->n; k++)
		t->models[k] = span_of(given->v[k].value);
	for (size_t k = 0; k < t->n_models; k++) {
		const struct feed_model *m = feeds_model(f, t->models[k], &d);
		if (!m)
			die("%s", d.message);
		for (size_t i = 0; i < m->n; i++)
			if (m->v[i].same < 0)
				*ARENA_PUSH(&t->a, t) = (struct column){.model = arena_dup(&t->a, m->name), .encoder = arena_dup(&t->a, span_of(m->v[i].name)),
				                                        .limit = m->v[i].model.limit};
	}
	return t;
}

void captok_table_close(struct captok_table *t)
{
	if (!t)
		return;
	struct arena a = t->a;
	arena_fini(&a);
}

static void name(struct buf *out, struct span s)
{
	int columns = wrap_columns(s);

	wrap_put(out, s);
	buf_printf(out, "%*s", columns < NAME ? NAME - columns : 1, "");
}

void captok_table_head(const struct captok_table *t, struct buf *out)
{
	name(out, SPAN("model"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(out, "%*.*s", COLUMN, SPAN_ARG(t->v[i].model));
	BUF_LIT(out, "\n");
	name(out, SPAN("encoder"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(out, "%*.*s", COLUMN, SPAN_ARG(t->v[i].encoder));
	BUF_LIT(out, "\n");
}

void captok_table_row(const struct captok_table *t, struct feeds *f, struct span id, const struct span *texts, size_t n, struct buf *out,
		      struct buf *side, struct arena *a)
{
	struct captok_cell *cells = arena_zalloc(a, t->n + 1, sizeof *cells);
	struct diag d = {0};
	struct feed fed;
	char text[64];

	name(out, id);
	for (size_t k = 0, c = 0; k < t->n_models; k++) {
		const struct feed_model *m = feeds_model(f, t->models[k], &d);
		for (size_t i = 0; m && i < m->n; i++) {
			if (m->v[i].same >= 0)
				continue;
			for (size_t x = 0; x < n; x++) {
				model_feed(m->v[i].run, &m->v[i].model, texts[x], false, a, &fed);
				if (fed.tokens >= cells[c].tokens)
					cells[c] = (struct captok_cell){(uint32_t)fed.tokens, (uint32_t)fed.lost};
			}
			snprintf(text, sizeof text, cells[c].lost ? "%u (-%u)" : "%u", cells[c].tokens, cells[c].lost);
			buf_printf(out, "%*s", COLUMN, text);
			c++;
		}
	}
	buf_addc(out, '\n');
	buf_add(side, (const char *)cells, t->n * sizeof *cells);
}

void captok_table_count(struct captok_table *t, struct span side)
{
	struct captok_cell cell;

	if (side.n != t->n * sizeof cell)
		return;
	t->captions++;
	for (size_t i = 0; i < t->n; i++) {
		memcpy(&cell, side.p + i * sizeof cell, sizeof cell);
		t->v[i].sum += cell.tokens;
		t->v[i].cut += cell.lost > 0;
		t->v[i].most = cell.tokens > t->v[i].most ? cell.tokens : t->v[i].most;
	}
}

void captok_table_end(const struct captok_table *t, struct buf *out)
{
	const struct column *v = t->v;

	name(out, SPAN("limit"));
	for (size_t i = 0; i < t->n; i++) {
		if (v[i].limit)
			buf_printf(out, "%*zu", COLUMN, v[i].limit);
		else
			buf_printf(out, "%*s", COLUMN, "none");
	}
	BUF_LIT(out, "\n");
	name(out, SPAN("longest"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(out, "%*zu", COLUMN, v[i].most);
	BUF_LIT(out, "\n");
	name(out, SPAN("mean"));
	for (size_t i = 0; i < t->n; i++)
		buf_printf(out, "%*.1f", COLUMN, t->captions ? (double)v[i].sum / (double)t->captions : 0);
	BUF_LIT(out, "\n");
	buf_printf(out, "cut, of %-*llu", NAME - 8, (unsigned long long)t->captions);
	for (size_t i = 0; i < t->n; i++)
		buf_printf(out, "%*llu", COLUMN, (unsigned long long)v[i].cut);
	BUF_LIT(out, "\n");
}
