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

/* One token's readings while the search goes on. */
struct reading { uint8_t state, role; int32_t cost; uint16_t lemma; };
struct column { struct reading r[TAGGER_MOST + 1]; unsigned n; };

enum { NAME_COST = 10 * TAGGER_NAT /* P(word | PROPN) of a word of the lexicon with a capital: 1 in 22,000 proper nouns of EWT */ };

static void add(struct column *c, unsigned state, int32_t cost, uint16_t lemma)
{
	unsigned role = state >> TAGGER_ROLE;

	state &= (1 << TAGGER_ROLE) - 1;
	if (state < ST_ADJ1)
		c->r[c->n++] = (struct reading){(uint8_t)state, (uint8_t)role, cost, lemma};
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

static void look_up(const struct tagger *t, struct tagger_token *k, bool first, struct column *c)
{
	const struct tagger_candidate *w = NULL;
	unsigned n = k->mark ? 0 : find(t, k->key, &w);

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
 * a state carries on is the best way's; two ways that differ in it alone are one.) */
struct path { int32_t cost; uint8_t from, a, b; };

static void step(const struct tagger *t, unsigned n_before, unsigned n_last, const struct path *before, const struct column *now, struct path *out)
{
	enum { S = TAGGER_STATES };

	for (unsigned i = 0; i < n_last; i++)
		for (unsigned j = 0; j < now->n; j++) {
			struct path best = {INT32_MAX, 0, 0, 0};
			for (unsigned h = 0; h < n_before; h++) {
				const struct path *p = &before[h * n_last + i];
				unsigned state = tagger_carry(p->b, now->r[j].state);
				int32_t cost = p->cost + t->cost[((size_t)p->a * S + p->b) * S + state];
				if (cost < best.cost)
					best = (struct path){cost, (uint8_t)h, p->b, (uint8_t)state};
			}
			best.cost += now->r[j].cost;
			out[i * now->n + j] = best;
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
		look_up(t, &token[k], k == 0, &s->column[k]);
		paths += s->column[k].n * (k ? s->column[k - 1].n : 1);
	}
	if (paths > s->paths) {
		s->paths = paths;
		s->path = arena_alloc(a, paths * sizeof *s->path);
	}
	struct path *next = s->path;
	for (uint32_t k = 0; k < n; k++) {
		s->way[k + 1] = next;
		next += s->column[k].n * (k ? s->column[k - 1].n : 1);
	}
}

void tagger_tag(const struct tagger *t, struct tagger_token *token, uint32_t n, struct tagger_scratch *s, struct arena *a)
{
	enum { S = TAGGER_STATES };
	struct path edge = {0, 0, ST_BOUND, ST_BOUND};
	unsigned n_before = 1, n_last = 1, i = 0, j = 0;
	int32_t best = INT32_MAX;

	if (n == 0)
		return;
	prepare(t, token, n, s, a);
	struct path **way = s->way;
	struct column *c = s->column;
	way[0] = &edge;
	for (uint32_t k = 0; k < n; k++) {
		step(t, n_before, n_last, way[k], &c[k], way[k + 1]);
		n_before = n_last;
		n_last = c[k].n;
	}
	for (unsigned x = 0; x < n_before; x++)
		for (unsigned y = 0; y < n_last; y++) {
			const struct path *p = &way[n][x * n_last + y];
			int32_t cost = p->cost + t->cost[((size_t)p->a * S + p->b) * S + ST_BOUND];
			if (cost < best)
				best = cost, i = x, j = y;
		}
	for (uint32_t k = n; k-- > 0;) {
		unsigned from = way[k + 1][i * c[k].n + j].from;
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
