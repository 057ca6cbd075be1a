/* rule_noncanonical_tag.c: CAP028. Needs the user's tag table. */
#include "lint/rule.h"

/* The segment's words as a tag table writes them. */
static struct span plain(struct check *c, const struct segment *g)
{
	const struct analysis *t = c->t;
	char *p = arena_alloc(c->a, (g->end - g->start) * 2 + 8);
	size_t n = 0;

	for (uint32_t i = g->word; i < g->word + g->n_words; i++) {
		struct span w = t->seg.words[i].norm;
		if (i > g->word)
			p[n++] = t->seg.words[i].joined ? '-' : ' ';
		memcpy(p + n, w.p, w.n);
		n += w.n;
	}
	return (struct span){p, n};
}

/* Never a canonical form that loses a colour, number or material: red apple -> apple. */
static bool loses(const struct check *c, const struct segment *g, struct span canonical)
{
	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++) {
		const struct unit *u = &c->t->units[i];
		if (!(u->cls & (LEX(COLOUR) | LEX(MATERIAL) | LEX(NUMBER))) && !(u->flags & UNIT_NUMBER))
			continue;
		struct span w = unit_text(c->t, u);
		bool kept = false;
		for (size_t k = 0; k + w.n <= canonical.n && !kept; k++)
			kept = memcmp(canonical.p + k, w.p, w.n) == 0;
		if (!kept)
			return true;
	}
	return false;
}

static bool all_known(const struct analysis *t, const struct segment *g)
{
	for (uint32_t i = g->unit; i < g->unit + g->n_units; i++)
		if (t->units[i].flags & UNIT_UNKNOWN)
			return false;
	return true;
}

/* 3girl: more than one, and no plural. */
static void counts(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	for (uint32_t i = 0; t->cls_any & LEX(COUNT) && i < t->n_segments; i++) {
		const struct unit *u = segment_only(t, &t->segments[i]);
		if (!u || !u->term || !(u->cls & LEX(COUNT)) || u->flags & UNIT_QUOTED || !u->term->arg.n || u->term->arg.p[0] < '2')
			continue;
		struct span plural = say(c, "{}s", u->term->text);
		const struct lex_term *p = lex_find(c->lex, lex_key(plural.p, plural.n));
		if (!p || !(p->cls & LEX(COUNT)))
			continue;
		struct finding *f = report_unit(c, r, u);
		if (!f)
			return;
		f->message = say(c, "\"{}\": the tag is \"{}\"", unit_text(t, u), plural);
		f->suggest = plural;
		f->edit = EDIT_REPLACE;
	}
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;

	counts(c, r);
	if (!lex_has_vocab(c->lex))
		return;
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		struct span tag = SPAN("");
		if (g->clause || g->flagged || g->quoted || g->n_words == 0 || g->n_words > LEX_WORDS ||
		    (g->n_units && t->units[g->unit].flags & (UNIT_TRIGGER | UNIT_NAME)))
			continue;
		struct span text = plain(c, g);
		int is = lex_vocab(c->lex, text, &tag);
		bool near = is == 0 && !all_known(t, g) && lex_vocab_near(c->lex, text, &tag);
		if ((is != 2 && !near) || loses(c, g, tag) || direction_says(c, text))
			continue;
		struct finding *f = report_segment(c, r, g);
		if (!f)
			return;
		f->message = near ? say(c, "\"{}\" is no tag of the vocabulary; \"{}\" is near", text, tag) :
				    say(c, "\"{}\" is another name of the tag \"{}\"", text, tag);
		f->suggest = tag;
		f->edit = EDIT_REPLACE;
	}
}

const struct rule rule_noncanonical_tag = {
	.code = "CAP028",
	.name = "noncanonical-tag",
	.title = "another spelling of a tag in the vocabulary",
	.why = "A model trained on tags knows the canonical name. With --vocab FILE (tag,category,count,\"aliases\") aliases are shown with "
	       "the tag they stand for, and words that no dictionary has with the tag one letter away. Never a canonical form that "
	       "would lose a colour, number or material. Count tags are known without a vocabulary: 3girl is 3girls.",
	.evidence = "107 of 30,276 aliases in a public table drop a colour (red_apple -> apple).",
	.before = "closeup, doog",
	.after = "close-up, dog",
	.family = FAMILY_TAGS, .severity = SEV_INFO, .profiles = P_SD15 | P_SDXL | P_PONY | P_ILLUSTRIOUS, .fix = FIX_UNSAFE,
	.check = check,
};
