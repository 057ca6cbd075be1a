/* input.h: the bytes of one input, from a file or a pipe: looked at before they are taken, read by lines,
 * bounded. */
#ifndef CAPTOOLS_IO_INPUT_H
#define CAPTOOLS_IO_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"
#include "io/charset.h"

enum { INPUT_BEGIN = 512 };

struct input {
	int fd;
	bool own;            /* fd is ours to close */
	bool seekable;       /* a regular file: never blocks, may be skipped through */
	bool end;            /* everything is in the buffer */
	struct buf b;        /* read and not taken: [at,n) */
	size_t at;
	size_t seen;         /* bytes of b known to hold no line break behind at */
	bool line_ready;     /* b[seen] is the next line break */
	uint64_t base, size; /* a regular file: where it began, its bytes from there on */
	uint64_t got;        /* bytes read from fd */
	uint64_t taken;      /* bytes taken from the buffer: the offset of b[at] (in the converted text) */
	struct charset *charset; /* the bytes are converted as they come, or NULL */
	struct buf raw;      /* read and not converted */
	char begin[INPUT_BEGIN]; /* of a line that was too long */
};

/* A file that is open already; own: input_close closes it. */
void input_init(struct input *in, int fd, bool own);
void input_close(struct input *in);
/* Reads some more behind what is there. 1, 0 at the end, -1 with d (fatal). */
int input_more(struct input *in, struct diag *d);
/* From now on the bytes are in this character set. Nothing may have been taken yet. */
void input_decode(struct input *in, struct charset *c);
/* What is read and not taken. Valid until the next call with in. */
static inline struct span input_head(const struct input *in)
{
	return (struct span){in->b.p ? in->b.p + in->at : "", in->b.n - in->at};
}
void input_take(struct input *in, size_t n);
/* The next line without its line break (LF or CRLF), valid until the next call: 1, 0 at the end, -1 with
 * d; 2 when it has more than max bytes: line is its first INPUT_BEGIN, the rest is skipped. */
int input_line(struct input *in, size_t max, struct span *line, struct diag *d);
/* Whether input_line would have to wait. */
bool input_would_block(const struct input *in);

#endif
