/* moods.h: which of WordNet's words tell of nothing that a picture shows: nouns by what stands above their first sense (happiness is a feeling,
 * elegance a quality), adjectives by the nouns that they are derived from or are the values of (tender: tenderness; else those of the adjectives that
 * they are similar to), verbs by the file of their first sense (surprise: emotion). */
#ifndef CAPTOOLS_GEN_MOODS_H
#define CAPTOOLS_GEN_MOODS_H

#include "../share/gen/synsets.h"

enum mood_question {
	ASK_UNSEEN, /* "exuding happiness": is a noun below it never seen? */
	ASK_MOOD,   /* "tender": is an adjective of it a mood? */
	ASK_HEAD,   /* "a tender moment": does a mood before a noun below it make one that is not seen? */
	QUESTIONS
};

/* Nouns by the number of their sense in index.noun: 1 yes, -1 no, 0 what stands above it says. The nearest root decides. */
static const struct { const char *noun; uint32_t sense; int8_t says[QUESTIONS]; } roots[] = {
	{"feeling", 1, {1, 1, 0}}, {"trait", 1, {1, 1, 0}}, {"personality", 1, {1, 1, 0}}, {"psychological_state", 1, {1, 1, 0}},
	{"comfort", 1, {1, 1, 0}}, {"peace", 1, {1, 1, 0}}, {"elegance", 1, {1, 1, 0}}, {"beauty", 1, {1, 1, 0}}, {"modernity", 1, {1, 1, 0}},
	{"simplicity", 1, {1, 1, 0}}, {"power", 1, {1, 1, 0}}, {"pleasantness", 1, {1, 1, 0}},
	{"importance", 1, {1, 1, 0}}, {"attraction", 3, {1, 1, 0}}, {"tradition", 1, {1, 1, 0}}, {"belief", 1, {1, 1, 0}},
	{"imagination", 1, {1, 1, 0}}, {"thinking", 1, {-1, 1, 0}}, {"quality", 1, {1, 0, 0}}, {"cognition", 1, {1, 0, 1}},
	{"interaction", 1, {1, 0, 1}}, {"relationship", 3, {1, 0, 0}}, {"being", 1, {1, 0, 0}}, {"attribute", 2, {0, 0, 1}}, {"point", 6, {0, 0, 1}},
	{"property", 2, {-1, -1, 0}}, {"property", 4, {-1, 0, -1}}, {"appearance", 1, {-1, -1, 0}}, {"countenance", 1, {-1, -1, -1}}, {"structure", 3, {-1, -1, -1}},
	{"clearness", 2, {-1, -1, 0}}, {"shape", 2, {-1, -1, -1}}, {"illumination", 1, {-1, -1, -1}}, {"illumination", 2, {-1, -1, -1}},
	{"visual_communication", 1, {-1, -1, -1}}, {"physical_condition", 1, {-1, -1, -1}}, {"information", 2, {-1, 0, -1}},
	{"representation", 1, {-1, 0, -1}}, {"complexity", 1, {-1, 0, 0}}, {"visual_property", 1, {0, 0, -1}}, {"tactile_property", 1, {0, 0, -1}},
	{"bodily_property", 1, {0, 0, -1}},
};
enum { ROOTS = sizeof roots / sizeof *roots, LF_VERB_EMOTION = 37 };

static uint32_t root_at[ROOTS]; /* synsets */

/* What the nearest root at or above synset s says: -1, 0 or 1. */
static int mood_says(uint32_t s, enum mood_question q)
{
	uint32_t queue[64], n = 0;

	queue[n++] = s;
	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t r = 0; r < ROOTS; r++)
			if (root_at[r] == queue[i] && roots[r].says[q])
				return roots[r].says[q];
		const struct synset *y = &synsets.v[queue[i]];
		for (uint32_t k = 0; k < y->n && n < sizeof queue / sizeof *queue; k++)
			queue[n++] = parent[y->first + k];
	}
	return 0;
}

static void find_roots(struct span index_noun)
{
	uint32_t found = 0;
	struct span l;

	while (line(&index_noun, &l)) {
		struct span rest = l, name = field(&rest);
		for (uint32_t r = 0; r < ROOTS; r++) {
			if (!span_is(name, roots[r].noun))
				continue;
			struct span at = rest;
			uint32_t senses = skip_to_offsets(&at), offset = 0;
			for (uint32_t i = 0; i < senses && i < roots[r].sense; i++)
				offset = number(field(&at));
			root_at[r] = synset_at(offset);
			found++;
		}
	}
	if (found != ROOTS)
		die("wordnet: %u of %u roots of moods", found, (unsigned)ROOTS);
}

/* An adjective's nouns, asked: how many are moods, how many are seen, how many there are. */
struct mood_votes { uint32_t mood, seen, all; };

/* Counts the nouns that an adjective's line points to; with similar, those of the adjectives that it points to. */
static struct mood_votes votes(struct span data, struct span l, bool similar)
{
	struct mood_votes v = {0, 0, 0};

	for (int i = 0; i < 3; i++)
		field(&l);
	for (uint32_t words = number_in(field(&l), 16); words; words--) {
		field(&l);
		field(&l);
	}
	for (uint32_t n = number(field(&l)); n; n--) {
		struct span kind = field(&l);
		uint32_t to = number(field(&l));
		struct span pos = field(&l);
		field(&l);
		if (similar && span_is(kind, "&")) {
			struct mood_votes more = votes(data, line_at(data, to), false);
			v = (struct mood_votes){v.mood + more.mood, v.seen + more.seen, v.all + more.all};
		} else if (!similar && span_is(pos, "n") && (span_is(kind, "=") || span_is(kind, "+") || span_is(kind, "\\"))) {
			int says = mood_says(synset_at(to), ASK_MOOD);
			v = (struct mood_votes){v.mood + (says > 0), v.seen + (says < 0), v.all + 1};
		}
	}
	return v;
}

/* Whether the adjective of this line of data.adj is a mood. */
static bool is_mood(struct span data, struct span l)
{
	struct mood_votes v = votes(data, l, false);

	if (v.mood + v.seen > 0)
		return v.seen == 0;
	v = votes(data, l, true);
	return v.mood * 2 > v.all && v.seen == 0;
}

#endif
