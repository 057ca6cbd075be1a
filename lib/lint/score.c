/* score.c: 0..100 from the scene's facts, the slots and the findings (lint.h has the formula, score_table.c the constants).
 *
 *   description = balance + richness
 *   balance     how many of the eight sides of a picture are spoken of: the slots, credited once each
 *   richness    log(1 + facts seen / knee), 1 where the encoder is full: each fact counts less than the one before
 *   cleanliness what the rules leave of the five families; it counts only as far as something is described
 *   waste       the share of the words seen that carry no fact */
#include <math.h>

#include "lint/description.h"
#include "lint/priv.h"
#include "lint/score_table.h"

static void cleanliness(struct lint_result *o)
{
	o->cleanliness = 0;
	for (int i = 0; i < PARTS; i++)
		o->part[i] = o->part_max[i] = score_table.family[i];
	for (size_t i = 0; i < o->n_findings; i++) {
		const struct finding *f = &o->findings[i];
		int k = f->rule->family == FAMILY_SIDECAR ? (int)FAMILY_HYGIENE : (int)f->rule->family;
		if (k < PARTS)
			o->part[k] -= f->points;
	}
	for (int i = 0; i < PARTS; i++) {
		if (o->part[i] < 0)
			o->part[i] = 0;
		o->cleanliness += o->part[i];
	}
}

/* Tokens of caption that an encoder of role "text" takes at most, under the trainer's settings. */
static float room(const struct check *c)
{
	float most = 0;

	for (size_t i = 0; i < c->n_encoders; i++) {
		float n = c->encoder[i].feed.limit ? (float)c->encoder[i].feed.usable : score_table.room;
		if (c->encoder[i].e->role == ROLE_TEXT && n > most)
			most = n;
	}
	return most < score_table.room ? most : score_table.room;
}

static float richness(const struct check *c)
{
	float knee = score_table.knee, full = room(c) / score_table.tokens_a_fact;
	float r = logf(1 + c->out->facts.worth / knee) / logf(1 + full / knee);

	return score_table.richness * (r < 1 ? r : 1);
}

static float balance(const struct lint_result *o)
{
	float got = 0, all = 0;

	for (int i = 0; i < SLOTS; i++) {
		got += o->slot[i].credit / slot_max[i] * score_table.side[i];
		all += score_table.side[i];
	}
	return score_table.balance * got / all;
}

static void description(struct check *c)
{
	struct lint_result *o = c->out;

	o->balance = balance(o);
	o->richness = richness(c);
	o->description = o->balance + o->richness;
	for (size_t i = 0; i < o->n_findings; i++)
		if (o->findings[i].rule->family == FAMILY_DESCRIPTION)
			o->description -= o->findings[i].points;
	/* Generic words and parts are no subject. */
	if (o->slot[SLOT_SUBJECT].credit <= 2 && o->description > score_table.subject)
		o->description = score_table.subject;
	if (o->description < 0)
		o->description = 0;
}

void score_make(struct check *c)
{
	struct lint_result *o = c->out;
	const struct score_table *k = &score_table;

	cleanliness(o);
	description_count(c);
	description(c);
	float g = k->ground + (1 - k->ground) * o->description / k->footing, w = description_waste(c);
	o->ground = g < 1 ? g : 1;
	o->cap = 100;
	for (size_t i = 0; i < o->n_findings; i++)
		if (o->findings[i].cap < o->cap)
			o->cap = o->findings[i].cap;
	o->waste = w * k->waste;
	float s = o->description + o->cleanliness * o->ground;
	s = (s < (float)o->cap ? s : (float)o->cap) - o->waste;
	o->score = s < 0 ? 0 : (float)(int)(s * 10 + 0.5f) / 10; /* as it is printed: thresholds then agree with what one reads */
}
