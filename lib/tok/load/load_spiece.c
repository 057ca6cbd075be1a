/* load_spiece.c: a SentencePiece model: a protobuf (google/sentencepiece, src/sentencepiece_model.proto), read by hand with every
 * length checked. It becomes what transformers' converter makes of it (convert_slow_tokenizer.py): SpmConverter and
 * T5Converter for unigram, LlamaConverter and GemmaConverter for BPE. */
#include <stdlib.h>

#include "text/utf8.h"
#include "tok/load/load.h"

struct field {
	uint32_t number;
	int wire;
	uint64_t value;   /* wire 0, 5 */
	struct span data; /* wire 2 */
};

static bool varint(struct span *s, uint64_t *v)
{
	*v = 0;
	for (unsigned shift = 0; s->n && shift < 64; shift += 7) {
		uint8_t c = (uint8_t)*s->p;
		s->p++, s->n--;
		*v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return true;
	}
	return false;
}

/* The next field of a message: 1, 0 at its end, -1 when it is broken. */
static int next(struct span *s, struct field *f)
{
	uint64_t key;

	if (s->n == 0)
		return 0;
	*f = (struct field){.data = {s->p, 0}};
	if (!varint(s, &key) || key >> 3 == 0 || key >> 35)
		return -1;
	f->number = (uint32_t)(key >> 3);
	f->wire = (int)(key & 7);
	size_t fixed = f->wire == 5 ? 4 : 8;
	switch (f->wire) {
	case 0:
		return varint(s, &f->value) ? 1 : -1;
	case 1:
	case 5:
		if (s->n < fixed)
			return -1;
		for (size_t i = 0; i < fixed; i++)
			f->value |= (uint64_t)(uint8_t)s->p[i] << 8 * i;
		break;
	case 2:
		if (!varint(s, &key) || key > s->n)
			return -1;
		f->data = (struct span){s->p, fixed = (size_t)key};
		break;
	default:
		return -1;
	}
	s->p += fixed;
	s->n -= fixed;
	return 1;
}

enum { NORMAL = 1, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE };
enum { MODEL_UNIGRAM = 1, MODEL_BPE };

struct model {
	struct load l;
	uint8_t *type;       /* of each piece; grows with the tokens */
	size_t n_type, cap_type;
	size_t n_added;
	int64_t kind, unk, bos, eos;
	bool byte_fallback, suffix, dummy_prefix, escape;
};

static int piece(struct model *m, struct span msg)
{
	struct load *l = &m->l;
	struct span text = {msg.p, 0};
	struct field f;
	uint32_t bits = 0;
	uint64_t type = NORMAL;
	float score;
	int more;

	while ((more = next(&msg, &f)) > 0) {
		if (f.number == 1 && f.wire == 2)
			text = f.data;
		else if (f.number == 2 && f.wire == 5)
			bits = (uint32_t)f.value;
		else if (f.number == 3 && f.wire == 0)
			type = f.value;
	}
	if (more < 0)
		return load_bad(l, f.data, "a broken piece");
	if (!utf8_valid(text, NULL))
		return load_bad(l, text, "piece %zu is not UTF-8", l->s->n_tokens);
	memcpy(&score, &bits, 4);
	if (score != score)
		return load_bad(l, text, "the score of piece %zu is no number", l->s->n_tokens);
	if (load_token(l, text, (long long)l->s->n_tokens, (double)score, text) < 0)
		return -1;
	if (m->n_type == m->cap_type) {
		size_t cap = m->cap_type ? m->cap_type * 2 : 1024;
		m->type = arena_grow(l->a, m->type, m->cap_type, cap);
		m->cap_type = cap;
	}
	m->type[m->n_type++] = type <= BYTE ? (uint8_t)type : NORMAL;
	m->n_added += type == CONTROL || type == USER_DEFINED || type == UNKNOWN;
	return 0;
}

static int trainer(struct model *m, struct span msg)
{
	struct field f;
	int more;

	while ((more = next(&msg, &f)) > 0) {
		if (f.wire != 0)
			continue;
		switch (f.number) {
		case 3: m->kind = (int64_t)f.value; break;
		case 24: m->suffix = f.value != 0; break;
		case 35: m->byte_fallback = f.value != 0; break;
		case 40: m->unk = (int64_t)f.value; break;
		case 41: m->bos = (int64_t)f.value; break;
		case 42: m->eos = (int64_t)f.value; break;
		default: break;
		}
	}
	return more < 0 ? load_bad(&m->l, f.data, "a broken trainer_spec") : 0;
}

static int normalizer(struct model *m, struct span msg)
{
	struct field f;
	int more;

	while ((more = next(&msg, &f)) > 0) {
		if (f.number == 2 && f.wire == 2)
			m->l.s->charsmap = f.data;
		else if (f.number == 3 && f.wire == 0)
			m->dummy_prefix = f.value != 0;
		else if (f.number == 5 && f.wire == 0)
			m->escape = f.value != 0;
	}
	return more < 0 ? load_bad(&m->l, f.data, "a broken normalizer_spec") : 0;
}

static int messages(struct model *m)
{
	struct span rest = m->l.doc;
	struct field f = {.data = rest};
	int more, rc = 0;

	while (rc == 0 && (more = next(&rest, &f)) != 0) {
		if (more < 0)
			return load_bad(&m->l, f.data, "not a SentencePiece model, or cut short");
		if (f.wire != 2)
			continue;
		if (f.number == 1)
			rc = piece(m, f.data);
		else if (f.number == 2)
			rc = trainer(m, f.data);
		else if (f.number == 3)
			rc = normalizer(m, f.data);
	}
	if (rc == 0 && m->l.s->n_tokens == 0)
		return load_bad(&m->l, m->l.doc, "not a SentencePiece model: no pieces");
	return rc;
}

/* One way to put a piece together, before sorting. */
struct way {
	double score;
	uint32_t left_chars, right_chars;
	uint32_t order; /* of the piece */
	struct spec_merge merge;
};

/* generate_merges: by score, then length of the left, of the right, all falling; ties as the vocabulary has them. */
static int by_rank(const void *a, const void *b)
{
	const struct way *x = a, *y = b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	if (x->left_chars != y->left_chars)
		return x->left_chars > y->left_chars ? -1 : 1;
	if (x->right_chars != y->right_chars)
		return x->right_chars > y->right_chars ? -1 : 1;
	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	if (x->merge.left != y->merge.left)
		return x->merge.left < y->merge.left ? -1 : 1;
	return (x->merge.right > y->merge.right) - (x->merge.right < y->merge.right);
}

/* All ways to cut piece i into two pieces. *work counts bytes looked up, so that made-up long pieces end. */
static int ways_of(struct load *l, size_t i, struct buf *out, uint64_t *work)
{
	const struct spec_token *t = &l->s->tokens[i];
	uint32_t chars = 0, left = 0;

	for (size_t k = 0; k < t->bytes.n; k++)
		chars += ((unsigned char)t->bytes.p[k] & 0xC0) != 0x80;
	*work += (uint64_t)chars * t->bytes.n;
	if (*work > (uint64_t)1 << 31)
		return load_bad(l, t->bytes, "the pieces are too long to cut");
	for (size_t k = 1; k < t->bytes.n; k++) {
		if (((unsigned char)t->bytes.p[k] & 0xC0) == 0x80)
			continue;
		left++;
		const struct spec_token *a = load_name(&l->names, span_cut(t->bytes, 0, k));
		const struct spec_token *b = a ? load_name(&l->names, span_cut(t->bytes, k, t->bytes.n)) : NULL;
		if (!b)
			continue;
		struct way w = {t->score64, left, chars - left, (uint32_t)i, {a->id, b->id, t->id}};
		buf_add(out, (const char *)&w, sizeof w);
		if (out->n / sizeof w > LOAD_MERGES)
			return load_bad(l, t->bytes, "more than %d merges", LOAD_MERGES);
	}
	return 0;
}

static int bpe_merges(struct load *l)
{
	struct spec *s = l->s;
	struct buf ways = BUF_INIT;
	uint64_t work = 0;
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < s->n_tokens; i++)
		if (load_name(&l->names, s->tokens[i].bytes) == &s->tokens[i])
			rc = ways_of(l, i, &ways, &work);
	if (rc == 0 && ways.n) {
		struct way *w = (struct way *)(void *)ways.p;
		s->n_merges = ways.n / sizeof *w;
		s->merges = arena_alloc(l->a, s->n_merges * sizeof *s->merges);
		qsort(w, s->n_merges, sizeof *w, by_rank);
		for (size_t i = 0; i < s->n_merges; i++)
			s->merges[i] = w[i].merge;
	}
	buf_fini(&ways);
	return rc;
}

static void added(struct model *m)
{
	struct spec *s = m->l.s;

	s->added = arena_zalloc(m->l.a, m->n_added + 1, sizeof *s->added);
	for (size_t i = 0; i < s->n_tokens; i++) {
		const struct spec_token *t = &s->tokens[i];
		if (m->type[i] != CONTROL && m->type[i] != USER_DEFINED && m->type[i] != UNKNOWN)
			continue;
		if (t->bytes.n)
			s->added[s->n_added++] = (struct spec_added){.content = t->bytes, .match = t->bytes, .id = t->id,
								     .special = m->type[i] != USER_DEFINED};
	}
}

static int id_of(const struct model *m, int64_t id)
{
	return id >= 0 && (uint64_t)id < m->l.s->n_tokens ? (int)id : -1;
}

/* What the converters make of it. T5's puts </s> behind, Llama's and Gemma's <s> before. */
static int convert(struct model *m)
{
	struct spec *s = m->l.s;

	s->sp.used = true;
	s->fuse_unk = true;
	s->unk = id_of(m, m->unk);
	if (m->kind == MODEL_UNIGRAM) {
		s->model = SPEC_UNIGRAM;
		spec_set_pretok(s, PRE_META_ALWAYS);
		s->sp.strip_right = s->sp.fold = true;
		s->norm = s->charsmap.n ? NORM_CHARSMAP : NORM_STRIP_RUNS;
		if (!m->dummy_prefix)
			s->sp.prepend = PREPEND_NEVER;
		s->eos = id_of(m, m->eos);
		if (s->unk < 0)
			return load_unsupported(&m->l, m->l.doc, "a unigram model without an unknown piece");
		return 0;
	}
	s->model = SPEC_BPE;
	s->byte_fallback = m->byte_fallback;
	s->norm = s->charsmap.n ? NORM_CHARSMAP : NORM_NONE;
	spec_set_pretok(s, PRE_META_FIRST);
	if (!m->dummy_prefix)
		s->sp.prepend = PREPEND_NEVER;
	s->bos = id_of(m, m->bos);
	return bpe_merges(&m->l);
}

int spec_load_spiece(struct spec *s, struct arena *a, struct span data, struct diag *d)
{
	/* The proto's defaults: unigram, <unk> 0, <s> 1, </s> 2, a dummy prefix, spaces escaped. */
	struct model m = {.kind = MODEL_UNIGRAM, .bos = 1, .eos = 2, .dummy_prefix = true, .escape = true};

	load_init(&m.l, s, a, data, d);
	if (messages(&m) < 0)
		return -1;
	if (m.kind != MODEL_UNIGRAM && m.kind != MODEL_BPE)
		return load_unsupported(&m.l, data, "trainer_spec has model_type %lld, neither UNIGRAM nor BPE",
					(long long)m.kind);
	if (m.suffix)
		return load_unsupported(&m.l, data, "trainer_spec has treat_whitespace_as_suffix");
	if (!m.escape)
		return load_unsupported(&m.l, data, "normalizer_spec has escape_whitespaces off");
	load_names_build(&m.l.names, a, s->tokens, s->n_tokens);
	added(&m);
	return convert(&m);
}
