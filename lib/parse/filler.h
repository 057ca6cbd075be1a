/* filler.h: what captioning models add to a sentence when there is nothing more to tell: "adding a touch of rustic charm to the scene", "enhancing the
 * overall composition". Found by grammar over the tagged words, not by phrases:
 *
 *   filler   = adds word{0,6} (added of phrase | modifier added) [to phrase]   adds: lend, bring, give ...; added: touch, pop, element
 *            | adds word{0,6} mood [of phrase] [to phrase]      what one can only say that a picture creates: atmosphere, contrast
 *            | enhances determiner phrase [of phrase]           (class enhances)
 *            | a term of class nonvisual                        "a testament to", "evidencing"
 *   phrase   = words up to a mark, a verb, a preposition, a conjunction
 *
 * where no thing is added: "adding a layer of snow" and "a splash of milk" can be seen. Nouns and verbs are data: share/lexicon/filler.tsv and
 * words.tsv. */
#ifndef CAPTOOLS_PARSE_FILLER_H
#define CAPTOOLS_PARSE_FILLER_H

#include "parse/build.h"

/* Where the filler whose verb is word i ends; i where there is none. */
uint32_t filler_end(const struct builder *b, uint32_t i);
/* Words from..end tell nothing, by the classes of their term: takes and notes them. */
void find_empty(struct builder *b, uint64_t cls, uint32_t from, uint32_t end);
/* scene.empty in the order of its bytes. */
void sort_empty(struct scene *s);

#endif
