/* sys_windows_dir.c: what a folder holds, on Windows. */
#ifdef _WIN32
#include "base/sys.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

struct sys_dir {
	HANDLE find;
	int fd;
	bool first, over;
	WIN32_FIND_DATAW found;
	struct dirent e;
};

DIR *fdopendir(int fd)
{
	wchar_t path[SYS_WIDE];
	size_t n;

	if (sys_windows_path(fd, ".", path) != 0 || (n = wcslen(path)) + 3 >= SYS_WIDE)
		return NULL;
	wmemcpy(path + n, L"\\*", 3);
	DIR *d = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof *d);
	if (!d)
		return NULL;
	d->fd = fd;
	d->first = true;
	d->find = FindFirstFileW(path, &d->found);
	d->over = d->find == INVALID_HANDLE_VALUE;
	if (!d->over || GetLastError() == ERROR_FILE_NOT_FOUND)
		return d;
	sys_windows_errno();
	HeapFree(GetProcessHeap(), 0, d);
	return NULL;
}

DIR *opendir(const char *path)
{
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;

	if (fd >= 0 && !d)
		close(fd);
	return d;
}

/* A name that is no UTF-16 (half of a surrogate pair) is shown with U+FFFD and cannot be opened: an error on that name, not a file unseen. */
struct dirent *readdir(DIR *d)
{
	if (d->over)
		return NULL;
	if (!d->first && !FindNextFileW(d->find, &d->found)) {
		d->over = true;
		if (GetLastError() != ERROR_NO_MORE_FILES)
			sys_windows_errno();
		return NULL;
	}
	d->first = false;
	WideCharToMultiByte(CP_UTF8, 0, d->found.cFileName, -1, d->e.d_name, sizeof d->e.d_name, NULL, NULL);
	return &d->e;
}

int closedir(DIR *d)
{
	if (d->find != INVALID_HANDLE_VALUE)
		FindClose(d->find);
	close(d->fd);
	HeapFree(GetProcessHeap(), 0, d);
	return 0;
}

int dirfd(DIR *d)
{
	return d->fd;
}
#endif
