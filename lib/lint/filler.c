/* filler.c: the grammar of filler.h over units of one segment. */
#include "lint/filler.h"

#include "lint/units.h"

enum { BETWEEN = 5 }; /* units between the verb and its noun: "lending the scene an almost dreamlike (atmosphere)" */

static bool stops(const struct unit *u)
{
	return u->cls & (LEX(PREP) | LEX(CONJ) | LEX(AUX) | LEX(ADDS) | LEX(ENHANCES)) || u->flags & UNIT_QUOTED;
}

/* The last unit of the phrase that begins with u, or NULL where u begins none. */
static const struct unit *phrase(const struct analysis *t, const struct unit *u)
{
	const struct unit *last = NULL;

	for (; u && !stops(u); u = unit_behind(t, u))
		last = u;
	return last;
}

static const struct unit *joined(const struct analysis *t, const struct unit *u, const char *by)
{
	const struct unit *p = unit_behind(t, u);
	const struct unit *end = p && span_is(unit_text(t, p), by) ? unit_behind(t, p) : NULL;

	end = end ? phrase(t, end) : NULL;
	return end ? end : u;
}

/* "a touch of snow", "a layer of paint": what one can see is added. A colour alone is not: "a pop of red". */
static bool visible(const struct unit *from, const struct unit *last)
{
	for (const struct unit *u = from; u <= last; u++)
		if (!(u->cls & LEX(COLOUR)) && (u->flags & UNIT_THING || u->wn & WN_SEEN || u->cls & LEX(MATERIAL)))
			return true;
	return false;
}

static bool adds(const struct analysis *t, const struct unit *verb, const struct unit **last)
{
	const struct unit *u = verb;

	for (int left = BETWEEN; left; left--) {
		u = unit_behind(t, u);
		if (!u || stops(u))
			return false;
		if (!(u->cls & (LEX(ADDED) | LEX(MOOD))))
			continue;
		const struct unit *of = joined(t, u, "of"), *next = unit_behind(t, u);
		if (next && next->flags & UNIT_THING)
			return false; /* "a contrast card" */
		if (u->cls & LEX(ADDED) && (of > u ? visible(u + 2, of) : next && !stops(next)))
			return false; /* "a layer of snow", "a touch screen" */
		*last = joined(t, of, "to");
		return true;
	}
	return false;
}

bool filler_at(const struct analysis *t, const struct unit *u, const struct unit **last)
{
	const struct unit *next = unit_behind(t, u), *end;

	if (u->flags & (UNIT_QUOTED | UNIT_NAME))
		return false;
	if (u->cls & LEX(ADDS))
		return adds(t, u, last);
	if (!(u->cls & LEX(ENHANCES)) || !next || !(next->cls & LEX(DET)))
		return false;
	end = phrase(t, next);
	if (!end || end == next)
		return false;
	*last = joined(t, end, "of");
	return true;
}
