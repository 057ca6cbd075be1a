/* csv_row.h: the caption of a row of CSV where it stands in the file, for who writes it back. */
#ifndef CAPTOOLS_IO_CSV_ROW_H
#define CAPTOOLS_IO_CSV_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/span.h"

struct source;

/* Of the row that source_next gave last: the byte of the input where it began. */
uint64_t csvrow_at(const struct source *s);
/* Where its caption's cell stands in the row's bytes (a line break behind it does not matter), quotes included. */
struct span csvrow_cell(const struct source *s, struct span row);
/* What a cell says: quotes undone, its line breaks line feeds. */
struct span csvrow_text(struct arena *a, struct span cell);
/* Appends a cell with another text, quoted where that is needed or it was, with the line breaks that it had. */
void csvrow_put(struct buf *b, struct span was, struct span text);

#endif
