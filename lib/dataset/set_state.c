/* set_state.c: the events of a set, as bytes. */
#include "base/hash.h"
#include "base/map.h"
#include "base/varint.h"
#include "base/zread.h"
#include "dataset/set_note.h"
#include "dataset/state_format.h"
#include "lint/rule.h"

enum { BLOCK_FULL = 1 << 20 };

struct state_writer {
	struct arena a;        /* holds this struct */
	struct buf names, events, last, raw, ready;
	struct map by_name;    /* number + 1, in this block */
	uint32_t n_names, n_events;
	uint64_t captions, blocks;
	bool taken;            /* ready was handed out */
};

static void put_le(char *to, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		to[i] = (char)(unsigned char)(v >> 8 * i);
}

void state_put_block(struct state_writer *w, char kind, struct span raw)
{
	size_t head = w->ready.n, from = head + STATE_HEAD;

	buf_room(&w->ready, STATE_HEAD);
	w->ready.n = from;
	zstd_pack(raw, &w->ready);
	char *to = w->ready.p + head;
	to[0] = kind;
	put_le(to + 1, raw.n, 4);
	put_le(to + 5, w->ready.n - from, 4);
	put_le(to + 9, hash_bytes(w->ready.p + from, w->ready.n - from, w->blocks++), 8);
}

static void put_text(struct buf *b, struct span s)
{
	varint_put(b, s.n);
	buf_adds(b, s);
}

struct state_writer *state_begin(const struct rule_list *rules, struct span options)
{
	struct arena a = ARENA_INIT;
	struct state_writer *w = arena_zalloc(&a, 1, sizeof *w);

	w->a = a;
	BUF_LIT(&w->ready, STATE_MAGIC);
	varint_put(&w->raw, rules->n);
	for (size_t i = 0; i < rules->n; i++)
		put_text(&w->raw, span_of(rules->v[i]->code));
	put_text(&w->raw, options);
	state_put_block(w, BLOCK_HEAD, buf_span(&w->raw));
	return w;
}

static void flush(struct state_writer *w)
{
	if (w->n_events == 0)
		return;
	buf_reset(&w->raw);
	varint_put(&w->raw, w->n_names);
	buf_adds(&w->raw, buf_span(&w->names));
	varint_put(&w->raw, w->n_events);
	buf_adds(&w->raw, buf_span(&w->events));
	state_put_block(w, BLOCK_EVENTS, buf_span(&w->raw));
	buf_reset(&w->names);
	buf_reset(&w->events);
	buf_reset(&w->last);
	map_reset(&w->by_name);
	w->n_names = w->n_events = 0;
}

static void begin_event(struct state_writer *w, int kind)
{
	if (w->taken)
		buf_reset(&w->ready);
	w->taken = false;
	if (w->names.n + w->events.n >= BLOCK_FULL)
		flush(w);
	w->n_events++;
	buf_addc(&w->events, (char)kind);
}

struct span state_ready(struct state_writer *w)
{
	w->taken = true;
	return buf_span(&w->ready);
}

struct span state_end(struct state_writer *w, bool failed)
{
	if (w->taken)
		buf_reset(&w->ready);
	flush(w);
	buf_reset(&w->raw);
	varint_put(&w->raw, w->captions);
	varint_put(&w->raw, failed);
	state_put_block(w, BLOCK_END, buf_span(&w->raw));
	return buf_span(&w->ready);
}

void state_free(struct state_writer *w)
{
	if (!w)
		return;
	struct arena a = w->a;
	buf_fini(&w->names);
	buf_fini(&w->events);
	buf_fini(&w->last);
	buf_fini(&w->raw);
	buf_fini(&w->ready);
	map_fini(&w->by_name);
	arena_fini(&a);
}

/* A name's number in this block: a key with the words that it was met in. */
static void put_name(struct state_writer *w, uint64_t key, struct span s, struct span more)
{
	bool new;
	uint32_t *at = map_add(&w->by_name, hash_bytes(more.p, more.n, hash_bytes(s.p, s.n, key)), &new);

	if (new) {
		char *to = buf_room(&w->names, 8);
		put_le(to, key, 8);
		w->names.n += 8;
		put_text(&w->names, s);
		put_text(&w->names, more);
		*at = w->n_names++;
	}
	varint_put(&w->events, *at);
}

/* A text that begins mostly as the one before it. */
static void put_front(struct state_writer *w, struct span before, struct span s)
{
	size_t same = 0;

	while (same < s.n && same < before.n && s.p[same] == before.p[same])
		same++;
	varint_put(&w->events, same);
	put_text(&w->events, span_cut(s, same, s.n));
}

static void take(struct span *s, void *to, size_t n)
{
	memcpy(to, s->p, n);
	*s = span_cut(*s, n, s->n);
}

static void put_items(struct state_writer *w, const struct note_head *h, struct span text, struct span *note)
{
	struct note_item i;
	struct note_spelling p;
	struct note_fused f;

	for (unsigned k = 0; k < h->n_items; k++) {
		take(note, &i, sizeof i);
		put_name(w, i.key, span_cut(text, i.start, i.start + i.len), SPAN(""));
		buf_addc(&w->events, (char)i.flags);
	}
	for (unsigned k = 0; k < h->n_spellings; k++) {
		take(note, &p, sizeof p);
		put_name(w, p.key, span_cut(text, p.start, p.start + p.len), SPAN(""));
		put_name(w, p.canon, SPAN(""), SPAN(""));
	}
	for (unsigned k = 0; k < h->n_fused; k++) {
		take(note, &f, sizeof f);
		put_name(w, f.key, span_cut(text, f.start, f.start + f.len), span_cut(text, f.more, f.more + f.more_len));
		buf_addc(&w->events, (char)f.flags);
		buf_addc(&w->events, (char)f.words);
	}
}

static void put_note(struct state_writer *w, struct span text, struct span note)
{
	struct buf *b = &w->events;
	struct note_head h;
	struct note_encoder e;
	struct note_finding f;
	struct note_balance x;

	take(&note, &h, sizeof h);
	char *to = buf_room(b, 8);
	put_le(to, h.hash, 8);
	b->n += 8;
	const uint64_t v[] = {h.tokens, h.score, h.flags, h.slots, h.looks, h.style, h.n_encoders, h.n_findings, h.n_items, h.n_spellings,
			      h.n_fused, h.n_balance, h.n_human, h.packed};
	for (size_t i = 0; i < sizeof v / sizeof *v; i++)
		varint_put(b, v[i]);
	for (unsigned i = 0; i < h.n_encoders; i++) {
		take(&note, &e, sizeof e);
		put_name(w, 0, span_of(e.name), SPAN(""));
		varint_put(b, e.tokens);
		varint_put(b, e.limit);
	}
	for (unsigned i = 0; i < h.n_findings; i++) {
		take(&note, &f, sizeof f);
		varint_put(b, f.rule);
		buf_addc(b, (char)(f.severity | f.fix << 2 | f.known << 4 | f.first << 5));
	}
	put_items(w, &h, text, &note);
	for (unsigned i = 0; i < h.n_balance; i++) {
		take(&note, &x, sizeof x);
		put_name(w, 0, span_of(x.axis), (struct span){x.value, x.value_n});
	}
	for (unsigned i = 0; i < h.n_human; i++) {
		struct span name = {note.p + 1, (unsigned char)*note.p};
		put_name(w, 0, name, SPAN(""));
		note = span_cut(note, 1 + name.n, note.n);
	}
	buf_add(b, note.p, h.packed);
}

void state_add(struct state_writer *w, const struct set_sample *sample, struct span note)
{
	begin_event(w, EVENT_CAPTION);
	put_front(w, buf_span(&w->last), sample->id);
	put_front(w, sample->id, sample->member);
	varint_put(&w->events, sample->image.n > 0);
	put_note(w, sample->caption, note);
	buf_reset(&w->last);
	buf_adds(&w->last, sample->id);
	w->captions++;
}

void state_add_image(struct state_writer *w, struct span image)
{
	begin_event(w, EVENT_IMAGE);
	put_text(&w->events, image);
}

void state_add_input(struct state_writer *w, struct span raw)
{
	begin_event(w, EVENT_INPUT);
	put_text(&w->events, raw);
}

void state_add_bad(struct state_writer *w)
{
	begin_event(w, EVENT_BAD);
}

void state_add_path(struct state_writer *w, struct span path, bool cut_keys)
{
	begin_event(w, EVENT_PATH);
	put_text(&w->events, path);
	varint_put(&w->events, cut_keys);
}
