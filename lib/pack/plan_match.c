/* plan_match.c: the records' side of the plan: each finds its sample, by member, by image, by id, and what differs is stored. */
#include "pack/plan_priv.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/die.h"
#include "pack/pack_text.h"

enum { SAID_MAX = 100 };

/* What stands in the store for one change, with the texts behind it. */
struct stored {
	uint64_t old;
	uint32_t caption, id, bytes;
	unsigned char exact, check;
};

static const struct source_options as_jsonl = {.from = "jsonl"};

__attribute__((format(printf, 3, 4)))
static void fail(struct plan *p, const struct record *r, const char *fmt, ...)
{
	char what[512];
	va_list ap;

	if (++p->count.failed > SAID_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	struct span name = r->member.n ? r->member : r->id;
	warn("record %llu (%.*s): %s", (unsigned long long)r->number, (int)(name.n < 500 ? name.n : 500), name.p, what);
}

static long by_id(struct plan *p, const struct record *r, bool *any)
{
	if (!p->by_id.cap)
		plan_table(&p->by_id, &p->id, p->n);
	return plan_find(p, &p->by_id, &p->id, plan_key(p, 'k', r->id), SAMPLE_NAMED, 0, any);
}

/* The sample that r names and no other did before; -1 with *again: the (first) sample it names again, or -1. */
static long find(struct plan *p, const struct record *r, long *again)
{
	bool any = false;
	uint64_t key = 0;
	long i = -1;

	*again = -1;
	if (r->member.n)
		key = plan_key(p, 'm', r->member);
	else if (r->image.n)
		key = plan_key(p, 'i', r->image);
	if (key) {
		i = plan_find(p, &p->by_name, &p->name, key, SAMPLE_NAMED, 0, &any);
		if (i < 0 && any)
			*again = plan_find(p, &p->by_name, &p->name, key, 0, 0, NULL);
		if (i >= 0 || any)
			return i;
	}
	if (!r->member.n && r->line) {
		/* A line's number alone proves nothing: it may be that of another file. */
		i = plan_find(p, &p->by_name, &p->name, plan_key_line(p, r->line), SAMPLE_NAMED, 0, NULL);
		if (i >= 0 && plan_u64(&p->id)[i] == plan_key(p, 'k', r->id))
			return i;
	}
	i = by_id(p, r, &any);
	if (i < 0 && any)
		*again = plan_find(p, &p->by_id, &p->id, plan_key(p, 'k', r->id), 0, 0, NULL);
	return i;
}

static int load(struct plan *p, uint64_t at, struct stored *s, struct arena *a, struct span *texts, struct diag *d)
{
	struct span head;

	if (store_get(p->store, at, sizeof *s, a, &head, d) != 0)
		return -1;
	memcpy(s, head.p, sizeof *s);
	return store_get(p->store, at + sizeof *s, (size_t)s->caption + s->id + s->bytes, a, texts, d);
}

/* Whether sample i already has r's caption: then a record that names it again does no harm. */
static bool same_again(struct plan *p, long i, const struct record *r, struct arena *a)
{
	struct stored s;
	struct span texts;
	uint64_t text = plan_u64(&p->text)[i];

	if (!(plan_flags(p)[i] & SAMPLE_CHANGED))
		return text == plan_hash(r->caption);
	return load(p, text, &s, a, &texts, NULL) == 0 && span_eq(span_cut(texts, 0, s.caption), r->caption);
}

/* Records want different captions of sample i: none of them is written. */
static int tear(struct plan *p, long i, struct arena *a, struct diag *d)
{
	unsigned char *flag = &plan_flags(p)[i];
	uint64_t *text = &plan_u64(&p->text)[i];
	struct stored s;
	struct span texts;

	if (*flag & SAMPLE_TORN)
		return 0;
	if (*flag & SAMPLE_CHANGED) {
		if (load(p, *text, &s, a, &texts, d) != 0)
			return -1;
		*text = s.old;
		*(*flag & SAMPLE_REMOVED ? &p->count.removed : *flag & SAMPLE_IMAGE ? &p->count.added : &p->count.changed) -= 1;
	}
	if (!(*flag & (SAMPLE_IMAGE | SAMPLE_BAD))) {
		p->count.named--;
		p->count.torn++;
	}
	*flag = (unsigned char)((*flag & ~(SAMPLE_CHANGED | SAMPLE_REMOVED)) | SAMPLE_TORN);
	return 0;
}

/* What an undo log says of a record. */
struct undo {
	uint64_t wrote;
	bool created, exact;
	struct span bytes;
};

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_undo(const struct record *r, struct arena *a, struct undo *u)
{
	struct json_members m = {0};
	struct span s, raw = json_get(&r->members, "undo");
	struct diag d;

	*u = (struct undo){0};
	if (!raw.n || json_read_object(a, raw, &m, &d) != 0 || !json_string(a, json_get(&m, "wrote"), &s) || s.n != 16)
		return false;
	for (size_t i = 0; i < 16; i++) {
		if (hex(s.p[i]) < 0)
			return false;
		u->wrote = u->wrote << 4 | (uint64_t)hex(s.p[i]);
	}
	u->created = json_true(json_get(&m, "created"));
	if (json_string(a, json_get(&m, "bytes"), &s)) {
		char *p = arena_alloc(a, s.n / 2 + 1);
		for (size_t i = 0; i + 1 < s.n; i += 2) {
			if (hex(s.p[i]) < 0 || hex(s.p[i + 1]) < 0)
				return false;
			p[i / 2] = (char)(hex(s.p[i]) << 4 | hex(s.p[i + 1]));
		}
		u->exact = true;
		u->bytes = (struct span){p, s.n / 2};
	}
	return true;
}

static int keep(struct plan *p, long i, const struct record *r, const struct undo *u, struct diag *d)
{
	unsigned char *flag = &plan_flags(p)[i];
	uint64_t *text = &plan_u64(&p->text)[i], at, ignored;
	struct stored s = {.old = *text, .caption = (uint32_t)r->caption.n, .id = (uint32_t)r->id.n,
	                   .bytes = (uint32_t)u->bytes.n, .exact = u->exact,
	                   .check = !(*flag & (SAMPLE_BAD | SAMPLE_IMAGE))};

	if (store_put(p->store, (struct span){(const char *)&s, sizeof s}, &at, d) != 0 ||
	    store_put(p->store, r->caption, &ignored, d) != 0 || store_put(p->store, r->id, &ignored, d) != 0 ||
	    store_put(p->store, u->bytes, &ignored, d) != 0)
		return -1;
	*text = at;
	*flag |= SAMPLE_CHANGED;
	if (u->created) {
		*flag |= SAMPLE_REMOVED;
		p->count.removed++;
	} else if (*flag & SAMPLE_IMAGE) {
		p->count.added++;
	} else {
		p->count.changed++;
	}
	return 0;
}

/* Why r's caption cannot stand in this dataset, or NULL. */
static const char *unfit(const struct plan *p, const struct record *r, struct diag *d)
{
	const char *charset = p->o->source->encoding;
	struct buf b = BUF_INIT;
	int rc = 0;

	if (p->one_line && memchr(r->caption.p, '\n', r->caption.n))
		return "its caption has a line break, the dataset one caption a line";
	if (charset)
		rc = text_encode(charset, r->caption, &b, d);
	buf_fini(&b);
	return rc == 0 ? NULL : d->message;
}

static int place(struct plan *p, const struct record *r, struct arena *a, struct diag *d)
{
	struct undo u = {0};
	struct diag why = {0};
	const char *no;
	long again, i;

	p->count.records++;
	if (p->o->undo && !read_undo(r, a, &u)) {
		fail(p, r, "is no line of an undo log");
		return 0;
	}
	i = find(p, r, &again);
	if (i < 0) {
		if (again < 0)
			fail(p, r, "no such sample in %s", p->o->dataset);
		if (again < 0 || p->o->select == SELECT_OTHERS || (!(plan_flags(p)[again] & SAMPLE_TORN) && same_again(p, again, r, a)))
			return 0;
		fail(p, r, "names a sample that an earlier record named, with another caption: the old one stays");
		return tear(p, again, a, d);
	}
	unsigned char *flag = &plan_flags(p)[i];
	uint64_t text = plan_u64(&p->text)[i];
	*flag |= SAMPLE_NAMED;
	p->count.chosen++;
	if (!(*flag & (SAMPLE_IMAGE | SAMPLE_BAD)))
		p->count.named++;
	if (p->o->select == SELECT_OTHERS) /* it does not go over, so its caption means nothing */
		return 0;
	if (p->o->undo && !u.created && (*flag & SAMPLE_BAD ? u.exact : text == plan_hash(r->caption)))
		return 0; /* undone before */
	if (p->o->undo && text != u.wrote) {
		fail(p, r, "has another caption than the one that was written: left as it is");
		return 0;
	}
	if (!p->o->undo && ((*flag & SAMPLE_IMAGE) ? r->caption.n == 0
	                    : !(*flag & SAMPLE_BAD) && text == plan_hash(r->caption)))
		return 0; /* nothing new */
	if (!u.created && (no = unfit(p, r, &why))) {
		fail(p, r, "%s", no);
		return 0;
	}
	return keep(p, i, r, &u, d);
}

/* A record that names an image without a caption. */
static void choose(struct plan *p, const struct record *r)
{
	long again, i = find(p, r, &again);

	p->count.records++;
	if (i < 0 && again < 0)
		fail(p, r, "no such sample in %s", p->o->dataset);
	if (i < 0)
		return;
	plan_flags(p)[i] |= SAMPLE_NAMED;
	p->count.chosen++;
	p->count.named += !(plan_flags(p)[i] & (SAMPLE_IMAGE | SAMPLE_BAD));
}

/* The fault lies with the records, not with the dataset, which the caller names. */
static int blame_records(const struct plan *p, struct diag *d)
{
	struct diag w = *d;

	return diag_set(d, w.code, "%s: %s", p->o->records ? p->o->records : "the records", w.message);
}

int plan_match(struct plan *p, struct diag *d)
{
	struct source *s = source_open(p->o->records, &as_jsonl, d);
	struct arena a = ARENA_INIT;
	struct record r;
	uint64_t number = 0;
	int rc = -1;

	if (!s)
		return blame_records(p, d);
	bool reading = true;
	while ((rc = source_next(s, &r, &a, d)) == 1) {
		r.number = ++number;
		/* Errors and images of an earlier tool are no orders, unless samples are chosen; a line that is no JSON is a broken order. */
		if (r.kind == REC_IMAGE && p->o->select != SELECT_ALL)
			choose(p, &r);
		if (r.kind == REC_CAPTION && place(p, &r, &a, d) != 0) {
			rc = -1;
			reading = false;
			break;
		}
		if (r.kind == REC_ERROR)
			fail(p, &r, "%s", r.error.message);
		arena_reset(&a);
	}
	if (rc < 0 && reading)
		blame_records(p, d);
	if (p->count.failed > SAID_MAX)
		warn("%llu more records could not be placed", (unsigned long long)(p->count.failed - SAID_MAX));
	arena_fini(&a);
	source_close(s);
	if (p->o->select != SELECT_ALL) {
		plan_table(&p->by_id, &p->id, p->n);
		return rc;
	}
	buf_fini(&p->id);
	buf_fini(&p->by_id.slots);
	p->by_id.cap = 0;
	return rc;
}

int plan_change(struct plan *p, struct plan_hit hit, struct arena *a, struct plan_change *c, struct diag *d)
{
	struct stored s;
	struct span texts;

	if (load(p, plan_u64(&p->text)[hit.sample], &s, a, &texts, d) != 0)
		return -1;
	size_t id = s.caption, bytes = id + s.id;
	*c = (struct plan_change){span_cut(texts, 0, id), span_cut(texts, id, bytes), s.exact,
	                          span_cut(texts, bytes, texts.n), s.old, s.check};
	return 0;
}
