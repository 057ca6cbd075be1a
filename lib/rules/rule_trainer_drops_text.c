/* rule_trainer_drops_text.c: CAP125. What the trainer named by --trainer feeds (trainer/trainer.h) against what the file says. */
#include "base/escape.h"
#include "lint/rule.h"

/* Differences that change what is trained without anybody having asked for it. */
static const char *const bad[] = {"blank-first-line", "later-lines-ignored", "read-as-cp1252", "keep-separator-literal",
				  "cache-bypasses-options", "cache-miss"};

static bool is_bad(const char *code)
{
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (strcmp(code, bad[i]) == 0)
			return true;
	return false;
}

/* CLIP and T5 fold doubled blanks; the language models do not. */
static bool folds(const struct check *c)
{
	for (size_t i = 0; i < c->n_encoders; i++) {
		const char *v = c->encoder[i].e->encoder->vocab;
		if (strcmp(v, "clip") != 0 && strcmp(v, "t5") != 0 && strcmp(v, "umt5") != 0)
			return false;
	}
	return true;
}

static void tell(struct check *c, const struct rule *r, const struct fed *fed, const char *what, enum severity s)
{
	struct finding *f = report(c, r, 0, (uint32_t)c->t->text.n);

	if (!f)
		return;
	set_severity(c, f, s);
	f->message = say(c, "{z}: {z}", trainer_name(c->trainer), what);
	if (fed->n) {
		struct span t = escape_short(fed->texts[0], 120);
		f->because = t.n ? say(c, "what is fed: \"{}{z}\"", t, t.n < fed->texts[0].n ? "..." : "") : SPAN("what is fed: nothing");
	}
}

static void check(struct check *c, const struct rule *r)
{
	struct span raw = c->ctx->raw.n ? c->ctx->raw : c->whole;
	struct fed fed;

	if (!c->trainer_named || (c->t->n_segments == 0 && !c->ctx->sidecar))
		return;
	trainer_feed(c->trainer, raw, false, c->a, &fed);
	if (fed.error) {
		const char *what = strcmp(fed.error, "stops") == 0 ? "the training run stops here" :
				   strcmp(fed.error, "skips-image") == 0 ? "the image is skipped" : "the empty prompt is trained";
		tell(c, r, &fed, what, SEV_ERROR);
		return;
	}
	for (size_t i = 0; i < fed.n_differs; i++) {
		if (is_bad(fed.differs[i])) {
			tell(c, r, &fed, fed_meaning(fed.differs[i]), SEV_ERROR);
			return;
		}
		if (strcmp(fed.differs[i], "comma-spacing") == 0 && !folds(c)) {
			tell(c, r, &fed, "blanks behind commas are doubled, and this model's encoder sees them", SEV_WARNING);
			return;
		}
	}
}

const struct rule rule_trainer_drops_text = {
	.code = "CAP125",
	.name = "trainer-drops-text",
	.title = "the trainer feeds something else than the file says",
	.why = "With --trainer the text that really reaches the tokenizer is compared with the file: a blank first line under kohya trains "
	       "on nothing, later lines are ignored, separators stay in the text, doubled blanks behind commas change the ids of "
	       "language-model encoders. The finding shows what is fed.",
	.evidence = "Found by running the trainers' public code over test files; each trainer's rules with sources stand in lib/trainer/trainer_*.c.",
	.before = "(blank line)\na red apple (kohya)",
	.after = "a red apple",
	.family = FAMILY_SIDECAR, .severity = SEV_ERROR, .profiles = P_ANY, .points = 8,
	.file = true,
	.check = check,
};
