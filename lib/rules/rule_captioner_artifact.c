/* rule_captioner_artifact.c: CAP102. Loops are measured as Gopher does (lint/repeated_ngrams.h), never by counting phrases: "on the left
 * of the frame" four times is careful writing. */
#include "lint/repeated_ngrams.h"
#include "lint/rule.h"
#include "lint/units.h"

enum { KIND_WORD, KIND_LOOP, KIND_CUT };

/* What is said again, where it is said first. */
static struct finding *loop(struct check *c, const struct rule *r, const struct repeat *p)
{
	const struct seg_word *w = c->t->seg.words;
	struct finding *f = report(c, r, w[p->first].start, w[p->last].end);

	if (!f)
		return NULL;
	f->kind = KIND_LOOP;
	f->fix = FIX_NONE;
	return f;
}

static bool loops(struct check *c, const struct rule *r)
{
	struct repeat p;
	uint32_t times;

	if (repeated_in_a_row(c->t, &p, &times)) {
		struct finding *f = loop(c, r, &p);
		if (f)
			f->message = say(c, "\"{}\" {d} times in a row: the captioner went round in circles", span_cut(c->t->text, f->start, f->end), (int)times);
		return true;
	}
	if (!repeated_ngrams(c->t, c->a, &p) || p.share < p.limit)
		return false;
	struct finding *f = loop(c, r, &p);
	if (f)
		f->message = say(c, "\"{}\" and more is said again, {d}% of the text: the captioner went round in circles",
				 span_cut(c->t->text, f->start, f->end), (int)(p.share * 100));
	return true;
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
		const struct unit *next = unit_behind(t, u); /* "araffe on a rock": nobody else is on it */
		bool goes = u->n_words == 1 && next && !unit_is(next, TAGS(ADP) | TAGS(AUX) | TAGS(VERB));
		f->edit = goes ? EDIT_DROP : EDIT_NONE;
		f->fix = goes ? FIX_UNSAFE : FIX_NONE;
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
	bool open = unit_is(u, TAGS(DET) | TAGS(CCONJ) | TAGS(AUX)) || u->key == lex_keys(c->lex)->of;
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
	       "sentence that stops in the middle: such a caption is broken as a whole. A loop is a text of which 15% of the letters stand in 5-grams of "
	       "words that were there before (or 10% in 10-grams, and what lies between), one word four times in a row or a few words three times in a row. Quoted text (song "
	       "titles) is passed over.",
	.evidence = "Loops: Gopher, arxiv.org/abs/2112.11446, table A1; data-juicer and datatrove filter by the same measure. "
		    "SimpleTuner's example filter list holds araffe and arafed; JoyCaption on \"glitching out into a repetition loop\".",
	.before = "arafed dog with a ball",
	.after = "dog with a ball",
	.family = FAMILY_HYGIENE, .severity = SEV_ERROR, .profiles = P_ANY, .points = 8, .cap = 40, .fix = FIX_UNSAFE,
	.json = true,
	.check = check,
};
