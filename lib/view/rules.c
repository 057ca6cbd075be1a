/* rules.c: the numbers of rules, encoders and buckets. There are few of each, so they are looked for one by one. */
#include "view/rules.h"

uint32_t rules_number(struct rules *r, struct span code, struct span name)
{
	for (size_t i = 0; i < r->list.n; i++)
		if (span_eq(r->list.v[i].code, code))
			return (uint32_t)i;
	if (r->list.n == RULES_MET_MAX)
		return RULES_MET_MAX - 1;
	struct met *m = ARENA_PUSH(&r->a, &r->list);
	*m = (struct met){arena_dup(&r->a, code), arena_dup(&r->a, name), 0, 0};
	return (uint32_t)(r->list.n - 1);
}

int encoders_number(struct rules *r, struct span name, long long limit)
{
	for (size_t i = 0; i < r->encoders.n; i++)
		if (r->encoders.v[i].limit == limit && span_eq(r->encoders.v[i].key, name))
			return (int)i;
	if (r->encoders.n == ENCODERS_MET_MAX)
		return -1;
	name = arena_dup(&r->a, name);
	*ARENA_PUSH(&r->a, &r->encoders) = (struct met_encoder){name, name, limit};
	return (int)r->encoders.n - 1;
}

void encoders_alias(struct rules *r, int number, struct span name)
{
	if (number < 0 || !name.n)
		return;
	struct met_encoder *e = &r->encoders.v[number];
	if (e->names.n > 60)
		return;
	for (size_t i = 0; i + name.n <= e->names.n; i++)
		if (memcmp(e->names.p + i, name.p, name.n) == 0)
			return;
	e->names = arena_printf(&r->a, "%.*s, %.*s", SPAN_ARG(e->names), SPAN_ARG(name));
}

int buckets_number(struct rules *r, const struct met_bucket *b)
{
	for (size_t i = 0; i < r->buckets.n; i++) {
		const struct met_bucket *x = &r->buckets.v[i];
		bool same = b->aspect > 0 ? x->aspect >= b->aspect && x->aspect <= b->aspect :
					    x->aspect <= 0 && x->width == b->width && x->height == b->height;
		if (same && x->resolution == b->resolution)
			return (int)i;
	}
	if (r->buckets.n == BUCKETS_MET_MAX)
		return -1;
	*ARENA_PUSH(&r->a, &r->buckets) = *b;
	return (int)r->buckets.n - 1;
}
