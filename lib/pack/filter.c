/* filter.c: telling compressions, and reading them: libarchive's filters around its raw format. (Writing: compress.c.) */
#include "pack/filter.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

/* The handle is libarchive's; the struct exists so that its type does not leak. */
static struct archive *in_of(struct filter_in *f)
{
	return (struct archive *)(void *)f;
}

bool filter_of_tar(struct span name, enum filter_kind *kind)
{
	static const struct {
		struct span end;
		enum filter_kind kind;
	} ends[] = {
		{SPAN_INIT(".tar"), FILTER_NONE},
		{SPAN_INIT(".tar.gz"), FILTER_GZIP},   {SPAN_INIT(".tgz"), FILTER_GZIP},
		{SPAN_INIT(".tar.zst"), FILTER_ZSTD},  {SPAN_INIT(".tzst"), FILTER_ZSTD},
		{SPAN_INIT(".tar.xz"), FILTER_XZ},     {SPAN_INIT(".txz"), FILTER_XZ},
		{SPAN_INIT(".tar.bz2"), FILTER_BZIP2}, {SPAN_INIT(".tbz2"), FILTER_BZIP2}, {SPAN_INIT(".tbz"), FILTER_BZIP2},
	};

	*kind = FILTER_NONE;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_ends(name, ends[i].end)) {
			*kind = ends[i].kind;
			return true;
		}
	return false;
}

static int code_of(enum filter_kind kind)
{
	switch (kind) {
	case FILTER_GZIP: return ARCHIVE_FILTER_GZIP;
	case FILTER_ZSTD: return ARCHIVE_FILTER_ZSTD;
	case FILTER_XZ: return ARCHIVE_FILTER_XZ;
	case FILTER_BZIP2: return ARCHIVE_FILTER_BZIP2;
	case FILTER_NONE: break;
	}
	return ARCHIVE_FILTER_NONE;
}

static int complain(struct archive *a, const char *code, struct diag *d)
{
	const char *why = archive_error_string(a);
	int err = archive_errno(a);

	if (!why)
		why = err > 0 ? strerror(err) : "cannot be read";
	return diag_set(d, code, "%s", why);
}

struct filter_in *filter_in_open(int fd, enum filter_kind kind, struct diag *d)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e = archive_entry_new(); /* libarchive's own may be missing for want of memory */
	bool good = false;

	if (!a || !e || archive_read_set_callback_data(a, NULL) != ARCHIVE_OK) { /* so that opening finds it made */
		diag_set(d, "memory", "out of memory");
	} else {
		/* Named, not guessed: a second compression inside would not be put back. */
		good = (kind == FILTER_NONE || archive_read_append_filter(a, code_of(kind)) == ARCHIVE_OK) &&
		       archive_read_support_format_raw(a) == ARCHIVE_OK && archive_read_open_fd(a, fd, 1 << 17) == ARCHIVE_OK &&
		       archive_read_next_header2(a, e) == ARCHIVE_OK;
		if (!good)
			complain(a, "bad-compression", d);
	}
	archive_entry_free(e);
	if (good)
		return (struct filter_in *)(void *)a;
	archive_read_free(a);
	return NULL;
}

int filter_in_next(struct filter_in *f, struct span *piece, struct diag *d)
{
	const void *p = NULL;
	size_t n = 0;
	la_int64_t at;

	for (;;) {
		int rc = archive_read_data_block(in_of(f), &p, &n, &at);
		if (rc == ARCHIVE_EOF)
			return 0;
		if (rc != ARCHIVE_OK)
			return complain(in_of(f), "bad-compression", d);
		if (n > 0)
			break;
	}
	*piece = (struct span){p, n};
	return 1;
}

void filter_in_close(struct filter_in *f)
{
	if (f)
		archive_read_free(in_of(f));
}
