/* state_format.h: inside lib/dataset and its fuzz target: what set_state.c writes and set_replay.c reads. */
#ifndef CAPTOOLS_DATASET_STATE_FORMAT_H
#define CAPTOOLS_DATASET_STATE_FORMAT_H

#include "dataset/set_state.h"

#define STATE_MAGIC "captools set 1\n"

enum { STATE_HEAD = 17 }; /* bytes in front of each block */
enum { BLOCK_HEAD = 'H', BLOCK_EVENTS = 'S', BLOCK_END = 'E' };
enum { EVENT_CAPTION, EVENT_IMAGE, EVENT_INPUT, EVENT_BAD, EVENT_PATH, EVENTS };
enum { STATE_UNPACKED = 64 << 20 };

/* A block of raw, behind those that are there. For the writer, and for whoever tries the reader. */
void state_put_block(struct state_writer *w, char kind, struct span raw);

#endif
