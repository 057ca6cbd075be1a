/* sys_windows_process.c: the arguments of this process and of its children, on Windows. */
#ifdef _WIN32
#include "base/sys.h"

#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <shellapi.h>

#include <errno.h>
#include <string.h>

static HANDLE handle_of(int fd)
{
	return (HANDLE)_get_osfhandle(fd);
}

bool sys_windows_arguments(int *argc, char ***argv)
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
#endif
