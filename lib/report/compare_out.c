/* compare_out.c: a comparison as a record, and as a table. */
#include "json/jwrite.h"
#include "report/compare.h"
#include "report/wrap.h"

enum { FUSED_SHOWN = 8, NAME = 28 };

static double mean(double sum, uint64_t n)
{
	return n ? sum / (double)n : 0;
}

static void put_real(struct jwrite *w, const char *key, double v, int decimals)
{
	jw_key(w, key);
	jw_real(w, v, decimals);
}

static void put_set(struct jwrite *w, const struct comparison *c, const struct compare_set *s)
{
	const struct fused_list *l = &s->set->fused_list;

	jw_obj(w);
	JW_STR(w, "path", span_of(s->path));
	JW_NUM(w, "captions", s->captions);
	jw_key(w, "models");
	jw_obj(w);
	for (size_t m = 0; m < c->n_models; m++) {
		const struct compare_model *x = &s->model[m];
		jw_key(w, c->model[m]);
		jw_obj(w);
		put_real(w, "score", mean(x->score, s->captions), 2);
		put_real(w, "tokens", mean((double)x->tokens, s->captions), 2);
		JW_NUM(w, "cut", x->cut);
		put_real(w, "facts", mean((double)x->said, s->captions), 2);
		put_real(w, "seen", mean((double)x->seen, s->captions), 2);
		jw_obj_end(w);
	}
	jw_obj_end(w);
	jw_key(w, "fused");
	jw_arr(w);
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].band >= SEV_WARNING) {
			jw_obj(w);
			JW_STR(w, "term", l->v[i].name);
			put_real(w, "share", mean((double)l->v[i].count, l->v[i].of), 4);
			jw_obj_end(w);
		}
	jw_arr_end(w);
	jw_obj_end(w);
}

static void put_pair(struct jwrite *w, const struct comparison *c, const struct compare_pair *p)
{
	jw_obj(w);
	jw_key(w, "sets");
	jw_arr(w);
	jw_str(w, span_of(c->set[p->a].path));
	jw_str(w, span_of(c->set[p->b].path));
	jw_arr_end(w);
	JW_NUM(w, "common", p->both);
	put_real(w, "agreement", p->agreement, 4);
	jw_key(w, "models");
	jw_obj(w);
	for (size_t m = 0; m < c->n_models; m++) {
		int better = compare_better(p, m);
		jw_key(w, c->model[m]);
		jw_obj(w);
		jw_key(w, "scores");
		jw_arr(w);
		jw_real(w, mean(p->score[m][0], p->both), 2);
		jw_real(w, mean(p->score[m][1], p->both), 2);
		jw_arr_end(w);
		jw_key(w, "wins");
		jw_arr(w);
		jw_num(w, (long long)p->wins[m][0]);
		jw_num(w, (long long)p->wins[m][1]);
		jw_arr_end(w);
		jw_key(w, "better");
		if (better < 0)
			jw_null(w);
		else
			jw_str(w, span_of(c->set[better ? p->b : p->a].path));
		jw_obj_end(w);
	}
	jw_obj_end(w);
	jw_obj_end(w);
}

void compare_json(struct buf *out, const struct comparison *c)
{
	struct jwrite w = jw(out);

	jw_obj(&w);
	jw_key(&w, "compare");
	jw_obj(&w);
	jw_key(&w, "sets");
	jw_arr(&w);
	for (size_t i = 0; i < c->n_sets; i++)
		put_set(&w, c, &c->set[i]);
	jw_arr_end(&w);
	jw_key(&w, "pairs");
	jw_arr(&w);
	for (size_t i = 0; i < c->n_pairs; i++)
		put_pair(&w, c, &c->pairs[i]);
	jw_arr_end(&w);
	jw_obj_end(&w);
	jw_obj_end(&w);
	buf_addc(out, '\n');
}

static void put_path(struct buf *out, const char *path)
{
	struct span s = span_of(path);

	wrap_put(out, s);
	buf_printf(out, "%*s", s.n < NAME ? (int)(NAME - s.n) : 2, "");
}

void compare_text(struct buf *out, const struct comparison *c)
{
	for (size_t m = 0; m < c->n_models; m++) {
		buf_printf(out, "%-*s %8s %8s %8s %8s %8s %8s\n", NAME, c->model[m], "captions", "score", "tokens", "cut", "facts", "seen");
		for (size_t i = 0; i < c->n_sets; i++) {
			const struct compare_set *s = &c->set[i];
			const struct compare_model *x = &s->model[m];
			put_path(out, s->path);
			buf_printf(out, " %8llu %8.1f %8.1f %8llu %8.1f %8.1f\n", (unsigned long long)s->captions, mean(x->score, s->captions),
				   mean((double)x->tokens, s->captions), (unsigned long long)x->cut, mean((double)x->said, s->captions),
				   mean((double)x->seen, s->captions));
		}
	}
	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct compare_pair *p = &c->pairs[i];
		buf_addc(out, '\n');
		wrap_put(out, span_of(c->set[p->a].path));
		BUF_LIT(out, " and ");
		wrap_put(out, span_of(c->set[p->b].path));
		buf_printf(out, ": %llu id%s in both, %.0f%% of their facts in both captions\n", (unsigned long long)p->both, p->both == 1 ? "" : "s", 100 * p->agreement);
		for (size_t m = 0; m < c->n_models; m++) {
			int better = compare_better(p, m);
			buf_printf(out, "  %-12s %5.1f : %5.1f, better in %llu : %llu", c->model[m], mean(p->score[m][0], p->both),
				   mean(p->score[m][1], p->both), (unsigned long long)p->wins[m][0], (unsigned long long)p->wins[m][1]);
			BUF_LIT(out, better < 0 ? "; no matter" : "; take ");
			if (better >= 0)
				wrap_put(out, span_of(c->set[better ? p->b : p->a].path));
			buf_addc(out, '\n');
		}
	}
	for (size_t i = 0; i < c->n_sets; i++) {
		const struct fused_list *l = &c->set[i].set->fused_list;
		size_t shown = 0;
		for (size_t k = 0; k < l->n && shown < FUSED_SHOWN; k++)
			if (l->v[k].band >= SEV_WARNING && !l->v[k].intended) {
				if (shown++ == 0) {
					BUF_LIT(out, "\nfused in ");
					wrap_put(out, span_of(c->set[i].path));
				}
				buf_printf(out, "%s\"%.*s\" %.0f%%", shown == 1 ? ": " : ", ", SPAN_ARG(l->v[k].name), 100 * mean((double)l->v[k].count, l->v[k].of));
			}
		if (shown)
			buf_addc(out, '\n');
	}
}
