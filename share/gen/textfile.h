/* textfile.h: text files as wordnetc's and taggerc's sources are: lines of fields. What is read stays until the end. */
#ifndef CAPTOOLS_GEN_TEXTFILE_H
#define CAPTOOLS_GEN_TEXTFILE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/die.h"
#include "base/file.h"

static struct arena memory;

static struct span slurp(const char *folder, const char *name)
{
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	struct diag d = {0};

	if (file_read(arena_printf(&a, "%s/%s", folder, name).p, &b, (size_t)256 << 20, &d) < 0)
		die("%s (the package wordnet-base brings WordNet)", d.message);
	struct span text = arena_dup(&memory, buf_span(&b));
	buf_fini(&b);
	arena_fini(&a);
	return text;
}

/* What stands before the next byte of stops, or the end; takes both. */
static struct span until(struct span *rest, const char *stops)
{
	size_t n = 0;

	while (n < rest->n && !strchr(stops, rest->p[n]))
		n++;
	struct span s = span_cut(*rest, 0, n);
	*rest = span_cut(*rest, n < rest->n ? n + 1 : n, rest->n);
	return s;
}

/* The next line that is neither empty nor a comment (# or two blanks, as in WordNet). */
static bool line(struct span *rest, struct span *out)
{
	while (rest->n) {
		*out = until(rest, "\n");
		if (out->n && out->p[0] != ' ' && out->p[0] != '#')
			return true;
	}
	return false;
}

static uint32_t number_in(struct span s, int base)
{
	uint32_t v = 0;

	for (size_t i = 0; i < s.n; i++) {
		int c = s.p[i], d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
		if (d >= base)
			die("'%.*s' is no number", SPAN_ARG(s));
		v = v * (uint32_t)base + (uint32_t)d;
	}
	return v;
}

static uint32_t number(struct span s)
{
	return number_in(s, 10);
}

#endif
