/* jread.h: reading JSON without building it: a strict scanner finds members and elements as raw bytes of the input
 * (foreign members are copied, never re-written), and single values are decoded on demand (jstring.c). Hostile input: depth is limited, nothing recurses, nothing is allocated but the list of members. */
#ifndef CAPTOOLS_JSON_JREAD_H
#define CAPTOOLS_JSON_JREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

/* Deeper nesting in a record is "too-deep"; json_set_depth (before any thread runs) changes it, up to JSON_DEPTH_MOST. */
enum { JSON_DEPTH = 64, JSON_DEPTH_MOST = 1024 };
void json_set_depth(int depth);

struct json_member {
	struct span key;   /* decoded, in the arena or in the text */
	struct span raw;   /* the value's bytes in the text, without white space around */
};

struct json_members {
	struct json_member *v;
	size_t n, cap;
};

/* The top-level members of one object, values as raw bytes. Fully checks the syntax of everything inside (strict
 * JSON, UTF-8, depth within the limit). Empty text around the object is allowed, anything else is an error.
 * 0, or -1 with d ("bad-json", "too-deep", "not-utf8", "not-object") and the offset. */
int json_read_object(struct arena *a, struct span text, struct json_members *out, struct diag *d);
/* The elements of one array, likewise. */
int json_read_array(struct arena *a, struct span text, struct json_members *out, struct diag *d);

/* Checks one value of any kind that starts at byte at of text (blanks before it allowed); *end is the byte behind it. The text's
 * UTF-8 is not checked here. 0, or -1 with d and the offset in text. */
int json_scan_value(struct span text, size_t at, size_t *end, struct diag *d);

/* Whether text is one JSON object or array and nothing else but blanks: cheap where it begins with neither. */
bool json_document(struct span text);

/* A raw string value decoded (escapes; lone surrogates become U+FFFD). False if raw is no string. */
bool json_string(struct arena *a, struct span raw, struct span *out);
/* A raw number as a whole number / a real. False if it is none or does not fit. */
bool json_long(struct span raw, long long *out);
bool json_real(struct span raw, double *out);
bool json_true(struct span raw);

/* The raw value of a key (the last one if doubled), or an empty span with p NULL. */
struct span json_get(const struct json_members *m, const char *key);

#endif
