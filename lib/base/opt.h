/* opt.h: options as a table; -h, the completions and the man page's OPTIONS block come from it. */
#ifndef CAPTOOLS_BASE_OPT_H
#define CAPTOOLS_BASE_OPT_H

#include <stdbool.h>
#include <stddef.h>

enum opt_kind {
	OPT_END,
	OPT_FLAG,   /* dst: bool *, set true */
	OPT_STR,    /* dst: const char **, last one wins */
	OPT_MANY,   /* dst: struct opt_many *: the last one, and all in order */
	OPT_LIST,   /* dst: struct opt_list *, every one kept in order */
	OPT_NUM,    /* dst: long *, a whole number >= 0 */
	OPT_REAL,   /* dst: double * */
	OPT_CHOICE, /* dst: const char **; arg: the choices, "a|b|c", told apart without case */
	OPT_GROUP,  /* dst: const struct opt *, another table, shown under the heading help */
	OPT_HEAD    /* a heading in -h */
};

struct opt {
	enum opt_kind kind;
	char letter;         /* 0 = none */
	const char *name;    /* without the dashes */
	const char *metavar; /* "FILE", NULL for flags; for OPT_CHOICE the choices "a|b|c" */
	const char *help;    /* one sentence, lower case, no period */
	void *dst;
};

struct opt_item {
	const char *name;  /* the option it came by: "rule" or "no-rule" may share one list */
	const char *value;
};

struct opt_list {
	struct opt_item *v; /* owned by the process, never freed */
	size_t n, cap;
};

struct opt_many {
	const char *last;
	struct opt_list all;
};

/* One more at the end, as the option of that name would; both are kept by reference. */
void opt_list_add(struct opt_list *list, const char *name, const char *value);

/* What -h says around the table. */
struct opt_usage {
	const char *synopsis; /* "[OPTIONS] [FILE|DIR|-]..." */
	const char *purpose;  /* one sentence */
	const char *epilog;   /* examples, exit status; may be NULL */
};

/* Reads argv, fills the destinations. Returns the number of operands, moved to the front of argv (argv[0] is the
 * first). `--` ends options; options and operands may mix; "-" is an operand; unique prefixes of long
 * names are not accepted. -h (without what the tools share), --help, --version and the hidden --dump-options print and exit 0. A wrong option dies
 * with the nearest known name. */
int opt_parse(const struct opt *table, const struct opt_usage *u, int argc, char **argv);

/* The version line: "captok (captools) 0.1.0"; set by the Makefile. */
extern const char captools_version[];
/* Printed behind the version by --version; a tool may set it before opt_parse (the compiled encoders). */
extern void (*opt_version_more)(void);

#endif
