/* tokens.c: an example of libcaptools: reads a caption a line, prints each encoder's tokens and what is wrong.
 *	cc tokens.c $(pkg-config --cflags --libs --static captools) -o tokens
 *	echo 'a red apple, apple' | ./tokens sdxl
 */
#include <captools.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show(struct captools_run *r, const char *line, size_t n)
{
	struct captools_tokens t;
	struct captools_report lint;

	for (size_t e = 0; e < captools_encoders(r); e++) {
		if (captools_tokenize(r, e, line, n, &t) != 0) {
			fprintf(stderr, "tokens: %s\n", captools_run_error(r));
			return;
		}
		printf("%s: %zu of %zu tokens:", captools_encoder_name(r, e), t.tokens, t.limit);
		for (size_t i = 0; i < t.n; i++)
			printf(" [%.*s]", (int)(t.pieces[i].end - t.pieces[i].start), line + t.pieces[i].start);
		printf("\n");
	}
	if (captools_lint(r, line, n, &lint) != 0) {
		fprintf(stderr, "tokens: %s\n", captools_run_error(r));
		return;
	}
	printf("score %.1f (%s)\n", lint.score, lint.style);
	for (size_t i = 0; i < lint.n; i++)
		printf("%s at %zu to %zu: %s\n", lint.findings[i].code, lint.findings[i].start, lint.findings[i].end, lint.findings[i].message);
}

int main(int argc, char **argv)
{
	struct captools_options o = {.model = argc > 1 ? argv[1] : NULL};
	char why[CAPTOOLS_WHY], *line = NULL;
	struct captools *c = captools_open(&o, why);
	size_t cap = 0;

	if (!c) {
		fprintf(stderr, "tokens: %s\n", why);
		return 2;
	}
	struct captools_run *r = captools_run_open(c);
	for (ssize_t n; (n = getline(&line, &cap, stdin)) > 0;)
		show(r, line, line[n - 1] == '\n' ? (size_t)n - 1 : (size_t)n);
	free(line);
	captools_run_close(r);
	captools_close(c);
	return 0;
}
