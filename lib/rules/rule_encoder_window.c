/* rule_encoder_window.c: CAP005. The long encoder's limit is an error; CLIP's beside it only tells. */
#include "lint/description.h"
#include "lint/rule.h"

static void too_long(struct check *c, const struct rule *r, const struct check_encoder *k)
{
	struct span text = c->t->text;
	uint32_t from = k->feed.cut_end > k->feed.cut_start ? (uint32_t)k->feed.cut_start : 0;
	uint32_t to = k->feed.cut_end > k->feed.cut_start ? (uint32_t)k->feed.cut_end : (uint32_t)text.n;
	struct finding *f = report(c, r, from, to);

	if (!f)
		return;
	f->estimated = k->estimated;
	/* An estimate within a tenth of the limit condemns nobody. */
	if (k->estimated && k->feed.content * 10 < k->feed.usable * 11)
		set_severity(c, f, SEV_WARNING);
	f->message = say(c, "{d}{z} tokens where {z} reads {d}: {d} are lost", (int)k->feed.content,
			 k->estimated ? " (estimated)" : "", k->e->encoder->name, (int)k->feed.usable, (int)k->feed.lost);
	struct span facts = description_lost_text(c, from);
	if (facts.n && from)
		f->because = say(c, "the cut loses: {}", facts);
}

static void pooled_only(struct check *c, const struct rule *r, const struct check_encoder *k)
{
	struct finding *f = report(c, r, (uint32_t)k->feed.cut_start, (uint32_t)k->feed.cut_end);
	struct span list;

	if (!f)
		return;
	set_severity(c, f, SEV_INFO);
	f->message = say(c, "{z} sees {d} of {d} tokens here; the longer encoder sees all", k->e->encoder->name,
			 (int)k->feed.usable, (int)k->feed.content);
	list = description_lost_text(c, f->start);
	if (list.n)
		f->because = say(c, "CLIP does not see: {}", list);
}

static void check(struct check *c, const struct rule *r)
{
	const struct check_encoder *clip = NULL;
	bool lost = false;

	for (size_t i = 0; i < c->n_encoders; i++) {
		const struct check_encoder *k = &c->encoder[i];
		if (k->clip && k->feed.lost && !clip)
			clip = k;
		if (!k->clip && k->feed.lost && !lost) {
			too_long(c, r, k);
			lost = true;
		}
	}
	if (clip && !lost)
		pooled_only(c, r, clip);
}

const struct rule rule_encoder_window = {
	.code = "CAP005",
	.name = "encoder-window",
	.title = "the caption is longer than its long text encoder reads",
	.why = "T5 and language models read a few hundred tokens; what lies behind is cut by the trainer. Counted with the "
	       "encoder's own vocabulary and the model's own template; where that vocabulary is not installed the count is "
	       "estimated from CLIP's and said to be. Info: CLIP beside it, which only gives a pooled vector or a short part, does "
	       "not see the end.",
	.evidence = "Limits from the trainers' and pipelines' sources, as captok --list-models prints them.",
	.before = "(a caption of 600 T5 tokens)",
	.family = FAMILY_BUDGET, .severity = SEV_ERROR, .profiles = P_PROSE, .points = 8,
	.json = true,
	.check = check,
};
