/* mod_pixart_alpha.c: PixArt Alpha: T5 reads the lower-cased and stripped caption, or what clean_caption leaves of it where
 * beautifulsoup4 and ftfy are installed (diffusers:clean_caption). OneTrainer cleans nothing and cuts at 120. */
#include "model/model_data.h"

static const struct model_encoder rows[] = {
	PLAIN(t5, 120, .cleaning = &cleaning_lower_strip, .source = D42 "pixart_alpha/pipeline_pixart_alpha.py:354-362,710-712",
	      .note = "without beautifulsoup4; with it clean_caption is on (option clean_caption)"),
};

static const struct model_override overrides[] = {
	{"onetrainer", PLAIN(t5, 120, .source = O "dataLoader/PixArtAlphaBaseDataLoader.py:34-47")},
};

const struct model model_pixart_alpha = {
	.name = "pixart-alpha",
	.profile = "flux",
	.title = "PixArt Alpha",
	.alias = "pixart-alpha-xl",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "onetrainer",
};
