/* plan_select.c: which samples are written: those that records name, or the others. */
#include "io/names.h"
#include "pack/plan_priv.h"

/* Whether a sample goes over of which some record named one, or none. */
static bool goes(const struct plan *p, bool named)
{
	return named == (p->o->select == SELECT_ONLY);
}

/* Looks for the samples of a key: true if there are any, *named says whether a record named one of them. */
static bool look(const struct plan *p, const struct table *t, const struct buf *keys, uint64_t key, bool *named)
{
	bool any = false;

	*named = plan_find(p, t, keys, key, SAMPLE_NAMED, SAMPLE_NAMED, &any) >= 0;
	return any;
}

bool plan_wants_name(const struct plan *p, struct span name)
{
	struct name n = name_split(name);
	bool named;

	if (p->o->select == SELECT_ALL)
		return true;
	if (look(p, &p->by_name, &p->name, plan_key(p, 'm', n.whole), &named) || look(p, &p->by_name, &p->name, plan_key(p, 'i', n.whole), &named) ||
	    look(p, &p->by_id, &p->id, plan_key(p, 'k', name_stem(&n)), &named) || look(p, &p->by_id, &p->id, plan_key(p, 'k', name_key(&n)), &named))
		return goes(p, named);
	return p->o->select == SELECT_OTHERS;
}

bool plan_wants(struct plan *p, struct span raw_name)
{
	if (p->o->select == SELECT_ALL)
		return true;
	buf_reset(&p->scratch);
	name_from_raw(&p->scratch, raw_name);
	return plan_wants_name(p, buf_span(&p->scratch));
}

bool plan_wants_line(const struct plan *p, uint64_t line)
{
	bool named;

	if (p->o->select == SELECT_ALL)
		return true;
	return look(p, &p->by_name, &p->name, plan_key_line(p, line), &named) ? goes(p, named) : p->o->select == SELECT_OTHERS;
}
