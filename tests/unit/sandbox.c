/* sandbox.c: what a reading tool still may once it has dropped its rights, and what not. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sys.h"
#include "base/spool.h"

static int tests;

static void ok(bool good, const char *what)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, what);
}

/* Whether the path can be opened so; EACCES is the only refusal that counts. */
static bool can(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
	return fd >= 0 || errno != EACCES;
}

static void *thread(void *path)
{
	return can(path, O_WRONLY | O_CREAT) ? path : NULL;
}

/* In a folder of its own, which only its parent can remove. */
static int child(const char *base)
{
	char tmp[64], in[80], out[80];
	struct diag d = {0};
	struct spool s = SPOOL_INIT(1 << 20);
	static char big[1 << 20];
	struct span part = {big, sizeof big};
	pthread_t t;
	void *wrote = out;
	bool spooled = true;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (chdir(base) != 0)
		return 2;
	snprintf(tmp, sizeof tmp, "%s/tmp", base);
	snprintf(in, sizeof in, "%s/tmp/in", base);
	snprintf(out, sizeof out, "%s/out", base);
	int held = open(out, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (held < 0 || mkdir(tmp, 0700) != 0 || setenv("TMPDIR", tmp, 1) != 0)
		return 2;
	setenv("CAPTOOLS_NO_SANDBOX", "1", 1);
	ok(!sys_sandbox(tmp) && can(out, O_WRONLY), "CAPTOOLS_NO_SANDBOX leaves everything as it is");
	unsetenv("CAPTOOLS_NO_SANDBOX");
	if (!sys_sandbox(tmp)) {
		printf("ok 2 - rights are dropped # skip no Landlock here\n1..2\n");
		return 0;
	}
	ok(!can(out, O_WRONLY) && !can(out, O_RDWR) && !can("new", O_WRONLY | O_CREAT), "no file is opened to be written, or made");
	ok(unlink(out) != 0 && errno == EACCES && mkdir("d", 0700) != 0 && errno == EACCES && rename(out, "x") != 0, "none is removed, renamed");
	ok(can(out, O_RDONLY) && can(base, O_RDONLY | O_DIRECTORY) && can("/dev/null", O_RDONLY), "files and folders are read");
	ok(write(held, "x", 1) == 1, "what was open is written");
	ok(execl("/bin/true", "true", (char *)NULL) != 0 && errno == EACCES, "nothing is executed");
	ok(can(in, O_RDWR | O_CREAT) && unlink(in) == 0, "temporary files are made and removed in their folder");
	for (int i = 0; i < 8 && spooled; i++)
		spooled = spool_push(&s, &part, 1, &d) == 0;
	ok(spooled, "a queue still spills there");
	spool_fini(&s);
	ok(pthread_create(&t, NULL, thread, out) == 0 && pthread_join(t, &wrote) == 0 && !wrote, "a thread begun later may not write");
	printf("1..%d\n", tests);
	return 0;
}

int main(void)
{
	char base[] = "/tmp/captools-sandbox-XXXXXX", out[64], tmp[64];
	int status;

	pid_t pid = mkdtemp(base) ? fork() : -1;
	if (pid == 0)
		_exit(child(base));
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 2;
	snprintf(out, sizeof out, "%s/out", base);
	snprintf(tmp, sizeof tmp, "%s/tmp", base);
	unlink(out);
	rmdir(tmp);
	rmdir(base);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
