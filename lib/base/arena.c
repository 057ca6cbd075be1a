/* arena.c: blocks of doubling size; a reset keeps the newest, so a steady loop stops allocating. */
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

enum { FIRST_BLOCK = 16 << 10, KEEP_MAX = 4 << 20, ALIGN = ARENA_ALIGN };

struct arena_block {
	struct arena_block *older;
	size_t size;
};

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

static void new_block(struct arena *a, size_t n)
{
	size_t size = a->head ? a->head->size * 2 : FIRST_BLOCK;

	if (size > KEEP_MAX)
		size = KEEP_MAX;
	if (size < n)
		size = n;
	if (size > SIZE_MAX / 2)
		die_nomem();
	struct arena_block *b = malloc(size + 2 * ALIGN + sizeof *b);
	if (!b)
		die_nomem();
	b->older = a->head;
	b->size = size;
	ASAN_POISON_MEMORY_REGION(payload(b), size);
	a->head = b;
	a->at = payload(b);
	a->end = payload(b) + size;
}

void *arena_more(struct arena *a, size_t n)
{
	if (n > SIZE_MAX / 4)
		die_nomem();
	size_t need = taken(n);

	if (!a->head || (size_t)(a->end - a->at) < need)
		new_block(a, need);
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

void *arena_grow(struct arena *a, void *p, size_t old, size_t want)
{
	if (p && a->head && (char *)p + taken(old) == a->at && want >= old) {
		if (taken(want) <= (size_t)(a->end - (char *)p)) {
			a->at = (char *)p + taken(want);
			ASAN_UNPOISON_MEMORY_REGION(p, want);
			return p;
		}
	}
	void *q = arena_alloc(a, want);
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

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->head;

	if (!keep)
		return;
	for (struct arena_block *b = keep->older, *next; b; b = next) {
		next = b->older;
		free(b);
	}
	keep->older = NULL;
	a->at = payload(keep);
	ASAN_POISON_MEMORY_REGION(payload(keep), keep->size);
	if (keep->size > KEEP_MAX) { /* one huge record must not hold its memory for ever */
		free(keep);
		*a = (struct arena)ARENA_INIT;
	}
}

void arena_fini(struct arena *a)
{
	for (struct arena_block *b = a->head, *next; b; b = next) {
		next = b->older;
		free(b);
	}
	*a = (struct arena)ARENA_INIT;
}
