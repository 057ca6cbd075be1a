/* set_top.c: bounded counting. */
#include "dataset/set_top.h"

#include "base/escape.h"
#include "base/pages.h"
#include "base/sort.h"

static void make_table(struct top *t, uint32_t slots)
{
	t->table = pages_get(slots * sizeof *t->table);
	t->slots = slots;
	t->used = 0;
}

void top_init(struct top *t, uint32_t most)
{
	*t = (struct top){.most = most};
	make_table(t, 256);
}

void top_fini(struct top *t)
{
	pages_put(t->table, t->slots * sizeof *t->table);
	buf_fini(&t->names);
}

static uint32_t slot_of(const struct top *t, uint64_t key)
{
	return (uint32_t)(key >> 20) & (t->slots - 1);
}

static struct top_entry *place(const struct top *t, uint64_t key)
{
	uint32_t mask = t->slots - 1, i = slot_of(t, key);
	struct top_entry *v = t->table;

	while (v[i].key && v[i].key != key)
		i = (i + 1) & mask;
	return &v[i];
}

static uint32_t put_name(struct buf *names, struct span s)
{
	uint32_t at = (uint32_t)names->n;

	s = escape_short(s, 255);
	buf_addc(names, (char)(unsigned char)s.n);
	buf_adds(names, s);
	return at;
}

struct span top_name(const struct top *t, const struct top_entry *e)
{
	return (struct span){t->names.p + e->name + 1, (unsigned char)t->names.p[e->name]};
}

/* The count below which half of the keys lie. */
static uint32_t median_count(const struct top *t)
{
	struct buf b = BUF_INIT, tmp = BUF_INIT;
	uint64_t *v = (uint64_t *)(void *)buf_room(&b, t->used * sizeof *v);
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->slots; i++)
		if (t->table[i].key)
			v[n++] = t->table[i].count;
	sort_u64(v, n, 0, &tmp);
	uint32_t m = (uint32_t)v[n / 2];
	buf_fini(&b);
	buf_fini(&tmp);
	return m;
}

/* Moves every entry with more than `under` into a table of that many slots; names are packed anew. */
static void rebuild(struct top *t, uint32_t slots, uint32_t under)
{
	struct top old = *t;

	make_table(t, slots);
	t->names = (struct buf)BUF_INIT;
	for (uint32_t i = 0; i < old.slots; i++) {
		struct top_entry e = old.table[i];
		if (!e.key || e.count <= under)
			continue;
		e.name = put_name(&t->names, top_name(&old, &e));
		*place(t, e.key) = e;
		t->used++;
	}
	top_fini(&old);
}

static void make_place(struct top *t)
{
	if (t->used * 4 < t->slots * 3)
		return;
	if (t->slots < t->most * 2) {
		rebuild(t, t->slots * 2, 0);
		return;
	}
	uint32_t m = median_count(t);
	if (m > t->lost)
		t->lost = m;
	rebuild(t, t->slots, m);
}

struct top_entry *top_new(struct top *t, uint64_t key, struct span name, uint32_t caption)
{
	key += key == 0;
	make_place(t);
	struct top_entry *e = place(t, key);
	*e = (struct top_entry){.key = key, .count = t->lost, .error = t->lost, .first = caption, .last = UINT32_MAX,
				.name = put_name(&t->names, name)};
	t->used++;
	return e;
}

void top_rename(struct top *t, struct top_entry *e, struct span name)
{
	e->name = put_name(&t->names, name);
}

struct top_entry *top_add(struct top *t, uint64_t key, struct span name, uint32_t caption)
{
	struct top_entry *e = top_find(t, key);

	if (!e)
		e = top_new(t, key, name, caption);
	e->count++;
	return e;
}

void top_expect(const struct top *t, uint64_t key)
{
	__builtin_prefetch(&t->table[slot_of(t, key)], 1);
}

struct top_entry *top_find(const struct top *t, uint64_t key)
{
	struct top_entry *e = place(t, key + (key == 0));

	return e->key ? e : NULL;
}

const struct top_entry *top_at(const struct top *t, uint32_t i)
{
	return t->table[i].key ? &t->table[i] : NULL;
}

static uint32_t value(const struct top_entry *e, int which)
{
	return which < 0 ? e->count : e->extra[which];
}

/* Whether a stands before b in the list. */
static bool better(const struct top *t, int which, const struct top_entry *a, const struct top_entry *b)
{
	uint32_t m = value(a, which), n = value(b, which);

	if (m != n)
		return m > n;
	struct span x = top_name(t, a), y = top_name(t, b);
	int c = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);
	return c ? c < 0 : x.n != y.n ? x.n < y.n : a->key < b->key;
}

/* v is a heap: no entry stands before one above it. */
static void sift(const struct top *t, int which, const struct top_entry **v, size_t n, size_t i)
{
	for (size_t c; (c = 2 * i + 1) < n; i = c) {
		if (c + 1 < n && better(t, which, v[c], v[c + 1]))
			c++;
		if (!better(t, which, v[i], v[c]))
			return;
		const struct top_entry *x = v[i];
		v[i] = v[c];
		v[c] = x;
	}
}

size_t top_best(const struct top *t, int which, const struct top_entry **out, size_t n)
{
	size_t have = 0;

	for (uint32_t i = 0; i < t->slots && n; i++) {
		const struct top_entry *e = top_at(t, i);
		if (!e || value(e, which) == 0)
			continue;
		if (have < n) {
			out[have++] = e;
			for (size_t k = have / 2; have == n && k-- > 0;)
				sift(t, which, out, n, k);
		} else if (better(t, which, e, out[0])) {
			out[0] = e;
			sift(t, which, out, n, 0);
		}
	}
	for (size_t k = have / 2; have < n && k-- > 0;)
		sift(t, which, out, have, k);
	for (size_t m = have; m-- > 1;) { /* the last one goes behind the others */
		const struct top_entry *x = out[0];
		out[0] = out[m];
		out[m] = x;
		sift(t, which, out, m, 0);
	}
	return have;
}
