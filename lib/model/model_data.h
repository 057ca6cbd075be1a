/* model_data.h: what the data files of models (mod_*.c) and encoders (enc_*.c) share: the declarations
 * that the registries make of encoders.def and models.def, and short forms for rows that many models have. */
#ifndef CAPTOOLS_MODEL_MODEL_DATA_H
#define CAPTOOLS_MODEL_MODEL_DATA_H

#include "model/cleaning/cleaning.h"
#include "model/model.h"

#define ENCODER(id) extern const struct encoder encoder_##id;
#include "model/encoders/encoders.def"
#undef ENCODER
#define MODEL(id) extern const struct model model_##id;
#include "model/models/models.def"
#undef MODEL

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
/* .encoders and .n of a struct model; .overrides and .n_overrides. */
#define ENCODERS(array) .encoders = (array), .n = COUNT(array)
#define OVERRIDES(array) .overrides = (array), .n_overrides = COUNT(array)

/* A row without a template: the caption alone, with the tokenizer's special tokens. */
#define PLAIN(id, max, ...) {.encoder = &encoder_##id, .limit = (max), .add_special = true, __VA_ARGS__}

/* Qwen's chat template. The turn's last piece merges with a caption that begins with white space. */
#define QWEN_AFTER "<|im_end|>\n<|im_start|>assistant\n"
#define QWEN_NO_THOUGHT "<think>\n\n</think>\n\n"
#define QWEN_SYSTEM_BEFORE(message) "<|im_start|>system\n" message "<|im_end|>\n<|im_start|>"
#define QWEN_ROW(id, max, front, front_tokens, back, back_tokens, ...)                                               \
	{.encoder = &encoder_##id, .limit = (max), .before = front, .joint = "user\n", .after = back,                \
	 .before_tokens = (front_tokens), .joint_tokens = 2, .after_tokens = (back_tokens), __VA_ARGS__}
/* A user's turn and the start of the assistant's. */
#define QWEN_CHAT(id, max, ...) QWEN_ROW(id, max, "<|im_start|>", 1, QWEN_AFTER, 5, __VA_ARGS__)
/* The same behind a system message; count: the tokens up to the user's <|im_start|>. */
#define QWEN_SYSTEM(id, max, message, count, ...) \
	QWEN_ROW(id, max, QWEN_SYSTEM_BEFORE(message), count, QWEN_AFTER, 5, __VA_ARGS__)
/* The same without the assistant's turn. */
#define QWEN_TURN(id, max, message, count, ...) \
	QWEN_ROW(id, max, QWEN_SYSTEM_BEFORE(message), count, "<|im_end|>", 1, __VA_ARGS__)
/* Messages that several models have. */
#define DESCRIBE_IMAGE                                                                                               \
	"Describe the image by detailing the color, shape, size, texture, quantity, text, spatial relationships of the " \
	"objects and background:"
#define EDIT_IMAGE                                                                                                   \
	"Describe the key features of the input image (color, shape, size, texture, objects, background), then explain " \
	"how the user's text instruction should alter or modify the image. Generate a new image that meets the user's "  \
	"requirements while maintaining consistency with the original input where appropriate."

/* CLIP's 77 in SDXL. */
#define CLIP77 D "stable_diffusion_xl/pipeline_stable_diffusion_xl.py:385-389"

/* The rows of SDXL, which its descendants have too (mod_sdxl.c). */
extern const struct model_encoder sdxl_encoders[2];
extern const struct model_override sdxl_overrides[2];
#define SDXL_TRAINERS "kohya onetrainer simpletuner ai-toolkit diffusion-pipe diffusers-lora"
/* SD3's, which version 3.5 has too (mod_sd3.c). */
extern const struct model_encoder sd3_encoders[3];
extern const struct model_override sd3_overrides[3];
#define SD3_TRAINERS "kohya onetrainer simpletuner ai-toolkit diffusion-pipe diffusers-lora"

/* Sana's, which Sprint has too (mod_sana.c). */
extern const struct model_encoder sana_encoders[1];

/* Repositories at the commits read. */
#define D "huggingface/diffusers 58eb52c0 src/diffusers/pipelines/"
#define D42 "huggingface/diffusers 0.42.1 src/diffusers/pipelines/"
#define DM "huggingface/diffusers 0.42.1 src/diffusers/modular_pipelines/"
#define K "kohya-ss/sd-scripts 48d368fa library/"
#define M "kohya-ss/musubi-tuner 30c658c4 src/musubi_tuner/"
#define A "ostris/ai-toolkit 27a03a91 "
#define A_MODELS A "extensions_built_in/diffusion_models/"
#define O "Nerogar/OneTrainer 23df3832 modules/"
#define S "bghira/SimpleTuner bc8e6ab7 simpletuner/helpers/models/"
#define P "tdrussell/diffusion-pipe 8f83dbf2 models/"
#define C "leejet/stable-diffusion.cpp src/"
#define DL "huggingface/diffusers examples/dreambooth/train_dreambooth_lora_"
#define DS "modelscope/DiffSynth-Studio diffsynth/pipelines/"
#define NEMO "NVIDIA-NeMo/Automodel tools/diffusion/processors/"
#define COMFY "Comfy-Org/ComfyUI comfy/text_encoders/"

#endif
