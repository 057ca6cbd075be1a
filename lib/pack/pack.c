/* pack.c: one write-back from the command line to the exit status: read the dataset, match the records, choose the writer, replace. */
#include "pack/pack_priv.h"

#include <errno.h>
#include <string.h>

#include "base/die.h"
#include "base/fdio.h"
#include "base/sys.h"
#include "io/atomic.h"

static int about(const char *path, const struct diag *why, struct diag *d)
{
	struct diag w = *why; /* d may be it */

	if (!w.code) /* a library failed without a word */
		return diag_set(d, "failed", "%s: cannot be read", path);
	return diag_set(d, w.code, "%s: %s", path, w.message);
}

static bool is(const struct diag *d, const char *code)
{
	return d->code && strcmp(d->code, code) == 0;
}

int pack_unchanged(const struct pack *k, struct diag *d)
{
	struct stat st;

	if (stat(k->o->dataset, &st) != 0)
		return diag_set(d, "vanished", "%s", strerror(errno));
	struct identity was = identity_of(&k->was), now = identity_of(&st);
	if (!identity_same(&was, &now))
		return diag_set(d, "changed", "changed while it was read; nothing is written");
	return 0;
}

static int write_form(struct pack *k, int out, struct diag *d)
{
	int rc = k->form == FORM_TAR ? pack_tar(k, out, d) : k->form == FORM_ZIP ? pack_zip(k, out, d) : pack_text_file(k, out, d);

	return rc == 0 ? pack_all_placed(k, d) : rc;
}

/* The dataset as it is: nothing in it changes, so not even its compression is done again. */
static int copy_whole(struct pack *k, int out, struct diag *d)
{
	struct buf tmp = BUF_INIT;
	int rc = fd_copy(k->in, 0, out, (uint64_t)k->was.st_size, &tmp);

	buf_fini(&tmp);
	return rc == 0 ? 0 : diag_set(d, errno == EPIPE ? "pipe" : "write", "%s", strerror(errno));
}

static bool nothing_to_do(const struct pack *k)
{
	const struct plan_counts *c = plan_count(k->plan);

	return c->changed + c->added + c->removed == 0 && k->filter == k->filter_out && !pack_selects(k->o);
}

static int write_content(struct pack *k, int out, struct diag *d)
{
	int rc = nothing_to_do(k) ? copy_whole(k, out, d) : write_form(k, out, d);

	if (rc == 0)
		rc = pack_unchanged(k, d);
	if (rc == 0 && k->undo)
		rc = undo_log_commit(k->undo, d);
	return rc;
}

/* An archive or a text file, written to where -o says. */
static int write_out(struct pack *k, struct diag *d)
{
	struct output o;
	struct diag why = {0};

	if (pack_output(k, &o, d) != 0)
		return -1;
	if (write_content(k, o.fd, &why) != 0) {
		output_abort(&o);
		return about(is(&why, "write") ? o.path : k->o->dataset, &why, d);
	}
	return output_commit(&o, d);
}

/* The same in place: a new one beside it, then its name. */
static int replace_file(struct pack *k, struct diag *d)
{
	struct atomic t;
	struct diag why = {0};

	if (nothing_to_do(k)) {
		temp_sweep_beside(k->o->dataset);
		return 0;
	}
	if (atomic_open(&t, k->o->dataset, d) != 0)
		return -1;
	atomic_like(&t, k->in);
	int rc = write_content(k, t.fd, &why);
	if (rc != 0) {
		atomic_abort(&t);
	} else {
		struct identity was = identity_of(&k->was);
		rc = atomic_replace(&t, &was, k->o->backup, &k->in, &why);
	}
	return rc == 0 ? 0 : about(k->o->dataset, &why, d);
}

/* Of --only and --drop. */
static void say_selected(const struct pack *k, struct buf *b)
{
	const struct plan_counts *c = plan_count(k->plan);
	unsigned long long all = c->samples + c->images + c->bad, chosen = c->chosen;

	buf_printf(b, "%llu of %llu sample%s", k->o->only ? chosen : all - chosen, all, all == 1 ? "" : "s");
}

static int dry_run(struct pack *k, struct diag *d)
{
	const struct plan_counts *c = plan_count(k->plan);

	if (pack_selects(k->o)) {
		say_selected(k, &k->said);
		buf_addc(&k->said, '\n');
		out_write(k->said.p, k->said.n);
		return 0;
	}
	if (k->form == FORM_DIR && pack_dir_in_place(k, d) != 0)
		return -1;
	if (k->form != FORM_DIR && write_form(k, -1, d) != 0)
		return about(k->o->dataset, d, d);
	buf_printf(&k->said, "%llu changed, %llu added, %llu removed, %llu unchanged\n", (unsigned long long)c->changed,
	           (unsigned long long)c->added, (unsigned long long)c->removed,
	           (unsigned long long)(c->samples + c->bad - c->changed - c->removed));
	out_write(k->said.p, k->said.n);
	return 0;
}

/* One line of what was done, for the person who typed it. */
static void say_done(const struct pack *k)
{
	const struct plan_counts *c = plan_count(k->plan);
	const char *out = k->o->out && strcmp(k->o->out, "-") != 0 ? k->o->out : k->o->dataset;
	unsigned long long left = c->samples + c->bad - c->changed - c->removed;
	struct buf b = BUF_INIT;

	if (pack_selects(k->o)) {
		say_selected(k, &b);
		BUF_LIT(&b, ", ");
	}
	buf_printf(&b, "%llu caption%s changed", (unsigned long long)c->changed, c->changed == 1 ? "" : "s");
	if (c->added)
		buf_printf(&b, ", %llu added", (unsigned long long)c->added);
	if (c->removed)
		buf_printf(&b, ", %llu removed", (unsigned long long)c->removed);
	if (left && !pack_selects(k->o))
		buf_printf(&b, ", %llu as before", left);
	buf_addc(&b, 0);
	warn("%s: %s", out, b.p);
	buf_fini(&b);
}

static int write_all(struct pack *k, struct diag *d)
{
	if (k->o->dry_run)
		return dry_run(k, d);
	if (k->o->undo_log && !(k->undo = undo_log_open(k->o->undo_log, d)))
		return -1;
	int rc;
	if (k->to)
		rc = pack_convert(k, d);
	else if (k->form == FORM_DIR)
		rc = k->o->out ? pack_dir_copy(k, d) : pack_dir_in_place(k, d);
	else
		rc = k->o->out ? write_out(k, d) : replace_file(k, d);
	undo_log_close(k->undo, rc == 0 || k->written || is(d, "sync-dir"));
	return rc;
}

/* Reads dataset and records. 0 go on, 1 done: nothing may be written; -1 with d. */
static int match(struct pack *k, struct plan_options *po, struct diag *d)
{
	k->plan = plan_open(po, d);
	if (!k->plan || plan_match(k->plan, d) != 0)
		return -1;
	const struct plan_counts *c = plan_count(k->plan);
	if (c->named < c->samples && !k->o->partial && !k->o->undo && !pack_selects(k->o)) {
		if (plan_name_missing(k->plan, d) != 0)
			return -1;
		if (!k->o->out) {
			warn("%s: %llu of %llu captions have no record of their own; nothing is changed (--partial changes the others)",
			     k->o->dataset, (unsigned long long)(c->samples - c->named), (unsigned long long)c->samples);
			return 1;
		}
	}
	return 0;
}

static int run(struct pack *k, struct diag *d)
{
	struct plan_options po = {.dataset = k->o->dataset, .source = &k->o->source, .records = k->o->undo, .undo = k->o->undo,
	                          .select = k->o->only ? SELECT_ONLY : k->o->drop ? SELECT_OTHERS : SELECT_ALL};
	struct diag why = {0};

	if (pack_open(k, &why) != 0)
		return about(k->o->dataset, &why, d);
	pack_choose(k);
	if (pack_check_out(k, &why) != 0)
		return about(k->o->dataset, &why, d);
	if (k->form == FORM_7Z && (k->o->dry_run || !k->to))
		return diag_set(d, "unsupported", "%s: a 7z is not rewritten; -o NEW.tar --to archive converts it", k->o->dataset);
	if (k->form == FORM_DIR && pack_dir_recover(k->o->dataset, k->o->dry_run, d) != 0)
		return -1;
	if (fstat(k->in, &k->was) != 0)
		return diag_set(d, "read", "%s: %s", k->o->dataset, strerror(errno));
	int rc = match(k, &po, &why);
	if (rc < 0)
		return about(k->o->dataset, &why, d);
	if (rc > 0)
		return 0;
	rc = write_all(k, d);
	if (rc == 0 && !k->o->dry_run && !k->o->quiet)
		say_done(k);
	return rc;
}

int pack_run(const struct pack_options *o)
{
	struct pack k = {.o = o, .in = -1, .limits = source_limits_of(o->source.limits)};
	struct diag d = {0};

	int rc = run(&k, &d);
	int status = rc != 0 ? STATUS_TROUBLE : STATUS_OK;
	if (rc != 0 && !is(&d, "pipe"))
		warn("%s", d.message);
	if (rc == 0) {
		const struct plan_counts *c = plan_count(k.plan);
		if (c->failed || c->trouble || k.left_out || (c->named < c->samples && !o->partial && !o->undo && !pack_selects(o)))
			status = STATUS_FOUND;
	}
	plan_close(k.plan);
	if (k.in >= 0)
		close(k.in);
	arena_fini(&k.a);
	buf_fini(&k.text);
	buf_fini(&k.name);
	buf_fini(&k.said);
	return status;
}
