/* mod_flux2_dev.c: FLUX.2 dev: Mistral Small 3.1 with a system message; the template writes <s> itself. */
#include "model/model_data.h"

/* D flux2/system_messages.py:8-9: the line feed inside is real (32 tokens, confirmed by C
 * conditioning/conditioner.hpp:2661-2667); SimpleTuner, OneTrainer and DiffSynth-Studio have a space in
 * its place (30 tokens). */
#define MESSAGE(gap)                                                                                  \
	"<s>[SYSTEM_PROMPT]You are an AI that reasons about image descriptions. You give structured " \
	"responses focusing on object relationships, object" gap                                      \
	"attribution and actions without speculation.[/SYSTEM_PROMPT][INST]"
#define CHAT(gap, count, max, ...)                                                                    \
	{.encoder = &encoder_mistral, .limit = (max), .before = MESSAGE(gap), .after = "[/INST]",     \
	 .before_tokens = (count), .after_tokens = 1, .cleaning = &cleaning_image_token, __VA_ARGS__}

static const struct model_encoder rows[] = {
	CHAT("\n", 32, 512, .source = D "flux2/pipeline_flux2.py:85,320-332,765",
	     .note = "the split pattern is the one in the Hub's tokenizer.json; "
		     "Tekken's own (ComfyUI, diffusion-pipe) differs on rare Unicode"),
};

static const struct model_override overrides[] = {
	{"simpletuner", CHAT(" ", 30, 512, .source = S "flux2/model.py:52,729-737")},
	{"onetrainer", CHAT(" ", 30, 512, .source = O "model/Flux2Model.py:25,152-165, "
							    "modelLoader/Flux2ModelLoader.py:86-89",
			    .note = "tokenises the rendered template again with special tokens on: "
				    "probably one more BOS (not run)")},
	{"diffsynth", CHAT(" ", 30, 512, .source = DS "flux2_image.py 675ae5e9")},
	{"musubi", CHAT("\n", 32, 512, .source = M "flux_2/flux2_utils.py:48-54,627-636")},
	{"ai-toolkit", CHAT("\n", 32, 512, .source = A "flux2/src/pipeline.py:36,112-120")},
	{"diffusion-pipe", {.encoder = &encoder_mistral, .before = MESSAGE("\n"), .after = "[/INST]", .before_tokens = 32,
			    .after_tokens = 1, .tekken = true, .source = P "base.py:749-783, flux2.py:65; Comfy-Org/ComfyUI "
			    "comfy/text_encoders/flux.py Flux2Tokenizer", .note = "tokenised by ComfyUI, which never cuts and keeps [IMG]"}},
};

const struct model model_flux2_dev = {
	.name = "flux2-dev",
	.profile = "llm",
	.title = "FLUX.2 dev",
	.alias = "flux2 flux.2-dev",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner onetrainer musubi ai-toolkit diffusion-pipe diffusers-lora diffsynth nemo",
};
