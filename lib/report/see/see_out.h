/* see_out.h: the forms of what capsee says of a picture and of a set, shared by see_*.c. */
#ifndef CAPTOOLS_REPORT_SEE_OUT_H
#define CAPTOOLS_REPORT_SEE_OUT_H

#include "image/decode.h"
#include "io/record.h"
#include "report/score_out.h"
#include "see/sight.h"

/* A header in the LOOK_NOTE bytes that the reader keeps of it, and back; what its pixels say is waited for then. Names of profiles are kept once, by number. */
struct see_names {
	struct arena a;
	struct decoder *decoder; /* --pixels; else NULL */
	size_t n;
	const char *v[255];
};
/* pixels: its number in the decoder; 0: they are not looked at. why: why the bytes could not be had, or NULL. */
void see_pack(struct see_names *names, const struct image_head *h, uint32_t pixels, const char *why, unsigned char *note);

/* What a sight points at. */
struct see_scratch {
	struct image_head head;
	struct placement placed;
	uint32_t frames;
	struct pixels pixels;
};
void see_unpack(const struct see_names *names, const unsigned char *note, struct see_scratch *x, struct sight *s);
/* Of the image that r names, or of its width and height; plan may be NULL. False: the record is about no picture. */
bool see_sight(const struct record *r, struct bucket_plan *plan, const struct see_names *names, struct see_scratch *x, struct sight *s, struct arena *a);
/* A trainer that leaves out what has no caption. */
bool see_skips(const struct sight *s);

/* The value of the key "capsee". known: one for each finding. */
void see_put(struct buf *out, const struct sight *s, const struct lint_result *r, const bool *known);
/* {"dataset":{…}} and a newline. */
void see_put_set(struct buf *out, const struct epoch *e, const struct sight_set *set, uint64_t images, const struct lint_result *r, const bool *known);
/* For people. */
void see_text(struct buf *out, struct span id, const struct sight *s, const struct lint_result *r, const bool *known, struct text_look look);
void see_text_set(struct buf *out, const struct epoch *e, const struct sight_set *set, uint64_t images, const struct lint_result *r, const bool *known, struct text_look look);

#endif
