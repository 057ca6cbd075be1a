/* jwalk.c: containers of a document one member at a time, over jread.c's scanner. */
#include "json/jwalk.h"

#include "json/jread.h"

static void blanks(struct json_walk *w)
{
	while (w->at < w->doc.n) {
		char c = w->doc.p[w->at];
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
			break;
		w->at++;
	}
}

/* The byte the walk stands before, 0 at the end of the document (a NUL is never right JSON). */
static char look(struct json_walk *w)
{
	blanks(w);
	return w->at < w->doc.n ? w->doc.p[w->at] : 0;
}

static int wrong(const struct json_walk *w, struct diag *d, const char *what)
{
	if (w->at >= w->doc.n)
		return diag_at(d, "bad-json", w->at, "JSON ends in the middle");
	return diag_at(d, "bad-json", w->at, "not JSON here: %s", what);
}

int json_walk_open(struct json_walk *w, struct span doc, size_t at, char open, struct diag *d)
{
	*w = (struct json_walk){doc, at, open == '{' ? '}' : ']', false};
	if (look(w) != open)
		return wrong(w, d, open == '{' ? "an object should begin" : "an array should begin");
	w->at++;
	return 0;
}

int json_walk_into(struct json_walk *inner, const struct json_walk *w, struct span raw, char open, struct diag *d)
{
	return json_walk_open(inner, w->doc, (size_t)(raw.p - w->doc.p), open, d);
}

/* A value from here on; the walk stands behind it. */
static int take(struct json_walk *w, struct span *raw, struct diag *d)
{
	size_t end;

	blanks(w);
	if (json_scan_value(w->doc, w->at, &end, d) < 0)
		return -1;
	*raw = span_cut(w->doc, w->at, end);
	w->at = end;
	return 0;
}

int json_walk_next(struct json_walk *w, struct json_item *m, struct diag *d)
{
	char c = look(w);

	if (c == w->close) {
		w->at++;
		return 0;
	}
	if (w->begun) {
		if (c != ',')
			return wrong(w, d, "a comma or the end should follow");
		w->at++;
	}
	w->begun = true;
	*m = (struct json_item){SPAN(""), SPAN("")};
	if (w->close == '}') {
		if (look(w) != '"')
			return wrong(w, d, "a member's name should begin");
		if (take(w, &m->key, d) < 0)
			return -1;
		if (look(w) != ':')
			return wrong(w, d, "a colon should follow");
		w->at++;
	}
	return take(w, &m->raw, d) < 0 ? -1 : 1;
}

int json_walk_close(struct json_walk *w, struct diag *d)
{
	return look(w) || w->at < w->doc.n ? wrong(w, d, "nothing should follow") : 0;
}
