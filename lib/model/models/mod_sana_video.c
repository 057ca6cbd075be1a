/* mod_sana_video.c: Sana Video: Sana's way with an instruction about video: 221 tokens, its last space counted, + 300 - 2; BOS and
 * the last 299 positions are kept. */
#include "model/model_data.h"

/* D42 sana_video/pipeline_sana_video.py:276-292 */
static const char instruction[] =
	"Given a user prompt, generate an 'Enhanced prompt' that provides detailed visual descriptions suitable for video "
	"generation. Evaluate the level of detail in the user prompt:\n"
	"- If the prompt is simple, focus on adding specifics about colors, shapes, sizes, textures, motion, and temporal "
	"relationships to create vivid and dynamic scenes.\n"
	"- If the prompt is already detailed, refine and enhance the existing details slightly without overcomplicating.\n"
	"Here are examples of how to transform or refine prompts:\n"
	"- User Prompt: A cat sleeping -> Enhanced: A small, fluffy white cat slowly settling into a curled position, peacefully "
	"falling asleep on a warm sunny windowsill, with gentle sunlight filtering through surrounding pots of blooming red "
	"flowers.\n"
	"- User Prompt: A busy city street -> Enhanced: A bustling city street scene at dusk, featuring glowing street lamps "
	"gradually lighting up, a diverse crowd of people in colorful clothing walking past, and a double-decker bus smoothly "
	"passing by towering glass skyscrapers.\n"
	"Please generate only the enhanced description for the prompt below and avoid including any additional commentary or "
	"evaluations:\n"
	"User Prompt:";

#define ROW(...)                                                                                                   \
	PLAIN(gemma2, 519, .before = instruction, .joint = " ", .before_tokens = 219, .cleaning = &cleaning_lower_strip, \
	      .drop_first = 220, __VA_ARGS__)

static const struct model_encoder rows[] = {
	ROW(.source = D42 "sana_video/pipeline_sana_video.py:276-292"),
};

static const struct model_override overrides[] = {
	{"simpletuner", ROW(.source = S "sanavideo/model.py:269-295", .note = "adds ` motion score: N.` where that is set")},
};

const struct model model_sana_video = {
	.name = "sana-video",
	.profile = "llm",
	.title = "Sana Video",
	ENCODERS(rows),
	OVERRIDES(overrides),
	.trainers = "simpletuner",
};
