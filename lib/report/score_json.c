/* score_json.c: one caption's score as JSON. Key order is fixed; capjson(5) and share/schema describe it. */
#include "report/score_json.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/die.h"
#include "base/escape.h"
#include "dataset/rule_list.h"
#include "json/jwrite.h"
#include "lint/rule.h"

/* This runs for every caption and is most of the output, so it does not go through the writer: room is made once, keys and what is
 * constant are copied. p is the place to write. */
#define PUT(lit) (memcpy(p, lit, sizeof(lit) - 1), p += sizeof(lit) - 1)

static char *put(char *p, struct span s)
{
	memcpy(p, s.p, s.n);
	return p + s.n;
}

static char *putz(char *p, const char *z)
{
	return put(p, span_of(z));
}

static char *many_digits(char *p, uint32_t v)
{
	char t[10];
	size_t at = sizeof t;

	do
		t[--at] = (char)('0' + v % 10);
	while (v /= 10);
	while (at < sizeof t)
		*p++ = t[at++];
	return p;
}

static inline char *digits(char *p, uint32_t v)
{
	if (v >= 100)
		return many_digits(p, v);
	p[0] = (char)('0' + v / 10);
	p += v >= 10;
	*p = (char)('0' + v % 10);
	return p + 1;
}

/* At most three decimals, none that are zero at the end. v is not negative and below a million. Inline, for the sake of a scale
 * that is known. */
static inline char *real(char *p, float v, unsigned scale)
{
	if (v < 100 && v == (float)(int)v) /* most are whole */
		return digits(p, (uint32_t)v);
	uint32_t n = v > 0 && v < 1e6f ? (uint32_t)((double)v * scale + 0.5) : 0;
	p = digits(p, n / scale);
	unsigned rest = n % scale;
	if (rest)
		*p++ = '.';
	for (; rest; rest = rest * 10 % scale)
		*p++ = (char)('0' + rest * 10 / scale);
	return p;
}

static char *range(char *p, uint32_t start, uint32_t end)
{
	*p++ = '[';
	p = digits(p, start);
	*p++ = ',';
	p = digits(p, end);
	*p++ = ']';
	return p;
}

/* Text that is the same in every record, copied whole with what is behind it: a copy of known size is a few stores. */
struct piece {
	char text[96];
	size_t n;
};

static inline char *paste(char *p, const struct piece *x)
{
	memcpy(p, x->text, sizeof x->text);
	return p + x->n;
}

/* What is the same in every finding of a rule, and in every slot, made once. empty: a slot that nothing fills. */
static struct {
	struct piece rule[RULES_MAX][SEV_ERROR + 1], part[PARTS], slot[SLOTS], most[SLOTS], empty[SLOTS], fix[FIX_UNSAFE + 1];
} fixed;
static pthread_once_t once = PTHREAD_ONCE_INIT;
enum { FIXED_MAX = 2048 }; /* room for everything in a record but strings and findings */

__attribute__((format(printf, 2, 3))) static void make_piece(struct piece *x, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(x->text, sizeof x->text, fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n >= sizeof x->text)
		die("a rule's name is too long: %s", x->text);
	x->n = (size_t)n;
}

static void make_fixed(void)
{
	size_t n;
	const struct rule *const *v = rule_all(&n);

	for (size_t i = 0; i < n; i++)
		for (int s = SEV_NONE; s <= SEV_ERROR; s++)
			make_piece(&fixed.rule[i][s], "{\"rule\":\"%s\",\"code\":\"%s\",\"severity\":\"%s\",\"span\":",
				   v[i]->name, v[i]->code, severity_names[s]);
	for (int i = 0; i < PARTS; i++)
		make_piece(&fixed.part[i], "%s\"%s\":", i ? "," : "", family_names[i]);
	for (int i = 0; i < SLOTS; i++) {
		const char *comma = i ? "," : "";
		make_piece(&fixed.slot[i], "%s\"%s\":{\"credit\":", comma, slot_names[i]);
		make_piece(&fixed.most[i], ",\"max\":%g,\"span\":", (double)slot_max[i]);
		make_piece(&fixed.empty[i], "%s\"%s\":{\"credit\":0,\"max\":%g,\"span\":null", comma, slot_names[i], (double)slot_max[i]);
	}
	for (int i = FIX_NONE; i <= FIX_UNSAFE; i++)
		make_piece(&fixed.fix[i], ",\"fix\":\"%s\"", fix_names[i]);
}

static char *put_parts(char *p, const struct lint_result *r)
{
	PUT(",\"parts\":{");
	for (int i = 0; i < PARTS; i++) {
		p = paste(p, &fixed.part[i]);
		p = real(p, r->part[i], 100);
	}
	PUT(",\"balance\":");
	p = real(p, r->balance, 100);
	PUT(",\"richness\":");
	p = real(p, r->richness, 100);
	PUT("},\"description\":");
	p = real(p, r->description, 100);
	PUT(",\"cleanliness\":");
	p = real(p, r->cleanliness, 100);
	PUT(",\"ground\":");
	p = real(p, r->ground, 1000);
	PUT(",\"waste\":");
	p = real(p, r->waste, 100);
	PUT(",\"cap\":");
	return digits(p, (unsigned)r->cap);
}

static char *put_slots(char *p, const struct lint_result *r)
{
	PUT(",\"slots\":{");
	for (int i = 0; i < SLOTS; i++) {
		const struct lint_slot *s = &r->slot[i];
		if (s->end > s->start) {
			p = paste(p, &fixed.slot[i]);
			p = real(p, s->credit, 100);
			p = paste(p, &fixed.most[i]);
			p = range(p, s->start, s->end);
			p = put(p, s->clause ? SPAN(",\"clause\":true") : SPAN(",\"clause\":false"));
		} else {
			p = paste(p, &fixed.empty[i]);
		}
		if (s->blocked)
			PUT(",\"blocked\":true");
		PUT("}");
	}
	PUT("}");
	return p;
}

static char *put_finding(char *p, const struct finding *f, bool known)
{
	p = paste(p, &fixed.rule[f->index][f->severity]);
	p = range(p, f->start, f->end);
	PUT(",\"message\":");
	p = json_quote_at(p, f->message);
	if (f->because.n) {
		PUT(",\"because\":");
		p = json_quote_at(p, f->because);
	}
	p = paste(p, &fixed.fix[f->fix]);
	if (f->suggest.n) {
		PUT(",\"suggest\":");
		p = json_quote_at(p, f->suggest);
	}
	PUT(",\"points\":");
	p = real(p, f->points, 100);
	if (f->text) {
		PUT(",\"text\":");
		p = digits(p, f->text - 1u);
	}
	if (f->cap < 100 && f->cap > 0) {
		PUT(",\"cap\":");
		p = digits(p, (unsigned)f->cap);
	}
	if (f->needs_human)
		PUT(",\"needs_human\":true");
	if (f->estimated)
		PUT(",\"estimated\":true");
	if (known)
		PUT(",\"known\":true");
	PUT("}");
	return p;
}

static char *put_human(char *p, const struct lint_result *r)
{
	PUT(",\"needs_human\":[");
	for (size_t i = 0; i < r->n_needs_human; i++) {
		if (i)
			*p++ = ',';
		p = json_quote_at(p, r->needs_human[i]);
	}
	PUT("]");
	return p;
}

enum { LOST_BYTES = 80 }; /* of a phrase cut off */

static struct span lost_text(const struct lint_result *r, size_t i)
{
	return escape_short(span_cut(r->analysis->text, r->facts.lost[i].start, r->facts.lost[i].end), LOST_BYTES);
}

static char *put_facts(char *p, const struct lint_result *r)
{
	PUT(",\"facts\":{\"said\":");
	p = digits(p, r->facts.said);
	PUT(",\"seen\":");
	p = digits(p, r->facts.seen);
	PUT(",\"lost\":[");
	for (size_t i = 0; i < r->facts.n_lost; i++) {
		if (i)
			*p++ = ',';
		p = json_quote_at(p, lost_text(r, i));
	}
	PUT("]}");
	return p;
}

/* The most that the record's strings and findings can take. */
static size_t room_for(const struct lint_result *r, size_t trainer)
{
	size_t n = FIXED_MAX + strlen(r->model) + trainer;

	n += r->facts.n_lost * (6 * LOST_BYTES + 3);
	for (size_t i = 0; i < r->n_needs_human; i++)
		n += 6 * r->needs_human[i].n + 11;
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];
		n += sizeof(struct piece) + 6 * (f->message.n + f->because.n + f->suggest.n) + 288;
	}
	return n;
}

/* The texts where they are not simply the caption: where each stands, its score; what is fed where those are not the same bytes. */
static void put_texts(struct buf *out, const struct score_texts *t, struct span caption)
{
	struct jwrite w = jw(out);

	BUF_LIT(out, ",\"texts\":");
	jw_arr(&w);
	for (size_t i = 0; i < t->read.n; i++) {
		const struct read_text *x = &t->read.v[i];
		jw_obj(&w);
		jw_range(&w, "span", x->start, x->end);
		if (!span_eq(x->fed, span_cut(caption, x->start, x->end)))
			JW_STR(&w, "fed", x->fed);
		jw_key(&w, "score");
		jw_real(&w, (double)t->job[i].result.score, 1);
		JW_STRZ(&w, "style", style_names[t->job[i].result.style]);
		jw_obj_end(&w);
	}
	jw_arr_end(&w);
	if (t->read.n > 1) {
		BUF_LIT(out, ",\"worst\":");
		buf_printf(out, "%zu", t->worst);
	}
	if (t->read.cut)
		BUF_LIT(out, ",\"cut\":true");
}

void score_put(struct buf *out, const struct lint_result *r, const char *trainer, const bool *known, const struct score_texts *texts)
{
	pthread_once(&once, make_fixed);
	char *to = buf_room(out, room_for(r, trainer ? strlen(trainer) : 0)), *p = to;

	PUT("{\"score\":");
	p = real(p, r->score, 10);
	PUT(",\"model\":\"");
	p = putz(p, r->model);
	if (trainer) {
		PUT("\",\"trainer\":\"");
		p = putz(p, trainer);
	}
	PUT("\",\"style\":\"");
	p = putz(p, style_names[r->style]);
	p = put(p, r->verified ? SPAN("\",\"verified\":true") : SPAN("\",\"verified\":false"));
	p = put_parts(p, r);
	p = put_facts(p, r);
	p = put_slots(p, r);
	p = put_human(p, r);
	PUT(",\"findings\":[");
	for (size_t i = 0; i < r->n_findings; i++) {
		if (i)
			*p++ = ',';
		p = put_finding(p, &r->findings[i], known && known[i]);
	}
	if (r->more_findings)
		PUT("],\"more_findings\":true");
	else
		PUT("]");
	out->n += (size_t)(p - to);
	if (texts->told)
		put_texts(out, texts, texts->rec->caption);
	buf_addc(out, '}');
}
