/* texts.c: a caption that is several texts to its trainer, or JSON: each text is fixed by itself, and what it asks for is made where its bytes
 * stand in the caption. What the trainer then reads is looked at once more: as many texts, and none that counts more tokens or scores lower. */
#include <stdlib.h>

#include "fix/step.h"
#include "json/jread.h"
#include "json/jwrite.h"

/* An edit of a text, and where it is made. */
struct made {
	struct change change;
	const struct fix_edit *edit;
	size_t text;
	uint32_t at;     /* ... in the original */
};

struct making {
	struct work *w;
	const struct reading *r;
	struct fix_result *result; /* of each text */
	bool *bad;                 /* of each text: nothing is done in it after all */
	bool asked;                /* something was asked for by name: tokens may rise */
	struct { struct made *v; size_t n, cap; } all;
};

static int by_place(const void *a, const void *b)
{
	const struct made *x = a, *y = b;

	if (x->change.start != y->change.start)
		return x->change.start < y->change.start ? -1 : 1;
	if (x->change.end != y->change.end)
		return x->change.end < y->change.end ? -1 : 1;
	return x->text < y->text ? -1 : x->text > y->text;
}

/* All edits in order of place. Texts may share bytes (the choices of a wildcard): what several ask for there is made once. */
static struct change *gather(struct making *m, size_t *count)
{
	struct change *v = arena_alloc(m->w->a, (m->all.n + 1) * sizeof *v);
	size_t n = 0;

	*count = 0;
	if (m->all.n)
		qsort(m->all.v, m->all.n, sizeof *m->all.v, by_place);
	for (size_t i = 0; i < m->all.n; i++) {
		const struct change *c = &m->all.v[i].change;
		bool free = n == 0 || c->start > v[n - 1].end || (c->start == v[n - 1].end && c->end > c->start && v[n - 1].end > v[n - 1].start);
		if (!m->bad[m->all.v[i].text] && free)
			v[n++] = *c;
	}
	*count = n;
	return v;
}

/* Fixes text i by itself. 0 or -1. */
static int fix_one(struct making *m, size_t i)
{
	struct work *w = m->w;
	const struct read_text *t = &m->r->v[i];
	struct fix_options o = *w->o;
	struct lint_ctx ctx = w->ctx ? *w->ctx : (struct lint_ctx){.sidecar = false};

	ctx.part = LINT_TEXT;
	ctx.sidecar = false;
	ctx.n_list = 0;
	o.edits = NULL;
	o.compose = false;
	if (t->json) { /* what is put in front would be put into one value; a tag list is no list of values */
		o.n_triggers = o.n_prune = 0;
		o.order = o.fit = false;
		o.max_tokens = 0;
	}
	if (fix_read(w->run, &o, t, &ctx, w->a, &m->result[i], w->d) != 0)
		return -1;
	for (size_t k = 0; k < m->result[i].edits.n; k++) {
		const struct fix_edit *e = &m->result[i].edits.v[k];
		struct change c = {.text = t->json ? work_escaped(w, e->new) : e->new, .why = {e->rule, e->safety, e->idle}};
		if (read_edit(t, e->start, e->end, &c.start, &c.end))
			*ARENA_PUSH(w->a, &m->all) = (struct made){c, e, i, work_original(w, c.start)};
	}
	return 0;
}

static bool tokens_rise(const struct lint_result *before, const struct lint_result *after)
{
	for (size_t i = 0; i < before->n_encoders && i < after->n_encoders; i++)
		if (after->encoder[i].tokens > before->encoder[i].tokens)
			return true;
	return false;
}

/* Lints text i of a reading as it is fed. 0 or -1. */
static int as_fed(struct work *w, const struct reading *r, size_t i, struct lint_result *out, struct arena *a)
{
	struct lint_ctx ctx = w->ctx ? *w->ctx : (struct lint_ctx){.sidecar = false};

	ctx.part = LINT_TEXT;
	ctx.sidecar = false;
	ctx.n_list = 0;
	ctx.read = &r->v[i];
	return lint_caption(w->run, r->v[i].text, &ctx, a, out, w->d);
}

/* Marks the texts whose edits, as the trainer feeds them, count more tokens or lower the score. 1: all is well; 0: not; -1: error. */
static int hold(struct making *m, struct span caption)
{
	struct arena *a = &m->w->scratch[work_spare(m->w)];
	struct reading r;
	int good = 1;

	work_read(m->w->o, m->w->ctx, caption, a, &r);
	if (r.n != m->r->n || r.whole != m->r->whole || json_document(caption) != json_document(draft_text(&m->w->draft))) {
		memset(m->bad, 1, m->r->n);
		return 0;
	}
	for (size_t i = 0; i < r.n && !m->asked; i++) {
		struct lint_result before, after;
		if (m->bad[i] || span_eq(r.v[i].fed, m->r->v[i].fed))
			continue;
		if (as_fed(m->w, m->r, i, &before, a) != 0 || as_fed(m->w, &r, i, &after, a) != 0)
			return -1;
		bool rise = tokens_rise(&before, &after);
		if (rise || after.score < before.score - 0.01f) { /* of JSON what the encoder sees is another part than of the words alone */
			m->bad[i] = true;
			good = 0;
			open_say(m->w, "limit", rise ? SPAN("a text is left as it is: the trainer would count more tokens")
			                             : SPAN("a text is left as it is: as the trainer feeds it its score would fall"));
		}
	}
	return good;
}

/* JSON that the trainer cuts up (a line each, {a|b} as a wildcard): no text of it is what somebody wrote. */
static bool cut_up(struct making *m, size_t i)
{
	if (m->r->v[i].json || !json_is_caption(draft_text(&m->w->draft)))
		return false;
	m->bad[i] = true;
	open_say(m->w, "limit", SPAN("a caption that is JSON is left as it is: the trainer reads other texts in it"));
	return true;
}

/* What the texts lack and lose, as that of the caption. */
static void tell(struct making *m)
{
	struct work *w = m->w;

	for (size_t i = 0; i < m->r->n; i++) {
		const struct fix_result *r = &m->result[i];
		for (size_t k = 0; k < r->open.n; k++)
			open_say(w, r->open.v[k].rule, r->open.v[k].message);
		for (size_t k = 0; k < r->lost.n && !m->bad[i]; k++)
			*ARENA_PUSH(w->a, &w->out->lost) = r->lost.v[k];
		for (size_t k = 0; k < r->after.n_needs_human; k++)
			*ARENA_PUSH(w->a, &w->needs) = r->after.needs_human[k];
		if (m->r->v[i].json && (w->o->n_triggers || w->o->n_prune || w->o->order || w->o->fit || w->o->max_tokens))
			open_say(w, "limit", SPAN("a caption that is JSON: only its values are fixed, nothing is put in, taken out or moved by name"));
	}
	for (size_t i = 0; i < m->all.n; i++)
		if (m->all.v[i].edit->loses.n && !m->bad[m->all.v[i].text])
			*ARENA_PUSH(w->a, &w->losses) = (struct loss){m->all.v[i].at, m->all.v[i].edit};
}

int pass_texts(struct work *w, const struct reading *r)
{
	struct making m = {.w = w, .r = r};
	const struct fix_options *o = w->o;
	int rc = 0;

	m.asked = o->n_triggers || o->n_prune || o->order || o->fit || o->max_tokens;
	m.result = arena_zalloc(w->a, r->n, sizeof *m.result);
	m.bad = arena_zalloc(w->a, r->n, 1);
	for (size_t i = 0; i < r->n; i++)
		if (!cut_up(&m, i) && fix_one(&m, i) != 0)
			return -1;
	for (int round = 0; round < 2 && rc == 0; round++) {
		size_t n;
		struct change *v = gather(&m, &n);
		rc = n ? hold(&m, draft_preview(&w->draft, v, n, w->a)) : 1;
		if (rc == 1 && n)
			draft_apply(&w->draft, v, n, w->a);
	}
	if (rc == 0) {
		memset(m.bad, 1, r->n);
		open_say(w, "limit", SPAN("left as it is: the trainer would read other texts in it"));
	}
	if (rc >= 0)
		tell(&m);
	return rc < 0 ? -1 : 0;
}

void texts_tell(struct work *w)
{
	struct lint_result *r = &w->out->after;

	for (size_t i = 0; i < w->losses.n; i++)
		for (size_t k = 0; k < w->out->edits.n; k++) {
			struct fix_edit *e = &w->out->edits.v[k];
			for (size_t j = 0; e->start == w->losses.v[i].at && j < w->losses.v[i].edit->loses.n; j++)
				*ARENA_PUSH(w->a, &e->loses) = w->losses.v[i].edit->loses.v[j];
		}
	size_t n = r->n_needs_human;
	struct span *v = arena_alloc(w->a, (n + w->needs.n) * sizeof *v);
	if (n)
		memcpy(v, r->needs_human, n * sizeof *v);
	for (size_t i = 0; i < w->needs.n; i++) {
		bool known = false;
		for (size_t k = 0; k < n && !known; k++)
			known = span_eq(v[k], w->needs.v[i]);
		if (!known)
			v[n++] = w->needs.v[i];
	}
	r->needs_human = v;
	r->n_needs_human = r->cap_needs_human = n;
}
