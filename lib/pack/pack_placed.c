/* pack_placed.c: whether every change that was asked for found its place. */
#include "pack/pack_priv.h"

int pack_all_placed(const struct pack *k, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct plan_change c;
	struct plan_hit hit;

	if (!plan_unasked(k->plan, &hit))
		return 0;
	if (plan_change(k->plan, hit, &a, &c, d) == 0)
		diag_set(d, "vanished", "%.*s: was read but not found again; nothing is written", (int)(c.id.n < 150 ? c.id.n : 150), c.id.p);
	arena_fini(&a);
	return -1;
}
