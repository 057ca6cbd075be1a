/* view.h: the page: records in, one self-contained HTML file out. Rows are written as they come, so memory holds only what
 * the set's plots need (terms, rules) and two hashes a record.
 *
 *   view_open → view_row… (view_note…) → view_pictures → (thumb_make) view_picture… → view_close
 *
 * The page loads nothing: style and script are inline and named by their hashes in its content security policy, pictures are
 * data: URLs, and all text reaches the page as data. */
#ifndef CAPTOOLS_VIEW_VIEW_H
#define CAPTOOLS_VIEW_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/span.h"
#include "image/thumb.h"

struct view_options {
	const char *title;    /* what was looked at: the dataset's name */
	const char *version;
	unsigned edge;        /* longest side of a thumbnail in pixels; 0: by the number of pictures */
	/* What a rule is about, by its code ("CAP020"): false if unknown. May be NULL. */
	bool (*rule)(struct span code, struct span *title, struct span *why);
	/* Takes the page's bytes. */
	void (*write)(void *ctx, const char *p, size_t n);
	void *ctx;
};

/* One record. Spans are only read during the call; empty ones are absent. */
struct view_record {
	struct span id, path, member, image, model;
	struct span caption;
	bool captioned;       /* false: an image without a caption, or an error; shown once, however often it comes */
	struct span captok, capscene, capscore, capsee, capfix, capsplit; /* raw JSON values */
	struct span error;    /* the message of a bad record */
};

struct view;

/* Reads the template's files (share/view). NULL with d set. o is kept by reference. */
struct view *view_open(const struct view_options *o, struct diag *d);
/* A row. A record whose capfix.before is the caption of an earlier one of the same id is shown as its second state. */
void view_row(struct view *v, const struct view_record *r);
/* A dataset or input record: the raw JSON line. */
void view_note(struct view *v, struct span raw);

/* No more rows: how many different pictures are wanted. */
size_t view_pictures(struct view *v);
/* Whether some row shows the member, by its name as records write it, and has no picture yet. */
bool view_wants(const struct view *v, struct span image);
/* The longest side that thumbnails should have. */
unsigned view_edge(const struct view *v);
/* Its thumbnail, or why there is none (then t holds what is known all the same). A wanted picture that never comes is said to be
 * missing. orientation: EXIF's, 0 or 1 where it is not turned; the thumbnail is not. */
void view_picture(struct view *v, struct span image, const struct thumb *t, unsigned orientation, const char *why);

/* Ends the page and frees v. */
void view_close(struct view *v);

#endif
