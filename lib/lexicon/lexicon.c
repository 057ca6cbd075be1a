/* lexicon.c: terms by hash, words with their plural and verb forms undone, relations. */
#include "lexicon/lexicon.h"

#include <errno.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/sys.h"
#include "lexicon/lexpriv.h"
#include "text/seg.h"

static int by_term(const void *x, const void *y)
{
	const struct lex_pair *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->rel.kind != b->rel.kind ? a->rel.kind - b->rel.kind : a->rel.term < b->rel.term ? -1 : a->rel.term > b->rel.term;
}

/* Puts the relations behind their terms. */
static void settle(struct lexicon *l)
{
	size_t n = l->pairs.n;

	if (n == 0)
		return;
	qsort(l->pairs.v, n, sizeof *l->pairs.v, by_term);
	l->rels = arena_alloc(&l->a, n * sizeof *l->rels);
	for (size_t i = 0; i < n; i++) {
		struct lex_term *t = &l->terms[l->pairs.v[i].from];
		l->rels[i] = l->pairs.v[i].rel;
		if (t->n_rel == 0)
			t->rel = (uint32_t)i;
		if (t->n_rel < UINT16_MAX)
			t->n_rel++;
		t->rels |= 1u << l->rels[i].kind;
		if (l->rels[i].kind == REL_IMPLIES)
			l->terms[l->rels[i].term].rels |= 1u << REL_KINDS;
	}
}

/* What look-ups by canonical form would find, put where the spelling is. */
static void finish_terms(struct lexicon *l)
{
	for (uint32_t i = 0; i < l->n_terms; i++) {
		struct lex_term *t = &l->terms[i];
		t->lemma = l->terms[t->canon].key;
		t->any_rels = t->rels | l->terms[t->canon].rels;
	}
}

static int by_name(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;

	return strcmp(*a, *b);
}

/* All *.tsv of a folder, by name, so that a new table is only a new file. */
static int load_folder(struct lexicon *l, const char *folder, struct arena *tmp, struct diag *d)
{
	struct { const char **v; size_t n, cap; } files = {NULL, 0, 0};
	DIR *dir = opendir(folder);
	int r = 0;

	if (!dir)
		return diag_set(d, "open", "%s: %s", folder, strerror(errno));
	for (struct dirent *e; (e = readdir(dir)) != NULL;)
		if (span_ends(span_of(e->d_name), SPAN(".tsv")) && e->d_name[0] != '.')
			*ARENA_PUSH(tmp, &files) = arena_printf(tmp, "%s/%s", folder, e->d_name).p;
	closedir(dir);
	if (files.n == 0)
		return diag_set(d, "no-lexicon", "%s: no lexicons here", folder);
	qsort(files.v, files.n, sizeof *files.v, by_name);
	for (size_t i = 0; i < files.n && r == 0; i++)
		r = lex_load_file(l, files.v[i], d);
	return r;
}

static int load_all(struct lexicon *l, const struct lex_files *f, struct diag *d)
{
	struct arena tmp = ARENA_INIT;
	const char *own = share_find(&tmp, "lexicon");
	int r = own ? load_folder(l, own, &tmp, d) :
		      diag_set(d, "no-lexicon", "no folder lexicon among the tools' data (make builds it)");

	for (size_t i = 0; f && i < f->n_lexicons && r == 0; i++)
		r = lex_load_file(l, f->lexicons[i], d);
	for (size_t i = 0; f && i < f->n_implies && r == 0; i++)
		r = lex_load_implies(l, f->implies[i], d);
	for (size_t i = 0; f && i < f->n_vocabs && r == 0; i++)
		r = lex_load_vocab(l, f->vocabs[i], d);
	arena_fini(&tmp);
	return r;
}

static int load_wordnet(struct lexicon *l, struct diag *d)
{
	struct arena tmp = ARENA_INIT;
	const char *path = share_find(&tmp, "lexicon/wordnet.blob");
	struct span map;
	int r = -1;

	if (!path)
		diag_set(d, "no-lexicon", "no lexicon/wordnet.blob among the tools' data (make builds it from wordnet-base)");
	else if (file_map(path, &map, d) == 0) {
		r = wordnet_use(&l->wn, map, d);
		if (r < 0)
			file_unmap(map);
	}
	l->mapped = r == 0;
	arena_fini(&tmp);
	return r;
}

#define KEY(lit) lex_key(lit, sizeof(lit) - 1)

struct lexicon *lexicon_open(const struct lex_files *f, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct lexicon *l = arena_zalloc(&a, 1, sizeof *l);

	l->a = a; /* the struct lives in its own arena */
	lex_rehash(l, 1 << 15);
	if (load_wordnet(l, d) < 0 || load_all(l, f, d) < 0) {
		lexicon_close(l);
		return NULL;
	}
	settle(l);
	finish_terms(l);
	l->keys = (struct lex_keys){KEY("focus"), KEY("background"), KEY("backdrop"), KEY("of"), KEY("by"), KEY("in"),
				    KEY("with"), KEY("the"), KEY("a"), KEY("an"), KEY("its"), KEY("their"), KEY("and"), KEY("that"), KEY("which"),
				    lex_join(KEY("made"), KEY("of")), lex_join(KEY("made"), KEY("from")),
				    lex_join(lex_join(KEY("made"), KEY("out")), KEY("of"))};
	return l;
}

const struct lex_keys *lex_keys(const struct lexicon *l)
{
	return &l->keys;
}

void lexicon_close(struct lexicon *l)
{
	if (!l)
		return;
	struct arena a = l->a;
	if (l->mapped)
		file_unmap(l->wn.map);
	arena_fini(&a);
}

const struct lex_term *lex_find(const struct lexicon *l, uint64_t key)
{
	uint32_t i = l->slot[lex_slot(l, key)].term;

	return i ? &l->terms[i - 1] : NULL;
}

const struct lex_term *lex_find_text(const struct lexicon *l, const char *text)
{
	struct span w[LEX_WORDS + 1];
	int n = lex_plain_words(span_of(text), w);
	uint64_t key = 0;

	for (int i = 0; i < n; i++) {
		uint64_t k = lex_key(w[i].p, w[i].n);
		key = i ? lex_join(key, k) : k;
	}
	return n ? lex_find(l, key) : NULL;
}

const struct lex_term *lex_at(const struct lexicon *l, uint32_t index)
{
	return &l->terms[index];
}

const struct lex_rel *lex_rels(const struct lexicon *l, const struct lex_term *t)
{
	return &l->rels[t->rel];
}

uint32_t lex_index(const struct lexicon *l, const struct lex_term *t)
{
	return (uint32_t)(t - l->terms);
}

const char *lex_group_name(const struct lexicon *l, unsigned group)
{
	return group < l->n_groups ? l->group[group] : "";
}

const char *lex_side_name(const struct lexicon *l, unsigned side)
{
	return side < l->n_sides ? l->side[side] : "";
}

bool lex_implies(const struct lexicon *l, const struct lex_term *a, const struct lex_term *b)
{
	enum { REACH = 32 };
	uint32_t queue[REACH], n = 0, want = lex_index(l, b);

	queue[n++] = lex_index(l, a);
	for (uint32_t i = 0; i < n; i++) {
		const struct lex_term *t = &l->terms[queue[i]];
		for (uint32_t k = 0; k < t->n_rel; k++) {
			const struct lex_rel *r = &l->rels[t->rel + k];
			if (r->kind != REL_IMPLIES)
				continue;
			if (r->term == want)
				return r->term != queue[0];
			bool seen = false;
			for (uint32_t q = 0; q < n && !seen; q++)
				seen = queue[q] == r->term;
			if (!seen && n < REACH)
				queue[n++] = r->term;
		}
	}
	return false;
}

bool lex_may_be_phrase(const struct lexicon *l, uint64_t key)
{
	uint64_t bit = phrase_bit(key);

	return (l->filter[phrase_word(key, LEX_FILTER)] & bit) || (l->wn.filter[phrase_word(key, WORDNET_FILTER)] & bit);
}

void lex_expect(const struct lexicon *l, uint64_t key)
{
	__builtin_prefetch(&l->wn.filter[phrase_word(key, WORDNET_FILTER)]);
}

void lex_expect_term(const struct lexicon *l, uint64_t key)
{
	__builtin_prefetch(&l->slot[(uint32_t)key & l->mask]);
}

void wn_expect(const struct lexicon *l, uint64_t key)
{
	wordnet_expect(&l->wn, key);
}

unsigned wn_find(const struct lexicon *l, uint64_t key, uint32_t *noun)
{
	return wordnet_find(&l->wn, key, noun);
}

bool wn_ancestor(const struct lexicon *l, uint32_t a, uint32_t b)
{
	return wordnet_ancestor(&l->wn, a, b);
}
