/* rule_implied_tag.c: CAP023. The narrower tag always stays. */
#include "lint/rule.h"

/* What may imply: each term once, where it stands first. */
struct source {
	const struct lex_term *term; /* NULL: a coloured background that no lexicon lists */
	uint32_t start, end;
	const struct segment *segment;
};

struct sources {
	struct source v[64];
	uint32_t n;
};

static void add(struct sources *s, const struct lex_term *t, uint32_t start, uint32_t end, const struct segment *g)
{
	for (uint32_t i = 0; i < s->n; i++)
		if (s->v[i].term == t && t)
			return;
	if (s->n < sizeof s->v / sizeof *s->v)
		s->v[s->n++] = (struct source){t, start, end, g};
}

/* Units anywhere; tags that only the relations know ("drill hair") are no units, but segments. */
static void collect(const struct analysis *t, struct sources *s)
{
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		bool implies = u->term && u->term->rels >> REL_IMPLIES & 1;
		if ((implies || u->cls & LEX(PLAIN)) && !(u->flags & (UNIT_FLAGGED | UNIT_NEGATED | UNIT_QUOTED)))
			add(s, implies ? u->term : NULL, u->start, u->end, &t->segments[u->segment]);
	}
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (g->term && g->term->rels >> REL_IMPLIES & 1 && !g->flagged && !g->quoted)
			add(s, g->term, g->start, g->end, g);
	}
}

static void tell(struct check *c, const struct rule *r, const struct segment *g, const struct source *by)
{
	struct span a = span_cut(c->t->text, by->start, by->end);
	struct finding *f = report_segment(c, r, g);

	if (!f)
		return;
	f->message = say(c, "\"{}\" is implied by \"{}\"", segment_text(c->t, g), a);
	f->because = a;
	f->other_start = by->start;
	f->other_end = by->end;
	f->edit = EDIT_DROP_SEGMENT;
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	struct sources s;
	bool ready = false;

	if (!(t->rels >> REL_KINDS & 1) || c->o->keep_implied || t->n_segments < 2)
		return;
	for (uint32_t i = 0; i < t->n_segments; i++) {
		const struct segment *g = &t->segments[i];
		if (!g->term || g->flagged || g->quoted || !(g->term->rels >> REL_KINDS & 1))
			continue;
		if (!ready) {
			s.n = 0;
			collect(t, &s);
			ready = true;
		}
		bool plain = g->cls & LEX(FILLER) && g->cls & LEX(HEAD);
		for (uint32_t k = 0; k < s.n; k++) {
			const struct source *by = &s.v[k];
			if (by->segment == g || by->segment->flagged || !same_region(t, by->start, g->start))
				continue;
			if (by->term ? lex_implies(c->lex, by->term, g->term) : plain) {
				tell(c, r, g, by);
				break;
			}
		}
	}
}

const struct rule rule_implied_tag = {
	.code = "CAP023",
	.name = "implied-tag",
	.title = "a tag that another tag implies",
	.why = "\"white background\" is a simple background, \"tongue out\" shows the tongue, bokeh is depth of field. The wider tag adds "
	       "tokens and no information. About 300 safe pairs come with the tools; --implies FILE takes your own (antecedent,"
	       "consequent). The narrower tag always stays. --keep-implied silences it for models trained on both.",
	.evidence = "Tag wikis list the links: bokeh implicates depth of field, depth of field implicates blurry; colours of backgrounds stand "
		    "under simple background (e621 tag_group:background).",
	.before = "white background, simple background",
	.after = "white background",
	.family = FAMILY_TAGS, .severity = SEV_WARNING, .profiles = P_ANY, .points = 3, .fix = FIX_SAFE, .flags = true,
	.check = check,
};
