/* span.h: a piece of somebody else's bytes. Owns nothing; never NUL-terminated by promise. */
#ifndef CAPTOOLS_BASE_SPAN_H
#define CAPTOOLS_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *p;
	size_t n;
};

/* A string literal as a span; the NUL is not part of it. */
#define SPAN(lit) ((struct span){(lit), sizeof(lit) - 1})
#define SPAN_INIT(lit) {(lit), sizeof(lit) - 1}
/* For printf("%.*s"): precision and pointer. */
#define SPAN_ARG(s) (int)(s).n, (s).p

static inline bool span_eq(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool span_is(struct span a, const char *z)
{
	size_t n = strlen(z);
	return a.n == n && (n == 0 || memcmp(a.p, z, n) == 0);
}

static inline bool span_starts(struct span a, struct span prefix)
{
	return a.n >= prefix.n && memcmp(a.p, prefix.p, prefix.n) == 0;
}

static inline bool span_ends(struct span a, struct span suffix)
{
	return a.n >= suffix.n && memcmp(a.p + a.n - suffix.n, suffix.p, suffix.n) == 0;
}

/* The bytes [from,to) of s. The caller keeps from <= to <= s.n. */
static inline struct span span_cut(struct span s, size_t from, size_t to)
{
	return (struct span){s.p + from, to - from};
}

/* A NUL-terminated string as a span; NULL gives the empty span. */
static inline struct span span_of(const char *z)
{
	return (struct span){z, z ? strlen(z) : 0};
}

#endif
