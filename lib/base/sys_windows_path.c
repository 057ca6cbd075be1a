/* sys_windows_path.c: names and errors between Windows and the rest. */
#ifdef _WIN32
#include "base/sys.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <winternl.h>

#include <errno.h>
#include <string.h>

int sys_windows_errno(void)
{
	static const struct {
		DWORD error;
		int is;
	} known[] = {
		{ERROR_FILE_NOT_FOUND, ENOENT}, {ERROR_PATH_NOT_FOUND, ENOENT}, {ERROR_INVALID_DRIVE, ENOENT}, {ERROR_BAD_NETPATH, ENOENT},
		{ERROR_ACCESS_DENIED, EACCES}, {ERROR_SHARING_VIOLATION, EBUSY}, {ERROR_LOCK_VIOLATION, EWOULDBLOCK}, {ERROR_FILE_EXISTS, EEXIST},
		{ERROR_ALREADY_EXISTS, EEXIST}, {ERROR_DIR_NOT_EMPTY, ENOTEMPTY}, {ERROR_DIRECTORY, ENOTDIR}, {ERROR_DISK_FULL, ENOSPC},
		{ERROR_HANDLE_DISK_FULL, ENOSPC}, {ERROR_BROKEN_PIPE, EPIPE}, {ERROR_NO_DATA, EPIPE}, {ERROR_INVALID_NAME, EINVAL},
		{ERROR_INVALID_PARAMETER, EINVAL}, {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG}, {ERROR_NOT_SAME_DEVICE, EXDEV},
		{ERROR_WRITE_PROTECT, EROFS}, {ERROR_TOO_MANY_OPEN_FILES, EMFILE}, {ERROR_NOT_ENOUGH_MEMORY, ENOMEM}, {ERROR_OUTOFMEMORY, ENOMEM},
		{ERROR_NOT_SUPPORTED, ENOSYS}, {ERROR_INVALID_FUNCTION, ENOSYS}, {ERROR_PRIVILEGE_NOT_HELD, EPERM}, {ERROR_INVALID_HANDLE, EBADF},
		{ERROR_CANT_RESOLVE_FILENAME, ELOOP}, {ERROR_TOO_MANY_LINKS, EMLINK},
	};
	DWORD e = GetLastError();

	errno = EIO;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (known[i].error == e)
			errno = known[i].is;
	return -1;
}

static int no(int err)
{
	errno = err;
	return -1;
}

static HANDLE handle_of(int fd)
{
	return (HANDLE)_get_osfhandle(fd);
}

/* ---- paths ---- */

static bool begins(const wchar_t *s, const wchar_t *with)
{
	return wcsncmp(s, with, wcslen(with)) == 0;
}

size_t sys_windows_utf8(const wchar_t *path, char *out, size_t n)
{
	if (begins(path, L"\\\\?\\UNC\\")) {
		size_t m = n > 2 ? sys_windows_utf8(path + 8, out + 2, n - 2) : 0;
		memcpy(out, m ? "//" : "", m ? 2 : 1); /* //server/share */
		return m ? m + 2 : 0;
	}
	if (begins(path, L"\\\\?\\"))
		path += 4;
	int m = WideCharToMultiByte(CP_UTF8, 0, path, -1, out, (int)n, NULL, NULL);
	for (char *p = out; m > 0 && *p; p++)
		if (*p == '\\')
			*p = '/';
	return m > 0 ? (size_t)m - 1 : 0;
}

/* A full path gets the prefix with which Windows takes names as they are, of any length. Devices (\\.\NUL) stay what they are. */
static int prefixed(const wchar_t *full, wchar_t out[SYS_WIDE])
{
	const wchar_t *front = begins(full, L"\\\\?\\") || begins(full, L"\\\\.\\") ? L"" : begins(full, L"\\\\") ? L"\\\\?\\UNC\\" : L"\\\\?\\";
	size_t skip = wcscmp(front, L"\\\\?\\UNC\\") == 0 ? 2 : 0, n = wcslen(front), m = wcslen(full + skip);

	if (n + m >= SYS_WIDE)
		return no(ENAMETOOLONG);
	wmemmove(out + n, full + skip, m + 1);
	wmemcpy(out, front, n);
	return 0;
}

static int full_path(const wchar_t *w, wchar_t out[SYS_WIDE])
{
	wchar_t full[SYS_WIDE];
	DWORD n = GetFullPathNameW(w, SYS_WIDE, full, NULL);

	if (n == 0)
		return sys_windows_errno();
	return n >= SYS_WIDE ? no(ENAMETOOLONG) : prefixed(full, out);
}

/* Wine (8.0) has room for 260 units there; the name that the kernel knows is of any length. */
static bool object_name(HANDLE h, wchar_t out[SYS_WIDE])
{
	enum { NAME = 1 }; /* ObjectNameInformation */
	union {
		UNICODE_STRING name;
		wchar_t room[SYS_WIDE];
	} u;
	ULONG n;

	if (NtQueryObject(h, (OBJECT_INFORMATION_CLASS)NAME, &u, sizeof u, &n) != 0 || u.name.Length / 2 < 5 || wcsncmp(u.name.Buffer, L"\\??\\", 4) != 0)
		return false;
	size_t m = u.name.Length / sizeof(wchar_t);
	if (m >= SYS_WIDE)
		return false;
	wmemcpy(out, u.name.Buffer, m);
	out[m] = 0;
	out[1] = L'\\'; /* \??\ is \\?\ here */
	return true;
}

int sys_windows_path_of(int fd, wchar_t out[SYS_WIDE])
{
	DWORD n = GetFinalPathNameByHandleW(handle_of(fd), out, SYS_WIDE, FILE_NAME_NORMALIZED | VOLUME_NAME_DOS);

	if (n == 0)
		return object_name(handle_of(fd), out) ? 0 : sys_windows_errno();
	return n >= SYS_WIDE ? no(ENAMETOOLONG) : 0;
}

/* name to UTF-16 with backslashes behind out[at]. */
static int widen(const char *name, wchar_t out[SYS_WIDE], size_t at)
{
	if (!*name)
		return no(ENOENT);
	if (!MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, name, -1, out + at, (int)(SYS_WIDE - at)))
		return no(GetLastError() == ERROR_INSUFFICIENT_BUFFER ? ENAMETOOLONG : EILSEQ);
	for (wchar_t *p = out + at; *p; p++)
		if (*p == L'/')
			*p = L'\\';
	return 0;
}

static bool has_dots(const char *s)
{
	for (size_t n; *s; s += n + (s[n] != 0)) {
		n = strcspn(s, "/");
		if ((n == 1 && s[0] == '.') || (n == 2 && s[0] == '.' && s[1] == '.'))
			return true;
	}
	return false;
}

int sys_windows_path(int dir, const char *name, wchar_t out[SYS_WIDE])
{
	bool absolute = name[0] == '/' || name[0] == '\\' || (name[0] && name[1] == ':');

	if (dir == AT_FDCWD || absolute) {
		wchar_t w[SYS_WIDE];
		return widen(name, w, 0) != 0 ? -1 : full_path(w, out);
	}
	/* Relative to a folder: a member's name, say. */
	for (const char *p = name; *p; p++)
		if ((unsigned char)*p < ' ' || strchr("\\:*?\"<>|", *p))
			return no(EINVAL);
	if (sys_windows_path_of(dir, out) != 0)
		return -1;
	if (strcmp(name, ".") == 0)
		return 0;
	size_t n = wcslen(out);
	if (out[n - 1] != L'\\') {
		if (n + 2 >= SYS_WIDE)
			return no(ENAMETOOLONG);
		out[n++] = L'\\';
	}
	if (widen(name, out, n) != 0)
		return -1;
	n = wcslen(out);
	while (n > 1 && out[n - 1] == L'\\') /* "folder/" */
		out[--n] = 0;
	return has_dots(name) ? full_path(begins(out, L"\\\\?\\UNC\\") ? out : out + 4, out) : 0;
}
#endif
