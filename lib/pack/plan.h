/* plan.h: which sample of a dataset gets which record's caption. The dataset is read first and kept as hashes (25 bytes a
 * sample, about 35 with its tables); records then match in any order, and only the captions that differ are stored, on disk. */
#ifndef CAPTOOLS_PACK_PLAN_H
#define CAPTOOLS_PACK_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "io/source.h"

struct plan;

/* Whose samples are written: all, those that a record names, or the others. */
enum plan_select { SELECT_ALL, SELECT_ONLY, SELECT_OTHERS };

struct plan_options {
	const char *dataset;
	const struct source_options *source; /* how the dataset is read */
	const char *records; /* the records' file, NULL: standard input */
	bool undo;           /* the records are an undo log */
	enum plan_select select;
};

struct plan_counts {
	uint64_t samples;   /* captions of the dataset */
	uint64_t images;    /* images without a caption */
	uint64_t bad;       /* captions that cannot be read (not UTF-8, ...); a record may still replace them */
	uint64_t trouble;   /* what else of the dataset could not be read: said on stderr */
	uint64_t records;   /* caption records read */
	uint64_t named;     /* captions that one record names, or several that agree */
	uint64_t torn;      /* captions that records name with different texts: they stay */
	uint64_t changed;   /* captions that differ */
	uint64_t added;     /* images that get a caption */
	uint64_t removed;   /* undo: captions taken away again */
	uint64_t chosen;    /* samples that are selected, with a caption or without */
	uint64_t failed;    /* records that could not be placed: each named on stderr */
};

/* Reads the dataset through. NULL with d. o is kept by reference. */
struct plan *plan_open(const struct plan_options *o, struct diag *d);
void plan_close(struct plan *p);
/* Reads all records and matches them. 0, or -1 with d. */
int plan_match(struct plan *p, struct diag *d);
const struct plan_counts *plan_count(const struct plan *p);
/* Names on stderr, up to a limit, the samples that no record named (reads the dataset again). 0, or -1. */
int plan_name_missing(struct plan *p, struct diag *d);

enum plan_act { PLAN_KEEP, PLAN_CHANGE, PLAN_ADD, PLAN_REMOVE };
struct plan_hit {
	enum plan_act act;
	uint32_t sample;
};

/* What is to be done with the next member of this (raw) name; the second member of one name is the second sample of that
 * name. ADD is said of the image. */
struct plan_hit plan_ask(struct plan *p, struct span raw_name);
/* The same by the name that records have. */
struct plan_hit plan_ask_name(struct plan *p, struct span name);
/* The same for an entry of a text dataset, by plan_line_of. */
struct plan_hit plan_ask_line(struct plan *p, uint64_t line);
/* Whether the member of this (raw) name, which may be any file of the dataset, goes over: a member of a sample does if the sample does, by
 * its stem or its name up to the first dot; what belongs to none does unless only the named ones are wanted. */
bool plan_wants(struct plan *p, struct span raw_name);
/* The same by the name that records have. */
bool plan_wants_name(const struct plan *p, struct span name);
/* The same for an entry of a text dataset. */
bool plan_wants_line(const struct plan *p, uint64_t line);
/* The number of the entry that s has just yielded: the line, or (kohya's JSON) count, which is that of s's records. */
uint64_t plan_line_of(const struct source *s, const struct record *r, uint64_t count);
/* A change that nobody has asked for yet; after a walk there is none, or the walk and the plan disagree. */
bool plan_unasked(const struct plan *p, struct plan_hit *hit);
/* Forgets what was asked, for another walk. */
void plan_rewind(struct plan *p);

/* What a hit stands for. */
struct plan_change {
	struct span caption; /* the new text, UTF-8; what is added, or removed */
	struct span id;      /* as the record has it */
	bool exact;          /* undo: bytes are the file's (or the JSON string's) old bytes and go in as they are */
	struct span bytes;
	uint64_t old;        /* the hash of the caption as the dataset was read, if check */
	bool check;
};
/* The texts live in a. 0, or -1 with d. */
int plan_change(struct plan *p, struct plan_hit hit, struct arena *a, struct plan_change *c, struct diag *d);

/* The hash by which captions are compared; fixed, because undo logs carry it. */
uint64_t plan_hash(struct span caption);

#endif
