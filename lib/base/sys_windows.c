/* sys_windows.c: Windows 10, 1709 and later. The POSIX calls that it lacks are in sys_windows_at.c and sys_windows_dir.c, its paths in sys_windows_path.c,
 * arguments and children in sys_windows_process.c. */
#ifdef _WIN32
#include "base/sys.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__declspec(dllimport) int __cdecl rand_s(unsigned *value); /* <stdlib.h> shows it to who asked before banned.h did */

static HANDLE handle_of(int fd)
{
	return (HANDLE)_get_osfhandle(fd);
}

/* ---- the process ---- */

void sys_path_in(char *path)
{
	for (; *path; path++)
		if (*path == '\\')
			*path = '/';
}

/* A wrong descriptor is EBADF, as elsewhere; the C library would end the process. */
static void ignore(const wchar_t *what, const wchar_t *function, const wchar_t *file, unsigned line, uintptr_t more)
{
	(void)what;
	(void)function;
	(void)file;
	(void)line;
	(void)more;
}

static void terminal(int fd)
{
	DWORD mode;

	if (GetConsoleMode(handle_of(fd), &mode)) {
		SetConsoleOutputCP(CP_UTF8);
		SetConsoleMode(handle_of(fd), mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING); /* colours */
	}
}

void sys_start(int *argc, char ***argv)
{
	_set_invalid_parameter_handler(ignore);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		_setmode(fd, _O_BINARY);
	terminal(STDOUT_FILENO);
	terminal(STDERR_FILENO);
	if (!argc || !sys_windows_arguments(argc, argv) || *argc == 0)
		return;
	char *name = (*argv)[0];
	size_t n = strlen(name);
	sys_path_in(name);
	if (n > 4 && _stricmp(name + n - 4, ".exe") == 0)
		name[n - 4] = 0;
}

bool sys_program(char path[SYS_PATH])
{
	wchar_t w[SYS_WIDE];
	DWORD n = GetModuleFileNameW(NULL, w, SYS_WIDE);

	return n > 0 && n < SYS_WIDE && sys_windows_utf8(w, path, SYS_PATH) > 0;
}

int sys_cores(void)
{
	DWORD_PTR own, all;
	int n = 0;

	if (GetProcessAffinityMask(GetCurrentProcess(), &own, &all))
		for (; own; own &= own - 1)
			n++;
	return n > 0 ? n : 1;
}

bool sys_random(uint64_t *bits)
{
	unsigned high, low;

	if (rand_s(&high) != 0 || rand_s(&low) != 0)
		return false;
	*bits = (uint64_t)high << 32 | low;
	return true;
}

static void (*cleaning)(void);

static BOOL WINAPI on_end(DWORD event)
{
	(void)event;
	cleaning();
	return FALSE; /* the next handler ends the process */
}

void sys_on_death(void (*clean)(void))
{
	if (!cleaning)
		SetConsoleCtrlHandler(on_end, TRUE);
	cleaning = clean;
}

int sys_dup(int fd)
{
	HANDLE h;

	if (!DuplicateHandle(GetCurrentProcess(), handle_of(fd), GetCurrentProcess(), &h, 0, FALSE, DUPLICATE_SAME_ACCESS))
		return sys_windows_errno();
	return _open_osfhandle((intptr_t)h, _O_BINARY | _O_NOINHERIT);
}

int sys_pipe(int fd[2])
{
	return _pipe(fd, 1 << 16, _O_BINARY | _O_NOINHERIT);
}

/* ---- memory ---- */

const void *sys_map(int fd, size_t n)
{
	HANDLE m = CreateFileMappingW(handle_of(fd), NULL, PAGE_READONLY, 0, 0, NULL);
	const void *p = m ? MapViewOfFile(m, FILE_MAP_READ, 0, 0, n) : NULL;

	if (!p)
		sys_windows_errno();
	if (m)
		CloseHandle(m);
	return p;
}

void sys_unmap(const void *p, size_t n)
{
	(void)n;
	UnmapViewOfFile(p);
}

void *sys_pages(size_t n)
{
	return VirtualAlloc(NULL, n, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
}

void sys_pages_free(void *p, size_t n)
{
	(void)n;
	VirtualFree(p, 0, MEM_RELEASE);
}

/* ---- pipes and terminals ---- */

int sys_isatty(int fd)
{
	DWORD mode;

	return GetConsoleMode(handle_of(fd), &mode) != 0;
}

/* Whether a read would not block. 1, 0; -1: that cannot be told (a socket; under Wine, a pipe that a program of Unix made). */
static int readable(int fd, DWORD ms)
{
	HANDLE h = handle_of(fd);
	DWORD n;

	if (GetFileType(h) == FILE_TYPE_CHAR)
		return WaitForSingleObject(h, ms) == WAIT_OBJECT_0;
	if (GetFileType(h) != FILE_TYPE_PIPE)
		return 1;
	if (PeekNamedPipe(h, NULL, 0, NULL, &n, NULL))
		return n > 0;
	return GetLastError() == ERROR_BROKEN_PIPE ? 1 : -1;
}

int sys_wait_readable(int fd, int ms)
{
	enum { STEP = 10 }; /* a pipe cannot be waited for, only asked */

	if (GetFileType(handle_of(fd)) == FILE_TYPE_CHAR)
		return readable(fd, ms < 0 ? INFINITE : (DWORD)ms);
	for (int waited = 0;; waited += STEP) {
		if (readable(fd, 0) != 0)
			return 1;
		if (ms >= 0 && waited >= ms)
			return 0;
		Sleep(STEP);
	}
}

/* If in doubt: what is due goes out before the read. */
bool sys_would_block(int fd)
{
	return readable(fd, 0) != 1;
}

int sys_pending(int fd)
{
	DWORD n;

	return PeekNamedPipe(handle_of(fd), NULL, 0, NULL, &n, NULL) ? (int)n : 0;
}

int sys_peek(int fd)
{
	unsigned char first;
	DWORD n = 0;

	return PeekNamedPipe(handle_of(fd), &first, 1, &n, NULL, NULL) && n == 1 ? first : -1;
}

int sys_columns(int fd)
{
	CONSOLE_SCREEN_BUFFER_INFO i;

	return GetConsoleScreenBufferInfo(handle_of(fd), &i) ? i.srWindow.Right - i.srWindow.Left + 1 : 0;
}

/* ---- files ---- */

/* A folder cannot be locked: that it is open for new entries, and for nobody else so, stands for it, until the process ends. */
static int lock_folder(HANDLE h)
{
	HANDLE own = ReOpenFile(h, FILE_ADD_FILE, FILE_SHARE_READ | FILE_SHARE_DELETE, FILE_FLAG_BACKUP_SEMANTICS);

	if (own != INVALID_HANDLE_VALUE)
		return 0;
	sys_windows_errno();
	if (errno == EBUSY)
		errno = EWOULDBLOCK;
	return -1;
}

/* Locks are mandatory on Windows: this one is on a byte that no file has. */
int sys_lock(int fd)
{
	OVERLAPPED o = {.Offset = 0, .OffsetHigh = 0x7fffffff};
	struct stat st;

	if (fstat(fd, &st) != 0)
		return -1;
	if (S_ISDIR(st.st_mode))
		return lock_folder(handle_of(fd));
	return LockFileEx(handle_of(fd), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &o) ? 0 : sys_windows_errno();
}

int sys_sync(int fd)
{
	if (GetFileType(handle_of(fd)) != FILE_TYPE_DISK) {
		errno = EINVAL;
		return -1;
	}
	return FlushFileBuffers(handle_of(fd)) ? 0 : sys_windows_errno();
}

/* It takes the right to write to the folder; where a file system has no such thing, or Windows no right for us, it is its own affair. */
int sys_sync_folder(int dir)
{
	wchar_t path[SYS_WIDE];
	HANDLE h = sys_windows_path(dir, ".", path) != 0 ? INVALID_HANDLE_VALUE
	         : CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);

	if (h == INVALID_HANDLE_VALUE)
		return 0;
	BOOL done = FlushFileBuffers(h);
	bool broken = !done && (GetLastError() == ERROR_IO_DEVICE || GetLastError() == ERROR_CRC || GetLastError() == ERROR_DISK_FULL);
	int rc = broken ? sys_windows_errno() : 0;
	CloseHandle(h);
	return rc;
}

/* A whole volume can be flushed by an administrator alone. */
bool sys_syncs_all(void)
{
	return false;
}

int sys_sync_all(int fd)
{
	(void)fd;
	return 0;
}

int sys_temp_file(const char *dir)
{
	char name[SYS_PATH];
	wchar_t path[SYS_WIDE];
	uint64_t bits;

	if (!sys_random(&bits))
		return -1;
	snprintf(name, sizeof name, "%s/captools-%016llx", dir, (unsigned long long)bits);
	if (sys_windows_path(AT_FDCWD, name, path) != 0)
		return -1;
	HANDLE h = CreateFileW(path, GENERIC_READ | GENERIC_WRITE | DELETE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
	return h == INVALID_HANDLE_VALUE ? sys_windows_errno() : _open_osfhandle((intptr_t)h, _O_BINARY | _O_RDWR | _O_NOINHERIT);
}

const char *sys_temp_folder(void)
{
	static char folder[SYS_PATH];
	const char *dir = getenv("TMPDIR");
	wchar_t w[MAX_PATH + 2];

	if (dir && *dir)
		return dir;
	if (!*folder && GetTempPathW(MAX_PATH + 2, w) > 0)
		sys_windows_utf8(w, folder, sizeof folder);
	return folder;
}

void sys_give_back(int fd, uint64_t at, uint64_t n)
{
	(void)fd;
	(void)at;
	(void)n;
}

size_t sys_path_of(int fd, char path[SYS_PATH])
{
	wchar_t w[SYS_WIDE];

	*path = 0;
	return sys_windows_path_of(fd, w) == 0 ? sys_windows_utf8(w, path, SYS_PATH) : 0;
}

int sys_rename_new(int dir, const char *from, const char *to)
{
	wchar_t old[SYS_WIDE], new[SYS_WIDE];

	if (sys_windows_path(dir, from, old) != 0 || sys_windows_path(dir, to, new) != 0)
		return -1;
	return MoveFileExW(old, new, MOVEFILE_WRITE_THROUGH) ? 0 : sys_windows_errno();
}

int sys_exchange(int dir, const char *a, const char *b)
{
	(void)dir;
	(void)a;
	(void)b;
	errno = ENOSYS;
	return -1;
}

/* The new file has the access list of its folder. */
void sys_copy_attributes(int from, int to)
{
	(void)from;
	(void)to;
}

struct timespec sys_read_time(const struct stat *st)
{
	return st->st_atim;
}

struct timespec sys_write_time(const struct stat *st)
{
	return st->st_mtim;
}
#endif
