/* score_json.c: one caption's score as JSON. Key order is fixed; capjson(5) and share/schema describe it. */
#include "form/score_json.h"

#include <pthread.h>

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

static char *digits(char *p, uint32_t v)
{
	char t[10];
	size_t at = sizeof t;

	if (v < 10) {
		*p++ = (char)('0' + v);
		return p;
	}
	do
		t[--at] = (char)('0' + v % 10);
	while (v /= 10);
	while (at < sizeof t)
		*p++ = t[at++];
	return p;
}

/* At most three decimals, none that are zero at the end. v is not negative and below a million. */
static char *real(char *p, float v, unsigned scale)
{
	if (v < 100 && v == (float)(int)v) { /* most are whole */
		unsigned n = (unsigned)v;
		if (n >= 10)
			*p++ = (char)('0' + n / 10);
		*p++ = (char)('0' + n % 10);
		return p;
	}
	uint32_t n = v > 0 && v < 1e6f ? (uint32_t)((double)v * scale + 0.5) : 0;
	p = digits(p, n / scale);
	unsigned rest = n % scale;
	if (rest)
		*p++ = '.';
	for (unsigned at = scale / 10; rest; at /= 10) {
		*p++ = (char)('0' + rest / at);
		rest %= at;
	}
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

static char *escape(char *p, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	const char *e = c ? strchr("\"\"\\\\\nn\rr\tt", c) : NULL;

	*p++ = '\\';
	if (e) {
		*p++ = e[1];
		return p;
	}
	PUT("u00");
	*p++ = hex[c >> 4];
	*p++ = hex[c & 15];
	return p;
}

/* s in quotation marks, as json_quote does, eight bytes at a time; at most 6 n + 10 bytes. */
static char *quote(char *p, struct span s)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
	size_t i = 0;

	*p++ = '"';
	while (s.n - i >= 8) {
		uint64_t w;
		memcpy(&w, s.p + i, 8);
		memcpy(p, &w, 8); /* also what is behind the first that needs an escape: it is written over */
		uint64_t q = w ^ ones * '"', e = w ^ ones * '\\';
		uint64_t hit = (((q - ones) & ~q) | ((e - ones) & ~e) | ((w - ones * 0x20) & ~w)) & high;
		if (!hit) {
			p += 8;
			i += 8;
			continue;
		}
		size_t k = 0; /* the lowest hit is a true one */
		while (!((unsigned char)s.p[i + k] < 0x20 || s.p[i + k] == '"' || s.p[i + k] == '\\'))
			k++;
		p = escape(p + k, (unsigned char)s.p[i + k]);
		i += k + 1;
	}
	for (; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			*p++ = (char)c;
		else
			p = escape(p, c);
	}
	*p++ = '"';
	return p;
}

/* What is the same in every finding of a rule, and in every slot, made once. */
static struct {
	struct arena a;
	struct span rule[RULES_MAX][SEV_ERROR + 1], part[PARTS], slot[SLOTS];
} fixed;
static pthread_once_t once = PTHREAD_ONCE_INIT;
enum { FIXED_MAX = 2048 }; /* room for everything in a record but strings and findings */

static void make_fixed(void)
{
	size_t n;
	const struct rule *const *v = rule_all(&n);

	for (size_t i = 0; i < n; i++)
		for (int s = SEV_NONE; s <= SEV_ERROR; s++)
			fixed.rule[i][s] = arena_printf(&fixed.a, "{\"rule\":\"%s\",\"code\":\"%s\",\"severity\":\"%s\",\"span\":",
							v[i]->name, v[i]->code, severity_names[s]);
	for (int i = 0; i < PARTS; i++)
		fixed.part[i] = arena_printf(&fixed.a, "%s\"%s\":", i ? "," : "", family_names[i]);
	for (int i = 0; i < SLOTS; i++)
		fixed.slot[i] = arena_printf(&fixed.a, "%s\"%s\":{\"credit\":", i ? "," : "", slot_names[i]);
}

static char *put_parts(char *p, const struct lint_result *r)
{
	PUT(",\"parts\":{");
	for (int i = 0; i < PARTS; i++) {
		p = put(p, fixed.part[i]);
		p = real(p, r->part[i], 100);
	}
	PUT(",\"description\":");
	p = real(p, r->D, 100);
	PUT("},\"D\":");
	p = real(p, r->D, 100);
	PUT(",\"C\":");
	p = real(p, r->C, 100);
	PUT(",\"g\":");
	p = real(p, r->g, 1000);
	PUT(",\"noise\":");
	p = real(p, r->noise, 100);
	PUT(",\"cap\":");
	return digits(p, (unsigned)r->cap);
}

static char *put_slots(char *p, const struct lint_result *r)
{
	PUT(",\"slots\":{");
	for (int i = 0; i < SLOTS; i++) {
		const struct lint_slot *s = &r->slot[i];
		p = put(p, fixed.slot[i]);
		p = real(p, s->credit, 100);
		PUT(",\"max\":");
		p = real(p, s->max, 100);
		PUT(",\"span\":");
		if (s->end > s->start) {
			p = range(p, s->start, s->end);
			p = put(p, s->clause ? SPAN(",\"clause\":true") : SPAN(",\"clause\":false"));
		} else {
			PUT("null");
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
	p = put(p, fixed.rule[f->index][f->severity]);
	p = range(p, f->start, f->end);
	PUT(",\"message\":");
	p = quote(p, f->message);
	if (f->because.n) {
		PUT(",\"because\":");
		p = quote(p, f->because);
	}
	PUT(",\"fix\":\"");
	p = putz(p, fix_names[f->fix]);
	PUT("\"");
	if (f->suggest.n) {
		PUT(",\"suggest\":");
		p = quote(p, f->suggest);
	}
	PUT(",\"points\":");
	p = real(p, f->points, 100);
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
		p = quote(p, r->needs_human[i]);
	}
	PUT("]");
	return p;
}

/* The most that the record's strings and findings can take. */
static size_t room_for(const struct lint_result *r, size_t trainer)
{
	size_t n = FIXED_MAX + strlen(r->model) + trainer;

	for (size_t i = 0; i < r->n_needs_human; i++)
		n += 6 * r->needs_human[i].n + 11;
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];
		n += fixed.rule[f->index][f->severity].n + 6 * (f->message.n + f->because.n + f->suggest.n) + 288;
	}
	return n;
}

void score_put(struct buf *out, const struct lint_result *r, const char *trainer, const bool *known)
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
	p = put_slots(p, r);
	p = put_human(p, r);
	PUT(",\"findings\":[");
	for (size_t i = 0; i < r->n_findings; i++) {
		if (i)
			*p++ = ',';
		p = put_finding(p, &r->findings[i], known && known[i]);
	}
	PUT("]}");
	out->n += (size_t)(p - to);
}
