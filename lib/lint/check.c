/* check.c: what rules call: findings, messages, tokens at a place. */
#include <stdarg.h>

#include "lint/priv.h"

static enum severity severity_of(const struct check *c, const struct rule *r)
{
	uint8_t by = r->by_profile[c->profile_id];

	return by ? (enum severity)by : r->severity;
}

static enum severity users(const struct check *c, enum severity s)
{
	uint8_t want = c->settings ? c->settings->severity[c->rule_at] : 0;

	return want ? (enum severity)want : s;
}

/* A rule that is an info where it is a warning by birth takes no points: it only speaks. */
static void weigh(struct check *c, struct finding *f, enum severity s)
{
	const struct rule *r = f->rule;
	bool sunk = s == SEV_INFO && r->severity > SEV_INFO;

	f->severity = users(c, s);
	f->points = sunk ? 0 : r->points;
	f->cap = f->severity == SEV_ERROR && s == SEV_ERROR && r->cap ? r->cap : 100;
}

static struct finding *push(struct check *c)
{
	struct lint_result *o = c->out;

	if (o->n_findings == o->cap_findings) {
		size_t cap = o->cap_findings ? o->cap_findings * 2 : 12;
		o->findings = arena_grow(c->a, o->findings, o->cap_findings * sizeof *o->findings,
					 cap * sizeof *o->findings);
		o->cap_findings = cap;
	}
	return &o->findings[o->n_findings++];
}

/* No caption deserves more; a hostile one could earn a finding for every byte. Behind that each rule has one. */
enum { FINDINGS_MAX = 500 };

static struct finding *make(struct check *c, const struct rule *r, uint32_t start, uint32_t end)
{
	uint64_t bit = (uint64_t)1 << c->rule_at % 64, *spoke = &c->spoke[c->rule_at / 64];

	if (c->settings && c->settings->off[c->rule_at])
		return NULL;
	if (c->out->n_findings >= FINDINGS_MAX && *spoke & bit) {
		c->out->more_findings = true;
		return NULL;
	}
	*spoke |= bit;
	struct finding *f = push(c);
	*f = (struct finding){.rule = r, .start = start, .end = end, .fix = r->fix, .segment = UINT32_MAX,
			      .index = (uint16_t)c->rule_at};
	f->message = f->because = f->suggest = (struct span){"", 0};
	c->flagged |= r->flags;
	weigh(c, f, severity_of(c, r));
	return f;
}

struct finding *report(struct check *c, const struct rule *r, uint32_t start, uint32_t end)
{
	struct finding *f = make(c, r, start, end);

	if (!f || !r->flags)
		return f;
	for (uint32_t i = 0; i < c->t->n_units; i++)
		if (c->units[i].start < end && c->units[i].end > start)
			c->units[i].flags |= UNIT_FLAGGED;
	return f;
}

struct finding *report_only(struct check *c, const struct rule *r, uint32_t start, uint32_t end)
{
	return make(c, r, start, end);
}

struct finding *report_unit(struct check *c, const struct rule *r, const struct unit *u)
{
	struct finding *f = make(c, r, u->start, u->end);

	if (!f)
		return NULL;
	f->segment = u->segment;
	if (r->flags)
		c->units[u - c->units].flags |= UNIT_FLAGGED;
	return f;
}

struct finding *report_segment(struct check *c, const struct rule *r, const struct segment *s)
{
	struct finding *f = make(c, r, s->start, s->end);

	if (!f)
		return NULL;
	f->segment = (uint32_t)(s - c->t->segments);
	if (r->flags) {
		c->t->segments[f->segment].flagged = true;
		for (uint32_t i = s->unit; i < s->unit + s->n_units; i++)
			c->units[i].flags |= UNIT_FLAGGED;
	}
	return f;
}

void set_severity(struct check *c, struct finding *f, enum severity s)
{
	weigh(c, f, s);
}

/* ------------------------------------------------------------------------------------------------ messages */

static struct span number(char b[12], int v)
{
	char *p = b + 12;
	unsigned u = v < 0 ? 0u - (unsigned)v : (unsigned)v;

	do
		*--p = (char)('0' + u % 10);
	while (u /= 10);
	if (v < 0)
		*--p = '-';
	return (struct span){p, (size_t)(b + 12 - p)};
}

enum { ARGS_MAX = 8 }; /* of one message */

/* An argument's bytes; a quoted line break does not make two lines of the message. */
static char *put_argument(char *p, struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		*p++ = (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i];
	return p;
}

struct span say(struct check *c, const char *fmt, ...)
{
	struct span v[ARGS_MAX];
	const char *brace[ARGS_MAX];
	char digits[ARGS_MAX][12];
	size_t all = strlen(fmt), n = 0;
	va_list ap;

	va_start(ap, fmt);
	for (const char *f = fmt; n < ARGS_MAX && (f = strchr(f, '{')) != NULL; f++) {
		brace[n] = f;
		if (f[1] == '}')
			v[n] = va_arg(ap, struct span);
		else if (f[1] == 'd')
			v[n] = number(digits[n], va_arg(ap, int));
		else
			v[n] = span_of(va_arg(ap, const char *));
		all += v[n++].n;
	}
	va_end(ap);
	char *to = arena_alloc(c->a, all + 1), *p = to;
	for (size_t i = 0; i < n; i++) {
		memcpy(p, fmt, (size_t)(brace[i] - fmt));
		p = put_argument(p + (brace[i] - fmt), v[i]);
		fmt = brace[i] + (brace[i][1] == '}' ? 2 : 3);
	}
	size_t rest = strlen(fmt);
	memcpy(p, fmt, rest + 1);
	return (struct span){to, (size_t)(p - to) + rest};
}

void need_human(struct check *c, struct span what)
{
	struct lint_result *o = c->out;

	for (size_t i = 0; i < o->n_needs_human; i++)
		if (span_eq(o->needs_human[i], what))
			return;
	if (o->n_needs_human == o->cap_needs_human) {
		size_t cap = o->cap_needs_human ? o->cap_needs_human * 2 : 8;
		o->needs_human = arena_grow(c->a, o->needs_human, o->cap_needs_human * sizeof *o->needs_human,
					    cap * sizeof *o->needs_human);
		o->cap_needs_human = cap;
	}
	o->needs_human[o->n_needs_human++] = what;
}
