/* row_scene.c: the scene graph of a row. */
#include "view/row_scene.h"

#include "view/row_read.h"

static void put_attributes(struct jwrite *w, const struct json_members *object, const struct utf16 *u, struct arena *a)
{
	struct json_members all, m;

	jw_arr(w);
	row_list(a, object, "attributes", &all);
	for (size_t i = 0; i < all.n; i++) {
		if (!row_object(a, &all, i, &m))
			continue;
		jw_arr(w);
		jw_str(w, row_text(a, &m, "name"));
		jw_str(w, row_text(a, &m, "kind"));
		row_put_span(w, u, json_get(&m, "span"));
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

/* An element that is no object keeps its place: relations count them. */
static void put_objects(struct jwrite *w, const struct json_members *all, const struct utf16 *u, struct arena *a)
{
	struct json_members m;

	jw_key(w, "o");
	jw_arr(w);
	for (size_t i = 0; i < all->n; i++) {
		row_object(a, all, i, &m);
		jw_arr(w);
		jw_str(w, row_text(a, &m, "name"));
		row_put_span(w, u, json_get(&m, "span"));
		row_number(w, &m, "count");
		put_attributes(w, &m, u, a);
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

static void put_relations(struct jwrite *w, const struct json_members *scene, size_t objects, const struct utf16 *u, struct arena *a)
{
	struct json_members all, m;
	long long subject, object;

	jw_key(w, "r");
	jw_arr(w);
	row_list(a, scene, "relations", &all);
	for (size_t i = 0; i < all.n; i++) {
		if (!row_object(a, &all, i, &m) || !json_long(json_get(&m, "subject"), &subject) || !json_long(json_get(&m, "object"), &object) ||
		    subject < 0 || object < 0 || (unsigned long long)subject >= objects || (unsigned long long)object >= objects)
			continue;
		jw_arr(w);
		jw_num(w, subject);
		jw_str(w, row_text(a, &m, "predicate"));
		jw_num(w, object);
		row_put_span(w, u, json_get(&m, "span"));
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

/* Lists of [kind, text, start, end] (picture) and [kind, start, end] (empty). */
static void put_said(struct jwrite *w, const struct json_members *scene, const char *from, const char *key, bool text, const struct utf16 *u, struct arena *a)
{
	struct json_members all, m;

	jw_key(w, key);
	jw_arr(w);
	row_list(a, scene, from, &all);
	for (size_t i = 0; i < all.n; i++) {
		if (!row_object(a, &all, i, &m))
			continue;
		jw_arr(w);
		jw_str(w, row_text(a, &m, "kind"));
		if (text)
			jw_str(w, row_text(a, &m, "text"));
		row_put_span(w, u, json_get(&m, "span"));
		jw_arr_end(w);
	}
	jw_arr_end(w);
}

void row_scene(struct jwrite *w, struct span raw, const struct utf16 *u, struct arena *a)
{
	struct json_members m = {0}, objects;

	if (!raw.p || json_read_object(a, raw, &m, NULL) != 0)
		return;
	jw_key(w, "scene");
	jw_obj(w);
	if (json_true(json_get(&m, "foreign")))
		JW_BOOL(w, "foreign", true);
	row_list(a, &m, "objects", &objects);
	put_objects(w, &objects, u, a);
	put_relations(w, &m, objects.n, u, a);
	put_said(w, &m, "picture", "p", true, u, a);
	put_said(w, &m, "empty", "e", false, u, a);
	jw_key(w, "n");
	row_number(w, &m, "facts");
	jw_obj_end(w);
}
