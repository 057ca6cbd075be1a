/* see_text.c: pictures and buckets for people. */
#include "report/see/see_out.h"

#include "base/escape.h"
#include "report/wrap.h"

static const char *const colours[] = {"", "\033[36m", "\033[33m", "\033[31m"};

static void put_findings(struct buf *out, const struct lint_result *r, const bool *known, struct text_look look)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];
		if (known[i])
			continue;
		buf_printf(out, "  %s%-7s%s %s ", look.colour ? colours[f->severity] : "", severity_names[f->severity], look.colour ? "\033[0m" : "",
		           f->rule->code);
		wrap_text(out, f->message, 17, look.width - 1);
		buf_addc(out, '\n');
	}
}

void see_text(struct buf *out, struct span id, const struct sight *s, const struct lint_result *r, const bool *known, struct text_look look)
{
	const struct place *p = s->placed ? &s->placed->v[0] : NULL;

	if (look.colour)
		BUF_LIT(out, "\033[1m");
	wrap_put(out, id);
	if (look.colour)
		BUF_LIT(out, "\033[0m");
	if (s->head && s->head->width)
		buf_printf(out, "  %ux%u %s", s->head->width, s->head->height, s->head->format ? s->head->format : "");
	else if (s->size[0])
		buf_printf(out, "  %lldx%lld", (long long)s->size[0], (long long)s->size[1]);
	if (p && !p->dropped) {
		buf_printf(out, " -> %lldx%lld", (long long)p->bucket[0], (long long)p->bucket[1]);
		if (s->lost >= 0.005)
			buf_printf(out, ", %.0f%% cut off", 100 * s->lost);
		if (s->placed->how != PLACE_ONE)
			buf_printf(out, ", the first of %zu %s", s->placed->n, s->placed->how == PLACE_ANY_OF ? "that are drawn from" : "sizes");
	}
	buf_addc(out, '\n');
	put_findings(out, r, known, look);
}

static void put_bucket(struct buf *out, const struct epoch *e, const struct epoch_bucket *b)
{
	buf_printf(out, "  %5lld x %-5lld %7llu", (long long)b->size[0], (long long)b->size[1], (unsigned long long)b->count);
	if (e->mixed)
		buf_printf(out, ", %llu time%s", (unsigned long long)b->seen, b->seen == 1 ? "" : "s");
	else if (e->repeats != 1)
		buf_printf(out, " x %llu", (unsigned long long)e->repeats);
	buf_printf(out, "  %7llu%s\n", (unsigned long long)b->batches, b->trains ? "" : "  never trained");
}

void see_text_set(struct buf *out, const struct epoch *e, const struct sight_set *set, uint64_t images, const struct lint_result *r, const bool *known, struct text_look look)
{
	if (set->folder) {
		buf_addc(out, '\n');
		escape_terminal(out, span_of(set->folder));
		buf_addc(out, ':');
	}
	if (e->plan) {
		buf_printf(out, "\n%s, batch %llu:\n         bucket   images  batches\n", e->plan->trainer->title, (unsigned long long)e->unit);
		for (size_t i = 0; i < e->buckets.n; i++)
			put_bucket(out, e, e->buckets.v[i]);
		buf_count(out, images, "image", "images");
		BUF_LIT(out, ", ");
		buf_count(out, e->buckets.n, "bucket", "buckets");
		BUF_LIT(out, ", ");
		buf_count(out, e->batches, "step an epoch\n", "steps an epoch\n");
	} else {
		buf_addc(out, '\n');
		buf_count(out, images, "image", "images");
		buf_adds(out, set->parted ? SPAN(" in all\n") : SPAN("; --trainer says what one does with them\n"));
	}
	put_findings(out, r, known, look);
}
