/* settings.h: a trainer's own options with their defaults, as the trainer writes them: numbers, flags, words, lists and lists
 * of lists. Values are JSON; a bare word is a string. Owns nothing but what lives in the arena. */
#ifndef CAPTOOLS_IMAGE_SETTINGS_H
#define CAPTOOLS_IMAGE_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"
#include "base/spec.h"

enum setting_kind {
	SETTING_FLAG,   /* true, false; a bare name on the command line is true */
	SETTING_NUMBER,
	SETTING_WORD,   /* a string, or a number taken as one */
	SETTING_SIZES,  /* a number, [w,h], or a list of numbers and lists of two or three; on the command line 768x512, too */
};

struct setting {
	const char *name;
	enum setting_kind kind;
	const char *value; /* the default as JSON; NULL: none */
	const char *help;
};

struct settings {
	const struct setting *table;
	size_t n;
	struct span *value;  /* n of them; p NULL: not set, no default */
	bool *given;
};

enum { SIZES_MAX = 64 };
/* A number (n 1), or a list of so many. */
struct sizes {
	bool list;           /* the value is written as a list */
	size_t n;
	struct { double v[3]; size_t n; } of[SIZES_MAX];
};

/* table of n rows, kept by reference; the values are the defaults. */
void settings_init(struct settings *s, const struct setting *table, size_t n, struct arena *a);
/* Sets one option; value is copied. 0; -1 with d ("unknown-option", "bad-option"). */
int settings_set(struct settings *s, struct span name, struct span value, struct arena *a, struct diag *d);
/* The options of a spec, a bare name as true. foreign (may be NULL) says whether a name that the table does not hold is somebody else's and
 * passed over. */
typedef bool setting_foreign(struct span trainer, struct span option);
int settings_take(struct settings *s, const struct spec *from, setting_foreign *foreign, struct arena *a, struct diag *d);

bool settings_given(const struct settings *s, const char *name);
/* Whether the option has a value at all (its own or a default); null counts as none. */
bool settings_has(const struct settings *s, const char *name);
bool settings_flag(const struct settings *s, const char *name);
double settings_number(const struct settings *s, const char *name);
/* A string without its quotes, anything else as it is written. */
struct span settings_word(const struct settings *s, const char *name);
void settings_sizes(const struct settings *s, const char *name, struct sizes *out);

#endif
