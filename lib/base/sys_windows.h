/* sys_windows.h: the calls of POSIX.1-2008 that the tools use and Windows has not, under their names; base/sys.h alone includes it. A folder that is
 * open is a descriptor, too. What differs from POSIX: modes and owners say nothing (access lists come from the folder), a folder's descriptor
 * names it by its path, and no name from an archive may hold what Windows gives a meaning (backslash, colon, wildcards): EINVAL. */
#ifndef CAPTOOLS_BASE_SYS_WINDOWS_H
#define CAPTOOLS_BASE_SYS_WINDOWS_H
#ifdef _WIN32

#include <fcntl.h>
#include <io.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#define O_CLOEXEC O_NOINHERIT
enum { O_NOCTTY = 0, O_NONBLOCK = 0, O_NOFOLLOW = 1 << 20, O_DIRECTORY = 1 << 21 };
enum { AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 1, AT_REMOVEDIR = 2 };
enum { S_IFLNK = 0xA000 };
enum { UTIME_OMIT = -2 };
#define S_ISLNK(mode) (((mode) & S_IFMT) == S_IFLNK)

struct sys_stat {
	uint64_t st_dev, st_ino;
	mode_t st_mode;
	unsigned st_nlink, st_uid, st_gid;
	int64_t st_size;
	struct timespec st_atim, st_mtim;
};
/* The C library's own have inodes of 16 bits. */
#define stat sys_stat
#define fstat sys_fstat
/* Its isatty says yes to NUL, and its write calls a pipe that nobody reads any more an invalid argument. */
#define isatty sys_isatty
#define write sys_write

int sys_stat(const char *path, struct sys_stat *st);
int sys_fstat(int fd, struct sys_stat *st);
int sys_isatty(int fd);
ssize_t sys_write(int fd, const void *p, size_t n);
int fstatat(int dir, const char *name, struct sys_stat *st, int flags);
int openat(int dir, const char *name, int flags, ...);
int faccessat(int dir, const char *name, int mode, int flags);
int mkdirat(int dir, const char *name, mode_t mode);
int unlinkat(int dir, const char *name, int flags);
int renameat(int from_dir, const char *from, int to_dir, const char *to);
int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags);
int symlinkat(const char *target, int dir, const char *name);
/* The path that the link leads to in the end. */
ssize_t readlinkat(int dir, const char *name, char *to, size_t n);
int fchmod(int fd, mode_t mode);
int futimens(int fd, const struct timespec times[2]);
ssize_t pread(int fd, void *p, size_t n, int64_t at);
ssize_t pwrite(int fd, const void *p, size_t n, int64_t at);
char *realpath(const char *path, char *out);

struct dirent {
	char d_name[260 * 3 + 1];
};
#define DIR struct sys_dir
DIR *fdopendir(int fd);
DIR *opendir(const char *path);
struct dirent *readdir(DIR *d);
int closedir(DIR *d);
int dirfd(DIR *d);

/* ---- for the files of the same name ---- */

enum { SYS_WIDE = 1 << 15 }; /* UTF-16 units of the longest path that Windows has */
/* The arguments as they were given, in UTF-8, of any length; for the process's life. */
bool sys_windows_arguments(int *argc, char ***argv);
/* errno from GetLastError; -1. */
int sys_windows_errno(void);
/* name in dir (or AT_FDCWD) as Windows has it, of any length: \\?\C:\folder\name. 0, or -1. */
int sys_windows_path(int dir, const char *name, wchar_t out[SYS_WIDE]);
/* The path of what is open as fd, with that prefix. 0, or -1. */
int sys_windows_path_of(int fd, wchar_t out[SYS_WIDE]);
/* UTF-16 with backslashes, with or without \\?\, to UTF-8 with slashes. Its length, or 0. */
size_t sys_windows_utf8(const wchar_t *path, char *out, size_t n);

#endif
#endif
