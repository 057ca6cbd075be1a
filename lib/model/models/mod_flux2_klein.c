/* mod_flux2_klein.c: FLUX.2 klein: Qwen3 as in Z-Image, with an empty think block behind the caption (M
 * flux_2/flux2_utils.py:769-782, O dataLoader/Flux2BaseDataLoader.py:51-52, S flux2/model.py:677-688, A
 * flux2/src/pipeline.py:166-178: all the same). ComfyUI's tokenizer for it is Qwen2.5-VL's, which has no token <think>: to it, and to
 * diffusion-pipe, the empty think block is plain text, six tokens instead of four. */
#include "model/model_data.h"

#define CHAT(max, ...) QWEN_ROW(qwen3, max, "<|im_start|>", 1, QWEN_AFTER QWEN_NO_THOUGHT, 9, __VA_ARGS__)

static const struct model_encoder rows[] = {
	CHAT(512, .source = D "flux2/pipeline_flux2_klein.py:225-239,633"),
};

static const struct model_override overrides[] = {
	{"diffusion-pipe", QWEN_ROW(qwen2, 0, "<|im_start|>", 1, QWEN_AFTER QWEN_NO_THOUGHT, 11,
				    .source = P "base.py:749-783, flux2.py:65; " COMFY "flux.py faf1e153 KleinTokenizer, "
				    "qwen25_tokenizer/tokenizer_config.json be35e46f",
				    .note = "tokenised by ComfyUI, which never cuts and has no token <think>")},
	{"diffsynth", CHAT(512, .source = DS "flux2_image.py Flux2Unit_Qwen3PromptEmbedder", .note = "its limit was read, not its template")},
};

const struct model model_flux2_klein = {
	.name = "flux2-klein",
	.profile = "llm",
	.title = "FLUX.2 klein",
	.alias = "klein klein-9b klein-4b flux-klein flux2-klein-9b flux2-klein-4b flux.2-klein",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi onetrainer simpletuner ai-toolkit diffusion-pipe diffusers-lora diffsynth",
};
