/* rule_clip_window_overflow.c: CAP001. Counts with the model's own tokens, never by words. */
#include "base/escape.h"
#include "lint/description.h"
#include "lint/rule.h"

static void check(struct check *c, const struct rule *r)
{
	const struct check_encoder *k = &c->encoder[0];

	if (!k->clip || k->feed.lost == 0)
		return;
	struct finding *f = report(c, r, (uint32_t)k->feed.cut_start, (uint32_t)k->feed.cut_end);
	if (!f)
		return;
	struct span lost = span_cut(c->t->text, f->start, f->end), facts = description_lost_text(c, f->start);
	struct span shown = escape_short(lost, 60);
	f->message = say(c, "{d} tokens where {d} fit: the encoder never sees \"{}{z}\"", (int)k->feed.content,
			 (int)k->feed.usable, shown, shown.n < lost.n ? "..." : "");
	if (facts.n)
		f->because = say(c, "the cut loses: {}", facts);
	f->edit = EDIT_OTHER;
}

const struct rule rule_clip_window_overflow = {
	.code = "CAP001",
	.name = "clip-window-overflow",
	.title = "the caption is longer than CLIP's window",
	.why = "CLIP reads 75 tokens of caption at a time. Trainers cut plainly at the 75th (or 150th, 225th) token, in the "
	       "middle of a word if need be, and what lies behind is never trained: whatever the caption says there is not said "
	       "at all. Counted with the model's own tokenizer; exactly 75 is fine. The fix drops bare tags from the end, those "
	       "that say least first, and never cuts inside a clause.",
	.evidence = "sd-scripts library/strategy_base.py:221-272 cuts every 75. Measured: JoyCaption's own example caption "
		    "has 102 tokens, two real tagger outputs 85 and 119 for 27 and 41 tags.",
	.before = "..., heart, tilted headwear, single side bun, hand up",
	.after = "..., heart",
	.family = FAMILY_BUDGET, .severity = SEV_ERROR, .profiles = P_CLIP, .points = 8, .cap = 70, .fix = FIX_UNSAFE,
	.json = true,
	.check = check,
};
