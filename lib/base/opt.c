/* opt.c: reading argv by a table, and writing the table as help and as the raw form that the generator of
 * completions and man pages reads. */
#include "base/opt.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/die.h"
#include "base/escape.h"
#include "base/near.h"
#include "base/sys.h"

#ifndef CAPTOOLS_VERSION
#define CAPTOOLS_VERSION "0"
#endif

const char captools_version[] = CAPTOOLS_VERSION;
void (*opt_version_more)(void);

static const struct opt own[] = {
	{OPT_FLAG, 'h', "help", NULL, "show the tool's own options (--help: all of them) and exit", NULL},
	{OPT_FLAG, 0, "version", NULL, "show the version and the compiled encoders, and exit", NULL},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static bool takes_value(const struct opt *o)
{
	return o->kind != OPT_FLAG;
}

static bool is_option(const struct opt *o)
{
	return o->kind != OPT_GROUP && o->kind != OPT_HEAD && o->kind != OPT_END;
}

static const struct opt *find(const struct opt *t, char letter, const char *name, size_t n)
{
	for (; t->kind != OPT_END; t++) {
		if (t->kind == OPT_GROUP) {
			const struct opt *o = find(t->dst, letter, name, n);
			if (o)
				return o;
		} else if (is_option(t) && (letter ? t->letter == letter
		           : t->name && strlen(t->name) == n && memcmp(t->name, name, n) == 0)) {
			return t;
		}
	}
	return NULL;
}

static void nearest(const struct opt *t, const char *name, size_t n, const char **best, unsigned *least)
{
	for (; t->kind != OPT_END; t++) {
		if (t->kind == OPT_GROUP) {
			nearest(t->dst, name, n, best, least);
		} else if (is_option(t) && t->name) {
			unsigned d = near_distance((struct span){name, n}, span_of(t->name));
			size_t m = strlen(t->name);
			size_t both = n < m ? n : m;
			/* --min for --min-score and --output for --out: a beginning is near, too. */
			if (d > 2 && both >= 3 && memcmp(name, t->name, both) == 0)
				d = 2;
			if (d < *least) {
				*least = d;
				*best = t->name;
			}
		}
	}
}

static _Noreturn void unknown(const struct opt *table, const char *arg, const char *name, size_t n)
{
	const char *best = NULL;
	unsigned least = 3;

	if (n > 1) { /* to one letter every short name is near */
		nearest(table, name, n, &best, &least);
		nearest(own, name, n, &best, &least);
	}
	if (best)
		die("unknown option %s (did you mean --%s?); %s -h lists them", arg, best, prog_name());
	die("unknown option %s; %s -h lists them", arg, prog_name());
}

static void choose(const struct opt *o, const char *v)
{
	struct span want = span_of(v);

	for (const char *c = o->metavar; c; c = strchr(c, '|') ? strchr(c, '|') + 1 : NULL) {
		struct span choice = {c, strcspn(c, "|")};
		if (ascii_same(want, choice)) {
			struct buf b = BUF_INIT; /* as the table writes it; for the process's life */
			buf_adds(&b, choice);
			buf_addc(&b, 0);
			*(const char **)o->dst = b.p;
			return;
		}
	}
	die("--%s takes %s, not '%s'", o->name, o->metavar, v);
}

void opt_list_add(struct opt_list *l, const char *name, const char *value)
{
	if (l->n == l->cap) {
		struct buf b = BUF_INIT;
		l->cap = l->cap ? l->cap * 2 : 8;
		buf_room(&b, l->cap * sizeof *l->v);
		if (l->n)
			memcpy(b.p, l->v, l->n * sizeof *l->v);
		struct buf old = {(char *)l->v, 0, 1};
		buf_fini(&old);
		l->v = (struct opt_item *)(void *)b.p;
	}
	l->v[l->n++] = (struct opt_item){name, value};
}

/* A file may be called as it likes; other words become part of captions and records. */
static bool names_file(const char *metavar)
{
	return strstr(metavar, "FILE") || strcmp(metavar, "OUT") == 0 || strcmp(metavar, "SUFFIX") == 0;
}

static void set(const struct opt *o, const char *v)
{
	char *end;

	if (o->metavar && (names_file(o->metavar) || strcmp(o->metavar, "DIR") == 0))
		sys_path_in((char *)(uintptr_t)v); /* argv may be written to: C11, 5.1.2.2.1 */
	if (o->metavar && !names_file(o->metavar) && !escape_utf8(span_of(v)))
		die("--%s takes UTF-8, not '%s'", o->name, v);
	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->dst = true;
		break;
	case OPT_STR:
		*(const char **)o->dst = v;
		break;
	case OPT_MANY:
		((struct opt_many *)o->dst)->last = v;
		opt_list_add(&((struct opt_many *)o->dst)->all, o->name, v);
		break;
	case OPT_LIST:
		opt_list_add(o->dst, o->name, v);
		break;
	case OPT_CHOICE:
		choose(o, v);
		break;
	case OPT_NUM:
		errno = 0;
		*(long *)o->dst = strtol(v, &end, 10);
		if (errno || end == v || *end || *(long *)o->dst < 0)
			die("--%s takes a whole number, not '%s'", o->name, v);
		break;
	case OPT_REAL:
		errno = 0;
		*(double *)o->dst = strtod(v, &end);
		if (errno || end == v || *end)
			die("--%s takes a number, not '%s'", o->name, v);
		break;
	case OPT_GROUP: case OPT_HEAD: case OPT_END:
		break;
	}
}

enum { COLUMN = 30, WIDTH = 79 };

/* Text wrapped at words, from column indent on. */
static void wrapped(const char *w, int indent)
{
	int at = indent;

	while (*w) {
		int len = (int)strcspn(w, " ");
		if (at > indent && at + 1 + len > WIDTH) {
			printf("\n%*s", indent, "");
			at = indent;
		}
		at += printf("%s%.*s", at > indent ? " " : "", len, w);
		w += len;
		w += strspn(w, " ");
	}
	putchar('\n');
}

static void help_line(const struct opt *o)
{
	char left[128];
	int n = snprintf(left, sizeof left, "  %c%c%c --%s%s%s", o->letter ? '-' : ' ', o->letter ? o->letter : ' ',
	                 o->letter ? ',' : ' ', o->name, o->metavar ? " " : "", o->metavar ? o->metavar : "");

	if (n >= COLUMN - 1)
		printf("%s\n%*s", left, COLUMN, "");
	else
		printf("%-*s", COLUMN, left);
	wrapped(o->help, COLUMN);
}

/* What the tools share, in short: the names alone. */
static void help_names(const struct opt *t)
{
	struct buf b = BUF_INIT;

	for (; t->kind != OPT_END; t++) {
		if (t->kind == OPT_HEAD)
			buf_printf(&b, "%s:", t->help);
		else if (t->help && t->letter)
			buf_printf(&b, " -%c/--%s", t->letter, t->name);
		else if (t->help)
			buf_printf(&b, " --%s", t->name);
	}
	buf_addc(&b, 0);
	putchar('\n');
	wrapped(b.p, 0);
	buf_fini(&b);
}

static void help_table(const struct opt *t, bool all)
{
	for (; t->kind != OPT_END; t++) {
		if (t->kind == OPT_HEAD)
			printf("\n%s:\n", t->help);
		else if (t->kind == OPT_GROUP && !all)
			help_names(t->dst);
		else if (t->kind == OPT_GROUP)
			help_table(t->dst, all);
		else if (t->help) /* hidden without */
			help_line(t);
	}
}

static void help(const struct opt *table, const struct opt_usage *u, bool all)
{
	printf("usage: %s %s\n\n", prog_name(), u->synopsis);
	wrapped(u->purpose, 0);
	printf("\nOptions:\n");
	help_table(table, all);
	help_table(own, all);
	if (u->epilog)
		printf("\n%s\n", u->epilog);
}

static void dump(const struct opt *t)
{
	static const char *const kinds[] = {
		[OPT_END] = "end", [OPT_FLAG] = "flag", [OPT_STR] = "str", [OPT_MANY] = "list", [OPT_LIST] = "list", [OPT_NUM] = "num",
		[OPT_REAL] = "real", [OPT_CHOICE] = "choice", [OPT_GROUP] = "group", [OPT_HEAD] = "head",
	};

	for (; t->kind != OPT_END; t++) {
		if (t->kind == OPT_GROUP)
			dump(t->dst);
		else if (t->kind == OPT_HEAD || t->help)
			printf("%s\t%c\t%s\t%s\t%s\n", kinds[t->kind], t->letter ? t->letter : '-', t->name ? t->name : "",
			       t->metavar ? t->metavar : "", t->help);
	}
}

static void special(const struct opt *table, const struct opt_usage *u, const char *name)
{
	if (strcmp(name, "help") == 0 || strcmp(name, "h") == 0) {
		help(table, u, name[1]);
	} else if (strcmp(name, "version") == 0) {
		printf("%s (captools) %s\n", prog_name(), captools_version);
		if (opt_version_more)
			opt_version_more();
	} else {
		printf("usage\t%s\npurpose\t%s\n", u->synopsis, u->purpose);
		dump(table);
		dump(own);
	}
	out_close();
	exit(STATUS_OK);
}

/* A long option at argv[i]; returns how many arguments it took. */
static int long_option(const struct opt *table, const struct opt_usage *u, int left, char **argv)
{
	const char *name = argv[0] + 2, *eq = strchr(name, '=');
	size_t n = eq ? (size_t)(eq - name) : strlen(name);

	if (!eq && (strcmp(name, "help") == 0 || strcmp(name, "version") == 0 || strcmp(name, "dump-options") == 0))
		special(table, u, name);
	const struct opt *o = find(table, 0, name, n);
	if (!o)
		unknown(table, argv[0], name, n);
	if (!takes_value(o)) {
		if (eq)
			die("--%s takes no value", o->name);
		set(o, NULL);
		return 1;
	}
	if (eq) {
		set(o, eq + 1);
		return 1;
	}
	if (left < 2)
		die("--%s needs a value: %s", o->name, o->metavar);
	set(o, argv[1]);
	return 2;
}

/* A cluster of letters at argv[i]: -qj4. */
static int short_options(const struct opt *table, const struct opt_usage *u, int left, char **argv)
{
	const char *name = argv[0] + 1;

	/* -model would be -m odel: no letters that make sense together spell an option's name. */
	if (name[1] && (find(table, 0, name, strlen(name)) || find(own, 0, name, strlen(name))))
		die("unknown option %s (did you mean -%s?); %s -h lists them", argv[0], argv[0], prog_name());
	for (const char *c = argv[0] + 1; *c; c++) {
		if (*c == 'h')
			special(table, u, "h");
		const struct opt *o = find(table, *c, NULL, 0);
		if (!o)
			unknown(table, argv[0], c, 1);
		if (!takes_value(o)) {
			set(o, NULL);
			continue;
		}
		if (c[1]) {
			set(o, c + 1);
			return 1;
		}
		if (left < 2)
			die("-%c needs a value: %s", *c, o->metavar);
		set(o, argv[1]);
		return 2;
	}
	return 1;
}

int opt_parse(const struct opt *table, const struct opt_usage *u, int argc, char **argv)
{
	int out = 0;

	for (int i = 1; i < argc;) {
		char *arg = argv[i];
		if (strcmp(arg, "--") == 0) {
			while (++i < argc)
				argv[out++] = argv[i]; /* operands are paths, in every tool */
		} else if (arg[0] == '-' && arg[1] == '-') {
			i += long_option(table, u, argc - i, argv + i);
		} else if (arg[0] == '-' && arg[1]) {
			i += short_options(table, u, argc - i, argv + i);
		} else {
			argv[out++] = arg;
			i++;
		}
	}
	for (int i = 0; i < out; i++)
		sys_path_in(argv[i]);
	return out;
}
