/* rule_meta_tag.c: CAP026. Whole segments among others only: a caption "general" may be an officer. */
#include "lint/rule.h"

enum { KIND_DATA, KIND_PIXEL, KIND_RATING };

/* "No people, text, or logos": the end of the list that the sentence of segment i makes, i where it makes none. */
static uint32_t list_end(const struct analysis *t, uint32_t i)
{
	uint32_t end = i;

	for (uint32_t k = i + 1; k < t->n_segments && t->seg.segments[k].sentence == t->seg.segments[i].sentence; k++)
		if (t->segments[k].n_units && t->units[t->segments[k].unit].cls & LEX(CONJ))
			end = k;
	return end;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	uint32_t list = 0, sentence = UINT32_MAX; /* the end of that sentence's list */
	bool told = false;

	if (!(t->cls_any & (LEX(META) | LEX(RATING))) || t->n_segments < 2)
		return;
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		const struct unit *u = segment_only(t, g);
		if (!u || !(u->cls & (LEX(META) | LEX(RATING))) || u->flags & UNIT_QUOTED || g->flagged)
			continue;
		if (t->seg.segments[i].sentence != sentence) {
			sentence = t->seg.segments[i].sentence;
			list = list_end(t, i);
		}
		if (u->cls & LEX(PIXEL) && i < list) /* one of what a sentence lists is no tag */
			continue;
		if (u->cls & c->profile->quality_ok)
			continue;
		struct finding *f = report_segment(c, r, g);
		if (!f)
			return;
		f->edit = EDIT_DROP_SEGMENT;
		f->points = told ? 0 : f->points;
		told = true;
		if (u->cls & LEX(PIXEL)) {
			f->kind = KIND_PIXEL;
			f->fix = FIX_UNSAFE;
			f->message = say(c, "\"{}\": crop it away, or keep the word if it stays visible", unit_text(t, u));
		} else {
			f->kind = u->cls & LEX(RATING) ? KIND_RATING : KIND_DATA;
			if (tells_look(c, u))
				f->fix = FIX_UNSAFE; /* "dslr": it may be all that says what kind of picture it is */
			f->message = say(c, "\"{}\" is {z}, nothing in the picture", unit_text(t, u),
					 f->kind == KIND_RATING ? "a rating" : span_starts(u->term->text, SPAN("iso ")) ? "a camera's setting" : "data about the upload");
		}
	}
}

const struct rule rule_meta_tag = {
	.code = "CAP026",
	.name = "meta-tag",
	.title = "a rating, upload data, or a mark on the picture",
	.why = "Ratings, commentary requests and file data describe a website, not the picture; they are dropped safely. Signature, "
	       "watermark, text and border are visible: crop the picture or keep the word, so that fix is only made when asked "
	       "for, and so is that of a camera's name, which says that it is a photo. Whole tags only. The profile's own words stay: rating_* for Pony, absurdres, general and sensitive for Illustrious.",
	.evidence = "wd14 selected_tags.csv category 9 = ratings; sd-scripts finetune/clean_captions_and_tags.py strips them. A real tagger output "
		    "for fruit carries english text, signature, border, artist name.",
	.before = "sensitive, 1girl, commentary request",
	.after = "1girl",
	.family = FAMILY_TAGS, .severity = SEV_WARNING, .profiles = P_ANY, .points = 3, .fix = FIX_SAFE, .flags = true,
	.when = LEX(META) | LEX(RATING),
	.check = check,
};
