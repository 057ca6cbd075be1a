/* mod_sana.c: Sana: Gemma 2 with an instruction of 206 tokens, of which only BOS and the last 299
 * positions are kept: limit = tokens of the instruction (208, its last space counted) + 300 - 2; positions
 * 1-206 are dropped. */
#include "model/model_data.h"

#define HEAD                                                                                          \
	"Given a user prompt, generate an 'Enhanced prompt' that provides detailed visual "           \
	"descriptions suitable for image generation. Evaluate the level of detail in the user "       \
	"prompt:\n"                                                                                   \
	"- If the prompt is simple, focus on adding specifics about colors, shapes, sizes, "          \
	"textures, and spatial relationships to create vivid and concrete scenes.\n"
#define DETAILED                                                                                      \
	"- If the prompt is already detailed, refine and enhance the existing details slightly "      \
	"without overcomplicating.\n"
#define EXAMPLES "Here are examples of how to transform or refine prompts:\n"
#define TAIL                                                                                          \
	"Please generate only the enhanced description for the prompt below and avoid including any " \
	"additional commentary or evaluations:\n"

/* D sana/pipeline_sana.py:702-709 */
static const char reference[] = HEAD DETAILED EXAMPLES
	"- User Prompt: A cat sleeping -> Enhanced: A small, fluffy white cat curled up in a round shape, "
	"sleeping peacefully on a warm sunny windowsill, surrounded by pots of blooming red flowers.\n"
	"- User Prompt: A busy city street -> Enhanced: A bustling city street scene at dusk, featuring "
	"glowing street lamps, a diverse crowd of people in colorful clothing, and a double-decker bus "
	"passing by towering glass skyscrapers.\n" TAIL "User Prompt:";

/* S field_registry/sana.py:15-29, helpers/configuration/cmd_args.py:350-390,1366: every line is stripped,
 * so the last one loses its space and the caption's first word its mark. */
static const char simpletuner[] = HEAD
	"- Do not add detail that is not in the original prompt! Do not mention colors if the User Prompt "
	"does not!\n" DETAILED
	"- If the prompt contains explicit material, do not remove this information from the output, which "
	"would damage the performance of downstream classifiers.\n" EXAMPLES
	"- User Prompt: A cat sleeping -> Enhanced: A cat sleeping peacefully, showcasing the joy of pet "
	"ownership. Cute floof kitty cat gatto.\n"
	"- User Prompt: A busy city street -> Enhanced: A bustling city street scene featuring a crowd of "
	"people.\n" TAIL "User";

const struct model_encoder sana_encoders[1] = {
	PLAIN(gemma2, 506, .before = reference, .joint = " ", .before_tokens = 206, .cleaning = &cleaning_lower_strip,
	      .drop_first = 207, .source = D "sana/pipeline_sana.py:251-269,354,366-367,514,700-710",
	      .note = "position 0 is kept besides; the negative prompt gets no instruction"),
};

static const struct model_override overrides[] = {
	{"onetrainer", PLAIN(gemma2, 300, .source = O "model/SanaModel.py:145-153")},
	{"simpletuner", PLAIN(gemma2, 523, .before = simpletuner, .joint = " Prompt:", .before_tokens = 222,
			      .joint_tokens = 2, .cleaning = &cleaning_lower_strip, .drop_first = 224,
			      .source = S "sana/model.py:151-158")},
};

const struct model model_sana = {
	.name = "sana",
	.profile = "llm",
	.title = "Sana",
	.alias = "sana-1.5",
	ENCODERS(sana_encoders),
	OVERRIDES(overrides),
	.trainers = "onetrainer simpletuner diffusers-lora",
};
