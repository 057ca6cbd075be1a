/* set_replay.c: a state's events, checked and added to a set. */
#include "base/hash.h"
#include "base/varint.h"
#include "base/zread.h"
#include "dataset/set_note.h"
#include "dataset/state_format.h"
#include "lint/rule.h"
#include "text/utf8.h"

/* What a note of set_note.c may hold. */
enum { NOTED_MOST = 1 << 10, NAME_BYTES = 255, CODE_BYTES = 15, AXES_MOST = 64, TEXT_MOST = 16 << 20 };

/* A name of the block: places in its bytes. */
struct name {
	uint64_t key;
	uint32_t at, len, more, more_len;
};

struct replay {
	struct state_reader *r;
	struct arena a;            /* of all blocks */
	struct arena block;        /* of one */
	uint8_t rule[RULES_MAX];   /* our number of the state's */
	uint64_t n_rules;
	const char *word[AXES_MOST]; /* names that a set keeps by reference: encoders, axes */
	size_t n_words;
	uint64_t captions, blocks;
	struct buf raw, id, member, note, value;
	struct name *names;
	uint64_t n_names;
	struct diag *d;
	size_t at;                 /* the block's place in the file */
};

static int wrong(const struct replay *p, const char *what)
{
	return diag_at(p->d, "bad-state", p->at, "block %llu %s", (unsigned long long)p->blocks, what);
}

static uint64_t get_le(const char *p, int bytes)
{
	uint64_t v = 0;

	for (int i = 0; i < bytes; i++)
		v |= (uint64_t)(unsigned char)p[i] << 8 * i;
	return v;
}

static bool take_bytes(struct span *s, uint64_t n, struct span *out)
{
	if (n > s->n)
		return false;
	*out = span_cut(*s, 0, (size_t)n);
	*s = span_cut(*s, (size_t)n, s->n);
	return true;
}

static bool take_text(struct span *s, uint64_t most, struct span *out)
{
	uint64_t n;

	return varint_take(s, most, &n) && take_bytes(s, n, out) && utf8_valid(*out, NULL);
}

/* The next block, checked and unpacked into p->raw. */
static int next_block(struct replay *p, struct span *file, int *kind)
{
	if (file->n < STATE_HEAD)
		return wrong(p, "is cut off: the state is not whole");
	uint64_t raw = get_le(file->p + 1, 4), packed = get_le(file->p + 5, 4), sum = get_le(file->p + 9, 8);
	struct span body = span_cut(*file, STATE_HEAD, file->n);
	*kind = (unsigned char)file->p[0];
	if (packed > body.n)
		return wrong(p, "is cut off: the state is not whole");
	body.n = (size_t)packed;
	if (hash_bytes(body.p, body.n, p->blocks) != sum)
		return wrong(p, "is damaged: its checksum is another");
	if (raw > STATE_UNPACKED)
		return wrong(p, "is larger than any that captools writes");
	buf_reset(&p->raw);
	if (zstd_expand(body, &p->raw, STATE_UNPACKED, p->d) != 0 || p->raw.n != raw)
		return wrong(p, "does not unpack to what it says");
	*file = span_cut(*file, STATE_HEAD + body.n, file->n);
	return 0;
}

static int read_head(struct replay *p, struct span *options)
{
	struct span s = buf_span(&p->raw), code;
	const struct rule_list *rules = p->r->set ? p->r->set->o->lint->rules : NULL;

	if (!varint_take(&s, RULES_MAX, &p->n_rules))
		return wrong(p, "has no head");
	for (uint64_t i = 0; i < p->n_rules; i++) {
		if (!take_text(&s, CODE_BYTES, &code))
			return wrong(p, "has no head");
		size_t k = 0;
		while (rules && k < rules->n && !span_is(code, rules->v[k]->code))
			k++;
		if (rules && k == rules->n)
			return wrong(p, "has rules that this captools does not have: merge with the version that wrote it");
		p->rule[i] = (uint8_t)k;
	}
	if (!take_text(&s, TEXT_MOST, options) || s.n)
		return wrong(p, "has no head");
	return 0;
}

static int read_names(struct replay *p, struct span *s)
{
	struct span text;

	if (!varint_take(s, s->n / 10, &p->n_names)) /* a name takes ten bytes at least */
		return wrong(p, "has no names");
	p->names = arena_alloc(&p->block, (size_t)p->n_names * sizeof *p->names);
	for (uint64_t i = 0; i < p->n_names; i++) {
		struct name *n = &p->names[i];
		if (!take_bytes(s, 8, &text))
			return wrong(p, "ends in its names");
		n->key = get_le(text.p, 8);
		if (!take_text(s, NAME_BYTES, &text))
			return wrong(p, "has a name that is none");
		n->at = (uint32_t)(text.p - p->raw.p);
		n->len = (uint32_t)text.n;
		if (!take_text(s, NAME_BYTES, &text))
			return wrong(p, "has a name that is none");
		n->more = (uint32_t)(text.p - p->raw.p);
		n->more_len = (uint32_t)text.n;
	}
	return 0;
}

static bool take_name(struct replay *p, struct span *s, const struct name **out)
{
	uint64_t i;

	if (!varint_take(s, UINT32_MAX, &i) || i >= p->n_names)
		return false;
	*out = &p->names[i];
	return true;
}

static bool take_byte(struct span *s, unsigned most, uint8_t *out)
{
	if (s->n == 0 || (unsigned char)*s->p > most)
		return false;
	*out = (uint8_t)*s->p;
	*s = span_cut(*s, 1, s->n);
	return true;
}

/* Of encoders and axes there are few: each is kept once. NULL: too many, or no name. */
static const char *word(struct replay *p, const struct name *n)
{
	struct span s = {p->raw.p + n->at, n->len};

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 127)
			return NULL;
	for (size_t i = 0; i < p->n_words; i++)
		if (span_is(s, p->word[i]))
			return p->word[i];
	if (s.n == 0 || p->n_words == AXES_MOST)
		return NULL;
	return p->word[p->n_words++] = arena_dup(&p->r->set->a, s).p;
}

/* ------------------------------------------------------------------------------------------------ a caption's note */

static bool read_head_of(struct span *s, struct note_head *h)
{
	uint64_t v[14];
	static const uint64_t most[14] = {UINT32_MAX, 1000, UINT16_MAX, UINT16_MAX, UINT32_MAX, STYLE_MIXED, LINT_ENCODERS, UINT16_MAX, NOTED_MOST,
					  NOTED_MOST, NOTED_MOST, NOTED_MOST, NOTED_MOST, UINT16_MAX};
	struct span hash;

	if (!take_bytes(s, 8, &hash))
		return false;
	for (size_t i = 0; i < 14; i++)
		if (!varint_take(s, most[i], &v[i]))
			return false;
	*h = (struct note_head){.hash = get_le(hash.p, 8), .tokens = (uint32_t)v[0], .score = (uint16_t)v[1], .flags = (uint16_t)v[2],
				.slots = (uint16_t)v[3], .looks = (uint32_t)v[4], .style = (uint8_t)v[5], .n_encoders = (uint8_t)v[6],
				.n_findings = (uint16_t)v[7], .n_items = (uint16_t)v[8], .n_spellings = (uint16_t)v[9], .n_fused = (uint16_t)v[10],
				.n_balance = (uint16_t)v[11], .n_human = (uint16_t)v[12], .packed = (uint32_t)v[13]};
	return true;
}

#define PUT(x) buf_add(&p->note, (const char *)&(x), sizeof(x))

static bool read_findings(struct replay *p, struct span *s, const struct note_head *h)
{
	for (unsigned i = 0; i < h->n_encoders; i++) {
		const struct name *n;
		uint64_t tokens, limit;
		struct note_encoder e;
		if (!take_name(p, s, &n) || !varint_take(s, UINT32_MAX, &tokens) || !varint_take(s, UINT32_MAX, &limit) || !(e.name = word(p, n)))
			return false;
		e.tokens = (uint32_t)tokens;
		e.limit = (uint32_t)limit;
		PUT(e);
	}
	for (unsigned i = 0; i < h->n_findings; i++) {
		uint64_t rule;
		uint8_t bits;
		if (!varint_take(s, RULES_MAX, &rule) || rule >= p->n_rules || !take_byte(s, 63, &bits) || (bits >> 2 & 3) > FIX_UNSAFE)
			return false;
		struct note_finding f = {p->rule[rule], bits & 3, bits >> 2 & 3, bits >> 4 & 1, bits >> 5};
		PUT(f);
	}
	return true;
}

/* The block's bytes stand for the caption's: names are places in them. */
static bool read_items(struct replay *p, struct span *s, const struct note_head *h)
{
	const struct name *n, *canon;
	uint8_t flags, words;

	for (unsigned i = 0; i < h->n_items; i++) {
		if (!take_name(p, s, &n) || !take_byte(s, 255, &flags))
			return false;
		struct note_item x = {n->key, n->at, (uint8_t)n->len, flags, 0};
		PUT(x);
	}
	for (unsigned i = 0; i < h->n_spellings; i++) {
		if (!take_name(p, s, &n) || !take_name(p, s, &canon))
			return false;
		struct note_spelling x = {n->key, canon->key, n->at, n->len};
		PUT(x);
	}
	for (unsigned i = 0; i < h->n_fused; i++) {
		if (!take_name(p, s, &n) || !take_byte(s, 255, &flags) || !take_byte(s, 255, &words))
			return false;
		struct note_fused x = {n->key, n->at, n->more, (uint8_t)n->len, (uint8_t)n->more_len, words, flags, 0};
		PUT(x);
	}
	return true;
}

static bool read_rest(struct replay *p, struct span *s, const struct note_head *h)
{
	const struct name *n;
	struct span packed;

	for (unsigned i = 0; i < h->n_balance; i++) {
		if (!take_name(p, s, &n))
			return false;
		struct note_balance x = {word(p, n), p->raw.p + n->more, n->more_len, 0};
		if (!x.axis)
			return false;
		PUT(x);
	}
	for (unsigned i = 0; i < h->n_human; i++) {
		if (!take_name(p, s, &n))
			return false;
		buf_addc(&p->note, (char)(unsigned char)n->len);
		buf_add(&p->note, p->raw.p + n->at, n->len);
	}
	if (!take_bytes(s, h->packed, &packed) || ((p->r->set->gathers & GATHER_WORDS) && !near_packed(packed)))
		return false;
	buf_adds(&p->note, packed);
	return true;
}

/* ------------------------------------------------------------------------------------------------ events */

/* A text that begins as `before` does, in b. */
static bool take_front(struct span *s, struct span before, struct buf *b)
{
	uint64_t same, n;
	struct span rest;

	if (!varint_take(s, before.n, &same) || !varint_take(s, TEXT_MOST, &n) || !take_bytes(s, n, &rest))
		return false;
	buf_reset(b);
	buf_adds(b, span_cut(before, 0, (size_t)same));
	buf_adds(b, rest);
	return utf8_valid(buf_span(b), NULL);
}

static bool caption(struct replay *p, struct span *s)
{
	struct note_head h;
	uint64_t image;
	struct buf id = p->value; /* the one before stays for its beginning */

	if (!take_front(s, buf_span(&p->id), &id)) {
		p->value = id;
		return false;
	}
	p->value = p->id;
	p->id = id;
	if (!take_front(s, buf_span(&p->id), &p->member) || !varint_take(s, 1, &image) || !read_head_of(s, &h))
		return false;
	buf_reset(&p->note);
	PUT(h);
	if (!read_findings(p, s, &h) || !read_items(p, s, &h) || !read_rest(p, s, &h))
		return false;
	struct set_sample sample = {buf_span(&p->id), buf_span(&p->raw), buf_span(&p->member), image ? SPAN("image") : SPAN(""), NULL};
	set_add(p->r->set, &sample, buf_span(&p->note));
	if (p->r->again)
		state_add(p->r->again, &sample, buf_span(&p->note));
	p->captions++;
	return true;
}

static bool event(struct replay *p, struct span *s)
{
	struct state_reader *r = p->r;
	struct span text = SPAN("");
	uint64_t keys = 0;
	uint8_t kind;

	if (!take_byte(s, EVENTS - 1, &kind))
		return false;
	if (kind == EVENT_CAPTION)
		return r->set->n < UINT32_MAX - 1 && caption(p, s);
	if (kind != EVENT_BAD && !take_text(s, TEXT_MOST, &text))
		return false;
	if (kind == EVENT_PATH && !varint_take(s, 1, &keys))
		return false;
	switch (kind) {
	case EVENT_IMAGE:
		set_add_image(r->set, text, set_class_tokens(r->set));
		break;
	case EVENT_INPUT:
		set_add_input(r->set, text);
		break;
	case EVENT_BAD:
		r->set->errors++;
		break;
	default:
		if (r->path)
			r->path(r->ctx, text, keys);
	}
	if (!r->again)
		return true;
	if (kind == EVENT_IMAGE)
		state_add_image(r->again, text);
	else if (kind == EVENT_INPUT)
		state_add_input(r->again, text);
	else if (kind == EVENT_BAD)
		state_add_bad(r->again);
	else
		state_add_path(r->again, text, keys);
	return true;
}

static int read_events(struct replay *p)
{
	struct span s = buf_span(&p->raw);
	uint64_t n;

	arena_reset(&p->block);
	buf_reset(&p->id);
	if (read_names(p, &s) != 0)
		return -1;
	if (!varint_take(&s, UINT32_MAX, &n))
		return wrong(p, "has no events");
	while (n--) {
		if (!event(p, &s))
			return wrong(p, "has an event that is none");
	}
	return s.n ? wrong(p, "goes on behind its last event") : 0;
}

static int read_end(struct replay *p)
{
	struct span s = buf_span(&p->raw);
	uint64_t captions, failed;

	if (!varint_take(&s, UINT64_MAX, &captions) || captions != p->captions || !varint_take(&s, 1, &failed) || s.n)
		return wrong(p, "does not end as it should: captions are missing");
	p->r->failed |= failed;
	return 0;
}

static int read_blocks(struct replay *p, struct span file)
{
	const char *begin = file.p;
	struct span options;
	int kind = 0;

	file = span_cut(file, sizeof STATE_MAGIC - 1, file.n);
	do {
		p->at = (size_t)(file.p - begin);
		int rc = next_block(p, &file, &kind);
		if (rc == 0 && (kind == BLOCK_HEAD) != (p->blocks == 0))
			rc = wrong(p, "is not where it should be");
		else if (rc == 0)
			rc = kind == BLOCK_HEAD ? read_head(p, &options) : kind == BLOCK_EVENTS ? read_events(p) : kind == BLOCK_END ? read_end(p) :
			     wrong(p, "is of a kind that this captools does not know");
		if (rc != 0)
			return -1;
		p->blocks++;
	} while (kind != BLOCK_END);
	p->at = (size_t)(file.p - begin);
	return file.n ? wrong(p, "stands behind the end") : 0;
}

static int begins(struct span file, struct diag *d)
{
	if (span_starts(file, SPAN(STATE_MAGIC)))
		return 0;
	return diag_set(d, "bad-state", span_starts(file, SPAN("captools set ")) ? "a state of another version: merge with the captools that wrote it"
										   : "not a state of capscore --set-state");
}

static void fini(struct replay *p)
{
	buf_fini(&p->raw);
	buf_fini(&p->id);
	buf_fini(&p->member);
	buf_fini(&p->note);
	buf_fini(&p->value);
	arena_fini(&p->block);
	arena_fini(&p->a);
}

int state_options(struct span file, struct span *options, struct arena *a, struct diag *d)
{
	struct state_reader none = {.set = NULL};
	struct replay p = {.r = &none, .d = d};
	int kind;

	if (begins(file, d) != 0)
		return -1;
	file = span_cut(file, sizeof STATE_MAGIC - 1, file.n);
	int rc = next_block(&p, &file, &kind);
	if (rc == 0 && kind != BLOCK_HEAD)
		rc = wrong(&p, "is not where it should be");
	if (rc == 0 && (rc = read_head(&p, options)) == 0)
		*options = arena_dup(a, *options);
	fini(&p);
	return rc;
}

int state_replay(struct state_reader *r, struct span file, struct diag *d)
{
	struct replay p = {.r = r, .d = d};
	int rc = begins(file, d);

	if (rc == 0)
		rc = read_blocks(&p, file);
	fini(&p);
	return rc;
}
