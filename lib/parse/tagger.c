/* tagger.c: the tagger's blob, and Viterbi's search in it. */
#include "parse/tagger.h"

#include "base/buf.h"
#include "base/file.h"
#include "lexicon/lexicon.h"
#include "parse/tagger_blob.h"

uint64_t tagger_ending_key(enum tagger_shape s, struct span ending)
{
	return lex_join(lex_mix(s + 1, 0, 0), lex_key(ending.p, ending.n));
}

static int use(struct tagger *t, struct span map, struct diag *d)
{
	const struct tagger_head *h = (const struct tagger_head *)(const void *)map.p;

	*t = (struct tagger){.map = map};
	if (map.n < sizeof *h || memcmp(h->magic, "captags", 8) != 0)
		return diag_set(d, "bad-tagger", "not a blob of taggerc");
	if (h->version != TAGGER_VERSION)
		return diag_set(d, "bad-tagger", "version %u, expected %u", h->version, (unsigned)TAGGER_VERSION);
	uint64_t want = sizeof *h + TAGGER_COSTS * sizeof *t->cost + TAGGER_SLOTS * sizeof *t->slot +
			(uint64_t)h->candidates * sizeof *t->candidate + (uint64_t)h->lemmas * sizeof *t->lemma + h->letters + h->notice;
	if (want != map.n)
		return diag_set(d, "bad-tagger", "%zu bytes, expected %llu", map.n, (unsigned long long)want);
	const char *p = map.p + sizeof *h;
	t->head = h;
	t->cost = (const int16_t *)(const void *)p;
	p += TAGGER_COSTS * sizeof *t->cost;
	t->slot = (const struct tagger_slot *)(const void *)p;
	p += TAGGER_SLOTS * sizeof *t->slot;
	t->candidate = (const struct tagger_candidate *)(const void *)p;
	p += h->candidates * sizeof *t->candidate;
	t->lemma = (const struct tagger_lemma *)(const void *)p;
	t->letters = p + h->lemmas * sizeof *t->lemma;
	return 0;
}

struct tagger *tagger_open(struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	const char *path = share_find(&a, "parse/tagger.blob");
	struct tagger *t = NULL;
	struct span map;

	if (!path) {
		diag_set(d, "no-tagger", "no parse/tagger.blob among the tools' data (make builds it from wordnet-base)");
	} else if (file_map(path, &map, d) == 0) {
		t = (struct tagger *)(void *)buf_room(&b, sizeof *t);
		if (use(t, map, d) < 0) {
			tagger_close(t);
			t = NULL;
		}
	}
	arena_fini(&a);
	return t;
}

void tagger_close(struct tagger *t)
{
	if (!t)
		return;
	file_unmap(t->map);
	struct buf b = {(char *)t, 0, sizeof *t};
	buf_fini(&b);
}

void tagger_expect(const struct tagger *t, uint64_t key)
{
	__builtin_prefetch(&t->slot[(uint32_t)key & (TAGGER_SLOTS - 1)]);
}

static unsigned find(const struct tagger *t, uint64_t key, const struct tagger_candidate **out)
{
	uint32_t i = (uint32_t)key & (TAGGER_SLOTS - 1), mark = (uint32_t)(key >> 32);

	for (uint32_t way = 0; way < t->head->probes && t->slot[i].first; way++, i = (i + 1) & (TAGGER_SLOTS - 1))
		if (t->slot[i].mark == mark) {
			uint32_t first = t->slot[i].first >> 4, n = t->slot[i].first & 15;
			if (n > TAGGER_MOST || first + n > t->head->candidates)
				return 0;
			*out = t->candidate + first;
			return n;
		}
	return 0;
}

enum { NOWHERE = UINT32_MAX }; /* a memo of a word that the table has not */

/* The same of a token. Its memo, in form a slot's first, saves the search. */
static unsigned find_token(const struct tagger *t, const struct tagger_token *k, const struct tagger_candidate **out)
{
	unsigned n;

	if (k->memo && *k->memo == NOWHERE)
		return 0;
	if (k->memo && *k->memo) {
		*out = t->candidate + (*k->memo >> 4);
		return *k->memo & 15;
	}
	n = find(t, k->key, out);
	if (k->memo)
		*k->memo = n ? (uint32_t)(*out - t->candidate) << 4 | n : NOWHERE;
	return n;
}

/* One token's readings while the search goes on. carried: the state behind one whose number is carried on. */
struct reading { uint8_t state, carried, role; int32_t cost; uint16_t lemma; };
struct column { struct reading r[TAGGER_MOST + 1]; unsigned n, n_found; const struct tagger_candidate *found; };

enum { NAME_COST = 10 * TAGGER_NAT /* P(word | PROPN) of a word of the lexicon with a capital: 1 in 22,000 proper nouns of EWT */ };

static void add(struct column *c, unsigned state, int32_t cost, uint16_t lemma)
{
	unsigned role = state >> TAGGER_ROLE;

	state &= (1 << TAGGER_ROLE) - 1;
	if (state < ST_ADJ1)
		c->r[c->n++] = (struct reading){(uint8_t)state, (uint8_t)tagger_carry(ST_DETS, state), (uint8_t)role, cost, lemma};
}

static unsigned ending(const struct tagger *t, const struct tagger_token *k, bool first, const struct tagger_candidate **out)
{
	enum tagger_shape s = k->digits ? SHAPE_DIGIT : k->capital ? first ? SHAPE_FIRST : SHAPE_CAPITAL : SHAPE_LOWER;
	size_t n = k->norm.n < TAGGER_ENDING ? k->norm.n : TAGGER_ENDING;

	for (;; n--) {
		unsigned got = find(t, tagger_ending_key(s, span_cut(k->norm, k->norm.n - n, k->norm.n)), out);
		if (got || n == 0)
			return got;
	}
}

/* Behind find: fills the column with the token's readings. */
static void look_up(const struct tagger *t, struct tagger_token *k, bool first, struct column *c)
{
	const struct tagger_candidate *w = c->found;
	unsigned n = c->n_found;

	c->n = 0;
	k->known = n > 0;
	if (k->mark) {
		add(c, k->state, 0, 0);
		return;
	}
	if (n == 0)
		n = ending(t, k, first, &w);
	bool open = false, name = false;
	for (unsigned i = 0; i < n; i++) {
		add(c, w[i].state, w[i].cost * TAGGER_STEP, w[i].lemma);
		unsigned state = c->n ? c->r[c->n - 1].state : ST_X;
		open |= state == ST_NOUN || state == ST_VB || state == ST_ADJ || state == ST_NOUNS;
		name |= state == ST_PROPN;
	}
	if (k->known && k->capital && !first && open && !name)
		add(c, ST_PROPN, NAME_COST, 0);
	if (c->n == 0)
		add(c, ST_X, 0, 0);
}

/* The best way to reading j of a token behind reading i of the one before: a and b are their states on that way. (The number that
 * a state carries on is the best way's; two ways that differ in it alone are one.) All in one number, whose least is the best: of ways
 * that cost the same the one that comes from the reading which stands first. */
enum { FROM = 16, COST = 24 };

static int64_t path_of(int32_t cost, unsigned from, unsigned a, unsigned b)
{
	return cost * ((int64_t)1 << COST) + (int64_t)(from << FROM | a << 8 | b);
}

static int32_t cost_of(int64_t path)
{
	return (int32_t)(path >> COST);
}

/* What a state costs behind the two that the path ends with. */
static const int16_t *costs_behind(const struct tagger *t, int64_t path)
{
	enum { S = TAGGER_STATES };

	return &t->cost[((path >> 8 & 0xFF) * S + (path & 0xFF)) * S];
}

static void step(const struct tagger *t, unsigned n_before, unsigned n_last, const int64_t *before, const struct column *now, int64_t *out)
{
	for (unsigned i = 0; i < n_last; i++, out += now->n) {
		for (unsigned h = 0; h < n_before; h++) {
			int64_t p = before[h * n_last + i];
			const int16_t *cost = costs_behind(t, p);
			unsigned last = p & 0xFF;
			bool carries = tagger_carries(last);
			for (unsigned j = 0; j < now->n; j++) {
				unsigned state = carries ? now->r[j].carried : now->r[j].state;
				int64_t way = path_of(cost_of(p) + cost[state] + now->r[j].cost, h, last, state);
				out[j] = h && out[j] < way ? out[j] : way;
			}
		}
	}
}

/* The readings of all tokens, and room for the ways between them. */
static void prepare(const struct tagger *t, struct tagger_token *token, uint32_t n, struct tagger_scratch *s, struct arena *a)
{
	size_t paths = 0;

	if (n > s->n) {
		s->n = n;
		s->column = arena_alloc(a, n * sizeof *s->column);
		s->way = arena_alloc(a, ((size_t)n + 1) * sizeof *s->way);
	}
	for (uint32_t k = 0; k < n; k++) {
		struct column *c = &s->column[k];
		c->found = NULL;
		c->n_found = token[k].mark ? 0 : find_token(t, &token[k], &c->found);
		if (c->n_found)
			__builtin_prefetch(c->found);
	}
	for (uint32_t k = 0; k < n; k++) {
		look_up(t, &token[k], k == 0, &s->column[k]);
		paths += s->column[k].n * (k ? s->column[k - 1].n : 1);
	}
	if (paths > s->paths) {
		s->paths = paths;
		s->path = arena_alloc(a, paths * sizeof *s->path);
	}
	int64_t *next = s->path;
	for (uint32_t k = 0; k < n; k++) {
		s->way[k + 1] = next;
		next += s->column[k].n * (k ? s->column[k - 1].n : 1);
	}
}

void tagger_tag(const struct tagger *t, struct tagger_token *token, uint32_t n, struct tagger_scratch *s, struct arena *a)
{
	int64_t edge = path_of(0, 0, ST_BOUND, ST_BOUND);
	unsigned n_before = 1, n_last = 1, i = 0, j = 0;
	int32_t best = INT32_MAX;

	if (n == 0)
		return;
	prepare(t, token, n, s, a);
	int64_t **way = s->way;
	struct column *c = s->column;
	way[0] = &edge;
	for (uint32_t k = 0; k < n; k++) {
		step(t, n_before, n_last, way[k], &c[k], way[k + 1]);
		n_before = n_last;
		n_last = c[k].n;
	}
	for (unsigned x = 0; x < n_before; x++)
		for (unsigned y = 0; y < n_last; y++) {
			int64_t p = way[n][x * n_last + y];
			int32_t cost = cost_of(p) + costs_behind(t, p)[ST_BOUND];
			if (cost < best)
				best = cost, i = x, j = y;
		}
	for (uint32_t k = n; k-- > 0;) {
		unsigned from = way[k + 1][i * c[k].n + j] >> FROM & 0xFF;
		token[k].state = c[k].r[j].state;
		token[k].role = c[k].r[j].role;
		token[k].lemma = c[k].r[j].lemma;
		j = i;
		i = from;
	}
}

struct span tagger_lemma_of(const struct tagger *t, const struct tagger_token *token, struct arena *a)
{
	if (!token->known || token->lemma >= t->head->lemmas)
		return token->norm;
	const struct tagger_lemma *l = &t->lemma[token->lemma];
	if (l->cut == 0 && l->n == 0)
		return token->norm;
	if (l->cut > token->norm.n || l->at + l->n > t->head->letters)
		return token->norm;
	return arena_cat(a, span_cut(token->norm, 0, token->norm.n - l->cut), (struct span){t->letters + l->at, l->n});
}
