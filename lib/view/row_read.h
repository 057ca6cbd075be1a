/* row_read.h: inside lib/view only: members of records that may be missing, of any type, or hostile, as the page's JSON has them. */
#ifndef CAPTOOLS_VIEW_ROW_READ_H
#define CAPTOOLS_VIEW_ROW_READ_H

#include "json/jread.h"
#include "json/jwrite.h"
#include "view/utf16.h"

/* "[12,34]" as two whole numbers. */
bool row_span(struct span raw, long long *start, long long *end);
/* A member that is a string, else empty with p NULL. */
struct span row_text(struct arena *a, const struct json_members *m, const char *key);
/* A member that is a number, else null; at most three decimals. */
void row_number(struct jwrite *w, const struct json_members *m, const char *key);
/* A span of bytes as two numbers in UTF-16 units, or two nulls. */
void row_put_span(struct jwrite *w, const struct utf16 *u, struct span raw);
/* The elements of a member that is an array. False, and none, if it is not. */
bool row_list(struct arena *a, const struct json_members *m, const char *key, struct json_members *out);
/* Its strings as an array. */
void row_strings(struct jwrite *w, const char *key, const struct json_members *list, struct arena *a);
/* Element i of list as an object. False if it is none. */
bool row_object(struct arena *a, const struct json_members *list, size_t i, struct json_members *out);

#endif
