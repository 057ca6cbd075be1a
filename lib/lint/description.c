/* description.c: facts seen, lost and idle words; each in one pass over what the scene has in the order of its bytes. */
#include "lint/description.h"

#include "base/map.h"
#include "lexicon/lexcache.h"
#include "lint/priv.h"

enum { LOST_TEXT = 160 }; /* bytes of a message's list; what begins within them is named */

uint32_t description_seen(struct check *c)
{
	uint32_t seen = 0, n = (uint32_t)c->t->text.n;

	for (size_t i = 0; i < c->n_encoders; i++) {
		const struct check_encoder *k = &c->encoder[i];
		uint32_t end = k->feed.lost && k->feed.cut_end > k->feed.cut_start ? (uint32_t)k->feed.cut_start : n;
		if (k->e->role == ROLE_TEXT && end > seen)
			seen = end;
	}
	return seen;
}

/* A bit for each word: nobody said it before, by its lemma, as it is written, or without an s that no dictionary knows ("outs"). */
static bool *new_words(const struct check *c, struct arena *a)
{
	const struct scene *s = c->scene;
	const struct analysis *t = c->t;
	bool *v = arena_alloc(a, s->n_words + 1);
	struct map seen = {.a = a};

	memset(v, true, s->n_words);
	if (!t->again && !t->bare_s)
		return v;
	map_room(&seen, s->n_words * 2);
	for (uint32_t i = 0, k = 0; i < s->n_words; i++) {
		bool written = true;
		map_add(&seen, s->words[i].key, &v[i]);
		while (k < t->seg.n_words && t->seg.words[k].start < s->words[i].start)
			k++;
		if (k == t->seg.n_words || t->seg.words[k].start != s->words[i].start)
			continue;
		struct span w = t->seg.words[k].norm;
		uint64_t key = t->known[k]->bare_s ? lex_key(w.p, w.n - 1) : t->known[k]->lemma;
		if (key != s->words[i].key)
			map_add(&seen, key, &written);
		v[i] = v[i] && written;
	}
	return v;
}

/* Whether [from,to) holds a word said first there, and no mark alone: what is made of old words tells nothing new. *word: as flagged's *u. */
static bool says_more(const struct scene *s, const bool *new, uint32_t *word, uint32_t from, uint32_t to)
{
	while (*word > 0 && s->words[*word - 1].end > from)
		--*word;
	while (*word < s->n_words && s->words[*word].end <= from)
		++*word;
	for (uint32_t i = *word; i < s->n_words && s->words[i].start < to; i++)
		if (new[i] && s->words[i].tag != TAG_PUNCT)
			return true;
	return false;
}

enum { LOOK = 16 }; /* findings looked through: no caption worth a score has more */

/* Whether a finding would take the bytes out as they stand: syntax, not text. */
static bool dropped(const struct check *c, uint32_t start, uint32_t end)
{
	const struct lint_result *o = c->out;

	for (size_t i = 0; i < o->n_findings && i < LOOK; i++)
		if ((o->findings[i].edit == EDIT_DROP || o->findings[i].edit == EDIT_DROP_ADJUNCT) && o->findings[i].start <= start && o->findings[i].end >= end)
			return true;
	return false;
}

/* Whether a finding speaks against something in [start,end), it is a maker's name, or its tag says nothing; *u goes on from the fact before, for facts
 * come in order. */
static bool flagged(const struct check *c, uint32_t *u, uint32_t start, uint32_t end)
{
	const uint64_t talk = LEX(META) | LEX(QUALITY) | LEX(RATING); /* "shot on Canon EOS R5" */
	const struct analysis *t = c->t;

	while (*u < t->n_units && t->units[*u].end <= start)
		++*u;
	for (uint32_t i = *u; i < t->n_units && t->units[i].start < end; i++)
		if (t->units[i].flags & (UNIT_FLAGGED | UNIT_NAME) || (t->units[i].cls & talk && !(t->units[i].cls & LEX(PIXEL))) || segment_idle(c, &t->segments[t->units[i].segment]))
			return true;
	return dropped(c, start, end);
}

/* Whether the segment is a tag of a list: its words stand for themselves. A note beside sentences ("..., close-up") is none. */
static bool bare(const struct analysis *t, uint32_t segment)
{
	return !t->segments[segment].clause && t->style != STYLE_PROSE;
}

/* A bit for each fact: new, of visible objects, and nothing speaks against it. */
static bool *counted(struct check *c)
{
	const struct scene *s = c->scene;
	bool *v = arena_alloc(&c->run->scenes, s->n_facts + 1);
	const bool *new = c->new_words = new_words(c, &c->run->scenes);
	uint32_t unit = 0, word = 0, at = 0;

	for (uint32_t i = 0; i < s->n_facts; i++) {
		const struct scene_fact *f = &s->facts[i];
		while (at + 1 < s->n_words && s->words[at].end <= f->start)
			at++;
		v[i] = f->first == i && fact_visible(c, f) && !bare(c->t, s->words[at].segment) && !flagged(c, &unit, f->start, f->end) && says_more(s, new, &word, f->from, f->to);
	}
	return v;
}

/* Whether the unit of a tag, or the picture term of a sentence, tells something. */
static bool tells(const struct check *c, const struct unit *u)
{
	const uint64_t nothing = LEX(FILLER) | LEX(QUALITY) | LEX(META) | LEX(VAGUE) | LEX(LEAD) | LEX(APOLOGY);
	const uint64_t picture = LEX(LIGHT) | LEX(CAMERA) | LEX(FOCUS) | LEX(PLAIN) | LEX(MEDIUM) | LEX(GENRE);

	if (u->cls & nothing || u->flags & (UNIT_FLAGGED | UNIT_NEGATED | UNIT_QUOTED | UNIT_NAME))
		return false;
	if (c->t->clauses && u->cls & LEX(WEAK) && !(u->cls & LEX(SETTING)))
		return false; /* "still life" beside a sentence */
	if (!bare(c->t, u->segment))
		return u->cls & picture;
	return !(u->flags & (UNIT_GLUE | UNIT_NUMBER)) && !dropped(c, u->start, u->end) && !segment_idle(c, &c->t->segments[u->segment]);
}

/* Facts told without a sentence: each word or phrase of a tag, each picture term, once, in any order. A word that a sentence has said is none
 * in a tag. carries gets the words of the scene that tell them. */
static void told(struct check *c, uint32_t seen, bool *carries)
{
	const struct analysis *t = c->t;
	const struct scene *s = c->scene;
	struct lint_facts *o = &c->out->facts;
	struct map said = {.a = &c->run->scenes};
	uint32_t fact = 0, word = 0;

	map_room(&said, t->n_units);
	for (uint32_t pass = 0; pass < 2; pass++) /* sentences first */
		for (uint32_t i = fact = word = 0; i < t->n_units; i++) {
			const struct unit *u = &t->units[i];
			if (bare(t, u->segment) != (pass == 1))
				continue;
			bool new = !map_find(&said, u->lemma);
			while (fact < s->n_facts && (s->facts[fact].end <= u->start || !c->counts[fact]))
				fact++;
			bool more = new && tells(c, u) && (fact == s->n_facts || s->facts[fact].start >= u->end);
			if (more || pass == 0) /* a tag that tells nothing leaves its word to a later one: order changes nothing */
				map_add(&said, u->lemma, NULL);
			if (!more)
				continue;
			while (word < s->n_words && s->words[word].end <= u->start)
				word++;
			for (uint32_t k = word; k < s->n_words && s->words[k].start < u->end; k++)
				carries[k] = true;
			o->said++;
			o->seen += u->end <= seen;
			o->worth += u->end > seen ? 0 : pass ? c->profile->tag_credit : 1;
		}
}

struct span description_lost_text(struct check *c, uint32_t seen)
{
	struct scene_range v[LINT_LOST];
	size_t n = scene_lost(c->scene, &(struct scene_range){0, seen}, 1, v, LINT_LOST);
	struct span list = SPAN("");

	for (size_t i = 0; i < n && list.n < LOST_TEXT; i++) {
		struct span s = span_cut(c->t->text, v[i].start, v[i].end);
		list = i ? say(c, "{}, {}", list, s) : s;
	}
	return list;
}

void description_count(struct check *c)
{
	const struct scene *s = c->scene;
	struct lint_facts *o = &c->out->facts;
	const bool *counts = c->counts = counted(c);
	bool *carries = arena_zalloc(&c->run->scenes, s->n_words + 1, sizeof *carries);
	uint32_t seen = description_seen(c), word = 0;

	for (uint32_t i = 0; i < s->n_facts; i++) {
		const struct scene_fact *f = &s->facts[i];
		while (word < s->n_words && s->words[word].end <= f->start)
			word++;
		if (!counts[i])
			continue;
		for (uint32_t k = word; k < s->n_words && s->words[k].start < f->end; k++)
			carries[k] = true;
		o->said++;
		if (f->to > seen)
			continue;
		o->seen++;
		o->worth++;
	}
	told(c, seen, carries);
	c->carries = carries;
	o->n_lost = o->seen < o->said ? scene_lost(s, &(struct scene_range){0, seen}, 1, o->lost, LINT_LOST) : 0;
}

/* ------------------------------------------------------------------------------------------------ waste */

/* Words that tell something by themselves; the others only bind them. */
static bool content(const struct scene_word *w)
{
	return w->tag == TAG_NOUN || w->tag == TAG_VERB || w->tag == TAG_ADJ || w->tag == TAG_ADV || w->tag == TAG_PROPN || w->tag == TAG_NUM ||
	       w->tag == TAG_X || w->tag == TAG_INTJ;
}

/* Segments of which some word tells a fact. In the others nothing binds anything either. */
static bool *telling(struct check *c)
{
	const struct scene *s = c->scene;
	bool *v = arena_zalloc(&c->run->scenes, c->t->n_segments + 1, sizeof *v);

	for (uint32_t i = 0; i < s->n_words; i++)
		v[s->words[i].segment] |= c->carries[i];
	return v;
}

/* Words that stand right behind themselves before byte seen: one word to the scene, but tokens. */
static uint32_t doubled(const struct analysis *t, uint32_t seen)
{
	uint32_t n = 0;

	for (uint32_t i = 1; t->again_content && i < t->seg.n_words && t->seg.words[i].end <= seen; i++)
		n += t->known[i] == t->known[i - 1] && t->seg.words[i].segment == t->seg.words[i - 1].segment;
	return n;
}

float description_waste(struct check *c)
{
	const struct scene *s = c->scene;
	const bool *tells_some = telling(c);
	uint32_t seen = description_seen(c), idle = doubled(c->t, seen), all = idle, empty = 0;

	for (uint32_t i = 0; i < s->n_words && s->words[i].end <= seen; i++) {
		const struct scene_word *w = &s->words[i];
		while (empty < s->n_empty && s->empty[empty].end <= w->start)
			empty++;
		bool nothing = empty < s->n_empty && s->empty[empty].start <= w->start && s->empty[empty].kind != EMPTY_NEGATION;
		bool alone = bare(c->t, w->segment) || !tells_some[w->segment];
		idle += !c->carries[i] && (nothing || alone || content(w));
		all++;
	}
	return all ? (float)idle / (float)all : 0;
}
