/* die.h: the process's own voice: exit statuses, messages on stderr, the end of stdout.
 * The only place in lib that names stdout, stderr or exit(). */
#ifndef CAPTOOLS_BASE_DIE_H
#define CAPTOOLS_BASE_DIE_H

#include <stddef.h>

/* CONTRACT: 0 done; 1 done, with bad records or findings over a threshold; 2 usage, I/O or memory trouble. */
enum { STATUS_OK = 0, STATUS_FOUND = 1, STATUS_TROUBLE = 2 };

/* Call it first in every main: what the system wants first (sys_start, which may give another argc and argv), LC_CTYPE, and the name in front of
 * every message, argv[0]'s basename. From then on a process that ends without out_close has STATUS_TROUBLE. */
void prog_init(int *argc, char ***argv);
const char *prog_name(void);

/* Prints `NAME: message` on stderr and exits with STATUS_TROUBLE. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The reader of what is written has had enough: STATUS_TROUBLE without a word. */
_Noreturn void die_quietly(void);
/* Prints `NAME: message` on stderr, whole lines even from several threads. */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* p[0..n) to standard error, as it is: the progress line. */
void err_write(const char *p, size_t n);
/* Out of memory: the only message that allocates nothing. */
_Noreturn void die_nomem(void);

/* All of p[0..n) to standard output, or die (silently when the reader has gone: EPIPE). Unbuffered. */
void out_write(const char *p, size_t n);
/* Closes stdout; a failed write or close is STATUS_TROUBLE. Call it last. */
void out_close(void);

#endif
