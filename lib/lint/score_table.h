/* score_table.h: every constant of the score, in one place; score_table.c says where each comes from. tests/mutate changes each by a fifth and sees
 * a test fail. */
#ifndef CAPTOOLS_LINT_SCORE_TABLE_H
#define CAPTOOLS_LINT_SCORE_TABLE_H

#include "lint/rule.h"

struct score_table {
	float balance, richness;   /* points of the description; with the families' 100 */
	float family[PARTS];       /* points of cleanliness that a family can lose */
	float side[SLOTS];         /* weights of the sides of a picture in the balance */
	float knee;                /* richness is log(1 + facts / knee): about so many count in full */
	float tokens_a_fact;       /* richness is full with as many facts as the encoder has room for */
	float room;                /* tokens of an encoder beyond which nobody writes */
	float waste;               /* points that a caption of nothing but idle words would lose */
	float ground;              /* the share of cleanliness that counts without a description */
	float footing;             /* points of description with which all of it counts */
	float subject;             /* the most that a description without a subject earns */
};
extern const struct score_table score_table;

#endif
