/* pack_convert.c: a dataset in another form: every member goes over, captions with their new text. */
#include <archive_entry.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "pack/convert.h"

struct convert_out {
	struct arena own;
	struct newtree *tree; /* or */
	struct newarchive *archive;
};

struct convert_out *convert_out_open(struct pack *k, const char *tree, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct convert_out *o = arena_zalloc(&own, 1, sizeof *o);

	o->own = own;
	if (tree)
		o->tree = newtree_open(tree, d);
	else
		o->archive = newarchive_open(k, d);
	if (o->tree || o->archive)
		return o;
	convert_out_close(o);
	return NULL;
}

int convert_out_begin(struct convert_out *o, struct archive_entry *e, struct diag *d)
{
	return o->tree ? newtree_begin(o->tree, e, d) : newarchive_begin(o->archive, e, d);
}

int convert_out_data(struct convert_out *o, struct span piece, struct diag *d)
{
	return o->tree ? newtree_data(o->tree, piece, d) : newarchive_data(o->archive, piece, d);
}

int convert_out_end(struct convert_out *o, struct diag *d)
{
	return o->tree ? newtree_end(o->tree, d) : newarchive_end(o->archive, d);
}

int convert_out_commit(struct convert_out *o, struct diag *d)
{
	return o->tree ? newtree_commit(o->tree, d) : newarchive_commit(o->archive, d);
}

void convert_out_close(struct convert_out *o)
{
	if (o->tree)
		newtree_close(o->tree);
	if (o->archive)
		newarchive_close(o->archive);
	struct arena own = o->own;
	arena_fini(&own);
}

/* Begins e in out, and says what is lost by it. 1: e is left out. */
static int begin(struct pack *k, struct convert_out *out, struct archive_entry *e, struct diag *d)
{
	const char *path = archive_entry_pathname(e);
	int rc = convert_out_begin(out, e, d);

	if (rc == 1)
		warn("%s: is neither a file nor a folder: left out", path);
	if (rc == 2)
		warn("%s: two members have this name; the folder holds the last of them", path);
	if (rc > 0)
		k->left_out++;
	return rc == 2 ? 0 : rc;
}

/* One whole member whose content is text. */
static int put_text(struct pack *k, struct convert_out *out, struct archive_entry *e, struct span text, struct diag *d)
{
	archive_entry_set_size(e, (la_int64_t)text.n);
	archive_entry_sparse_clear(e);
	int rc = begin(k, out, e, d);
	if (rc == 0)
		rc = convert_out_data(out, text, d);
	return rc == 0 ? convert_out_end(out, d) : rc;
}

/* A member as it is. */
static int copy(struct pack *k, struct convert_in *in, struct convert_out *out, struct archive_entry *e, struct diag *d)
{
	struct span piece;
	int more, rc;

	archive_entry_sparse_clear(e);
	rc = begin(k, out, e, d);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (archive_entry_filetype(e) == AE_IFREG && !archive_entry_hardlink(e)) {
		while ((more = convert_in_read(in, &piece, d)) == 1)
			if (convert_out_data(out, piece, d) != 0)
				return -1;
		if (more < 0)
			return -1;
	}
	return convert_out_end(out, d);
}

static int read_all(struct pack *k, struct convert_in *in, struct span name, struct buf *b, struct diag *d)
{
	struct span piece;
	int rc;

	buf_reset(b);
	while ((rc = convert_in_read(in, &piece, d)) == 1) {
		buf_adds(b, piece);
		if (b->n > k->limits.caption_max)
			return diag_set(d, "too-large", "%.*s: too large for a caption", SPAN_ARG(name));
	}
	return rc;
}

static int member(struct pack *k, struct convert_in *in, struct convert_out *out, struct archive_entry *e, struct buf *old,
		  struct diag *d)
{
	const char *path = archive_entry_pathname(e);
	bool file = archive_entry_filetype(e) == AE_IFREG || archive_entry_filetype(e) == AE_IFLNK;
	struct span name = span_of(path);
	struct plan_hit hit = path && file && !k->changed ? plan_ask(k->plan, name) : (struct plan_hit){PLAN_KEEP, 0};
	int rc;

	if (path && !plan_wants(k->plan, name))
		return 0;
	if (hit.act == PLAN_CHANGE || hit.act == PLAN_REMOVE) {
		if (read_all(k, in, name, old, d) != 0)
			return -1;
		if (hit.act == PLAN_REMOVE)
			return pack_remove(k, hit, name, buf_span(old), d);
		if (pack_change(k, hit, name, buf_span(old), d) != 0)
			return -1;
		return put_text(k, out, e, buf_span(&k->text), d);
	}
	rc = copy(k, in, out, e, d);
	if (rc != 0 || hit.act != PLAN_ADD || pack_add(k, hit, name, d) != 0)
		return rc == 0 && hit.act == PLAN_ADD ? -1 : rc;
	buf_addc(&k->name, 0);
	archive_entry_copy_pathname(e, k->name.p);
	archive_entry_set_filetype(e, AE_IFREG);
	return put_text(k, out, e, buf_span(&k->text), d);
}

/* All members of k's dataset into out, which is not finished yet. */
static int convert_all(struct pack *k, struct convert_out *out, struct diag *d)
{
	struct convert_in *in = convert_in_open(k, d);
	struct archive_entry *e;
	struct buf old = BUF_INIT;
	int rc = in ? 0 : -1;

	while (rc == 0 && (rc = convert_in_next(in, &e, d)) == 1)
		rc = member(k, in, out, e, &old, d);
	if (rc == 0 && !k->changed)
		rc = pack_all_placed(k, d);
	buf_fini(&old);
	if (in)
		convert_in_close(in);
	return rc;
}

static int convert(struct pack *k, const char *tree, struct diag *d)
{
	struct convert_out *out = convert_out_open(k, tree, d);
	int rc = out ? convert_all(k, out, d) : -1;

	if (rc == 0)
		rc = convert_out_commit(out, d);
	if (out)
		convert_out_close(out);
	return rc;
}

/* Through a folder beside OUT: shards of an archive whose samples are in pieces, which names bring together; a zip of a tar with hard links,
 * which are files there. */
static int convert_twice(struct pack *k, struct diag *d)
{
	struct convert_out *tree;
	struct buf path = BUF_INIT;
	int in = k->in, rc;

	buf_printf(&path, "%s.parts", k->o->out);
	buf_addc(&path, 0);
	plan_rewind(k->plan);
	k->left_out = 0; /* the first try's */
	tree = convert_out_open(k, path.p, d);
	buf_fini(&path);
	if (!tree)
		return -1;
	rc = convert_all(k, tree, d);
	if (rc == 0) {
		enum pack_form form = k->form;
		k->form = FORM_DIR;
		k->in = newtree_root(tree->tree);
		k->changed = true;
		rc = convert(k, NULL, d);
		k->form = form;
		k->in = in;
	}
	convert_out_close(tree);
	return rc;
}

int pack_convert(struct pack *k, struct diag *d)
{
	struct diag why = {0};
	int rc;

	if (strcmp(k->to, "jsonl") == 0)
		rc = convert_to_jsonl(k, &why);
	else if (k->form == FORM_TEXT)
		rc = diag_set(&why, "unsupported", "a text holds no images: it can only be converted to jsonl");
	else
		rc = convert(k, strcmp(k->to, "dir") == 0 ? k->o->out : NULL, &why);
	bool again = why.code && (strcmp(why.code, "scattered") == 0 || strcmp(why.code, "hard-link") == 0);
	bool fresh = strcmp(k->o->out, "-") != 0 && output_placed(k->o->out); /* else the first try stands there */
	if (rc != 0 && again && k->form != FORM_DIR && fresh)
		rc = convert_twice(k, &why);
	return rc == 0 ? 0 : diag_set(d, why.code, "%s: %s", k->o->dataset, why.message);
}
