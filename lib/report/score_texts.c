/* score_texts.c: the judgements of a caption's texts brought together in one. */
#include "report/score_texts.h"

#include <stdlib.h>

void texts_read(struct score_texts *t, const struct trainer_spec *trainer, const struct record *r, struct arena *a)
{
	*t = (struct score_texts){.rec = r};
	if (r->n_texts)
		read_list(trainer, r->caption, r->texts, r->n_texts, a, &t->read);
	else
		read_caption(trainer, r->caption, r->line_end, a, &t->read);
	t->several = !t->read.whole;
	t->told = t->several || !span_eq(t->read.v[0].fed, r->caption);
}

/* What the rules about the file look at: the caption, or each text of a list. */
static size_t files(const struct score_texts *t)
{
	return t->rec->n_texts ? t->rec->n_texts : 1;
}

static struct span file(const struct score_texts *t, size_t i)
{
	return t->rec->n_texts ? t->rec->texts[i] : t->rec->caption;
}

size_t texts_jobs(const struct score_texts *t)
{
	return t->several ? t->read.n + files(t) : 1;
}

void texts_plan(struct score_texts *t, const struct lint_ctx *about, struct lint_job *job, struct lint_ctx *ctx)
{
	t->job = job;
	t->ctx = ctx;
	t->n = texts_jobs(t);
	if (!t->several) {
		*ctx = *about;
		ctx->read = t->told ? &t->read.v[0] : NULL;
		*job = (struct lint_job){.caption = t->rec->caption, .ctx = ctx};
		return;
	}
	for (size_t i = 0; i < t->n; i++) {
		bool text = i < t->read.n;

		ctx[i] = *about;
		ctx[i].part = text ? LINT_TEXT : LINT_FILE;
		ctx[i].read = text ? &t->read.v[i] : NULL;
		ctx[i].sidecar = about->sidecar && !text;
		job[i] = (struct lint_job){.caption = text ? t->read.v[i].text : file(t, i - t->read.n), .ctx = &ctx[i]};
	}
}

/* A finding of a text as one of the caption; false where it speaks of nothing that stands there. */
static bool to_caption(const struct read_text *t, size_t text, struct finding *f)
{
	uint32_t from, to, x, y;
	bool whole = f->start == 0 && f->end == t->text.n;

	if (!read_place(t, f->start, f->end, &from, &to) && !whole)
		return false;
	if (f->edit == EDIT_REPLACE || f->edit == EDIT_DROP) {
		if (!read_edit(t, f->start, f->end, &x, &y)) {
			f->edit = EDIT_NONE;
			f->fix = FIX_NONE;
		}
	} else if (f->edit != EDIT_NONE) {
		f->edit = EDIT_OTHER;
	}
	f->start = from;
	f->end = to;
	if (f->other_end > f->other_start && !read_place(t, f->other_start, f->other_end, &f->other_start, &f->other_end))
		f->other_start = f->other_end = 0;
	f->segment = UINT32_MAX;
	f->text = (uint16_t)(text + 1);
	return true;
}

static int by_place(const void *x, const void *y)
{
	const struct finding *a = x, *b = y;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->index != b->index)
		return a->index < b->index ? -1 : 1;
	return a->text < b->text ? -1 : a->text > b->text;
}

static void take_findings(struct score_texts *t, struct arena *a)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->job[i].result.n_findings;
	struct finding *v = arena_alloc(a, (n + 1) * sizeof *v);
	n = 0;
	for (size_t i = 0; i < t->n; i++) {
		const struct lint_result *r = &t->job[i].result;
		for (size_t k = 0; k < r->n_findings; k++) {
			struct finding *f = &v[n];
			*f = r->findings[k];
			if (i < t->read.n) {
				n += to_caption(&t->read.v[i], i, f);
				continue;
			}
			uint32_t by = (uint32_t)(t->job[i].caption.p - t->rec->caption.p);
			f->start += by;
			f->end += by;
			n++;
		}
	}
	if (n > 1)
		qsort(v, n, sizeof *v, by_place);
	t->all.findings = v;
	t->all.n_findings = t->all.cap_findings = n;
}

static void take_slots(struct score_texts *t)
{
	for (int i = 0; i < SLOTS; i++) {
		struct lint_slot *s = &t->all.slot[i];
		if (s->end > s->start && !read_place(&t->read.v[t->worst], s->start, s->end, &s->start, &s->end))
			s->end = s->start = 0;
	}
}

/* The numbers of all texts, each as often as it is trained, less what is wrong with the file. */
static void take_numbers(struct score_texts *t)
{
	size_t n = t->read.n;
	struct lint_result *o = &t->all;
	float score = 0, parts[PARTS] = {0}, *const sums[] = {&o->balance, &o->richness, &o->description, &o->cleanliness, &o->ground, &o->waste};
	float lost = 0, part = (float)n;

	for (size_t k = 0; k < sizeof sums / sizeof *sums; k++)
		*sums[k] = 0;
	o->cap = 100;
	for (size_t i = 0; i < n; i++) {
		const struct lint_result *r = &t->job[i].result;
		score += r->score / part;
		o->balance += r->balance / part;
		o->richness += r->richness / part;
		o->description += r->description / part;
		o->cleanliness += r->cleanliness / part;
		o->ground += r->ground / part;
		o->waste += r->waste / part;
		for (int k = 0; k < PARTS; k++)
			parts[k] += r->part[k] / part;
		o->cap = n == 1 && r->cap < o->cap ? r->cap : o->cap;
	}
	for (size_t i = n; i < t->n; i++) {
		const struct lint_result *r = &t->job[i].result;
		o->cap = r->n_findings && r->cap < o->cap ? r->cap : o->cap;
		for (size_t k = 0; k < r->n_findings; k++)
			lost += r->findings[k].points / (float)(t->n - n);
	}
	lost = lost < parts[FAMILY_HYGIENE] ? lost : parts[FAMILY_HYGIENE];
	parts[FAMILY_HYGIENE] -= lost;
	o->cleanliness -= lost;
	memcpy(o->part, parts, sizeof parts);
	score -= lost * o->ground;
	score = score < (float)o->cap ? score : (float)o->cap;
	o->score = score < 0 ? 0 : (float)(int)(score * 10 + 0.5f) / 10;
}

bool texts_gather(struct score_texts *t, struct arena *a, const struct diag **d)
{
	for (size_t i = 0; i < t->n; i++)
		if (!t->job[i].ok) {
			*d = &t->job[i].d;
			return false;
		}
	if (!t->several)
		return true;
	t->worst = 0;
	for (size_t i = 1; i < t->read.n; i++)
		if (t->job[i].result.score < t->job[t->worst].result.score)
			t->worst = i;
	t->all = t->job[t->worst].result;
	take_numbers(t);
	take_findings(t, a);
	take_slots(t);
	return true;
}

const struct lint_result *texts_result(const struct score_texts *t)
{
	return t->several ? &t->all : &t->job[0].result;
}

const struct lint_result *texts_first(const struct score_texts *t, struct lint_result *room, struct span *text)
{
	const struct lint_result *first = &t->job[0].result;

	*text = t->job[0].caption;
	if (!t->several)
		return first;
	*room = t->all;
	room->analysis = first->analysis;
	room->brief = first->brief;
	for (size_t i = 1; i < t->read.n; i++) {
		const struct lint_brief *b = &t->job[i].result.brief;
		room->brief.trigger &= b->trigger;
		room->brief.trigger_first &= b->trigger_first;
		room->brief.tokens = b->tokens > room->brief.tokens ? b->tokens : room->brief.tokens;
	}
	return room;
}
