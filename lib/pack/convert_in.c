/* convert_in.c: the members of an archive or a folder, one after the other. */
#include "pack/convert.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "io/dirwalk.h"

enum { PIECE = 1 << 18 };

struct convert_in {
	struct arena own;
	struct archive *archive; /* or */
	struct dirwalk *walk;
	struct archive_entry *entry; /* of the member at hand */
	int fd;                      /* of a folder's file */
	struct buf piece;
};

static int complain(struct archive *a, struct diag *d)
{
	const char *why = archive_error_string(a);

	return diag_set(d, "bad-archive", "%s", why ? why : "cannot be read");
}

/* Only what the readers read: libarchive would take any text for some archive. */
static struct archive *open_archive(const struct pack *k, struct diag *d)
{
	struct archive *a = archive_read_new();
	bool ok = a != NULL; /* an ARCHIVE_WARN is no error; what is registered twice gives one */

	if (ok && k->form == FORM_TAR)
		ok = archive_read_support_format_tar(a) >= ARCHIVE_WARN && archive_read_support_filter_gzip(a) >= ARCHIVE_WARN &&
		     archive_read_support_filter_zstd(a) >= ARCHIVE_WARN && archive_read_support_filter_xz(a) >= ARCHIVE_WARN &&
		     archive_read_support_filter_bzip2(a) >= ARCHIVE_WARN;
	else if (ok)
		ok = (k->form == FORM_ZIP ? archive_read_support_format_zip(a) : archive_read_support_format_7zip(a)) >= ARCHIVE_WARN;
	/* Done before opening, because archive_read_open_fd does not see it fail. */
	if (!ok || archive_read_set_callback_data(a, NULL) != ARCHIVE_OK) {
		diag_set(d, "memory", "out of memory");
		archive_read_free(a);
		return NULL;
	}
	if (lseek(k->in, 0, SEEK_SET) == 0 && archive_read_open_fd(a, k->in, PIECE) == ARCHIVE_OK)
		return a;
	complain(a, d);
	archive_read_free(a);
	return NULL;
}

struct convert_in *convert_in_open(struct pack *k, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct convert_in *in = arena_zalloc(&own, 1, sizeof *in);

	in->own = own;
	in->fd = -1;
	in->entry = archive_entry_new();
	if (!in->entry)
		diag_set(d, "memory", "out of memory");
	else if (k->form == FORM_DIR)
		in->walk = dirwalk_open(k->in, d);
	else
		in->archive = open_archive(k, d);
	if (in->archive || in->walk)
		return in;
	convert_in_close(in);
	return NULL;
}

void convert_in_close(struct convert_in *in)
{
	if (in->archive)
		archive_read_free(in->archive);
	if (in->walk)
		dirwalk_close(in->walk);
	if (in->fd >= 0)
		close(in->fd);
	archive_entry_free(in->entry);
	buf_fini(&in->piece);
	struct arena own = in->own;
	arena_fini(&own);
}

/* Describes a folder's entry, and opens it if it is a file. 1 use it, 0 it is nothing to pack, -1. */
static int describe(struct convert_in *in, const struct dirwalk_entry *e, struct diag *d)
{
	struct stat st;
	char target[4097];

	archive_entry_clear(in->entry);
	archive_entry_copy_pathname(in->entry, e->path.p);
	if (e->type == S_IFREG) {
		in->fd = openat(e->dir, e->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		if (in->fd < 0 || fstat(in->fd, &st) != 0)
			return diag_set(d, "open", "%s: %s", e->path.p, strerror(errno));
		if (!S_ISREG(st.st_mode))
			return 0;
	} else if (fstatat(e->dir, e->name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		return diag_set(d, "open", "%s: %s", e->path.p, strerror(errno));
	}
	archive_entry_copy_stat(in->entry, &st);
	archive_entry_set_nlink(in->entry, 1);
	archive_entry_unset_ctime(in->entry);
	archive_entry_unset_atime(in->entry);
	if (e->type == S_IFLNK) {
		ssize_t n = readlinkat(e->dir, e->name, target, sizeof target - 1);
		if (n < 0)
			return diag_set(d, "open", "%s: %s", e->path.p, strerror(errno));
		target[n] = 0;
		archive_entry_copy_symlink(in->entry, target);
		archive_entry_set_size(in->entry, 0);
	}
	return e->type != 0;
}

int convert_in_next(struct convert_in *in, struct archive_entry **e, struct diag *d)
{
	struct dirwalk_entry w;
	int rc;

	if (in->archive) {
		do
			rc = archive_read_next_header2(in->archive, in->entry); /* libarchive's own entry may not be there */
		while (rc == ARCHIVE_RETRY);
		*e = in->entry;
		if (rc == ARCHIVE_EOF)
			return 0;
		return rc == ARCHIVE_OK || rc == ARCHIVE_WARN ? 1 : complain(in->archive, d);
	}
	for (;;) {
		if (in->fd >= 0)
			close(in->fd);
		in->fd = -1;
		rc = dirwalk_next(in->walk, &w, d);
		if (rc <= 0)
			return rc;
		if (w.leave)
			continue;
		rc = describe(in, &w, d);
		*e = in->entry;
		if (rc != 0)
			return rc;
	}
}

int convert_in_read(struct convert_in *in, struct span *piece, struct diag *d)
{
	char *p = NULL;

	buf_reset(&in->piece);
	p = buf_room(&in->piece, PIECE);
	if (in->archive) { /* not the block call: holes must come as zeros */
		la_ssize_t n = archive_read_data(in->archive, p, PIECE);
		if (n < 0)
			return complain(in->archive, d);
		*piece = (struct span){p, (size_t)n};
		return n > 0;
	}
	for (;;) {
		ssize_t n = read(in->fd, p, PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return diag_set(d, "read", "%s", strerror(errno));
		*piece = (struct span){p, (size_t)n};
		return n > 0;
	}
}
