/* sys.h: what the tools need of the operating system, named by purpose. The common ground is POSIX.1-2008: files and folders relative to an
 * open folder (openat and its family), and threads. Its headers come with this one; where there are none, sys_windows.h has those calls.
 * What goes beyond POSIX, or differs below it, stands here, and each platform has it in one file: sys_linux.c, sys_darwin.c (sys_posix.c
 * for what both do alike; sys_plain.c for what only Linux has), sys_windows.c. No other file asks which platform it is compiled for: tests/check/layers.sh.
 * Everywhere: paths are UTF-8 with slashes, standard input and output are binary, errno says why. */
#ifndef CAPTOOLS_BASE_SYS_H
#define CAPTOOLS_BASE_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#ifdef _WIN32
#include "base/sys_windows.h"
#else
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

enum { SYS_PATH = 4096 }; /* bytes of a path and its NUL: Linux's PATH_MAX */

/* ---- the process ---- */

/* The first thing that a process does: arguments in UTF-8 and standard descriptors binary, where they are not; a write over the file size
 * limit fails, rather than killing. argc and argv may be NULL. */
void sys_start(int *argc, char ***argv);
/* Brings a path as people type it into the form with slashes, in place. */
void sys_path_in(char *path);
/* The program's own path, links resolved. False where nobody knows. */
bool sys_program(char path[SYS_PATH]);
/* Cores by affinity mask and cgroup quota (v1 and v2), at least 1. */
int sys_cores(void);
/* How many of the machine's cores no other process wants at this moment, if own threads of this one run; 0 or less where others want them all.
 * INT_MAX: nobody can tell. */
int sys_free_cores(int own);
/* 64 random bits that a stranger cannot guess. False: there are none to be had without waiting. */
bool sys_random(uint64_t *bits);
/* clean is called when a signal that is not ignored ends the process (it may call what is safe in a signal handler); then the process ends by it.
 * What cannot be caught (SIGKILL, the power) calls nothing. May be repeated. */
void sys_on_death(void (*clean)(void));
/* From now on this process makes, opens for writing, removes and starts no file, and reaches no TCP port; what is open stays so, reading
 * stays allowed, and temporary files in the folder tmp (NULL: none). Threads begun later are bound as well. False: nothing has changed,
 * as there is no Landlock here (it is Linux's, 5.13 and later), or CAPTOOLS_NO_SANDBOX is set. */
bool sys_sandbox(const char *tmp);

/* Another descriptor of the same, which children do not inherit. It, or -1. */
int sys_dup(int fd);
/* A pipe that children do not inherit. 0, or -1. */
int sys_pipe(int fd[2]);
/* Starts program (looked for in PATH unless it has a slash) with in and out as its standard input and output; *child: for sys_wait. 0, or an errno. */
int sys_spawn(const char *program, char **argv, int in, int out, intptr_t *child);
/* Waits for its end: the exit status, or -1 when it did not exit by itself. */
int sys_wait(intptr_t child);

/* ---- memory ---- */

/* The first n > 0 bytes of a file, read-only; NULL. */
const void *sys_map(int fd, size_t n);
void sys_unmap(const void *p, size_t n);
/* n > 0 zero bytes, aligned to a page, that cost nothing until they are touched; NULL: out of memory. */
void *sys_pages(size_t n);
void sys_pages_free(void *p, size_t n);

/* ---- pipes and terminals ---- */

/* Waits until a read of fd would not block, at most ms milliseconds (-1: for ever). 1; 0 when the time is over; -1. */
int sys_wait_readable(int fd, int ms);
/* Whether a read of fd would block right now (false on error and end of file). */
bool sys_would_block(int fd);
/* Bytes that lie in a pipe, unread; 0 where the system cannot tell. */
int sys_pending(int fd);
/* The next byte of a pipe, which is left there; -1 where there is none yet, or where the system cannot tell (macOS). Does not wait. */
int sys_peek(int fd);
/* Columns of a terminal; 0: it is none, or does not say. */
int sys_columns(int fd);

/* ---- files ---- */

/* Takes the exclusive lock of a file or folder without waiting; it goes with the last descriptor, whatever ends the process. 0, or -1: EWOULDBLOCK
 * when another process holds it. */
int sys_lock(int fd);
/* What was written to fd is on the disk, its drive's cache included. 0, or -1. */
int sys_sync(int fd);
/* The same for the names in a folder, where the system has such a thing; where it has none, 0. */
int sys_sync_folder(int dir);
/* Everything of the file system that holds fd: one call in place of a thousand. Where there is none (sys_syncs_all: false) it does nothing, and
 * what must be on the disk is synced file by file. */
int sys_sync_all(int fd);
bool sys_syncs_all(void);
/* Asks for fd's bytes [at,at+n) to be written to the disk from now on, so that a later sync has little left. */
void sys_write_behind(int fd, uint64_t at, uint64_t n);
/* Copies up to n bytes from offset at of in to out's position without bringing them into the process. The count; 0: not here, or the end; -1. */
long long sys_copy(int in, uint64_t at, int out, uint64_t n);
/* A temporary file in dir, for reading and writing, that goes with the process. The descriptor, or -1. */
int sys_temp_file(const char *dir);
/* The folder for temporary files: $TMPDIR, or the system's. */
const char *sys_temp_folder(void);
/* The disk space of fd's bytes [at,at+n), which are not read again, where the file system can. */
void sys_give_back(int fd, uint64_t at, uint64_t n);
/* The path of what is open as fd, links resolved. Its length, or 0. */
size_t sys_path_of(int fd, char path[SYS_PATH]);
/* Renames from to a name that must not exist (EEXIST), both in dir, in one step. 0, or -1. */
int sys_rename_new(int dir, const char *from, const char *to);
/* The same in two steps, for a file system that has no such rename: link() refuses an existing name. Not on Windows. */
int sys_link_new(int dir, const char *from, const char *to);
/* Exchanges two names of dir in one step. 0, or -1: EINVAL, ENOSYS or EOPNOTSUPP where the file system cannot. */
int sys_exchange(int dir, const char *a, const char *b);
/* Gives the open file to the mode, owner (as far as allowed) and extended attributes of from. */
void sys_copy_attributes(int from, int to);
void sys_copy_xattrs(int from, int to);
/* When the file was read and written last. */
struct timespec sys_read_time(const struct stat *st);
struct timespec sys_write_time(const struct stat *st);

#endif
