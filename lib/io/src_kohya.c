/* src_kohya.c: diffusion-pipe's captions.json, which maps an image's name to a list of captions (utils/dataset.py), and kohya's metadata JSON, one object that maps an image's path to {"caption", "tags", …}. It
 * is read entry by entry and never held whole. The caption is what kohya trains on: caption, then ", " and
 * tags if both are there (sd-scripts library/train_util.py, class FineTuningDataset); --field takes one of
 * them alone. */
#include "io/caption_list.h"
#include "io/form.h"
#include "io/names.h"
#include "io/text.h"

struct kohya {
	bool begun, over;
	uint64_t entry;
};

/* Where a scan for the end of `"key": value` stands; it goes on when more bytes have come. */
struct extent {
	size_t i;
	size_t depth;
	bool string, escape, value, done;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Goes on through h. done: the entry is h[0,i). Only quotes and brackets count; json_read_object checks
 * the rest. */
static void scan(struct extent *e, struct span h)
{
	for (; e->i < h.n; e->i++) {
		char c = h.p[e->i];
		if (e->string) {
			if (e->escape)
				e->escape = false;
			else if (c == '\\')
				e->escape = true;
			else if (c == '"')
				e->string = false;
			continue;
		}
		if (c == '"') {
			e->string = true;
		} else if (c == '{' || c == '[') {
			e->depth++;
		} else if ((c == '}' || c == ']') && e->depth > 0) {
			e->depth--;
		} else if (e->depth == 0 && (c == ',' || c == '}' || c == ']')) {
			e->done = true;
			return;
		}
	}
}

/* Skips blanks, the opening brace, the comma or the closing brace in front of the next entry. 1 an entry
 * begins, 0 the end, -1. */
static int approach(struct source *s, struct kohya *k, struct diag *d)
{
	for (;;) {
		struct span h = source_peek(s, 1, d);
		if (!h.n)
			return d && d->code ? -1 : 0;
		char c = h.p[0];
		if (!k->begun && span_starts(source_peek(s, 3, d), SPAN("\xEF\xBB\xBF"))) {
			input_take(&s->in, 3);
			continue;
		}
		if (!is_blank(c) && c != ',' && !(c == '{' && !k->begun)) {
			if (c != '}')
				return 1;
			k->over = true;
			return 0;
		}
		k->begun = k->begun || c == '{';
		input_take(&s->in, 1);
	}
}

/* The next entry's text `"key": value`, left in the buffer. 1; 2: over the limit, and skipped; 3: cut off
 * by the end; -1. */
static int entry(struct source *s, struct span *text, struct diag *d)
{
	struct extent e = {0};
	bool too_large = false;

	for (;;) {
		struct span h = input_head(&s->in);
		scan(&e, h);
		if (!e.done && e.i > s->limits.caption_max) {
			too_large = true;
			input_take(&s->in, e.i);
			e.i = 0;
			h = input_head(&s->in);
		}
		*text = span_cut(h, 0, e.i);
		if (e.done)
			return too_large ? (input_take(&s->in, e.i), 2) : 1;
		int rc = input_more(&s->in, d);
		if (rc < 0)
			return -1;
		if (rc == 0) /* a whole entry without what should follow is good; the end is reported next */
			return e.i > 0 && e.depth == 0 && !e.string && !too_large ? 1 : 3;
	}
}

/* Three pieces as one. (Captions may hold NULs: no printf.) */
static struct span join(struct arena *a, struct span x, struct span y, struct span z)
{
	char *p = arena_alloc(a, x.n + y.n + z.n + 1);

	memcpy(p, x.p, x.n);
	memcpy(p + x.n, y.p, y.n);
	memcpy(p + x.n + y.n, z.p, z.n);
	return (struct span){p, x.n + y.n + z.n};
}

static int kohya_bid(struct source *s, struct diag *d)
{
	struct span h = source_peek(s, 1, d);
	size_t want = h.n, i = 0;
	struct extent e = {0};
	int bid = 0;

	/* { "path": { … "caption" or "tags" is a string, or train_resolution is there … } within the first
	 * 64 KiB. Any other object of objects is taken, too, if it is not JSON Lines: at least it is no
	 * text. */
	for (;; want++) {
		h = source_peek(s, want, d);
		i = span_starts(h, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
		while (i < h.n && is_blank(h.p[i]))
			i++;
		if (i < h.n && h.p[i] != '{')
			return 0;
		for (i++; i < h.n && is_blank(h.p[i]);)
			i++;
		if (i < h.n && h.p[i] != '"')
			return 0;
		e = (struct extent){0};
		if (i < h.n)
			scan(&e, span_cut(h, i, h.n));
		if (e.done || h.n < want || h.n > 64 << 10)
			break;
		want = h.n;
	}
	struct arena a = ARENA_INIT;
	struct json_members m, in;
	struct span text = e.done ? join(&a, SPAN("{"), span_cut(h, i, i + e.i), SPAN("}")) : SPAN("");
	bool one = json_read_object(&a, text, &m, NULL) == 0 && m.n == 1;
	if (one && m.v[0].raw.p[0] == '{' && json_read_object(&a, m.v[0].raw, &in, NULL) == 0 && !span_is(m.v[0].key, "input") && !span_is(m.v[0].key, "dataset"))
		bid = span_starts(json_get(&in, "caption"), SPAN("\"")) || list_is(json_get(&in, "caption")) || span_starts(json_get(&in, "tags"), SPAN("\"")) ||
		      span_starts(json_get(&in, "train_resolution"), SPAN("[")) ? 80 : 30;
	if (one && list_is(m.v[0].raw)) {
		struct name n = name_split(m.v[0].key);
		bid = name_is_image(&n) ? 80 : 0;
	}
	arena_fini(&a);
	return bid;
}

/* Caption, tags, or both joined. */
static void choose_text(struct source *s, struct record *r, struct arena *a)
{
	struct span caption = SPAN(""), tags = SPAN("");
	bool has = json_string(a, json_get(&r->members, "caption"), &caption);
	bool tagged = json_string(a, json_get(&r->members, "tags"), &tags);

	if (s->o->field) {
		const struct json_member *m = text_field(&r->members, s->o->field);
		bool text = m && (json_string(a, m->raw, &r->caption) || list_read(a, m->raw, &r->caption, &r->texts, &r->n_texts));
		r->kind = text ? REC_CAPTION : REC_IMAGE;
		r->field = m ? m->key : SPAN("");
		r->beside = m && !span_is(m->key, "caption") && json_get(&r->members, "caption").n;
		return;
	}
	if (!has && list_read(a, json_get(&r->members, "caption"), &caption, &r->texts, &r->n_texts)) {
		r->kind = REC_CAPTION;
		r->field = SPAN("caption");
		r->caption = caption;
		return; /* the tags beside it stay what they are */
	}
	r->kind = has || tagged ? REC_CAPTION : REC_IMAGE;
	r->field = tagged ? SPAN("tags") : SPAN("caption");
	r->beside = tagged && !has && json_get(&r->members, "caption").n;
	if (has && tagged && tags.n)
		r->caption = join(a, caption, SPAN(", "), tags);
	else
		r->caption = has ? caption : tags;
}

static void fill(struct source *s, struct record *r, struct arena *a, struct span text, uint64_t at)
{
	struct json_members m;
	struct span whole = join(a, SPAN("{"), text, SPAN("}"));

	if (json_read_object(a, whole, &m, &r->error) != 0 || m.n != 1) {
		if (!r->error.code)
			diag_at(&r->error, "bad-json", 0, "not JSON here");
		r->kind = REC_ERROR;
		r->error.offset += at - (r->error.offset > 0); /* in the file */
		return;
	}
	r->raw = m.v[0].raw;
	struct name n = name_split(m.v[0].key);
	if (name_is_image(&n) || memchr(m.v[0].key.p, '/', m.v[0].key.n))
		r->image = n.whole;
	if (n.whole.n)
		r->id = name_is_image(&n) ? name_stem(&n) : n.whole;
	if (list_read(a, m.v[0].raw, &r->caption, &r->texts, &r->n_texts)) { /* diffusion-pipe's */
		r->raw = SPAN("");
		return;
	}
	if (json_read_object(a, m.v[0].raw, &m, &r->error) != 0) {
		diag_at(&r->error, "bad-json", at, "the entry is no object");
		r->kind = REC_ERROR;
		return;
	}
	r->members = m;
	choose_text(s, r, a);
	if (r->kind == REC_IMAGE && (text_unfit(&m, s->o->field, whole.p + 1, &r->error) ||
	                             (!s->o->field && text_unfit(&m, "tags", whole.p + 1, &r->error)))) {
		r->error.offset += at; /* in the file */
		r->kind = REC_ERROR;
	}
	if (r->kind == REC_IMAGE) { /* it goes out in our form */
		r->raw = SPAN("");
		r->members = (struct json_members){NULL, 0, 0};
	}
}

static int kohya_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	struct kohya *k = s->state;
	struct span text;

	if (k->over)
		return 0;
	int rc = approach(s, k, d);
	if (rc < 0)
		return -1;
	r->id = text_number(a, ++k->entry);
	uint64_t at = s->in.taken;
	if (rc == 0) {
		if (k->over)
			return 0;
		rc = 3;
	} else {
		rc = entry(s, &text, d);
	}
	if (rc < 0)
		return -1;
	if (rc == 1) {
		fill(s, r, a, text, at);
		k->over = text.n == 0; /* a ] that closes nothing: there is no way past it */
		input_take(&s->in, text.n);
		return 1;
	}
	r->kind = REC_ERROR;
	if (rc == 2) {
		text_too_large(&r->error, "entry", s->limits.caption_max);
	} else {
		diag_at(&r->error, "bad-json", at, "JSON ends in the middle: the closing } is missing");
		k->over = true;
	}
	return 1;
}

static int kohya_open(struct source *s, struct diag *d)
{
	(void)d;
	s->state = arena_zalloc(&s->own, 1, sizeof(struct kohya));
	return 0;
}

const struct form form_kohya = {
	.name = "kohya", .text = true, .bid = kohya_bid, .open = kohya_open, .next = kohya_next
};
