/* brackets.h: what rules ask about brackets in a caption. */
#ifndef CAPTOOLS_LINT_BRACKETS_H
#define CAPTOOLS_LINT_BRACKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

/* Where the bracket that opens at byte i of s closes: not across a line, not behind 400 bytes; 0 if nowhere. */
uint32_t bracket_match(struct span s, uint32_t i, char open, char close);

/* What a bracket means to an interface (AUTOMATIC1111's grammar, modules/prompt_parser.py). Keys, indexes, times, ratios, scores, verses,
 * qualifiers ("artist (series)") and an editor's notes are plain. */
enum bracket_kind {
	BRACKET_PLAIN,
	BRACKET_WEIGHT,      /* (word:1.3): a word with a letter in it before the colon, a number from 0.05 to 3 behind it */
	BRACKET_EMPHASIS,    /* ((word)); [word] as a whole tag; {a cat, a dog}, {{one}} (NovelAI's) as whole tags; (word)++, (two words+) (InvokeAI's) */
	BRACKET_EDITING,     /* [to:0.5], [from:to:0.5], [:to:0.4], [from::12] */
	BRACKET_ALTERNATION, /* [a|b] */
	BRACKET_WILDCARD     /* {a|b} */
};

/* Reads what opens at byte i of s, a ( or [ or {. Unless plain: *end is the byte behind it, *text what is left without brackets and numbers. */
enum bracket_kind bracket_read(struct span s, uint32_t i, uint32_t *end, struct span *text);
/* Whether what opens at byte i is a whole tag in parentheses: "(ultra-detailed)", a weight where it stands in a list of tags. */
bool bracket_tag(struct span s, uint32_t i, uint32_t *end, struct span *text);
/* NovelAI's weight "1.8::artist:one ::" whose first colons stand at byte i of s: all of it, and the text in it. */
bool colon_weight(struct span s, uint32_t i, struct span *all, struct span *text);
/* Whether the bytes [from,to) of s are one tag or several whole ones: commas, line breaks or the edges around them. */
bool bracket_whole(struct span s, uint32_t from, uint32_t to);

/* Whether the { at byte i opens NovelAI's emphasis of more braces: {{flat color}}; what programs fill in is called by one word: {{subject}}, {{ hair_color }}. */
bool bracket_stresses(struct span s, uint32_t i);

/* [INST], [/INST]: the end of a chat model's mark that begins at byte i, or 0. */
uint32_t chat_mark(struct span t, uint32_t i);

#endif
