/* ideogram.h: JSON captions of Ideogram 4 read and written again, each written byte with its place in the caption. */
#ifndef CAPTOOLS_MODEL_CLEANING_IDEOGRAM_H
#define CAPTOOLS_MODEL_CLEANING_IDEOGRAM_H

#include "json/jread.h"
#include "model/cleaning/cleaning.h"

/* A text and, for each byte, the bytes [at[2i],at[2i+1]) of the caption it came from. */
struct placed {
	const char *p;
	const uint32_t *at;
	size_t n;
};

struct ideogram {
	struct arena a;
	struct rewriting *w;
	struct span s;   /* the caption */
	bool comma;      /* a member stands before the place of writing */
};

/* The caption's bytes [from,to) as they are. */
struct placed placed_bytes(struct ideogram *g, size_t from, size_t to);
/* What Python's str(value or "") gives for a JSON value: a string decoded, a number as written; null, false, 0 and empty values are
 * empty. A list or an object that is not empty stays JSON. raw lies in g->s, or is empty with p NULL. */
struct placed placed_value(struct ideogram *g, struct span raw);
/* Python's " ".join(text.split()). */
struct placed placed_fold(struct ideogram *g, struct placed t);

/* Writing, compact as json.dumps(separators=(",", ":"), ensure_ascii=False). */
void ideogram_lit(struct ideogram *g, const char *json);         /* JSON that comes from nowhere */
void ideogram_string(struct ideogram *g, struct placed t);
void ideogram_key(struct ideogram *g, const char *key);          /* with the comma in front of it where one is due */
void ideogram_key_span(struct ideogram *g, struct span key);    /* any decoded key */
void ideogram_open(struct ideogram *g, const char *bracket);
void ideogram_close(struct ideogram *g, const char *bracket);
/* A JSON value written again: white space out, strings decoded and escaped anew, numbers as they are. */
void ideogram_value(struct ideogram *g, struct span raw);

/* The members of a JSON object, or false: raw is none. */
bool ideogram_members(struct ideogram *g, struct span raw, struct json_members *m);

#endif
