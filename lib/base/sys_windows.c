/* sys_windows.c: Windows 10, 1709 and later. The POSIX calls that it lacks are in sys_windows_at.c and sys_windows_dir.c, its paths in sys_windows_path.c. */
#ifdef _WIN32
#include "base/sys.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <shellapi.h>

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

/* The arguments as they were given, in UTF-8; main has them in the code page of the system. For the process's life. */
static bool arguments(int *argc, char ***argv)
{
	int n = 0;
	wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &n);
	char **v = wide ? HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, ((size_t)n + 1) * sizeof *v) : NULL;

	for (int i = 0; v && i < n; i++) {
		int m = WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, NULL, 0, NULL, NULL);
		v[i] = m > 0 ? HeapAlloc(GetProcessHeap(), 0, (size_t)m) : NULL;
		if (!v[i] || !WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, v[i], m, NULL, NULL))
			return false;
	}
	if (!v)
		return false;
	*argc = n;
	*argv = v;
	return true;
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
	if (!argc || !arguments(argc, argv) || *argc == 0)
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

/* One argument as CommandLineToArgvW and the C library take it apart: backslashes count double before a quote. */
static bool quote(const char *arg, wchar_t *line, size_t *n)
{
	wchar_t w[SYS_WIDE];
	size_t slashes = 0;

	if (!MultiByteToWideChar(CP_UTF8, 0, arg, -1, w, SYS_WIDE) || *n + 2 * wcslen(w) + 4 > SYS_WIDE)
		return false;
	line[(*n)++] = L'"';
	for (const wchar_t *p = w;; p++) {
		if (*p == L'\\') {
			slashes++;
			continue;
		}
		for (size_t i = 0; i < (*p == L'"' || !*p ? 2 * slashes : slashes); i++)
			line[(*n)++] = L'\\';
		slashes = 0;
		if (!*p)
			break;
		if (*p == L'"')
			line[(*n)++] = L'\\';
		line[(*n)++] = *p;
	}
	line[(*n)++] = L'"';
	line[(*n)++] = L' ';
	line[*n] = 0;
	return true;
}

int sys_spawn(const char *program, char **argv, int in, int out, intptr_t *child)
{
	wchar_t line[SYS_WIDE];
	size_t n = 0;
	PROCESS_INFORMATION p;
	STARTUPINFOW s = {.cb = sizeof s, .dwFlags = STARTF_USESTDHANDLES, .hStdError = GetStdHandle(STD_ERROR_HANDLE)};
	HANDLE me = GetCurrentProcess();

	(void)program; /* argv[0] names it, with .exe or without */
	for (; *argv; argv++)
		if (!quote(*argv, line, &n))
			return E2BIG;
	if (!DuplicateHandle(me, handle_of(in), me, &s.hStdInput, 0, TRUE, DUPLICATE_SAME_ACCESS) ||
	    !DuplicateHandle(me, handle_of(out), me, &s.hStdOutput, 0, TRUE, DUPLICATE_SAME_ACCESS)) {
		sys_windows_errno();
		return errno;
	}
	BOOL begun = CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &s, &p);
	if (!begun)
		sys_windows_errno();
	CloseHandle(s.hStdInput);
	CloseHandle(s.hStdOutput);
	if (!begun)
		return errno;
	CloseHandle(p.hThread);
	*child = (intptr_t)p.hProcess;
	return 0;
}

int sys_wait(intptr_t child)
{
	DWORD status;
	bool known = WaitForSingleObject((HANDLE)child, INFINITE) == WAIT_OBJECT_0 && GetExitCodeProcess((HANDLE)child, &status);

	CloseHandle((HANDLE)child);
	return known && status <= 255 ? (int)status : -1;
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

int sys_wait_readable(int fd, int ms)
{
	enum { STEP = 10 }; /* a pipe cannot be waited for, only asked */
	HANDLE h = handle_of(fd);
	DWORD n;

	if (GetFileType(h) == FILE_TYPE_CHAR)
		return WaitForSingleObject(h, ms < 0 ? INFINITE : (DWORD)ms) == WAIT_OBJECT_0;
	if (GetFileType(h) != FILE_TYPE_PIPE)
		return 1;
	for (int waited = 0;; waited += STEP) {
		if (!PeekNamedPipe(h, NULL, 0, NULL, &n, NULL) || n > 0) /* an error is the end of the pipe, mostly: read says which */
			return 1;
		if (ms >= 0 && waited >= ms)
			return 0;
		Sleep(STEP);
	}
}

bool sys_would_block(int fd)
{
	return sys_wait_readable(fd, 0) == 0;
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

int sys_sync_folder(int dir)
{
	(void)dir;
	return 0;
}

/* A whole volume can be flushed by an administrator alone. */
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

const char *sys_no_journal(void)
{
	return "Windows cannot replace many files as if at once: write a new folder with -o";
}
#endif
