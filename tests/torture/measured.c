/* measured.c: `measured COMMAND ARG...` runs it and says on standard error: measured CPU-SECONDS PEAK-BYTES. Its status is the command's, 128 and the
 * signal more if one ended it. A process of its own, as the peak of all children would hide that of the last; in C, as Python's start takes
 * longer than most of what growth.py measures. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct rusage u;
	int status;

	if (argc < 2)
		return 2;
	pid_t child = fork();
	if (child == 0) {
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || getrusage(RUSAGE_CHILDREN, &u) != 0) {
		perror("measured");
		return 2;
	}
	fprintf(stderr, "measured %.3f %ld\n", seconds(u.ru_utime) + seconds(u.ru_stime), u.ru_maxrss << 10);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
