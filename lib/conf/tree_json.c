/* tree_json.c: JSON as the same tree. */
#include "conf/tree.h"

#include "json/jread.h"

struct reader {
	struct arena *a;
	const char *path;
	const char *seen; /* up to here line feeds are counted: values are met in the order in which they stand */
	size_t line;
	int depth;
	struct diag *d;
};

static int fill(struct reader *r, struct node *n, struct span raw);

static int put_members(struct reader *r, struct node *to, const struct json_members *m)
{
	if (to->kind == NODE_TABLE && m->n > TREE_KEYS)
		return diag_set(r->d, "bad-json", "%s:%zu: more keys in one object than any trainer knows", r->path, r->line);
	for (size_t i = 0; i < m->n; i++) {
		struct node *n = tree_add(to, NODE_NULL, r->a);
		n->key = m->v[i].key;
		if (fill(r, n, m->v[i].raw) != 0)
			return -1;
	}
	return 0;
}

static int fill(struct reader *r, struct node *n, struct span raw)
{
	struct json_members m = {0};
	char c = raw.n ? raw.p[0] : 'n';
	int rc = 0;

	for (; r->seen < raw.p; r->seen++)
		r->line += *r->seen == '\n';
	n->line = r->line;
	n->text = raw;
	if (++r->depth > TREE_DEPTH)
		return diag_set(r->d, "bad-json", "%s:%zu: nested too deep", r->path, r->line);
	if (c == '{' || c == '[') {
		n->kind = c == '{' ? NODE_TABLE : NODE_LIST;
		struct diag d = {0};
		if ((c == '{' ? json_read_object : json_read_array)(r->a, raw, &m, &d) != 0)
			return diag_set(r->d, "bad-json", "%s:%zu: %s", r->path, r->line, d.message);
		rc = put_members(r, n, &m);
	} else {
		n->kind = c == '"' ? NODE_TEXT : c == 't' || c == 'f' ? NODE_FLAG : c == 'n' ? NODE_NULL : NODE_NUMBER;
		if (c == '"')
			json_string(r->a, raw, &n->text);
	}
	r->depth--;
	return rc;
}

struct node *tree_json(struct span text, const char *path, struct arena *a, struct diag *d)
{
	struct reader r = {.a = a, .path = path, .seen = text.p, .line = 1, .d = d};
	struct node *top = arena_zalloc(a, 1, sizeof *top);

	if (text.n > TREE_BYTES || !json_document(text)) {
		diag_set(d, "bad-json", "%s: no JSON of at most %d bytes", path, TREE_BYTES);
		return NULL;
	}
	while (text.n && strchr(" \t\r\n", text.p[0]))
		text = span_cut(text, 1, text.n);
	return fill(&r, top, text) == 0 ? top : NULL;
}
