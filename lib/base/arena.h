/* arena.h: memory that lives until one reset. What a function allocates lives in the arena it was given.
 * Out of memory ends the process (die), so no caller checks for NULL. Not shared between threads. */
#ifndef CAPTOOLS_BASE_ARENA_H
#define CAPTOOLS_BASE_ARENA_H

#include <stddef.h>

/* With the address sanitizer each allocation is its own: arena.c. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define ARENA_CAREFUL 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define ARENA_CAREFUL 1
#endif

#include "base/span.h"

struct arena_block {
	struct arena_block *older;
	size_t size;
};
struct arena {
	struct arena_block *head; /* the block in use; older ones, and those of large objects, behind it */
	char *at, *end;           /* what is free of the head block */
};

#define ARENA_INIT {NULL, NULL, NULL}
enum { ARENA_ALIGN = 16 };

/* n bytes when the head block has not that many; with the address sanitizer always. */
void *arena_more(struct arena *a, size_t n);

/* n bytes aligned for any object, not cleared. n may be 0: the pointer is then valid but not to be read. */
static inline void *arena_alloc(struct arena *a, size_t n)
{
#ifndef ARENA_CAREFUL
	size_t need = (n + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1), left = (size_t)(a->end - a->at);

	if (n < left && need < left) {
		void *p = a->at;
		a->at += need;
		return p;
	}
#endif
	return arena_more(a, n);
}

/* The same, cleared. Overflow of count * size dies. */
void *arena_zalloc(struct arena *a, size_t count, size_t size);
/* A copy of s with a NUL behind it that is not counted. */
struct span arena_dup(struct arena *a, struct span s);
/* x and y behind each other (printf would stop at a NUL), with a NUL that is not counted. */
struct span arena_cat(struct arena *a, struct span x, struct span y);
/* Moves a block of old bytes to one of want bytes; grows in place when it was the last one taken. p is not to be read any more. */
void *arena_grow(struct arena *a, void *p, size_t old, size_t want) __attribute__((returns_nonnull));
/* printf into the arena; the result is NUL-terminated (not counted). */
struct span arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* What lives in from lives in a from now on, where it is; from is empty. */
void arena_join(struct arena *a, struct arena *from);
/* Forgets everything; keeps one block of memory for reuse. */
void arena_reset(struct arena *a);
/* Where an arena stands, to come back to. */
struct arena_mark {
	struct arena_block *head, *older;
	char *at;
};
struct arena_mark arena_mark(const struct arena *a);
/* Forgets what was taken since the mark, and gives its blocks back. Nothing older may have grown since. */
void arena_back(struct arena *a, struct arena_mark m);
/* Gives all memory back; the arena may be used again. */
void arena_fini(struct arena *a);

/* Makes room for one more element of v, which lives in the arena, has n elements and room for cap. */
#define ARENA_MORE(a, v, n, cap)                                                                                   \
	((n) == (cap) ? (void)((v) = arena_grow((a), (v), (cap) * sizeof *(v), ((cap) ? (cap) * 2 : 8) * sizeof *(v)), \
			       (cap) = (cap) ? (cap) * 2 : 8)                                                      \
		      : (void)0,                                                                                   \
	 &(v)[(n)++])
/* The same of a {T *v; size_t n, cap;} list. */
#define ARENA_PUSH(a, list) ARENA_MORE((a), (list)->v, (list)->n, (list)->cap)

#endif
