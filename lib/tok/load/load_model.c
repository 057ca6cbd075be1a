/* load_model.c: the model of a tokenizer.json: BPE (vocabulary, merges in both spellings, flags) and Unigram. */
#include <math.h>

#include "base/hash.h"
#include "base/map.h"
#include "json/jread.h"
#include "json/jwalk.h"
#include "tok/load/load.h"

enum { SHOW = 40 }; /* bytes of a token shown in an error */
#define SHOWN(s) (int)((s).n < SHOW ? (s).n : SHOW), (s).p

int load_token(struct load *l, struct span bytes, long long id, double score, struct span at)
{
	struct spec *s = l->s;
	struct {
		struct spec_token *v;
		size_t n, cap;
	} list;

	if (id < 0 || id >= LOAD_IDS)
		return load_bad(l, at, "id %lld of token %.*s is out of range", id, SHOWN(bytes));
	if (bytes.n > LOAD_TOKEN)
		return load_bad(l, at, "token %lld is longer than %d bytes", id, LOAD_TOKEN);
	if (!isfinite(score))
		return load_bad(l, at, "the score of token %.*s is out of range", SHOWN(bytes));
	if (load_take(l, (uint32_t)id))
		return load_bad(l, at, "id %lld of token %.*s is taken by another token", id, SHOWN(bytes));
	/* The list doubles at powers of two: its capacity is the next one above n. */
	list.v = s->tokens;
	list.n = s->n_tokens;
	for (list.cap = list.n ? 8 : 0; list.cap && list.cap < list.n;)
		list.cap *= 2;
	*ARENA_PUSH(l->a, &list) = (struct spec_token){bytes, (uint32_t)id, (float)score, score};
	s->tokens = list.v;
	s->n_tokens = list.n;
	return 0;
}

int load_merge(struct load *l, struct span left, struct span right, struct span at)
{
	struct spec *s = l->s;
	const struct spec_token *a = load_name(&l->names, left), *b = load_name(&l->names, right), *c = NULL;
	char both[2 * LOAD_TOKEN];
	struct {
		struct spec_merge *v;
		size_t n, cap;
	} list;

	if (!a || !b)
		return load_bad(l, at, "merge %zu names a token that is not in the vocabulary: %.*s", s->n_merges,
				SHOWN(a ? right : left));
	memcpy(both, left.p, left.n);
	memcpy(both + left.n, right.p, right.n);
	struct span joined = {both, left.n + right.n};
	c = load_name(&l->names, joined);
	if (!c)
		return load_bad(l, at, "merge %zu makes a token that is not in the vocabulary: %.*s", s->n_merges,
				SHOWN(joined));
	if (s->n_merges >= LOAD_MERGES)
		return load_bad(l, at, "more than %d merges", LOAD_MERGES);
	list.v = s->merges;
	list.n = s->n_merges;
	for (list.cap = list.n ? 8 : 0; list.cap && list.cap < list.n;)
		list.cap *= 2;
	*ARENA_PUSH(l->a, &list) = (struct spec_merge){a->id, b->id, c->id};
	s->merges = list.v;
	s->n_merges = list.n;
	return 0;
}

void load_merges_done(struct load *l)
{
	struct spec *s = l->s;
	struct map pairs = {.a = l->a};
	size_t keep = 0;
	bool is_new;

	map_room(&pairs, s->n_merges);
	for (size_t i = s->n_merges; i-- > 0;) {
		struct spec_merge *m = &s->merges[i];
		map_add(&pairs, hash_u64(((uint64_t)m->left << 32 | m->right) ^ hash_seed()), &is_new);
		if (!is_new)
			m->result = UINT32_MAX; /* a later one has the same pair; hash_u64 is a bijection */
	}
	for (size_t i = 0; i < s->n_merges; i++)
		if (s->merges[i].result != UINT32_MAX)
			s->merges[keep++] = s->merges[i];
	s->n_merges = keep;
}

/* {"token": id, ...}. Of a token that stands twice the last id counts. */
int load_vocab(struct load *l, struct span raw)
{
	struct spec *s = l->s;
	struct json_walk w;
	struct json_item m;
	int more;

	if (json_walk_open(&w, l->doc, (size_t)(raw.p - l->doc.p), '{', NULL) < 0)
		return load_bad(l, raw, "model.vocab should be an object");
	while ((more = json_walk_next(&w, &m, l->d)) > 0) {
		struct span bytes;
		long long id;
		if (!json_string(l->a, m.key, &bytes))
			return load_bad(l, m.key, "a token that is no string");
		if (!json_long(m.raw, &id))
			return load_bad(l, m.raw, "the id of token %.*s is no whole number", SHOWN(bytes));
		if (load_token(l, bytes, id, 0, m.raw) < 0)
			return -1;
	}
	if (more < 0)
		return -1;
	size_t keep = 0;
	load_names_build(&l->names, l->a, s->tokens, s->n_tokens);
	for (size_t i = 0; i < s->n_tokens; i++)
		if (load_name(&l->names, s->tokens[i].bytes) == &s->tokens[i])
			keep++;
	if (keep == s->n_tokens)
		return 0;
	struct spec_token *v = arena_zalloc(l->a, keep, sizeof *v);
	keep = 0;
	for (size_t i = 0; i < s->n_tokens; i++)
		if (load_name(&l->names, s->tokens[i].bytes) == &s->tokens[i])
			v[keep++] = s->tokens[i];
	s->tokens = v;
	s->n_tokens = keep;
	load_names_build(&l->names, l->a, v, keep);
	return 0;
}

/* "a b" (one space) or ["a", "b"]. */
static int one_merge(struct load *l, const struct json_walk *w, struct span raw)
{
	struct span half[3], s;
	struct json_walk in;
	struct json_item m;
	size_t n = 0;

	if (raw.p[0] == '"') {
		if (!json_string(l->a, raw, &s))
			return load_bad(l, raw, "a merge that is no string");
		if (span_starts(s, SPAN("#version")))
			return 0;
		const char *sp = s.n ? memchr(s.p, ' ', s.n) : NULL;
		if (!sp || memchr(sp + 1, ' ', (size_t)(s.p + s.n - sp - 1)))
			return load_bad(l, raw, "merge %zu is not two tokens with a space between", l->s->n_merges);
		size_t at = (size_t)(sp - s.p);
		return load_merge(l, span_cut(s, 0, at), span_cut(s, at + 1, s.n), raw);
	}
	if (json_walk_into(&in, w, raw, '[', NULL) == 0)
		while (n < 3 && json_walk_next(&in, &m, NULL) > 0)
			if (!json_string(l->a, m.raw, &half[n++]))
				n = 3;
	if (n != 2)
		return load_bad(l, raw, "merge %zu is not a pair of tokens", l->s->n_merges);
	return load_merge(l, half[0], half[1], raw);
}

static int merges(struct load *l, struct span raw)
{
	struct json_walk w;
	struct json_item m;
	int more;

	if (json_walk_open(&w, l->doc, (size_t)(raw.p - l->doc.p), '[', NULL) < 0)
		return load_bad(l, raw, "model.merges should be a list");
	while ((more = json_walk_next(&w, &m, l->d)) > 0)
		if (one_merge(l, &w, m.raw) < 0)
			return -1;
	if (more == 0)
		load_merges_done(l);
	return more;
}

/* The members of the model that we look at; raw spans, p NULL when absent or null. */
struct model {
	struct span type, vocab, merges, unk_token, unk_id, dropout, prefix, suffix, fuse, fallback, ignore;
};

static int members(struct load *l, struct span raw, struct model *out)
{
	struct {
		const char *name;
		struct span *to;
	} want[] = {
		{"\"type\"", &out->type}, {"\"vocab\"", &out->vocab}, {"\"merges\"", &out->merges},
		{"\"unk_token\"", &out->unk_token}, {"\"unk_id\"", &out->unk_id}, {"\"dropout\"", &out->dropout},
		{"\"continuing_subword_prefix\"", &out->prefix}, {"\"end_of_word_suffix\"", &out->suffix},
		{"\"fuse_unk\"", &out->fuse}, {"\"byte_fallback\"", &out->fallback},
		{"\"ignore_merges\"", &out->ignore},
	};
	struct json_walk w;
	struct json_item m;
	int more;

	*out = (struct model){.type = {NULL, 0}};
	if (json_walk_open(&w, l->doc, (size_t)(raw.p - l->doc.p), '{', NULL) < 0)
		return load_bad(l, raw, "model should be an object");
	while ((more = json_walk_next(&w, &m, l->d)) > 0)
		for (size_t i = 0; i < sizeof want / sizeof *want; i++)
			if (span_is(m.key, want[i].name))
				*want[i].to = span_is(m.raw, "null") ? (struct span){NULL, 0} : m.raw;
	return more;
}

static int bpe(struct load *l, const struct model *m)
{
	struct spec *s = l->s;
	struct span unk = SPAN("");
	double dropout = 0;

	s->model = SPEC_BPE;
	if (m->dropout.p && (!json_real(m->dropout, &dropout) || dropout != 0))
		return load_unsupported(l, m->dropout, "model BPE with dropout: its tokens are chance");
	if (m->prefix.p && m->prefix.n > 2)
		return load_unsupported(l, m->prefix, "model BPE with a continuing_subword_prefix");
	if (m->suffix.p && !json_string(l->a, m->suffix, &s->end_of_word))
		return load_bad(l, m->suffix, "model.end_of_word_suffix should be a string");
	s->fuse_unk = json_true(m->fuse);
	s->byte_fallback = json_true(m->fallback);
	s->ignore_merges = json_true(m->ignore);
	if (load_vocab(l, m->vocab) < 0)
		return -1;
	if (!m->merges.p)
		return load_bad(l, m->vocab, "model BPE without merges");
	if (m->unk_token.p) {
		if (!json_string(l->a, m->unk_token, &unk))
			return load_bad(l, m->unk_token, "model.unk_token should be a string");
		const struct spec_token *t = load_name(&l->names, unk);
		if (t)
			s->unk = (int)t->id;
		else if (unk.n)
			return load_bad(l, m->unk_token, "model.unk_token %.*s is not in the vocabulary", SHOWN(unk));
	}
	return merges(l, m->merges);
}

/* [["piece", score], ...]; the place is the id. */
static int unigram(struct load *l, const struct model *m)
{
	struct spec *s = l->s;
	struct json_walk w, in;
	struct json_item e, p[3];
	long long unk;
	int more;

	s->model = SPEC_UNIGRAM;
	s->fuse_unk = true;
	s->byte_fallback = json_true(m->fallback);
	if (json_walk_open(&w, l->doc, (size_t)(m->vocab.p - l->doc.p), '[', NULL) < 0)
		return load_bad(l, m->vocab, "model.vocab should be a list");
	while ((more = json_walk_next(&w, &e, l->d)) > 0) {
		struct span piece;
		double score;
		size_t n = 0;
		if (json_walk_into(&in, &w, e.raw, '[', NULL) == 0)
			while (n < 3 && json_walk_next(&in, &p[n], NULL) > 0)
				n++;
		if (n != 2 || !json_string(l->a, p[0].raw, &piece) || !json_real(p[1].raw, &score))
			return load_bad(l, e.raw, "vocabulary entry %zu is not a pair of piece and score", s->n_tokens);
		if (load_token(l, piece, (long long)s->n_tokens, load_serde_real(p[1].raw), e.raw) < 0)
			return -1;
	}
	if (more < 0)
		return -1;
	load_names_build(&l->names, l->a, s->tokens, s->n_tokens);
	if (!m->unk_id.p)
		return load_unsupported(l, m->vocab, "model Unigram without unk_id");
	if (!json_long(m->unk_id, &unk) || unk < 0 || (size_t)unk >= s->n_tokens)
		return load_bad(l, m->unk_id, "model.unk_id is not an id of the vocabulary");
	s->unk = (int)unk;
	return 0;
}

int load_model(struct load *l, struct span raw)
{
	struct model m;
	struct span type = SPAN("");

	if (members(l, raw, &m) < 0)
		return -1;
	if (!m.vocab.p)
		return load_bad(l, raw, "model without a vocab");
	/* Files of the first years have no type: what is there tells. */
	if (m.type.p && !json_string(l->a, m.type, &type))
		return load_bad(l, m.type, "model.type should be a string");
	if (span_is(type, "BPE") || (!type.n && m.merges.p))
		return bpe(l, &m);
	if (span_is(type, "Unigram") || (!type.n && m.unk_id.p))
		return unigram(l, &m);
	return load_unsupported(l, raw, "model has type %.*s", SHOWN(type));
}
