/* rule_missing_camera_distance.c: CAP043. A coverage note. "from above" inside "lit from above" is lighting: longest match. */
#include "lint/rule.h"

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	if (picture_says(c, PICTURE_CAMERA) || t->foreign || t->n_units == 0)
		return;
	struct finding *f = report(c, r, 0, (uint32_t)t->text.n);
	if (!f)
		return;
	f->needs_human = true;
	need_human(c, SPAN("camera"));
	f->message = SPAN("nothing says how near the camera is, or where it stands");
}

const struct rule rule_missing_camera_distance = {
	.code = "CAP043",
	.name = "missing-camera-distance",
	.title = "no distance or angle of the camera",
	.why = "Close up or wide, from above or at eye level: the same thing is another picture. Taggers rarely say it. A coverage "
	       "note without points: the slot stays unearned. \"lit from above\" is lighting, no angle.",
	.evidence = "JoyCaption's option \"camera angle\"; training guides ask for framing and angle (civitai.com/articles/25066).",
	.before = "a photo of a red apple",
	.after = "a close up photo of a red apple",
	.family = FAMILY_DESCRIPTION, .severity = SEV_INFO, .profiles = P_ANY,
	.json = true,
	.check = check,
};
