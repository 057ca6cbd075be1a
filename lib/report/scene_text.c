/* scene_text.c: the scene graph for people: the caption with its objects underlined, then what is said of each. */
#include "report/scene_json.h"
#include "report/wrap.h"

static const char UNDERLINE[] = "\033[4m", PLAIN[] = "\033[0m";

static void caption(struct buf *out, const struct scene *s, bool colour)
{
	uint32_t at = 0;

	if (!colour) { /* in one piece: what a runner that reads logs obeys may stand astride an object's border */
		wrap_put(out, s->text);
		BUF_LIT(out, "\n");
		return;
	}
	for (uint32_t i = 0; i < s->n_facts; i++) { /* in the order of their bytes */
		const struct scene_fact *f = &s->facts[i];
		if (f->kind != FACT_OBJECT || f->start < at)
			continue;
		wrap_put(out, span_cut(s->text, at, f->start));
		BUF_LIT(out, UNDERLINE);
		wrap_put(out, span_cut(s->text, f->start, f->end));
		BUF_LIT(out, PLAIN);
		at = f->end;
	}
	wrap_put(out, span_cut(s->text, at, s->text.n));
	BUF_LIT(out, "\n");
}

/* Lists by object: first[object] is an index + 1, next[index] the one behind it. */
struct lists { uint32_t *attribute, *next_attribute, *relation, *next_relation; };

static void object(struct buf *out, const struct scene *s, const struct lists *l, uint32_t i)
{
	const char *comma = ": ";

	BUF_LIT(out, "  ");
	wrap_put(out, s->objects[i].name);
	for (uint32_t k = l->attribute[i]; k; k = l->next_attribute[k - 1], comma = ", ") {
		buf_printf(out, "%s", comma);
		wrap_put(out, s->attributes[k - 1].name);
	}
	BUF_LIT(out, "\n");
	for (uint32_t k = l->relation[i]; k; k = l->next_relation[k - 1]) {
		BUF_LIT(out, "    ");
		wrap_put(out, s->relations[k - 1].predicate);
		BUF_LIT(out, " ");
		wrap_put(out, s->objects[s->relations[k - 1].object].name);
		BUF_LIT(out, "\n");
	}
}

static void graph(struct buf *out, const struct scene *s)
{
	struct buf room = BUF_INIT;
	size_t n = (size_t)s->n_objects * 2 + s->n_attributes + s->n_relations;
	uint32_t *p = (uint32_t *)(void *)buf_room(&room, (n + 1) * sizeof *p);
	struct lists l = {p, p + s->n_objects * 2, p + s->n_objects, p + s->n_objects * 2 + s->n_attributes};

	memset(p, 0, (size_t)s->n_objects * 2 * sizeof *p);
	for (uint32_t i = s->n_attributes; i-- > 0; l.attribute[s->attributes[i].object] = i + 1)
		l.next_attribute[i] = l.attribute[s->attributes[i].object];
	for (uint32_t i = s->n_relations; i-- > 0; l.relation[s->relations[i].subject] = i + 1)
		l.next_relation[i] = l.relation[s->relations[i].subject];
	for (uint32_t i = 0; i < s->n_objects; i++)
		object(out, s, &l, i);
	buf_fini(&room);
}

void scene_text(struct buf *out, const struct scene *s, bool colour)
{
	caption(out, s, colour);
	graph(out, s);
	for (uint32_t i = 0; i < s->n_picture; i++) {
		buf_printf(out, "  (%s) ", scene_term_name(s->picture[i].kind));
		wrap_put(out, s->picture[i].text);
		BUF_LIT(out, "\n");
	}
	for (uint32_t i = 0; i < s->n_empty; i++) {
		buf_printf(out, "  (%s, no fact) ", scene_void_name(s->empty[i].kind));
		wrap_put(out, span_cut(s->text, s->empty[i].start, s->empty[i].end));
		BUF_LIT(out, "\n");
	}
	BUF_LIT(out, "  ");
	buf_count(out, s->n_said, "fact", "facts");
	buf_adds(out, s->foreign ? SPAN(" (not English)") : SPAN(""));
	if (s->cut)
		buf_printf(out, " in the first %zu bytes; no more is read", s->text.n);
	BUF_LIT(out, "\n\n");
}
