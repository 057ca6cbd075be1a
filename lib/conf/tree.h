/* tree.h: a settings file of somebody else's as a tree, with the line of each value: the subset of TOML that trainers' files use, and JSON.
 * What is not read (strings over several lines, dates, hexadecimal numbers, dotted keys) is named with file and line, never guessed at. */
#ifndef CAPTOOLS_CONF_TREE_H
#define CAPTOOLS_CONF_TREE_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"

enum node_kind { NODE_TABLE, NODE_LIST, NODE_TEXT, NODE_NUMBER, NODE_FLAG, NODE_NULL };

struct node {
	enum node_kind kind;
	struct span key;             /* in a table */
	struct span text;            /* of a text what it says; of a number, true, false and null as written (digits without _) */
	size_t line;                 /* from 1 */
	struct node *first, *last, *next; /* what a table or list holds, in order; NULL: nothing */
	size_t n;
	bool named;                  /* a table that has had its [header] */
	bool closed;                 /* written as {} or []: nothing is added to it */
};

/* Most bytes of a file, keys of a table, and tables in tables: no trainer's file comes near, and it bounds the time. */
enum { TREE_BYTES = 1 << 20, TREE_KEYS = 256, TREE_DEPTH = 16 };

/* The top table. text is TOML in UTF-8, path is for messages. Everything lives in the arena. NULL with d: "FILE:LINE: what". */
struct node *tree_toml(struct span text, const char *path, struct arena *a, struct diag *d);
/* The same of JSON, whose top may be a list. */
struct node *tree_json(struct span text, const char *path, struct arena *a, struct diag *d);
/* The value of a key of a table, or NULL. */
const struct node *tree_get(const struct node *table, const char *key);

/* For the readers: a new value at the end of a table or list. */
struct node *tree_add(struct node *to, enum node_kind kind, struct arena *a);

#endif
