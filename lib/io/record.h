/* record.h: one record of the pipe: what every source yields and every tool works on. Spans live in the
 * arena that was given to source_next, or in the source, until that arena is reset. */
#ifndef CAPTOOLS_IO_RECORD_H
#define CAPTOOLS_IO_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/span.h"
#include "json/jread.h"

enum record_kind {
	REC_CAPTION, /* has a caption: tools work on it */
	REC_IMAGE,   /* an image without a caption: id and source.image only */
	REC_PASS,    /* a JSON object without a caption, an error of an earlier tool: raw goes on as it is */
	REC_ERROR,   /* could not be read: error says why; id and source as far as known */
	REC_INPUT    /* the summary at the end of an archive or folder, made here or by an earlier tool: raw is the whole JSON
	              * object {"input":{…}}, without newline */
};

struct record {
	enum record_kind kind;
	struct span id;       /* never empty */
	struct span caption;  /* valid UTF-8, REC_CAPTION only */
	uint8_t line_end;     /* bytes of the file's final line break, which is no part of the caption: 0, 1 (LF), 2 (CRLF) */
	struct span path;     /* the archive, folder or file as named; "-" for standard input */
	struct span member;   /* the caption's file inside it (UTF-8, %XX), or empty */
	struct span image;    /* the image's file inside it, or empty */
	uint64_t line;        /* 1-based, 0 = none */
	uint64_t number;      /* 1-based count over the whole run, for messages */
	struct span raw;      /* the JSON line it came from, without its line end; empty if it was not JSON */
	struct json_members members; /* of raw */
	struct span *texts;   /* where the caption came as a list: its texts, spans of caption, with a line feed between; */
	size_t n_texts;       /* else 0. It goes out as a list again, if what goes out has as many line feeds */
	struct span field;    /* the member of raw that the caption came from ("caption", "text", …), or empty */
	bool orphan;          /* a text without an image, in an archive or folder that has images */
	bool beside;          /* raw has a "caption", but it came from another member: {"caption":5,"text":"a dog"} */
	struct span model;    /* captok.model, capscore.model or capfix.model of raw, or empty */
	const unsigned char *note; /* what a look (io/look.h) noted of the image; NULL: nothing */
	struct diag error;    /* REC_ERROR; the last member, as the rest is cleared for each record (source_next) */
};

/* Writes a record: `{"id":…,"caption":…,"source":{…}` then the foreign members byte for byte, less `drop`,
 * then lets the tool add its own key. Usage: record_begin(b, r, caption, drop); BUF_LIT(b,
 * ",\"captok\":"); …; BUF_LIT(b, "}\n"). caption: the one to write (r->caption, or the changed one). drop:
 * NULL-terminated list of keys not copied, or NULL. id and source are the input's own bytes where it had
 * them; the member that the caption came from (text, prompt, …) is not copied: it would be a second, stale
 * caption. A "caption" beside it goes out as "caption_was", a source that is no object inside the new one, as "was". */
void record_begin(struct buf *b, const struct record *r, struct span caption, const char *const *drop);
/* The same without a caption: of an image, or of an object that has none. */
void record_begin_bare(struct buf *b, const struct record *r, const char *const *drop);
/* The same without the foreign members: for the records behind the first that one record becomes. */
void record_begin_part(struct buf *b, const struct record *r, struct span caption);
/* The value of id, as it came. */
void record_id(struct buf *b, const struct record *r);
/* About how many bytes id and source take. */
size_t record_named(const struct record *r);
/* The value of the record's own member key as raw JSON, or an empty span: what an earlier tool said. */
struct span record_member(const struct record *r, const char *key);
/* `{"id":…,"source":…,"error":{"code":…,"offset":…,"message":…}}` and a newline. */
void record_error(struct buf *b, const struct record *r);
/* REC_PASS and REC_INPUT and REC_IMAGE records as they go out, with a newline. */
void record_pass(struct buf *b, const struct record *r);

#endif
