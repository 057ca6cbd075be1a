/* row.c: what the tools said of a caption, of any type and form, becomes the page's row: JSON that cannot leave its element, with spans
 * inside of the caption and relations between objects that are there. */
#include "fuzz/fuzz.h"
#include "json/jread.h"
#include "view/html.h"
#include "view/row.h"
#include "view/utf16.h"

static struct span text_of(struct arena *a, const struct json_members *m, const char *key)
{
	struct span s = {NULL, 0}, raw = json_get(m, key);

	return raw.p && json_string(a, raw, &s) ? s : SPAN("");
}

/* Every relation of the row's scene names two of its objects, and its span is inside of the text of n units. */
static void relations_hold(struct arena *a, struct span row, long long n)
{
	struct json_members m = {0}, scene = {0}, objects = {0}, relations = {0};
	long long v[5];

	MUST(json_read_object(a, row, &m, NULL) == 0);
	struct span raw = json_get(&m, "scene");
	if (!raw.p)
		return;
	MUST(json_read_object(a, raw, &scene, NULL) == 0 && json_read_array(a, json_get(&scene, "o"), &objects, NULL) == 0 &&
	     json_read_array(a, json_get(&scene, "r"), &relations, NULL) == 0);
	for (size_t i = 0; i < relations.n; i++) {
		struct json_members r = {0};
		MUST(json_read_array(a, relations.v[i].raw, &r, NULL) == 0 && r.n == 5);
		for (int k = 0; k < 5; k++)
			if (k != 1 && !json_long(r.v[k].raw, &v[k]))
				v[k] = 0;
		MUST(v[0] >= 0 && v[0] < (long long)objects.n && v[2] >= 0 && v[2] < (long long)objects.n);
		MUST(v[3] >= 0 && v[3] <= v[4] && v[4] <= n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span raw = {(const char *)p, n};
	struct arena a = ARENA_INIT;
	struct json_members m = {0};

	if (n < 100000 && json_read_object(&a, raw, &m, NULL) == 0) {
		struct buf details = BUF_INIT, index = BUF_INIT, html = BUF_INIT;
		struct rules rules = {0};
		struct row_brief b = {0};
		struct term_ids terms = {0};
		struct json_members list = {0};
		struct view_record r = {
			.id = text_of(&a, &m, "id"), .caption = text_of(&a, &m, "caption"), .captioned = true,
			.captok = json_get(&m, "captok"), .capscene = json_get(&m, "capscene"), .capscore = json_get(&m, "capscore"),
			.capsee = json_get(&m, "capsee"), .capfix = json_get(&m, "capfix"), .capsplit = json_get(&m, "capsplit"),
		};
		row_details(&details, &r, &rules, &a, &b);
		struct utf16 u = utf16_map(&a, r.caption);
		relations_hold(&a, buf_span(&details), utf16_at(&u, (long long)r.caption.n));
		row_index(&index, &r, &b, &terms);
		MUST(json_read_array(&a, buf_span(&index), &list, NULL) == 0 && list.n == 13);
		html_json(&html, buf_span(&details));
		MUST(!memchr(html.p, '<', html.n));
		arena_fini(&rules.a);
		buf_fini(&details);
		buf_fini(&index);
		buf_fini(&html);
	}
	arena_fini(&a);
	return 0;
}
