/* pack_form.c: which form the dataset has, and which one is to be written. */
#include "pack/pack_priv.h"

#include <errno.h>
#include <string.h>

#include "base/fdio.h"
#include "base/sys.h"
#include "io/lock.h"
#include "io/signature.h"
#include "io/temp.h"

/* Whether what is compressed begins as a tar does. */
static int holds_tar(struct pack *k, bool *yes, struct diag *d)
{
	struct filter_in *f = filter_in_open(k->in, k->filter, d);
	char block[SIGNATURE_HEAD];
	struct span s;
	size_t n = 0;
	int rc = f ? 1 : -1;

	while (n < sizeof block && rc == 1 && (rc = filter_in_next(f, &s, d)) == 1) {
		size_t m = s.n < sizeof block - n ? s.n : sizeof block - n;
		memcpy(block + n, s.p, m);
		n += m;
	}
	filter_in_close(f);
	if (rc >= 0 && lseek(k->in, 0, SEEK_SET) < 0)
		return diag_set(d, "read", "%s", strerror(errno));
	*yes = signature_of((struct span){block, n}) == ARC_TAR;
	return rc < 0 ? -1 : 0;
}

/* An archive or a text that is changed in place belongs to one run: from before it is read until it is replaced. */
static int lock_input(struct pack *k, struct diag *d)
{
	close(k->in);
	k->in = lock_open(AT_FDCWD, k->o->dataset, 0, d);
	if (k->in < 0)
		return -1;
	if (fstat(k->in, &k->was) != 0 || !S_ISREG(k->was.st_mode))
		return diag_set(d, "changed", "is no file any more");
	return 0;
}

static enum filter_kind filter_for(enum arc_kind kind)
{
	return kind == ARC_GZIP ? FILTER_GZIP : kind == ARC_ZSTD ? FILTER_ZSTD : kind == ARC_XZ ? FILTER_XZ
	     : kind == ARC_BZIP2 ? FILTER_BZIP2 : FILTER_NONE;
}

/* Which form a regular file has, as the readers see it. */
static int tell_form(struct pack *k, struct diag *d)
{
	char first[SIGNATURE_ZEROS];
	long long n = fd_pread(k->in, first, sizeof first, 0);
	bool tar = false;

	if (n < 0)
		return diag_set(d, "read", "%s", strerror(errno));
	struct span head = {first, (size_t)n};
	enum arc_kind kind = signature_of_file(k->in, 0, (uint64_t)k->was.st_size, head);
	const char *foreign = kind == ARC_NONE ? signature_foreign(head) : NULL;
	k->filter = filter_for(kind);
	k->form = kind == ARC_7Z ? FORM_7Z : kind == ARC_ZIP ? FORM_ZIP : kind == ARC_NONE ? FORM_TEXT : FORM_TAR;
	if (foreign)
		return diag_set(d, "unknown-form", "looks like %s; text lines, JSON Lines, tar, zip, 7z or a folder can be written back", foreign);
	if (k->filter != FILTER_NONE) {
		if (holds_tar(k, &tar, d) != 0)
			return -1;
		if (!tar)
			return diag_set(d, "unsupported", "is compressed and no tar: decompress it first");
	}
	return 0;
}

/* Opens the dataset and tells its form from its bytes. */
int pack_open(struct pack *k, struct diag *d)
{
	k->in = openat(AT_FDCWD, k->o->dataset, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (k->in < 0 || fstat(k->in, &k->was) != 0)
		return diag_set(d, "open", "%s", strerror(errno));
	if (S_ISDIR(k->was.st_mode)) {
		k->form = FORM_DIR;
		return 0;
	}
	if (!S_ISREG(k->was.st_mode))
		return diag_set(d, "usage", "is no file and no folder: it is read twice, so a pipe will not do");
	if (!k->o->out && !k->o->dry_run && lock_input(k, d) != 0)
		return -1;
	return tell_form(k, d);
}

/* Whether path is the dataset itself, by whatever name. */
static bool same_file(const struct pack *k, const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_dev == k->was.st_dev && st.st_ino == k->was.st_ino;
}

/* Which form is to be written: --to, else what OUT's name says, else the dataset's own. A tar stays a tar of the same blocks, whatever
 * its compression. */
void pack_choose(struct pack *k)
{
	struct span name = span_of(k->o->out ? k->o->out : "");
	enum filter_kind filter;
	bool tar = filter_of_tar(name, &filter), zip = span_ends(name, SPAN(".zip"));

	k->filter_out = k->filter;
	k->to = k->o->to;
	if (!k->to && span_ends(name, SPAN(".jsonl")) && k->form != FORM_TEXT)
		k->to = "jsonl";
	if (!k->to && span_ends(name, SPAN("/")) && k->form != FORM_DIR && k->form != FORM_TEXT)
		k->to = "dir";
	if (!k->to && (tar || zip || (k->form == FORM_ZIP && pack_selects(k->o))) && k->form != FORM_TEXT)
		k->to = "archive";
	if (!k->to || strcmp(k->to, "archive") != 0 || k->o->shard_size)
		return;
	if (k->form == FORM_ZIP && !tar && !pack_selects(k->o)) /* else members are taken out, which needs a new directory */
		k->to = NULL;
	if (k->form == FORM_TAR && !zip) {
		k->to = NULL;
		if (tar)
			k->filter_out = filter;
	}
}

/* A name that promises what is not written here: x.7z must not be a tar. */
static bool foreign_name(struct span name)
{
	static const struct span ends[] = {SPAN_INIT(".7z"), SPAN_INIT(".rar"), SPAN_INIT(".tar.lz"), SPAN_INIT(".tar.lz4"), SPAN_INIT(".tar.lzma"),
	                                   SPAN_INIT(".tlz"), SPAN_INIT(".tar.Z"), SPAN_INIT(".tar.br"), SPAN_INIT(".parquet"), SPAN_INIT(".arrow")};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_ends(name, ends[i]))
			return true;
	return false;
}

/* Whether path would lie in the dataset's folder, or further down. */
static bool in_dataset(const struct pack *k, const char *path)
{
	struct diag none = {0};
	struct stat st, last = {0};
	char name[TEMP_NAME];
	int fd = path_open_parent(path, name, &none);
	bool in = false;

	while (fd >= 0 && !in && fstat(fd, &st) == 0 && (st.st_dev != last.st_dev || st.st_ino != last.st_ino)) {
		in = st.st_dev == k->was.st_dev && st.st_ino == k->was.st_ino;
		last = st;
		int up = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		close(fd);
		fd = up;
	}
	if (fd >= 0)
		close(fd);
	return in;
}

int pack_output(struct pack *k, struct output *o, struct diag *d)
{
	if (strcmp(k->o->out, "-") != 0)
		return output_open(o, k->o->out, d);
	output_fd(o, k->o->out_fd, "standard output");
	return 0;
}

int pack_check_out(const struct pack *k, struct diag *d)
{
	const char *out = k->o->out;
	struct stat st;

	if (!out)
		return 0;
	if (foreign_name(span_of(out)) && (!k->to || strcmp(k->to, "archive") == 0))
		return diag_set(d, "usage", "-o %s: such an archive cannot be written; tar, tar.gz, tar.zst, tar.xz, tar.bz2 and zip can", out);
	if (strcmp(out, "-") == 0)
		return (k->to ? strcmp(k->to, "dir") == 0 : k->form == FORM_DIR)
		     ? diag_set(d, "usage", "a folder cannot go to standard output; --to archive can") : 0;
	if (same_file(k, out))
		return diag_set(d, "usage", "-o names the dataset itself: --in-place does that");
	bool folder = k->to ? strcmp(k->to, "dir") == 0 : k->form == FORM_DIR;
	if (folder && k->form == FORM_DIR && in_dataset(k, out))
		return diag_set(d, "usage", "-o %s: lies inside the dataset", out);
	if (stat(out, &st) != 0)
		return 0;
	if (folder && !S_ISDIR(st.st_mode))
		return diag_set(d, "usage", "-o %s: exists and is no folder", out);
	return 0;
}
