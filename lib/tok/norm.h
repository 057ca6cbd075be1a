/* norm.h: normalisation of one stretch, with the way back to its bytes. Buffers are a run's own and reused. */
#ifndef CAPTOOLS_TOK_NORM_H
#define CAPTOOLS_TOK_NORM_H

#include "tok/engine.h"

/* All-zero to begin with. The result of a norm_ call lives here until the next. */
struct norm_work {
	struct buf text[2], map[2];
};
void norm_work_fini(struct norm_work *w);

/* NFC (compat: NFKC) of text behind o, as the reference library's tables have it (norm_nfc.c). */
void norm_put_nfc(struct norm_out *o, struct span text, bool compat);

/* want_map: whether out->at is needed. Text that the step leaves alone comes back as it is, without a copy. */
void norm_nfc(struct norm_work *w, const struct stretch *s, bool compat, bool want_map, struct normed *out) __attribute__((nonnull));
/* CLIP: TOK_FAST: NFC, lower case; TOK_FTFY, TOK_OPENAI: ftfy (and html.unescape twice), lower case as Python has it.
 * White space is not folded: the pre-tokenizer drops it. */
void norm_clip(struct norm_work *w, enum tok_variant v, const struct stretch *s, bool want_map, struct normed *out) __attribute__((nonnull));

#endif
