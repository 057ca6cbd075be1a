/* row.c: what captok, capscene, capscore, capsee, capfix and capsplit said of a caption, reduced to what the page draws. Keys may be missing, of
 * any type, or hostile: what is not as expected is left out. */
#include "view/row.h"

#include "view/row_findings.h"
#include "view/row_read.h"
#include "view/row_scene.h"
#include "view/row_see.h"
#include "view/row_tokens.h"

const char *const row_slots[8] = {
	"subject", "colour", "relation", "lighting", "camera", "background", "focus", "medium",
};

/* [credit, max, start, end, in a clause, blocked] for each of row_slots, null where it is not there. */
static void put_slots(struct jwrite *w, struct span raw, const struct utf16 *u, struct arena *a, struct row_brief *b)
{
	struct json_members all = {0};

	if (!raw.p || json_read_object(a, raw, &all, NULL) != 0)
		return;
	jw_key(w, "slots");
	jw_arr(w);
	for (int i = 0; i < 8; i++) {
		struct json_members m = {0};
		struct span slot = json_get(&all, row_slots[i]);
		double credit = 0;
		if (!slot.p || json_read_object(a, slot, &m, NULL) != 0) {
			jw_null(w);
			continue;
		}
		if (json_real(json_get(&m, "credit"), &credit) && credit > 0)
			b->slots |= 1u << i;
		jw_arr(w);
		row_number(w, &m, "credit");
		row_number(w, &m, "max");
		row_put_span(w, u, json_get(&m, "span"));
		jw_bool(w, json_true(json_get(&m, "clause")));
		jw_bool(w, json_true(json_get(&m, "blocked")));
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

/* Strings of an array. */
static void put_strings(struct jwrite *w, const char *key, struct span raw, struct arena *a)
{
	struct json_members all = {0};

	if (raw.p && json_read_array(a, raw, &all, NULL) == 0)
		row_strings(w, key, &all, a);
}

/* "facts": [said, seen], and what is lost as "lost". */
static void put_facts(struct jwrite *w, struct span raw, struct arena *a)
{
	struct json_members m = {0};

	if (!raw.p || json_read_object(a, raw, &m, NULL) != 0)
		return;
	jw_key(w, "facts");
	jw_arr(w);
	row_number(w, &m, "said");
	row_number(w, &m, "seen");
	jw_arr_end(w);
	put_strings(w, "lost", json_get(&m, "lost"), a);
}

static void put_score(struct jwrite *w, const struct view_record *r, const struct utf16 *u, struct rules *rules,
                      struct arena *a, struct row_brief *b)
{
	static const char *const parts[] = {"balance", "richness", "budget", "tokens", "tags", "consistency", "hygiene"};
	static const char *const terms[] = {"description", "cleanliness", "ground", "waste", "cap"};
	struct json_members m = {0}, p = {0};
	struct span raw;

	if (!r->capscore.p || json_read_object(a, r->capscore, &m, NULL) != 0)
		return;
	b->scored = json_real(json_get(&m, "score"), &b->score);
	b->style = row_text(a, &m, "style");
	jw_key(w, "sc");
	jw_obj(w);
	jw_key(w, "parts");
	jw_arr(w);
	raw = json_get(&m, "parts");
	if (raw.p && json_read_object(a, raw, &p, NULL) == 0)
		for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
			row_number(w, &p, parts[i]);
	jw_arr_end(w);
	jw_key(w, "terms");
	jw_arr(w);
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
		row_number(w, &m, terms[i]);
	jw_arr_end(w);
	put_facts(w, json_get(&m, "facts"), a);
	JW_BOOL(w, "verified", json_true(json_get(&m, "verified")));
	put_slots(w, json_get(&m, "slots"), u, a, b);
	put_strings(w, "human", json_get(&m, "needs_human"), a);
	jw_obj_end(w);
	row_findings(w, json_get(&m, "findings"), u, rules, a, b);
}

/* Lists of [rule, message] (open) and of [start, end, old, new, rule, safety] (edits, in before). */
static void put_fix(struct jwrite *w, const struct view_record *r, struct arena *a, struct row_brief *b)
{
	struct json_members m = {0}, all = {0};

	if (!r->capfix.p || json_read_object(a, r->capfix, &m, NULL) != 0)
		return;
	b->before = row_text(a, &m, "before");
	b->changed = b->before.p && !span_eq(b->before, r->caption);
	struct utf16 u = utf16_map(a, b->before);
	jw_key(w, "fix");
	jw_obj(w);
	if (b->changed)
		JW_STR(w, "before", b->before);
	jw_key(w, "e");
	jw_arr(w);
	struct span raw = json_get(&m, "edits");
	if (raw.p && json_read_array(a, raw, &all, NULL) == 0)
		for (size_t i = 0; i < all.n; i++) {
			struct json_members e = {0};
			if (json_read_object(a, all.v[i].raw, &e, NULL) != 0)
				continue;
			jw_arr(w);
			row_put_span(w, &u, json_get(&e, "span"));
			jw_str(w, row_text(a, &e, "old"));
			jw_str(w, row_text(a, &e, "new"));
			jw_str(w, row_text(a, &e, "rule"));
			jw_str(w, row_text(a, &e, "safety"));
			jw_arr_end(w);
		}
	jw_arr_end(w);
	all = (struct json_members){0};
	jw_key(w, "open");
	jw_arr(w);
	raw = json_get(&m, "open");
	if (raw.p && json_read_array(a, raw, &all, NULL) == 0)
		for (size_t i = 0; i < all.n; i++) {
			struct json_members e = {0};
			if (json_read_object(a, all.v[i].raw, &e, NULL) != 0)
				continue;
			jw_arr(w);
			jw_str(w, row_text(a, &e, "rule"));
			jw_str(w, row_text(a, &e, "message"));
			jw_arr_end(w);
		}
	jw_arr_end(w);
	jw_obj_end(w);
}

static void put_split(struct jwrite *w, const struct view_record *r, struct arena *a)
{
	struct json_members m = {0};
	struct span of;

	if (!r->capsplit.p || json_read_object(a, r->capsplit, &m, NULL) != 0)
		return;
	of = row_text(a, &m, "of");
	struct utf16 u = utf16_map(a, of);
	jw_key(w, "split");
	jw_obj(w);
	JW_STR(w, "by", row_text(a, &m, "by"));
	JW_STR(w, "layout", row_text(a, &m, "layout"));
	JW_STR(w, "of", of);
	jw_key(w, "part");
	row_number(w, &m, "part");
	jw_key(w, "parts");
	row_number(w, &m, "parts");
	jw_key(w, "span");
	jw_arr(w);
	row_put_span(w, &u, json_get(&m, "span"));
	jw_arr_end(w);
	JW_BOOL(w, "cut", json_true(json_get(&m, "cut")));
	jw_obj_end(w);
}

void row_details(struct buf *out, const struct view_record *r, struct rules *rules, struct arena *a, struct row_brief *brief)
{
	struct utf16 u = utf16_map(a, r->caption);
	struct jwrite w = jw(out);

	jw_obj(&w);
	if (r->model.n)
		JW_STR(&w, "m", r->model);
	if (r->path.n)
		JW_STR(&w, "path", r->path);
	if (r->member.n)
		JW_STR(&w, "member", r->member);
	if (r->image.n)
		JW_STR(&w, "im", r->image);
	if (r->error.p)
		JW_STR(&w, "err", r->error);
	row_tokens(&w, r, &u, rules, a, brief);
	row_scene(&w, r->capscene, &u, a);
	put_score(&w, r, &u, rules, a, brief);
	row_see(&w, r->capsee, rules, a, brief);
	put_fix(&w, r, a, brief);
	put_split(&w, r, a);
	jw_obj_end(&w);
}

void row_index(struct buf *out, const struct view_record *r, const struct row_brief *b, const struct term_ids *terms)
{
	struct jwrite w = jw(out);

	jw_arr(&w);
	jw_str(&w, r->id);
	jw_str(&w, r->caption);
	if (b->scored)
		jw_real(&w, b->score, 1);
	else
		jw_null(&w);
	if (b->counted)
		jw_num(&w, b->tokens);
	else
		jw_null(&w);
	jw_num(&w, b->lost);
	jw_str(&w, b->style);
	jw_num(&w, b->severity);
	jw_arr(&w);
	for (size_t i = 0; i < b->n_rules; i++)
		jw_num(&w, b->rules[i]);
	jw_arr_end(&w);
	jw_num(&w, b->slots);
	jw_arr(&w);
	for (size_t i = 0; i < terms->n; i++)
		jw_num(&w, terms->v[i]);
	jw_arr_end(&w);
	jw_num(&w, (b->changed ? 1 : 0) | (r->error.p ? 2 : 0) | (!r->captioned && !r->error.p ? 4 : 0) | (r->image.n ? 8 : 0) |
			   (b->picture_found ? 16 : 0));
	jw_arr(&w);
	for (size_t i = 0; i < b->n_counts; i++) {
		jw_num(&w, b->counts[i].encoder);
		jw_num(&w, b->counts[i].tokens);
	}
	jw_arr_end(&w);
	jw_arr(&w);
	for (size_t i = 0; i < b->n_buckets; i++)
		jw_num(&w, b->buckets[i]);
	jw_arr_end(&w);
	jw_arr_end(&w);
}
