/* convert.h: the two ends of a conversion between folders and archives: members come out of one form and go into another, each with
 * libarchive's entry (which stays inside lib/io and lib/pack) as its description. */
#ifndef CAPTOOLS_PACK_CONVERT_H
#define CAPTOOLS_PACK_CONVERT_H

#include <stdbool.h>

#include "pack/pack_priv.h"

struct archive_entry;
struct convert_in;
struct convert_out;

/* The dataset of k (archive or folder) from its beginning. NULL with d. */
struct convert_in *convert_in_open(struct pack *k, struct diag *d);
/* The next member: 1, 0 at the end, -1 with d. *e is the reader's, valid until the next call. Folders, files and links only. */
int convert_in_next(struct convert_in *in, struct archive_entry **e, struct diag *d);
/* A piece of the member's content: 1, 0 at its end, -1 with d. */
int convert_in_read(struct convert_in *in, struct span *piece, struct diag *d);
void convert_in_close(struct convert_in *in);

/* The new archive or shards that k's options ask for; tree (may be NULL): a folder of that name instead. NULL with d. Shards need the
 * members of a sample side by side: else "scattered". A zip holds no hard links: "hard-link". */
struct convert_out *convert_out_open(struct pack *k, const char *tree, struct diag *d);
/* A member; its content follows in pieces, all of its size. 0, or -1 with d; 1: this form cannot hold it, it is left out; 2: it takes the
 * place of an earlier member of that name, which is lost. */
int convert_out_begin(struct convert_out *out, struct archive_entry *e, struct diag *d);
int convert_out_data(struct convert_out *out, struct span piece, struct diag *d);
int convert_out_end(struct convert_out *out, struct diag *d);
/* Counts what is there ("lost": not all that was written), then everything in place under its name. 0, or -1 with d. */
int convert_out_commit(struct convert_out *out, struct diag *d);
/* Also after a commit. */
void convert_out_close(struct convert_out *out);

/* A new folder's side: names are checked, links stay inside. Used by convert_out. */
struct newtree;
struct newtree *newtree_open(const char *path, struct diag *d);
/* The folder while it is being written. */
int newtree_root(const struct newtree *t);
int newtree_begin(struct newtree *t, struct archive_entry *e, struct diag *d);
int newtree_data(struct newtree *t, struct span piece, struct diag *d);
int newtree_end(struct newtree *t, struct diag *d);
int newtree_commit(struct newtree *t, struct diag *d);
void newtree_close(struct newtree *t);

/* An archive's side, whole or in shards. */
struct newarchive;
struct newarchive *newarchive_open(struct pack *k, struct diag *d);
int newarchive_begin(struct newarchive *n, struct archive_entry *e, struct diag *d);
int newarchive_data(struct newarchive *n, struct span piece, struct diag *d);
int newarchive_end(struct newarchive *n, struct diag *d);
int newarchive_commit(struct newarchive *n, struct diag *d);
void newarchive_close(struct newarchive *n);

/* --to jsonl. */
int convert_to_jsonl(struct pack *k, struct diag *d);

#endif
