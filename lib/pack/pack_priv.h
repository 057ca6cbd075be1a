/* pack_priv.h: what the writers of the several forms share. */
#ifndef CAPTOOLS_PACK_PACK_PRIV_H
#define CAPTOOLS_PACK_PACK_PRIV_H

#include "base/sys.h"
#include "io/output.h"
#include "pack/filter.h"
#include "pack/pack.h"
#include "pack/plan.h"

enum pack_form { FORM_TAR, FORM_ZIP, FORM_7Z, FORM_DIR, FORM_TEXT };

struct undo_log;

struct pack {
	const struct pack_options *o;
	struct plan *plan;
	enum pack_form form;
	enum filter_kind filter; /* of a tar */
	enum filter_kind filter_out; /* of the tar that is written */
	const char *to;          /* the form that is written, where it is another one: as in pack_options */
	int in;                  /* the dataset, open for reading; a folder's descriptor */
	bool changed;            /* its captions are the new ones already: nothing is asked of the plan */
	struct stat was;         /* as it was before it was read */
	struct undo_log *undo;   /* or NULL */
	bool written;            /* the dataset is new, or partly: the undo log stays */
	struct source_limits limits; /* of pack_options, defaults put in */
	struct arena a;          /* one member's texts */
	struct buf text, name;   /* results of the calls below */
	struct buf said;         /* dry run: output that is due */
	uint64_t left_out;       /* members that the new form cannot hold: said on stderr */
};

/* Whether only some samples are written. */
static inline bool pack_selects(const struct pack_options *o)
{
	return o->only || o->drop;
}

/* Opens the dataset and tells its form from its first bytes. 0, or -1 with d. */
int pack_open(struct pack *k, struct diag *d);
/* Opens what -o names ("-": standard output). 0, or -1 with d. */
int pack_output(struct pack *k, struct output *o, struct diag *d);
/* Chooses what is to be written. */
void pack_choose(struct pack *k);
/* Whether it may be written where -o says. 0, or -1 with d. */
int pack_check_out(const struct pack *k, struct diag *d);

/* The file of a changed caption: member is its name, old its bytes; the new bytes are in k->text. Checks that old is what the
 * plan was made for. Says so (dry run, undo log). 0, or -1 with d, which names the member. */
int pack_change(struct pack *k, struct plan_hit hit, struct span member, struct span old, struct diag *d);
struct text_place;
/* The same for one line or entry of a text: its number, its bytes, and the JSON member that is the caption ("": the usual ones; NULL:
 * the whole line is); or at, where it stands in them. */
int pack_change_at(struct pack *k, struct plan_hit hit, uint64_t line, struct span entry, const char *field, const struct text_place *at,
		   struct diag *d);
/* The new caption file for an image: its (raw) name is in k->name, its bytes in k->text. */
int pack_add(struct pack *k, struct plan_hit hit, struct span image, struct diag *d);
/* A caption file that is taken away. */
int pack_remove(struct pack *k, struct plan_hit hit, struct span member, struct span old, struct diag *d);

/* The writers. out -1: only look (dry run). 0, or -1 with d. */
int pack_tar(struct pack *k, int out, struct diag *d);
int pack_zip(struct pack *k, int out, struct diag *d);
int pack_text_file(struct pack *k, int out, struct diag *d);
/* Folders: in place with a journal, or a copy. */
int pack_dir_in_place(struct pack *k, struct diag *d);
int pack_dir_copy(struct pack *k, struct diag *d);
/* Finishes or undoes what a dead run left in the folder (look: only says so). 0, or -1 with d. */
int pack_dir_recover(const char *path, bool look, struct diag *d);
/* A caption file of a folder into b: no link, no device, not too large. path is for messages. was (may be NULL): which file that is. 0, or
 * -1 with d. */
int pack_read_file(struct pack *k, int dir, const char *name, struct span path, struct buf *b, struct identity *was, struct diag *d);
/* --to: any form to another. */
int pack_convert(struct pack *k, struct diag *d);

/* The undo log: opened before the first change, made durable before the dataset is replaced. */
struct undo_log *undo_log_open(const char *path, struct diag *d);
int undo_log_put(struct undo_log *u, struct span line, struct diag *d);
int undo_log_commit(struct undo_log *u, struct diag *d);
/* Closes; if not committed, or if the dataset was not replaced after all, the log goes. */
void undo_log_close(struct undo_log *u, bool keep);

/* Whether the dataset is still the file that was read. -1 with d when not. */
int pack_unchanged(const struct pack *k, struct diag *d);
/* After a walk: whether every change found its place. -1 with d when not. */
int pack_all_placed(const struct pack *k, struct diag *d);

#endif
