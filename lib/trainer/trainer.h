/* trainer.h: the text that a trainer really feeds: from the bytes of a caption file to the texts that may
 * reach the tokenizer. The source of each fact stands beside it; each trainer is one file trainer_*.c
 * and a row in trainers.def. */
#ifndef CAPTOOLS_TRAINER_TRAINER_H
#define CAPTOOLS_TRAINER_TRAINER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/span.h"
#include "base/spec.h"
#include "model/model.h"
#include "tok/tok.h"

/* A trainer with its own option names set, "kohya:enable_wildcard,keep_tokens=1" (base/spec.h has the grammar). A flag may be given as =true
 * or =false. foreign (may be NULL): whether an option that the trainer's texts do not know is somebody else's (its buckets') and passed over.
 * NULL with d: "unknown-trainer", "unknown-option", "bad-option". Everything lives in the arena, from is not kept. */
struct trainer_spec;
typedef bool trainer_foreign(struct span trainer, struct span option);
struct trainer_spec *trainer_make(struct arena *a, const struct spec *from, trainer_foreign *foreign, struct diag *d);
/* The same from the text. */
struct trainer_spec *trainer_parse(struct arena *a, const char *text, struct diag *d);
const char *trainer_name(const struct trainer_spec *t);
/* The CLIP variant the trainer's pins imply. */
enum tok_variant trainer_variant(const struct trainer_spec *t);
/* The sidecar extension it reads: ".caption" for kohya unless its caption_extension says otherwise (ai-toolkit's caption_ext). */
const char *trainer_extension(const struct trainer_spec *t);

struct fed {
	struct span *texts;  /* every text that may reach the tokenizer where they are few (each once), else the unshuffled */
	size_t n;
	bool shuffled;       /* texts holds only the unshuffled order (or first choices) of many */
	const char **differs;/* codes: "later-lines-ignored", "blank-first-line", "comma-spacing", ...; fed_meaning explains */
	size_t n_differs;
	const char *error;   /* "stops", "skips-image", "empty-prompt" or NULL */
	struct span *misses; /* simpletuner: what its sampler asks the cache for that was never encoded; it then stops */
	size_t n_misses;
};
/* What t feeds for a caption file with these bytes. file: the sidecar's whole content, its last line break
 * included (ai-toolkit keeps it, simpletuner's sampler trips over it; every other trainer strips it), and
 * it need not be UTF-8. Where only the caption is known (a line, a JSON record), that is passed. missing:
 * there is no file. texts may point into file. At most some hundred texts, whatever the wildcards multiply
 * to. */
void trainer_feed(const struct trainer_spec *t, struct span file, bool missing, struct arena *a, struct fed *out);
/* A piece of a text: its bytes [at, at + n) come from [start, end) of the file; start == end: the trainer puts them in there. Where
 * n == end - start, byte for byte (or letter for letter, lower-cased); else it is only known as a whole. */
struct fed_piece {
	uint32_t at, n, start, end;
};
/* What t feeds, each text once for each place where it stands, in the order as written (nothing shuffled or dropped), and where its bytes
 * come from. Where wildcards multiply to more than 16 times the file, with the first of each choice only. v lives in the arena;
 * n is 0 where nothing is fed. */
struct fed_text {
	struct span text;
	struct fed_piece *v;
	size_t n;
};
struct fed_trace {
	struct fed_text *v;
	size_t n;
	bool cut;          /* there are more */
	const char *error; /* as in fed */
};
void trainer_trace(const struct trainer_spec *t, struct span file, struct arena *a, struct fed_trace *out);
/* The codes of fed.differs and fed.error, from 0 on; NULL behind the last. */
const char *fed_code(size_t i);
/* What a code of fed.differs or fed.error means, a sentence for people; NULL for an unknown code. */
const char *fed_meaning(const char *code);

/* The model's encoders under the trainer, its options minded (kohya's max_token_length and
 * t5xxl_max_token_length, ...). */
struct model_encoder *trainer_model(struct arena *a, const struct trainer_spec *t, const struct model *m, size_t *n);

/* Whether a flag of that name is set, the text of an option; false and "" where t (may be NULL) has no such option. */
bool trainer_set(const struct trainer_spec *t, const char *name);
struct span trainer_text_of(const struct trainer_spec *t, const char *name);

/* Whether its options have it shuffle the tags of a caption. */
bool trainer_shuffles(const struct trainer_spec *t);

/* The table of --list-trainers: name, variant, extension, options with help, source. */
struct trainer_info {
	const char *name, *title, *variant, *extension, *options, *source;
};
const struct trainer_info *const *trainer_all(size_t *n);
/* The trainer's option that may be meant by a name that is none, or NULL. */
const char *trainer_near(struct span trainer, struct span option);
/* Whether the trainer has an option of that name; a trainer_foreign. */
bool trainer_knows(struct span trainer, struct span option);

#endif
