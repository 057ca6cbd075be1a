/* profile.c: what the base models of one kind were trained to read (caprules(7)). */
#include "lint/priv.h"

const struct profile profiles[PROFILES] = {
	[PROFILE_SD15] = {"sd15", 0.60f, 0},
	[PROFILE_SDXL] = {"sdxl", 0.60f, 0},
	[PROFILE_PONY] = {"pony", 0.75f, LEX(OKPONY)},
	[PROFILE_ILLUSTRIOUS] = {"illustrious", 0.80f, LEX(OKILLU)},
	[PROFILE_FLUX] = {"flux", 0.40f, 0},
	[PROFILE_SD3] = {"sd3", 0.40f, 0},
	[PROFILE_LUMINA] = {"lumina", 0.40f, 0},
	[PROFILE_LLM] = {"llm", 0.40f, 0},
};

enum profile_id profile_find(const char *name)
{
	for (int i = 0; i < PROFILES; i++)
		if (name && strcmp(profiles[i].name, name) == 0)
			return (enum profile_id)i;
	return PROFILE_SDXL;
}
