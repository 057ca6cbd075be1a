/* table.h: inside lib/edit: files of tags, a line each: TAG, or TAG and what it becomes, with a tab or a comma between. */
#ifndef CAPTOOLS_EDIT_TABLE_H
#define CAPTOOLS_EDIT_TABLE_H

#include "edit/kind.h"

/* Reads the file e->value: e->map has each line's first field, folded, with its place; e->terms the second (empty where there is none).
 * The first line for a tag counts. Lines that are empty or begin with # are passed over. 0, or -1 with d ("open", "too-large", "bad-edit"). */
int table_read(struct edit *e, struct diag *d);
/* The place of a folded tag in e->terms, or NULL. */
const uint32_t *table_find(const struct edit *e, struct span folded);

#endif
