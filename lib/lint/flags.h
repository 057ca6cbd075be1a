/* flags.h: flags of image services in a caption: "a dog --ar 16:9 --v 5". */
#ifndef CAPTOOLS_LINT_FLAGS_H
#define CAPTOOLS_LINT_FLAGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"

/* The length of the known flags with their values that begin at byte i of s (a '-' behind a blank or the edge), one behind another; 0: none.
 * The names are Midjourney's, kohya's of sample prompts, and those that Stable Diffusion's front ends print. */
uint32_t service_flags(struct span s, uint32_t i);
/* Of such flags, from byte *from on, the next words that say what shall not be seen ("--n low quality"); *from goes behind them. Empty: none is left. */
struct span flag_words(struct span flags, uint32_t *from);
/* Keywords that part a prompt: BREAK, and what AUTOMATIC1111's regional prompter has for its regions. */
bool interface_word(struct span word);
/* "<lora:name:0.8>" from the < at byte i on: its end, 0 where there is none. */
uint32_t network_end(struct span s, uint32_t i);
/* Whether the separator of bytes [from,to) stands between tags: not at an edge, a line break, nor beside a comma or behind a stop, blanks aside. */
bool separator_parts(struct span s, uint32_t from, uint32_t to);
/* "embedding:easynegative", as ComfyUI writes it, without angle brackets: its end, by its colon; 0 where there is none. */
uint32_t embedding_end(struct span s, uint32_t colon);

#endif
