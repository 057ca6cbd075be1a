/* score_json.c: one caption's score as JSON. Key order is fixed; capjson(5) and share/schema describe it. */
#include "form/score_json.h"

#include "json/jwrite.h"
#include "lint/rule.h"

static void put_parts(struct jwrite *w, const struct lint_result *r)
{
	jw_key(w, "parts");
	jw_obj(w);
	for (int i = 0; i < PARTS; i++) {
		jw_key(w, family_names[i]);
		jw_real(w, r->part[i], 2);
	}
	jw_key(w, "description");
	jw_real(w, r->D, 2);
	jw_obj_end(w);
	jw_key(w, "D");
	jw_real(w, r->D, 2);
	jw_key(w, "C");
	jw_real(w, r->C, 2);
	jw_key(w, "g");
	jw_real(w, r->g, 3);
	JW_NUM(w, "cap", r->cap);
}

static void put_slots(struct jwrite *w, const struct lint_result *r)
{
	jw_key(w, "slots");
	jw_obj(w);
	for (int i = 0; i < SLOTS; i++) {
		const struct lint_slot *s = &r->slot[i];
		jw_key(w, slot_names[i]);
		jw_obj(w);
		jw_key(w, "credit");
		jw_real(w, s->credit, 2);
		jw_key(w, "max");
		jw_real(w, s->max, 2);
		if (s->end > s->start) {
			jw_range(w, "span", s->start, s->end);
			JW_BOOL(w, "clause", s->clause);
		} else {
			jw_key(w, "span");
			jw_null(w);
		}
		if (s->blocked)
			JW_BOOL(w, "blocked", true);
		jw_obj_end(w);
	}
	jw_obj_end(w);
}

static void put_finding(struct jwrite *w, const struct finding *f, bool known)
{
	jw_obj(w);
	JW_STRZ(w, "rule", f->rule->name);
	JW_STRZ(w, "code", f->rule->code);
	JW_STRZ(w, "family", family_names[f->rule->family]);
	JW_STRZ(w, "severity", severity_names[f->severity]);
	jw_range(w, "span", f->start, f->end);
	JW_STR(w, "message", f->message);
	if (f->because.n)
		JW_STR(w, "because", f->because);
	JW_STRZ(w, "fix", fix_names[f->fix]);
	if (f->suggest.n)
		JW_STR(w, "suggest", f->suggest);
	jw_key(w, "points");
	jw_real(w, f->points, 2);
	if (f->cap < 100 && f->cap > 0)
		JW_NUM(w, "cap", f->cap);
	if (f->needs_human)
		JW_BOOL(w, "needs_human", true);
	if (f->estimated)
		JW_BOOL(w, "estimated", true);
	if (known)
		JW_BOOL(w, "known", true);
	jw_obj_end(w);
}

void score_put(struct buf *out, const struct lint_result *r, const char *trainer, const bool *known)
{
	struct jwrite w = jw(out);

	jw_obj(&w);
	jw_key(&w, "score");
	jw_real(&w, r->score, 1);
	JW_STRZ(&w, "model", r->model);
	if (trainer)
		JW_STRZ(&w, "trainer", trainer);
	JW_STRZ(&w, "style", style_names[r->style]);
	JW_BOOL(&w, "verified", r->verified);
	put_parts(&w, r);
	put_slots(&w, r);
	jw_key(&w, "needs_human");
	jw_arr(&w);
	for (size_t i = 0; i < r->n_needs_human; i++)
		jw_str(&w, r->needs_human[i]);
	jw_arr_end(&w);
	jw_key(&w, "findings");
	jw_arr(&w);
	for (size_t i = 0; i < r->n_findings; i++)
		put_finding(&w, &r->findings[i], known && known[i]);
	jw_arr_end(&w);
	jw_obj_end(&w);
}
