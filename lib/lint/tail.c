/* tail.c: what a caption says again at its end, or first at its beginning, or twice in a row. None raises the score: it is at most that of the caption
 * without it, less half a point. "a cat on a sofa a cat", "dog, ball, dogs", "... and in its mouth", "soft light, a cat in soft light";
 * not "..., a dog behind the sofa", where new words lead into the old one. */
#include "lint/priv.h"
#include "lint/units.h"

enum { TABLE = 1024 }; /* beyond so many words nobody looks */

/* What a word counts as: its singular, else itself without an s ("comes" and "come"). */
static uint64_t stem(const struct analysis *t, uint32_t i)
{
	struct span s = t->seg.words[i].norm;

	return t->known[i]->bare_s ? lex_key(s.p, s.n - 1) : t->known[i]->lemma;
}

/* For each word the place of its first mention. */
static void first_mentions(const struct analysis *t, uint32_t n, uint16_t *first, uint64_t *id)
{
	uint16_t at[TABLE * 2];
	uint32_t slots = n <= TABLE / 16 ? TABLE / 8 : TABLE * 2; /* most captions are short */

	memset(at, 0xff, slots * sizeof *at);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t s = (uint32_t)((id[i] = stem(t, i)) >> 32) % slots;
		while (at[s] != UINT16_MAX && id[at[s]] != id[i])
			s = (s + 1) % slots;
		if (at[s] == UINT16_MAX)
			at[s] = (uint16_t)i;
		first[i] = at[s];
	}
}

static bool said_before(const struct analysis *t, uint32_t last)
{
	uint64_t id = stem(t, last);

	if (!t->again && !t->bare_s)
		return false;
	for (uint32_t i = 0; i < last; i++)
		if (t->known[i]->lemma == id || (t->known[i]->bare_s && stem(t, i) == id))
			return true;
	return false;
}

/* The unit that word i belongs to. */
static const struct unit *unit_of(const struct analysis *t, uint32_t i)
{
	uint32_t lo = 0, hi = t->n_units;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (t->units[mid].word <= i)
			lo = mid;
		else
			hi = mid;
	}
	return &t->units[lo];
}

/* Whether what stands in front leads into the end: "behind the red (sofa)". Then that is no idle end. Among bare tags only
 * grammar does; in "turning the sky orange (sun)" nothing. */
static bool leads(const struct analysis *t, const struct unit *p)
{
	const uint64_t adjective = LEX(COLOUR) | LEX(MATERIAL) | LEX(MULTI) | LEX(CONJ) | LEX(ADVERB);

	for (int left = 6; t->segments[p->segment].clause && left; left--) {
		if (p->cls & LEX(STOP) && p->flags & UNIT_PLURAL)
			return false; /* "from both sides (sofa)" */
		if (!(p->flags & (UNIT_ADJ | UNIT_NUMBER | UNIT_UNKNOWN) || p->cls & adjective))
			break;
		p = unit_before(t, p);
		if (!p)
			return true;
	}
	if (p->n_words > 1 && !t->known[p->word + p->n_words - 1u]->glue)
		return false; /* "at eye level (sofa)" */
	if (!t->segments[p->segment].clause) /* "sword, holding (sword)", not "snow, kneeling (snow)" */
		return p->cls & (LEX(PREP) | LEX(VERB) | LEX(DET)) && !(p->cls & (LEX(POSE) | LEX(AUX)));
	return !(p->cls & LEX(PRON)) && (p->flags & (UNIT_GLUE | UNIT_VERBFORM) || p->cls & LEX_GLUE); /* "behind them black and still (sofa)" */
}

/* How many words come before the end that says nothing new, or 0. */
static uint32_t old_end(const struct analysis *t)
{
	uint16_t first[TABLE];
	uint64_t id[TABLE];
	uint32_t n = (uint32_t)t->seg.n_words, k = n, most = 0, cut = 0;
	bool content = false, says = false;

	if (n < 2 || n > TABLE || t->segments[t->n_segments - 1].end < t->text.n || !said_before(t, n - 1))
		return 0; /* a full stop ends a sentence: its facts tell what it is worth */
	first_mentions(t, n, first, id);
	while (k-- > 0 && first[k] < k) {
		most = first[k] > most ? first[k] : most;
		content |= !t->known[k]->glue;
		if (most < k) {
			cut = k;
			says = content;
		}
	}
	if (!cut)
		return 0;
	if (cut >= 2 && n - cut >= 2 && id[cut - 1] == id[n - 1] && id[cut - 2] == id[n - 2])
		return cut; /* the caption ended like this before */
	const struct unit *p = unit_of(t, cut - 1);
	if (p->word + p->n_words > cut) { /* from a whole term on */
		cut = p->word + p->n_words;
		if (cut >= n)
			return 0;
	}
	if (p->cls & LEX(PRON) && (t->known[cut]->cls & LEX(DET) || unit_of(t, cut)->flags & UNIT_NOUN))
		return cut; /* "a bowl on it a bowl", "the harbour behind him beard" */
	if (t->seg.words[cut - 1].segment != t->seg.words[cut].segment || id[cut] == id[cut - 1] || t->known[cut]->cls & LEX(CONJ))
		return cut;
	if (p->cls & LEX(CONJ))
		return cut - p->n_words;
	if (says && p->cls & LEX(PREP) && t->style == STYLE_PROSE && !(t->known[cut]->cls & (LEX(DET) | LEX(PRON))))
		return cut; /* "a dog in a yard, a cat behind dog": whoever writes articles wrote the end for itself */
	return (!says && t->segments[p->segment].clause) || leads(t, p) ? 0 : cut;
}

/* How many words the first segment has, if they come again later, in a row; else 0. */
static uint32_t old_front(const struct analysis *t)
{
	uint32_t n = t->n_segments > 1 ? t->segments[0].n_words : 0, all = (uint32_t)t->seg.n_words;

	if (n == 0 || t->again < n || all > TABLE || t->units[0].flags & UNIT_TRIGGER)
		return 0;
	for (uint32_t i = n, same = 0; i < all; i++) {
		same = t->known[i]->lemma == t->known[same]->lemma ? same + 1 : t->known[i]->lemma == t->known[0]->lemma;
		if (same == n)
			return n;
	}
	return 0;
}

/* Behind word i and what closes it: "watercolor (medium)". */
static uint32_t word_end(const struct analysis *t, uint32_t i)
{
	uint32_t at = t->seg.words[i].end;

	while (at < t->text.n && memchr(")]}\"'", t->text.p[at], 5))
		at++;
	return at;
}

/* A word that stands there twice in a row ("straw straw hat", not "pom pom"), or 0. */
static uint32_t doubled(const struct analysis *t)
{
	for (uint32_t i = 1; t->again && i < t->seg.n_words; i++) {
		const struct seg_word *w = &t->seg.words[i];
		if (t->known[i] == t->known[i - 1] && w->segment == w[-1].segment && !w->digits && !w->kaomoji && unit_of(t, i)->word == i)
			return i;
	}
	return 0;
}

static struct span without(const struct analysis *t, uint32_t word, struct arena *a)
{
	uint32_t from = t->seg.words[word - 1].end, to = t->seg.words[word].end;
	char *p = arena_alloc(a, t->text.n + 1);

	memcpy(p, t->text.p, from);
	memcpy(p + from, t->text.p + to, t->text.n - to);
	return (struct span){p, t->text.n - (to - from)};
}

struct bound {
	struct lint_job *job, **of;
	size_t n;
};

static void more(struct bound *b, struct lint_job *j, struct span caption)
{
	b->of[b->n] = j;
	b->job[b->n++] = (struct lint_job){.caption = caption, .ctx = j->ctx};
}

/* What is left without a repeat may have another itself ("dog, a dog. dogs"): depth of them are looked for behind each other. */
static void bound_by_rest(struct lint_run *run, struct lint_job *v, size_t n, struct arena *a, int depth)
{
	struct bound b = {.n = 0};

	for (size_t i = 0; i < n; i++) {
		const struct analysis *t = v[i].ok ? v[i].result.analysis : NULL;
		uint32_t cut = t ? old_end(t) : 0, front = t ? old_front(t) : 0, twice = t ? doubled(t) : 0;
		if (!cut && !front && !twice)
			continue;
		if (!b.job) {
			b.job = arena_alloc(a, (n - i) * 3 * sizeof *b.job);
			b.of = arena_alloc(a, (n - i) * 3 * sizeof *b.of);
		}
		if (cut)
			more(&b, &v[i], span_cut(v[i].caption, 0, word_end(t, cut - 1)));
		if (front)
			more(&b, &v[i], span_cut(v[i].caption, t->seg.words[front].start, v[i].caption.n));
		if (twice)
			more(&b, &v[i], without(t, twice, a));
	}
	if (b.n)
		lint_more(run, b.job, b.n, a);
	if (b.n && depth > 1)
		bound_by_rest(run, b.job, b.n, a, depth - 1);
	for (size_t i = 0; i < b.n; i++) {
		struct lint_result *r = &b.of[i]->result;
		float most = b.job[i].result.score < 0.5f ? 0 : b.job[i].result.score - 0.5f;
		if (b.job[i].ok && r->score > most) {
			r->waste += r->score - most;
			r->score = most;
		}
	}
}

void ends_bound(struct lint_run *run, struct lint_job *v, size_t n, struct arena *a)
{
	bound_by_rest(run, v, n, a, 2);
}
