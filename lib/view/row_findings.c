/* row_findings.c: what capscore and capsee found. */
#include "view/row_findings.h"

#include "view/row_read.h"

static int severity_of(struct span s)
{
	return span_is(s, "error") ? 3 : span_is(s, "warning") ? 2 : span_is(s, "info") ? 1 : 0;
}

static void meet(struct row_brief *b, struct arena *a, struct rules *rules, uint32_t n, int severity)
{
	struct met *met = &rules->list.v[n];

	if (severity > met->severity)
		met->severity = severity;
	if (severity > b->severity)
		b->severity = severity;
	for (size_t i = 0; i < b->n_rules; i++)
		if (b->rules[i] == n)
			return;
	met->captions++;
	struct { uint32_t *v; size_t n, cap; } list = {b->rules, b->n_rules, b->cap_rules};
	*ARENA_PUSH(a, &list) = n;
	b->rules = list.v;
	b->n_rules = list.n;
	b->cap_rules = list.cap;
}

void row_findings(struct jwrite *w, struct span raw, const struct utf16 *u, struct rules *rules, struct arena *a, struct row_brief *b)
{
	struct json_members all = {0};

	jw_key(w, "f");
	jw_arr(w);
	if (raw.p && json_read_array(a, raw, &all, NULL) == 0)
		for (size_t i = 0; i < all.n; i++) {
			struct json_members m = {0};
			if (json_read_object(a, all.v[i].raw, &m, NULL) != 0)
				continue;
			uint32_t n = rules_number(rules, row_text(a, &m, "code"), row_text(a, &m, "rule"));
			int severity = severity_of(row_text(a, &m, "severity"));
			meet(b, a, rules, n, severity);
			jw_arr(w);
			jw_num(w, n);
			jw_num(w, severity);
			row_put_span(w, u, json_get(&m, "span"));
			jw_str(w, row_text(a, &m, "message"));
			jw_str(w, row_text(a, &m, "because"));
			jw_str(w, row_text(a, &m, "fix"));
			jw_str(w, row_text(a, &m, "suggest"));
			row_number(w, &m, "points");
			jw_arr_end(w);
		}
	jw_arr_end(w);
}
