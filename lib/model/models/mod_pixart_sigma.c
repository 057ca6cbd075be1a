/* mod_pixart_sigma.c: PixArt Sigma: T5 reads the lower-cased and stripped caption, or what clean_caption leaves of it where
 * beautifulsoup4 and ftfy are installed (diffusers:clean_caption). OneTrainer cleans nothing and cuts at 120. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(t5, 300, .cleaning = &cleaning_lower_strip, .source = D42 "pixart_alpha/pipeline_pixart_sigma.py:298-306,655",
	      .note = "without beautifulsoup4; with it clean_caption is on (option clean_caption)"),
};

static const struct model_override overrides[] = {
	{"onetrainer", PLAIN(t5, 120, .source = O "dataLoader/PixArtAlphaBaseDataLoader.py:34-47")},
	{"simpletuner", PLAIN(t5, 300, .cleaning = &cleaning_lower_strip, .source = S "pixart/model.py:239-247",
			      .note = "clean_caption is on there; it works where beautifulsoup4 and ftfy are installed (option clean_caption)")},
};

const struct model model_pixart_sigma = {
	.name = "pixart-sigma",
	.profile = "flux",
	.title = "PixArt Sigma",
	.alias = "pixart-sigma-xl pixart",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "onetrainer simpletuner",
};
