/* inputs.c: the inputs that are not read as all others. */
#include "run/run.h"

#include <string.h>

const struct run_input *run_input_of(const char *path)
{
	for (size_t i = 0; path && i < run_common.n_inputs; i++)
		if (strcmp(run_common.inputs[i].path, path) == 0)
			return &run_common.inputs[i];
	return NULL;
}
