/* rule_hedged_or_non_visual.c: CAP048. */
#include "lint/filler.h"
#include "lint/loose.h"
#include "lint/rule.h"
#include "lint/units.h"

enum { KIND_HEDGE, KIND_NONVISUAL, KIND_VAGUE, KIND_IDLE, KIND_FILLER, FIFTEENTH = 15 };

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

static struct finding *tell(struct check *c, const struct rule *r, const struct unit *u, const struct unit *last, int kind, int *told)
{
	struct finding *f = report(c, r, u->start, last->end);

	if (!f)
		return NULL;
	f->segment = u->segment;
	f->kind = kind;
	++*told;
	f->edit = EDIT_DROP_SENTENCE;
	if (*told > 8 || kind == KIND_VAGUE || irreplaceable(c->t, u)) {
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

/* What unit i says, and up to which unit; -1: nothing to tell of. */
static int kind_of(const struct check *c, uint32_t i, const struct unit **last, uint64_t *vague)
{
	const struct unit *u = &c->t->units[i];

	*last = u;
	if (u->flags & (UNIT_QUOTED | UNIT_NAME | UNIT_FLAGGED))
		return -1;
	if (u->cls & (LEX(ADDS) | LEX(ENHANCES)) && filler_at(c->t, u, last))
		return KIND_FILLER;
	if (u->cls & LEX(HEDGE))
		return KIND_HEDGE;
	if (u->cls & LEX(NONVISUAL) || (u->cls & LEX(MOOD) && makes_mood(c, u)))
		return KIND_NONVISUAL;
	if (!(u->cls & LEX(VAGUE)))
		return -1;
	bool first = !*vague || *vague == u->lemma;
	*vague = u->lemma;
	return first ? -1 : KIND_VAGUE;
}

static const char *const says[] = {
	[KIND_HEDGE] = "guesses: say it or leave it", [KIND_NONVISUAL] = "is nothing that a picture shows",
	[KIND_VAGUE] = "praises and describes nothing; it is the second such word", [KIND_FILLER] = "is a captioner's filler: it adds nothing that one could see",
};

/* In a long caption a few such words are no fault: below a fifteenth of all they are told of for information. */
static void weigh(struct check *c, size_t from, uint32_t words)
{
	struct lint_result *o = c->out;

	for (size_t i = from; i < o->n_findings && words * FIFTEENTH < c->t->words; i++)
		set_severity(c, &o->findings[i], SEV_INFO);
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	const struct unit *last;
	uint64_t vague = 0;
	uint32_t words = 0;
	int told = 0;

	idle_sentences(c, r);
	size_t from = c->out->n_findings;
	if (!(t->cls_any & (LEX(HEDGE) | LEX(NONVISUAL) | LEX(VAGUE) | LEX(MOOD) | LEX(ADDED) | LEX(ENHANCES))))
		return;
	for (uint32_t i = 0; i < t->n_units && told < 16; i++) {
		int kind = kind_of(c, i, &last, &vague);
		struct finding *f = kind < 0 ? NULL : tell(c, r, &t->units[i], last, kind, &told);
		if (kind >= 0 && !f)
			return;
		if (!f)
			continue;
		f->message = say(c, "\"{}\" {z}", span_cut(t->text, f->start, f->end), says[kind]);
		words += last->word + last->n_words - t->units[i].word;
		i = (uint32_t)(last - t->units);
	}
	weigh(c, from, words);
}

const struct rule rule_hedged_or_non_visual = {
	.code = "CAP048",
	.name = "hedged-or-non-visual",
	.title = "guesses, moods and praise",
	.why = "\"appears to be\", \"the overall tone\", \"evokes a sense of\", \"creates a cozy atmosphere\" describe the writer; no picture can teach "
	       "them. Two or more words of praise (beautiful, stunning) likewise, and fillers of captioning models (\"adding a touch of rustic charm to the scene\"). "
	       "Where such words are less than a fifteenth of a caption they are told of for information. A whole sentence beside others whose nouns are thoughts, feelings and times "
	       "(\"What a wonderful way to spend a day.\") is told of for information, and costs half a point. The fix drops the sentence, if it names no "
	       "thing that is not named elsewhere. Quoted text and names are passed over.",
	.evidence = "JoyCaption's instruction \"Do NOT use any ambiguous language\"; its own example caption ends in \"The overall tone is humorous\".",
	.before = "A dog on grass. The overall tone is humorous.",
	.after = "A dog on grass.",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ALL, .points = 0, .fix = FIX_UNSAFE,
	.check = check,
};
