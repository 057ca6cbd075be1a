/* rule_hedged_or_non_visual.c: CAP048. */
#include "lint/rule.h"
#include "lint/statement.h"

enum { KIND_HEDGE, KIND_VAGUE, KIND_IDLE, KIND_FILLER, FIFTEENTH = 15, EACH = 50, MOST = 16, FIXED = 8 /* findings that are looked at for an edit */ };

/* The whole sentence, a whole phrase behind a comma, or nothing. */
static void goes(const struct check *c, struct finding *f, bool nothing)
{
	f->edit = nothing ? EDIT_NONE : statement_idle(c, f->start) ? EDIT_DROP_SENTENCE : statement_trails(c, f->start) ? EDIT_DROP_ADJUNCT : EDIT_NONE;
	f->idle = f->edit != EDIT_NONE;
	if (!f->idle)
		f->fix = FIX_NONE;
}

static struct finding *tell(struct check *c, const struct rule *r, const struct unit *u, const struct scene_empty *e, int kind, int *told)
{
	struct finding *f = report(c, r, e->start, e->end);

	if (!f)
		return NULL;
	f->segment = u->segment;
	f->kind = kind;
	++*told;
	goes(c, f, *told > FIXED || kind == KIND_VAGUE);
	return f;
}

/* Whether something in [start,end) is told of anyway; praise is no more than what an idle sentence is made of. */
static bool told_of(const struct check *c, uint32_t start, uint32_t end, uint32_t *at)
{
	const struct scene *s = c->scene;

	while (*at < s->n_empty && s->empty[*at].end <= start)
		++*at;
	for (uint32_t i = *at; i < s->n_empty && s->empty[i].start < end; i++)
		if (s->empty[i].end > start && (s->empty[i].kind == EMPTY_HEDGE || s->empty[i].kind == EMPTY_FILLER))
			return true;
	return false;
}

/* Whether the sentence of segments i..end, beside others, tells nothing visible: its nouns are thoughts, feelings, times or the picture itself. */
static bool idle(const struct check *c, uint32_t i, uint32_t end)
{
	const uint64_t talk = LEX(HEAD) | LEX(MEDIUM) | LEX(VAGUE) | LEX(QUALITY) | LEX(FILLER) | LEX(NONVISUAL) | LEX(LEAD) | LEX(MOOD);
	const struct analysis *t = c->t;
	uint32_t n = 0;
	bool idea = false, function = false;

	for (; i < end; i++) {
		if (c->tells[i])
			return false;
		n += t->segments[i].n_units;
		for (uint32_t k = t->segments[i].unit; k < t->segments[i].unit + t->segments[i].n_units; k++) {
			const struct unit *u = &t->units[k];
			if (u->flags & (UNIT_QUOTED | UNIT_TRIGGER | UNIT_NAME | UNIT_UNKNOWN) || t->seg.words[u->word].digits)
				return false;
			function |= (u->flags & UNIT_GLUE) != 0;
			idea |= u->cls & talk || (u->flags & UNIT_ABSTRACT && u->wn & WN_IDEA);
		}
	}
	return n >= 3 && t->n_units - n > n / 2 && idea && function;
}

/* "What a wonderful way to spend a day.": information, for no single word is wrong. */
static void idle_sentences(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (t->seg.n_sentences < 2 || t->clauses == 0 || t->foreign)
		return;
	for (uint32_t i = 0, at = 0, end; i < t->n_segments; i = end) {
		for (end = i + 1; end < t->n_segments && t->seg.segments[end].sentence == t->seg.segments[i].sentence;)
			end++;
		if (!idle(c, i, end))
			continue;
		const struct segment *last = &t->segments[end - 1];
		if (told_of(c, t->segments[i].start, last->end, &at))
			continue;
		struct finding *f = report(c, r, t->segments[i].start, last->end);
		if (!f)
			return;
		f->segment = i;
		f->kind = KIND_IDLE;
		f->points = 0;
		goes(c, f, false);
		f->message = SPAN("a sentence about nothing that one could see");
		set_severity(c, f, SEV_INFO);
	}
}

/* What a statement without a fact is to this rule; -1: nothing to tell of. */
static int kind_of(const struct check *c, const struct scene_empty *e, const struct unit *u, uint64_t *praise)
{
	if (u->flags & (UNIT_QUOTED | UNIT_NAME | UNIT_FLAGGED) || in_quotes(c, e->start))
		return -1;
	if (e->kind == EMPTY_HEDGE)
		return KIND_HEDGE;
	if (e->kind == EMPTY_FILLER)
		return KIND_FILLER;
	if (e->kind != EMPTY_OPINION)
		return -1;
	bool first = !*praise || *praise == u->lemma;
	*praise = u->lemma;
	return first ? -1 : KIND_VAGUE;
}

static const char *const says[] = {
	[KIND_HEDGE] = "guesses: say it or leave it", [KIND_VAGUE] = "praises and describes nothing; it is the second such word",
	[KIND_FILLER] = "is a captioner's filler: it adds nothing that one could see",
};

/* In a long caption a few such words are no fault: below a fifteenth of all, and below a filler in fifty words, they are told of for information.
 * People's long captions have at most one in 55 (../shared/truth/human-long). */
static void weigh(struct check *c, size_t from, uint32_t words)
{
	struct lint_result *o = c->out;
	uint32_t fillers = 0;

	for (size_t i = from; i < o->n_findings; i++)
		fillers += o->findings[i].kind == KIND_FILLER;
	for (size_t i = from; i < o->n_findings && words * FIFTEENTH < c->t->words && fillers * EACH < c->t->words; i++)
		set_severity(c, &o->findings[i], SEV_INFO);
}

static uint32_t words_in(const struct scene *s, const struct scene_empty *e)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->n_words; i++)
		n += s->words[i].start >= e->start && s->words[i].end <= e->end && s->words[i].tag != TAG_PUNCT;
	return n;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	const struct scene *s = c->scene;
	uint64_t praise = 0;
	uint32_t words = 0, unit = 0, end = 0;
	int told = 0;

	idle_sentences(c, r);
	size_t from = c->out->n_findings;
	for (uint32_t i = 0; i < s->n_empty && told < MOST; i++) {
		const struct scene_empty *e = &s->empty[i];
		while (unit + 1 < t->n_units && t->units[unit].end <= e->start)
			unit++;
		int kind = e->start < end || t->n_units == 0 ? -1 : kind_of(c, e, &t->units[unit], &praise);
		if (kind < 0)
			continue;
		struct finding *f = tell(c, r, &t->units[unit], e, kind, &told);
		if (!f)
			return;
		f->message = say(c, "\"{}\" {z}", span_cut(t->text, f->start, f->end), says[kind]);
		words += words_in(s, e);
		end = e->end;
	}
	weigh(c, from, words);
}

const struct rule rule_hedged_or_non_visual = {
	.code = "CAP048",
	.name = "hedged-or-non-visual",
	.title = "guesses, moods and praise",
	.why = "\"appears to be\", \"the overall tone\", \"evokes a sense of\", \"creates a cozy atmosphere\" describe the writer; no picture can teach "
	       "them. Two or more words of praise (beautiful, stunning) likewise, and fillers of captioning models (\"adding a touch of rustic charm to the scene\"). "
	       "Where such words are less than a fifteenth of a caption, with fewer than one filler in fifty words, they are told of for information. A whole sentence beside others whose nouns are thoughts, feelings and times "
	       "(\"What a wonderful way to spend a day.\") is told of for information, and costs half a point. The fix drops the whole sentence, or the whole phrase behind a "
	       "comma, if its scene holds no fact that is not told elsewhere. Quoted text and names are passed over.",
	.evidence = "JoyCaption's instruction \"Do NOT use any ambiguous language\"; its own example caption ends in \"The overall tone is humorous\".",
	.before = "A dog on grass. The overall tone is humorous.",
	.after = "A dog on grass.",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ANY, .points = 0, .fix = FIX_UNSAFE,
	.check = check,
};
