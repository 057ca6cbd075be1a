/* rule_quality_tag_misuse.c: CAP027. */
#include "lint/rule.h"

enum { KIND_FOREIGN, KIND_TOO_MANY, KIND_PROSE, KIND_DANGLING, ROOM = 15, KEEP = 3 };

/* "source_anime": where it is from, not how good. */
static bool names_source(const struct unit *u)
{
	return span_starts(u->term->text, SPAN("source_"));
}

static struct finding *tell(struct check *c, const struct rule *r, const struct segment *g, const struct unit *u, int kind, int *told)
{
	struct finding *f = report_segment(c, r, g);

	if (!f)
		return NULL;
	f->kind = kind;
	f->edit = EDIT_DROP_SEGMENT;
	if (tells_look(c, u))
		f->fix = FIX_UNSAFE;
	if ((*told)++)
		f->points = 2;
	return f;
}

/* Two quality words in one sentence: one is a description (a high definition photo), more is decoration. */
static void in_clauses(struct check *c, const struct rule *r, int *told)
{
	const struct analysis *t = c->t;
	uint64_t first = 0;
	uint32_t sentence = 0;

	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (!(u->cls & LEX(QUALITY)) || u->flags & (UNIT_QUOTED | UNIT_FLAGGED | UNIT_NEGATED) || u->cls & c->profile->quality_ok)
			continue;
		if (!t->segments[u->segment].clause || (first == u->lemma && sentence == t->seg.segments[u->segment].sentence))
			continue;
		if (!first || sentence != t->seg.segments[u->segment].sentence) {
			first = u->lemma;
			sentence = t->seg.segments[u->segment].sentence;
			continue;
		}
		struct finding *f = report_unit(c, r, u);
		if (!f)
			return;
		f->kind = KIND_PROSE;
		f->fix = FIX_NONE;
		(*told)++;
		set_severity(c, f, SEV_INFO); /* a word that carries no fact: the score counts it as such */
		f->message = say(c, "\"{}\": a second quality word says nothing about the picture", unit_text(t, u));
		return;
	}
}

/* "The image is highly detailed": all in front of the quality word speaks of the picture. "a dog on a sofa 8k": nothing
 * in front of it waits for it, and nothing follows. */
static bool dangles(const struct check *c, const struct segment *g, uint32_t i)
{
	const struct unit *u = &c->t->units[i], *end = &c->t->units[g->unit + g->n_units];
	bool is = false, picture = i > g->unit;
	bool style = u->cls & LEX(MOOD) && u->cls & LEX(VAGUE) && i > g->unit && u[-1].flags & (UNIT_NOUN | UNIT_ABSTRACT | UNIT_ADJ);

	if (style || (i > g->unit && u[-1].tag == TAG_DET && u->tag == TAG_ADJ))
		return false; /* "a smooth, grey wall" waits for its noun; "a gothic horror aesthetic" says which */

	for (uint32_t k = g->unit; k < i; k++) {
		const struct unit *p = &c->t->units[k];
		is |= p->tag == TAG_AUX || p->cls & LEX(LEAD);
		picture &= unit_is(p, TAGS(DET) | TAGS(PRON) | TAGS(AUX) | TAGS(ADV) | TAGS(CCONJ)) ||
			   p->cls & (LEX(HEAD) | LEX(MEDIUM) | LEX(LEAD) | LEX(QUALITY) | LEX(VAGUE));
	}
	if (picture && is && (u + 1 == end || u[1].tag == TAG_CCONJ || u[1].cls & (LEX(HEAD) | LEX(MEDIUM))))
		return true;
	/* "in high quality", "looks elegant", "a very elegant": words that wait for it. */
	bool awaited = i == g->unit || u[-1].cls & LEX(COLOUR) || u[-1].flags & (UNIT_ADJ | UNIT_GLUE) || u[-1].tag == TAG_ADV;
	return !awaited && (u + 1 == end || u[1].cls & (LEX(QUALITY) | LEX(META)));
}

static void dangling(struct check *c, const struct rule *r, int *told)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; t->units && i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		const struct segment *g = &t->segments[u->segment];
		if (!(u->cls & LEX(QUALITY)) || u->flags & (UNIT_QUOTED | UNIT_FLAGGED | UNIT_NEGATED | UNIT_NAME) || g->n_units < 2)
			continue;
		if (u->cls & c->profile->quality_ok || !dangles(c, g, i))
			continue;
		struct finding *f = report_unit(c, r, u);
		if (!f)
			return;
		f->kind = KIND_DANGLING;
		f->fix = FIX_NONE;
		f->points = *told ? 2 : f->points;
		(*told)++;
		f->message = say(c, "\"{}\" says nothing about what is in the picture", unit_text(t, u));
	}
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	uint32_t allowed = 0;
	size_t room = 0;
	int told = 0;

	if (!(t->cls_any & LEX(QUALITY)))
		return;
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		const struct unit *u = segment_only(t, g);
		if (!u || !(u->cls & LEX(QUALITY)) || u->flags & UNIT_QUOTED || g->flagged)
			continue;
		if (u->cls & c->profile->quality_ok) {
			if (names_source(u))
				continue;
			room += tokens_between(c, g->start, g->end);
			if (++allowed <= KEEP || room <= ROOM)
				continue;
			struct finding *f = tell(c, r, g, u, KIND_TOO_MANY, &told);
			if (f)
				f->message = say(c, "quality tags take {d} tokens of the window; three are enough", (int)room);
			continue;
		}
		struct finding *f = tell(c, r, g, u, KIND_FOREIGN, &told);
		if (f)
			f->message = say(c, "\"{}\" is no word that {z} was trained with as a quality tag", unit_text(t, u), c->profile->name);
	}
	dangling(c, r, &told);
	in_clauses(c, r, &told);
}

const struct rule rule_quality_tag_misuse = {
	.code = "CAP027",
	.name = "quality-tag-misuse",
	.title = "quality words where the model has none, or too many",
	.why = "\"masterpiece, best quality, 8k\" describe no picture; trained on every image they mean nothing, on some they leak into "
	       "all. Pony was trained with score_9 ... and source_* tags, Illustrious with masterpiece, best quality and the like: "
	       "there three at most are fine. One quality word inside a sentence (\"a high definition photo\") is fine everywhere, unless "
	       "nothing follows that it could describe (\"a dog on a sofa 8k\", \"the image is highly detailed\"). A tag that alone says how the picture "
	       "looks or what made it (raw photo, octane render, cinematic, perfect lighting, source_anime) goes with --unsafe only.",
	.evidence = "Guides to Pony's score tags: \"they take up way too much tokens\" (civitai.com/articles/5508). Measured: three score tags are 15 "
		    "tokens, all six 33 of 75.",
	.before = "score_9, score_8_up, dog (sdxl)",
	.after = "dog",
	.family = FAMILY_TAGS, .severity = SEV_WARNING, .profiles = P_ANY, .points = 4, .fix = FIX_SAFE, .flags = true,
	.when = LEX(QUALITY),
	.check = check,
};
