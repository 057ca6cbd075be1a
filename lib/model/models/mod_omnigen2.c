/* mod_omnigen2.c: OmniGen2: Qwen2.5-VL 3B; the template inside the limit has no assistant's turn. AI Toolkit applies it twice,
 * diffusion-pipe not at all. */
#include "model/model_data.h"

#define MESSAGE "You are a helpful assistant that generates high-quality images based on user instructions."
#define TURN QWEN_SYSTEM_BEFORE(MESSAGE)

static const struct model_encoder rows[] = {
	{.encoder = &encoder_qwen2, .limit = 256, .before = TURN, .joint = "user\n", .after = "<|im_end|>\n", .before_tokens = 21,
	 .joint_tokens = 2, .after_tokens = 2, .source = A_MODELS "omnigen2/src/pipelines/omnigen2/pipeline_omnigen2.py:299-305,335-344,387"},
};

static const struct model_override overrides[] = {
	{"ai-toolkit", {.encoder = &encoder_qwen2, .limit = 256, .before = TURN "user\n" TURN, .joint = "user\n",
			.after = "<|im_end|>\n<|im_end|>\n", .before_tokens = 44, .joint_tokens = 2, .after_tokens = 4,
			.source = A_MODELS "omnigen2/__init__.py:298-309", .note = "the template is applied twice"}},
	{"diffusion-pipe", PLAIN(qwen2, 256, .source = P "omnigen2.py:83-97,128-135", .note = "no template")},
};

const struct model model_omnigen2 = {
	.name = "omnigen2",
	.profile = "llm",
	.title = "OmniGen2",
	.alias = "omnigen",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "ai-toolkit diffusion-pipe",
};
