/* dset_identical.c: CAP080. Identical: equal words in equal order, whatever the case and punctuation. Near: the word
 * sets have Jaccard >= 0.9 (set_near.h). Captions that are only the trigger do not count: such sets are made on purpose. */
#include "base/sort.h"
#include "dataset/set.h"

enum { GROUPS_SHOWN = 10 };

/* A run of equal hashes in the sorted list. */
struct group {
	size_t from, n;
};

/* The largest groups; of equally large ones those with the lowest hash, as nothing shown may hang on the order of records. */
struct groups {
	struct group v[GROUPS_SHOWN];
	size_t n;
	uint64_t all, captions, largest;
};

static uint64_t hash_of(const struct lint_set *s, uint64_t entry)
{
	uint64_t h;

	memcpy(&h, s->hashes.p + (uint32_t)entry * sizeof h, sizeof h);
	return h;
}

static void add_group(const struct lint_set *s, struct groups *g, const uint64_t *v, size_t from, size_t n)
{
	size_t at = g->n;

	g->all++;
	g->captions += n;
	g->largest = n > g->largest ? n : g->largest;
	while (at > 0 && (n > g->v[at - 1].n || (n == g->v[at - 1].n && hash_of(s, v[from]) < hash_of(s, v[g->v[at - 1].from]))))
		at--;
	if (at == GROUPS_SHOWN)
		return;
	g->n += g->n < GROUPS_SHOWN;
	for (size_t i = g->n - 1; i > at; i--)
		g->v[i] = g->v[i - 1];
	g->v[at] = (struct group){from, n};
}

/* A run of entries with equal upper halves: brings those together whose whole hashes are equal, in their order. */
static void part_run(const struct lint_set *s, uint64_t *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint64_t x = v[i], h = hash_of(s, x);
		size_t k = i;
		for (; k > 0 && hash_of(s, v[k - 1]) > h; k--)
			v[k] = v[k - 1];
		v[k] = x;
	}
}

/* All captions as upper half of the hash and number, sorted; marks in skip every caption but the first of its group. */
static void find_groups(const struct lint_set *s, struct buf *b, unsigned char *skip, struct groups *g)
{
	uint64_t *v = (uint64_t *)(void *)buf_room(b, s->n * sizeof *v);
	struct buf tmp = BUF_INIT;

	for (uint32_t i = 0; i < s->n; i++)
		v[i] = (hash_of(s, i) >> 32) << 32 | i;
	sort_u64(v, s->n, 4, &tmp);
	buf_fini(&tmp);
	for (size_t from = 0, i = 1; i <= s->n; i++)
		if (i == s->n || v[i] >> 32 != v[from] >> 32) {
			part_run(s, v + from, i - from);
			from = i;
		}
	for (size_t from = 0, i = 1; i <= s->n; i++)
		if (i == s->n || hash_of(s, v[i]) != hash_of(s, v[from])) {
			bool none = hash_of(s, v[from]) == 0; /* these take no part */
			for (size_t k = from + !none; k < i; k++)
				skip[(uint32_t)v[k]] = 1;
			if (i - from > 1 && !none)
				add_group(s, g, v, from, i - from);
			from = i;
		}
}

/* The names of each group, and the groups in order: the larger, then the one with the first name. */
static void name_groups(struct set_check *c, const uint64_t *v, struct groups *g, struct set_names *names)
{
	struct arena scratch = ARENA_INIT;

	for (size_t i = 0; i < g->n; i++) {
		struct set_names now = {.n = 0};
		struct group group = g->v[i];
		for (size_t k = 0; k < group.n; k++) {
			set_name(c->a, &now, ids_get(&c->s->ids, (uint32_t)v[group.from + k], &scratch));
			arena_reset(&scratch);
		}
		size_t at = i;
		for (; at > 0 && g->v[at - 1].n == group.n && set_id_before(now.v[0], names[at - 1].v[0]); at--) {
			g->v[at] = g->v[at - 1];
			names[at] = names[at - 1];
		}
		g->v[at] = group;
		names[at] = now;
	}
	arena_fini(&scratch);
}

static void report_groups(struct set_check *c, const struct rule *r, const uint64_t *v, struct groups *g)
{
	struct lint_set *s = c->s;
	struct set_names of[GROUPS_SHOWN];
	bool grave = g->largest >= 3 || (s->n >= SET_FEW && g->captions * 20 > s->n);

	name_groups(c, v, g, of);
	for (size_t i = 0; i < g->n; i++) {
		struct set_finding *f = set_report(c, r);
		if (!f)
			return;
		if (!grave)
			set_sink(c, f, SEV_WARNING);
		f->points = i > 0 ? 0 : grave ? 10 : 5;
		f->names = of[i];
		f->about = arena_printf(c->a, "identical %.*s", SPAN_ARG(f->names.v[0]));
		struct span names = set_list(c, &f->names, 4);
		f->message = arena_printf(c->a, "%zu samples have the same caption: %.*s", g->v[i].n, SPAN_ARG(names));
		if (i + 1 == g->n && g->all > g->n)
			f->because = arena_printf(c->a, "%llu more group%s of identical captions, %llu captions in all", (unsigned long long)(g->all - g->n),
						  g->all - g->n == 1 ? "" : "s", (unsigned long long)g->captions);
	}
}

static void report_near(struct set_check *c, const struct rule *r, const uint32_t *twin, bool first)
{
	struct lint_set *s = c->s;
	struct set_names names = {.n = 0};
	uint64_t pairs = 0;

	for (uint32_t i = 0; i < s->near.n; i++) {
		if (!twin[i])
			continue;
		pairs++;
		if (names.n + 2 <= SET_NAMES) {
			names.v[names.n++] = ids_get(&s->ids, twin[i] - 1, c->a);
			names.v[names.n++] = ids_get(&s->ids, i, c->a);
		}
	}
	struct set_finding *f = pairs ? set_report(c, r) : NULL;
	if (!f)
		return;
	set_sink(c, f, SEV_WARNING);
	f->points = first ? 5 : 0;
	f->names = names;
	f->names.all = 2 * pairs;
	f->about = SPAN("near-identical");
	f->message = arena_printf(c->a, "%llu %s all words but a tenth with an earlier one: %.*s repeats %.*s",
				  (unsigned long long)pairs, pairs == 1 ? "caption shares" : "captions share",
				  SPAN_ARG(names.v[1]), SPAN_ARG(names.v[0]));
}

static void check(struct set_check *c, const struct rule *r)
{
	struct lint_set *s = c->s;
	struct groups g = {.n = 0};
	struct buf sorted = BUF_INIT, skip = BUF_INIT, twin = BUF_INIT;

	if (s->n < 2 || (c->settings && c->settings->off[rule_place(c->s->o->lint->rules, r)]))
		return;
	memset(buf_room(&skip, s->n), 0, s->n);
	find_groups(s, &sorted, (unsigned char *)skip.p, &g);
	report_groups(c, r, (const uint64_t *)(const void *)sorted.p, &g);
	buf_fini(&sorted);
	near_find(&s->near, (const unsigned char *)skip.p, (uint32_t *)(void *)buf_room(&twin, s->near.n * sizeof(uint32_t)));
	report_near(c, r, (const uint32_t *)(const void *)twin.p, g.n == 0);
	buf_fini(&skip);
	buf_fini(&twin);
}

const struct rule rule_identical = {
	.code = "CAP080",
	.name = "identical-captions",
	.title = "several images have the same or nearly the same caption",
	.why = "Words that are equal for different images teach that the differences have no words: the model learns to reproduce "
	       "the images instead of what tells them apart, and memorised training images come back. An error if a caption "
	       "occurs three times or more than a twentieth of the set repeats another one; a warning for single pairs and for "
	       "captions whose sets of words agree by nine tenths. Captions that are only the trigger are left alone.",
	.evidence = "arXiv 2305.20086 and 2309.07254: text conditioning drives replication of training images, varied captions reduce it "
		    "(with other steps by up to 43.5%). civitai.com/articles/25066: one text on twenty images confuses a training. "
		    "A repeated caption in a captioned set is most often a failed batch of the captioner.",
	.before = "a photo of a dog  /  a photo of a dog  /  a photo of a dog",
	.after = NULL,
	.family = FAMILY_DATASET, .scope = SCOPE_DATASET, .severity = SEV_ERROR, .profiles = P_ANY, .points = 10,
	.set = &(const struct set_rule){.check = check, .gathers = GATHER_WORDS},
};
