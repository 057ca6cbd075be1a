/* rule_hedged_or_non_visual.c: CAP048. */
#include "lint/loose.h"
#include "lint/rule.h"
#include "lint/units.h"

enum { KIND_HEDGE, KIND_NONVISUAL, KIND_VAGUE, KIND_IDLE };

static uint32_t sentence_of(const struct analysis *t, const struct unit *u)
{
	return t->seg.segments[u->segment].sentence;
}

/* Whether the sentence names a thing that no other sentence names: then it must stay. */
static bool irreplaceable(const struct analysis *t, const struct unit *u)
{
	uint32_t s = sentence_of(t, u);

	for (uint32_t i = 0; i < t->n_entities; i++) {
		if (sentence_of(t, &t->units[t->entities[i].unit]) != s)
			continue;
		bool elsewhere = false;
		for (uint32_t k = 0; k < t->n_entities && k < 200 && !elsewhere; k++)
			elsewhere = t->entities[k].lemma == t->entities[i].lemma &&
				    sentence_of(t, &t->units[t->entities[k].unit]) != s;
		if (!elsewhere)
			return true;
	}
	return t->seg.n_sentences < 2;
}

/* "creates a cozy and inviting atmosphere", "adding a striking contrast": a verb of making whose object no picture shows. */
static bool makes_mood(const struct check *c, const struct unit *u)
{
	const struct unit *p = u;

	for (int left = 7; left && (p = unit_before(c->t, p)) != NULL; left--) {
		if (weak_verb(c, p) && !(p->flags & (UNIT_NOUN | UNIT_ADJ)))
			return true;
		if ((p->flags & UNIT_NOUN && !(p->wn & WN_ADJ)) || (p->cls & LEX(PREP) && !span_is(unit_text(c->t, p), "to")))
			return false;
	}
	return false;
}

static struct finding *tell(struct check *c, const struct rule *r, const struct unit *u, int kind, int *told)
{
	struct finding *f = report(c, r, u->start, u->end);

	if (!f)
		return NULL;
	f->segment = u->segment;
	f->kind = kind;
	f->points = (*told)++ ? 0 : f->points;
	f->edit = EDIT_DROP_SENTENCE;
	if (*told > 8 || irreplaceable(c->t, u)) {
		f->fix = FIX_NONE;
		f->edit = EDIT_NONE;
	}
	return f;
}

static bool told_of(const struct check *c, const struct unit *u, const struct unit *end)
{
	while (u < end && !(u->cls & (LEX(HEDGE) | LEX(NONVISUAL)) || (u->cls & LEX(MOOD) && makes_mood(c, u))))
		u++;
	return u < end;
}

/* "What a wonderful way to spend a day.": information, for no single word is wrong. */
static void idle_sentences(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (t->seg.n_sentences < 2 || t->clauses == 0 || t->foreign)
		return;
	for (uint32_t i = 0, end; i < t->n_segments; i = end) {
		const struct unit *first = &t->units[t->segments[i].unit];
		if (!sentence_idle(c, i, &end))
			continue;
		const struct segment *last = &t->segments[end - 1];
		if (told_of(c, first, &t->units[last->unit + last->n_units]))
			continue;
		struct finding *f = report(c, r, t->segments[i].start, last->end);
		if (!f)
			return;
		f->segment = i;
		f->kind = KIND_IDLE;
		f->points = 0;
		f->edit = EDIT_DROP_SENTENCE;
		f->message = SPAN("a sentence about nothing that one could see");
		set_severity(c, f, SEV_INFO);
	}
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	uint64_t vague = 0;
	int told = 0;

	idle_sentences(c, r);
	if (!(t->cls_any & (LEX(HEDGE) | LEX(NONVISUAL) | LEX(VAGUE) | LEX(MOOD))))
		return;
	for (uint32_t i = 0; i < t->n_units && told < 16; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & (UNIT_QUOTED | UNIT_NAME | UNIT_FLAGGED))
			continue;
		if (u->cls & (LEX(HEDGE) | LEX(NONVISUAL)) || (u->cls & LEX(MOOD) && makes_mood(c, u))) {
			int kind = u->cls & LEX(HEDGE) ? KIND_HEDGE : KIND_NONVISUAL;
			struct finding *f = tell(c, r, u, kind, &told);
			if (!f)
				return;
			f->message = say(c, "\"{}\" {z}", unit_text(t, u), kind == KIND_HEDGE ? "guesses: say it or leave it" : "is nothing that a picture shows");
		} else if (u->cls & LEX(VAGUE)) {
			if (!vague || vague == u->lemma) {
				vague = u->lemma;
				continue;
			}
			struct finding *f = tell(c, r, u, KIND_VAGUE, &told);
			if (!f)
				return;
			f->fix = FIX_NONE;
			f->edit = EDIT_NONE;
			f->message = say(c, "\"{}\" praises and describes nothing; it is the second such word", unit_text(t, u));
			vague = u->lemma;
		}
	}
}

const struct rule rule_hedged_or_non_visual = {
	.code = "CAP048",
	.name = "hedged-or-non-visual",
	.title = "guesses, moods and praise",
	.why = "\"appears to be\", \"the overall tone\", \"evokes a sense of\", \"creates a cozy atmosphere\" describe the writer; no picture can teach "
	       "them. Two or more words of praise (beautiful, stunning) likewise. A whole sentence beside others whose nouns are thoughts, feelings and times "
	       "(\"What a wonderful way to spend a day.\") is told of for information, and costs half a point. The fix drops the sentence, if it names no "
	       "thing that is not named elsewhere. Quoted text and names are passed over.",
	.evidence = "JoyCaption's instruction \"Do NOT use any ambiguous language\"; its own example caption ends in \"The overall tone is humorous\".",
	.before = "A dog on grass. The overall tone is humorous.",
	.after = "A dog on grass.",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ALL, .points = 3, .fix = FIX_UNSAFE,
	.check = check,
};
