/* convert_in.c: the members of an archive or a folder, one after the other. */
#include "pack/convert.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "io/dirwalk.h"
#include "io/follow.h"

enum { PIECE = 1 << 18, RATIO = 1000 };
#define FREE_BYTES (64ull << 20) /* expansion is not looked at before */

struct convert_in {
	struct arena own;
	struct archive *archive; /* or walk */
	struct filter_in *plain; /* below archive, where that is compressed */
	struct dirwalk *walk;
	struct archive_entry *entry; /* of the member at hand */
	int root;                    /* of a folder */
	int fd;                      /* of a folder's file */
	struct buf piece;
	const struct pack_options *o;
	bool tar, sized, ended;      /* of the archive; the member says how large it is; its content is over, but for a hole */
	uint64_t size, given;        /* bytes of the member: as it says, as handed out */
	uint64_t packed, all;        /* bytes of the archive; of its members, handed out so far */
};

static int complain(struct archive *a, struct diag *d)
{
	const char *why = archive_error_string(a);

	return diag_set(d, "bad-archive", "%s", why ? why : "cannot be read");
}

/* One compression, the one that was seen: libarchive's bidders would unpack a gzip in a gzip in ... for ever. */
static la_ssize_t pull(struct archive *a, void *ctx, const void **to)
{
	struct convert_in *in = ctx;
	struct span s = {NULL, 0};
	struct diag d = {0};

	if (filter_in_next(in->plain, &s, &d) < 0) {
		archive_set_error(a, EILSEQ, "%s", d.message);
		return ARCHIVE_FATAL;
	}
	*to = s.p;
	return (la_ssize_t)s.n;
}

/* Only what the readers read: libarchive would take any text for some archive. */
static int open_archive(struct convert_in *in, const struct pack *k, struct diag *d)
{
	struct archive *a = in->archive = archive_read_new();
	bool ok = a != NULL; /* an ARCHIVE_WARN is no error; what is registered twice gives one */

	if (ok)
		ok = (k->form == FORM_TAR ? archive_read_support_format_tar(a) : k->form == FORM_ZIP ? archive_read_support_format_zip(a)
		      : archive_read_support_format_7zip(a)) >= ARCHIVE_WARN;
	/* Done before opening, because archive_read_open_fd does not see it fail. */
	if (!ok || archive_read_set_callback_data(a, NULL) != ARCHIVE_OK)
		return diag_set(d, "memory", "out of memory");
	if (lseek(k->in, 0, SEEK_SET) != 0)
		return diag_set(d, "read", "%s", strerror(errno));
	if (k->form == FORM_TAR && k->filter != FILTER_NONE) {
		in->plain = filter_in_open(k->in, k->filter, d);
		if (!in->plain)
			return -1;
		return archive_read_open(a, in, NULL, pull, NULL) == ARCHIVE_OK ? 0 : complain(a, d);
	}
	return archive_read_open_fd(a, k->in, PIECE) == ARCHIVE_OK ? 0 : complain(a, d);
}

struct convert_in *convert_in_open(struct pack *k, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct convert_in *in = arena_zalloc(&own, 1, sizeof *in);

	in->own = own;
	in->fd = -1;
	in->root = k->in;
	in->o = k->o;
	in->tar = k->form == FORM_TAR;
	in->packed = (uint64_t)k->was.st_size;
	in->entry = archive_entry_new();
	if (!in->entry)
		diag_set(d, "memory", "out of memory");
	else if (k->form == FORM_DIR ? (in->walk = dirwalk_open(k->in, true, d)) != NULL : open_archive(in, k, d) == 0)
		return in;
	convert_in_close(in);
	return NULL;
}

void convert_in_close(struct convert_in *in)
{
	if (in->archive)
		archive_read_free(in->archive);
	filter_in_close(in->plain);
	if (in->walk)
		dirwalk_close(in->walk);
	if (in->fd >= 0)
		close(in->fd);
	archive_entry_free(in->entry);
	buf_fini(&in->piece);
	struct arena own = in->own;
	arena_fini(&own);
}

/* A folder's file, or what a link in it leads to, opened: an archive or a folder elsewhere has no use for a link out of itself. */
static int open_file(struct convert_in *in, const struct dirwalk_entry *e, struct stat *st, struct diag *d)
{
	struct diag why = {0};

	if (e->type == S_IFLNK)
		in->fd = follow_open(&in->o->source, in->root, e->dir, e->name, NULL, &why);
	else
		in->fd = openat(e->dir, e->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (in->fd < 0)
		return diag_set(d, "open", "%s: %s", e->path.p, why.code ? why.message : strerror(errno));
	if (fstat(in->fd, st) != 0 || !S_ISREG(st->st_mode))
		return diag_set(d, "changed", "%s: is no file any more", e->path.p);
	return 0;
}

/* Describes a folder's entry, and opens it if it is a file. */
static int describe(struct convert_in *in, const struct dirwalk_entry *e, struct diag *d)
{
	struct stat st;

	archive_entry_clear(in->entry);
	archive_entry_copy_pathname(in->entry, e->path.p);
	if (e->type == S_IFREG || e->type == S_IFLNK) {
		if (open_file(in, e, &st, d) != 0)
			return -1;
	} else if (fstatat(e->dir, e->name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		return diag_set(d, "open", "%s: %s", e->path.p, strerror(errno));
	}
	archive_entry_copy_stat(in->entry, &st);
	archive_entry_set_nlink(in->entry, 1);
	archive_entry_unset_ctime(in->entry);
	archive_entry_unset_atime(in->entry);
	return 1;
}

/* Refuses what expands beyond all reason, before it is written: more bytes are to come, the archive holds packed. */
static int check_ratio(const struct convert_in *in, uint64_t more, struct diag *d)
{
	uint64_t most = in->o->source.limits.ratio_max ? in->o->source.limits.ratio_max : RATIO, out = in->all + more;

	if (!in->archive || out < in->all || out <= FREE_BYTES || out / most <= in->packed)
		return out < in->all ? diag_set(d, "bomb", "a member says that it is larger than any file") : 0;
	return diag_set(d, "bomb", "%llu bytes would come out of %llu, more than %llu times as many (--max-ratio raises the limit)",
	                (unsigned long long)out, (unsigned long long)in->packed, (unsigned long long)most);
}

/* The member at hand, with the size it says it has. */
static int begin(struct convert_in *in, struct diag *d)
{
	bool file = archive_entry_filetype(in->entry) == AE_IFREG && !archive_entry_hardlink(in->entry);

	in->given = 0;
	in->ended = false;
	in->sized = file && archive_entry_size_is_set(in->entry);
	in->size = in->sized ? (uint64_t)archive_entry_size(in->entry) : 0;
	return check_ratio(in, in->size, d) == 0 ? 1 : -1;
}

int convert_in_next(struct convert_in *in, struct archive_entry **e, struct diag *d)
{
	struct dirwalk_entry w;
	int rc;

	*e = in->entry;
	if (in->archive) { /* ARCHIVE_RETRY, too, is a member lost */
		rc = archive_read_next_header2(in->archive, in->entry); /* libarchive's own entry may not be there */
		if (rc == ARCHIVE_EOF)
			return 0;
		return rc == ARCHIVE_OK || rc == ARCHIVE_WARN ? begin(in, d) : complain(in->archive, d);
	}
	do {
		if (in->fd >= 0)
			close(in->fd);
		in->fd = -1;
		rc = dirwalk_next(in->walk, &w, d);
		if (rc <= 0)
			return rc;
	} while (w.leave);
	return describe(in, &w, d) == 1 ? begin(in, d) : -1;
}

/* The end of a member's content: it must be all that it said. What is missing of a tar's is the hole at the end of a sparse file (a tar that
 * is cut off is an error before). 1 a piece of the hole, 0, -1. */
static int at_end(struct convert_in *in, char *p, struct span *piece, struct diag *d)
{
	uint64_t left = in->size - in->given;
	const char *name = archive_entry_pathname(in->entry);

	if (!in->sized || in->given == in->size)
		return 0;
	if (!in->tar || in->given > in->size)
		return diag_set(d, in->archive ? "bad-archive" : "changed", "%s: has %llu bytes, not %llu as it %s", name ? name : "a member",
		                (unsigned long long)in->given, (unsigned long long)in->size, in->archive ? "says" : "had");
	*piece = (struct span){p, left < PIECE ? (size_t)left : PIECE};
	memset(p, 0, piece->n);
	return 1;
}

int convert_in_read(struct convert_in *in, struct span *piece, struct diag *d)
{
	char *p = NULL;
	ssize_t n;

	buf_reset(&in->piece);
	p = buf_room(&in->piece, PIECE);
	if (in->ended) { /* libarchive would now come with the same hole */
		n = 0;
	} else if (in->archive) { /* not the block call: holes must come as zeros */
		n = archive_read_data(in->archive, p, PIECE);
		if (n < 0)
			return complain(in->archive, d);
	} else {
		while ((n = read(in->fd, p, PIECE)) < 0 && errno == EINTR)
			;
		if (n < 0)
			return diag_set(d, "read", "%s", strerror(errno));
	}
	in->ended = n == 0;
	*piece = (struct span){p, (size_t)n};
	int rc = n > 0 ? 1 : at_end(in, p, piece, d);
	if (rc == 1) {
		in->given += piece->n;
		in->all += piece->n;
	}
	return rc == 1 && check_ratio(in, 0, d) != 0 ? -1 : rc;
}
