/* tally.c: counting what went into a conversion, and what is there at its end. */
#include "pack/tally.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "io/dirwalk.h"
#include "text/utf8.h"

void tally_add(struct tally *t, struct span name, uint64_t bytes)
{
	struct buf b = BUF_INIT, composed = BUF_INIT;

	for (size_t from = 0, end; from < name.n; from = end + 1) {
		for (end = from; end < name.n && name.p[end] != '/'; end++)
			;
		struct span part = span_cut(name, from, end);
		if (!part.n || span_is(part, "."))
			continue;
		if (b.n)
			buf_addc(&b, '/');
		buf_adds(&b, part);
	}
	struct span key = buf_span(&b);
	if (utf8_valid(key, NULL) && !uni_is_nfc_quick(key)) {
		uni_nfc(&composed, key, NULL);
		key = buf_span(&composed);
	}
	t->members++;
	t->bytes += bytes;
	t->names += hash_bytes(key.p, key.n, 0);
	buf_fini(&b);
	buf_fini(&composed);
}

static int count(struct archive *a, struct archive_entry *e, struct tally *t)
{
	int rc;

	while ((rc = archive_read_next_header2(a, e)) == ARCHIVE_OK || rc == ARCHIVE_WARN) {
		const char *name = archive_entry_pathname(e);
		mode_t type = archive_entry_filetype(e);
		bool file = type == AE_IFREG && !archive_entry_hardlink(e);
		if (type != AE_IFDIR)
			tally_add(t, span_of(name ? name : ""), file ? (uint64_t)archive_entry_size(e) : 0);
	}
	return rc;
}

static int code_of(enum filter_kind k)
{
	return k == FILTER_GZIP ? ARCHIVE_FILTER_GZIP : k == FILTER_ZSTD ? ARCHIVE_FILTER_ZSTD : k == FILTER_XZ ? ARCHIVE_FILTER_XZ
	                        : ARCHIVE_FILTER_BZIP2;
}

int tally_archive(int fd, bool zip, enum filter_kind filter, struct tally *t, struct diag *d)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e = archive_entry_new();
	int rc = a && e ? ARCHIVE_OK : ARCHIVE_FATAL;

	*t = (struct tally){0};
	if (rc == ARCHIVE_OK && !zip && filter != FILTER_NONE)
		rc = archive_read_append_filter(a, code_of(filter));
	if (rc >= ARCHIVE_WARN)
		rc = zip ? archive_read_support_format_zip(a) : archive_read_support_format_tar(a);
	/* Done before opening, because archive_read_open_fd does not see it fail. */
	if (rc >= ARCHIVE_WARN)
		rc = archive_read_set_callback_data(a, NULL);
	if (rc < ARCHIVE_WARN)
		diag_set(d, "memory", "out of memory");
	else if (lseek(fd, 0, SEEK_SET) < 0 || archive_read_open_fd(a, fd, 1 << 18) != ARCHIVE_OK || (rc = count(a, e, t)) != ARCHIVE_EOF)
		rc = diag_set(d, "bad-archive", "what was written cannot be read again: %s", archive_error_string(a) ? archive_error_string(a) : strerror(errno));
	archive_entry_free(e);
	archive_read_free(a);
	return rc == ARCHIVE_EOF ? 0 : -1;
}

int tally_folder(int root, struct tally *t, struct diag *d)
{
	struct dirwalk *w = dirwalk_open(root, true, d);
	struct dirwalk_entry e;
	int rc = -1;

	*t = (struct tally){0};
	while (w && (rc = dirwalk_next(w, &e, d)) == 1)
		if (e.type != S_IFDIR)
			tally_add(t, e.path, 0);
	if (w)
		dirwalk_close(w);
	return rc;
}

int tally_compare(const struct tally *sent, const struct tally *found, struct diag *d)
{
	if (sent->members == found->members && sent->names == found->names && sent->bytes == found->bytes)
		return 0;
	return diag_set(d, "lost", "%llu members with %llu bytes were written, %llu with %llu arrived; nothing is kept",
	                (unsigned long long)sent->members, (unsigned long long)sent->bytes, (unsigned long long)found->members,
	                (unsigned long long)found->bytes);
}
