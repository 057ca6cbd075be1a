/* set_balance.c: a set's spread, counted by subset. */
#include "dataset/set_balance.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/hash.h"

struct span set_subset(struct span id, uint32_t *repeats)
{
	struct span found = SPAN("");
	size_t from = 0;

	*repeats = 1;
	for (size_t i = 0; i < id.n; i++) {
		if (id.p[i] != '/')
			continue;
		struct span part = span_cut(id, from, i);
		uint32_t n = 0;
		size_t digits = 0;
		while (digits < part.n && digits < 6 && ascii_digit(part.p[digits]))
			n = n * 10 + (uint32_t)(part.p[digits++] - '0');
		bool counted = digits && digits < part.n && part.p[digits] == '_' && n; /* kohya-ss/sd-scripts, config_util.py */
		if (counted || found.n == 0) {
			found = part;
			*repeats = counted ? n : 1;
		}
		from = i + 1;
	}
	return found;
}

static uint32_t subset_number(struct balance *b, struct span id)
{
	uint32_t repeats;
	struct span name = set_subset(id, &repeats);
	bool new;
	uint32_t *at = map_add(&b->by_name, hash_bytes(name.p, name.n, 6), &new);

	if (new && b->n_subsets < SUBSETS_MOST) {
		bool last = b->n_subsets == SUBSETS_MOST - 1;
		b->subset[b->n_subsets] = (struct balance_subset){last ? SPAN("") : arena_dup(&b->a, name), last ? 1 : repeats, 0};
		*at = (uint32_t)b->n_subsets++;
	} else if (new) {
		*at = SUBSETS_MOST - 1;
	}
	return *at;
}

void balance_add(struct balance *b, struct span id, const char *p, size_t n, uint32_t looks)
{
	uint32_t subset = subset_number(b, id);
	struct note_balance i;
	bool new;

	b->subset[subset].captions++;
	for (int k = 0; k < LOOKS; k++)
		b->looks[k] += looks >> k & 1;
	for (size_t k = 0; k < n; k++) {
		memcpy(&i, p + k * sizeof i, sizeof i);
		struct span axis = span_of(i.axis), value = {i.value, i.value_n};
		uint32_t *at = map_add(&b->by_value, hash_bytes(value.p, value.n, hash_bytes(axis.p, axis.n, subset)), &new);
		if (new && b->values.n == BALANCE_VALUES)
			*at = UINT32_MAX;
		if (new && b->values.n < BALANCE_VALUES) {
			*at = (uint32_t)b->values.n;
			*ARENA_PUSH(&b->a, &b->values) = (struct balance_value){arena_dup(&b->a, axis), arena_dup(&b->a, value), subset, 0};
		}
		if (*at != UINT32_MAX)
			b->values.v[*at].captions++;
	}
}

static int compare(struct span x, struct span y)
{
	int c = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);

	return c ? c : (x.n > y.n) - (x.n < y.n);
}

static int by_name(const void *x, const void *y)
{
	const struct balance_sum *a = x, *b = y;
	int c = compare(a->axis, b->axis);

	return c ? c : compare(a->value, b->value);
}

static int by_weight(const void *x, const void *y)
{
	const struct balance_sum *a = x, *b = y;
	int c = compare(a->axis, b->axis);

	if (c || a->weight == b->weight)
		return c ? c : compare(a->value, b->value);
	return a->weight > b->weight ? -1 : 1;
}

size_t balance_sums(const struct balance *b, struct balance_sum **out, struct arena *a)
{
	struct balance_sum *v = arena_alloc(a, (b->values.n + 1) * sizeof *v);
	uint64_t of = 0;
	size_t n = 0;

	for (size_t i = 0; i < b->n_subsets; i++)
		of += (uint64_t)b->subset[i].captions * b->subset[i].repeats;
	for (size_t i = 0; i < b->values.n; i++) {
		const struct balance_value *x = &b->values.v[i];
		v[i] = (struct balance_sum){x->axis, x->value, (uint64_t)x->captions * b->subset[x->subset].repeats, of, x->captions};
	}
	if (b->values.n)
		qsort(v, b->values.n, sizeof *v, by_name);
	for (size_t i = 0; i < b->values.n; i++) {
		if (n && by_name(&v[n - 1], &v[i]) == 0) {
			v[n - 1].weight += v[i].weight;
			v[n - 1].captions += v[i].captions;
		} else {
			v[n++] = v[i];
		}
	}
	if (n)
		qsort(v, n, sizeof *v, by_weight);
	*out = v;
	return n;
}

void balance_fini(struct balance *b)
{
	map_fini(&b->by_name);
	map_fini(&b->by_value);
	arena_fini(&b->a);
}
