/* rule_boilerplate_lead.c: CAP047. "a photo of" is a medium, no boilerplate. */
#include "lint/rule.h"

/* One word alone is boilerplate only with a mark behind it: "caption:", "sure,". */
static bool marked(const struct analysis *t, const struct unit *u)
{
	return u->n_words > 1 || (u->end < t->text.n && strchr(":,!.", t->text.p[u->end]));
}

static bool article(const struct unit *u)
{
	return unit_is(u, TAGS(DET) | TAGS(NUM)) || u->flags & UNIT_NUMBER;
}

/* Where the caption goes on behind the lead: marks, blanks and a dangling "of" are part of it. */
static const struct unit *behind(const struct analysis *t, const struct unit *u)
{
	const struct unit *n = u + 1, *end = t->units + t->n_units;

	return n < end ? n : NULL;
}

/* Whether a sentence ends with the segment and nothing in it is a thing. */
static bool nothing(const struct analysis *t, const struct segment *g)
{
	if (t->seg.segments[g - t->segments].sentence == t->seg.segments[g - t->segments + 1].sentence)
		return false;
	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++)
		if (t->units[i].flags & (UNIT_NOUN | UNIT_UNKNOWN | UNIT_TRIGGER))
			return false;
	return true;
}

/* Where the caption begins: behind tags and sentences that say nothing ("high quality, the image shows", "A stunning
 * picture. The image shows"). */
static const struct unit *beginning(const struct check *c)
{
	const struct analysis *t = c->t;
	uint32_t i = 0;

	while (i + 1 < t->n_segments && (segment_idle(c, &t->segments[i]) || nothing(t, &t->segments[i])) &&
	       !(t->segments[i].n_units && t->units[t->segments[i].unit].cls & LEX(LEAD) && marked(t, &t->units[t->segments[i].unit])))
		i++;
	return t->n_segments && t->segments[i].n_units ? &t->units[t->segments[i].unit] : NULL;
}

/* "In a dramatic and epic scene, ": praise before the picture's name. The byte where the caption goes on; 0: no such lead. */
static uint32_t praised(const struct check *c)
{
	const struct scene *s = c->scene;
	uint32_t i = 2, praise = 0;

	if (s->n_words < 6 || !span_is(s->words[0].lemma, "in") || s->words[1].tag != TAG_DET)
		return 0;
	for (; i + 2 < s->n_words && (s->words[i].tag == TAG_ADJ || s->words[i].tag == TAG_CCONJ); i++) {
		bool vague = s->words[i].term && s->words[i].term->cls & LEX(VAGUE);
		if (s->words[i].tag == TAG_ADJ && !vague && !(wn_find(c->lex, s->words[i].key, NULL) & WN_MOOD))
			return 0;
		praise += s->words[i].tag == TAG_ADJ;
	}
	const struct scene_word *w = &s->words[i];
	bool picture = w->tag == TAG_NOUN && w->term && w->term->cls & LEX(HEAD) && w->term->cls & LEX(STOP);
	return praise && picture && i + 2 < s->n_words && c->t->text.p[w[1].start] == ',' ? w[2].start : 0;
}

static bool finite(const struct check *c, uint32_t from, uint32_t to)
{
	const struct scene *s = c->scene;
	uint32_t i = scene_word_at(s, from), sentence = i < s->n_words ? s->words[i].sentence : 0;

	for (; i < s->n_words && s->words[i].start < to && s->words[i].sentence == sentence; i++)
		if (s->words[i].verb == VERB_FIN || s->words[i].tag == TAG_AUX)
			return true;
	return false;
}

/* "In the painting, a man stands": a sentence by itself, which "a painting of" would make one with two predicates. */
static bool own_sentence(const struct check *c, const struct unit *first, const struct unit *lead, uint32_t end)
{
	return !finite(c, first->start, lead->end) && finite(c, end, (uint32_t)c->t->text.n);
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	const struct unit *first = beginning(c), *lead = first;
	uint32_t on = t->foreign ? 0 : praised(c);

	if (on) {
		struct finding *f = report(c, r, c->scene->words[0].start, on);
		if (f) {
			f->message = say(c, "\"{}\" says nothing about the picture", span_cut(t->text, f->start, f->end));
			f->fix = FIX_NONE;
		}
		return;
	}
	if (!lead || !(lead->cls & LEX(LEAD)) || lead->flags & UNIT_QUOTED || !marked(t, lead))
		return;
	const struct unit *next = behind(t, lead);
	while (next && next->cls & LEX(LEAD)) /* "sure, here is" */
		lead = next, next = behind(t, next);
	uint32_t end = next ? next->start : lead->end;
	struct finding *f = report(c, r, first->start, end);
	if (!f)
		return;
	f->message = say(c, "\"{}\" says nothing about the picture", span_cut(t->text, first->start, lead->end));
	if (!next || !article(next)) {
		f->fix = FIX_NONE;
		return;
	}
	struct span medium = lead->term ? lex_at(c->lex, lead->term->canon)->arg : SPAN("");
	if (medium.n && own_sentence(c, first, lead, end)) { /* and without it nothing says the medium */
		f->fix = FIX_NONE;
		return;
	}
	if (medium.n)
		f->suggest = say(c, "{z} {} of ", strchr("aeiou", medium.p[0]) ? "an" : "a", medium);
	f->edit = EDIT_REPLACE;
	/* Among sentences what is left is one without a verb. */
	if (t->seg.n_sentences > 1)
		f->fix = FIX_UNSAFE;
}

const struct rule rule_boilerplate_lead = {
	.code = "CAP047",
	.name = "boilerplate-lead",
	.title = "the caption begins with \"this image shows\"",
	.why = "\"This image shows\", \"there is\", \"we can see\", \"In this epic scene,\", \"caption:\" cost three to six of CLIP's 75 tokens, at the place that it "
	       "reads best. The fix keeps the medium (\"This photo shows a dog\" becomes \"a photo of a dog\"), is only made in "
	       "front of an article and not where it holds a medium in front of a whole sentence (\"In the painting, a man stands\"), and is unsafe where other sentences follow: what is left has no verb. \"a photo of\" and \"a painting of\" are the medium, and fine.",
	.evidence = "SimpleTuner's example filter list removes this class of phrase for three captioners (documentation/DATALOADER.md); Sieve "
		    "(arxiv.org/abs/2310.02110) masks medium phrases.",
	.before = "This image shows a red apple",
	.after = "a red apple",
	.family = FAMILY_DESCRIPTION, .severity = SEV_WARNING, .profiles = P_ANY, .points = 3, .fix = FIX_SAFE,
	.when = LEX(LEAD) | LEX(HEAD),
	.check = check,
};
