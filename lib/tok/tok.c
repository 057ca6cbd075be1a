/* tok.c: the public face: opening vocabularies, and the way of one text: added tokens first, then the engine. */
#include "tok/tok.h"

#include <string.h>

#include "base/file.h"
#include "text/utf8.h"
#include "tok/engine.h"
#include "tok/vocab.h"

static struct tok *new_tok(void)
{
	struct arena mem = ARENA_INIT;
	struct tok *t = arena_zalloc(&mem, 1, sizeof *t);

	t->mem = mem;
	return t;
}

void tok_close(struct tok *t)
{
	if (!t)
		return;
	struct arena mem = t->mem;
	if (t->mapped)
		file_unmap(t->blob);
	buf_fini(&t->own);
	arena_fini(&mem);
}

static struct tok *loaded(struct tok *t, const char *path, struct diag *d)
{
	struct diag why = {0};

	if (vocab_load(t, &why) == 0)
		return t;
	diag_set(d, why.code, "%s: %s", path, why.message);
	tok_close(t);
	return NULL;
}

struct tok *tok_open_vocab(const char *path, struct diag *d)
{
	struct tok *t = new_tok();

	if (file_map(path, &t->blob, d) != 0) {
		tok_close(t);
		return NULL;
	}
	t->mapped = true;
	return loaded(t, path, d);
}

struct tok *tok_open_blob(struct span blob, struct diag *d)
{
	struct tok *t = new_tok();

	buf_adds(&t->own, blob);
	t->blob = buf_span(&t->own);
	return loaded(t, "a vocabulary in memory", d);
}

struct tok *tok_open(const char *name, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct span relative = arena_printf(&a, "encoders/%s.vocab", name);
	const char *path = share_find(&a, relative.p);
	struct tok *t = NULL;

	if (path)
		t = tok_open_vocab(path, d);
	else
		diag_set(d, "no-vocabulary", "the vocabulary %s is not there: %s", name,
			 strcmp(name, "llama3") == 0 || strncmp(name, "gemma", 5) == 0
				 ? "its licence is yours to accept: run `make encoders`, or give --encoder FILE"
				 : "run `make`, set $CAPTOOLS_SHARE, or give --encoder FILE");
	arena_fini(&a);
	return t;
}

struct tok *tok_open_file(const char *path, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct spec s;
	struct diag why = {0};
	struct tok *t = new_tok();

	if (spec_load_file(&s, &a, path, &why) == 0 && vocab_compile(&s, path, &t->own, &why) == 0) {
		t->blob = buf_span(&t->own);
		t = loaded(t, path, d);
	} else {
		if (why.has_offset)
			diag_at(d, why.code, why.offset, "%s: %s at byte %zu", path, why.message, why.offset);
		else
			diag_set(d, why.code, "%s: %s", path, why.message);
		tok_close(t);
		t = NULL;
	}
	spec_unload(&s);
	arena_fini(&a);
	return t;
}

const char *tok_name(const struct tok *t)
{
	return t->meta->name;
}

struct tok_special tok_special(const struct tok *t)
{
	const struct vocab_meta *m = t->meta;

	return (struct tok_special){m->bos, m->eos, m->unk, m->bos >= 0, m->eos >= 0};
}

struct tok_run *tok_run_open(const struct tok *t, enum tok_variant v)
{
	struct arena mem = ARENA_INIT;
	struct tok_run *r = arena_zalloc(&mem, 1, sizeof *r);

	r->mem = mem;
	r->t = t;
	r->variant = v;
	t->engine->run_open(r);
	return r;
}

void tok_run_close(struct tok_run *r)
{
	if (!r)
		return;
	struct arena mem = r->mem;
	r->t->engine->run_close(r);
	buf_fini(&r->sink.mem);
	buf_fini(&r->sink.marks);
	buf_fini(&r->sink.many);
	arena_fini(&mem);
}

static void put_stretch(struct tok_run *r, struct span text, size_t from, size_t to, bool ascii)
{
	struct stretch s = {span_cut(text, from, to), (uint32_t)from, ascii};

	if (from == to)
		return;
	if (!ascii)
		s.ascii = utf8_ascii(s.text);
	r->t->engine->stretch(r, &s);
}

static void begin(struct tok_run *r, enum sink_mode mode)
{
	if (r->sink.mem.cap > SCRATCH_KEEP)
		buf_fini(&r->sink.mem);
	r->sink.mode = mode;
	r->sink.n = 0;
	r->sink.by_words = 0;
	if (r->sink.many.cap > SCRATCH_KEEP)
		buf_fini(&r->sink.many);
	buf_reset(&r->sink.many);
	r->sink.cap = mode == SINK_COUNT ? 0 : r->sink.mem.cap / (mode == SINK_IDS ? 4 : sizeof(struct tok_piece));
	r->sink.ids = (uint32_t *)(void *)r->sink.mem.p;
	r->sink.v = (struct tok_piece *)(void *)r->sink.mem.p;
}

static void run_text(struct tok_run *r, struct span text, enum sink_mode mode)
{
	/* OpenAI's own tokenizer knows no added tokens: its pattern finds them in the cleaned text. */
	bool raw = !(r->variant == TOK_OPENAI && r->t->meta->norm == NORM_CLIP);
	bool ascii = utf8_ascii(text);
	struct added_match m;
	size_t at = 0, done = 0;

	begin(r, mode);
	while (raw && added_find(&r->t->raw, text, at, done, &m)) {
		put_stretch(r, text, done, m.start, ascii);
		sink_put(&r->sink, m.id, (uint32_t)m.start, (uint32_t)m.end);
		r->sink.marking = false; /* a part would be searched for added tokens by itself */
		done = m.end;
		at = m.next;
	}
	put_stretch(r, text, done, text.n, ascii);
}

static struct tok_out pieces(const struct tok_run *r, size_t n)
{
	const struct sink *s = &r->sink;

	return (struct tok_out){s->v, s->n, (const uint32_t *)(const void *)s->many.p, s->many.n / sizeof(uint32_t), s->by_words == n};
}

struct tok_out tok_encode(struct tok_run *r, struct span text)
{
	run_text(r, text, SINK_PIECES);
	return pieces(r, text.n);
}

size_t tok_count(struct tok_run *r, struct span text)
{
	run_text(r, text, SINK_COUNT);
	return r->sink.n;
}

size_t tok_count_marked(struct tok_run *r, struct span text, size_t around, const struct tok_mark **marks, size_t *n)
{
	struct sink *s = &r->sink;

	if (s->marks.cap > SCRATCH_KEEP)
		buf_fini(&s->marks);
	buf_reset(&s->marks);
	s->marking = true;
	s->around = around;
	run_text(r, text, SINK_COUNT);
	*marks = (const struct tok_mark *)(const void *)s->marks.p;
	*n = s->marking ? s->marks.n / sizeof **marks : 0;
	s->marking = false;
	return s->n;
}

struct tok_out tok_encode_part(struct tok_run *r, struct span text, size_t from, size_t to)
{
	begin(r, SINK_PIECES);
	put_stretch(r, text, from, to, utf8_ascii(span_cut(text, from, to)));
	return pieces(r, to - from);
}

size_t tok_ids(struct tok_run *r, struct span text, const uint32_t **ids)
{
	run_text(r, text, SINK_IDS);
	*ids = r->sink.ids;
	return r->sink.n;
}
