/* captools.h: the public face of libcaptools: exact tokens of image captions, and what is wrong with them.
 *
 *	char why[CAPTOOLS_WHY];
 *	struct captools *c = captools_open(&(struct captools_options){.model = "sdxl"}, why);   once
 *	struct captools_run *r = captools_run_open(c);                                          once a thread
 *	captools_tokenize(r, 0, text, n, &tokens);                                              any number of times
 *	captools_lint(r, text, n, &report);
 *
 * Text is UTF-8, given with its length; every place in it is a byte offset [start,end) of the text as given. What a call fills in
 * belongs to the run and holds until the next call with that run. A struct captools is read only and may be shared by threads;
 * a run may not. All functions that can fail return -1 (or NULL) and leave one line for a person. Memory that runs out ends the
 * process, as in the tools. Vocabularies are mapped once a process and stay.
 *
 * The data (vocabularies, lexicons) are found as the tools find them: beside the program, in $CAPTOOLS_SHARE, or where they were
 * installed. Compile and link: cc prog.c $(pkg-config --cflags --libs --static captools)
 */
#ifndef CAPTOOLS_API_CAPTOOLS_H
#define CAPTOOLS_API_CAPTOOLS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Goes up when something here changes its meaning; what is new only adds. */
#define CAPTOOLS_API 1

enum { CAPTOOLS_WHY = 256 }; /* room for a message */

struct captools;
struct captools_run;

/* All-zero is the default: SDXL, as the reference pipeline feeds it. Nothing is kept by reference. */
struct captools_options {
	const char *model;   /* a name of `captok --list-models`; NULL: sdxl */
	const char *trainer; /* as for captok --trainer: its limits, and CAP122 and the like; NULL: the reference pipeline */
	const char *encoder; /* instead of the model's encoders: a name of `captok --list-encoders`, a tokenizer.json, spiece.model or
	                      * vocab.json, or NAME=FILE. captools_lint judges for the model all the same. */
	int tokens_only;     /* captools_lint is not wanted: nothing is loaded for it */
};

/* The version of the library: "0.1.0". */
const char *captools_version_string(void);

/* NULL with a message in why (CAPTOOLS_WHY bytes, may be NULL): an unknown name, a vocabulary that is not there. o may be NULL. */
struct captools *captools_open(const struct captools_options *o, char *why);
/* After the last run is closed. c may be NULL. */
void captools_close(struct captools *c);

struct captools_run *captools_run_open(const struct captools *c);
/* r may be NULL. */
void captools_run_close(struct captools_run *r);
/* Why the last call with r failed. */
const char *captools_run_error(const struct captools_run *r);

/* The text encoders, 0 to captools_encoders() - 1, in the model's order, and their names ("clip-l"). */
size_t captools_encoders(const struct captools_run *r);
const char *captools_encoder_name(const struct captools_run *r, size_t encoder);

/* start == end: a token that stands for no byte of the text. */
struct captools_piece {
	uint32_t id, start, end;
};

struct captools_tokens {
	const struct captools_piece *pieces; /* the caption's own tokens */
	size_t n;
	size_t tokens;           /* all, with special and template tokens, before anything is cut */
	size_t limit;            /* how many of those the encoder takes; 0: any number */
	size_t usable;           /* how many tokens of a caption fit with nothing lost; 0: any number */
	size_t lost;             /* tokens of this caption that the encoder never sees */
	size_t cut_start, cut_end; /* the bytes they come from */
};

int captools_tokenize(struct captools_run *r, size_t encoder, const char *text, size_t n, struct captools_tokens *out);

enum captools_severity { CAPTOOLS_SEV_INFO = 1, CAPTOOLS_SEV_WARNING, CAPTOOLS_SEV_ERROR };
enum captools_fix { CAPTOOLS_FIX_NONE, CAPTOOLS_FIX_SAFE, CAPTOOLS_FIX_UNSAFE };

struct captools_finding {
	const char *code, *rule; /* "CAP020", "generic-focus-tag"; caprules(7) has them all */
	enum captools_severity severity;
	enum captools_fix fix;   /* what capfix would do about it */
	size_t start, end;       /* the bytes that are to blame */
	const char *message;     /* one line for a person */
	const char *suggest;     /* new text for the bytes, or a hint; "" for none */
	double points;           /* taken from the score */
	int needs_human;         /* only somebody who sees the picture can mend it */
};

struct captools_report {
	double score;            /* 0 to 100, as capscore's */
	const char *style;       /* "tags", "prose" or "mixed" */
	const struct captools_finding *findings; /* by place */
	size_t n;
};

int captools_lint(struct captools_run *r, const char *text, size_t n, struct captools_report *out);

#ifdef __cplusplus
}
#endif

#endif
