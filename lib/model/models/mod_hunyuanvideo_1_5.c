/* mod_hunyuanvideo_1_5.c: HunyuanVideo 1.5: Qwen2.5-VL with a system message, and ByT5 for what stands in double quotes. Musubi
 * has another text, one line a point; in diffusers the source's continued lines leave eight spaces between the points, and an
 * empty caption becomes one space. */
#include "model/model_data.h"

#define POINTS(gap)                                                                                            \
	"You are a helpful assistant. Describe the video by detailing the following aspects: " gap             \
	"1. The main content and theme of the video. " gap                                                     \
	"2. The color, shape, size, texture, quantity, text, and spatial relationships of the objects. " gap   \
	"3. Actions, events, behaviors temporal relationships, physical movement changes of the objects. " gap \
	"4. background environment, light, style and atmosphere. " gap                                         \
	"5. camera angles, movements, and transitions used in the video."
#define REFERENCE(...)                                                                                 \
	QWEN_SYSTEM(qwen2, 1108, POINTS("        "), 106, .drop_first = 108, .cleaning = &cleaning_space_for_empty, __VA_ARGS__)
#define GLYPHS(max, how, ...) PLAIN(byt5, max, .role = ROLE_QUOTED, .cleaning = &cleaning_##how, .skips_empty = true, __VA_ARGS__)

static const struct model_encoder rows[] = {
	REFERENCE(.source = D42 "hunyuan_video1_5/pipeline_hunyuan_video1_5.py:60-80,226-274"),
	GLYPHS(256, quoted_double_once, .source = D42 "hunyuan_video1_5/pipeline_hunyuan_video1_5.py:83-107,290-316"),
};

static const struct model_override overrides[] = {
	{"simpletuner", REFERENCE(.source = S "hunyuanvideo/pipeline.py:335-376")},
	{"musubi", QWEN_SYSTEM(qwen2, 1127, POINTS("\n"), 101, .drop_first = 103,
			       .source = M "hunyuan_video_1_5/hunyuan_video_1_5_text_encoder.py:248-283")},
	{"musubi", GLYPHS(128, quoted_double, .source = M "hunyuan_video_1_5/hunyuan_video_1_5_text_encoder.py:336-400")},
};

const struct model model_hunyuanvideo_1_5 = {
	.name = "hunyuanvideo-1.5",
	.profile = "llm",
	.title = "HunyuanVideo 1.5",
	.alias = "hunyuan-video-1.5 hunyuanvideo15",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "musubi simpletuner",
};
