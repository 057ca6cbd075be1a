/* see_filter.c: records in, what the trainer makes of their images out: work on any thread, buckets counted in order, the set's
 * record at the end. */
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "base/file.h"
#include "conf/config.h"
#include "dataset/rule_list.h"
#include "image/copies.h"
#include "json/jread.h"
#include "report/sarif_keep.h"
#include "report/see.h"
#include "report/see_images.h"
#include "trainer/trainer.h"

enum format { JSONL, TEXT, GITHUB, SARIF, JUNIT };
static const char *const format_names[] = {"jsonl", "text", "github", "sarif", "junit"};
enum { SETTINGS_MAX = 1 << 20 };

static struct {
	struct see_options *o;
	enum format format;
	struct text_look look;
	struct lint_settings settings;
	struct sight_rules rules;
	struct baseline *baseline;
	struct baseline_writer *writer;
	enum severity fail_on;
	struct bucket_plan *plan, *in_order; /* the second remembers, and is the set's */
	struct see_images images;
	struct epoch epoch;
	struct copies copies;
	struct { size_t n, cap; struct span *v; } ids; /* of pictures with a hash, by their number */
	uint64_t n, unseen;           /* pictures judged; images that no dataset showed */
	struct junit junit;
	struct buf held;
	struct arena a;
	struct span path;
	bool begun, failed;
	struct sarif_keep sarif;
} my;

/* What work hands to fold, then lines of the baseline, then the text of forms that need order. */
struct side_head {
	int64_t size[2];
	uint32_t frames, lines, text;
	bool counts, uncaptioned, failed, hashed;
	uint64_t hash, mirrored;
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

static bool put_item(struct buf *out, struct buf *side, const struct sight *s, const struct score_item *i, const struct record *r)
{
	switch (my.format) {
	case JSONL:
		put_record(out, r);
		see_put(out, s, i->r, i->known);
		BUF_LIT(out, "}\n");
		break;
	case TEXT:
		see_text(out, r->image.n ? r->image : r->id, s, i->r, i->known, my.look);
		break;
	case GITHUB:
		github_caption(out, i);
		break;
	case SARIF:
		sarif_caption(side, i);
		break;
	case JUNIT:
		return junit_case(side, i);
	}
	return false;
}

static void pass_on(const struct record *r, struct buf *out)
{
	if (my.format != JSONL)
		return;
	if (r->kind == REC_CAPTION) {
		record_begin(out, r, r->caption, NULL);
		BUF_LIT(out, "}\n");
	} else {
		record_pass(out, r);
	}
}

static bool work(void *state, const struct record *r, struct arena *a, struct buf *out, struct buf *side)
{
	struct see_scratch *x = arena_alloc(a, sizeof *x);
	struct side_head head = {0};
	struct lint_result result;
	struct sight s;
	size_t at = side->n;

	(void)state;
	if (!see_sight(r, my.plan, &my.images.names, x, &s, a)) {
		pass_on(r, out);
		return true;
	}
	sight_judge(&s, &my.rules, a, &result);
	struct record about = about_image(r);
	struct fingerprint *prints = arena_alloc(a, (result.n_findings + 1) * sizeof *prints);
	bool *known = arena_zalloc(a, result.n_findings + 1, sizeof *known), good = true;
	struct score_item item = {&about, &result, prints, known, my.baseline != NULL, my.fail_on ? my.fail_on : SEV_ERROR, -1, a};
	fingerprints(&result, r->id, SPAN(""), false, prints);
	for (size_t i = 0; i < result.n_findings; i++) {
		known[i] = my.baseline && baseline_has(my.baseline, prints[i]);
		good &= !(my.fail_on && result.findings[i].severity >= my.fail_on && !known[i]);
	}
	head.counts = s.listed && (!s.plan || s.placed);
	head.uncaptioned = see_skips(&s);
	head.hashed = s.pixels && s.pixels->seen && !s.pixels->flat;
	if (head.hashed) {
		head.hash = s.pixels->hash;
		head.mirrored = s.pixels->mirrored;
	}
	head.frames = x->frames;
	memcpy(head.size, s.size, sizeof head.size);
	buf_add(side, (const char *)&head, sizeof head);
	for (size_t i = 0; my.writer && i < result.n_findings; i++)
		baseline_line(side, prints[i], result.findings[i].rule->code, r->id);
	head.lines = (uint32_t)(side->n - at - sizeof head);
	head.failed = put_item(out, side, &s, &item, r);
	head.text = (uint32_t)(side->n - at - sizeof head) - head.lines;
	memcpy(side->p + at, &head, sizeof head);
	return good;
}

/* ---- in order ---- */

static void begin(void)
{
	if (my.begun)
		return;
	my.begun = true;
	if (my.format == SARIF)
		sarif_begin(&my.held, &my.settings);
	else if (my.format == JUNIT)
		junit_begin(&my.held);
}

static void put_sarif(struct span text)
{
	sarif_keep_add(&my.sarif, text);
}

static void write_lines(struct span lines)
{
	struct diag d = {0};

	if (my.writer && baseline_write(my.writer, lines, &d) != 0)
		die("%s", d.message);
}

static void fold(void *ctx, const struct record *r, struct span side)
{
	struct side_head h;
	struct placement placed;

	(void)ctx;
	if (!my.path.n && r->path.n)
		my.path = arena_dup(&my.a, r->path);
	my.unseen += side.n < sizeof h && r->image.n && (r->kind == REC_CAPTION || r->kind == REC_IMAGE);
	if (side.n < sizeof h)
		return;
	memcpy(&h, side.p, sizeof h);
	struct span lines = span_cut(side, sizeof h, sizeof h + h.lines), text = {lines.p + lines.n, h.text};
	my.n++;
	if (my.in_order && h.counts) {
		bucket_plan_place(my.in_order, h.size[0], h.size[1], h.frames, &placed);
		if (h.uncaptioned)
			place_drop(&placed, "no caption");
		epoch_add(&my.epoch, r->id, &placed);
	}
	if (h.hashed) {
		copies_add(&my.copies, (uint32_t)my.ids.n, h.hash, h.mirrored, &my.a);
		*ARENA_PUSH(&my.a, &my.ids) = arena_dup(&my.a, r->id);
	}
	write_lines(lines);
	begin();
	if (my.format == SARIF)
		put_sarif(text);
	else if (my.format == JUNIT)
		junit_add(&my.junit, &my.held, r->path, text, h.failed ? JUNIT_FAILED : JUNIT_PASSED);
	if (my.held.n > 1 << 16) {
		out_write(my.held.p, my.held.n);
		buf_reset(&my.held);
	}
}

static void finish_reports(const struct score_item *item)
{
	struct buf text = BUF_INIT;

	if (my.format == GITHUB) {
		github_caption(&my.held, item);
	} else if (my.format == SARIF) {
		sarif_caption(&text, item);
		put_sarif(buf_span(&text));
	} else if (my.format == JUNIT) {
		bool failed = junit_case(&text, item);
		junit_add(&my.junit, &my.held, my.path, buf_span(&text), failed ? JUNIT_FAILED : JUNIT_PASSED);
		junit_end(&my.junit, &my.held);
	}
	buf_fini(&text);
}

static void find_copies(struct sight_set *set)
{
	struct copy_pair *pairs;
	size_t n = copies_find(&my.copies, &my.a, &pairs);
	struct sight_copy *v = arena_alloc(&my.a, (n + 1) * sizeof *v);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct sight_copy){my.ids.v[pairs[i].number], my.ids.v[pairs[i].of], pairs[i].mirrored};
	set->copies = v;
	set->n_copies = n;
}

static void finish(void *ctx, struct buf *out)
{
	struct lint_result result = {0};
	struct record about = {.kind = REC_IMAGE, .id = SPAN_INIT("dataset"), .path = my.path};
	struct buf lines = BUF_INIT;

	(void)ctx;
	struct sight_set set = {.epoch = my.in_order ? &my.epoch : NULL};
	if (my.in_order)
		epoch_end(&my.epoch);
	if (my.o->pixels)
		find_copies(&set);
	sight_judge_set(&set, &my.rules, &my.a, &result);
	struct fingerprint *prints = arena_alloc(&my.a, (result.n_findings + 1) * sizeof *prints);
	bool *known = arena_zalloc(&my.a, result.n_findings + 1, sizeof *known);
	struct score_item item = {&about, &result, prints, known, my.baseline != NULL, my.fail_on ? my.fail_on : SEV_ERROR, -1, &my.a};
	for (size_t i = 0; i < result.n_findings; i++) {
		prints[i] = fingerprint_set(span_of(result.findings[i].rule->code), SPAN(""));
		known[i] = my.baseline && baseline_has(my.baseline, prints[i]);
		my.failed |= my.fail_on && result.findings[i].severity >= my.fail_on && !known[i];
		if (my.writer)
			baseline_line(&lines, prints[i], result.findings[i].rule->code, about.id);
	}
	write_lines(buf_span(&lines));
	buf_fini(&lines);
	begin();
	if (my.format == JSONL)
		see_put_set(&my.held, &my.epoch, &set, my.n, &result, known);
	else if (my.format == TEXT)
		see_text_set(&my.held, &my.epoch, my.n, &result, known, my.look);
	else
		finish_reports(&item);
	buf_adds(out, buf_span(&my.held));
}

/* ---- options ---- */

/* Options of captions may stand in the same --trainer. */
static bool of_captions(struct span name)
{
	size_t n;
	const struct trainer_info *const *all = trainer_all(&n);

	for (size_t i = 0; i < n; i++)
		for (const char *p = all[i]->options; p && (p = strstr(p, name.n ? arena_dup(&my.a, name).p : " ")); p++)
			if ((p == all[i]->options || strchr(" ,\n\t|", p[-1])) && !strchr("_abcdefghijklmnopqrstuvwxyz", p[name.n]))
				return true;
	return false;
}

static void set_batch(struct bucket_plan *p)
{
	static const char *const names[] = {"batch_size", "train_batch_size", "micro_batch_size_per_gpu"};
	struct diag d = {0};

	for (size_t i = 0; my.o->batch && i < sizeof names / sizeof *names; i++)
		if (settings_has(&p->settings, names[i]) &&
		    settings_set(&p->settings, span_of(names[i]), arena_printf(&my.a, "%ld", my.o->batch), &my.a, &d) != 0)
			die("--batch: %s", d.message);
}

static void read_settings(struct bucket_plan *p)
{
	struct buf b = BUF_INIT;
	struct json_members m = {0};
	struct diag d = {0};

	if (!my.o->settings)
		return;
	if (file_read(my.o->settings, &b, SETTINGS_MAX, &d) != 0 || json_read_object(&my.a, arena_dup(&my.a, buf_span(&b)), &m, &d) != 0)
		die("%s: %s", my.o->settings, d.message);
	for (size_t i = 0; i < m.n; i++)
		if (settings_set(&p->settings, m.v[i].key, m.v[i].raw, &my.a, &d) != 0 && !of_captions(m.v[i].key))
			die("%s: %s %s", my.o->settings, p->trainer->name, d.message);
	buf_fini(&b);
}

static struct bucket_plan *open_plan(void)
{
	struct diag d = {0};
	struct bucket_plan *p = bucket_plan_open(span_of(run_common.trainer), of_captions, &my.a, &d);

	if (!p && strcmp(d.code, "unknown-trainer") == 0 && strcmp(run_common.trainer, "diffusers") == 0)
		return NULL; /* the reference pipeline has no buckets */
	if (!p)
		die("--trainer %s: %s", run_common.trainer, d.message);
	read_settings(p);
	set_batch(p);
	if (bucket_plan_read(p, &my.a, &d) != 0)
		die("--trainer %s: %s", run_common.trainer, d.message);
	return p;
}

/* Whether records are piped in beside the datasets that are named. A file of other lines (that a shell's loop reads, say) is left alone;
 * a pipe is waited for until something comes or nothing can. */
static bool records_on_stdin(void)
{
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};
	struct stat st;
	char first;

	if (fstat(STDIN_FILENO, &st) != 0)
		return false;
	if (S_ISREG(st.st_mode))
		return pread(STDIN_FILENO, &first, 1, lseek(STDIN_FILENO, 0, SEEK_CUR)) == 1 && first == '{';
	if (!S_ISFIFO(st.st_mode))
		return false;
	if (poll(&p, 1, 5000) == 0) {
		warn("waiting for records on standard input (</dev/null where none are meant)");
		poll(&p, 1, -1);
	}
	return p.revents & POLLIN;
}

static void find_image(void *ctx, struct record *r, struct arena *a)
{
	(void)ctx;
	see_images_find(&my.images, r, a);
}

static void read_rules(void)
{
	struct diag d = {0};
	struct config *c = run_common.config ? config_load(run_common.config, &d) : NULL;

	if (run_common.config && !c)
		die("%s", d.message);
	if (c && !run_common.trainer)
		run_common.trainer = c->trainer;
	if (c && !my.o->fail_on)
		my.o->fail_on = c->fail_on;
	if (config_settings(c, &my.o->rules, &my.settings, &d) != 0)
		die("%s", d.message);
	my.rules = (struct sight_rules){rule_list(), &my.settings};
	if (my.o->write_baseline && !my.o->baseline)
		die("--write-baseline writes the file of --baseline FILE; name it");
	if (my.o->baseline && !my.o->write_baseline && !(my.baseline = baseline_load(my.o->baseline, &d)))
		die("%s", d.message);
	for (int s = SEV_INFO; my.o->fail_on && s <= SEV_ERROR; s++)
		if (strcmp(my.o->fail_on, severity_names[s]) == 0)
			my.fail_on = (enum severity)s;
	if (my.baseline && !my.fail_on)
		my.fail_on = SEV_WARNING;
	if (my.o->write_baseline && !(my.writer = baseline_create(my.o->baseline, &d)))
		die("%s", d.message);
}

void see_filter(struct filter *f, struct see_options *o, int n, char **paths, int *n_inputs)
{
	const char *name = o->format ? o->format : o->terminal ? "text" : "jsonl";
	bool piped = n > 0 && strcmp(paths[0], "-") != 0 && records_on_stdin();

	my.o = o;
	for (int i = 0; i < 5; i++)
		if (strcmp(name, format_names[i]) == 0)
			my.format = (enum format)i;
	my.look = (struct text_look){o->width, o->colour};
	read_rules();
	if ((o->settings || o->batch) && !run_common.trainer)
		die("--trainer NAME says whose settings these are");
	if (run_common.trainer && (my.plan = open_plan()) && (my.in_order = open_plan())) {
		my.in_order->remembers = true;
		epoch_init(&my.epoch, my.in_order, &my.a);
	}
	see_images_init(&my.images, piped ? (size_t)n : 0, paths);
	my.images.pixels = o->pixels;
	run_common.source.look = &my.images.look;
	*n_inputs = piped ? 0 : n;
	*f = (struct filter){.work = work, .fold = fold, .finish = finish, .bare = true, .swallow = my.format != JSONL,
	                     .look = piped ? find_image : NULL, .stale = "dataset", .stale_begins = "{\"images\":", .writes = o->write_baseline};
}

int see_end(int status)
{
	struct diag d = {0};

	if (my.unseen)
		warn("%llu image%s that records name %s: they are not judged", (unsigned long long)my.unseen, my.unseen == 1 ? "" : "s",
		     my.images.n_paths ? "are not in the datasets" : "are not at hand (name the DATASET that holds them)");
	if (my.images.failed)
		status = STATUS_TROUBLE;
	if (my.failed && status < STATUS_FOUND)
		status = STATUS_FOUND;
	if (my.format == SARIF && my.begun)
		sarif_keep_close(&my.sarif, status < STATUS_TROUBLE, 0);
	if (my.writer && baseline_close(my.writer, status < STATUS_TROUBLE, &d) != 0)
		die("%s", d.message);
	if (my.baseline)
		baseline_free(my.baseline);
	see_images_fini(&my.images);
	buf_fini(&my.held);
	arena_fini(&my.a);
	return status;
}
