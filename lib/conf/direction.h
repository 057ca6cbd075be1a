/* direction.h: the direction file (--direction): JSON Lines to the structs of lint/direction.h. */
#ifndef CAPTOOLS_CONF_DIRECTION_H
#define CAPTOOLS_CONF_DIRECTION_H

#include "base/diag.h"
#include "base/span.h"
#include "lint/direction.h"

/* A loaded file: immutable, may be read by any thread. */
struct direction_set;

/* Reads the whole file. NULL with d set: the message begins with PATH:LINE: ("bad-direction", "open", "too-large"). */
struct direction_set *direction_load(const char *path, struct diag *d);
void direction_free(struct direction_set *s);

/* The first line whose glob matches the record's id (the whole id or, for a glob without '/', its last part), or NULL.
 * Plain ids are found by hash, so a file with a line for each image is fast. s may be NULL. */
const struct lint_direction *direction_find(const struct direction_set *s, struct span id);

#endif
