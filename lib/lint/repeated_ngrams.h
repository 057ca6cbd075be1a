/* repeated_ngrams.h: loops, by the field's own measure: which share of a text's letters stands in n-grams of words that were there before.
 * Gopher (arxiv.org/abs/2112.11446, table A1) drops a text where the share is above 15% for 5-grams, 14% for 6, 13% for 7, 12% for 8, 11% for 9, 10% for
 * 10; overlapping n-grams count once. On 412 captions of people it never is; on 250 of a captioning model in 11. */
#ifndef CAPTOOLS_LINT_REPEATED_NGRAMS_H
#define CAPTOOLS_LINT_REPEATED_NGRAMS_H

#include "lint/analysis.h"

struct repeat {
	uint32_t first, last;   /* words: where it is said first; last included */
	uint32_t again;         /* the first word of where it is said again */
	uint32_t n;             /* words of the n-gram */
	float share, limit;     /* of the text's letters, 0..1; and Gopher's bound for n */
};

/* The n-gram length (5 to 10) whose share is highest against its bound. False where no five words in a row come again. What stands in quotation
 * marks never counts, nor do n-grams with fewer than two words that say something: Gopher's texts are long, and "and a dog and a" is a fifth of a short caption. Time and memory are linear in the words. */
bool repeated_ngrams(const struct analysis *t, struct arena *a, struct repeat *out);

/* One word four times in a row, or up to eight words three times: what is too short for n-grams. times: how often. */
bool repeated_in_a_row(const struct analysis *t, struct repeat *out, uint32_t *times);

#endif
