/* toml.c: the reader of trainers' settings: what it reads, and that what it does not read is named with its line. */
#include "conf/tree.h"
#include "tap.h"

static struct arena a;

static const struct node *read_toml(const char *text)
{
	struct diag d = {0};

	return tree_toml(span_of(text), "x.toml", &a, &d);
}

static bool says(const char *text, const char *what)
{
	struct diag d = {0};
	bool ok = !tree_toml(span_of(text), "x.toml", &a, &d) && strstr(d.message, what);

	if (!ok)
		printf("# %s: %s\n", text, d.code ? d.message : "is read");
	return ok;
}

static bool is(const struct node *n, enum node_kind kind, const char *text)
{
	return n && n->kind == kind && span_is(n->text, text);
}

static void values(void)
{
	const struct node *t = read_toml("\xEF\xBB\xBF# x\r\na = 1_000\r\n\"b c\" = 'C:\\d' # y\n'd' = \"\\u00e9\\t\\\"\\\\\"\ne=true\nf = -1.5e-3\n"
	                                 "g = [ 1, [2, 3], # z\n  \"x\", ]\nh = { i = 1, j = { k = false } }\n");

	OK(t && t->n == 7, "a BOM, CRLF, comments and blanks");
	OK(is(tree_get(t, "a"), NODE_NUMBER, "1000") && is(tree_get(t, "f"), NODE_NUMBER, "-1.5e-3"), "numbers");
	OK(is(tree_get(t, "b c"), NODE_TEXT, "C:\\d") && is(tree_get(t, "d"), NODE_TEXT, "\xc3\xa9\t\"\\"), "texts and their escapes");
	OK(is(tree_get(t, "e"), NODE_FLAG, "true") && tree_get(t, "e")->line == 5, "flags; lines are counted");
	const struct node *g = tree_get(t, "g");
	OK(g && g->n == 3 && g->first->next->n == 2 && is(g->last, NODE_TEXT, "x") && tree_get(t, "h")->line == 9, "lists over lines");
	OK(is(tree_get(tree_get(tree_get(t, "h"), "j"), "k"), NODE_FLAG, "false"), "tables in braces");
}

static void tables(void)
{
	const struct node *t = read_toml("x = 1\n[general]\ny = 2\n[[datasets]]\nr = 512\n[[datasets.subsets]]\nd = 'a'\n[[datasets.subsets]]\nd = 'b'\n"
	                                 "[[ datasets ]]\n  [datasets.more]\n  z = 3\n");
	const struct node *sets = tree_get(t, "datasets");

	OK(sets && sets->n == 2 && tree_get(sets->first, "subsets")->n == 2, "lists of tables, one inside the other");
	OK(is(tree_get(tree_get(sets->first, "subsets")->last, "d"), NODE_TEXT, "b") && is(tree_get(tree_get(sets->last, "more"), "z"), NODE_NUMBER, "3"),
	   "a header goes on with the last table of a list");
}

static void faults(void)
{
	static const struct { const char *text, *says; } v[] = {
		{"a = \"\"\"x\"\"\"", "x.toml:1: a text over several lines"}, {"\n\na = 1979-05-27", "x.toml:3: a value that is not read here"},
		{"a = 0x1f", "x.toml:1: a value that is not read"}, {"a = inf", "not read here"}, {"a.b = 1", "keys with a dot"},
		{"a = \"C:\\data\"", "'single quotes'"}, {"a = 'x", "no closing quote"}, {"a = 1\na = 2", "x.toml:2: 'a' stands here a second time"},
		{"[a]\n[a]", "x.toml:2: the table is there already"}, {"[[a]]\n[a]", "there already"}, {"a = 1\n[a]", "something else already"},
		{"a = [1, 2\nb = 3", "a comma or ]"}, {"a = {b = 1", "a comma or }"}, {"a = 1 2", "behind the value"}, {"a", "wants = and a value"},
		{"a =", "no value"}, {"= 1", "neither"}, {"[a", "closing bracket"}, {"[[a]", "closing bracket"}, {"a = \"\\ud800\"", "names no character"},
		{"a = \"\\x41\"", "is none"}, {"a = {b = 1}\n[a.c]", "something else already"}, {"a = '\xff'", "not UTF-8"}, {"a = '\x01'", "control character"},
		{"a = [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", "nested too deep"}, {"a = 1__0", "not read"}, {"a = -", "no value"}, {"a = nan", "not read"},
	};

	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		OK(says(v[i].text, v[i].says), "refused: %s", v[i].says);
}

static void json(void)
{
	struct diag d = {0};
	const struct node *t = tree_json(SPAN("[\n {\"a\": [1, \"x\\n\"],\n  \"b\": null}]\n"), "x.json", &a, &d);
	const struct node *first = t ? t->first : NULL;

	OK(t && t->kind == NODE_LIST && is(tree_get(first, "a")->last, NODE_TEXT, "x\n"), "JSON is the same tree");
	OK(first && first->line == 2 && tree_get(first, "b")->line == 3 && tree_get(first, "b")->kind == NODE_NULL, "with its lines");
	OK(!tree_json(SPAN("[{\"a\": }]"), "x.json", &a, &d) && d.code, "JSON that is none is refused");
}

int main(void)
{
	values();
	tables();
	faults();
	json();
	arena_fini(&a);
	printf("1..%d\n", tap_n);
	return tap_bad > 0;
}
