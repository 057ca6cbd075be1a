/* flags.h: flags of image services in a caption: "a dog --ar 16:9 --v 5". */
#ifndef CAPTOOLS_LINT_FLAGS_H
#define CAPTOOLS_LINT_FLAGS_H

#include <stdint.h>

#include "base/span.h"

/* The length of a known flag with its value that begins at byte i of s (a '-' behind a blank or the edge), up to the next flag or comma; 0:
 * none. The names are Midjourney's, and those that Stable Diffusion's front ends print. */
uint32_t service_flag(struct span s, uint32_t i);
/* "embedding:easynegative", as ComfyUI writes it, without angle brackets: its end, by its colon; 0 where there is none. */
uint32_t embedding_end(struct span s, uint32_t colon);

#endif
