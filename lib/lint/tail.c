/* tail.c: what a caption says again at its end. Such an end never raises the score: it is at most that of the caption without
 * it, less half a point. "a cat on a sofa a cat", "dog, ball, dogs", "... and in its mouth"; not "..., a dog behind the sofa",
 * where new words lead into the old one. */
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
	const uint64_t adjective = LEX(COLOUR) | LEX(MATERIAL) | LEX(MULTI);

	for (int left = 6; t->segments[p->segment].clause && left; left--) {
		if (!(p->flags & (UNIT_ADJ | UNIT_NUMBER | UNIT_UNKNOWN) || p->cls & adjective))
			break;
		p = unit_before(t, p);
		if (!p)
			return true;
	}
	return p->flags & (UNIT_GLUE | UNIT_VERBFORM) || p->cls & LEX_GLUE;
}

/* How many words come before the end that says nothing new, or 0. */
static uint32_t old_end(const struct analysis *t)
{
	uint16_t first[TABLE];
	uint64_t id[TABLE];
	uint32_t n = (uint32_t)t->seg.n_words, k = n, most = 0, cut = 0;
	bool content = false, says = false;

	if (n < 2 || n > TABLE || !said_before(t, n - 1))
		return 0;
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
	if (p->cls & LEX(PRON) && t->known[cut]->cls & LEX(DET))
		return cut; /* "a bowl on it a bowl" */
	if (t->seg.words[cut - 1].segment != t->seg.words[cut].segment || id[cut] == id[cut - 1] || t->known[cut]->cls & LEX(CONJ))
		return cut;
	if (p->cls & LEX(CONJ))
		return cut - p->n_words;
	return (!says && t->segments[p->segment].clause) || leads(t, p) ? 0 : cut;
}

void ends_bound(struct lint_run *run, struct lint_job *v, size_t n, struct arena *a)
{
	struct lint_job *w = NULL;
	struct lint_job **of = NULL;
	size_t m = 0;

	for (size_t i = 0; i < n; i++) {
		uint32_t cut = v[i].ok ? old_end(v[i].result.analysis) : 0;
		if (!cut)
			continue;
		if (!w) {
			w = arena_zalloc(a, n - i, sizeof *w);
			of = arena_alloc(a, (n - i) * sizeof *of);
		}
		of[m] = &v[i];
		w[m].ctx = v[i].ctx;
		w[m++].caption = span_cut(v[i].caption, 0, v[i].result.analysis->seg.words[cut - 1].end);
	}
	if (m)
		lint_more(run, w, m, a);
	for (size_t i = 0; i < m; i++) {
		struct lint_result *r = &of[i]->result;
		float most = w[i].result.score < 0.5f ? 0 : w[i].result.score - 0.5f;
		if (w[i].ok && r->score > most) {
			r->noise += r->score - most;
			r->score = most;
		}
	}
}
