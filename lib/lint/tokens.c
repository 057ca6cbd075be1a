/* tokens.c: a caption's tokens as the rules ask for them (declared in rule.h): counts at once, pieces when somebody wants them. */
#include "base/ascii.h"
#include "lint/priv.h"

/* CLIP writes 1.25 pieces of another vocabulary for each of its own, on captions (measured on prose and tags, T5 and
 * Llama 3); good enough to warn, not to condemn. */
static uint32_t estimate(uint32_t clip)
{
	return (clip * 5 + 3) / 4;
}

/* A vocabulary that is not there: CLIP's tokens stand in, and the count is an estimate. */
static void feed_estimated(struct check *c, struct tok_run *clip, struct check_encoder *k, bool pieces)
{
	struct tok_out t = tok_encode(clip, c->whole);
	uint32_t n = estimate((uint32_t)t.n);
	size_t around = (size_t)(k->e->before_tokens + k->e->joint_tokens + k->e->after_tokens) + (k->e->add_special ? 2 : 0);

	k->estimated = true;
	k->feed = (struct feed){.tokens = n + around, .content = n, .limit = (size_t)k->e->limit};
	if (k->feed.limit) {
		k->feed.usable = k->feed.limit > around ? k->feed.limit - around : 0;
		k->feed.lost = n > k->feed.usable ? n - k->feed.usable : 0;
	}
	if (pieces && t.n) {
		struct tok_piece *v = arena_alloc(c->a, t.n * sizeof *v);
		memcpy(v, t.v, t.n * sizeof *v);
		k->feed.pieces = v;
		k->feed.n = t.n;
	}
}

/* CLIP cuts in front of and behind every run of marks: a comma by itself is one token, whatever the vocabulary. */
static uint32_t lone_commas(const struct seg *g)
{
	uint32_t n = 0;

	for (size_t i = 0; i < g->n_segments; i++) {
		const struct seg_segment *s = &g->segments[i];
		uint32_t at = s->sep_start;
		n += s->sep == ',' && s->sep_end == at + 1 && s->end == at && ascii_word(g->text.p[at - 1]) &&
		     (at + 1 == g->text.n || g->text.p[at + 1] == ' ' || ascii_word(g->text.p[at + 1]));
	}
	return n;
}

/* What word i has by itself; 255: that many or more. */
static uint8_t clip_tokens(struct check *c, size_t i)
{
	struct lex_word *w = c->t->known[i];

	if (!w->clip_tokens) {
		size_t n = tok_count(check_tok(c), c->t->seg.words[i].norm);
		w->clip_tokens = n < UINT8_MAX ? (uint8_t)n : UINT8_MAX;
	}
	return w->clip_tokens;
}

/* CLIP cuts a caption into words and runs of marks first: where each mark stands by itself, the caption has as many tokens as its
 * words have and one for each mark. Words are mostly known from other captions. */
static bool count_words(struct check *c, size_t *content)
{
	const struct seg *g = &c->t->seg;

	if (g->mark_bytes != g->mark_runs)
		return false;
	*content = g->mark_runs;
	for (size_t i = 0; i < g->n_words; i++) {
		uint8_t n = clip_tokens(c, i);
		if (n == UINT8_MAX)
			return false;
		*content += n;
	}
	return true;
}

/* Whether the number of the first encoder's pieces is all that has to be known for now: it is CLIP, and the caption is plain
 * ASCII with no comma that may be part of a longer piece. Then comma_pieces and mark_pieces are right without them. */
static bool count_only(struct check *c)
{
	const struct lint_model *m = c->m;
	const struct seg *g = &c->t->seg;

	if (c->whole.n > c->t->text.n)
		return false;
	if (!m->clip[m->first] || m->vocab[m->first] < 0 || c->run->l->variant != TOK_FAST || c->t->marks & (MARK_HIGH | MARK_CONTROL))
		return false;
	c->mark_pieces = g->mark_runs;
	c->comma_pieces = g->mark_bytes == g->mark_runs ? g->commas : lone_commas(g);
	return c->comma_pieces == g->commas;
}

static void count_commas(struct check *c)
{
	c->comma_pieces = 0;
	for (size_t i = 0; i < c->n_pieces; i++)
		c->comma_pieces += c->pieces[i].end == c->pieces[i].start + 1 && c->whole.p[c->pieces[i].start] == ',';
	c->mark_pieces = c->comma_pieces;
}

/* What the encoders read is not the text that is judged, byte for byte: the trainer writes commas anew, or JSON stands around the words. */
static void count_fed(struct check *c)
{
	const struct read_text *t = c->ctx->read;
	const struct lint_model *m = c->m;

	if (!t || span_eq(t->fed, t->text) || c->whole.p != t->text.p || c->whole.n != t->text.n)
		return;
	for (size_t i = 0; i < m->n; i++) {
		struct check_encoder *k = &c->encoder[i];
		uint32_t from = 0, to = 0;

		if (m->vocab[i] < 0)
			continue;
		model_feed(lint_tok(c->run, m->vocab[i]), k->e, t->fed, false, c->a, &k->feed);
		if (k->feed.cut_end > k->feed.cut_start)
			read_fed_text(t, (uint32_t)k->feed.cut_start, (uint32_t)k->feed.cut_end, &from, &to);
		k->feed.cut_start = from;
		k->feed.cut_end = to;
		struct lint_encoder *o = &c->out->encoder[i];
		o->tokens = (uint32_t)k->feed.tokens;
		o->content = (uint32_t)k->feed.content;
	}
}

/* What is cut, as far as it is analysed: findings lie in what is. */
static void clamp(const struct check *c, struct feed *f)
{
	size_t n = c->t->text.n;

	f->cut_start = f->cut_start < n ? f->cut_start : n;
	f->cut_end = f->cut_end < n ? f->cut_end : n;
}

void tokens_make(struct check *c)
{
	const struct lint_model *m = c->m;
	bool lazy = count_only(c);

	c->n_encoders = m->n;
	for (size_t i = 0; i < m->n; i++) {
		struct check_encoder *k = &c->encoder[i];
		bool pieces = i == m->first && !lazy;
		k->e = &m->enc[i];
		k->clip = m->clip[i];
		k->estimated = false;
		if (m->same[i] >= 0) {
			*k = c->encoder[m->same[i]];
			k->e = &m->enc[i];
		} else if (m->vocab[i] < 0) {
			feed_estimated(c, lint_tok(c->run, m->clip_vocab), k, pieces);
		} else {
			size_t content;
			bool counted = lazy && i == m->first && count_words(c, &content) && model_feed_counted(k->e, content, &k->feed);
			c->counted |= counted;
			if (!counted)
				model_feed(lint_tok(c->run, m->vocab[i]), k->e, c->whole, pieces, c->a, &k->feed);
		}
		struct lint_encoder *o = &c->out->encoder[i];
		*o = (struct lint_encoder){k->e->encoder->name, (uint32_t)k->feed.tokens, (uint32_t)k->feed.content,
					   (uint32_t)k->feed.limit, (uint32_t)k->feed.usable, k->estimated};
	}
	c->out->n_encoders = m->n;
	const struct check_encoder *first = &c->encoder[m->first];
	c->pieces = first->feed.pieces;
	c->n_pieces = lazy ? first->feed.content : c->pieces ? first->feed.n : 0;
	if (!lazy)
		count_commas(c);
	count_fed(c);
	for (size_t i = 0; i < m->n; i++)
		clamp(c, &c->encoder[i].feed);
}

const struct tok_piece *check_pieces(struct check *c)
{
	if (!c->pieces && c->n_pieces) {
		const struct lint_model *m = c->m;
		struct feed f;
		model_feed(lint_tok(c->run, m->vocab[m->first]), &m->enc[m->first], c->whole, true, c->a, &f);
		c->pieces = f.pieces;
	}
	return c->pieces;
}

/* As count_words. */
static size_t clip_word(struct check *c, size_t i, size_t least, const struct tok_piece **v)
{
	const struct seg_word *s = &c->t->seg.words[i];

	if (clip_tokens(c, i) < least)
		return clip_tokens(c, i);
	struct tok_out t = tok_encode(check_tok(c), span_cut(c->t->text, s->start, s->end));
	struct tok_piece *p = arena_alloc(c->a, t.n * sizeof *p);
	for (size_t k = 0; k < t.n; k++)
		p[k] = (struct tok_piece){t.v[k].id, t.v[k].start + s->start, t.v[k].end + s->start};
	*v = p;
	return t.n;
}

size_t word_pieces(struct check *c, size_t i, size_t least, const struct tok_piece **v)
{
	const struct seg_word *w = &c->t->seg.words[i];
	size_t at, n = 0;

	if (!c->pieces && word_apart(c, i))
		return clip_word(c, i, least, v);
	at = token_at(c, w->start);
	*v = c->pieces + at;
	while (at + n < c->n_pieces && c->pieces[at + n].start < w->end)
		n++;
	return n;
}

size_t tokens_before(struct check *c, size_t word)
{
	const struct seg *g = &c->t->seg;
	size_t n = 0;

	if (!c->counted)
		return token_at(c, g->words[word].start);
	for (size_t i = 0; i <= word; i++) {
		for (uint32_t k = i ? g->words[i - 1].end : 0; k < g->words[i].start; k++)
			n += !strchr(" \t\n\v\f\r", g->text.p[k]);
		n += i < word ? clip_tokens(c, i) : 0;
	}
	return n;
}

size_t token_at(struct check *c, uint32_t at)
{
	const struct tok_piece *v = check_pieces(c);
	size_t lo = 0, hi = c->n_pieces; /* the first piece that ends behind at */

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (v[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

size_t tokens_between(struct check *c, uint32_t start, uint32_t end)
{
	size_t i = token_at(c, start), n = 0;

	while (i < c->n_pieces && c->pieces[i].start < end) {
		n++;
		i++;
	}
	return n;
}

struct tok_out encoder_tokens(struct check *c, size_t e, int *unk)
{
	const struct lint_model *m = c->m;

	*unk = -1;
	if (m->vocab[e] < 0)
		return (struct tok_out){.n = 0};
	*unk = tok_special(c->run->l->models->tok[m->vocab[e]]).unk;
	return tok_encode(lint_tok(c->run, m->vocab[e]), c->t->text);
}

struct tok_run *check_tok(struct check *c)
{
	const struct lint_model *m = c->m;

	return lint_tok(c->run, m->vocab[m->first] < 0 ? m->clip_vocab : m->vocab[m->first]);
}

size_t check_count(struct check *c, struct span text)
{
	return tok_count(check_tok(c), text);
}
