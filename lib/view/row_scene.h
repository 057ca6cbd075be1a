/* row_scene.h: inside lib/view only: the capscene key as the page draws it. */
#ifndef CAPTOOLS_VIEW_ROW_SCENE_H
#define CAPTOOLS_VIEW_ROW_SCENE_H

#include "json/jwrite.h"
#include "view/utf16.h"

/* The member "scene": {foreign, o: [name, start, end, count or null, [name, kind, start, end] ...], r: [subject, predicate, object, start,
 * end], p: [kind, text, start, end], e: [kind, start, end], n: facts}. raw is the value of capscene, empty: nothing is written. A
 * relation whose ends are no objects is left out. */
void row_scene(struct jwrite *w, struct span raw, const struct utf16 *u, struct arena *a);

#endif
