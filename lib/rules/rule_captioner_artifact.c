/* rule_captioner_artifact.c: CAP102. Loops are counted over content words, so that function words make none; beyond
 * RULES.md's 2- and 3-grams a run of six words with three content words that comes again is a loop as well (a
 * caption said twice). Linear: n-grams by hash. */
#include "lint/rule.h"

enum { KIND_WORD, KIND_LOOP, KIND_CUT, RUN = 6 };

struct gram {
	uint64_t key;
	uint32_t count, word;
};

struct grams {
	struct gram *v;
	uint32_t mask;
};

static uint32_t count(struct grams *g, uint64_t key, uint32_t word, uint32_t *first)
{
	key |= key == 0;
	uint32_t i = (uint32_t)(key >> 7) & g->mask;

	while (g->v[i].key && g->v[i].key != key)
		i = (i + 1) & g->mask;
	if (!g->v[i].key)
		g->v[i] = (struct gram){key, 0, word};
	*first = g->v[i].word;
	return ++g->v[i].count;
}

/* The content words outside quotation marks, as indices. */
static uint32_t content(struct check *c, uint32_t *v)
{
	const struct analysis *t = c->t;
	uint32_t n = 0;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & (UNIT_GLUE | UNIT_QUOTED | UNIT_NUMBER) || t->seg.words[u->word].kaomoji)
			continue;
		for (uint32_t k = u->word; k < u->word + u->n_words; k++)
			v[n++] = k;
	}
	return n;
}

/* Words first..last come again. */
static void loop(struct check *c, const struct rule *r, uint32_t first, uint32_t last, uint32_t times)
{
	const struct seg_word *w = c->t->seg.words;
	struct finding *f = report(c, r, w[first].start, w[last].end);

	if (!f)
		return;
	f->kind = KIND_LOOP;
	f->fix = FIX_NONE;
	f->message = say(c, "\"{}\" {d} times: the captioner went round in circles", span_cut(c->t->text, f->start, f->end), (int)times);
}

/* Runs of all words, of which three are content. */
static bool runs(struct check *c, const struct rule *r, struct grams *g, const uint32_t *v, uint32_t n)
{
	const struct analysis *t = c->t;
	uint32_t words = (uint32_t)t->seg.n_words, in = 0, out = 0, first;

	for (uint32_t i = 0; i + RUN <= words; i++) {
		uint64_t key = 0x1234567;
		while (in < n && v[in] < i + RUN)
			in++;
		while (out < n && v[out] < i)
			out++;
		if (in - out < 3)
			continue;
		for (uint32_t k = i; k < i + RUN; k++)
			key = lex_join(key, t->known[k]->key);
		if (count(g, key, i, &first) == 2 && first + RUN <= i) {
			loop(c, r, first, first + RUN - 1, 2);
			return true;
		}
	}
	return false;
}

static bool loops(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	uint32_t *v, n, slots = 16, first, again = 0;
	struct stretch over;

	if (t->again < 3)
		return false; /* no loop without three words that were there before */
	if (said_over(c, &over)) {
		loop(c, r, over.first, over.first + over.period - 1, over.times);
		return true;
	}
	v = arena_alloc(c->a, t->seg.n_words * sizeof *v);
	n = content(c, v);
	if (n < 6)
		return false;
	while (slots < n * 6)
		slots *= 2;
	struct grams g = {arena_zalloc(c->a, slots, sizeof *g.v), slots - 1};
	for (uint32_t i = 0; i + 2 <= n; i++) {
		uint64_t two = lex_join(t->known[v[i]]->lemma, t->known[v[i + 1]]->lemma);
		uint32_t k = count(&g, two, i, &first);
		again += k == 2;
		if (k == 4) {
			loop(c, r, v[first], v[first + 1], k);
			return true;
		}
		if (i + 3 > n)
			continue;
		k = count(&g, lex_join(two, t->known[v[i + 2]]->lemma), i, &first);
		if (k == 3) {
			loop(c, r, v[first], v[first + 2], k);
			return true;
		}
	}
	return again >= 2 && runs(c, r, &g, v, n);
}

static void words(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	bool told = false;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!(u->cls & LEX(APOLOGY)) || u->flags & (UNIT_QUOTED | UNIT_NAME))
			continue;
		struct finding *f = report(c, r, u->start, u->end);
		if (!f)
			return;
		f->kind = KIND_WORD;
		f->edit = u->n_words == 1 ? EDIT_DROP : EDIT_NONE;
		f->fix = u->n_words == 1 ? FIX_UNSAFE : FIX_NONE;
		f->points = told ? 0 : f->points;
		f->message = say(c, "\"{}\" is a captioner's slip, no description", unit_text(t, u));
		told = true;
	}
}

/* A long sentence that stops in the middle: no mark at the end, and a word that cannot be last. */
static void cut_off(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (c->n_pieces <= 60 || t->style == STYLE_TAGS || t->n_units == 0)
		return;
	const struct unit *u = &t->units[t->n_units - 1];
	if (!t->clauses && t->segments[t->n_segments - 1].n_whole < 8)
		return;
	if (u->end < t->text.n && t->text.p[u->end] != ',' && t->text.p[u->end] != '-' && t->text.p[u->end] != ' ')
		return;
	bool open = u->cls & (LEX(DET) | LEX(CONJ) | LEX(AUX)) || u->key == lex_keys(c->lex)->of;
	if (!open && !(u->end < t->text.n && (t->text.p[u->end] == ',' || t->text.p[u->end] == '-')))
		return;
	struct finding *f = report(c, r, u->start, (uint32_t)t->text.n);
	if (!f)
		return;
	f->kind = KIND_CUT;
	f->fix = FIX_NONE;
	f->message = say(c, "the caption stops in the middle of a sentence, at \"{}\"", unit_text(t, u));
}

static void check(struct check *c, const struct rule *r)
{
	if (c->t->cls_any & LEX(APOLOGY))
		words(c, r);
	if (c->t->seg.n_words >= 6 && loops(c, r))
		return;
	cut_off(c, r);
}

const struct rule rule_captioner_artifact = {
	.code = "CAP102",
	.name = "captioner-artifact",
	.title = "a captioner's slip: arafed, apologies, loops, a cut-off end",
	.why = "Words that a captioner makes up (arafed), refusals (\"I'm sorry, as an AI\"), the same words over and over, and a "
	       "sentence that stops in the middle: such a caption is broken as a whole. Loops are two content words four times, three "
	       "of them three times, six words with three content words said again, one word four times in a row or a few words "
	       "three times in a row. Quoted text (song "
	       "titles) is passed over.",
	.evidence = "SimpleTuner's example filter list holds araffe and arafed; JoyCaption on \"glitching out into a repetition loop\".",
	.before = "arafed dog with a ball",
	.after = "dog with a ball",
	.family = FAMILY_HYGIENE, .severity = SEV_ERROR, .profiles = P_ALL, .points = 8, .cap = 40, .fix = FIX_UNSAFE,
	.check = check,
};
