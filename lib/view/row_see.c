/* row_see.c: a row's picture: its file, and where the trainer puts it. */
#include "view/row_see.h"

#include "view/row_findings.h"
#include "view/row_read.h"

enum { PLACES_SHOWN = 16 };

/* n numbers of an array, or null. */
static void put_numbers(struct jwrite *w, const struct json_members *m, const char *key, size_t n, struct arena *a)
{
	struct json_members all;
	double v;

	if (!row_list(a, m, key, &all) || all.n != n) {
		jw_null(w);
		return;
	}
	jw_arr(w);
	for (size_t i = 0; i < n; i++)
		jw_real(w, json_real(all.v[i].raw, &v) ? v : 0, 3);
	jw_arr_end(w);
}

static bool pair(struct arena *a, const struct json_members *m, const char *key, long long out[2])
{
	struct json_members all;

	return row_list(a, m, key, &all) && all.n == 2 && json_long(all.v[0].raw, &out[0]) && json_long(all.v[1].raw, &out[1]) && out[0] > 0 &&
	       out[1] > 0;
}

static void put_image(struct jwrite *w, struct span raw, struct arena *a)
{
	static const struct { const char *key; bool number; } members[] = {
		{"format", false}, {"bits", true}, {"mode", false}, {"alpha", false}, {"icc", false}, {"frames", true}, {"quality", true},
		{"bytes", true}, {"fault", false}, {"orientation", true},
	};
	struct json_members m = {0};

	if (!raw.p || json_read_object(a, raw, &m, NULL) != 0)
		return;
	jw_key(w, "im");
	jw_arr(w);
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		if (members[i].number)
			row_number(w, &m, members[i].key);
		else
			jw_str(w, row_text(a, &m, members[i].key));
	}
	jw_arr_end(w);
}

static void note_bucket(const struct json_members *m, const long long size[2], struct rules *rules, struct row_brief *b)
{
	struct met_bucket bucket = {.width = size[0], .height = size[1]};

	if (!json_long(json_get(m, "resolution"), &bucket.resolution))
		bucket.resolution = 0;
	if (!json_real(json_get(m, "aspect"), &bucket.aspect))
		bucket.aspect = 0;
	int n = buckets_number(rules, &bucket);
	for (size_t i = 0; i < b->n_buckets; i++)
		if (b->buckets[i] == n)
			return;
	if (n >= 0 && b->n_buckets < sizeof b->buckets / sizeof *b->buckets)
		b->buckets[b->n_buckets++] = n;
}

static void put_place(struct jwrite *w, const struct json_members *m, struct rules *rules, struct arena *a, struct row_brief *b)
{
	long long bucket[2], resized[2];
	bool placed = pair(a, m, "bucket", bucket) && pair(a, m, "resized", resized);

	jw_arr(w);
	for (int i = 0; i < 4; i++)
		jw_num(w, !placed ? 0 : i < 2 ? bucket[i] : resized[i - 2]);
	put_numbers(w, m, "crop", 4, a);
	jw_str(w, row_text(a, m, "crop_in"));
	put_numbers(w, m, "crop_room", 2, a);
	row_number(w, m, "resolution");
	jw_str(w, row_text(a, m, "dropped"));
	jw_arr_end(w);
	if (placed)
		note_bucket(m, bucket, rules, b);
}

static void put_places(struct jwrite *w, const struct json_members *trained, struct rules *rules, struct arena *a, struct row_brief *b)
{
	struct json_members all, m;
	bool any = row_list(a, trained, "any_of", &all), several = any || row_list(a, trained, "all_of", &all);

	if (several)
		JW_STRZ(w, "how", any ? "any" : "all");
	jw_key(w, "pl");
	jw_arr(w);
	if (!several)
		put_place(w, trained, rules, a, b);
	for (size_t i = 0; several && i < all.n && i < PLACES_SHOWN; i++)
		if (row_object(a, &all, i, &m))
			put_place(w, &m, rules, a, b);
	jw_arr_end(w);
}

static void put_trained(struct jwrite *w, struct span raw, struct rules *rules, struct arena *a, struct row_brief *b)
{
	struct json_members m = {0}, all;

	if (!raw.p || json_read_object(a, raw, &m, NULL) != 0)
		return;
	JW_STR(w, "t", row_text(a, &m, "trainer"));
	jw_key(w, "rd");
	put_numbers(w, &m, "read", 2, a);
	put_places(w, &m, rules, a, b);
	jw_key(w, "scale");
	row_number(w, &m, "scale");
	jw_key(w, "lost");
	row_number(w, &m, "lost");
	row_list(a, &m, "differs", &all);
	row_strings(w, "df", &all, a);
	JW_STR(w, "err", row_text(a, &m, "error"));
}

void row_see(struct jwrite *w, struct span raw, struct rules *rules, struct arena *a, struct row_brief *b)
{
	static const struct utf16 none = {0};
	struct json_members m = {0};

	if (!raw.p || json_read_object(a, raw, &m, NULL) != 0)
		return;
	jw_key(w, "see");
	jw_obj(w);
	put_image(w, json_get(&m, "image"), a);
	put_trained(w, json_get(&m, "trained"), rules, a, b);
	size_t before = b->n_rules;
	row_findings(w, json_get(&m, "findings"), &none, rules, a, b);
	b->picture_found = b->n_rules > before;
	jw_obj_end(w);
}
