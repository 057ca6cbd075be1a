/* rule_straddles_window.c: CAP006. With several windows of 75 tokens the trainer's edges fall where they fall. */
#include "lint/rule.h"
#include "split/split.h"

static const struct split_layout *layout_of(const struct check *c, const char **name)
{
	*name = c->chunks == 2 ? "kohya-150" : c->chunks == 3 ? "kohya-225" : NULL;
	return *name ? split_layout_find(span_of(*name)) : NULL;
}

/* The segment that byte at cuts in two, or NULL. */
static const struct segment *straddled(const struct analysis *t, size_t at)
{
	for (uint32_t i = 0; i < t->n_segments; i++)
		if (t->segments[i].start < at && at < t->segments[i].end)
			return &t->segments[i];
	return NULL;
}

static void check(struct check *c, const struct rule *r)
{
	struct split parts = {NULL, 0, 0};
	const char *name;

	if (c->n_pieces <= 75 || c->chunks < 2)
		return;
	const struct split_layout *l = layout_of(c, &name);
	if (!l)
		return;
	split_windows(l, check_tok(c), c->t->text, c->a, &parts);
	for (size_t i = 1; i < parts.n; i++) {
		const struct segment *g = straddled(c->t, parts.v[i].start);
		if (!g || parts.v[i].cut)
			continue;
		struct finding *f = report(c, r, g->start, g->end);
		if (!f)
			return;
		f->segment = (uint32_t)(g - c->t->segments);
		f->message = say(c, "the edge of window {d} ({z}) cuts this {z} before \"{}\"", (int)i, name,
				 g->clause ? "clause" : "tag",
				 span_cut(c->t->text, parts.v[i].start, g->end));
	}
}

const struct rule rule_straddles_window = {
	.code = "CAP006",
	.name = "straddles-window",
	.title = "a window's edge cuts a tag or clause in two",
	.why = "With more than one window (kohya's max_token_length 150 or 225, the web UI's and ComfyUI's rows) each window of 75 "
	       "tokens is encoded alone. A tag that lies across an edge is two halves that never meet. Needs more than one "
	       "window, by the trainer's options.",
	.evidence = "sd-scripts library/strategy_base.py:221-272; stable-diffusion-webui modules/sd_hijack_clip.py:83-176.",
	.before = "(75 tokens) ... golden | retriever ...",
	.family = FAMILY_BUDGET, .severity = SEV_INFO, .profiles = P_CLIP,
	.check = check,
};
