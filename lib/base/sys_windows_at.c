/* sys_windows_at.c: the files and folders of POSIX.1-2008 on Windows (10, 1709 and later, for names that go while their file is open). */
#ifdef _WIN32
#include "base/sys.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <winioctl.h>

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { ANYONE = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE };

static int no(int err)
{
	errno = err;
	return -1;
}

static HANDLE handle_of(int fd)
{
	return (HANDLE)_get_osfhandle(fd);
}

char *realpath(const char *path, char *out)
{
	int fd = openat(AT_FDCWD, path, O_RDONLY);
	size_t n = fd < 0 ? 0 : sys_path_of(fd, out);

	if (fd >= 0)
		close(fd);
	return n ? out : NULL;
}

ssize_t readlinkat(int dir, const char *name, char *to, size_t n)
{
	struct stat st;
	char path[SYS_PATH];

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return -1;
	if (!S_ISLNK(st.st_mode))
		return no(EINVAL);
	int fd = openat(dir, name, O_RDONLY);
	size_t m = fd < 0 ? 0 : sys_path_of(fd, path);
	if (fd >= 0)
		close(fd);
	if (!m)
		return -1;
	memcpy(to, path, m < n ? m : n);
	return (ssize_t)(m < n ? m : n);
}

/* ---- opening ---- */

static bool is_link(HANDLE h)
{
	FILE_ATTRIBUTE_TAG_INFO tag;

	return GetFileInformationByHandleEx(h, FileAttributeTagInfo, &tag, sizeof tag) && (tag.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) &&
	       (tag.ReparseTag == IO_REPARSE_TAG_SYMLINK || tag.ReparseTag == IO_REPARSE_TAG_MOUNT_POINT);
}

int openat(int dir, const char *name, int flags, ...)
{
	wchar_t path[SYS_WIDE];
	int way = flags & (O_WRONLY | O_RDWR);
	DWORD access = way == O_RDWR ? GENERIC_READ | GENERIC_WRITE : way == O_WRONLY ? GENERIC_WRITE : GENERIC_READ;
	DWORD make = !(flags & O_CREAT) ? OPEN_EXISTING : flags & O_EXCL ? CREATE_NEW : OPEN_ALWAYS;
	DWORD how = FILE_FLAG_BACKUP_SEMANTICS | (flags & O_NOFOLLOW ? FILE_FLAG_OPEN_REPARSE_POINT : 0);
	SECURITY_ATTRIBUTES inherit = {.nLength = sizeof inherit, .bInheritHandle = !(flags & O_CLOEXEC)};
	struct stat st;

	if (sys_windows_path(dir, name, path) != 0)
		return -1;
	HANDLE h = CreateFileW(path, access, ANYONE, &inherit, make, how, NULL);
	if (h == INVALID_HANDLE_VALUE)
		return sys_windows_errno();
	bool link = flags & O_NOFOLLOW && is_link(h);
	int fd = link ? -1 : _open_osfhandle((intptr_t)h, O_BINARY | way | (flags & O_CLOEXEC));
	if (fd < 0) {
		CloseHandle(h);
		return no(link ? ELOOP : EMFILE);
	}
	if (flags & O_DIRECTORY && (fstat(fd, &st) != 0 || !S_ISDIR(st.st_mode))) {
		close(fd);
		return no(ENOTDIR);
	}
	return fd;
}

static struct timespec time_of(FILETIME t)
{
	static const uint64_t to_1970 = 116444736000000000u; /* 100 ns since 1601 */
	uint64_t n = (uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime;

	n = n > to_1970 ? n - to_1970 : 0;
	return (struct timespec){(time_t)(n / 10000000), (long)(n % 10000000 * 100)};
}

static int stat_of(HANDLE h, struct stat *st)
{
	BY_HANDLE_FILE_INFORMATION i;
	DWORD type = GetFileType(h);

	*st = (struct stat){.st_mode = 0666, .st_nlink = 1};
	if (type == FILE_TYPE_PIPE || type == FILE_TYPE_CHAR) {
		st->st_mode |= type == FILE_TYPE_PIPE ? S_IFIFO : S_IFCHR;
		return 0;
	}
	if (!GetFileInformationByHandle(h, &i)) { /* a file that was inherited, under Wine: its size is known */
		LARGE_INTEGER size;
		if (type != FILE_TYPE_DISK || !GetFileSizeEx(h, &size))
			return sys_windows_errno();
		st->st_mode |= S_IFREG;
		st->st_size = size.QuadPart;
		return 0;
	}
	bool folder = i.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY;
	st->st_mode = (mode_t)(is_link(h) ? S_IFLNK | 0777 : folder ? S_IFDIR | 0755 : i.dwFileAttributes & FILE_ATTRIBUTE_READONLY ? S_IFREG | 0444 : S_IFREG | 0644);
	st->st_dev = i.dwVolumeSerialNumber;
	st->st_ino = (uint64_t)i.nFileIndexHigh << 32 | i.nFileIndexLow;
	st->st_nlink = i.nNumberOfLinks;
	st->st_size = (int64_t)((uint64_t)i.nFileSizeHigh << 32 | i.nFileSizeLow);
	st->st_atim = time_of(i.ftLastAccessTime);
	st->st_mtim = time_of(i.ftLastWriteTime);
	return 0;
}

int sys_fstat(int fd, struct stat *st)
{
	HANDLE h = handle_of(fd);

	return h == INVALID_HANDLE_VALUE ? no(EBADF) : stat_of(h, st);
}

int fstatat(int dir, const char *name, struct stat *st, int flags)
{
	wchar_t path[SYS_WIDE];

	if (sys_windows_path(dir, name, path) != 0)
		return -1;
	HANDLE h = CreateFileW(path, FILE_READ_ATTRIBUTES, ANYONE, NULL, OPEN_EXISTING,
	                       FILE_FLAG_BACKUP_SEMANTICS | (flags & AT_SYMLINK_NOFOLLOW ? FILE_FLAG_OPEN_REPARSE_POINT : 0), NULL);
	if (h == INVALID_HANDLE_VALUE)
		return sys_windows_errno();
	int rc = stat_of(h, st);
	CloseHandle(h);
	return rc;
}

int sys_stat(const char *path, struct stat *st)
{
	return fstatat(AT_FDCWD, path, st, 0);
}

int faccessat(int dir, const char *name, int mode, int flags)
{
	wchar_t path[SYS_WIDE];

	(void)flags;
	if (sys_windows_path(dir, name, path) != 0)
		return -1;
	if (GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES)
		return 0;
	size_t n = wcslen(path);
	if (mode == X_OK && n + 5 < SYS_WIDE && GetFileAttributesW(wcscpy(path + n, L".exe") - n) != INVALID_FILE_ATTRIBUTES)
		return 0;
	return sys_windows_errno();
}

/* ---- names ---- */

int mkdirat(int dir, const char *name, mode_t mode)
{
	wchar_t path[SYS_WIDE];

	(void)mode;
	if (sys_windows_path(dir, name, path) != 0)
		return -1;
	return CreateDirectoryW(path, NULL) ? 0 : sys_windows_errno();
}

/* The name itself, not what a link leads to. */
static HANDLE open_name(const wchar_t *path)
{
	return CreateFileW(path, DELETE | FILE_READ_ATTRIBUTES, ANYONE, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
}

int unlinkat(int dir, const char *name, int flags)
{
	wchar_t path[SYS_WIDE];
	FILE_DISPOSITION_INFO_EX now = {FILE_DISPOSITION_FLAG_DELETE | FILE_DISPOSITION_FLAG_POSIX_SEMANTICS | FILE_DISPOSITION_FLAG_IGNORE_READONLY_ATTRIBUTE};
	FILE_DISPOSITION_INFO last = {TRUE}; /* the name goes with the last handle */
	struct stat st;

	if (sys_windows_path(dir, name, path) != 0)
		return -1;
	HANDLE h = open_name(path);
	if (h == INVALID_HANDLE_VALUE)
		return sys_windows_errno();
	bool folder = stat_of(h, &st) == 0 && S_ISDIR(st.st_mode);
	int rc = folder == !!(flags & AT_REMOVEDIR) ? 0 : no(folder ? EISDIR : ENOTDIR);
	if (rc == 0 && !SetFileInformationByHandle(h, FileDispositionInfoEx, &now, sizeof now) &&
	    !SetFileInformationByHandle(h, FileDispositionInfo, &last, sizeof last))
		rc = sys_windows_errno();
	CloseHandle(h);
	return rc;
}

int renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	wchar_t old[SYS_WIDE];
	union { /* the name of the length that it has stands behind the struct */
		FILE_RENAME_INFO i;
		wchar_t room[SYS_WIDE + sizeof(FILE_RENAME_INFO)];
	} new = {0};

	if (sys_windows_path(from_dir, from, old) != 0 || sys_windows_path(to_dir, to, new.i.FileName) != 0)
		return -1;
	HANDLE h = open_name(old);
	if (h == INVALID_HANDLE_VALUE)
		return sys_windows_errno();
	new.i.Flags = FILE_RENAME_FLAG_REPLACE_IF_EXISTS | FILE_RENAME_FLAG_POSIX_SEMANTICS;
	new.i.FileNameLength = (DWORD)(wcslen(new.i.FileName) * sizeof(wchar_t));
	BOOL done = SetFileInformationByHandle(h, FileRenameInfoEx, &new.i, sizeof new);
	CloseHandle(h);
	/* A file system without it, FAT say. */
	return done || MoveFileExW(old, new.i.FileName, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) ? 0 : sys_windows_errno();
}

int linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
	wchar_t old[SYS_WIDE], new[SYS_WIDE];

	(void)flags;
	if (sys_windows_path(from_dir, from, old) != 0 || sys_windows_path(to_dir, to, new) != 0)
		return -1;
	return CreateHardLinkW(new, old, NULL) ? 0 : sys_windows_errno();
}

int symlinkat(const char *target, int dir, const char *name)
{
	wchar_t path[SYS_WIDE], to[SYS_WIDE];

	if (sys_windows_path(dir, name, path) != 0)
		return -1;
	if (!MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, target, -1, to, SYS_WIDE))
		return sys_windows_errno();
	for (wchar_t *p = to; *p; p++)
		if (*p == L'/')
			*p = L'\\';
	return CreateSymbolicLinkW(path, to, SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE) ? 0 : sys_windows_errno();
}

int fchmod(int fd, mode_t mode)
{
	(void)fd;
	(void)mode;
	return 0;
}

int futimens(int fd, const struct timespec times[2])
{
	uint64_t n = ((uint64_t)times[1].tv_sec * 10000000 + (uint64_t)times[1].tv_nsec / 100) + 116444736000000000u;
	FILETIME written = {(DWORD)n, (DWORD)(n >> 32)};

	if (times[1].tv_nsec == UTIME_OMIT)
		return 0;
	return SetFileTime(handle_of(fd), NULL, NULL, &written) ? 0 : sys_windows_errno();
}

/* ---- bytes at an offset ---- */

static OVERLAPPED offset(int64_t at)
{
	return (OVERLAPPED){.Offset = (DWORD)at, .OffsetHigh = (DWORD)((uint64_t)at >> 32)};
}

/* By a handle of its own where it can be had (not for a file that was inherited, under Wine): Windows moves the position, from which other threads read. */
ssize_t pread(int fd, void *p, size_t n, int64_t at)
{
	HANDLE h = handle_of(fd), own = ReOpenFile(h, GENERIC_READ, ANYONE, 0);
	OVERLAPPED o = offset(at);
	LARGE_INTEGER was, none = {.QuadPart = 0};
	DWORD got = 0;

	if (own == INVALID_HANDLE_VALUE && !SetFilePointerEx(h, none, &was, FILE_CURRENT))
		return no(ESPIPE);
	bool good = ReadFile(own != INVALID_HANDLE_VALUE ? own : h, p, n < INT32_MAX ? (DWORD)n : INT32_MAX, &got, &o) || GetLastError() == ERROR_HANDLE_EOF;
	ssize_t rc = good ? (ssize_t)got : sys_windows_errno();
	if (own != INVALID_HANDLE_VALUE)
		CloseHandle(own);
	else
		SetFilePointerEx(h, was, NULL, FILE_BEGIN);
	return rc;
}

#undef write
ssize_t sys_write(int fd, const void *p, size_t n)
{
	int w = _write(fd, p, n < INT32_MAX ? (unsigned)n : INT32_MAX);

	if (w < 0 && GetFileType(handle_of(fd)) == FILE_TYPE_PIPE) /* it has no reader; Windows and Wine have several numbers for that */
		errno = EPIPE;
	return w;
}

ssize_t pwrite(int fd, const void *p, size_t n, int64_t at)
{
	OVERLAPPED o = offset(at);
	DWORD put = 0;

	return WriteFile(handle_of(fd), p, n < INT32_MAX ? (DWORD)n : INT32_MAX, &put, &o) ? (ssize_t)put : sys_windows_errno();
}
#endif
