/* kind.h: inside lib/edit: one edit, the text it sees, and lists of tags. */
#ifndef CAPTOOLS_EDIT_KIND_H
#define CAPTOOLS_EDIT_KIND_H

#include <stdatomic.h>

#include "base/hash.h"
#include "base/map.h"
#include "edit/edit.h"
#include "text/regex.h"
#include "text/seg.h"

struct edit;

/* The items of a text: tags, or what stands between the commas and stops of sentences. */
struct list_item {
	uint32_t start, end; /* without white space around */
	bool stop;           /* a sentence ends behind it */
};

enum list_kind { LIST_ONE /* nothing separates anything */, LIST_COMMAS, LIST_BARS, LIST_LINES, LIST_BLANKS };

struct list {
	struct span text;
	enum list_kind kind;
	bool prose;          /* a sentence ends in it: its order means something */
	struct span sep;     /* what stands between two items; ", " where there are none */
	struct list_item *v;
	size_t n, cap;
};

/* What an edit sees. */
struct edit_sight {
	const struct edit *e;
	struct regex_try *try; /* --replace-regex */
	struct span text, id;
	bool values;           /* of JSON, a line each */
	struct arena *a;
	struct edit_changes *out;
};

struct edit_kind {
	/* Reads e->value. 0 or -1 with d. May be NULL. */
	int (*open)(struct edit *e, struct diag *d);
	int (*apply)(struct edit_sight *s, struct diag *d);
	bool of_words; /* also of texts that are the string values of JSON */
};

struct edit {
	const struct edit_kind *kind;
	const char *name, *value;
	const struct edit_env *env;
	struct arena *a;     /* of the script */
	struct span old, new;
	struct seg words;    /* of old */
	bool by_words;       /* old is words, and whole words match; else its bytes do */
	struct regex *regex;
	struct map map;      /* --map, --sort FILE: hash of a folded tag to its place in terms */
	struct { struct span *v; size_t n, cap; } terms;
	unsigned long number;
	atomic_ullong places, captions;
};

/* Cuts text into items. Linear. */
void list_cut(struct span text, struct arena *a, struct list *out);
static inline struct span list_text(const struct list *l, size_t i)
{
	return span_cut(l->text, l->v[i].start, l->v[i].end);
}
/* Takes the items that are gone away, each with one separator; false, and nothing taken, if none would be left. */
bool list_drop(const struct list *l, const bool *gone, struct edit_sight *s);
/* Whether an item is, or has in it, a trigger word. */
bool list_trigger(const struct list *l, size_t i, const struct edit_env *env);

/* Whether a byte parts tags by itself. */
static inline bool list_edge(char c)
{
	return c == ' ' || c == ',' || c == '\n' || c == '|' || c == ';';
}

/* What a folded tag is known by in a map. */
static inline uint64_t tag_key(struct span folded)
{
	return hash_bytes(folded.p, folded.n, 0) | 1;
}

void change_add(struct edit_sight *s, size_t start, size_t end, struct span text);

/* A value that must not be empty. 0, or -1 with d. */
int value_text(struct edit *e, struct diag *d);
/* OLD=NEW: the first '=' that no backslash is before. False without one. */
bool value_halves(struct edit *e);
/* The next place at or behind word *at where e->old stands as whole words (w: of s->text); false if there is none. */
bool words_next(const struct edit_sight *s, const struct seg *w, size_t *at, uint32_t *start, uint32_t *end);
/* new in the case and with the underscores of the place that it takes. */
struct span words_dressed(const struct edit_sight *s, uint32_t start, uint32_t end);
/* Whether needle stands in text as whole words, case aside. */
bool words_in(struct span text, struct span needle);

#define EDIT(name, option) extern const struct edit_kind edit_##name;
#include "edit/edits.def"
#undef EDIT

#endif
