/* scene_json.h: capscene's own key: the scene graph of a caption as JSON, or as text for people. */
#ifndef CAPTOOLS_REPORT_SCENE_JSON_H
#define CAPTOOLS_REPORT_SCENE_JSON_H

#include <stdbool.h>

#include "base/buf.h"
#include "parse/scene.h"
#include "run/run.h"

struct capscene_options {
	bool tags;    /* words with tag and lemma, too */
	bool text;    /* for people */
	bool colour;
};

/* Opens the lexicon and the tagger; dies when they are not there. capscene_close frees them. */
void capscene_filter(struct filter *f, const struct capscene_options *o);
void capscene_close(struct filter *f);
/* The value of the key "capscene". */
void scene_json(struct buf *out, const struct scene *s, bool tags);
/* The caption with its objects underlined, and the graph as an indented list. */
void scene_text(struct buf *out, const struct scene *s, bool colour);

#endif
