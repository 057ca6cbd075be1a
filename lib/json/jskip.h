/* jskip.h: through JSON that json_read_object has checked, without checking it again: our own records are read once. */
#ifndef CAPTOOLS_JSON_JSKIP_H
#define CAPTOOLS_JSON_JSKIP_H

#include <stdbool.h>

#include "base/span.h"

/* The next member of an object; *rest stands behind its brace, then behind each value. key: between its quotes, undecoded; value: raw,
 * without blanks around it. False at the end. Text that was not checked gives nonsense, but never a byte outside of *rest. */
bool json_next_member(struct span *rest, struct span *key, struct span *value);
/* The next element of an array, likewise. */
bool json_next_element(struct span *rest, struct span *value);
/* The value at a path of keys, and places in arrays, with dots between ("encoders.0.tokens"); empty where there is none. Of keys that
 * stand twice the first counts; a key with an escape in it is not found. */
struct span json_at(struct span raw, struct span path);

#endif
