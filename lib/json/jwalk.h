/* jwalk.h: walking through big JSON documents (a tokenizer.json of 20 MB, or a hostile one of 200) member by member: nothing is
 * stored, every value is checked before it is handed out, offsets count from the start of the document. */
#ifndef CAPTOOLS_JSON_JWALK_H
#define CAPTOOLS_JSON_JWALK_H

#include <stddef.h>

#include "base/diag.h"
#include "base/span.h"

struct json_walk {
	struct span doc;
	size_t at;      /* the next byte to look at; behind the container after the last member */
	char close;     /* '}' or ']' */
	bool begun;
};

struct json_item {
	struct span key;   /* with its quotes, undecoded (json_string decodes); empty in an array */
	struct span raw;   /* the value, without blanks around it */
};

/* Stands before the first member of the container that starts at byte at of doc (valid UTF-8; blanks before it allowed).
 * open: '{' or '['. 0, or -1 with d ("bad-json") when there is none. */
int json_walk_open(struct json_walk *w, struct span doc, size_t at, char open, struct diag *d);
/* The same for a value that a walk handed out: raw lies inside w's document. */
int json_walk_into(struct json_walk *inner, const struct json_walk *w, struct span raw, char open, struct diag *d);
/* The next member: 1, 0 at the end, -1 with d and the offset. */
int json_walk_next(struct json_walk *w, struct json_item *m, struct diag *d);
/* After the end of the outermost container: 0 if only blanks follow, else -1 with d. */
int json_walk_close(struct json_walk *w, struct diag *d);

#endif
