/* text.c: captions out of files, lines and JSON objects. */
#include "io/text.h"

#include "io/names.h"
#include "text/utf8.h"

struct span text_trim(struct span s)
{
	if (s.n && s.p[s.n - 1] == '\n')
		s.n -= s.n > 1 && s.p[s.n - 2] == '\r' ? 2 : 1;
	return s;
}

bool text_check(struct span s, struct diag *d)
{
	size_t bad;

	if (utf8_valid(s, &bad))
		return true;
	unsigned c = (unsigned char)s.p[bad];
	if (bad == 0 && s.n > 1 && (c == 0xFF || c == 0xFE) && (c ^ (unsigned char)s.p[1]) == 1)
		diag_at(d, "not-utf8", bad, "not UTF-8; it looks like UTF-16 (--encoding utf-16 reads that)");
	else
		diag_at(d, "not-utf8", bad, "not UTF-8 (byte 0x%02X); --encoding NAME reads other character sets, as cp1252", c);
	return false;
}

struct span text_number(struct arena *a, uint64_t n)
{
	char t[24];
	size_t at = sizeof t;

	do
		t[--at] = (char)('0' + n % 10);
	while (n /= 10);
	return arena_dup(a, (struct span){t + at, sizeof t - at});
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
	return text_check(*caption, d);
}

/* ---- JSON objects ---- */

const struct json_member *text_field(const struct json_members *m, const char *field)
{
	static const char *const usual[] = {"caption", "text", "prompt", "txt", NULL};
	const char *const *name = usual;
	/* Records of our own tools have their caption in "caption", whatever --field says of the first input. */
	const char *const named[] = {field, "caption", NULL};

	if (field)
		name = named;
	for (; *name; name++)
		for (size_t i = m->n; i-- > 0;)
			if (m->v[i].raw.p[0] == '"' && span_is(m->v[i].key, *name) &&
			    (*name == field || !field || json_get(m, "source").n))
				return &m->v[i];
	return NULL;
}

static void read_id(struct record *r, struct arena *a)
{
	struct span raw = json_get(&r->members, "id"), id;

	if (raw.n && (raw.p[0] == '-' || (raw.p[0] >= '0' && raw.p[0] <= '9')))
		r->id = raw;
	else if (json_string(a, raw, &id) && id.n)
		r->id = id;
	else if (json_string(a, json_get(&r->members, "file_name"), &id) && id.n) { /* Hugging Face's metadata.jsonl */
		struct name n = name_split(id);
		r->image = id;
		if (n.dot > 0)
			r->id = name_stem(&n);
	}
}

static void read_source(struct record *r, struct arena *a)
{
	struct span raw = json_get(&r->members, "source"), s;
	struct json_members m;
	long long line;

	if (!raw.n || raw.p[0] != '{' || json_read_object(a, raw, &m, NULL) != 0)
		return;
	if (json_string(a, json_get(&m, "path"), &s) && s.n) {
		r->path = s;
		r->line = 0;
	}
	if (json_string(a, json_get(&m, "member"), &s))
		r->member = s;
	if (json_string(a, json_get(&m, "image"), &s))
		r->image = s;
	if (json_long(json_get(&m, "line"), &line) && line > 0)
		r->line = (uint64_t)line;
}

/* The model that an earlier tool used. Our tools write it first, so that nothing is read twice. */
static void read_model(struct record *r, struct arena *a)
{
	static const char *const tools[] = {"captok", "capscore", "capfix"};
	static const struct span first = SPAN_INIT("{\"model\":");

	for (size_t i = 0; i < sizeof tools / sizeof *tools && !r->model.n; i++) {
		struct span raw = json_get(&r->members, tools[i]);
		struct json_members m;
		if (span_starts(raw, first)) {
			const char *p = raw.p + first.n, *end = raw.n > first.n + 1 ? memchr(p + 1, '"', raw.n - first.n - 1) : NULL;
			if (*p == '"' && end && !memchr(p, '\\', (size_t)(end - p))) {
				r->model = (struct span){p + 1, (size_t)(end - p - 1)};
				continue;
			}
		}
		if (raw.n && raw.p[0] == '{' && json_read_object(a, raw, &m, NULL) == 0)
			json_string(a, json_get(&m, "model"), &r->model);
	}
}

int text_object(const struct source_options *o, struct span text, struct record *r, struct arena *a, struct diag *d)
{
	if (json_read_object(a, text, &r->members, d) != 0)
		return -1;
	r->raw = text;
	read_id(r, a);
	read_source(r, a);
	const struct json_member *m = text_field(&r->members, o->field);
	if (m) {
		r->kind = REC_CAPTION;
		r->field = m->key;
		json_string(a, m->raw, &r->caption);
		read_model(r, a);
	} else if (span_starts(json_get(&r->members, "input"), SPAN("{")) && !json_get(&r->members, "id").n) {
		r->kind = REC_INPUT;
	} else if (r->image.n && !json_get(&r->members, "error").n && json_get(&r->members, "source").n) {
		r->kind = REC_IMAGE;
	} else {
		r->kind = REC_PASS;
	}
	return 0;
}
