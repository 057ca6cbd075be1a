/* progress.c: the progress line. */
#include "run/progress.h"

#include <stdio.h>
#include <time.h>

#include "base/die.h"
#include "base/sys.h"
#include "io/source.h"

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Where records go to the same terminal, a line between them would only disturb. */
void progress_init(struct progress *p, bool quiet)
{
	*p = (struct progress){.on = !quiet && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO)};
	if (p->on)
		p->started = p->last = now();
}

static int size_text(char *to, size_t n, double bytes)
{
	static const char *const unit[] = {"B", "KiB", "MiB", "GiB", "TiB"};
	int i = 0;

	while (bytes >= 1024 && i < 4) {
		bytes /= 1024;
		i++;
	}
	return snprintf(to, n, i ? "%.1f %s" : "%.0f %s", bytes, unit[i]);
}

void progress_draw(struct progress *p, const struct source *s, uint64_t records)
{
	if (!p->on)
		return;
	double t = now(), spent = t - p->started;
	if (spent < 1 || t - p->last < 0.2)
		return;
	uint64_t done, all;
	char line[160], size[32];
	source_progress(s, &done, &all);
	size_text(size, sizeof size, (double)done);
	int n = snprintf(line, sizeof line, "\r%llu caption%s, %s, %.0f/s", (unsigned long long)records, records == 1 ? "" : "s", size,
	                 (double)records / spent);
	if (all > done && done > 0) {
		double left = spent * (double)(all - done) / (double)done;
		n += snprintf(line + n, sizeof line - (size_t)n, ", %d%%, %d:%02d left", (int)(100.0 * (double)done / (double)all),
		              (int)(left / 60), (int)left % 60);
	}
	n += snprintf(line + n, sizeof line - (size_t)n, "\033[K");
	err_write(line, (size_t)n);
	p->shown = true;
	p->last = t;
}

void progress_clear(struct progress *p)
{
	if (!p->shown)
		return;
	err_write("\r\033[K", 4);
	p->shown = false;
}
