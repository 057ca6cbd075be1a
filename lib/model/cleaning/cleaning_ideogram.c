/* cleaning_ideogram.c: Ideogram 4's captions in SimpleTuner: plain text is written into a JSON caption, and a JSON caption brought
 * into its order and completed (bghira/SimpleTuner bc8e6ab7 simpletuner/helpers/models/ideogram/prompting.py:122-165). */
#include "model/cleaning/ideogram.h"

#include <math.h>

#include "text/utf8.h"

enum { PALETTE = 16, ELEMENT_PALETTE = 5, HEX = 7 };

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* #RRGGBB at s.p[i]. */
static bool colour_at(struct span s, size_t i)
{
	if (i + HEX > s.n || s.p[i] != '#')
		return false;
	for (size_t k = 1; k < HEX; k++)
		if (!is_hex(s.p[i + k]))
			return false;
	return true;
}

/* \b behind it: no letter, digit or _ follows. */
static bool ends_word(struct span s, size_t i)
{
	uint32_t c;

	if (i >= s.n)
		return true;
	utf8_decode(s.p + i, s.p + s.n, &c);
	return c != '_' && !(uni_class(c) & (UC_L | UC_N));
}

struct palette {
	char v[PALETTE][HEX + 1];
	size_t n;
};

static void add_colour(struct palette *p, const char *from, size_t most, bool once)
{
	char up[HEX + 1] = "";

	for (int i = 0; i < HEX; i++)
		up[i] = (char)(from[i] >= 'a' && from[i] <= 'f' ? from[i] - 32 : from[i]);
	for (size_t i = 0; once && i < p->n; i++)
		if (memcmp(p->v[i], up, HEX) == 0)
			return;
	if (p->n < most)
		memcpy(p->v[p->n++], up, sizeof up);
}

static void colours_of_text(struct palette *p, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (colour_at(s, i) && ends_word(s, i + HEX))
			add_colour(p, s.p + i, PALETTE, true);
}

static void colours_of_list(struct ideogram *g, struct palette *p, struct span raw, size_t most)
{
	struct json_members list = {0};
	struct diag d = {0};

	if (!raw.p || *raw.p != '[' || json_read_array(&g->a, raw, &list, &d) != 0)
		return;
	for (size_t i = 0; i < list.n; i++) {
		struct placed t = placed_value(g, list.v[i].raw);

		if (t.n == HEX && colour_at((struct span){t.p, t.n}, 0))
			add_colour(p, t.p, most, false);
	}
}

static void put_palette(struct ideogram *g, const struct palette *p)
{
	if (p->n == 0)
		return;
	ideogram_key(g, "color_palette");
	ideogram_lit(g, "[");
	for (size_t i = 0; i < p->n; i++) {
		ideogram_lit(g, i ? ",\"" : "\"");
		ideogram_lit(g, p->v[i]);
		ideogram_lit(g, "\"");
	}
	ideogram_lit(g, "]");
}

static bool speaks_of_photo(struct span s)
{
	static const char *const terms[] = {"35mm", "50mm", "85mm", "aperture", "bokeh", "camera", "cinematic", "depth of field", "dslr",
					    "film", "lens", "photo", "shot"}; /* photograph and photoreal hold photo */
	struct buf low = BUF_INIT;
	bool found = false;

	uni_lower_span(&low, s, true);
	for (size_t i = 0; !found && i < low.n; i++)
		for (size_t k = 0; !found && k < sizeof terms / sizeof terms[0]; k++)
			found = span_starts((struct span){low.p + i, low.n - i}, span_of(terms[k]));
	buf_fini(&low);
	return found;
}

/* The first of the keys whose value is not empty, folded. */
static struct placed first_of(struct ideogram *g, const struct json_members *m, const char *const *keys)
{
	for (; *keys; keys++) {
		struct placed t = placed_value(g, json_get(m, *keys));

		if (t.n)
			return placed_fold(g, t);
	}
	return (struct placed){"", NULL, 0};
}

static void put_member(struct ideogram *g, const struct json_members *m, const char *key, const char *preset)
{
	const char *const keys[] = {key, NULL};
	struct placed t = first_of(g, m, keys);

	ideogram_key(g, key);
	if (t.n) {
		ideogram_string(g, t);
		return;
	}
	ideogram_lit(g, "\"");
	ideogram_lit(g, preset);
	ideogram_lit(g, "\"");
}

static struct span palette_raw(const struct json_members *m)
{
	struct span raw = json_get(m, "color_palette");

	if (!raw.p)
		raw = json_get(m, "colour_palette");
	return raw.p && *raw.p != 'n' ? raw : (struct span){0};
}

static void put_style(struct ideogram *g, const struct json_members *style, struct span source)
{
	bool photo = json_get(style, "photo").p || (!json_get(style, "art_style").p && speaks_of_photo(source));
	struct palette p = {.n = 0};
	struct span raw = palette_raw(style);

	if (raw.p)
		colours_of_list(g, &p, raw, PALETTE);
	else
		colours_of_text(&p, source);
	ideogram_key(g, "style_description");
	ideogram_open(g, "{");
	put_member(g, style, "aesthetics", "visually grounded, detailed");
	put_member(g, style, "lighting", "natural, balanced lighting");
	if (photo)
		put_member(g, style, "photo", "natural perspective, sharp focus");
	put_member(g, style, "medium", photo ? "photograph" : "illustration");
	if (!photo)
		put_member(g, style, "art_style", "detailed digital illustration");
	put_palette(g, &p);
	ideogram_close(g, "}");
}

/* int(float(v)) of each of the four. */
static void put_box(struct ideogram *g, struct span raw)
{
	struct json_members list = {0};
	struct diag d = {0};

	if (!raw.p || *raw.p != '[' || json_read_array(&g->a, raw, &list, &d) != 0 || list.n != 4)
		return;
	ideogram_key(g, "bbox");
	for (size_t i = 0; i < 4; i++) {
		double v = 0;

		if (!json_real(list.v[i].raw, &v))
			v = 0;
		ideogram_lit(g, i ? "," : "[");
		ideogram_lit(g, arena_printf(&g->a, "%.0f", trunc(v)).p);
	}
	ideogram_lit(g, "]");
}

static void put_element(struct ideogram *g, const struct json_members *e)
{
	static const char *const type[] = {"type", NULL}, *const text[] = {"text", NULL}, *const desc[] = {"desc", "description", "label", NULL};
	struct placed kind = first_of(g, e, type);
	bool is_text = span_is((struct span){kind.p, kind.n}, "text");
	struct palette p = {.n = 0};

	if (g->comma)
		ideogram_lit(g, ",");
	ideogram_open(g, "{");
	ideogram_key(g, "type");
	ideogram_lit(g, is_text ? "\"text\"" : "\"obj\"");
	put_box(g, json_get(e, "bbox"));
	if (is_text) {
		ideogram_key(g, "text");
		ideogram_string(g, first_of(g, e, text));
	}
	ideogram_key(g, "desc");
	ideogram_string(g, first_of(g, e, desc));
	colours_of_list(g, &p, palette_raw(e), ELEMENT_PALETTE);
	put_palette(g, &p);
	ideogram_close(g, "}");
}

static void put_composition(struct ideogram *g, const struct json_members *c, struct placed whole)
{
	static const char *const ground[] = {"background", NULL};
	struct span elements = json_get(c, "elements");
	struct json_members list = {0}, e;
	struct placed background = first_of(g, c, ground);
	struct diag d = {0};

	background = background.n ? background : whole;
	ideogram_key(g, "compositional_deconstruction");
	ideogram_open(g, "{");
	ideogram_key(g, "background");
	ideogram_string(g, background);
	ideogram_key(g, "elements");
	ideogram_open(g, "[");
	if (elements.p && *elements.p == '[')
		json_read_array(&g->a, elements, &list, &d);
	for (size_t i = 0; i < list.n; i++)
		if (ideogram_members(g, list.v[i].raw, &e))
			put_element(g, &e);
	if (!g->comma) {
		ideogram_lit(g, "{\"type\":\"obj\",\"desc\":");
		ideogram_string(g, whole.n ? whole : background);
		ideogram_lit(g, "}");
	}
	ideogram_close(g, "]");
	ideogram_close(g, "}");
}

static void json_run(struct rewriting *w)
{
	static const char *const whole_keys[] = {"high_level_description", "description", NULL};
	struct ideogram g = {.a = ARENA_INIT, .w = w};
	struct json_members m = {0}, style = {0}, composition = {0};

	rewriting_strip(w);
	g.s = buf_span(&w->text);
	struct placed plain = placed_fold(&g, placed_bytes(&g, 0, g.s.n));
	bool json = ideogram_members(&g, g.s, &m);
	struct placed whole = first_of(&g, &m, whole_keys);
	if (json) {
		ideogram_members(&g, json_get(&m, "style_description"), &style);
		ideogram_members(&g, json_get(&m, "compositional_deconstruction"), &composition);
	}
	whole = whole.n ? whole : plain;
	ideogram_open(&g, "{");
	if (whole.n) {
		ideogram_key(&g, "high_level_description");
		ideogram_string(&g, whole);
	}
	put_style(&g, &style, json ? g.s : (struct span){plain.p, plain.n});
	put_composition(&g, &composition, whole);
	ideogram_close(&g, "}");
	rewriting_step(w);
	arena_fini(&g.a);
}

const struct cleaning cleaning_ideogram_json = {.run = json_run};
