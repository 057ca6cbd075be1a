/* charsmap.h: SentencePiece's precompiled character map (nmt_nfkc and its kin): a double array over the UTF-8 of what is
 * replaced, and the replacements one after another, each ended by a NUL. */
#ifndef CAPTOOLS_TOK_CHARSMAP_H
#define CAPTOOLS_TOK_CHARSMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/span.h"
#include "tok/engine.h"

struct charsmap {
	const uint32_t *unit; /* the double array; NULL: no map */
	size_t n;
	struct span strings;
};

/* The blob of the file (4 bytes of size, the array, the strings) copied to aligned memory of the arena. False if it is broken. */
bool charsmap_parse(struct arena *a, struct span blob, struct charsmap *m);
/* What the shortest prefix of p[0..n) that the map knows becomes (spm_precompiled's transform). False if it knows none. */
bool charsmap_find(const struct charsmap *m, const char *p, size_t n, struct span *out);

/* What happens to an ASCII character that stands between ASCII characters. */
enum charsmap_ascii { CHARSMAP_SAME, CHARSMAP_SPACE, CHARSMAP_OTHER };
void charsmap_ascii_table(const struct charsmap *m, unsigned char kind[128]);
/* Appends s as the reference's normalizer Precompiled leaves it; kind is the table. Offsets in the map count from s.p. */
void charsmap_apply(const struct charsmap *m, const unsigned char kind[128], struct span s, struct norm_out *o);

#endif
