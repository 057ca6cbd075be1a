/* file.h: whole files: mapped, read, found among the tools' data, written whole or not at all. */
#ifndef CAPTOOLS_BASE_FILE_H
#define CAPTOOLS_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"
#include "base/sys.h"

/* A file mapped read-only. The span stays valid until unmap. 0, or -1 with d set (code "open", "map"). */
int file_map(const char *path, struct span *out, struct diag *d);
void file_unmap(struct span s);

enum { FILE_PATH = SYS_PATH };
/* The path without links and dots. False if there is no such file. */
bool file_real(const char *path, char out[FILE_PATH]);

/* The whole file (or fd) appended to b, at most cap bytes (more is an error "too-large"). */
int file_read(const char *path, struct buf *b, size_t cap, struct diag *d);
int fd_read_all(int fd, struct buf *b, size_t cap, struct diag *d);

/* The next byte of a file or pipe, which is left there; -1 where there is none, or where the system cannot tell. Does not wait. */
int fd_peek(int fd);

/* A zstd-compressed (or plain) file, decompressed into b, at most cap bytes. */
int file_read_zstd(const char *path, struct buf *b, size_t cap, struct diag *d);

/* The folder that the program lies in, links resolved; empty where nobody knows. Lives in the arena, with a NUL behind it. */
struct span program_folder(struct arena *a);
/* The path of a data file ("encoders/clip.vocab"): beside the program (build/share, ../share/captools), then
 * $CAPTOOLS_SHARE, then the compiled-in datadir. NULL when nobody has it. Lives in the arena. */
const char *share_find(struct arena *a, const char *relative);

#endif
