/* terminal.c: colour and width of standard output. */
#include "report/terminal.h"

#include <stdlib.h>
#include <string.h>

#include "base/sys.h"
#include "run/run.h"

bool terminal_colour(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (run_common.color && *run_common.color == 'a' && run_common.color[1] == 'l')
		return true;
	if (run_common.color && *run_common.color == 'n')
		return false;
	return isatty(STDOUT_FILENO) && !(no && *no) && !(term && strcmp(term, "dumb") == 0);
}

int terminal_width(void)
{
	const char *env = getenv("COLUMNS");
	long n = env ? strtol(env, NULL, 10) : 0;

	if (n <= 0)
		n = sys_columns(STDOUT_FILENO);
	return n >= 20 && n <= 10000 ? (int)n : 80;
}
