/* model_data.h: what the data files of models (mod_*.c) and encoders (enc_*.c) share: the declarations
 * that the registries make of encoders.def and models.def, and short forms for rows that many models have. */
#ifndef CAPTOOLS_MODEL_MODEL_DATA_H
#define CAPTOOLS_MODEL_MODEL_DATA_H

#include "model/model.h"

#define ENCODER(id) extern const struct encoder encoder_##id;
#include "model/encoders.def"
#undef ENCODER
#define MODEL(id) extern const struct model model_##id;
#include "model/models.def"
#undef MODEL

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
/* .encoders and .n of a struct model; .overrides and .n_overrides. */
#define ENCODERS(array) .encoders = (array), .n = COUNT(array)
#define OVERRIDES(array) .overrides = (array), .n_overrides = COUNT(array)

/* A row without a template: the caption alone, with the tokenizer's special tokens. */
#define PLAIN(id, max, ...) {.encoder = &encoder_##id, .limit = (max), .add_special = true, __VA_ARGS__}

/* CLIP's 77 in SDXL. */
#define CLIP77 D "stable_diffusion_xl/pipeline_stable_diffusion_xl.py:385-389"

/* The rows of SDXL, which its descendants have too (mod_sdxl.c). */
extern const struct model_encoder sdxl_encoders[2];
extern const struct model_override sdxl_overrides[2];
#define SDXL_TRAINERS "kohya onetrainer simpletuner ai-toolkit diffusion-pipe"
/* SD3's, which version 3.5 has too (mod_sd3.c). */
extern const struct model_encoder sd3_encoders[3];
extern const struct model_override sd3_overrides[2];
#define SD3_TRAINERS "kohya onetrainer simpletuner ai-toolkit diffusion-pipe"

/* Repositories at the commits read (TEMPLATES.md). */
#define D "huggingface/diffusers 58eb52c0 src/diffusers/pipelines/"
#define K "kohya-ss/sd-scripts 48d368fa library/"
#define M "kohya-ss/musubi-tuner 30c658c4 src/musubi_tuner/"
#define A "ostris/ai-toolkit 27a03a91 "
#define O "Nerogar/OneTrainer 23df3832 modules/"
#define S "bghira/SimpleTuner bc8e6ab7 simpletuner/helpers/models/"
#define P "tdrussell/diffusion-pipe 8f83dbf2 models/"
#define C "leejet/stable-diffusion.cpp src/"

#endif
