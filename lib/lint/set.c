/* set.c: gathering a set: one caption after the other, in input order. */
#include "lint/set.h"

#include "lint/set_note.h"
#include "text/utf8.h"

enum { TAGS_HELD = 8192, TERMS_HELD = 8192, NOUNS_HELD = 8192, PAIRS_HELD = 32768, SPELLINGS_HELD = 4096, HUMAN_HELD = 256 };

struct lint_set *set_open(const struct set_options *o)
{
	struct arena a = ARENA_INIT;
	struct lint_set *s = arena_zalloc(&a, 1, sizeof *s);

	s->a = a;
	s->o = o;
	top_init(&s->tags, TAGS_HELD);
	top_init(&s->terms, TERMS_HELD);
	top_init(&s->nouns, NOUNS_HELD);
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
	top_fini(&s->tags);
	top_fini(&s->terms);
	top_fini(&s->nouns);
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

void set_name(struct arena *a, struct set_names *n, struct span name)
{
	if (n->n < SET_NAMES)
		n->v[n->n++] = arena_dup(a, name);
	n->all++;
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

/* The name of a new key: the words as they stand in the caption, in lower case, blanks for _ and runs of white space. */
static struct span item_name(struct lint_set *s, struct span caption, const struct note_item *i)
{
	struct span raw = span_cut(caption, i->start, i->end);
	bool blank = false;

	buf_reset(&s->name);
	buf_reset(&s->lower);
	uni_lower_span(&s->lower, raw, false);
	for (size_t k = 0; k < s->lower.n; k++) {
		char c = s->lower.p[k];
		if (c == '_' || c == ' ' || c == '\t' || c == '\n' || c == '\r')
			blank = s->name.n > 0;
		else {
			if (blank)
				buf_addc(&s->name, ' ');
			blank = false;
			buf_addc(&s->name, c);
		}
	}
	return buf_span(&s->name);
}

static struct top_entry *count_one(struct lint_set *s, struct top *t, struct span caption, const struct note_item *i)
{
	struct top_entry *e = top_hit(t, i->key);

	return e ? e : top_add(t, i->key, item_name(s, caption, i), s->n);
}

static void count_all(struct lint_set *s, struct top *t, struct span caption, struct reader *r, unsigned n)
{
	struct note_item i;

	while (n--) {
		take(r, &i, sizeof i);
		count_one(s, t, caption, &i)->group = i.group;
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

	while (n--) {
		size_t i = 0;
		take(r, &e, sizeof e);
		while (i < s->n_encoders && strcmp(s->encoder[i]->name, e.name) != 0)
			i++;
		if (i == SET_ENCODERS)
			continue;
		if (i == s->n_encoders) {
			s->encoder[s->n_encoders++] = arena_zalloc(&s->a, 1, sizeof *s->encoder[i]);
			s->encoder[i]->name = e.name;
			s->encoder[i]->limit = e.limit;
		}
		struct set_encoder *to = s->encoder[i];
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

/* Things of one caption, and which of them stand together. */
static void count_nouns(struct lint_set *s, struct span caption, struct reader *r, unsigned n, bool linked)
{
	struct note_item v[SET_NOUNS];

	for (unsigned i = 0; i < n; i++) {
		take(r, &v[i], sizeof v[i]);
		count_one(s, &s->nouns, caption, &v[i]);
	}
	for (unsigned i = 0; i < n; i++)
		for (unsigned k = i + 1; k < n; k++) {
			bool swap = v[i].key > v[k].key;
			uint64_t lo = v[swap ? k : i].key, hi = v[swap ? i : k].key, key = set_pair_key(lo, hi);
			struct top_entry *e = top_hit(&s->pairs, key);
			if (!e)
				e = top_add(&s->pairs, key, SPAN(""), s->n);
			e->group = lo;
			e->extra += linked;
		}
	s->crowded += n > 1;
	s->linked += n > 1 && linked;
}

static void keep_worst(struct lint_set *s, float score)
{
	if (s->n_worst == SET_NAMES && score >= s->worst[SET_NAMES - 1].score)
		return;
	size_t at = s->n_worst < SET_NAMES ? s->n_worst++ : SET_NAMES - 1;
	for (; at > 0 && score < s->worst[at - 1].score; at--)
		s->worst[at] = s->worst[at - 1];
	s->worst[at] = (struct set_worst){score, s->n};
}

/* Folders of regularisation images carry no trigger on purpose. */
static bool in_reg_folder(struct span id)
{
	static const char *const names[] = {"reg", "regs", "regularization", "regularisation", "reg_images"};

	for (size_t i = 0, from = 0; i < id.n; i++)
		if (id.p[i] == '/') {
			struct span part = span_cut(id, from, i);
			for (size_t k = 0; k < sizeof names / sizeof *names; k++)
				if (span_is(part, names[k]))
					return true;
			from = i + 1;
		}
	return false;
}

static void count_trigger(struct lint_set *s, const struct note_head *h, struct span id)
{
	s->with_trigger += (h->flags & NOTE_TRIGGER) != 0;
	s->trigger_only += (h->flags & NOTE_TRIGGER_ONLY) != 0;
	if (!(h->flags & NOTE_TRIGGER)) {
		if (in_reg_folder(id))
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
	count_all(s, &s->tags, sample->caption, &r, h.n_tags);
	count_all(s, &s->terms, sample->caption, &r, h.n_terms);
	count_nouns(s, sample->caption, &r, h.n_nouns, h.flags & NOTE_LINKED);
	count_all(s, &s->spellings, sample->caption, &r, h.n_spellings);
	count_human(s, &r, h.n_human);
	near_add(&s->near, (struct span){r.p, h.packed});
	tokens = h.tokens < UINT16_MAX ? (uint16_t)h.tokens : UINT16_MAX;
	/* 0: not compared with others. Empty captions are CAP120's; sets of nothing but the trigger are made on purpose. */
	h.hash = h.flags & (NOTE_EMPTY | NOTE_TRIGGER_ONLY) ? 0 : h.hash + (h.hash == 0);
	buf_add(&s->hashes, (const char *)&h.hash, sizeof h.hash);
	buf_add(&s->tokens, (const char *)&tokens, sizeof tokens);
	ids_add(&s->ids, sample->id);
	s->sum += h.score / 10.0;
	s->scores[h.score <= 1000 ? h.score : 1000]++;
	s->styles[h.style]++;
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
		set_add_member(s, sample->member);
	keep_worst(s, h.score / 10.0f);
	s->n++;
}
