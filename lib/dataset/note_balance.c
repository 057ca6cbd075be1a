/* note_balance.c: what one caption says on the axes of a set's balance, on the thread that made its analysis. */
#include "dataset/set_balance.h"
#include "lint/analysis.h"

struct list {
	struct note_balance v[BALANCE_NOTED];
	uint16_t n;
	uint32_t looks;
};

static void put(struct list *l, const char *axis, struct span value)
{
	static const char *const looks[] = {"hair", "expression"}; /* enum balance_look */

	if (strcmp(axis, "look") == 0) {
		for (uint32_t i = 0; i < sizeof looks / sizeof *looks; i++)
			l->looks |= span_is(value, looks[i]) ? 1u << i : 0;
		return;
	}
	for (uint16_t i = 0; i < l->n; i++)
		if (strcmp(l->v[i].axis, axis) == 0 && span_eq((struct span){l->v[i].value, l->v[i].value_n}, value))
			return;
	if (l->n < BALANCE_NOTED)
		l->v[l->n++] = (struct note_balance){axis, value.p, (uint32_t)value.n, 0};
}

/* What the table says of a term: share/lexicon/balance.tsv. */
static bool put_rels(struct list *l, const struct lexicon *lex, const struct lex_term *t)
{
	bool any = false;

	if (!(t->rels >> REL_BALANCE & 1))
		return false;
	const struct lex_rel *r = lex_rels(lex, t);
	for (size_t i = 0; i < t->n_rel; i++)
		if (r[i].kind == REL_BALANCE) {
			put(l, lex_group_name(lex, r[i].group), span_of(lex_side_name(lex, r[i].side)));
			any = true;
		}
	return any;
}

/* A term that the table does not have stands for itself. */
static void put_unit(struct list *l, const struct lexicon *lex, const struct unit *u)
{
	static const struct { uint64_t cls; const char *axis; } axes[] = {
		{LEX(LIGHT), "light"}, {LEX(MEDIUM), "medium"}, {LEX(POSE), "pose"}, {LEX(SETTING), "background"},
	};
	const struct lex_term *t = lex_at(lex, u->term->canon);

	if (put_rels(l, lex, u->term) || put_rels(l, lex, t))
		return;
	if (u->cls & LEX(PLAIN))
		put(l, "background", SPAN("plain"));
	for (size_t i = 0; i < sizeof axes / sizeof *axes; i++)
		if (u->cls & axes[i].cls)
			put(l, axes[i].axis, t->text);
}

uint16_t balance_note(struct buf *side, const struct lint_result *r, const struct lexicon *lexicon, uint32_t *looks)
{
	const struct analysis *t = r->analysis;
	struct list l;

	l.n = 0;
	l.looks = (t->cls & LEX(WEARABLE) ? 1u << LOOK_CLOTHES : 0) | (t->cls & LEX(COLOUR) ? 1u << LOOK_COLOUR : 0);
	for (uint32_t i = 0; i < t->n_units; i++) {
		const struct unit *u = &t->units[i];
		if (u->flags & (UNIT_NEGATED | UNIT_QUOTED | UNIT_TRIGGER | UNIT_NAME))
			continue;
		if (u->term)
			put_unit(&l, lexicon, u);
		else
			for (uint32_t k = u->word; k < u->word + u->n_words; k++)
				if (t->known[k]->own)
					put_rels(&l, lexicon, t->known[k]->own);
	}
	*looks = l.looks;
	buf_add(side, (const char *)l.v, l.n * sizeof *l.v);
	return l.n;
}
