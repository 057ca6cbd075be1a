/* light.h: noun phrases that say how the picture is lit. Over the classes of share/lexicon/light.tsv: glow, a noun that is light (sunshine, shadow) or an
 * adjective that is said of it (radiant, dim); lamp, what gives it, and a preposition that puts a thing into it (under).
 *
 *   light    = adjective+ glow                "soft evening light", no "big yellow sun": what has a size is drawn
 *            | glow preposition               "the light of a fire", "sun in her hair": without a or an
 *            | glow-adjective time            "a radiant day"
 *            | glow-adjective lamp | lamp-preposition ... lamp | lamp glow-participle     "a dim lamp", "under a streetlamp", "a candle burning" */
#ifndef CAPTOOLS_PARSE_LIGHT_H
#define CAPTOOLS_PARSE_LIGHT_H

#include "parse/build.h"

enum light_is { LIGHT_NOT, LIGHT_ALONE /* and names no thing */, LIGHT_OF_THING /* a lamp, a fire: an object, too */ };

/* Of the noun phrase c, whose words without its determiners begin at from. */
enum light_is light_phrase(const struct builder *b, const struct chunk *c, uint32_t from);

#endif
