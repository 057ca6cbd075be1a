/* witness.h: what a tagger, CLIP or a VLM that was run elsewhere says of pictures: JSON Lines of --witness, one or several for a sample:
 *   {"id":"0001","tags":[{"tag":"black hair","score":0.93}],"clauses":[{"text":"red apple","score":0.21}],"caption":"..."}
 * Tags and clauses are read as captions are; scores are probabilities, and without one it is sure. No model is in here. */
#ifndef CAPTOOLS_SEE_WITNESS_H
#define CAPTOOLS_SEE_WITNESS_H

#include "parse/reader.h"

/* The thresholds of wd-tagger's own page: from LEAST on it shows a general tag, from STRONG on it names a character. */
#define WITNESS_LEAST 0.35f
#define WITNESS_STRONG 0.85f

/* A thing, or a quality of a thing. */
struct witness_fact {
	uint64_t thing, quality; /* lex_key; quality 0: the thing itself */
	uint32_t noun;           /* of WordNet, + 1; 0: unknown there */
	bool person;
	struct span text;        /* "hair", "black hair" */
};

struct witness;
struct witness_seen {
	const struct witness_fact *fact;
	float score;
};
/* What was seen of one sample, scores of WITNESS_LEAST and more. */
struct testimony {
	const struct witness *witness;
	size_t n;
	struct witness_seen *v;
};

/* The reader is kept by reference. NULL with d: "FILE:LINE: what". Memory: some 12 bytes for each thing seen, and each tag once. */
struct witness *witness_open(const char *path, const struct scene_reader *r, struct diag *d);
/* The same of a file in memory; name is for messages. */
struct witness *witness_read(const char *name, struct span file, const struct scene_reader *r, struct diag *d);
void witness_close(struct witness *w);
/* In the arena; false: nothing is said of the sample. On any thread. */
bool witness_of(const struct witness *w, struct span id, struct arena *a, struct testimony *out);

/* The fact that an object of a scene is, or an attribute of it (which: its name; empty: the object). text is left empty. */
struct witness_fact witness_fact_of(const struct scene_reader *r, const struct scene *s, uint32_t object, struct span quality);
/* Whether any witness ever speaks of it, of any picture: only then its silence says something. */
bool witness_knows(const struct witness *w, const struct witness_fact *f);
/* Whether one is the other or a kind of it (dog, retriever; people are not told apart), with the same quality. */
bool witness_same(const struct witness *w, const struct witness_fact *a, const struct witness_fact *b);
bool testimony_has(const struct testimony *t, const struct witness_fact *f);

#endif
