/* datasets.h: a trainer's own file of datasets: which folders it trains on, how often, and what options their captions and pictures have.
 * Each trainer's form is one file form_NAME.c with `const struct dataset_form dataset_form_NAME` and a row in dataset_forms.def. */
#ifndef CAPTOOLS_CONF_DATASETS_H
#define CAPTOOLS_CONF_DATASETS_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/spec.h"
#include "conf/tree.h"

/* A folder of pictures with its options. */
struct subset {
	const char *folder;    /* or the file that holds its captions; as it can be opened from here */
	const char *extension; /* of its captions (".txt") */
	struct spec captions;  /* the trainer's options of texts (trainer_make) ... */
	struct spec images;    /* ... and of buckets (bucket_plan_make) */
	bool deep;             /* folders in it belong to it */
	const char *list;      /* the file in the folder that holds its captions in place of sidecars; NULL: none */
	bool regular;          /* regularisation images: they need no captions */
	size_t group;          /* subsets with the same fill buckets together */
	size_t line;           /* where it stands in the file */
};

struct datasets {
	const char *path, *trainer;
	struct subset *v;
	size_t n, cap;
	struct { struct span *v; size_t n, cap; } notes; /* "FILE:LINE: …": keys that are not known, and what is not followed */
};

/* Most subsets of a file. */
enum { DATASETS_MOST = 4096 };

/* Whether the file at path is one that is read here, by its name and what is in it. Trouble with reading it is left to whoever opens it. */
bool datasets_are(const char *path);
/* Reads it. A relative folder is looked for from here, as the trainer does, then beside the file. NULL with d: "FILE:LINE: what". Everything
 * lives in the arena. */
struct datasets *datasets_read(const char *path, struct arena *a, struct diag *d);

/* The same of a tree that was read from path. */
struct datasets *datasets_of(const struct node *top, const char *path, struct arena *a, struct diag *d);

/* --dataset-config, and operands that are such files, in place of which their folders come: *argv is replaced, n of them returned. Sets
 * run_common.input. Warns of what is not known; dies on what is wrong. Before the tool opens anything else. */
int datasets_inputs(int n, char ***argv);

/* ---- for the forms ---- */

struct dataset_reader {
	struct datasets *out;
	const struct dataset_form *form;
	struct arena *a;
	struct diag *d;
};

/* A key that does not simply set the trainer's option of that name. */
struct dataset_key {
	const char *key;
	enum { KEY_IDLE, /* known, and nothing to captions and buckets */
	       KEY_FOLDER, KEY_DEEP, KEY_REGULAR, KEY_OPTION /* the trainer's option of the name to */ } is;
	const char *to;
};

struct dataset_form {
	const char *trainer;
	const struct dataset_key *keys; /* up to a NULL key */
	bool (*is)(const struct node *top);
	int (*read)(struct dataset_reader *r, const struct node *top);
};

/* Sets the options that a table's keys name, on top of those that s has. Tables and lists of tables are left to the form, unknown keys are
 * noted, a bad value is an error. 0 or -1. */
int datasets_take(struct dataset_reader *r, struct subset *s, const struct node *table);
/* Where a folder or file that it names lies: from here, as the trainer looks for it, else beside the file. */
const char *datasets_find(struct dataset_reader *r, struct span name);
/* A subset as made is there. 0, or -1: it names no folder, or there are too many. */
int datasets_add(struct dataset_reader *r, struct subset *s, const struct node *table);
/* A copy to which other options can be added. */
struct subset datasets_under(struct dataset_reader *r, const struct subset *s);
/* A table, or a list of tables (or NULL): the i-th table; NULL behind the last. */
const struct node *datasets_table(const struct node *n, size_t i);
void datasets_note(struct dataset_reader *r, size_t line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

#define DATASET_FORM(name) extern const struct dataset_form dataset_form_##name;
#include "conf/dataset_forms.def"
#undef DATASET_FORM

#endif
