/* rule_unknown_to_encoder.c: CAP105. CLIP, Qwen, Llama 3 and Mistral know every byte; T5 has an unknown token, and the
 * SentencePiece vocabularies of umt5 and gemma fall back to bytes. */
#include "lint/rule.h"

enum { MOST = 8 };

/* A piece that stands for no known text: <unk>, or one of several for a single character. */
static bool unknown(const struct tok_out *t, size_t i, int unk, bool bytes)
{
	const struct tok_piece *p = &t->v[i];

	if (unk >= 0 && p->id == (uint32_t)unk)
		return true;
	if (!bytes || p->start == p->end)
		return false;
	bool before = i > 0 && p[-1].start == p->start && p[-1].end == p->end;
	return before || (i + 1 < t->n && p[1].start == p->start && p[1].end == p->end);
}

static void judge(struct check *c, const struct rule *r, size_t e, int *told)
{
	const struct encoder *who = c->encoder[e].e->encoder;
	bool bytes = strcmp(who->vocab, "umt5") == 0 || strcmp(who->vocab, "gemma2") == 0 || strcmp(who->vocab, "pile-t5") == 0;
	int unk;

	if (!bytes && strcmp(who->vocab, "t5") != 0)
		return;
	struct tok_out t = encoder_tokens(c, e, &unk);
	for (size_t i = 0; i < t.n && *told < MOST; i++) {
		if (!unknown(&t, i, unk, bytes) || t.v[i].start == t.v[i].end)
			continue;
		uint32_t start = t.v[i].start, end = t.v[i].end;
		while (i + 1 < t.n && unknown(&t, i + 1, unk, bytes) && t.v[i + 1].start <= end)
			end = t.v[++i].end > end ? t.v[i].end : end;
		if (end > c->t->text.n || end <= start)
			continue;
		struct finding *f = report(c, r, start, end);
		if (!f)
			return;
		f->points = (*told)++ ? 0 : f->points;
		f->message = say(c, "{z} cannot read \"{}\"", who->name, span_cut(c->t->text, start, end));
		if (c->t->text.p[start] == '\\' && end == start + 1) {
			f->fix = FIX_SAFE;
			f->edit = EDIT_DROP;
		}
	}
}

static void check(struct check *c, const struct rule *r)
{
	int told = 0;

	if (!(c->t->marks & (MARK_BRACE | MARK_BACKSLASH | MARK_ANGLE | MARK_TILDE | MARK_HIGH | MARK_CONTROL | MARK_BAR)))
		return;
	for (size_t i = 0; i < c->n_encoders && !told; i++)
		if (!c->encoder[i].clip && !c->encoder[i].estimated)
			judge(c, r, i, &told);
}

const struct rule rule_unknown_to_encoder = {
	.code = "CAP105",
	.name = "unknown-to-encoder",
	.title = "characters that a text encoder has no token for",
	.why = "T5 turns { } \\ ^ ~ < and most letters outside Latin into one unknown token: whatever they meant is lost. umt5 and gemma fall "
	       "back to single bytes for rare characters. An escape's backslash is dropped safely; for the rest a person has to find "
	       "other words.",
	.evidence = "The vocabularies themselves: T5's 32,000 pieces hold none of these.",
	.before = "apple \\(fruit\\), ~cozy~ (flux)",
	.family = FAMILY_TOKENS, .severity = SEV_WARNING, .profiles = P_ANY, .points = 2, .fix = FIX_SAFE,
	.when_marks = MARK_BRACE | MARK_BACKSLASH | MARK_ANGLE | MARK_TILDE | MARK_HIGH | MARK_CONTROL | MARK_BAR,
	.check = check,
};
