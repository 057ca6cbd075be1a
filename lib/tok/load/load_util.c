/* load_util.c: what the loaders share: errors with their place, names, numbers as the reference reads them. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/hash.h"
#include "json/jread.h"
#include "tok/load/load.h"

void load_init(struct load *l, struct spec *s, struct arena *a, struct span doc, struct diag *d)
{
	enum spec_norm norm = s->norm;
	enum spec_pretok pretok = s->pretok;

	*s = (struct spec){.a = a, .norm = norm, .pretok = pretok, .unk = -1, .bos = -1, .eos = -1};
	s->end_of_word = s->charsmap = SPAN("");
	*l = (struct load){.s = s, .a = a, .doc = doc, .d = d};
	l->seen = arena_zalloc(a, LOAD_IDS / 8 + 1, 1);
}

bool load_taken(const struct load *l, uint32_t id)
{
	return id < LOAD_IDS && (l->seen[id / 8] >> id % 8 & 1);
}

bool load_take(struct load *l, uint32_t id)
{
	bool was = load_taken(l, id);

	l->seen[id / 8] |= (uint8_t)(1u << id % 8);
	return was;
}

void spec_set_norm(struct spec *s, enum spec_norm norm)
{
	struct spec_sp *p = &s->sp;
	bool runs = norm == NORM_CHARSMAP || norm == NORM_STRIP_RUNS;

	s->norm = norm;
	p->strip_left = p->prepend_norm = false;
	p->strip_right = p->fold = runs;
	p->mark_norm = norm == NORM_SPACE_MARK;
	p->used = p->used || runs || p->mark_norm;
	if (norm != NORM_CHARSMAP)
		s->charsmap = SPAN("");
}

void spec_set_pretok(struct spec *s, enum spec_pretok pretok)
{
	struct spec_sp *p = &s->sp;

	s->pretok = pretok;
	p->split = pretok == PRE_META_ALWAYS;
	p->prepend = p->split ? PREPEND_ALWAYS : pretok == PRE_META_FIRST ? PREPEND_FIRST : PREPEND_NEVER;
	p->split_space = false;
	p->used = p->used || p->prepend != PREPEND_NEVER;
}

static int __attribute__((format(printf, 4, 0)))
fault(struct load *l, const char *code, struct span at, const char *fmt, va_list ap)
{
	char m[200];

	vsnprintf(m, sizeof m, fmt, ap);
	if (at.p && at.p >= l->doc.p && at.p <= l->doc.p + l->doc.n)
		return diag_at(l->d, code, (size_t)(at.p - l->doc.p), "%s", m);
	return diag_set(l->d, code, "%s", m);
}

int load_bad(struct load *l, struct span at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault(l, "bad-tokenizer", at, fmt, ap);
	va_end(ap);
	return -1;
}

int load_unsupported(struct load *l, struct span at, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault(l, "unsupported-component", at, fmt, ap);
	va_end(ap);
	return -1;
}

void load_names_build(struct load_names *t, struct arena *a, const struct spec_token *v, size_t n)
{
	*t = (struct load_names){v, n, {.a = a}};
	map_room(&t->places, n);
	for (size_t i = 0; i < n; i++)
		*map_add(&t->places, hash_bytes(v[i].bytes.p, v[i].bytes.n, hash_seed()), NULL) = (uint32_t)i;
}

const struct spec_token *load_name(const struct load_names *t, struct span s)
{
	const uint32_t *i = map_find(&t->places, hash_bytes(s.p, s.n, hash_seed()));

	return i && span_eq(t->v[*i].bytes, s) ? &t->v[*i] : NULL;
}

/* 10^n for n <= 308, as the decimal literal gives it. */
static double pow10_literal(unsigned n)
{
	static const double small[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
				       1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
	char t[16];

	if (n <= 22)
		return small[n];
	snprintf(t, sizeof t, "1e%u", n);
	return strtod(t, NULL);
}

/* serde_json without its feature float_roundtrip (the reference's build): the digits as one whole number, further
 * ones dropped when it would overflow 64 bits, then one multiplication or division by a power of ten
 * (serde_json 1.0.140, de.rs: parse_decimal, f64_from_parts). */
double load_serde_real(struct span raw)
{
	uint64_t m = 0;
	int exponent = 0, e = 0;
	bool minus = false, point = false, full = false, eminus = false;
	size_t i = 0;

	if (i < raw.n && raw.p[i] == '-')
		minus = true, i++;
	for (; i < raw.n && (raw.p[i] == '.' || (raw.p[i] >= '0' && raw.p[i] <= '9')); i++) {
		unsigned digit = (unsigned)(raw.p[i] - '0');
		if (raw.p[i] == '.') {
			point = true;
			continue;
		}
		full = full || m > (UINT64_MAX - digit) / 10;
		if (!full)
			m = m * 10 + digit;
		if (full != point && exponent > -100000 && exponent < 100000)
			exponent += full ? 1 : -1;
	}
	if (i < raw.n && (raw.p[i] | 0x20) == 'e') {
		i++;
		if (i < raw.n && (raw.p[i] == '-' || raw.p[i] == '+'))
			eminus = raw.p[i++] == '-';
		for (; i < raw.n && e < 100000; i++)
			e = e * 10 + (raw.p[i] - '0');
	}
	exponent += eminus ? -e : e;
	double f = (double)m;
	while (exponent < -308 && f != 0) {
		f /= 1e308;
		exponent += 308;
	}
	if (f != 0 && exponent < 0)
		f /= pow10_literal((unsigned)-exponent);
	else if (f != 0)
		f = exponent > 308 ? INFINITY : f * pow10_literal((unsigned)exponent);
	return minus ? -f : f;
}

struct span load_get(struct load *l, struct span object, const char *key)
{
	struct json_members m;

	if (object.n > LOAD_PART || json_read_object(l->a, object, &m, NULL) < 0)
		return (struct span){NULL, 0};
	return json_get(&m, key);
}

bool load_str(struct load *l, struct span object, const char *key, struct span *out)
{
	struct span raw = load_get(l, object, key);

	return raw.p && json_string(l->a, raw, out);
}

bool load_bool(struct load *l, struct span object, const char *key, bool def)
{
	struct span raw = load_get(l, object, key);

	if (!raw.p || span_is(raw, "null"))
		return def;
	return json_true(raw);
}

/* Puts the steps of one component behind v[n]; depth limits Sequences inside Sequences. */
static int steps(struct load *l, struct span raw, const char *list, struct load_step *v, int n, const char *where,
		 int depth)
{
	struct json_members m;
	struct load_step *s = &v[n];

	if (span_is(raw, "null"))
		return n;
	if (n == LOAD_STEPS || depth > 4)
		return load_unsupported(l, raw, "%s has too many steps", where);
	if (raw.n > LOAD_PART)
		return load_bad(l, raw, "%s is longer than %d bytes", where, LOAD_PART);
	if (raw.n == 0 || raw.p[0] != '{' || !load_str(l, raw, "type", &s->type))
		return load_bad(l, raw, "%s should be an object with a type", where);
	s->raw = raw;
	s->where = where;
	if (!span_is(s->type, "Sequence"))
		return n + 1;
	struct span items = load_get(l, raw, list);
	if (!items.p || json_read_array(l->a, items, &m, NULL) < 0)
		return load_bad(l, raw, "%s Sequence has no list of %s", where, list);
	struct span base = arena_dup(l->a, span_of(where));
	for (size_t i = 0; i < m.n && n >= 0; i++)
		n = steps(l, m.v[i].raw, list, v, n, arena_printf(l->a, "%.60s Sequence[%zu]", base.p, i).p, depth + 1);
	return n;
}

int load_steps(struct load *l, struct span raw, const char *what, const char *list, struct load_step v[LOAD_STEPS])
{
	return raw.p ? steps(l, raw, list, v, 0, what, 0) : 0;
}
