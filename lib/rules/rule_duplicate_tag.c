/* rule_duplicate_tag.c: CAP024. Equal segments in any style (a sentence said twice is one too many as well); a head noun
 * beside its longer form only among tags. Candidates by hash: linear in the caption. */
#include "base/map.h"
#include "lint/doubled.h"
#include "lint/rule.h"

static void tell(struct check *c, const struct rule *r, const struct segment *g, const struct segment *other, bool exact)
{
	struct finding *f = same_region(c->t, g->start, other->start) ? report_segment(c, r, g) : NULL;

	if (!f)
		return;
	f->because = segment_text(c->t, other);
	f->other_start = other->start;
	f->other_end = other->end;
	f->edit = EDIT_DROP_SEGMENT;
	if (exact) {
		f->message = say(c, "\"{}\" is said twice", segment_text(c->t, g));
		return;
	}
	set_severity(c, f, SEV_INFO);
	f->points = 1;
	f->kind = 1;
	f->message = say(c, "\"{}\" is said by \"{}\"", segment_text(c->t, g), segment_text(c->t, other));
}

/* How many words of a tag name it: "freckles visible" is no more than freckles. */
static uint32_t named_words(const struct analysis *t, const struct segment *g)
{
	return g->n_words - (g->n_words > 1 && span_is(t->seg.words[g->word + g->n_words - 1].norm, "visible"));
}

/* shirt beside white shirt: the last word of a longer tag. */
static void heads(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	struct map last = {.a = c->a};

	map_room(&last, t->n_segments);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->n_words > 1 && !g->clause && !g->flagged)
			map_note(&last, t->known[g->word + named_words(t, g) - 1]->lemma, i);
	}
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->n_words != 1 || g->flagged || g->quoted || !(t->units[g->unit].flags & UNIT_NOUN))
			continue;
		const uint32_t *longer = map_find(&last, t->known[g->word]->lemma);
		if (longer)
			tell(c, r, g, &t->segments[*longer], false);
	}
}

/* "a grey, wrinkled trunk ... a grey, dusty path", "there is a small, round table ... there is a small, dusty path": adjectives of two sentences are no tags. */
static bool aside(const struct check *c, uint32_t i, uint32_t k)
{
	const struct analysis *t = c->t;
	const struct scene *s = c->scene;

	if (t->style == STYLE_TAGS || t->seg.segments[i].sentence == t->seg.segments[k].sentence)
		return false;
	uint32_t last = scene_word_at(s, t->seg.segments[i].end - 1);
	bool open = last < s->n_words && s->style[i] == STYLE_SENTENCE && (s->words[last].tag == TAG_ADJ || s->words[last].tag == TAG_DET);
	return open || (t->style == STYLE_PROSE && t->segments[i].n_words < 4);
}

static bool content(const struct scene_word *w)
{
	return w->tag == TAG_NOUN || w->tag == TAG_PROPN || w->tag == TAG_VERB || w->tag == TAG_ADJ || w->tag == TAG_NUM || w->tag == TAG_ADV;
}

struct sentence { uint32_t start, end, segment, fresh, again, verbs; };

/* What each sentence brings: words that no sentence before it has, facts that are new, facts that are not. */
static struct sentence *sentences(const struct check *c, uint32_t *n)
{
	const struct scene *s = c->scene;
	struct sentence *v = arena_zalloc(c->a, (s->n_words ? s->words[s->n_words - 1].sentence : 0) + 1, sizeof *v);
	struct map seen = {.a = c->a};

	*n = 0;
	map_room(&seen, s->n_words);
	for (uint32_t i = 0; i < s->n_words; i++) {
		const struct scene_word *w = &s->words[i];
		struct sentence *x = &v[w->sentence];
		if (*n <= w->sentence) {
			*n = w->sentence + 1;
			*x = (struct sentence){.start = w->start, .segment = w->segment};
		}
		x->end = w->end;
		x->verbs += w->tag == TAG_VERB || w->tag == TAG_AUX;
		x->fresh += content(w) && map_note(&seen, w->key, w->sentence) == w->sentence;
	}
	for (uint32_t i = 0, at = 0; i < s->n_facts; i++) {
		while (at + 1 < *n && v[at].end <= s->facts[i].start)
			at++;
		v[at].fresh += s->facts[i].first == i;
		v[at].again += s->facts[i].first != i && s->facts[i].kind != FACT_OBJECT;
	}
	return v;
}

/* "A dog sits on a bench. ... The dog is sitting on the bench.": a sentence that only says again what others said of the same things. */
static void statements(struct check *c, const struct rule *r)
{
	uint32_t n;
	const struct sentence *v = c->t->seg.n_sentences > 1 && !c->t->foreign ? sentences(c, &n) : NULL;

	for (uint32_t i = 1; v && i < n; i++) {
		const struct segment *g = &c->t->segments[v[i].segment];
		if (v[i].fresh || !v[i].again || !v[i].verbs || g->flagged || g->again || g->quoted || c->scene->style[v[i].segment] != STYLE_SENTENCE)
			continue;
		struct finding *f = report(c, r, v[i].start, v[i].end);
		if (!f)
			return;
		f->segment = v[i].segment;
		f->kind = 2;
		f->edit = EDIT_DROP_SENTENCE;
		f->fix = FIX_UNSAFE;
		f->points = 1;
		f->message = say(c, "\"{}\" says again what was said before", span_cut(c->t->text, f->start, f->end));
	}
}

/* A captioner's loop of two: a thing joined with itself. */
static void joined(struct check *c, const struct rule *r)
{
	const struct scene *s = c->scene;
	struct doubled d;

	for (uint32_t i = 1; i + 1 < s->n_words; i++) {
		if (!is_doubled(s, i, &d) || in_quotes(c, s->words[i].start))
			continue;
		struct finding *f = report(c, r, d.again.start, d.again.end);
		if (!f)
			return;
		f->segment = s->words[i].segment;
		f->kind = 3;
		f->fix = FIX_NONE;
		f->other_start = d.first.start;
		f->other_end = d.first.end;
		f->message = say(c, "\"{}\" is joined with itself: say how many there are, or what the other one is",
				 span_cut(c->t->text, d.first.start, d.first.end));
	}
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (!t->foreign)
		joined(c, r);
	if (t->n_segments < 2)
		return;
	struct map seen = {.a = c->a};
	map_room(&seen, t->n_segments);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->n_words == 0)
			continue;
		uint32_t k = map_note(&seen, g->key, i);
		if (k != i && !g->flagged && !aside(c, i, k) && !in_quotes(c, g->start))
			tell(c, r, g, &t->segments[k], true);
	}
	if (t->style != STYLE_PROSE)
		heads(c, r);
	statements(c, r);
}

const struct rule rule_duplicate_tag = {
	.code = "CAP024",
	.name = "duplicate-tag",
	.title = "the same tag twice, or a bare noun beside its longer form",
	.why = "A tag said twice takes the room of another and weighs that one picture more. The bare noun beside \"white shirt\" says "
	       "nothing new (info). A thing joined with itself (\"a sword and a sword\") is a captioner's loop. In prose only whole repeated segments count, for \"red apple, apple lit from above\" repeats its "
	       "head on purpose, and sentences all of whose words and facts were said before (\"The dog is sitting on the bench.\"). Plurals count as the same word.",
	.evidence = "sd-scripts finetune/clean_captions_and_tags.py deletes the bare word when white shirt exists.",
	.before = "bow, red bow, red bow",
	.after = "red bow",
	.family = FAMILY_TAGS, .severity = SEV_WARNING, .profiles = P_ANY, .points = 3, .fix = FIX_SAFE, .flags = true,
	.check = check,
};
