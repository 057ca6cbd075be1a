/* form.h: what a form of input is. Each is one file src_NAME.c that defines `const struct form form_NAME`,
 * and one row in sources.def. The highest bid on the first bytes wins; the order of rows means nothing. */
#ifndef CAPTOOLS_IO_FORM_H
#define CAPTOOLS_IO_FORM_H

#include "io/charset.h"
#include "io/input.h"
#include "io/signature.h"
#include "io/source.h"

struct form {
	const char *name; /* --from NAME */
	bool folder;      /* reads folders; only such forms are asked about one */
	bool text;        /* bids on text: with --encoding, on the converted text, after the other forms have bid nothing */
	/* How sure the form is that the input is its own, from input_head(&s->in): 0 not at all .. 100. It
	 * may read more with input_more. NULL: only --from chooses it. */
	int (*bid)(struct source *s, struct diag *d);
	int (*open)(struct source *s, struct diag *d);                                              /* 0, or -1 with d; NULL: nothing to do */
	int (*next)(struct source *s, struct record *r, struct arena *a, struct diag *d);           /* as source_next */
	void (*close)(struct source *s);                                                             /* NULL: nothing to do */
	bool (*would_block)(struct source *s);                                                       /* NULL: never */
};

struct source {
	const struct form *form;
	const struct source_options *o;
	struct source_limits limits; /* defaults put in */
	struct span path;            /* for records: valid UTF-8, "-" for standard input */
	const char *file;            /* as named, NULL for standard input */
	bool folder;
	bool webdataset;             /* --from webdataset */
	struct input in;             /* of a folder: only its descriptor */
	struct charset *charset;     /* --encoding */
	struct arena own;            /* holds the struct itself; lives as long as the source */
	uint64_t line;               /* lines taken so far (lines, jsonl) */
	struct span metadata;        /* as source_metadata says */
	const char *note;            /* as source_note says */
	void *state;                 /* the form's own */
};

/* Reads on until at least n bytes can be seen, or the end. The head. */
struct span source_peek(struct source *s, size_t n, struct diag *d);
/* The first line that is not blank, without the BOM that Windows programs write; as far as it lies within the first most bytes or so. */
struct span source_first_line(struct source *s, size_t most, struct diag *d);
/* What kind of archive the input is, from what is peeked at of it (SIGNATURE_HEAD bytes are enough) and, where it can be seeked, its
 * end. Nothing may have been taken yet. */
enum arc_kind source_kind(const struct source *s);

#define FORM(name) extern const struct form form_##name;
#include "io/sources.def"
#undef FORM

#endif
