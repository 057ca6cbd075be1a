/* score.c: 0..100 from the slots and the findings: score = min(cap, D + C g) - noise (RULES.md section 2).
 * Noise is what the contract asks for beyond the formula: every bare tag that says nothing, every one that a tag rule flags, and
 * every term that hangs in a sentence without grammar (loose.c) costs half a point (a tenth from the 13th on), so that
 * stuffing lowers a score even under a cap or where a family has nothing left to lose. Three words in a row that were
 * said before and a doubled word cost a point, five at most: a caption with its own beginning behind it says no more than
 * before. An end that says nothing new is tail.c's. */
#include "lint/priv.h"

static const float family_max[PARTS] = {12, 12, 12, 16, 8};

static void cleanliness(struct lint_result *o)
{
	o->C = 0;
	for (int i = 0; i < PARTS; i++)
		o->part[i] = o->part_max[i] = family_max[i];
	for (size_t i = 0; i < o->n_findings; i++) {
		const struct finding *f = &o->findings[i];
		int k = f->rule->family == FAMILY_SIDECAR ? (int)FAMILY_HYGIENE : (int)f->rule->family;
		if (k < PARTS)
			o->part[k] -= f->points;
	}
	for (int i = 0; i < PARTS; i++) {
		if (o->part[i] < 0)
			o->part[i] = 0;
		o->C += o->part[i];
	}
}

static void description(struct check *c)
{
	struct lint_result *o = c->out;

	o->D = 0;
	for (int i = 0; i < SLOTS; i++)
		o->D += o->slot[i].credit;
	for (size_t i = 0; i < o->n_findings; i++)
		if (o->findings[i].rule->family == FAMILY_DESCRIPTION)
			o->D -= o->findings[i].points;
	/* Generic words and parts are no subject. */
	bool subject = o->slot[SLOT_SUBJECT].credit > 2;
	if (!subject && o->D > 4)
		o->D = 4;
	if (o->D < 0)
		o->D = 0;
}

static float noise(struct check *c)
{
	uint32_t n = c->loose, again = said_again(c);

	for (uint32_t i = 0; i < c->t->n_segments; i++)
		n += segment_idle(c, &c->t->segments[i]);
	return (n <= 12 ? (float)n * 0.5f : 6.0f + (float)(n - 12) * 0.1f) + (float)(again < 5 ? again : 5);
}

void score_make(struct check *c)
{
	struct lint_result *o = c->out;

	cleanliness(o);
	description(c);
	o->g = 0.35f + 0.65f * o->D / 24;
	if (o->g > 1)
		o->g = 1;
	o->cap = 100;
	for (size_t i = 0; i < o->n_findings; i++)
		if (o->findings[i].cap < o->cap)
			o->cap = o->findings[i].cap;
	o->noise = noise(c);
	float s = o->D + o->C * o->g;
	s = (s < (float)o->cap ? s : (float)o->cap) - o->noise;
	o->score = s < 0 ? 0 : (float)(int)(s * 10 + 0.5f) / 10; /* as it is printed: thresholds then agree with what one reads */
}
