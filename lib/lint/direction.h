/* direction.h: what a person said about images (the direction file of capscore and capfix), and which entry speaks of
 * which caption. The file is read by lib/conf; this is only the value. Empty span: the key is absent. */
#ifndef CAPTOOLS_LINT_DIRECTION_H
#define CAPTOOLS_LINT_DIRECTION_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

struct lint_direction {
	struct span id; /* the glob */
	struct span trigger, medium, style, camera, quality, colour, subject, relation, lighting, background, extra, focus;
	const struct span *must;     /* each "a|b|c": one of them has to occur */
	size_t n_must;
	const struct span *must_not; /* none of "a|b|c" may occur */
	size_t n_must_not;
	uint32_t line;               /* of the file, for messages */
};

/* Reading the file and finding the entry of a record (direction_find): conf/direction.h. Globs: base/glob.h. */

#endif
