/* mod_lumina2.c: Lumina Image 2.0: Gemma 2 with a system prompt that kohya and diffusion-pipe leave out.
 * Gemma joins the template's last space to the caption's first word (not to a digit). */
#include "model/model_data.h"

#define SYSTEM                                                                                        \
	"You are an assistant designed to generate superior images with the superior degree of "      \
	"image-text alignment based on textual prompts or user prompts. <Prompt Start>"

/* D lumina2/pipeline_lumina2.py:285-288; 31 tokens with BOS. The negative prompt gets none (307, 324). */
static const struct model_encoder rows[] = {
	PLAIN(gemma2, 256, .before = SYSTEM, .joint = " ", .before_tokens = 30,
	      .source = D "lumina2/pipeline_lumina2.py:185,200-206,285-288"),
};

static const struct model_override overrides[] = {
	{"kohya", PLAIN(gemma2, 256, .source = K "strategy_lumina.py:35-44,59-62, lumina_train_util.py:1082-1087",
			.note = "without --system_prompt; with it `{prompt} <Prompt Start> ` comes first")},
	{"diffusion-pipe", PLAIN(gemma2, 256, .source = P "lumina_2.py:119-123",
				 .note = "no template; its example configuration puts another one in caption_prefix")},
};

const struct model model_lumina2 = {
	.name = "lumina2",
	.profile = "lumina",
	.title = "Lumina Image 2.0",
	.alias = "lumina lumina-image-2 neta-lumina netayume",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "kohya simpletuner ai-toolkit diffusion-pipe diffusers-lora",
};
