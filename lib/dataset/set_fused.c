/* set_fused.c: terms counted over a set, and which of them fuse. */
#include "dataset/set_fused.h"

#include <stdlib.h>

#include "base/glob.h"
#include "base/hash.h"
#include "dataset/set.h"

enum { LOOKED_AT = 512, PART_PERCENT = 80 };
enum { SURE, WITH_TRIGGER, KINDS }; /* of top_entry.extra */

void fused_open(struct fused *f)
{
	*f = (struct fused){.posts = BUF_INIT, .ends = BUF_INIT};
	top_init(&f->terms, FUSED_HELD);
	top_init(&f->classes, CLASSES_HELD);
}

void fused_close(struct fused *f)
{
	top_fini(&f->terms);
	top_fini(&f->classes);
	buf_fini(&f->posts);
	buf_fini(&f->ends);
}

/* The term's words as they stand in the caption, in s->name. */
static struct span name_of(struct lint_set *s, struct span caption, const struct note_fused *i)
{
	char v[512]; /* two lengths of one byte each, and a blank */
	size_t n = i->len;

	memcpy(v, caption.p + i->start, n);
	if (i->more_len) {
		v[n++] = ' ';
		memcpy(v + n, caption.p + i->more, i->more_len);
		n += i->more_len;
	}
	return set_plain(s, (struct span){v, n});
}

static bool named_so(struct span now, struct span caption, const struct note_fused *i)
{
	if (now.n != i->len + (i->more_len ? i->more_len + 1u : 0))
		return false;
	return memcmp(now.p, caption.p + i->start, i->len) == 0 &&
	       (!i->more_len || memcmp(now.p + i->len + 1, caption.p + i->more, i->more_len) == 0);
}

/* Of the forms seen the shortest, then the lowest is the name, whatever came first: "dog", not "dogs". */
static void rename_term(struct lint_set *s, struct top *t, struct top_entry *e, struct span caption, const struct note_fused *i)
{
	struct span now = top_name(t, e);

	if (named_so(now, caption, i))
		return;
	struct span name = name_of(s, caption, i);
	if (name.n < now.n || (name.n == now.n && memcmp(name.p, now.p, name.n) < 0))
		top_rename(t, e, name);
}

static void count(struct lint_set *s, struct top *t, struct span caption, const struct note_fused *i, bool trigger)
{
	struct top_entry *e = top_find(t, i->key);

	if (e)
		rename_term(s, t, e, caption, i);
	else
		e = top_new(t, i->key, name_of(s, caption, i), s->n);
	e->count++;
	e->extra[SURE]++;
	e->extra[WITH_TRIGGER] += trigger;
	e->extra[KINDS] |= i->flags;
}

void fused_add(struct lint_set *s, struct span caption, const char *p, size_t n, bool trigger)
{
	struct fused *f = &s->fused;
	struct note_fused i;
	bool posts = s->n < FUSED_POSTS;

	if (s->n == FUSED_POSTS) { /* without those of the first captions the others' say nothing, either */
		buf_fini(&f->posts);
		buf_fini(&f->ends);
	}
	for (size_t k = 0; k < n; k++) {
		memcpy(&i, p + k * sizeof i, sizeof i);
		top_expect(&f->terms, i.key);
	}
	for (size_t k = 0; k < n; k++) {
		memcpy(&i, p + k * sizeof i, sizeof i);
		bool class = i.flags & FUSED_CLASS;
		count(s, class ? &f->classes : &f->terms, caption, &i, trigger);
		uint32_t low = (uint32_t)i.key;
		if (posts && !class)
			buf_add(&f->posts, (const char *)&low, sizeof low);
	}
	if (posts) {
		uint32_t end = (uint32_t)(f->posts.n / sizeof(uint32_t));
		buf_add(&f->ends, (const char *)&end, sizeof end);
	}
}

size_t fused_captions(const struct lint_set *s, uint64_t key, uint32_t **v, struct arena *a)
{
	const uint32_t *low = (const uint32_t *)(const void *)s->fused.posts.p, *end = (const uint32_t *)(const void *)s->fused.ends.p;
	size_t n = 0;

	if (!end || s->n > FUSED_POSTS)
		return 0;
	*v = arena_alloc(a, s->n * sizeof **v);
	for (uint32_t i = 0, k = 0; i < s->n; i++) {
		bool has = false;
		for (; k < end[i]; k++)
			has |= low[k] == (uint32_t)key;
		if (has)
			(*v)[n++] = i;
	}
	return n;
}

/* ------------------------------------------------------------------------------------------------ judging */

/* Whether the words of inner stand in outer as whole words, one behind the other. */
static bool within(struct span inner, struct span outer)
{
	for (size_t i = 0; i + inner.n <= outer.n; i++)
		if (memcmp(outer.p + i, inner.p, inner.n) == 0 && (i == 0 || outer.p[i - 1] == ' ') &&
		    (i + inner.n == outer.n || outer.p[i + inner.n] == ' '))
			return true;
	return false;
}

static enum severity band_of(const struct lint_set *s, uint64_t n, uint64_t of)
{
	const struct fused_bands *b = &s->o->bands;
	uint64_t percent = of ? n * 100 : 0;
	bool style = s->o->lint->purpose == PURPOSE_STYLE;

	if (percent >= b->error * of)
		return style ? SEV_WARNING : SEV_ERROR; /* what is drawn may repeat where how it is drawn is trained */
	if (percent >= b->warning * of)
		return SEV_WARNING;
	return percent >= b->info * of ? SEV_INFO : SEV_NONE;
}

static bool wanted(const struct lint_set *s, struct span name)
{
	for (size_t i = 0; i < s->o->n_fuse; i++)
		if (glob_match(s->o->fuse[i], name))
			return true;
	return false;
}

/* Where nobody named a trigger: a word of no dictionary in nearly every caption is one, and the noun behind it the class word. */
static void drop_guessed(struct lint_set *s, struct fused_list *l, const struct top_entry *const *best, size_t n)
{
	struct span guess = SPAN(""), class = SPAN("");
	size_t kept = 0;

	for (size_t i = 0; i < n && !guess.n; i++)
		if ((best[i]->extra[KINDS] & FUSED_UNKNOWN) && band_of(s, best[i]->extra[SURE], s->n) >= band_of(s, s->n, s->n))
			guess = top_name(&s->fused.terms, best[i]);
	if (!guess.n)
		return;
	for (size_t i = 0; i < l->n; i++)
		if (span_starts(l->v[i].name, guess) && l->v[i].name.n > guess.n && l->v[i].name.p[guess.n] == ' ' && !class.n)
			class = span_cut(l->v[i].name, guess.n + 1, l->v[i].name.n);
	for (size_t i = 0; i < l->n; i++)
		if (!within(guess, l->v[i].name) && !span_eq(class, l->v[i].name))
			l->v[kept++] = l->v[i];
	l->n = kept;
	if (class.n)
		l->class_word = class;
}

/* The noun behind the trigger in most captions. */
static struct span class_word(const struct lint_set *s, uint64_t of, uint64_t *key)
{
	const struct top_entry *best;

	if (top_best(&s->fused.classes, SURE, &best, 1) == 0 || (uint64_t)best->extra[SURE] * 2 <= of)
		return SPAN("");
	*key = best->key;
	return top_name(&s->fused.classes, best);
}

static int by_count(const void *x, const void *y)
{
	const struct fused_term *a = x, *b = y;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (a->name.n != b->name.n)
		return a->name.n > b->name.n ? -1 : 1;
	int c = memcmp(a->name.p, b->name.p, a->name.n);
	return c ? c : (a->key > b->key) - (a->key < b->key);
}

/* Drops what a longer term stands for: one that holds its words and has its share, or nearly. */
static void drop_parts(struct fused_list *l)
{
	size_t kept = 0;
	bool part[LOOKED_AT];

	for (size_t i = 0; i < l->n; i++) {
		const struct fused_term *t = &l->v[i];
		part[i] = false;
		for (size_t k = 0; k < l->n && !part[i]; k++) {
			const struct fused_term *other = &l->v[k];
			bool as_often = (uint64_t)other->count * 100 >= (uint64_t)t->count * PART_PERCENT || other->band >= t->band;
			part[i] = other->name.n > t->name.n && as_often && within(t->name, other->name);
		}
	}
	for (size_t i = 0; i < l->n; i++)
		if (!part[i])
			l->v[kept++] = l->v[i];
	l->n = kept;
}

void fused_find(struct lint_set *s)
{
	struct fused_list *l = &s->fused_list;
	const struct top_entry *best[LOOKED_AT];
	uint64_t all = s->n - s->empty - s->reg, class = 0;

	l->with_trigger = s->o->n_triggers && s->with_trigger >= SET_FEW;
	uint64_t of = l->with_trigger ? s->with_trigger : all;
	if (of < SET_FEW)
		return;
	l->class_word = class_word(s, of, &class);
	int which = l->with_trigger ? WITH_TRIGGER : SURE;
	size_t n = top_best(&s->fused.terms, which, best, LOOKED_AT);
	for (size_t i = 0; i < n; i++) {
		struct fused_term t = {.name = top_name(&s->fused.terms, best[i]), .key = best[i]->key, .count = best[i]->extra[which], .of = (uint32_t)of};
		t.band = band_of(s, t.count, of);
		t.intended = t.band && (wanted(s, t.name) || (s->o->lint->purpose == PURPOSE_STYLE && (best[i]->extra[KINDS] & FUSED_STYLE)));
		if (t.band && !(class && hash_u64(t.key + 1) == class))
			*ARENA_PUSH(&s->a, l) = t;
	}
	if (l->n)
		qsort(l->v, l->n, sizeof *l->v, by_count);
	if (s->o->n_triggers == 0)
		drop_guessed(s, l, best, n);
	drop_parts(l);
}
