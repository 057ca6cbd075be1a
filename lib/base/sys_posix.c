/* sys_posix.c: what Linux and macOS do alike. */
#ifndef _WIN32
#include "base/sys.h"

#include <errno.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>

extern char **environ;
static void (*cleaning)(void);

void sys_start(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
#ifdef __GLIBC__
	/* glibc raises its threshold to the size of what is freed, up to 32 MiB; what is freed then stays with the process. */
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 1 << 20);
#endif
	signal(SIGXFSZ, SIG_IGN); /* `ulimit -f`: a write that fails, with a message, and temporary files go */
}

void sys_path_in(char *path)
{
	(void)path;
}

static void on_signal(int sig)
{
	cleaning();
	raise(sig); /* the default action is back: SA_RESETHAND */
}

void sys_on_death(void (*clean)(void))
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction sa = {.sa_handler = on_signal, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)}, old;

	cleaning = clean;
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		if (sigaction(signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
			sigaction(signals[i], &sa, NULL);
}

int sys_dup(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, 0);
}

int sys_pipe(int fd[2])
{
	if (pipe(fd) != 0)
		return -1;
	return fcntl(fd[0], F_SETFD, FD_CLOEXEC) != 0 || fcntl(fd[1], F_SETFD, FD_CLOEXEC) != 0 ? -1 : 0;
}

int sys_spawn(const char *program, char **argv, int in, int out, intptr_t *child)
{
	posix_spawn_file_actions_t act;
	pid_t pid = 0;
	int err = posix_spawn_file_actions_init(&act);

	if (err != 0)
		return err;
	if ((err = posix_spawn_file_actions_adddup2(&act, in, STDIN_FILENO)) == 0 &&
	    (err = posix_spawn_file_actions_adddup2(&act, out, STDOUT_FILENO)) == 0)
		err = posix_spawnp(&pid, program, &act, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&act);
	*child = pid;
	return err;
}

int sys_wait(intptr_t child)
{
	int status;

	return waitpid((pid_t)child, &status, 0) >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

const void *sys_map(int fd, size_t n)
{
	void *p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);

	return p == MAP_FAILED ? NULL : p;
}

void sys_unmap(const void *p, size_t n)
{
	munmap((void *)(uintptr_t)p, n);
}

void sys_pages_free(void *p, size_t n)
{
	munmap(p, n);
}

int sys_wait_readable(int fd, int ms)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	return poll(&p, 1, ms);
}

bool sys_would_block(int fd)
{
	return sys_wait_readable(fd, 0) == 0;
}

int sys_pending(int fd)
{
	int n = 0;

	return ioctl(fd, FIONREAD, &n) == 0 ? n : 0;
}

int sys_columns(int fd)
{
	struct winsize w;

	return isatty(fd) && ioctl(fd, TIOCGWINSZ, &w) == 0 ? w.ws_col : 0;
}

int sys_lock(int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB);
}

int sys_sync_folder(int dir)
{
	return fsync(dir) != 0 && errno != EINVAL && errno != EBADF ? -1 : 0;
}

const char *sys_temp_folder(void)
{
	const char *dir = getenv("TMPDIR");

	return dir && *dir ? dir : "/tmp";
}

int sys_temp_file(const char *dir)
{
	char name[SYS_PATH];
	int fd, n = snprintf(name, sizeof name, "%s/captools-XXXXXX", dir);

#ifdef O_TMPFILE /* Linux's, of some file systems */
	if ((fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600)) >= 0)
		return fd;
#endif
	if (n < 0 || (size_t)n >= sizeof name) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	return fd;
}

void sys_copy_attributes(int from, int to)
{
	struct stat st, own;

	if (fstat(from, &st) != 0 || fstat(to, &own) != 0)
		return;
	sys_copy_xattrs(from, to);
	/* Owner first: chown may clear mode bits. A file we may write but not give away stays ours. */
	if ((own.st_uid != st.st_uid || own.st_gid != st.st_gid) && fchown(to, st.st_uid, st.st_gid) != 0)
		st.st_mode &= ~(mode_t)(S_ISUID | S_ISGID);
	(void)fchmod(to, st.st_mode & 07777);
}

bool sys_syncs_all(void)
{
	return true;
}

int sys_link_new(int dir, const char *from, const char *to)
{
	return linkat(dir, from, dir, to, 0) == 0 ? unlinkat(dir, from, 0) : -1;
}
#endif
