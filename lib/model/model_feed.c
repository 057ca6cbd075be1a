/* model_feed.c: one caption through one encoder's template and limit: counts, the part that is lost, ids.
 *
 * The text around the caption is tokenised with it, because a template's last piece may merge with the
 * caption's first token (`user\n` before a line feed, gemma's space before a word). A row says how far
 * that reaches: the tokens of `before` are always the same, since it ends with a special token or in front
 * of a space (gemma has no piece with a space inside), `joint` is tokenised together with the caption, and
 * `after` begins with a special token, so nothing merges into it. model_ids tokenises the whole text at
 * once; the tests hold the two ways against each other. A cleaning may say that the caption is tokenised
 * apart from the template, and in pieces. */
#include <assert.h>

#include "model/cleaning/cleaning.h"
#include "model/model.h"

/* The caption as the tokenizer gets it, and how it lies in what is tokenised. */
struct body {
	struct span text;            /* joint and caption */
	size_t joint;                /* bytes of joint in it */
	size_t apart;                /* tokens of a joint that is left out, as it cannot merge */
	struct cleaned cleaned;      /* the caption in it, and where its bytes came from */
	size_t caption_n;            /* bytes of the original */
};

struct id_list {
	uint32_t *v;
	size_t n, cap;
};

static size_t special(const struct model_encoder *e, int id)
{
	return e->add_special && id > 0 ? 1 : 0;
}

static struct span concat(struct arena *a, struct span x, struct span y, struct span z)
{
	char *p = arena_alloc(a, x.n + y.n + z.n);

	if (x.n)
		memcpy(p, x.p, x.n);
	if (y.n)
		memcpy(p + x.n, y.p, y.n);
	if (z.n)
		memcpy(p + x.n + y.n, z.p, z.n);
	return (struct span){p, x.n + y.n + z.n};
}

/* A joint that ends with a line feed (qwen, llama) merges with white space only: those pre-tokenizers end
 * a word at every line break that a visible character follows. */
static bool merges(struct span joint, struct span caption)
{
	return caption.n == 0 || joint.p[joint.n - 1] != '\n' || caption.p[0] <= ' ' || caption.p[0] == 0x7f;
}

static void body_make(struct body *b, const struct model_encoder *e, struct span caption, struct arena *a)
{
	struct span joint = span_of(e->joint);

	b->cleaned = (struct cleaned){.text = caption};
	if (e->cleaning)
		cleaned_make(e->cleaning, caption, a, &b->cleaned);
	b->caption_n = caption.n;
	b->text = e->cleaning ? b->cleaned.text : caption;
	b->joint = b->apart = 0;
	if (joint.n && merges(joint, b->text)) {
		b->joint = joint.n;
		b->text = concat(a, joint, b->text, SPAN(""));
	} else if (joint.n) {
		b->apart = (size_t)e->joint_tokens;
	}
}

/* A token's bytes in the original caption. */
static struct tok_piece in_caption(const struct body *b, struct tok_piece p)
{
	p.start = p.start > b->joint ? p.start - (uint32_t)b->joint : 0;
	p.end = p.end > b->joint ? p.end - (uint32_t)b->joint : 0;
	if (!b->cleaned.map)
		return p;
	if (p.start == p.end) {
		p.start = p.end = (uint32_t)(p.start < b->cleaned.text.n ? b->cleaned.map[2 * (size_t)p.start]
									 : b->caption_n);
		return p;
	}
	const uint32_t *first = &b->cleaned.map[2 * (size_t)p.start], *last = &b->cleaned.map[2 * (size_t)p.end - 2];

	/* A cleaning that takes text from several places may turn the order round. */
	p.start = first[0] < last[0] ? first[0] : last[0];
	p.end = first[1] > last[1] ? first[1] : last[1];
	return p;
}

/* How many tokens are kept, up to the end of the caption. An appended end token survives every cut; a template's end does not. */
static size_t room(const struct model_encoder *e)
{
	return e->limit ? (size_t)e->limit - special(e, e->encoder->eos) - (e->after_cut ? (size_t)e->after_tokens : 0) : 0;
}

/* Everything that follows from the number of tokens. joint: those that the last piece of the template has in front of this caption.
 * gemma's space is one in front of a digit and goes into the first word else: a caption "1girl" has one token less to use. */
static void count(const struct model_encoder *e, size_t joint, size_t content, struct feed *f)
{
	size_t bos = special(e, e->encoder->bos), eos = special(e, e->encoder->eos);
	size_t after = (size_t)e->after_tokens, around = bos + (size_t)e->before_tokens + joint;

	*f = (struct feed){.content = content};
	f->before = around;
	if (joint < (size_t)e->joint_tokens || !content) /* merged with the caption's first, a token that is counted as the caption's */
		around = bos + (size_t)(e->before_tokens + e->joint_tokens);
	f->after = after + eos;
	f->tokens = f->before + content + f->after;
	f->limit = (size_t)e->limit;
	if (f->limit) {
		size_t most = room(e);

		f->usable = f->limit > around + f->after ? f->limit - around - f->after : 0;
		f->cap = most > around ? most - around : 0;
		if (f->before + content > most)
			f->lost = f->before > most ? content : f->before + content - most;
		if (f->tokens > f->limit && !(e->after_cut && after))
			f->after_lost = f->tokens - f->limit > after ? after : f->tokens - f->limit;
		if (e->refuses) {
			f->cap = f->usable;
			f->refused = f->tokens > f->limit;
			f->lost = f->refused ? content < f->tokens - f->limit ? content : f->tokens - f->limit : 0;
			f->after_lost = 0;
		}
	}
	if ((size_t)e->drop_first > f->before) {
		f->eaten = (size_t)e->drop_first - f->before;
		if (f->eaten > content - f->lost)
			f->eaten = content - f->lost;
		f->lost += f->eaten;
	}
}

/* Where the bytes of the lost tokens begin: v[kept] is the first of them. A character that is split between a kept and a lost token
 * counts as kept. */
static void cut_start(const struct body *b, const struct tok_piece *v, size_t kept, struct feed *f)
{
	size_t end = 0, start;

	assert(v); /* something is lost, so there are tokens */
	/* Reordering normalizers may put a later piece before an earlier one: the furthest end counts. */
	for (size_t i = kept > 8 ? kept - 8 : 0; i < kept; i++) {
		struct tok_piece p = in_caption(b, v[i]);

		end = p.end > end ? p.end : end;
	}
	start = in_caption(b, v[kept]).start;
	f->cut_start = start > end ? start : end;
	f->cut_end = f->cut_start;
}

/* Where they end: v has n tokens, of which those from kept on are lost. */
static void cut_end(const struct body *b, const struct tok_piece *v, size_t kept, size_t n, struct feed *f)
{
	for (size_t i = n; i-- > kept && i + 8 > n;) {
		struct tok_piece p = in_caption(b, v[i]);

		f->cut_end = p.end > f->cut_end ? p.end : f->cut_end;
	}
}

/* Which bytes the lost tokens stand for. */
static void cut(const struct body *b, const struct tok_piece *v, struct feed *f)
{
	size_t kept = f->content - (f->lost - f->eaten);

	assert(v);
	if (f->eaten)
		f->eaten_end = in_caption(b, v[f->eaten - 1]).end;
	if (kept == f->content) {
		f->cut_end = f->eaten_end;
		return;
	}
	cut_start(b, v, kept, f);
	cut_end(b, v, kept, f->content, f);
}

/* The number of marks with at most so many tokens before them. */
static size_t marks_to(const struct tok_mark *v, size_t n, size_t tokens)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;
		if (v[middle].tokens <= tokens)
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

/* The tokens from `from` to `to` (less than all that follow a mark) and those around them, in one part of the text; *before: how many stand
 * in front of the part. */
static struct tok_out part(struct tok_run *run, const struct body *b, const struct tok_mark *v, size_t n, size_t from, size_t to, size_t *before)
{
	size_t first = marks_to(v, n, from), last = marks_to(v, n, to);
	struct tok_mark m = first ? v[first - 1] : (struct tok_mark){0, 0};

	*before = m.tokens;
	return tok_encode_part(run, b->text, m.at, last < n ? v[last].at : b->text.n);
}

/* The same from the words around the cut and at the end alone. The rest need not be tokenised again. Only a cleaning gives pieces that
 * are not in their order. */
static void cut_marked(struct tok_run *run, const struct body *b, const struct tok_mark *v, size_t n, struct feed *f)
{
	size_t kept = f->content - f->lost, around = b->cleaned.map ? 8 : 1, before;
	struct tok_out t = part(run, b, v, n, kept > around ? kept - around : 0, kept, &before);

	cut_start(b, t.v, kept - before, f);
	t = part(run, b, v, n, f->content > around ? f->content - around : 0, f->content, &before);
	cut_end(b, t.v, kept > before ? kept - before : 0, t.n, f);
}

/* The tokens of the caption (and joint) in its pieces. */
static struct tok_out encode(struct tok_run *run, const struct body *b, struct arena *a)
{
	struct { struct tok_piece *v; size_t n, cap; } all = {0};
	size_t from = 0;

	if (!b->cleaned.pieces)
		return tok_encode(run, b->text);
	for (size_t i = 0; i < b->cleaned.n_pieces; i++) {
		size_t to = b->cleaned.pieces[i];
		struct tok_out t = tok_encode(run, span_cut(b->text, from, to));

		for (size_t k = 0; k < t.n; k++)
			*ARENA_PUSH(a, &all) = (struct tok_piece){t.v[k].id, t.v[k].start + (uint32_t)from, t.v[k].end + (uint32_t)from};
		from = to;
	}
	return (struct tok_out){.v = all.v, .n = all.n};
}

/* How many of the body's first tokens are the joint's. One that reaches into the caption is the caption's, as it has bytes of it, but
 * not where several begin in the joint: then a mark behind the template's line feed makes one character of both, and all tokens of
 * a character have its span. */
static size_t joint_tokens(const struct model_encoder *e, const struct body *b, struct tok_out t)
{
	size_t n = 0;

	while (n < t.n && t.v[n].end <= b->joint)
		n++;
	while (n < (size_t)e->joint_tokens && n + 1 < t.n && t.v[n + 1].start < b->joint)
		n++;
	return n;
}

static void keep_pieces(const struct body *b, struct tok_out t, size_t joint, struct arena *a, struct feed *out)
{
	struct tok_piece *v = arena_alloc(a, out->content * sizeof *v);

	assert(t.v || !out->content);
	out->pieces = v;
	out->n = out->content;
	if (b->joint || b->cleaned.map) {
		for (size_t i = 0; i < out->content; i++)
			v[i] = in_caption(b, t.v[joint + i]);
		return;
	}
	if (out->content)
		memcpy(v, t.v, out->content * sizeof *v);
	out->by_words = t.by_words;
	if (t.by_words && t.n_many) {
		uint32_t *many = arena_alloc(a, t.n_many * sizeof *many);

		memcpy(many, t.many, t.n_many * sizeof *many);
		out->many = many;
		out->n_many = t.n_many;
	}
}

void model_feed(struct tok_run *run, const struct model_encoder *e, struct span caption, bool want_pieces,
		struct arena *a, struct feed *out)
{
	struct model_encoder counted;
	struct body b;
	struct tok_out t;
	size_t joint = 0;

	if (e->before_tokens == TOKENS_COUNTED) {
		counted = *e;
		counted.before_tokens = (int)tok_count(run, span_of(e->before));
		e = &counted;
	}
	body_make(&b, e, caption, a);
	if (e->skips_empty && b.text.n == 0) {
		count(e, 0, 0, out);
		out->tokens = out->before = out->after = 0;
		return;
	}
	if (!want_pieces && b.joint == 0 && !b.cleaned.pieces) {
		const struct tok_mark *marks;
		size_t n, before = special(e, e->encoder->bos) + (size_t)e->before_tokens + b.apart;

		count(e, b.apart, tok_count_marked(run, b.text, room(e) - before, &marks, &n), out);
		if (out->lost == 0)
			return;
		if (n && !out->eaten) {
			cut_marked(run, &b, marks, n, out);
			return;
		}
	}
	t = encode(run, &b, a);
	if (b.joint)
		joint = joint_tokens(e, &b, t);
	count(e, b.apart + joint, t.n - joint, out);
	if (out->lost)
		cut(&b, t.v + joint, out);
	if (want_pieces)
		keep_pieces(&b, t, joint, a, out);
}

bool model_feed_counted(const struct model_encoder *e, size_t content, struct feed *out)
{
	if (e->before || e->joint || e->after || e->cleaning)
		return false;
	count(e, 0, content, out);
	return out->lost == 0;
}

/* One text's ids behind those of all. */
static void add_ids(struct tok_run *run, struct span text, struct arena *a, struct id_list *all)
{
	const uint32_t *v;
	size_t n = tok_ids(run, text, &v);

	for (size_t i = 0; i < n; i++)
		*ARENA_PUSH(a, all) = v[i];
}

/* The template and the caption each for themselves. */
static void ids_apart(struct tok_run *run, const struct model_encoder *e, const struct cleaned *c, struct arena *a, struct id_list *all)
{
	size_t from = 0;

	add_ids(run, span_of(e->before), a, all);
	for (size_t i = 0; i < c->n_pieces; i++) {
		add_ids(run, span_cut(c->text, from, c->pieces[i]), a, all);
		from = c->pieces[i];
	}
	if (!c->pieces)
		add_ids(run, c->text, a, all);
	add_ids(run, span_of(e->after), a, all);
}

uint32_t *model_ids(struct tok_run *run, const struct model_encoder *e, struct span caption, struct arena *a,
		    size_t *n)
{
	struct id_list all = {0};
	struct cleaned c;

	cleaned_make(e->cleaning, caption, a, &c);
	*n = 0;
	if (e->skips_empty && c.text.n == 0)
		return NULL;
	if (special(e, e->encoder->bos))
		*ARENA_PUSH(a, &all) = (uint32_t)e->encoder->bos;
	if (e->cleaning && e->cleaning->apart) {
		ids_apart(run, e, &c, a, &all);
	} else if (e->before || e->joint || e->after) {
		struct span text = concat(a, span_of(e->joint), c.text, span_of(e->after));

		add_ids(run, concat(a, span_of(e->before), text, SPAN("")), a, &all);
	} else {
		add_ids(run, c.text, a, &all);
	}
	if (special(e, e->encoder->eos))
		*ARENA_PUSH(a, &all) = (uint32_t)e->encoder->eos;
	*n = all.n;
	return all.v;
}
