/* text.c: captions out of files, lines and JSON objects. */
#include "io/text.h"

#include "base/ascii.h"
#include "base/decimal.h"
#include "io/caption_list.h"
#include "io/names.h"
#include "json/jskip.h"
#include "text/utf8.h"

struct span text_trim(struct span s)
{
	if (s.n && s.p[s.n - 1] == '\n')
		s.n -= s.n > 1 && s.p[s.n - 2] == '\r' ? 2 : 1;
	return s;
}

bool text_check(const struct source *in, struct span s, struct diag *d)
{
	size_t bad;

	if (utf8_valid(s, &bad))
		return true;
	if (in->charset) { /* charset_piece has marked it */
		diag_at(d, "not-utf8", bad, "not in the character set %s", in->o->encoding);
		return false;
	}
	unsigned c = (unsigned char)s.p[bad];
	if (bad == 0 && s.n > 1 && (c == 0xFF || c == 0xFE) && (c ^ (unsigned char)s.p[1]) == 1)
		diag_at(d, "not-utf8", bad, "not UTF-8; it looks like UTF-16 (--encoding utf-16 reads that)");
	else
		diag_at(d, "not-utf8", bad, "not UTF-8 (byte 0x%02X); --encoding utf-8,cp1252 reads Windows' character set, too", c);
	return false;
}

struct span text_number(struct arena *a, uint64_t n)
{
	if (n > UINT32_MAX)
		return arena_printf(a, "%llu", (unsigned long long)n);
	char *p = arena_alloc(a, DECIMAL_ROOM), *end = decimal_put(p, (uint32_t)n);
	*end = 0;
	return (struct span){p, (size_t)(end - p)};
}

int text_too_large(struct diag *d, const char *what, size_t limit)
{
	return diag_set(d, "too-large", "%s has more than %zu bytes (--max-caption raises the limit)", what, limit);
}

bool text_file(struct source *s, struct span file, struct buf *scratch, struct span *caption, struct diag *d)
{
	size_t bad, max = s->limits.caption_max;

	if (s->charset) {
		buf_reset(scratch);
		if (!charset_text(s->charset, file, scratch, &bad)) {
			diag_at(d, "not-utf8", bad, "not in the character set %s (byte 0x%02X)", s->o->encoding,
			        (unsigned char)file.p[bad]);
			return false;
		}
		file = buf_span(scratch);
	}
	*caption = text_trim(file);
	if (caption->n > max)
		return text_too_large(d, "caption", max) == 0;
	return text_check(s, *caption, d);
}

/* ---- JSON objects ---- */

static const char *const usual[] = {"caption", "text", "prompt", "txt", NULL};

const struct json_member *text_field(const struct json_members *m, const char *field)
{
	const char *const *name = usual;
	/* Records of our own tools have their caption in "caption", whatever --field says of the first
	 * input. */
	const char *const named[] = {field, "caption", NULL};

	if (field)
		name = named;
	for (; *name; name++)
		for (size_t i = m->n; i-- > 0;)
			if (span_is(m->v[i].key, *name) && (m->v[i].raw.p[0] == '"' || (list_is(m->v[i].raw) && !span_is(m->v[i].key, "tags"))) &&
			    (*name == field || !field || json_get(m, "source").n))
				return &m->v[i];
	return NULL;
}

static const char *kind_of(char c)
{
	return c == '[' ? "a list" : c == '{' ? "an object" : c == 't' || c == 'f' ? "true or false" : c == 'n' ? "null" : "a number";
}

bool text_unfit(const struct json_members *m, const char *field, const char *at, struct diag *d)
{
	const char *const named[] = {field, NULL};

	for (const char *const *name = field ? named : usual; *name; name++) {
		struct span raw = json_get(m, *name);
		if (!raw.n || raw.p[0] == '"')
			continue;
		diag_at(d, "bad-caption", (uint64_t)(raw.p - at), "\"%s\" is %s, not a text", *name, kind_of(raw.p[0]));
		return true;
	}
	return false;
}

bool text_named_jsonl(const struct source *s)
{
	return span_ends(s->path, SPAN(".jsonl")) || span_ends(s->path, SPAN(".json"));
}

bool text_json_caption(const struct json_members *m, const char *field)
{
	static const char *const ours[] = {"id", "source", "input", "dataset", "error", "file_name", "captok", "capscore", "capfix", "capsplit",
					   "capscene", "capsee", NULL};
	bool text = false;

	for (size_t i = 0; i < m->n; i++) {
		const struct json_member *v = &m->v[i];
		struct name n = name_split(v->key);

		if (field && span_is(v->key, field))
			return false;
		for (const char *const *name = usual; *name; name++)
			if (span_is(v->key, *name))
				return false;
		for (const char *const *name = ours; *name; name++)
			if (span_is(v->key, *name))
				return false;
		if (name_is_image(&n) || memchr(v->key.p, '/', v->key.n))
			return false;
		n = name_split(v->raw.n > 2 && v->raw.p[0] == '"' ? span_cut(v->raw, 1, v->raw.n - 1) : SPAN(""));
		if (name_is_image(&n))
			return false;
		text |= memchr(v->raw.p, '"', v->raw.n) != NULL;
	}
	return text;
}

/* The members that matter, found in one pass; the last one of a name counts. */
struct found {
	const struct json_member *id, *source, *input, *error, *file_name, *caption, *tool[3];
};

#define IS(key, lit) span_eq((key), SPAN(lit))

static struct found look(const struct json_members *m)
{
	struct found f = {NULL, NULL, NULL, NULL, NULL, NULL, {NULL, NULL, NULL}};

	for (size_t i = 0; i < m->n; i++) {
		const struct json_member *v = &m->v[i];
		struct span k = v->key;
		if (IS(k, "id"))
			f.id = v;
		else if (IS(k, "source"))
			f.source = v;
		else if (IS(k, "caption"))
			f.caption = v;
		else if (IS(k, "captok"))
			f.tool[0] = v;
		else if (IS(k, "capscore"))
			f.tool[1] = v;
		else if (IS(k, "capfix"))
			f.tool[2] = v;
		else if (IS(k, "input"))
			f.input = v;
		else if (IS(k, "error"))
			f.error = v;
		else if (IS(k, "file_name"))
			f.file_name = v;
	}
	return f;
}

static void read_id(struct record *r, const struct found *f, struct arena *a)
{
	struct span raw = f->id ? f->id->raw : SPAN(""), id;

	if (raw.n && (raw.p[0] == '-' || ascii_digit(raw.p[0]))) {
		r->id = raw;
	} else if (json_string(a, raw, &id) && id.n) {
		r->id = id;
	} else if (f->file_name && json_string(a, f->file_name->raw, &id) && id.n) { /* Hugging Face's metadata.jsonl */
		struct name n = name_split(id);
		r->image = id;
		if (n.dot > 0)
			r->id = name_stem(&n);
	}
}

static void read_source(struct record *r, struct span raw, struct arena *a)
{
	struct span key, value, rest = span_cut(raw, 1, raw.n), s;
	long long line = 0, n;
	bool placed = false;

	while (json_next_member(&rest, &key, &value)) {
		if (IS(key, "line")) {
			if (json_long(value, &n) && n > 0)
				line = n;
		} else if (IS(key, "orphan")) {
			r->orphan = span_is(value, "true");
		} else if (!json_string(a, value, &s)) {
			continue;
		} else if (IS(key, "path") && s.n) {
			r->path = s;
			placed = true;
		} else if (IS(key, "member")) {
			r->member = s;
		} else if (IS(key, "image")) {
			r->image = s;
		}
	}
	if (placed)
		r->line = (uint64_t)line;
}

/* The model that an earlier tool used; captok's word comes first. */
static void read_model(struct record *r, const struct found *f, struct arena *a)
{
	for (size_t i = 0; i < sizeof f->tool / sizeof *f->tool && !r->model.n; i++) {
		struct span key, value, rest = f->tool[i] ? f->tool[i]->raw : SPAN("");
		if (!rest.n || rest.p[0] != '{')
			continue;
		rest = span_cut(rest, 1, rest.n);
		while (!r->model.n && json_next_member(&rest, &key, &value))
			if (IS(key, "model"))
				json_string(a, value, &r->model);
	}
}

int text_object(const struct source_options *o, struct span text, struct record *r, struct arena *a, struct diag *d)
{
	if (json_read_object(a, text, &r->members, d) != 0)
		return -1;
	struct found f = look(&r->members);
	bool string = f.caption && f.caption->raw.p[0] == '"';
	r->raw = text;
	read_id(r, &f, a);
	if (f.source && f.source->raw.p[0] == '{')
		read_source(r, f.source->raw, a);
	const struct json_member *m = string && !o->field ? f.caption : text_field(&r->members, o->field);
	if (m) {
		r->kind = REC_CAPTION;
		r->field = m->key;
		r->beside = f.caption && !IS(m->key, "caption");
		if (!json_string(a, m->raw, &r->caption))
			list_read(a, m->raw, &r->caption, &r->texts, &r->n_texts);
		read_model(r, &f, a);
	} else if (f.input && f.input->raw.p[0] == '{' && !f.id) {
		r->kind = REC_INPUT;
	} else if (!f.error && text_unfit(&r->members, o->field, text.p, &r->error)) {
		r->kind = REC_ERROR;
	} else if (r->image.n && !f.error && f.source) {
		r->kind = REC_IMAGE;
	} else {
		r->kind = REC_PASS;
	}
	return 0;
}
