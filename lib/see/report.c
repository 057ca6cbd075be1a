/* report.c: what the rules about pictures report with. */
#include <stdarg.h>
#include <stdio.h>

#include "base/escape.h"
#include "see/sight.h"

void sight_report(struct sight_check *c, const struct rule *r, enum severity severity, const char *fmt, ...)
{
	size_t index = rule_place(c->rules->all, r);
	char t[400];
	va_list ap;
	const struct lint_settings *settings = c->rules->settings;
	if (settings->off[index])
		return;
	if (settings->severity[index])
		severity = (enum severity)settings->severity[index];
	va_start(ap, fmt);
	int n = vsnprintf(t, sizeof t, fmt, ap);
	va_end(ap);
	if (n < 0 || c->out->n_findings == c->out->cap_findings)
		return;
	struct span text = {t, (size_t)n < sizeof t ? (size_t)n : escape_cut(t, sizeof t - 1)};
	c->out->findings[c->out->n_findings++] = (struct finding){
		.rule = r, .severity = severity, .message = arena_dup(c->a, text), .cap = 100, .segment = UINT32_MAX, .index = (uint16_t)index,
		.needs_human = true,
	};
}

size_t sight_differs(const struct sight *s, const char *out[SIGHT_DIFFERS])
{
	const struct image_head *h = s->head;
	const struct loading *l = sight_loading(s);
	size_t n = 0;

	if (!h || !l)
		return 0;
	if (!s->listed)
		out[n++] = "not-listed";
	if (h->orientation > 1 && !l->turns)
		out[n++] = "orientation-ignored";
	if (image_foreign_colours(h))
		out[n++] = "icc-ignored";
	if (h->alpha)
		out[n++] = l->white && !image_grey(h) ? "alpha-on-white" : "alpha-cut-off";
	if (l->clips_grey16 && h->bits == 16 && image_grey(h))
		out[n++] = "clipped-to-white";
	if (h->frames != 1)
		out[n++] = "first-frame-only";
	if (l->webp_short && h->extended)
		out[n++] = "read-one-pixel-short";
	return n;
}
