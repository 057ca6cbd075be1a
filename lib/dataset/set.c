/* set.c: gathering a set: one caption after the other, in input order. */
#include "dataset/set.h"

#include "base/hash.h"
#include "dataset/set_note.h"
#include "text/utf8.h"

enum { TERMS_HELD = 32768, PAIRS_HELD = 32768, SPELLINGS_HELD = 1024, HUMAN_HELD = 256 };

/* What the rules want that are on. */
static unsigned gathers_for(const struct rule_list *rules, const struct lint_settings *settings)
{
	unsigned all = 0;

	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i]->set && !(settings && settings->off[i]))
			all |= rules->v[i]->set->gathers;
	return all;
}

struct lint_set *set_open(const struct set_options *o)
{
	struct arena a = ARENA_INIT;
	struct lint_set *s = arena_zalloc(&a, 1, sizeof *s);

	s->a = a;
	s->o = o;
	s->gathers = gathers_for(o->lint->rules, o->settings);
	fused_open(&s->fused);
	top_init(&s->terms, TERMS_HELD);
	top_init(&s->pairs, PAIRS_HELD);
	top_init(&s->spellings, SPELLINGS_HELD);
	top_init(&s->human, HUMAN_HELD);
	return s;
}

void set_close(struct lint_set *s)
{
	if (!s)
		return;
	struct arena a = s->a;
	fused_close(&s->fused);
	balance_fini(&s->balance);
	top_fini(&s->terms);
	top_fini(&s->pairs);
	top_fini(&s->spellings);
	top_fini(&s->human);
	ids_fini(&s->ids);
	near_fini(&s->near);
	buf_fini(&s->hashes);
	buf_fini(&s->name);
	buf_fini(&s->lower);
	buf_fini(&s->tokens);
	arena_fini(&a);
}

/* The bytes of a note, taken from the front. */
struct reader {
	const char *p;
};

static void take(struct reader *r, void *to, size_t n)
{
	memcpy(to, r->p, n);
	r->p += n;
}

struct span set_plain(struct lint_set *s, struct span text)
{
	bool blank = false;

	buf_reset(&s->name);
	buf_reset(&s->lower);
	uni_lower_span(&s->lower, text, false);
	for (size_t k = 0; k < s->lower.n; k++) {
		char c = s->lower.p[k];
		if (c == '_' || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			blank = s->name.n > 0;
			continue;
		}
		if (blank)
			buf_addc(&s->name, ' ');
		blank = false;
		buf_addc(&s->name, c);
	}
	return buf_span(&s->name);
}

/* The words as they stand in the caption. */
static struct span item_name(struct lint_set *s, struct span caption, uint32_t start, uint32_t len)
{
	return set_plain(s, span_cut(caption, start, start + len));
}

/* Words that are one key may be written in more than one way ("don't" with either apostrophe): of those seen the lowest is the
 * name, whatever came first. */
static void name_item(struct lint_set *s, struct top *t, struct top_entry *e, struct span caption, uint32_t start, uint32_t len)
{
	struct span now = top_name(t, e);

	if (span_eq(now, span_cut(caption, start, start + len)))
		return;
	struct span name = item_name(s, caption, start, len);
	int c = memcmp(name.p, now.p, name.n < now.n ? name.n : now.n);
	if (c < 0 || (c == 0 && name.n < now.n))
		top_rename(t, e, name);
}

/* Counts one term once a caption, and each of its roles once. Returns whether it is a thing seen for the first time here. */
static bool count_item(struct lint_set *s, struct span caption, const struct note_item *i)
{
	struct top_entry *e = top_find(&s->terms, i->key);
	bool base = i->flags & ITEM_BASE;

	if (!e)
		e = top_new(&s->terms, i->key, item_name(s, caption, i->start, i->len), s->n);
	else if (base && !e->named) /* it was seen as "dogs" or "close-up" before */
		top_rename(&s->terms, e, item_name(s, caption, i->start, i->len));
	else if (base == e->named)
		name_item(s, &s->terms, e, caption, i->start, i->len);
	e->named |= base;
	if (e->last != s->n) {
		e->last = s->n;
		e->mask = 0;
		e->count++;
	}
	unsigned new = i->flags & ~e->mask;
	e->mask |= i->flags;
	e->extra[SET_TAG] += (new & ITEM_TAG) != 0;
	e->extra[SET_NOUN] += (new & ITEM_NOUN) != 0;
	return (new & ITEM_NOUN) != 0;
}

/* Two things of one caption. Which caption stands for the pair does not depend on their order: the one whose id has the lowest hash. */
static void count_pair(struct lint_set *s, uint64_t a, uint64_t b, bool linked, uint32_t id_hash)
{
	uint64_t lo = a < b ? a : b, hi = a < b ? b : a, key = set_pair_key(lo, hi);
	struct top_entry *e = top_find(&s->pairs, key);

	if (!e)
		e = top_new(&s->pairs, key, SPAN(""), s->n);
	if (id_hash < e->last) {
		e->last = id_hash;
		e->first = s->n;
	}
	e->count++;
	e->group = lo;
	e->extra[0] += linked;
	e->extra[1] += a == lo;
}

static void count_items(struct lint_set *s, const struct set_sample *sample, struct reader *r, unsigned n, bool linked)
{
	uint32_t id_hash = (uint32_t)hash_bytes(sample->id.p, sample->id.n, 5);
	uint64_t noun[SET_NOUNS];
	unsigned nouns = 0;
	struct note_item i;

	for (struct reader far = *r; far.p < r->p + n * sizeof i;) {
		take(&far, &i, sizeof i);
		top_expect(&s->terms, i.key);
	}
	while (n--) {
		take(r, &i, sizeof i);
		if (count_item(s, sample->caption, &i) && nouns < SET_NOUNS)
			noun[nouns++] = i.key;
	}
	s->crowded += nouns > 1;
	s->linked += nouns > 1 && linked;
	if (!(s->gathers & GATHER_PAIRS))
		return;
	for (unsigned a = 0; a < nouns; a++)
		for (unsigned b = a + 1; b < nouns; b++)
			top_expect(&s->pairs, noun[a] < noun[b] ? set_pair_key(noun[a], noun[b]) : set_pair_key(noun[b], noun[a]));
	for (unsigned a = 0; a < nouns; a++)
		for (unsigned b = a + 1; b < nouns; b++)
			count_pair(s, noun[a], noun[b], linked, id_hash);
}

static void count_spellings(struct lint_set *s, struct span caption, struct reader *r, unsigned n)
{
	struct note_spelling i;

	while (n--) {
		take(r, &i, sizeof i);
		struct top_entry *e = top_find(&s->spellings, i.key);
		if (!e)
			e = top_new(&s->spellings, i.key, item_name(s, caption, i.start, i.len), s->n);
		else
			name_item(s, &s->spellings, e, caption, i.start, i.len);
		e->count += e->last != s->n;
		e->last = s->n;
		e->group = i.canon;
	}
}

static void count_human(struct lint_set *s, struct reader *r, unsigned n)
{
	while (n--) {
		struct span name = {r->p + 1, (unsigned char)*r->p};
		r->p += 1 + name.n;
		top_add(&s->human, hash_bytes(name.p, name.n, 4), name, s->n);
	}
}

static void count_encoders(struct lint_set *s, struct reader *r, unsigned n)
{
	struct note_encoder e;

	for (unsigned place = 0; place < n; place++) {
		size_t i = 0;
		take(r, &e, sizeof e);
		while (i < s->n_encoders && strcmp(s->encoder[i]->name, e.name) != 0)
			i++;
		if (i == SET_ENCODERS)
			continue;
		if (i == s->n_encoders) {
			s->encoder[s->n_encoders++] = arena_zalloc(&s->a, 1, sizeof *s->encoder[i]);
			s->encoder[i]->name = e.name;
			s->encoder[i]->place = place;
		}
		struct set_encoder *to = s->encoder[i];
		to->place = place < to->place ? place : to->place;
		to->limit = e.limit > to->limit ? e.limit : to->limit;
		to->n++;
		to->sum += e.tokens;
		to->most = e.tokens > to->most ? e.tokens : to->most;
		to->over += e.limit && e.tokens > e.limit;
		to->bins[e.tokens < SET_TOKENS ? e.tokens : SET_TOKENS]++;
	}
}

static void count_findings(struct lint_set *s, struct reader *r, unsigned n)
{
	struct note_finding f;

	while (n--) {
		take(r, &f, sizeof f);
		s->found[f.rule][f.severity]++;
		s->fixes[f.fix]++;
		s->known[f.rule] += f.known;
		s->captions[f.rule] += f.first;
	}
}

static bool worse(const struct set_worst *x, const struct set_worst *y)
{
	return x->score != y->score ? x->score < y->score : set_id_before(x->id, y->id);
}

static void keep_worst(struct lint_set *s, float score, struct span id)
{
	struct set_worst new = {score, id}, *last = &s->worst[SET_NAMES - 1];

	if (s->n_worst == SET_NAMES && !worse(&new, last))
		return;
	new.id = s->n_worst < SET_NAMES ? arena_dup(&s->a, id) : set_put_over(&s->a, last->id, id);
	size_t at = s->n_worst < SET_NAMES ? s->n_worst++ : SET_NAMES - 1;
	for (; at > 0 && worse(&new, &s->worst[at - 1]); at--)
		s->worst[at] = s->worst[at - 1];
	s->worst[at] = new;
}

static void count_trigger(struct lint_set *s, const struct note_head *h, struct span id)
{
	s->with_trigger += (h->flags & NOTE_TRIGGER) != 0;
	s->trigger_only += (h->flags & NOTE_TRIGGER_ONLY) != 0;
	if (!(h->flags & NOTE_TRIGGER)) {
		if (set_in_reg_folder(id))
			s->reg++;
		else
			set_name(&s->a, &s->no_trigger, id);
		return;
	}
	if (!(h->flags & NOTE_TRIGGER_FIRST))
		set_name(&s->a, &s->late_trigger, id);
	if (h->style == STYLE_PROSE && !(h->flags & NOTE_TRIGGER_ONLY)) {
		s->prose_trigger++;
		s->prose_classless += !(h->flags & NOTE_TRIGGER_CLASS);
	}
}

void set_add(struct lint_set *s, const struct set_sample *sample, struct span note)
{
	struct reader r = {note.p};
	struct note_head h;
	uint16_t tokens;

	take(&r, &h, sizeof h);
	count_encoders(s, &r, h.n_encoders);
	count_findings(s, &r, h.n_findings);
	count_items(s, sample, &r, h.n_items, h.flags & NOTE_LINKED);
	count_spellings(s, sample->caption, &r, h.n_spellings);
	fused_add(s, sample->caption, r.p, h.n_fused, h.flags & NOTE_TRIGGER);
	r.p += h.n_fused * sizeof(struct note_fused);
	balance_add(&s->balance, sample->id, r.p, h.n_balance, h.looks);
	r.p += h.n_balance * sizeof(struct note_balance);
	count_human(s, &r, h.n_human);
	if (s->gathers & GATHER_WORDS)
		near_add(&s->near, (struct span){r.p, h.packed});
	tokens = h.tokens < UINT16_MAX ? (uint16_t)h.tokens : UINT16_MAX;
	/* 0: not compared with others. Empty captions are CAP120's; sets of nothing but the trigger are made on purpose. */
	h.hash = h.flags & (NOTE_EMPTY | NOTE_TRIGGER_ONLY) ? 0 : h.hash + (h.hash == 0);
	buf_add(&s->hashes, (const char *)&h.hash, sizeof h.hash);
	buf_add(&s->tokens, (const char *)&tokens, sizeof tokens);
	ids_add(&s->ids, sample->id);
	s->sum += h.score;
	s->scores[h.score <= 1000 ? h.score : 1000]++;
	s->styles[h.style]++;
	s->for_tags += (h.flags & NOTE_FOR_TAGS) != 0;
	s->for_prose += (h.flags & NOTE_FOR_PROSE) != 0;
	for (int i = 0; i < SLOTS; i++)
		s->slots[i] += h.slots >> i & 1;
	s->verified += (h.flags & NOTE_VERIFIED) != 0;
	s->images += sample->image.n > 0;
	if (h.flags & NOTE_EMPTY) {
		s->empty++;
		set_name(&s->a, &s->blank, sample->member.n ? sample->member : sample->id);
	}
	if (s->o->n_triggers)
		count_trigger(s, &h, sample->id);
	if (sample->member.n)
		set_add_member(s, sample);
	keep_worst(s, h.score / 10.0f, sample->id);
	s->n++;
}
