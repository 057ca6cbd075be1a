/* die.c: messages, exit statuses and the end of standard output. */
#include "base/die.h"

#include <errno.h>
#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "base/sys.h"

static const char *name = "captools";
static bool closed; /* standard output, by out_close: whoever ends the process before is none of ours */

/* libarchive, out of memory, calls exit(1): that would say "done, with findings". */
static void at_exit(void)
{
	if (!closed)
		_exit(STATUS_TROUBLE);
}

void prog_init(int *argc, char ***argv)
{
	sys_start(argc, argv);
	const char *argv0 = *argc > 0 ? **argv : NULL, *slash = argv0 ? strrchr(argv0, '/') : NULL;

	if (argv0)
		name = slash ? slash + 1 : argv0;
	atexit(at_exit);
	/* libarchive gives NULL for UTF-8 member names in any other locale. */
	if (!setlocale(LC_CTYPE, "C.UTF-8"))
		setlocale(LC_CTYPE, "en_US.UTF-8");
}

const char *prog_name(void)
{
	return name;
}

void err_write(const char *p, size_t n)
{
	ssize_t ignored = write(STDERR_FILENO, p, n);
	(void)ignored;
}

__attribute__((format(printf, 1, 0)))
static void say(const char *fmt, va_list ap)
{
	char line[4096];
	int n = snprintf(line, sizeof line - 1, "%s: ", name);
	int m = vsnprintf(line + n, sizeof line - 1 - (size_t)n, fmt, ap);
	size_t len = m < 0 ? (size_t)n : (size_t)(n + m);

	if (len > sizeof line - 2)
		len = escape_cut(line, sizeof line - 2);
	len = escape_terminal_in(line, len); /* hostile names must not drive the terminal */
	line[len++] = '\n';
	err_write(line, len);
}

void warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
}

void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(fmt, ap);
	va_end(ap);
	_exit(STATUS_TROUBLE);
}

void die_quietly(void)
{
	_exit(STATUS_TROUBLE);
}

void die_nomem(void)
{
	static const char text[] = ": out of memory\n";
	err_write(name, strlen(name));
	err_write(text, sizeof text - 1);
	_exit(STATUS_TROUBLE);
}

void out_write(const char *p, size_t n)
{
	while (n > 0) {
		ssize_t w = write(STDOUT_FILENO, p, n);
		if (w < 0) {
			if (errno == EINTR)
				continue;
			if (errno == EPIPE)
				die_quietly();
			die("standard output: %s", strerror(errno));
		}
		p += w;
		n -= (size_t)w;
	}
}

void out_close(void)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		if (errno == EPIPE)
			die_quietly();
		die("standard output: %s", strerror(errno));
	}
	if (close(STDOUT_FILENO) != 0 && errno != EBADF)
		die("standard output: %s", strerror(errno));
	closed = true;
}
