/* scene.c: names of what a scene holds, and where. */
#include "parse/scene.h"

const char *scene_tag_name(enum scene_tag t)
{
	static const char *const name[SCENE_TAGS] = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
						     "PUNCT", "SCONJ", "SYM", "VERB", "X"};
	return name[t];
}

const char *scene_verb_name(enum scene_verb v)
{
	static const char *const name[SCENE_VERBS] = {"", "Fin", "Inf", "Ger", "Part"};
	return name[v];
}

const char *scene_kind_name(enum scene_kind k)
{
	static const char *const name[SCENE_ATTRS] = {"other", "colour", "material", "size", "shape", "pattern", "state", "age", "count", "text"};
	return name[k];
}

const char *scene_term_name(enum scene_term t)
{
	static const char *const name[SCENE_TERMS] = {"medium", "style", "camera", "light", "focus", "palette", "background", "quality"};
	return name[t];
}

const char *scene_void_name(enum scene_void v)
{
	static const char *const name[SCENE_VOIDS] = {"hedge", "opinion", "viewer", "filler", "negation"};
	return name[v];
}

uint32_t scene_word_at(const struct scene *s, uint32_t byte)
{
	uint32_t lo = 0, hi = s->n_words;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		if (s->words[mid].end <= byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}
