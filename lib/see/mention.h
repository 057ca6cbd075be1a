/* mention.h: what a caption says of its picture that pixels can answer. */
#ifndef CAPTOOLS_SEE_MENTION_H
#define CAPTOOLS_SEE_MENTION_H

#include <stdbool.h>
#include <stdint.h>

#include "image/pixels.h"
#include "parse/scene.h"

/* What people call each hue: "red". */
extern const char *const hue_names[HUES];

/* The hues (bits 1 << HUE_) that it says of things: "a red ball". Two in one word ("blue-green") are neither. first: the attribute of each; may be
 * NULL. */
unsigned mention_hues(const struct scene *s, uint32_t first[HUES]);
/* Whether it says that the picture has no colour: "black and white", "pencil sketch". */
bool mention_grey(const struct scene *s);
/* The words for a white ground, or NULL: "on a white background". */
const struct scene_picture *mention_white(const struct scene *s);

#endif
