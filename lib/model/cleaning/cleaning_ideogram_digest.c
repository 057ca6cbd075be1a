/* cleaning_ideogram_digest.c: Ideogram 4's captions in AI Toolkit: a JSON caption with a compositional_deconstruction is brought into
 * the model's order, anything else stays as it is (ostris/ai-toolkit 27a03a91 toolkit/ideogram_caption.py:303-319). */
#include "base/ascii.h"
#include "model/cleaning/ideogram.h"

enum { PALETTE = 16, ELEMENT_PALETTE = 5 };

static bool empty(struct ideogram *g, struct span raw)
{
	return placed_value(g, raw).n == 0;
}

/* A member as it is, if it is there. */
static void keep(struct ideogram *g, const struct json_members *m, const char *key)
{
	struct span raw = json_get(m, key);

	if (!raw.p)
		return;
	ideogram_key(g, key);
	ideogram_value(g, raw);
}

/* The members that none of the keys names, behind the others (of two with one name both: Python would keep the later value). */
static void keep_rest(struct ideogram *g, const struct json_members *m, const char *const *keys)
{
	for (size_t i = 0; i < m->n; i++) {
		size_t k = 0;

		while (keys[k] && !span_is(m->v[i].key, keys[k]))
			k++;
		if (keys[k])
			continue;
		ideogram_key_span(g, m->v[i].key);
		ideogram_value(g, m->v[i].raw);
	}
}

/* #RRGGBB or #RGB in upper case; false: no colour. */
static bool colour(struct placed t, char out[8])
{
	while (t.n && t.p[0] == ' ')
		t.p++, t.n--;
	while (t.n && t.p[t.n - 1] == ' ')
		t.n--;
	if ((t.n != 7 && t.n != 4) || t.p[0] != '#')
		return false;
	out[0] = '#';
	for (size_t i = 0; i < 6; i++) {
		char c = t.p[1 + (t.n == 7 ? i : i / 2)];

		c = (char)(c >= 'a' && c <= 'f' ? c - 32 : c);
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F')))
			return false;
		out[1 + i] = c;
	}
	out[7] = '\0';
	return true;
}

static void put_palette(struct ideogram *g, struct span raw, size_t most)
{
	struct json_members list = {0};
	struct diag d = {0};
	char seen[PALETTE][8];
	size_t n = 0;

	if (!raw.p || *raw.p != '[' || json_read_array(&g->a, raw, &list, &d) != 0)
		return;
	for (size_t i = 0; i < list.n && n < most; i++) {
		size_t k = 0;

		if (*list.v[i].raw.p != '"' || !colour(placed_value(g, list.v[i].raw), seen[n]))
			continue;
		while (k < n && strcmp(seen[k], seen[n]) != 0)
			k++;
		n += k == n;
	}
	for (size_t i = 0; i < n; i++) {
		if (i == 0)
			ideogram_key(g, "color_palette");
		ideogram_lit(g, i ? ",\"" : "[\"");
		ideogram_lit(g, seen[i]);
		ideogram_lit(g, i + 1 == n ? "\"]" : "\"");
	}
}

/* The official name of a medium, or NULL: it is the user's own. */
static const char *medium_of(struct placed t)
{
	static const char *const names[][2] = {
		{"photograph", "photograph"}, {"photo", "photograph"}, {"illustration", "illustration"}, {"3d render", "3d_render"},
		{"3d_render", "3d_render"}, {"3d-render", "3d_render"}, {"3drender", "3d_render"}, {"render", "3d_render"}, {"3d", "3d_render"},
		{"painting", "painting"}, {"graphic design", "graphic_design"}, {"graphic_design", "graphic_design"},
		{"graphic-design", "graphic_design"}, {"graphic", "graphic_design"},
	};
	char low[32];
	size_t n = 0;

	while (t.n && (t.p[0] == ' '))
		t.p++, t.n--;
	while (t.n && (t.p[t.n - 1] == ' ' || t.p[t.n - 1] == '.'))
		t.n--;
	for (; n < t.n && n + 1 < sizeof low; n++)
		low[n] = ascii_to_lower(t.p[n]);
	for (size_t i = 0; n == t.n && i < sizeof names / sizeof names[0]; i++)
		if (span_is((struct span){low, n}, names[i][0]))
			return names[i][1];
	return NULL;
}

static void put_medium(struct ideogram *g, struct span raw, const char *official)
{
	if (!raw.p || *raw.p == 'n')
		return;
	if (!official) {
		ideogram_key(g, "medium");
		ideogram_value(g, raw);
		return;
	}
	ideogram_key(g, "medium");
	ideogram_lit(g, "\"");
	ideogram_lit(g, official);
	ideogram_lit(g, "\"");
}

static void put_style(struct ideogram *g, struct span raw)
{
	static const char *const known[] = {"aesthetics", "lighting", "photo", "art_style", "medium", "color_palette", NULL};
	struct json_members m;

	if (!ideogram_members(g, raw, &m)) {
		ideogram_value(g, raw);
		return;
	}
	struct span medium = json_get(&m, "medium"), photo = json_get(&m, "photo"), art = json_get(&m, "art_style");
	const char *official = medium.p && *medium.p == '"' ? medium_of(placed_value(g, medium)) : NULL;
	bool has_photo = !empty(g, photo), has_art = !empty(g, art);
	bool as_photo = official ? strcmp(official, "photograph") == 0 : !(has_art && !has_photo);
	struct span said = as_photo ? (has_photo ? photo : art) : (has_art ? art : photo);

	ideogram_open(g, "{");
	keep(g, &m, "aesthetics");
	keep(g, &m, "lighting");
	if (!as_photo)
		put_medium(g, medium, official);
	if (has_photo || has_art) {
		ideogram_key(g, as_photo ? "photo" : "art_style");
		ideogram_value(g, said);
	}
	if (as_photo)
		put_medium(g, medium, official);
	put_palette(g, json_get(&m, "color_palette"), PALETTE);
	keep_rest(g, &m, known);
	ideogram_close(g, "}");
}

static void put_element(struct ideogram *g, struct span raw)
{
	static const char *const known[] = {"type", "bbox", "text", "desc", "color_palette", NULL}, *const obj[] = {"type", "bbox", "desc", "color_palette", NULL};
	struct json_members m;
	struct placed type;

	if (!ideogram_members(g, raw, &m)) {
		ideogram_value(g, raw);
		return;
	}
	type = placed_value(g, json_get(&m, "type"));
	bool text = span_is((struct span){type.p, type.n}, "text");
	ideogram_open(g, "{");
	if (json_get(&m, "type").p) {
		keep(g, &m, "type");
	} else {
		ideogram_key(g, "type");
		ideogram_lit(g, "\"obj\"");
	}
	if (json_get(&m, "bbox").p && *json_get(&m, "bbox").p != 'n')
		keep(g, &m, "bbox");
	if (text)
		keep(g, &m, "text");
	keep(g, &m, "desc");
	put_palette(g, json_get(&m, "color_palette"), ELEMENT_PALETTE);
	keep_rest(g, &m, text ? known : obj);
	ideogram_close(g, "}");
}

static void put_composition(struct ideogram *g, const struct json_members *m)
{
	static const char *const known[] = {"background", "elements", NULL};
	struct span elements = json_get(m, "elements");
	struct json_members list = {0};
	struct diag d = {0};

	ideogram_key(g, "compositional_deconstruction");
	ideogram_open(g, "{");
	keep(g, m, "background");
	if (elements.p && *elements.p == '[' && json_read_array(&g->a, elements, &list, &d) == 0) {
		ideogram_key(g, "elements");
		ideogram_lit(g, "[");
		for (size_t i = 0; i < list.n; i++) {
			if (i)
				ideogram_lit(g, ",");
			put_element(g, list.v[i].raw);
		}
		ideogram_lit(g, "]");
		g->comma = true;
	}
	keep_rest(g, m, known);
	ideogram_close(g, "}");
}

static void digest_run(struct rewriting *w)
{
	static const char *const known[] = {"high_level_description", "style_description", "compositional_deconstruction", "aspect_ratio", NULL};
	struct ideogram g = {.a = ARENA_INIT, .w = w, .s = buf_span(&w->text)};
	struct json_members m, composition;
	struct diag d = {0};

	if (json_read_object(&g.a, g.s, memset(&m, 0, sizeof m), &d) == 0 &&
	    ideogram_members(&g, json_get(&m, "compositional_deconstruction"), &composition)) {
		ideogram_open(&g, "{");
		keep(&g, &m, "high_level_description");
		if (json_get(&m, "style_description").p) {
			ideogram_key(&g, "style_description");
			put_style(&g, json_get(&m, "style_description"));
			g.comma = true;
		}
		put_composition(&g, &composition);
		keep_rest(&g, &m, known);
		ideogram_close(&g, "}");
		rewriting_step(w);
	}
	arena_fini(&g.a);
}

static bool no_object(struct span s)
{
	size_t i = 0;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '\t' || s.p[i] == '\r'))
		i++;
	return i == s.n || s.p[i] != '{';
}

const struct cleaning cleaning_ideogram_digest = {.plain = no_object, .run = digest_run};
