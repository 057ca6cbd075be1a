/* rule_duplicate_tag.c: CAP024. Equal segments in any style (a sentence said twice is one too many as well); a head noun
 * beside its longer form only among tags. Candidates by hash: linear in the caption. */
#include "lint/rule.h"

struct seen {
	uint64_t *key;
	uint32_t *segment, mask;
};

static struct seen table(struct check *c, uint32_t n)
{
	uint32_t slots = 8;

	while (slots < n * 2)
		slots *= 2;
	return (struct seen){arena_zalloc(c->a, slots, sizeof(uint64_t)), arena_alloc(c->a, slots * sizeof(uint32_t)), slots - 1};
}

/* The segment noted first under key; UINT32_MAX, and now noted, if none. */
static uint32_t first_with(struct seen *s, uint64_t key, uint32_t segment)
{
	key |= key == 0;
	uint32_t i = (uint32_t)key & s->mask;

	while (s->key[i] && s->key[i] != key)
		i = (i + 1) & s->mask;
	if (s->key[i])
		return s->segment[i];
	s->key[i] = key;
	s->segment[i] = segment;
	return UINT32_MAX;
}

static void tell(struct check *c, const struct rule *r, const struct segment *g, const struct segment *other, bool exact)
{
	struct finding *f = report_segment(c, r, g);

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

/* shirt beside white shirt: the last word of a longer tag. */
static void heads(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	struct seen last = table(c, t->n_segments);

	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->n_words > 1 && !g->clause && !g->flagged)
			first_with(&last, t->known[g->word + g->n_words - 1]->lemma, i);
	}
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->n_words != 1 || g->flagged || g->quoted || !(t->units[g->unit].flags & UNIT_NOUN))
			continue;
		uint64_t key = t->known[g->word]->lemma;
		uint32_t slot = (uint32_t)(key | (key == 0)) & last.mask;
		while (last.key[slot] && last.key[slot] != (key | (key == 0)))
			slot = (slot + 1) & last.mask;
		if (last.key[slot])
			tell(c, r, g, &t->segments[last.segment[slot]], false);
	}
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (t->n_segments < 2)
		return;
	struct seen s = table(c, t->n_segments);
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->n_words == 0)
			continue;
		uint32_t k = first_with(&s, g->key, i);
		if (k != UINT32_MAX && !g->flagged)
			tell(c, r, g, &t->segments[k], true);
	}
	if (t->style != STYLE_PROSE)
		heads(c, r);
}

const struct rule rule_duplicate_tag = {
	.code = "CAP024",
	.name = "duplicate-tag",
	.title = "the same tag twice, or a bare noun beside its longer form",
	.why = "A tag said twice takes the room of another and weighs that one picture more. The bare noun beside \"white shirt\" says "
	       "nothing new (info). In prose only whole repeated segments count: \"red apple, apple lit from above\" repeats its "
	       "head on purpose. Plurals count as the same word.",
	.evidence = "sd-scripts finetune/clean_captions_and_tags.py deletes the bare word when white shirt exists.",
	.before = "bow, red bow, red bow",
	.after = "red bow",
	.family = FAMILY_TAGS, .severity = SEV_WARNING, .profiles = P_ALL, .points = 3, .fix = FIX_SAFE, .flags = true,
	.check = check,
};
