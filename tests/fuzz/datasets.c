/* datasets.c: trainers' files of datasets: TOML and JSON as a tree, and what the forms make of it. */
#include "conf/datasets.h"
#include "fuzz/fuzz.h"
#include "trainer/trainer.h"

static size_t walk(const struct node *n, int depth)
{
	size_t all = 1, held = 0;

	MUST(depth <= 3 * TREE_DEPTH && (n->kind == NODE_TABLE || n->kind == NODE_LIST || !n->first));
	MUST(n->kind != NODE_TEXT || utf8_valid(n->text, NULL));
	for (const struct node *v = n->first; v; v = v->next, held++)
		all += walk(v, depth + 1);
	MUST(held == n->n && (n->kind != NODE_TABLE || n->n <= TREE_KEYS));
	return all;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const names[] = {"f.toml", "f.json"};
	struct span s = {(const char *)p, n};
	bool json = fuzz_byte(&s) & 1;
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	struct node *top = (json ? tree_json : tree_toml)(s, names[json], &a, &d);

	if (!top)
		fuzz_said(&d);
	else
		walk(top, 0);
	d = (struct diag){0};
	struct datasets *sets = top ? datasets_of(top, names[json], &a, &d) : NULL;
	if (top && !sets)
		fuzz_said(&d);
	for (size_t i = 0; sets && i < sets->n; i++)
		MUST(sets->v[i].folder && *sets->v[i].folder && sets->v[i].extension[0] == '.');
	for (size_t i = 0; sets && i < sets->notes.n; i++)
		MUST(sets->notes.v[i].n);
	arena_fini(&a);
	return 0;
}
