/* decode.h: the pixels of many pictures looked at (pixels.h), on several cores, while the caller reads on. */
#ifndef CAPTOOLS_IMAGE_DECODE_H
#define CAPTOOLS_IMAGE_DECODE_H

#include "base/buf.h"
#include "image/pixels.h"

/* Bytes of files that wait at most, and one file more; pictures that wait. */
enum { DECODE_WAITING = 64 << 20, DECODE_QUEUE = 64 };

struct decoder;

/* threads 1: decoder_give does the work itself. Memory: 49 bytes a picture until it is closed, and what waits. */
struct decoder *decoder_open(long threads);
/* Waits for its threads. NULL is taken. */
void decoder_close(struct decoder *d);
/* A picture's file, whose memory it takes over (file is empty then). Waits while too much is waiting. Returns its number, 1 or more. On one thread. */
uint32_t decoder_give(struct decoder *d, struct buf *file);
/* What its pixels say; waits until they are known. *why: the decoder's words where they are damaged, else NULL; good until the decoder is
 * closed. On any thread, any number of times. */
void decoder_result(struct decoder *d, uint32_t number, struct pixels *out, const char **why);

#endif
