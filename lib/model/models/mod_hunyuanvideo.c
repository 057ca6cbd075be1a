/* mod_hunyuanvideo.c: HunyuanVideo: Llama 3 with a chat template whose first 95 positions are cropped
 * after encoding (36 in the image form of diffusion-pipe), and a pooled CLIP-L that gets the raw caption. */
#include "model/model_data.h"

#define SYSTEM "<|start_header_id|>system<|end_header_id|>\n\n"
#define USER "<|eot_id|><|start_header_id|>user<|end_header_id|>"

/* D hunyuan_video/pipeline_hunyuan_video.py:70-81: 95 tokens with BOS and the line feeds before the
 * caption. */
#define VIDEO                                                                                         \
	SYSTEM "Describe the video by detailing the following aspects: "                              \
	"1. The main content and theme of the video."                                                 \
	"2. The color, shape, size, texture, quantity, text, and spatial relationships of the objects." \
	"3. Actions, events, behaviors temporal relationships, physical movement changes of the objects." \
	"4. background environment, light, style and atmosphere."                                     \
	"5. camera angles, movements, and transitions used in the video:" USER
/* P hunyuan_video.py:215-222, M hunyuan_model/text_encoder.py:145-171: 36 tokens. */
#define IMAGE                                                                                         \
	SYSTEM "Describe the image by detailing the color, shape, size, texture, quantity, text, "    \
	"spatial relationships of the objects and background:" USER

#define CHAT(template, count, max, crop, ...)                                                         \
	PLAIN(llama3, max, .before = template, .joint = "\n\n", .after = "<|eot_id|>",                \
	      .before_tokens = count, .joint_tokens = 1, .after_tokens = 1, .drop_first = crop, __VA_ARGS__)

static const struct model_encoder rows[] = {
	CHAT(VIDEO, 93, 351, 95, .source = D "hunyuan_video/pipeline_hunyuan_video.py:215,231-241,252-254",
	     .note = "Llama 3 through LlamaTokenizerFast of transformers 5 loses every space; these are the right ids"),
	PLAIN(clip_l, 77, .role = ROLE_POOLED, .source = D "hunyuan_video/pipeline_hunyuan_video.py:279-284,335"),
};

static const struct model_override overrides[] = {
	{"onetrainer", CHAT(VIDEO, 93, 172, 95, .source = O "model/HunyuanVideoModel.py:27-36,261-267, "
							    "dataLoader/HunyuanVideoBaseDataLoader.py:44-46")},
	{"musubi", CHAT(VIDEO, 93, 351, 95, .source = M "hunyuan_model/text_encoder.py:545-556, "
							"cache_text_encoder_outputs.py:29-30")},
	{"diffusion-pipe", CHAT(IMAGE, 34, 292, 36, .source = P "hunyuan_video.py:215-222,377-388",
				.note = "the form for images; clips have the video form (option video)")},
	{"diffusion-pipe-video", CHAT(VIDEO, 93, 351, 95, .source = P "hunyuan_video.py:215-222,377-388")},
	{"simpletuner", CHAT(VIDEO, 93, 351, 95, .source = D "hunyuan_video/pipeline_hunyuan_video.py:215",
			     .note = "SimpleTuner's hunyuanvideo is version 1.5, another encoder with 1000 + 108 tokens: "
				     "these are the reference's numbers for version 1")},
};

const struct model model_hunyuanvideo = {
	.name = "hunyuanvideo",
	.profile = "llm",
	.title = "HunyuanVideo",
	.alias = "hunyuan hunyuan-video framepack",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "onetrainer musubi diffusion-pipe simpletuner",
};
