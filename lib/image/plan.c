/* plan.c: a trainer by name with its settings, which files it lists, and where it places a picture. */
#include "image/bucket.h"

#include "base/ascii.h"
#include "base/buf.h"

static const struct bucketing *const all[] = {
#define BUCKETING(name) &bucketing_##name,
#include "image/bucketings.def"
#undef BUCKETING
};

enum { ALL = sizeof all / sizeof *all };

const struct bucketing *const *bucketing_all(size_t *n)
{
	*n = ALL;
	return all;
}

/* ALL: there is none of that name. */
static size_t place_of(struct span name)
{
	size_t i = 0;

	while (i < ALL && !ascii_same(name, span_of(all[i]->name)))
		i++;
	return i;
}

const struct bucketing *bucketing_find(struct span name)
{
	size_t i = place_of(name);

	return i < ALL ? all[i] : NULL;
}

bool bucketing_knows(struct span trainer, struct span option)
{
	const struct bucketing *b = bucketing_find(trainer);

	for (size_t i = 0; b && i < b->n_settings; i++)
		if (span_is(option, b->settings[i].name))
			return true;
	return false;
}

struct bucket_plan *bucket_plan_make(const struct spec *from, setting_foreign *foreign, struct arena *a, struct diag *d)
{
	struct bucket_plan *p = arena_zalloc(a, 1, sizeof *p);

	size_t at = place_of(from->name);

	if (at == ALL) {
		struct buf names = BUF_INIT;
		for (size_t i = 0; i < ALL; i++)
			buf_printf(&names, "%s%s", i ? ", " : "", all[i]->name);
		diag_set(d, "unknown-trainer", "no trainer '%.*s' whose buckets are known; known are those of %.*s",
		         (int)(from->name.n < 60 ? from->name.n : 60), from->name.p, SPAN_ARG(buf_span(&names)));
		buf_fini(&names);
		return NULL;
	}
	p->trainer = all[at];
	settings_init(&p->settings, p->trainer->settings, p->trainer->n_settings, a);
	if (settings_take(&p->settings, from, foreign, a, d) != 0)
		return NULL;
	return bucket_plan_read(p, a, d) == 0 ? p : NULL;
}

struct bucket_plan *bucket_plan_open(struct span text, struct arena *a, struct diag *d)
{
	struct spec s;

	return spec_read(&s, text, a, d) == 0 ? bucket_plan_make(&s, NULL, a, d) : NULL;
}

int bucket_plan_read(struct bucket_plan *p, struct arena *a, struct diag *d)
{
	p->refused = NULL;
	return p->trainer->open(p, a, d);
}

void bucket_plan_place(struct bucket_plan *p, int64_t w, int64_t h, uint32_t frames, struct placement *out)
{
	*out = (struct placement){.how = PLACE_ONE, .n = 1};
	if (w <= 0 || h <= 0)
		place_drop(out, "error: ZeroDivisionError: division by zero");
	else if (w > PLACE_SIDE_MAX || h > PLACE_SIDE_MAX)
		place_drop(out, "error: no trainer reads a picture of that size");
	else
		p->trainer->place(p, w, h, frames, out);
}

bool bucket_plan_skips_uncaptioned(const struct bucket_plan *p)
{
	return settings_has(&p->settings, "skip_empty_caption") && settings_flag(&p->settings, "skip_empty_caption");
}

/* The words are diffusion-pipe's (utils/dataset.py:753), as it spells them. */
bool bucket_plan_uncaptioned(const struct bucket_plan *p, struct span name, struct arena *a, struct placement *out)
{
	if (!bucket_plan_skips_uncaptioned(p))
		return false;
	place_drop(out, arena_printf(a, "Cound not find caption for %.*s. Skipping image.", SPAN_ARG(name)).p);
	return true;
}

/* How the ending is written: bit 1 with small letters, bit 2 with capitals. */
static int letters(struct span ext)
{
	int seen = 0;

	for (size_t i = 0; i < ext.n; i++)
		seen |= ext.p[i] >= 'a' && ext.p[i] <= 'z' ? 1 : ext.p[i] >= 'A' && ext.p[i] <= 'Z' ? 2 : 0;
	return seen;
}

bool bucket_plan_lists(const struct bucket_plan *p, struct span name)
{
	const struct loading *l = &p->trainer->loading;
	size_t dot = name.n;

	while (dot > 0 && name.p[dot - 1] != '.' && name.p[dot - 1] != '/')
		dot--;
	if (!l->extensions)
		return true;
	if (!dot || name.p[dot - 1] != '.')
		return false;
	struct span ext = span_cut(name, dot - 1, name.n);
	int seen = letters(ext);
	if ((l->letters == CASE_LOWER_OR_UPPER && seen == 3) || (l->letters == CASE_LOWER && seen != 1))
		return false;
	for (const char *e = l->extensions; *e;) {
		size_t n = strcspn(e, " "), i = 0;
		while (n == ext.n && i < n && e[i] == ascii_to_lower(ext.p[i]))
			i++;
		if (n == ext.n && i == n)
			return true;
		e += n + (e[n] == ' ');
	}
	return false;
}
