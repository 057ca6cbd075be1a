/* trainers_model.c: a model's encoders under a trainer and its options. */
#include "model/cleaning/cleaning.h"
#include "trainer/trainers.h"

#define LORA "diffusers-lora", "max_sequence_length"
#define LORA_SOURCE "huggingface/diffusers examples/dreambooth/train_dreambooth_lora_"

/* Options that set a limit: whose, which encoder's, in which models; tokens of the template that come on top; what the option is cut to,
 * 0 = nothing. */
static const struct {
	const char *trainer, *option, *encoder, *models, *source;
	int top, most;
} limits[] = {
	{"kohya", "t5xxl_max_token_length", "t5", "sd3 sd35 flux-dev flux-schnell", "kohya-ss/sd-scripts 48d368fa "
	 "flux_train_network.py:171-177, library/sd3_train_utils.py:187-191", 0, 0},
	{"onetrainer", "text_encoder_2_sequence_length", "t5", "flux-dev flux-schnell", "Nerogar/OneTrainer 23df3832 "
	 "modules/util/config/TrainConfig.py:1162", 0, 0},
	{"diffusion-pipe", "max_llama3_sequence_length", "llama3", "hidream", "tdrussell/diffusion-pipe 8f83dbf2 "
	 "models/hidream.py:194-199", 0, 0},
	{"diffusion-pipe", "max_sequence_length", "pile-t5", "auraflow ponyv7", "tdrussell/diffusion-pipe 8f83dbf2 "
	 "models/auraflow.py:28", 0, 0},
	{LORA, "t5", "sd3 sd35 flux-dev flux-schnell hidream", LORA_SOURCE "flux.py, _sd3.py, _hidream.py", 0, 0},
	{LORA, "clip-l", "hidream", LORA_SOURCE "hidream.py", 0, 218},
	{LORA, "clip-g", "hidream", LORA_SOURCE "hidream.py", 0, 218},
	{LORA, "llama3", "hidream", LORA_SOURCE "hidream.py", 0, 0},
	{LORA, "gemma2", "lumina2", LORA_SOURCE "lumina2.py", 0, 0},
	{LORA, "gemma2", "sana", LORA_SOURCE "sana.py", 206, 0},
	{LORA, "mistral", "flux2-dev", LORA_SOURCE "flux2.py", 0, 0},
	{LORA, "qwen2", "qwen-image", LORA_SOURCE "qwen_image.py", 34, 1024},
	{LORA, "qwen3", "z-image flux2-klein ideogram4", LORA_SOURCE "z_image.py, _flux2_klein.py, _ideogram4.py", 0, 0},
	{LORA, "qwen3", "krea2", LORA_SOURCE "krea2.py", 34, 0},
};

static bool in_list(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = strstr(list, word); p; p = strstr(p + 1, word))
		if ((p == list || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

/* kohya: N ids in N / 75 rows, each with its own BOS and EOS: counted as N + 2 (strategy_sd.py:37,
 * strategy_sdxl.py:31). */
static void kohya_rows(const struct trainer_spec *t, const struct model *m, struct model_encoder *rows, size_t n)
{
	long length = trainer_number(t, "max_token_length");

	for (size_t i = 0; length && m->kohya_chunks && i < n; i++) {
		if (strcmp(rows[i].encoder->vocab, "clip") != 0)
			continue;
		rows[i].limit = (int)length + 2;
		rows[i].chunks = (int)length / 75;
		rows[i].source = "kohya-ss/sd-scripts 48d368fa library/strategy_base.py:221-272";
	}
}

/* The system_prompt of kohya and diffusers' script for Lumina 2: in front of the caption, inside the limit (library/strategy_lumina.py:35-62,
 * pipelines/lumina2/pipeline_lumina2.py:285-288). */
static void system_prompt(struct arena *a, const struct trainer_spec *t, const struct model *m, struct model_encoder *rows, size_t n)
{
	struct span text = trainer_text_of(t, "system_prompt");

	if (text.n == 0 || strcmp(m->name, "lumina2") != 0)
		return;
	for (size_t i = 0; i < n; i++) {
		rows[i].before = arena_printf(a, "%.*s <Prompt Start>", SPAN_ARG(text)).p;
		rows[i].joint = " ";
		rows[i].before_tokens = TOKENS_COUNTED;
		rows[i].note = NULL;
	}
}

/* diffusers' clean_caption, of the pipelines that otherwise only strip and lower. */
static void clean_caption(const struct trainer_spec *t, struct model_encoder *rows, size_t n)
{
	for (size_t i = 0; trainer_set(t, "clean_caption") && i < n; i++)
		if (rows[i].cleaning == &cleaning_lower_strip) {
			rows[i].cleaning = &cleaning_caption;
			rows[i].note = NULL;
		}
}

struct model_encoder *trainer_model(struct arena *a, const struct trainer_spec *t, const struct model *m, size_t *n)
{
	const char *name = t ? trainer_name(t) : NULL;
	struct model_encoder *rows;

	if (!t)
		return model_for_trainer(a, m, NULL, n);
	rows = model_for_trainer(a, m, trainer_set(t, "video") ? "diffusion-pipe-video" : name, n);
	kohya_rows(t, m, rows, *n);
	system_prompt(a, t, m, rows, *n);
	clean_caption(t, rows, *n);
	for (size_t k = 0; k < sizeof limits / sizeof limits[0]; k++) {
		long limit = strcmp(limits[k].trainer, name) == 0 ? trainer_number(t, limits[k].option) : 0;

		if (limit == 0 || !in_list(limits[k].models, m->name))
			continue;
		for (size_t i = 0; i < *n; i++) {
			if (strcmp(rows[i].encoder->name, limits[k].encoder) != 0)
				continue;
			rows[i].limit = (int)(limits[k].most && limit > limits[k].most ? limits[k].most : limit) + limits[k].top;
			rows[i].source = limits[k].source;
			rows[i].note = NULL;
		}
	}
	return rows;
}
