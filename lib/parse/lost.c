/* lost.c: what of a scene stands whole in none of the windows that an encoder gets. */
#include "parse/scene.h"

/* Whether one of n windows, in order, holds bytes [start,end). */
static bool holds(const struct scene_range *windows, size_t n, uint32_t start, uint32_t end)
{
	size_t lo = 0, hi = n; /* lo will be the first that ends behind start */

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (windows[mid].end > start)
			hi = mid;
		else
			lo = mid + 1;
	}
	return lo < n && windows[lo].start <= start && end <= windows[lo].end;
}

size_t scene_lost(const struct scene *s, const struct scene_range *windows, size_t n_windows, struct scene_range *out, size_t most)
{
	size_t n = 0;

	for (uint32_t i = 0; i < s->n_facts; i++) {
		const struct scene_fact *f = &s->facts[i];
		if (f->first != i || holds(windows, n_windows, f->from, f->to))
			continue;
		bool own = holds(windows, n_windows, f->start, f->end), before = holds(windows, n_windows, f->from, f->from + 1);
		bool torn = own && before && holds(windows, n_windows, f->to - 1, f->to);
		struct scene_range r = {f->from, f->to};
		if (before && !torn && (!own || f->kind == FACT_RELATION))
			r.start = f->start; /* "red", "on a mat": ball and dog are still seen */
		if (before && !own && f->kind != FACT_RELATION)
			r.end = f->end;
		if (n && r.start <= out[n - 1].end + 1) { /* "red" and "ball" */
			out[n - 1].end = r.end > out[n - 1].end ? r.end : out[n - 1].end;
		} else if (n < most) {
			out[n++] = r;
		}
	}
	return n;
}
