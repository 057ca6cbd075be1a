/* tally.c: counting what went into a conversion, and what is there at its end. */
#include "pack/tally.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/sys.h"
#include "io/dirwalk.h"
#include "pack/unpack.h"
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

int tally_archive(int fd, bool zip, enum filter_kind filter, struct tally *t, struct diag *d)
{
	struct archive_entry *e = archive_entry_new();
	struct unpack u = UNPACK_INIT;
	struct diag why = {0};
	int rc = e ? 0 : diag_set(&why, "memory", "out of memory");

	*t = (struct tally){0};
	if (rc == 0)
		rc = unpack_open(&u, fd, zip ? FORM_ZIP : FORM_TAR, filter, &why);
	if (rc == 0 && count(u.a, e, t) != ARCHIVE_EOF)
		rc = unpack_broken(&u, &why);
	archive_entry_free(e);
	unpack_close(&u);
	if (rc == 0)
		return 0;
	return strcmp(why.code, "memory") == 0 ? diag_set(d, why.code, "%s", why.message)
	                                       : diag_set(d, "bad-archive", "what was written cannot be read again: %s", why.message);
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
