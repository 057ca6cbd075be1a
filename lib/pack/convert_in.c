/* convert_in.c: the members of an archive or a folder, one after the other. */
#include "pack/convert.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "base/sys.h"
#include "io/dirwalk.h"
#include "io/follow.h"
#include "pack/unpack.h"

enum { PIECE = 1 << 18 };
#define FREE_BYTES (64ull << 20) /* expansion is not looked at before */

struct convert_in {
	struct arena own;
	struct unpack from;          /* of an archive; or */
	struct dirwalk *walk;
	struct archive_entry *entry; /* of the member at hand */
	int root;                    /* of a folder */
	int fd;                      /* of a folder's file */
	struct buf piece;
	const struct pack_options *o;
	bool tar, sized, ended;      /* of the archive; the member says how large it is; its content is over, but for a hole */
	uint64_t size, given;        /* bytes of the member: as it says, as handed out */
	unsigned ratio_max;          /* as in source_limits */
	uint64_t packed, all;        /* bytes of the archive; of its members, handed out so far */
};

struct convert_in *convert_in_open(struct pack *k, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct convert_in *in = arena_zalloc(&own, 1, sizeof *in);

	in->own = own;
	in->fd = -1;
	in->root = k->in;
	in->o = k->o;
	in->tar = k->form == FORM_TAR;
	in->ratio_max = k->limits.ratio_max;
	in->packed = (uint64_t)k->was.st_size;
	in->entry = archive_entry_new();
	if (!in->entry)
		diag_set(d, "memory", "out of memory");
	else if (k->form == FORM_DIR ? (in->walk = dirwalk_open(k->in, true, d)) != NULL : unpack_open(&in->from, k->in, k->form, k->filter, d) == 0)
		return in;
	convert_in_close(in);
	return NULL;
}

void convert_in_close(struct convert_in *in)
{
	unpack_close(&in->from);
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
	/* Not archive_entry_copy_stat: libarchive's struct stat need not be ours (sys.h). */
	struct timespec written = sys_write_time(&st);
	archive_entry_set_mode(in->entry, st.st_mode);
	archive_entry_set_size(in->entry, st.st_size);
	archive_entry_set_mtime(in->entry, written.tv_sec, written.tv_nsec);
	archive_entry_set_uid(in->entry, st.st_uid);
	archive_entry_set_gid(in->entry, st.st_gid);
	archive_entry_set_nlink(in->entry, 1);
	return 1;
}

/* Refuses what expands beyond all reason, before it is written: more bytes are to come, the archive holds packed. */
static int check_ratio(const struct convert_in *in, uint64_t more, struct diag *d)
{
	uint64_t most = in->ratio_max, out = in->all + more;

	if (!in->from.a || out < in->all || out <= FREE_BYTES || out / most <= in->packed)
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
	if (in->from.a) { /* ARCHIVE_RETRY, too, is a member lost */
		rc = archive_read_next_header2(in->from.a, in->entry); /* libarchive's own entry may not be there */
		if (rc == ARCHIVE_EOF)
			return 0;
		return rc == ARCHIVE_OK || rc == ARCHIVE_WARN ? begin(in, d) : unpack_broken(&in->from, d);
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
		return diag_set(d, in->from.a ? "bad-archive" : "changed", "%s: has %llu bytes, not %llu as it %s", name ? name : "a member",
		                (unsigned long long)in->given, (unsigned long long)in->size, in->from.a ? "says" : "had");
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
	} else if (in->from.a) { /* not the block call: holes must come as zeros */
		n = archive_read_data(in->from.a, p, PIECE);
		if (n < 0)
			return unpack_broken(&in->from, d);
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
