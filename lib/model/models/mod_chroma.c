/* mod_chroma.c: Chroma: T5 alone, 512 in every trainer read (K flux_train_network.py:165-175, A
 * chroma_model.py:388, P chroma.py:200, S chroma/model.py:294, O dataLoader/ChromaBaseDataLoader.py:40). */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(t5, 512, .source = D "chroma/pipeline_chroma.py:212,225-229,614"),
};

const struct model model_chroma = {
	.name = "chroma",
	.profile = "flux",
	.title = "Chroma",
	.alias = "chroma1-hd chroma-hd chroma1-base",
	ENCODERS(rows),
	.trainers = "kohya onetrainer simpletuner ai-toolkit diffusion-pipe",
};
