/* lexfile.h: the numbers of WordNet's files of nouns (lexnames(5WN)), by which wordnetc and taggerc tell things from thoughts. */
#ifndef CAPTOOLS_GEN_LEXFILE_H
#define CAPTOOLS_GEN_LEXFILE_H

#include <stdbool.h>
#include <stdint.h>

enum {
	LF_ANIMAL = 5, LF_ARTIFACT = 6, LF_ATTRIBUTE = 7, LF_COGNITION = 9, LF_COMMUNICATION = 10, LF_FEELING = 12, LF_FOOD = 13, LF_LOCATION = 15,
	LF_MOTIVE = 16, LF_OBJECT = 17, LF_PERSON = 18, LF_PHENOMENON = 19, LF_PLANT = 20, LF_SHAPE = 25, LF_STATE = 26, LF_SUBSTANCE = 27, LF_TIME = 28
};

/* Whether its nouns name what one can point at. */
static inline bool lexfile_concrete(uint32_t lexfile)
{
	return lexfile == LF_ANIMAL || lexfile == LF_ARTIFACT || lexfile == LF_FOOD || lexfile == LF_OBJECT ||
	       lexfile == LF_PERSON || lexfile == LF_PLANT;
}

#endif
