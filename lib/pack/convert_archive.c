/* convert_archive.c: members written into a new archive, or into shards: archives of a bounded size that end between two samples. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/sys.h"
#include "io/names.h"
#include "pack/convert.h"
#include "pack/tally.h"
#include "pack/zip_out.h"

struct newarchive {
	struct arena own;
	struct pack *k;
	const char *path;
	bool zip;                          /* by zip_out.h; else a tar by libarchive */
	enum filter_kind filter;
	uint64_t most_samples, most_bytes; /* of a shard; 0 = no limit */
	uint64_t samples, bytes, shard;    /* of this shard; its number */
	struct archive *a;
	struct zip_out *w;
	struct output out;
	struct filter_out *z;
	struct diag why;                   /* of a write that failed */
	struct buf done;                   /* struct atomic of the shards before this one, their descriptors closed */
	size_t n_done;
	struct buf key, keybuf;            /* of the member that came last */
	struct map past;                   /* keys of samples in earlier shards */
	struct tally sent;                 /* of this archive */
	struct buf name;                   /* of the member that is being written */
	uint64_t due, given;               /* its bytes: as its header says, as they came */
	bool plain;                        /* it has bytes: no folder, no link */
	bool counts;                       /* it is no folder */
	bool begun;                        /* its header is out: shards leave folders out */
};

/* "500", "500M", "1.5G". False: neither. */
static bool shard_size(const char *s, uint64_t *samples, uint64_t *bytes)
{
	char *end;
	double v = strtod(s, &end);
	static const char units[] = "KMGT";
	const char *u = *end ? strchr(units, *end >= 'a' ? *end - 32 : *end) : NULL;

	if (end == s || !(v >= 1) || v > 1e15)
		return false;
	if (!*end) {
		*samples = (uint64_t)v;
		return v == (double)(uint64_t)v;
	}
	if (!u || (end[1] && strcmp(end + 1, "B") != 0 && strcmp(end + 1, "iB") != 0))
		return false;
	for (const char *p = units; p <= u; p++)
		v *= 1024;
	*bytes = (uint64_t)v;
	return true;
}

static int complain(struct newarchive *n, struct diag *d)
{
	const char *why = n->why.code ? n->why.message : n->a ? archive_error_string(n->a) : NULL;

	return diag_set(d, n->why.code ? n->why.code : "write", "%s: %s", n->path, why ? why : "cannot be written");
}

/* What libarchive has made goes through our own compression: see compress.c. */
static la_ssize_t sink(struct archive *a, void *ctx, const void *p, size_t size)
{
	struct newarchive *n = ctx;

	if (filter_out_write(n->z, p, size, &n->why) == 0)
		return (la_ssize_t)size;
	archive_set_error(a, EIO, "%s", n->why.message);
	return -1;
}

static int start(struct newarchive *n, struct diag *d)
{
	n->z = filter_out_open(n->out.fd, n->zip ? FILTER_NONE : n->filter, d);
	if (!n->z)
		return -1;
	if (n->zip) {
		n->w = zip_out_open(n->z);
		return 0;
	}
	n->a = archive_write_new();
	if (!n->a)
		return diag_set(d, "memory", "out of memory");
	int rc = archive_write_set_format_pax_restricted(n->a);
	if (rc == ARCHIVE_OK && n->filter != FILTER_NONE)
		rc = archive_write_set_bytes_in_last_block(n->a, 1);
	if (rc == ARCHIVE_OK)
		rc = archive_write_open(n->a, n, NULL, sink, NULL);
	return rc == ARCHIVE_OK ? 0 : complain(n, d);
}

/* The name of a shard: the number goes before ".tar…" or ".zip". */
static void shard_name(const struct newarchive *n, struct buf *b)
{
	const char *base = strrchr(n->path, '/'), *dot = NULL;

	base = base ? base + 1 : n->path;
	for (const char *p = base; (p = strstr(p, ".tar")); p++)
		dot = p;
	if (!dot)
		dot = strrchr(base, '.');
	size_t at = dot && dot > base ? (size_t)(dot - n->path) : strlen(n->path);
	buf_printf(b, "%.*s-%06llu%s", (int)at, n->path, (unsigned long long)n->shard, n->path + at);
	buf_addc(b, 0);
}

static int next_file(struct newarchive *n, struct diag *d)
{
	bool shards = n->most_samples || n->most_bytes;
	struct buf name = BUF_INIT;
	int rc = 0;

	n->samples = n->bytes = 0;
	n->sent = (struct tally){0};
	if (shards) {
		shard_name(n, &name);
		/* A shard of an earlier, longer set beside the new ones would be read with them. */
		if (faccessat(AT_FDCWD, name.p, F_OK, 0) == 0)
			rc = diag_set(d, "exists", "%s: exists; shards replace nothing", name.p);
		else
			rc = output_open(&n->out, name.p, d);
	} else {
		rc = pack_output(n->k, &n->out, d);
	}
	n->out.path = n->path; /* the shard's own name ends here */
	buf_fini(&name);
	return rc == 0 ? start(n, d) : -1;
}

/* Ends the archive that is being written; its file waits for its name. */
static int finish_file(struct newarchive *n, struct diag *d)
{
	struct atomic *file = &n->out.file;
	int rc = n->zip ? zip_out_finish(n->w, &n->why) : archive_write_close(n->a) == ARCHIVE_OK ? 0 : -1;
	struct filter_out *z = n->z;

	n->z = NULL;
	if (rc != 0)
		filter_out_abort(z);
	else
		rc = filter_out_close(z, &n->why);
	if (rc != 0)
		complain(n, d);
	archive_write_free(n->a);
	n->a = NULL;
	zip_out_close(n->w);
	n->w = NULL;
	if (rc != 0 || n->out.through)
		return rc;
	struct tally found;
	if (tally_archive(file->fd, n->zip, n->filter, &found, d) != 0 || tally_compare(&n->sent, &found, d) != 0)
		return -1;
	if (sys_sync(file->fd) != 0)
		return diag_set(d, "write", "%s: %s", file->name, strerror(errno));
	atomic_close(file); /* thousands of shards must not need thousands of descriptors */
	buf_add(&n->done, (const char *)file, sizeof *file);
	n->n_done++;
	n->shard++;
	return 0;
}

struct newarchive *newarchive_open(struct pack *k, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct newarchive *n = arena_zalloc(&own, 1, sizeof *n);
	struct span name = span_of(k->o->out);

	n->own = own;
	n->k = k;
	n->path = k->o->out;
	n->out = (struct output)OUTPUT_INIT;
	n->zip = span_ends(name, SPAN(".zip"));
	(void)filter_of_tar(name, &n->filter); /* any other name: a plain tar */
	if (k->o->shard_size && !shard_size(k->o->shard_size, &n->most_samples, &n->most_bytes))
		diag_set(d, "usage", "--shard-size takes a number of samples, or bytes with K, M, G or T");
	else if (k->o->shard_size && strcmp(n->path, "-") == 0)
		diag_set(d, "usage", "shards cannot go to standard output");
	else if (next_file(n, d) == 0)
		return n;
	newarchive_close(n);
	return NULL;
}

void newarchive_close(struct newarchive *n)
{
	if (n->a) {
		if (n->out.through) /* half an archive in a pipe must not get an end mark; libarchive 3.6 loses its buffer then */
			archive_write_fail(n->a);
		archive_write_free(n->a);
	}
	zip_out_close(n->w);
	if (n->z)
		filter_out_abort(n->z);
	output_abort(&n->out);
	for (size_t i = 0; i < n->n_done; i++) { /* those that got their name are not found under the temporary one */
		struct atomic *t = (struct atomic *)(void *)n->done.p + i;
		char ignored[TEMP_NAME];
		int dir = path_open_parent(n->path, ignored, NULL);
		if (dir < 0)
			break;
		unlinkat(dir, t->temp, 0);
		close(dir);
	}
	buf_fini(&n->done);
	buf_fini(&n->key);
	buf_fini(&n->keybuf);
	buf_fini(&n->name);
	map_fini(&n->past);
	struct arena own = n->own;
	arena_fini(&own);
}

/* Before a member: whether a new shard begins with it. */
static int boundary(struct newarchive *n, struct archive_entry *e, struct diag *d)
{
	const char *path = archive_entry_pathname(e);

	buf_reset(&n->keybuf);
	name_from_raw(&n->keybuf, span_of(path));
	struct name name = name_split(buf_span(&n->keybuf));
	struct span key = name_key(&name);
	uint64_t size = (uint64_t)archive_entry_size(e);
	if (n->key.n && span_eq(buf_span(&n->key), key)) {
		n->bytes += size + 1024;
		return 0;
	}
	if (key.n && map_find(&n->past, hash_bytes(key.p, key.n, hash_seed())))
		return diag_set(d, "scattered", "%s: is not beside the rest of its sample, which an earlier shard holds", path);
	if (n->samples > 0 && ((n->most_samples && n->samples >= n->most_samples) ||
	                       (n->most_bytes && n->bytes + size + 1024 > n->most_bytes))) {
		if (finish_file(n, d) != 0 || next_file(n, d) != 0)
			return -1;
	}
	if (n->key.n)
		map_add(&n->past, hash_bytes(n->key.p, n->key.n, hash_seed()), NULL);
	buf_reset(&n->key);
	buf_adds(&n->key, key);
	n->samples += name_is_image(&name) || name_caption_rank(&name, NULL) >= 0; /* not a README */
	n->bytes += size + 1024;
	return 0;
}

/* Whether this archive can hold such a member: 0; 1 it cannot; -1 with d: a folder could. */
static int fits(const struct newarchive *n, struct archive_entry *e, struct diag *d)
{
	mode_t type = archive_entry_filetype(e);

	if (n->zip && archive_entry_hardlink(e))
		return diag_set(d, "hard-link", "%s: is a hard link to %s, which a zip cannot hold; into a file, not a pipe, it is written as a file", archive_entry_pathname(e),
		                archive_entry_hardlink(e));
	if (archive_entry_hardlink(e) || type == AE_IFREG || type == AE_IFDIR || type == AE_IFLNK)
		return 0;
	return n->zip || (type != AE_IFIFO && type != AE_IFCHR && type != AE_IFBLK);
}

/* A member of a zip. A link's content is its target. */
static int begin_zip(struct newarchive *n, struct archive_entry *e, struct diag *d)
{
	mode_t type = archive_entry_filetype(e);
	struct span target = span_of(type == AE_IFLNK ? archive_entry_symlink(e) : NULL);
	struct name name = name_split(buf_span(&n->name));
	struct zip_member m = {
		.name = buf_span(&n->name), .mode = archive_entry_mode(e), .mtime = archive_entry_mtime(e), .size = n->plain ? n->due : target.n,
		.stored = name_is_image(&name) || type != AE_IFREG, /* images are compressed already */
	};

	if (type == AE_IFDIR && !span_ends(m.name, SPAN("/"))) {
		buf_addc(&n->name, '/');
		m.name = buf_span(&n->name);
	}
	if (zip_out_begin(n->w, &m, &n->why) != 0 || (target.n && zip_out_data(n->w, target, &n->why) != 0))
		return complain(n, d);
	return 0;
}

int newarchive_begin(struct newarchive *n, struct archive_entry *e, struct diag *d)
{
	bool shards = n->most_samples || n->most_bytes;
	const char *path = archive_entry_pathname(e);
	mode_t type = archive_entry_filetype(e);

	if (!path)
		return diag_set(d, "bad-name", "a member has a name that cannot be read");
	if (shards && type == AE_IFDIR) {
		n->counts = n->plain = n->begun = false;
		return 0;
	}
	int rc = fits(n, e, d);
	if (rc == 0 && shards)
		rc = boundary(n, e, d);
	if (rc != 0)
		return rc;
	buf_reset(&n->name); /* e may change before the end */
	buf_adds(&n->name, span_of(path));
	n->counts = type != AE_IFDIR;
	n->plain = type == AE_IFREG && !archive_entry_hardlink(e);
	n->due = n->plain ? (uint64_t)archive_entry_size(e) : 0;
	n->given = 0;
	n->begun = true;
	if (n->zip)
		return begin_zip(n, e, d);
	rc = archive_write_header(n->a, e);
	return rc == ARCHIVE_OK || rc == ARCHIVE_WARN ? 0 : complain(n, d);
}

int newarchive_data(struct newarchive *n, struct span piece, struct diag *d)
{
	n->given += piece.n;
	if (n->given > n->due)
		return diag_set(d, "changed", "a file grew while it was read");
	if (n->zip)
		return zip_out_data(n->w, piece, &n->why) == 0 ? 0 : complain(n, d);
	while (piece.n > 0) {
		la_ssize_t w = archive_write_data(n->a, piece.p, piece.n);
		if (w <= 0)
			return w < 0 ? complain(n, d) : diag_set(d, "changed", "a file grew while it was read");
		piece = span_cut(piece, (size_t)w, piece.n);
	}
	return 0;
}

int newarchive_end(struct newarchive *n, struct diag *d)
{
	if (n->plain && n->given != n->due) /* libarchive would fill up with zeros */
		return diag_set(d, "changed", "%.*s: has %llu bytes, not %llu", SPAN_ARG(buf_span(&n->name)), (unsigned long long)n->given,
		                (unsigned long long)n->due);
	if (n->begun && (n->zip ? zip_out_end(n->w, &n->why) != 0 : archive_write_finish_entry(n->a) != ARCHIVE_OK))
		return complain(n, d);
	if (n->counts)
		tally_add(&n->sent, buf_span(&n->name), n->given);
	n->counts = false;
	return 0;
}

int newarchive_commit(struct newarchive *n, struct diag *d)
{
	char ignored[TEMP_NAME];

	if (finish_file(n, d) != 0)
		return -1;
	if (n->out.through)
		return output_commit(&n->out, d);
	int dir = path_open_parent(n->path, ignored, d), rc = dir < 0 ? -1 : 0;
	for (size_t i = 0; rc == 0 && i < n->n_done; i++) {
		struct atomic *t = (struct atomic *)(void *)n->done.p + i;
		struct diag why = {0};
		if (put_in_place(dir, t->temp, t->name, &why) != 0)
			rc = diag_set(d, why.code, "%s: %s", t->name, why.message);
	}
	if (rc == 0 && sys_sync_folder(dir) != 0)
		rc = diag_set(d, "sync-dir", "%s: is there, but its folder could not be synced: %s", n->path, strerror(errno));
	if (dir >= 0)
		close(dir);
	return rc;
}
