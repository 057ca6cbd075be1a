/* view_pictures.h: thumbnails made by several threads, put into the page in the order in which the pictures came. */
#ifndef CAPTOOLS_REPORT_VIEW_PICTURES_H
#define CAPTOOLS_REPORT_VIEW_PICTURES_H

#include "base/span.h"
#include "view/view.h"

struct pictures;

struct pictures *pictures_open(struct view *v, size_t threads);
/* One more picture; bytes and name are copied. why: there are no bytes. */
void pictures_add(struct pictures *p, struct span name, struct span bytes, const char *why);
/* Puts the last ones into the page and frees p. */
void pictures_close(struct pictures *p);

#endif
