/* see_filter.c: records in, what the trainer makes of their images out: work on any thread, buckets counted in order, the set's
 * record at the end. */
#include <stddef.h>
#include <string.h>

#include "base/die.h"
#include "base/file.h"
#include "conf/config.h"
#include "conf/datasets.h"
#include "conf/trainers.h"
#include "dataset/rule_list.h"
#include "image/copies.h"
#include "image/pairing.h"
#include "json/jread.h"
#include "model/model.h"
#include "parse/reader.h"
#include "report/sarif_keep.h"
#include "report/see/see.h"
#include "report/see/see_images.h"
#include "see/mention.h"
#include "see/witness.h"

/* What the options come to, and the set as it grows: work reads, fold writes. */
struct capsee_job {
	struct see_options *o;
	struct findings f;
	struct lint_settings settings;
	struct config *config;        /* or NULL */
	struct sight_rules rules;
	struct bucket_plan *plan;     /* NULL: no trainer whose buckets are known */
	struct bucket_plan *in_order; /* of a trainer that remembers: places once more, in order; else NULL */
	struct bucket_plan **of;      /* one for each subset of a file of datasets; else NULL */
	struct see_images images;
	struct epoch epoch;           /* of all; with a file of datasets, of what lies in none of its folders */
	struct epoch *group;          /* of subsets that fill buckets together, by their number */
	size_t n_groups;
	struct copies copies;
	struct pairing pairing;
	struct scene_reader reader;   /* of captions, where pixels or witnesses are asked */
	struct witness *witness;      /* or NULL */
	struct { size_t n, cap; struct span *v; } ids; /* of pictures with a hash, by their number */
	uint64_t n, unseen, bad;      /* pictures judged; images that no dataset showed; records that were not judged */
	struct arena a;
	struct span path;
	bool failed;
};

/* What work hands to fold, then the places of the picture, lines of the baseline, the text of forms that need order. */
struct side_head {
	int64_t size[2];
	uint32_t frames, places, lines, text;
	bool counts, uncaptioned, fails, failed, hashed, paired; /* fails: the run, failed: the case of JUnit */
	uint8_t hue[HUES], said; /* of a picture with a caption */
	uint64_t hash, mirrored, waves;
};

/* ---- one record ---- */

static const char *const drop[] = {"capsee", NULL};

static void put_record(struct buf *out, const struct record *r)
{
	if (r->kind == REC_CAPTION)
		record_begin(out, r, r->caption, drop);
	else
		record_begin_bare(out, r, drop);
	BUF_LIT(out, ",\"capsee\":");
}

/* The reports speak of the image's file, not of the caption's. */
static struct record about_image(const struct record *r)
{
	struct record x = *r;

	x.kind = REC_IMAGE;
	x.caption = SPAN("");
	if (r->image.n)
		x.member = r->image;
	return x;
}

static bool put_item(struct capsee_job *job, struct buf *out, struct buf *side, const struct sight *s, const struct score_item *i, const struct record *r)
{
	if (job->f.format == AS_JSONL) {
		put_record(out, r);
		see_put(out, s, i->r, i->known);
		BUF_LIT(out, "}\n");
	} else if (job->f.format == AS_TEXT) {
		see_text(out, r->image.n ? r->image : r->id, s, i->r, i->known, job->f.look);
	}
	return findings_put(&job->f, out, side, i);
}

static void pass_on(struct capsee_job *job, const struct record *r, struct buf *out)
{
	if (job->f.format != AS_JSONL)
		return;
	if (r->kind == REC_CAPTION) {
		record_begin(out, r, r->caption, NULL);
		BUF_LIT(out, "}\n");
	} else {
		record_pass(out, r);
	}
}

/* What the caption says, for rules that hold it against the pixels. */
static void read_scene(const struct capsee_job *job, const struct record *r, struct sight *s, struct arena *a)
{
	struct scene *scene = arena_alloc(a, sizeof *scene);

	if (!job->reader.tagger || r->kind != REC_CAPTION)
		return;
	scene_read(&job->reader, r->caption, a, scene);
	s->scene = scene->foreign ? NULL : scene;
	s->lexicon = job->reader.lexicon;
	s->reader = &job->reader;
	struct testimony *t = job->witness ? arena_alloc(a, sizeof *t) : NULL;
	s->testimony = t && witness_of(job->witness, r->id, a, t) ? t : NULL;
}

/* So much of a placement as says something, for the set. */
static uint32_t put_places(struct buf *side, const struct placement *p)
{
	size_t n = offsetof(struct placement, v) + p->n * sizeof *p->v;

	buf_add(side, (const char *)p, n);
	return (uint32_t)n;
}

/* Whose picture it is: the place of its subset, -1: of none. */
static int subset_of(const struct capsee_job *job, const struct record *r)
{
	return job->of ? trainers_subset(r) : -1;
}

static bool work(void *ctx, void *state, const struct record *r, struct arena *a, struct buf *out, struct buf *side)
{
	struct capsee_job *job = ctx;
	struct see_scratch *x = arena_alloc(a, sizeof *x);
	struct side_head head = {0};
	struct lint_result result;
	struct lint_settings own;
	struct sight_rules rules = job->rules;
	struct sight s;
	size_t at = side->n;

	(void)state;
	if (config_about(job->config, &job->o->rules, &job->settings, r, &own, NULL))
		rules.settings = &own;
	int subset = subset_of(job, r);
	if (!see_sight(r, subset < 0 ? job->plan : job->of[subset], &job->images.names, x, &s, a)) {
		pass_on(job, r, out);
		return true;
	}
	read_scene(job, r, &s, a);
	sight_judge(&s, &rules, a, &result);
	struct record about = about_image(r);
	struct fingerprint *prints = arena_alloc(a, (result.n_findings + 1) * sizeof *prints);
	bool *known = arena_zalloc(a, result.n_findings + 1, sizeof *known);
	struct score_item item = findings_item(&job->f, &about, &result, prints, known, -1, a);
	fingerprints(&result, r->id, SPAN(""), false, prints);
	head.fails = !findings_pass(&job->f, &result, prints, known);
	head.counts = s.listed && (!s.plan || s.placed);
	head.uncaptioned = see_skips(&s);
	head.hashed = s.pixels && s.pixels->seen && !s.pixels->flat;
	if (head.hashed) {
		head.hash = s.pixels->hash;
		head.mirrored = s.pixels->mirrored;
		head.waves = s.pixels->waves;
	}
	head.paired = s.scene && s.pixels && s.pixels->seen;
	if (head.paired) {
		memcpy(head.hue, s.pixels->hue, sizeof head.hue);
		head.said = (uint8_t)mention_hues(s.scene, NULL);
	}
	head.frames = x->frames;
	memcpy(head.size, s.size, sizeof head.size);
	buf_add(side, (const char *)&head, sizeof head);
	if (head.counts && s.placed && !job->in_order)
		head.places = put_places(side, s.placed);
	size_t from = side->n;
	findings_lines(&job->f, side, &result, prints, r->id);
	head.lines = (uint32_t)(side->n - from);
	head.failed = put_item(job, out, side, &s, &item, r);
	head.text = (uint32_t)(side->n - from) - head.lines;
	memcpy(side->p + at, &head, sizeof head);
	return true; /* fold knows what the run comes to */
}

/* ---- in order ---- */

/* Into its buckets: as work placed it, or by a trainer that remembers the pictures before. */
static void count(struct capsee_job *job, const struct record *r, const struct side_head *h, struct span places)
{
	struct placement placed;

	if (job->in_order) {
		bucket_plan_place(job->in_order, h->size[0], h->size[1], h->frames, &placed);
		if (h->uncaptioned)
			place_drop(&placed, "no caption");
	} else {
		memcpy(&placed, places.p, places.n);
	}
	int subset = subset_of(job, r);
	struct epoch *e = subset < 0 ? &job->epoch : &job->group[run_common.datasets->v[subset].group];
	if (subset >= 0)
		epoch_repeats(e, job->of[subset]);
	epoch_add(e, r->id, &placed);
}

static void fold_bad(struct capsee_job *job, const struct record *r, const struct diag *d)
{
	job->bad++;
	job->failed |= findings_bad(&job->f, r, d);
}

/* No picture: what cannot be read, here or by an earlier tool of the pipe, must be seen by CI. */
static void fold_rest(struct capsee_job *job, const struct record *r)
{
	struct arena a = ARENA_INIT;
	struct diag d = {0};

	job->unseen += r->image.n && (r->kind == REC_CAPTION || r->kind == REC_IMAGE);
	if (r->kind == REC_ERROR)
		fold_bad(job, r, &r->error);
	else if (r->kind == REC_PASS && bad_passed(r, &a, &d))
		fold_bad(job, r, &d);
	arena_fini(&a);
}

static void fold(void *ctx, const struct record *r, struct span side)
{
	struct capsee_job *job = ctx;
	struct side_head h;

	if (!job->path.n && r->path.n)
		job->path = arena_dup(&job->a, r->path);
	if (side.n < sizeof h) {
		fold_rest(job, r);
		return;
	}
	memcpy(&h, side.p, sizeof h);
	struct span places = span_cut(side, sizeof h, sizeof h + h.places), lines = {places.p + places.n, h.lines}, text = {lines.p + lines.n, h.text};
	job->n++;
	job->failed |= h.fails;
	if (job->plan && h.counts)
		count(job, r, &h, places);
	if (h.paired)
		pairing_add(&job->pairing, h.hue, h.said, &job->a);
	if (h.hashed) {
		copies_add(&job->copies, h.hash, h.mirrored, h.waves, &job->a);
		*ARENA_PUSH(&job->a, &job->ids) = arena_dup(&job->a, r->id);
	}
	findings_write(&job->f, lines);
	findings_begin(&job->f);
	findings_add(&job->f, r->path, text, h.failed ? JUNIT_FAILED : JUNIT_PASSED);
	findings_flush(&job->f);
}

static void finish_reports(struct capsee_job *job, const struct score_item *item, bool last)
{
	struct buf text = BUF_INIT;
	bool failed = findings_put(&job->f, &job->f.held, &text, item);

	findings_add(&job->f, job->path, buf_span(&text), failed ? JUNIT_FAILED : JUNIT_PASSED);
	if (last && job->f.format == AS_JUNIT)
		junit_end(&job->f.junit, &job->f.held);
	buf_fini(&text);
}

static void find_copies(struct capsee_job *job, struct sight_set *set)
{
	struct copy_pair *pairs;
	size_t n = copies_find(&job->copies, &job->a, &pairs);
	struct sight_copy *v = arena_alloc(&job->a, (n + 1) * sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct sight_copy){job->ids.v[pairs[i].number], job->ids.v[pairs[i].of], pairs[i].mirrored};
	set->copies = v;
	set->n_copies = n;
}

/* What a trainer makes of pictures that fill buckets together (folder), or of all. */
static void finish_set(struct capsee_job *job, struct epoch *e, const char *folder, bool last)
{
	uint64_t images = folder ? e->images : job->n;
	struct lint_result result = {0};
	struct record about = {.kind = REC_IMAGE, .id = SPAN_INIT("dataset"), .path = job->path};
	struct buf lines = BUF_INIT;

	struct sight_set set = {.folder = folder, .parted = job->of != NULL, .epoch = e->plan ? e : NULL, .pairing = last && job->o->pixels ? &job->pairing : NULL};
	if (e->plan)
		epoch_end(e);
	if (last && job->o->pixels)
		find_copies(job, &set);
	sight_judge_set(&set, &job->rules, &job->a, &result);
	struct fingerprint *prints = arena_alloc(&job->a, (result.n_findings + 1) * sizeof *prints);
	bool *known = arena_zalloc(&job->a, result.n_findings + 1, sizeof *known);
	struct score_item item = findings_item(&job->f, &about, &result, prints, known, -1, &job->a);
	for (size_t i = 0; i < result.n_findings; i++)
		prints[i] = fingerprint_set(span_of(result.findings[i].rule->code), span_of(folder));
	job->failed |= !findings_pass(&job->f, &result, prints, known);
	findings_lines(&job->f, &lines, &result, prints, about.id);
	findings_write(&job->f, buf_span(&lines));
	buf_fini(&lines);
	findings_begin(&job->f);
	if (job->f.format == AS_JSONL)
		see_put_set(&job->f.held, e, &set, images, &result, known);
	else if (job->f.format == AS_TEXT)
		see_text_set(&job->f.held, e, &set, images, &result, known, job->f.look);
	else
		finish_reports(job, &item, last);
}

static void finish(void *ctx, struct buf *out)
{
	struct capsee_job *job = ctx;
	const struct datasets *sets = run_common.datasets;

	for (size_t i = 0, next = 0; job->of && i < sets->n; i++)
		if (sets->v[i].group >= next) {
			next = sets->v[i].group + 1;
			finish_set(job, &job->group[sets->v[i].group], sets->v[i].folder, false);
		}
	if (job->of && !job->epoch.images)
		job->epoch.plan = NULL; /* nothing lies beside the folders of the file */
	finish_set(job, &job->epoch, NULL, true);
	buf_adds(out, buf_span(&job->f.held));
}

/* A plan for each subset, an epoch for each group. */
static void open_groups(struct capsee_job *job)
{
	const struct datasets *sets = run_common.datasets;

	job->of = arena_alloc(&job->a, sets->n * sizeof *job->of);
	job->n_groups = sets->v[sets->n - 1].group + 1;
	job->group = arena_zalloc(&job->a, job->n_groups, sizeof *job->group);
	for (size_t i = 0; i < sets->n; i++) {
		struct epoch *e = &job->group[sets->v[i].group];
		job->of[i] = see_plan(job->o, &sets->v[i].images, &job->a);
		if (!e->plan)
			epoch_init(e, job->of[i], &job->a);
	}
}

static void find_image(void *ctx, struct record *r, struct arena *a)
{
	struct capsee_job *job = ctx;

	see_images_find(&job->images, r, a);
}

static void read_rules(struct capsee_job *job)
{
	struct diag d = {0};
	struct config *c = job->config = config_open();

	for (size_t i = 0; i < run_common.models.all.n; i++) {
		struct span name = span_of(run_common.models.all.v[i].value);
		if (!model_find(name) && model_unknown(name, &d) != 0)
			die("%s", d.message);
	}
	if (c && !job->o->out.fail_on)
		job->o->out.fail_on = c->fail_on;
	config_globs(c, &run_common.source.globs);
	if (config_settings(c, &job->o->rules, &job->settings, &d) != 0)
		die("%s", d.message);
	job->rules = (struct sight_rules){rule_list(), &job->settings};
	findings_open(&job->f, &job->o->out, &job->settings);
}

void see_filter(struct filter *f, struct see_options *o, int n, char **paths, int *n_inputs)
{
	struct arena hold = ARENA_INIT;
	struct capsee_job *job = arena_zalloc(&hold, 1, sizeof *job);
	struct diag d = {0};
	size_t beside = see_stdin(n, paths);
	struct trainers trainers;

	job->a = hold;
	job->o = o;
	read_rules(job);
	if (run_common.datasets)
		trainers_open(&trainers, NULL, &job->a);
	if ((o->settings || o->batch) && !run_common.trainer)
		die("--trainer NAME says whose settings these are");
	if (run_common.trainer && (job->plan = see_plan(job->o, NULL, &job->a)))
		epoch_init(&job->epoch, job->plan, &job->a);
	if (job->plan && job->plan->trainer->remembers) {
		job->in_order = see_plan(job->o, NULL, &job->a);
		job->in_order->remembers = true;
	}
	if (job->plan && run_common.datasets)
		open_groups(job);
	if ((o->pixels || o->witness) && scene_reader_open(&job->reader, &d) != 0)
		die("%s", d.message);
	if (o->witness && !(job->witness = witness_open(o->witness, &job->reader, &d)))
		die("%s", d.message);
	see_images_init(&job->images, beside, paths, o->pixels);
	run_common.source.look = &job->images.look;
	*n_inputs = beside ? 0 : n;
	*f = (struct filter){.ctx = job, .work = work, .fold = fold, .finish = finish, .bare = true,
	                     .swallow = job->f.format != AS_JSONL,
	                     .look = beside ? find_image : NULL, .stale = "dataset", .stale_begins = "{\"images\":", .writes = o->out.write_baseline};
}

int see_end(struct filter *f, int status)
{
	struct capsee_job *job = f->ctx;
	struct arena a = job->a; /* job lives in it */

	if (job->unseen)
		warn("%llu image%s that records name %s: they are not judged", (unsigned long long)job->unseen, job->unseen == 1 ? "" : "s",
		     job->images.n_paths ? "are not in the datasets" : "are not at hand (name the DATASET that holds them)");
	if (job->images.failed)
		status = STATUS_TROUBLE;
	if (see_stdin_late()) {
		warn("records came on standard input after all and are not in the output: name - beside the dataset");
		status = STATUS_TROUBLE;
	}
	/* Whether bad records count is for the baseline to say. */
	if (status < STATUS_TROUBLE)
		status = job->failed ? STATUS_FOUND : STATUS_OK;
	findings_close(&job->f, status < STATUS_TROUBLE, job->bad);
	see_images_fini(&job->images);
	witness_close(job->witness);
	scene_reader_close(&job->reader);
	config_free(job->config);
	arena_fini(&a);
	return status;
}
