/* tap.h: the few lines that a unit main needs to speak TAP. */
#ifndef CAPTOOLS_TESTS_TAP_H
#define CAPTOOLS_TESTS_TAP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int tap_n, tap_bad;

#define OK(cond, ...)                                                     \
	do {                                                              \
		int ok_ = (cond) ? 1 : 0;                                 \
		printf("%sok %d - ", ok_ ? "" : "not ", ++tap_n);         \
		printf(__VA_ARGS__);                                      \
		putchar('\n');                                            \
		if (!ok_) {                                               \
			tap_bad++;                                        \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond); \
		}                                                         \
	} while (0)

/* Before input on which quadratic work takes many minutes: ends the program, and so fails the test, if it has not ended by itself
 * in two. No timing is a test, so that is a hundred times what it needs; sanitizers and valgrind get more (tests/run). */
static inline void tap_may_hang(void)
{
	const char *s = getenv("CAPTOOLS_SLOW");

	alarm(120 * (s ? (unsigned)strtoul(s, NULL, 10) : 1));
}

static inline int tap_end(void)
{
	printf("1..%d\n", tap_n);
	return tap_bad > 0;
}

#endif
