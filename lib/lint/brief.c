/* brief.c: the few facts of one caption that the rules over a whole set read. */
#include "base/hash.h"
#include "lint/priv.h"

void brief_make(struct check *c)
{
	struct lint_brief *b = &c->out->brief; /* slots: by slots.c */
	const struct analysis *t = c->t;
	uint32_t things = 0;

	b->hash = 0x2545f4914f6cdd1du;
	for (size_t i = 0; i < t->seg.n_words; i++)
		b->hash = (b->hash ^ t->known[i]->key) * 0x9e3779b97f4a7c15u;
	if (c->whole.n > t->text.n)
		b->hash ^= hash_bytes(c->whole.p + t->text.n, c->whole.n - t->text.n, 0);
	b->hash = hash_u64(b->hash);
	for (uint32_t i = 0; i < c->n_things; i++)
		things += !(t->units[c->thing[i]].flags & (UNIT_PART | UNIT_WEARABLE | UNIT_PLACE));
	b->tokens = (uint32_t)c->n_pieces;
	b->linked = c->linked || things < 2;
	b->trigger = t->trigger >= 0;
	b->trigger_first = b->trigger && t->units[t->trigger].segment == 0;
	b->empty = t->seg.n_segments == 0;
	b->trained = profile_in(c, P_PROSE) ? STYLE_PROSE : profile_in(c, P_TAGS) ? STYLE_TAGS : STYLE_AUTO;
}
