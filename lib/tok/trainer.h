/* trainer.h: the text that a trainer really feeds: from the bytes of a caption file to the texts that may reach the tokenizer.
 * Facts and sources in WINDOWS.md's text rules; each trainer is one file trainer_*.c and a row in trainers.def. */
#ifndef CAPTOOLS_TOK_TRAINER_H
#define CAPTOOLS_TOK_TRAINER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"
#include "tok/tok.h"

struct trainer_option {
	struct span name, value; /* "keep_tokens" "1"; a flag has an empty value */
};

/* "kohya:enable_wildcard,keep_tokens=1" parsed; everything lives in the arena. */
struct trainer_spec;
struct trainer_spec *trainer_parse(struct arena *a, const char *text, struct diag *d);
const char *trainer_name(const struct trainer_spec *t);
/* The CLIP variant the trainer's pins imply. */
enum tok_variant trainer_variant(const struct trainer_spec *t);
/* The sidecar extension it reads by default (".caption" for kohya). */
const char *trainer_extension(const struct trainer_spec *t);

struct fed {
	struct span *texts;  /* every text that may reach the tokenizer where they are few, else the unshuffled one */
	size_t n;
	bool shuffled;       /* texts holds only the unshuffled order of many */
	const char **differs;/* codes: "later-lines-ignored", "blank-first-line", "comma-spacing", ... */
	size_t n_differs;
	const char *error;   /* "stops", "skips-image", "empty-prompt" or NULL */
};
/* What t feeds for a caption file with these bytes (the sidecar's whole content; raw may be no UTF-8).
 * missing: there is no file. */
void trainer_feed(const struct trainer_spec *t, struct span raw, bool missing, struct arena *a, struct fed *out);

/* The table of --list-trainers: name, variant, extension, options with help, source. */
struct trainer_info {
	const char *name, *title, *variant, *extension, *options, *source;
};
const struct trainer_info *const *trainer_all(size_t *n);

#endif
