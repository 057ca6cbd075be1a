/* unpack.c: opening archives that are read to be written, or were just written. */
#include "pack/unpack.h"

#include <archive.h>
#include <errno.h>
#include <string.h>

#include "base/sys.h"

enum { PIECE = 1 << 18 };

int unpack_broken(const struct unpack *u, struct diag *d)
{
	const char *why = archive_error_string(u->a);

	return diag_set(d, "bad-archive", "%s", why ? why : "cannot be read");
}

/* One compression, the one that was seen: libarchive's bidders would unpack a gzip in a gzip in ... for ever. */
static la_ssize_t pull(struct archive *a, void *ctx, const void **to)
{
	struct unpack *u = ctx;
	struct span s = {NULL, 0};
	struct diag d = {0};

	if (filter_in_next(u->plain, &s, &d) < 0) {
		archive_set_error(a, EILSEQ, "%s", d.message);
		return ARCHIVE_FATAL;
	}
	*to = s.p;
	return (la_ssize_t)s.n;
}

/* Only what the readers read: libarchive would take any text for some archive. */
int unpack_open(struct unpack *u, int fd, enum pack_form form, enum filter_kind filter, struct diag *d)
{
	*u = (struct unpack)UNPACK_INIT;
	struct archive *a = u->a = archive_read_new();
	bool ok = a != NULL; /* an ARCHIVE_WARN is no error; what is registered twice gives one */

	if (ok)
		ok = (form == FORM_TAR ? archive_read_support_format_tar(a) : form == FORM_ZIP ? archive_read_support_format_zip(a)
		      : archive_read_support_format_7zip(a)) >= ARCHIVE_WARN;
	/* Done before opening, because archive_read_open_fd does not see it fail. */
	if (!ok || archive_read_set_callback_data(a, NULL) != ARCHIVE_OK)
		return diag_set(d, "memory", "out of memory");
	if (lseek(fd, 0, SEEK_SET) != 0)
		return diag_set(d, "read", "%s", strerror(errno));
	if (form == FORM_TAR && filter != FILTER_NONE) {
		u->plain = filter_in_open(fd, filter, d);
		if (!u->plain)
			return -1;
		return archive_read_open(a, u, NULL, pull, NULL) == ARCHIVE_OK ? 0 : unpack_broken(u, d);
	}
	return archive_read_open_fd(a, fd, PIECE) == ARCHIVE_OK ? 0 : unpack_broken(u, d);
}

void unpack_close(struct unpack *u)
{
	if (u->a)
		archive_read_free(u->a);
	filter_in_close(u->plain);
}
