/* arena.c: blocks of doubling size; a reset keeps the newest, so a steady loop stops allocating. What is large has a block of its own,
 * so that an array that grows leaves no copies of itself behind. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"

/* With the address sanitizer each allocation ends at its last byte: what is behind it, and all that a reset forgot, is poison. */
#ifdef ARENA_CAREFUL
#include <sanitizer/asan_interface.h>
enum { REDZONE = 16 };
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)0)
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)0)
enum { REDZONE = 0 };
#endif

enum { FIRST_BLOCK = 16 << 10, BLOCK_MAX = 4 << 20, LARGE = 128 << 10, ALIGN = ARENA_ALIGN };

/* The first byte of a block's payload is aligned like malloc's. */
static char *payload(struct arena_block *b)
{
	return (char *)b + ((sizeof *b + ALIGN - 1) & ~(size_t)(ALIGN - 1));
}

/* What n bytes take of a block. */
static size_t taken(size_t n)
{
	return ((n + ALIGN - 1) & ~(size_t)(ALIGN - 1)) + REDZONE;
}

static struct arena_block *make_block(struct arena_block *older, size_t size)
{
	struct arena_block *b = malloc(size + 2 * ALIGN + sizeof *b);

	if (!b)
		die_nomem();
	b->older = older;
	b->size = size;
	return b;
}

/* The head gets a block with room for n bytes, which are not large. */
static void new_head(struct arena *a, size_t n)
{
	size_t size = a->head ? a->head->size * 2 : FIRST_BLOCK;

	if (size > BLOCK_MAX)
		size = BLOCK_MAX;
	if (size < n)
		size = n;
	a->head = make_block(a->head, size);
	a->at = payload(a->head);
	a->end = a->at + size;
	ASAN_POISON_MEMORY_REGION(a->at, size);
}

/* A block of its own, behind the head. */
static void *large(struct arena *a, size_t n)
{
	if (!a->head)
		new_head(a, 0);
	a->head->older = make_block(a->head->older, n);
	return payload(a->head->older);
}

void *arena_more(struct arena *a, size_t n)
{
	if (n > SIZE_MAX / 4)
		die_nomem();
	if (n >= LARGE)
		return large(a, n);
	size_t need = taken(n);

	if (!a->head || (size_t)(a->end - a->at) < need)
		new_head(a, need);
	void *p = a->at;
	a->at += need;
	ASAN_UNPOISON_MEMORY_REGION(p, n);
	return p;
}

void *arena_zalloc(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / 4 / size)
		die_nomem();
	void *p = arena_alloc(a, count * size);
	memset(p, 0, count * size);
	return p;
}

struct span arena_dup(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = 0;
	return (struct span){p, s.n};
}

struct span arena_cat(struct arena *a, struct span x, struct span y)
{
	char *p = arena_alloc(a, x.n + y.n + 1);

	if (x.n)
		memcpy(p, x.p, x.n);
	if (y.n)
		memcpy(p + x.n, y.p, y.n);
	p[x.n + y.n] = 0;
	return (struct span){p, x.n + y.n};
}

/* Grows p where it has a block of its own; NULL where it has none. */
static void *grow_large(struct arena *a, const void *p, size_t want)
{
	struct arena_block **at = &a->head->older;

	while (*at && payload(*at) != p)
		at = &(*at)->older;
	if (!*at)
		return NULL;
	struct arena_block *b = realloc(*at, want + 2 * ALIGN + sizeof *b);
	if (!b)
		die_nomem();
	b->size = want;
	*at = b;
	return payload(b);
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t want)
{
	if (want > SIZE_MAX / 4)
		die_nomem();
	if (p && a->head && (char *)p + taken(old) == a->at && want >= old) {
		if (taken(want) <= (size_t)(a->end - (char *)p)) {
			a->at = (char *)p + taken(want);
			ASAN_UNPOISON_MEMORY_REGION(p, want);
			return p;
		}
	}
	void *q = p && a->head && old >= LARGE && want >= old ? grow_large(a, p, want) : NULL;
	if (q)
		return q;
	q = arena_alloc(a, want);
	if (p)
		memcpy(q, p, old < want ? old : want);
	return q;
}

struct span arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;

	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		n = 0;
	char *p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct span){p, (size_t)n};
}

void arena_join(struct arena *a, struct arena *from)
{
	struct arena_block *last = from->head;

	if (!a->head) {
		*a = *from;
	} else if (last) {
		while (last->older)
			last = last->older;
		last->older = a->head->older;
		a->head->older = from->head;
	}
	*from = (struct arena)ARENA_INIT;
}

/* Gives back the blocks from b on up to the one named. */
static void give_back(struct arena_block *b, const struct arena_block *until)
{
	for (struct arena_block *next; b != until; b = next) {
		next = b->older;
		free(b);
	}
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->head, a->head ? a->head->older : NULL, a->at};
}

/* New heads stand before the marked one, large blocks that came while it was the head right behind it. */
void arena_back(struct arena *a, struct arena_mark m)
{
	give_back(a->head, m.head);
	a->head = m.head;
	a->at = m.at;
	a->end = m.head ? payload(m.head) + m.head->size : NULL;
	if (!m.head)
		return;
	give_back(m.head->older, m.older);
	m.head->older = m.older;
	ASAN_POISON_MEMORY_REGION(m.at, (size_t)(a->end - m.at));
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->head;

	if (!keep)
		return;
	give_back(keep->older, NULL);
	keep->older = NULL;
	a->at = payload(keep);
	ASAN_POISON_MEMORY_REGION(payload(keep), keep->size);
}

void arena_fini(struct arena *a)
{
	give_back(a->head, NULL);
	*a = (struct arena)ARENA_INIT;
}
