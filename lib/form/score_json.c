/* score_json.c: one caption's score as JSON. Key order is fixed; capjson(5) and share/schema describe it. */
#include "form/score_json.h"

#include <pthread.h>

#include "json/jwrite.h"
#include "lint/rule.h"

/* This runs for every caption, and keys are literals: they go into the buffer as they are. */
#define LIT(w, lit) BUF_LIT((w)->b, lit)

static void real(struct jwrite *w, double v, int decimals)
{
	w->comma = false;
	jw_real(w, v, decimals);
}

static void literal(struct jwrite *w, const char *z)
{
	buf_add(w->b, z, strlen(z));
}

/* Writes v at p; returns the place behind it. */
static char *digits(char *p, size_t v)
{
	char t[20];
	size_t at = sizeof t;

	do
		t[--at] = (char)('0' + v % 10);
	while (v /= 10);
	while (at < sizeof t)
		*p++ = t[at++];
	return p;
}

static void range(struct jwrite *w, size_t start, size_t end)
{
	char *to = buf_room(w->b, 48), *p = to;

	*p++ = '[';
	p = digits(p, start);
	*p++ = ',';
	p = digits(p, end);
	*p++ = ']';
	w->b->n += (size_t)(p - to);
}

/* What is the same in every finding of a rule, and in every slot without evidence, made once. */
static struct {
	struct arena a;
	struct span rule[RULES_MAX][SEV_ERROR + 1], slot[SLOTS], none[SLOTS];
} fixed;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_fixed(void)
{
	size_t n;
	const struct rule *const *v = rule_all(&n);

	for (size_t i = 0; i < n; i++)
		for (int s = SEV_NONE; s <= SEV_ERROR; s++)
			fixed.rule[i][s] = arena_printf(&fixed.a, "{\"rule\":\"%s\",\"code\":\"%s\",\"severity\":\"%s\",\"span\":",
							v[i]->name, v[i]->code, severity_names[s]);
	for (int i = 0; i < SLOTS; i++) {
		fixed.slot[i] = arena_printf(&fixed.a, "%s\"%s\":{\"credit\":", i ? "," : "", slot_names[i]);
		fixed.none[i] = arena_printf(&fixed.a, "%.*s0,\"max\":", SPAN_ARG(fixed.slot[i]));
	}
}

static void put_parts(struct jwrite *w, const struct lint_result *r)
{
	LIT(w, ",\"parts\":{");
	for (int i = 0; i < PARTS; i++) {
		LIT(w, "\"");
		literal(w, family_names[i]);
		LIT(w, "\":");
		real(w, r->part[i], 2);
		LIT(w, ",");
	}
	LIT(w, "\"description\":");
	real(w, r->D, 2);
	LIT(w, "},\"D\":");
	real(w, r->D, 2);
	LIT(w, ",\"C\":");
	real(w, r->C, 2);
	LIT(w, ",\"g\":");
	real(w, r->g, 3);
	LIT(w, ",\"noise\":");
	real(w, r->noise, 2);
	LIT(w, ",\"cap\":");
	buf_addu(w->b, (unsigned)r->cap);
}

static void put_slots(struct jwrite *w, const struct lint_result *r)
{
	LIT(w, ",\"slots\":{");
	for (int i = 0; i < SLOTS; i++) {
		const struct lint_slot *s = &r->slot[i];
		if (s->end == s->start && s->credit <= 0 && !s->blocked) {
			buf_adds(w->b, fixed.none[i]);
			real(w, s->max, 2);
			LIT(w, ",\"span\":null}");
			continue;
		}
		buf_adds(w->b, fixed.slot[i]);
		real(w, s->credit, 2);
		LIT(w, ",\"max\":");
		real(w, s->max, 2);
		LIT(w, ",\"span\":");
		range(w, s->start, s->end);
		literal(w, s->clause ? ",\"clause\":true" : ",\"clause\":false");
		literal(w, s->blocked ? ",\"blocked\":true}" : "}");
	}
	LIT(w, "}");
}

static void put_finding(struct jwrite *w, const struct finding *f, bool known)
{
	buf_adds(w->b, fixed.rule[rule_index(f->rule)][f->severity]);
	range(w, f->start, f->end);
	LIT(w, ",\"message\":");
	json_quote(w->b, f->message);
	if (f->because.n) {
		LIT(w, ",\"because\":");
		json_quote(w->b, f->because);
	}
	LIT(w, ",\"fix\":\"");
	literal(w, fix_names[f->fix]);
	if (f->suggest.n) {
		LIT(w, "\",\"suggest\":");
		json_quote(w->b, f->suggest);
		LIT(w, ",\"points\":");
	} else {
		LIT(w, "\",\"points\":");
	}
	real(w, f->points, 2);
	if (f->cap < 100 && f->cap > 0) {
		LIT(w, ",\"cap\":");
		buf_addu(w->b, (unsigned)f->cap);
	}
	literal(w, f->needs_human ? ",\"needs_human\":true" : "");
	literal(w, f->estimated ? ",\"estimated\":true" : "");
	literal(w, known ? ",\"known\":true}" : "}");
}

void score_put(struct buf *out, const struct lint_result *r, const char *trainer, const bool *known)
{
	struct jwrite w = jw(out);

	pthread_once(&once, make_fixed);
	LIT(&w, "{\"score\":");
	real(&w, r->score, 1);
	LIT(&w, ",\"model\":\"");
	literal(&w, r->model);
	if (trainer) {
		LIT(&w, "\",\"trainer\":\"");
		literal(&w, trainer);
	}
	LIT(&w, "\",\"style\":\"");
	literal(&w, style_names[r->style]);
	literal(&w, r->verified ? "\",\"verified\":true" : "\",\"verified\":false");
	put_parts(&w, r);
	put_slots(&w, r);
	LIT(&w, ",\"needs_human\":[");
	for (size_t i = 0; i < r->n_needs_human; i++) {
		if (i)
			LIT(&w, ",");
		json_quote(out, r->needs_human[i]);
	}
	LIT(&w, "],\"findings\":[");
	for (size_t i = 0; i < r->n_findings; i++) {
		if (i)
			LIT(&w, ",");
		put_finding(&w, &r->findings[i], known && known[i]);
	}
	LIT(&w, "]}");
}
