/* mod_sana_sprint.c: Sana Sprint: the instruction and the limit of Sana (D42 sana/pipeline_sana_sprint.py:174-222,263-280). */
#include "model/model_data.h"

const struct model model_sana_sprint = {
	.name = "sana-sprint",
	.profile = "llm",
	.title = "Sana Sprint",
	ENCODERS(sana_encoders),
};
