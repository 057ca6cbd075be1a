/* diag.h: an error as a value: what was wrong with one record, one file, one line. Never printed by lib. */
#ifndef CAPTOOLS_BASE_DIAG_H
#define CAPTOOLS_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

struct diag {
	const char *code;   /* stable, kebab-case, a literal: "not-utf8", "bad-json"; NULL = no error */
	size_t offset;      /* byte in the thing that was read, if has_offset */
	bool has_offset;
	bool fatal;         /* the stream cannot go on (I/O, a broken container): exit 2 */
	char message[240];  /* one line for a person, no final period, printable UTF-8 */
};

/* Fills d; d may be NULL (then nothing happens). What would drive a terminal in the message becomes '?' (escape.h). Returns -1,
 * so that a reader can say `return diag_set(...)`. */
int diag_set(struct diag *d, const char *code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same with the byte offset of the fault. */
int diag_at(struct diag *d, const char *code, size_t offset, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#ifdef __clang_analyzer__ /* which sees one file at a time */
#define diag_set(...) (diag_set(__VA_ARGS__), -1)
#define diag_at(...) (diag_at(__VA_ARGS__), -1)
#endif

#endif
