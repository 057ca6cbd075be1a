/* filter.c: telling compressions, and reading them: libarchive's filters around its raw format, and unxz.c. (Writing: compress.c.) */
#include "pack/filter.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/sys.h"
#include "io/unxz.h"

struct filter_in {
	struct arena own;  /* holds the struct itself */
	int fd;
	struct archive *a; /* or */
	struct unxz *x;
	char *raw;         /* RAW bytes, for x */
};

enum { RAW = 1 << 16 };

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
	case FILTER_BZIP2: return ARCHIVE_FILTER_BZIP2;
	case FILTER_XZ: case FILTER_NONE: break;
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

static int more(void *ctx, struct span *raw, struct diag *d)
{
	struct filter_in *f = ctx;
	ssize_t n;

	while ((n = read(f->fd, f->raw, RAW)) < 0 && errno == EINTR)
		;
	if (n < 0)
		return diag_set(d, "read", "%s", strerror(errno));
	*raw = (struct span){f->raw, (size_t)n};
	return n > 0;
}

static int open_archive(struct filter_in *f, enum filter_kind kind, struct diag *d)
{
	struct archive_entry *e = archive_entry_new(); /* libarchive's own may be missing for want of memory */
	bool good = false;

	f->a = archive_read_new();
	if (!f->a || !e || archive_read_set_callback_data(f->a, NULL) != ARCHIVE_OK) { /* so that opening finds it made */
		diag_set(d, "memory", "out of memory");
	} else {
		/* Named, not guessed: a second compression inside would not be put back. */
		good = (kind == FILTER_NONE || archive_read_append_filter(f->a, code_of(kind)) == ARCHIVE_OK) &&
		       archive_read_support_format_raw(f->a) == ARCHIVE_OK &&
		       archive_read_open_fd(f->a, f->fd, 1 << 17) == ARCHIVE_OK && archive_read_next_header2(f->a, e) == ARCHIVE_OK;
		if (!good)
			complain(f->a, "bad-compression", d);
	}
	archive_entry_free(e);
	return good ? 0 : -1;
}

struct filter_in *filter_in_open(int fd, enum filter_kind kind, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct filter_in *f = arena_zalloc(&own, 1, sizeof *f);

	f->fd = fd;
	if (kind == FILTER_XZ) {
		f->raw = arena_alloc(&own, RAW);
		f->x = unxz_open(more, f, d);
	}
	f->own = own;
	if (f->x || (kind != FILTER_XZ && open_archive(f, kind, d) == 0))
		return f;
	filter_in_close(f);
	return NULL;
}

int filter_in_next(struct filter_in *f, struct span *piece, struct diag *d)
{
	const void *p = NULL;
	size_t n = 0;
	la_int64_t at;

	if (f->x)
		return unxz_next(f->x, piece, d);
	for (;;) {
		int rc = archive_read_data_block(f->a, &p, &n, &at);
		if (rc == ARCHIVE_EOF)
			return 0;
		if (rc != ARCHIVE_OK)
			return complain(f->a, "bad-compression", d);
		if (n > 0)
			break;
	}
	*piece = (struct span){p, n};
	return 1;
}

void filter_in_close(struct filter_in *f)
{
	if (!f)
		return;
	unxz_close(f->x);
	if (f->a)
		archive_read_free(f->a);
	struct arena own = f->own;
	arena_fini(&own);
}
