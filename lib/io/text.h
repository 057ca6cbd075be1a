/* text.h: from the bytes of a sidecar, a line or a JSON value to a record's caption. */
#ifndef CAPTOOLS_IO_TEXT_H
#define CAPTOOLS_IO_TEXT_H

#include "io/form.h"

/* s less one final line break (LF or CRLF). */
struct span text_trim(struct span s);
/* Whether s is UTF-8; if not, d says where (code "not-utf8"), and guesses what it is instead. */
bool text_check(const struct source *in, struct span s, struct diag *d);
/* A whole file as a caption: --encoding applied (into scratch), trimmed, checked, not larger than the
 * limit. False with d. */
bool text_file(struct source *s, struct span file, struct buf *scratch, struct span *caption, struct diag *d);
/* A line's number as a record's id. */
struct span text_number(struct arena *a, uint64_t n);
/* The error for a caption (what: "caption", "line") over the limit. Returns -1. */
int text_too_large(struct diag *d, const char *what, size_t limit);

/* The member of a JSON object that holds the caption: --field, or else the first of caption, text, prompt,
 * txt that is a string or a list of strings (caption_list.h). NULL if there is none. */
const struct json_member *text_field(const struct json_members *m, const char *field);
/* Of an object without such a member: sets d ("bad-caption") if one of these names is there with a value that is no string, so that
 * its caption is not passed over in silence. Whether it did. at: what the object's bytes are counted from. */
bool text_unfit(const struct json_members *m, const char *field, const char *at, struct diag *d);

/* Whether the input's name says that it holds records: x.jsonl. */
bool text_named_jsonl(const struct source *s);
/* Whether an object is a caption itself (Ideogram 4 and others were trained on JSON): it has text, none of the members by which records
 * are known, of ours or of Hugging Face's, names no image, and is no entry of a metadata JSON. */
bool text_json_caption(const struct json_members *m, const char *field);

/* Fills r from one JSON object (text lives in a): id, caption, source, model, kind. What it does not say
 * (path, line, an id) stays as the caller has set it. 0, or -1 with d. */
int text_object(const struct source_options *o, struct span text, struct record *r, struct arena *a, struct diag *d);

#endif
