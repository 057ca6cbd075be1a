/* record.c: a record as one line of JSON. Everything that is not ours is copied as bytes of the line it
 * came in. */
#include "io/record.h"

#include "io/caption_list.h"
#include "json/jwrite.h"

static bool is_id(struct span raw)
{
	size_t minus = raw.n > 1 && raw.p[0] == '-'; /* not -Infinity */

	return raw.n && (raw.p[0] == '"' || (raw.p[minus] >= '0' && raw.p[minus] <= '9'));
}

void record_id(struct buf *b, const struct record *r)
{
	struct span own = json_get(&r->members, "id");

	if (is_id(own))
		buf_adds(b, own);
	else
		json_quote(b, r->id);
}

static void put_id(struct buf *b, const struct record *r)
{
	BUF_LIT(b, "{\"id\":");
	record_id(b, r);
}

static void put_source(struct buf *b, const struct record *r)
{
	struct span own = json_get(&r->members, "source");

	BUF_LIT(b, ",\"source\":");
	if (own.n && own.p[0] == '{') {
		buf_adds(b, own);
		return;
	}
	BUF_LIT(b, "{\"path\":");
	json_quote(b, r->path);
	if (r->member.n) {
		BUF_LIT(b, ",\"member\":");
		json_quote(b, r->member);
	}
	if (r->line) {
		BUF_LIT(b, ",\"line\":");
		buf_addu(b, r->line);
	}
	if (r->image.n) {
		BUF_LIT(b, ",\"image\":");
		json_quote(b, r->image);
	}
	if (r->orphan)
		BUF_LIT(b, ",\"orphan\":true");
	if (own.n) {
		BUF_LIT(b, ",\"was\":");
		buf_adds(b, own);
	}
	buf_addc(b, '}');
}

static bool listed(struct span key, const char *const *list)
{
	for (; list && *list; list++)
		if (span_is(key, *list))
			return true;
	return false;
}

/* The members of raw that are neither ours nor dropped, from the quote of the key to the end of the value. */
static void put_foreign(struct buf *b, const struct record *r, const char *const *drop)
{
	static const char *const ours[] = {"id", "caption", "source", NULL};

	for (size_t i = 0; i < r->members.n; i++) {
		const struct json_member *m = &r->members.v[i];
		if (listed(m->key, ours) || listed(m->key, drop) || (r->field.n && span_eq(m->key, r->field)))
			continue;
		/* The key's own bytes begin at the first quote behind the member before. */
		const char *p = i ? m[-1].raw.p + m[-1].raw.n : r->raw.p;
		p = memchr(p, '"', (size_t)(m->raw.p - p));
		buf_addc(b, ',');
		buf_add(b, p, (size_t)(m->raw.p + m->raw.n - p));
	}
}

/* A "caption" that is not what the caption was taken from, unless an earlier tool has put it away. */
static void put_beside(struct buf *b, const struct record *r)
{
	if (!r->beside || json_get(&r->members, "caption_was").n)
		return;
	BUF_LIT(b, ",\"caption_was\":");
	buf_adds(b, json_get(&r->members, "caption"));
}

void record_begin_part(struct buf *b, const struct record *r, struct span caption)
{
	put_id(b, r);
	BUF_LIT(b, ",\"caption\":");
	if (r->n_texts && list_fits(r->texts, r->n_texts, caption))
		list_write(b, r->texts, r->n_texts, caption, json_quote);
	else
		json_quote(b, caption);
	put_source(b, r);
}

void record_begin(struct buf *b, const struct record *r, struct span caption, const char *const *drop)
{
	buf_room(b, r->id.n + caption.n + r->path.n + r->raw.n + 128);
	record_begin_part(b, r, caption);
	put_beside(b, r);
	put_foreign(b, r, drop);
}

void record_begin_bare(struct buf *b, const struct record *r, const char *const *drop)
{
	buf_room(b, r->id.n + r->path.n + r->raw.n + 128);
	put_id(b, r);
	put_source(b, r);
	put_foreign(b, r, drop);
}

size_t record_named(const struct record *r)
{
	return r->id.n + json_get(&r->members, "id").n + r->path.n + r->member.n + r->image.n + json_get(&r->members, "source").n;
}

struct span record_member(const struct record *r, const char *key)
{
	return json_get(&r->members, key);
}

void record_error(struct buf *b, const struct record *r)
{
	put_id(b, r);
	put_source(b, r);
	BUF_LIT(b, ",\"error\":{\"code\":");
	json_quote(b, span_of(r->error.code));
	if (r->error.has_offset) {
		BUF_LIT(b, ",\"offset\":");
		buf_addu(b, r->error.offset);
	}
	BUF_LIT(b, ",\"message\":");
	json_quote(b, span_of(r->error.message));
	BUF_LIT(b, "}}\n");
}

void record_pass(struct buf *b, const struct record *r)
{
	if (r->raw.n) {
		buf_adds(b, r->raw);
		buf_addc(b, '\n');
		return;
	}
	put_id(b, r);
	put_source(b, r);
	BUF_LIT(b, "}\n");
}
