/* trainer_diffusers.c: the reference pipelines: the caption as it is. */
#include "trainer/trainers.h"

static const struct trainer_option options[] = {
	{TR_FLAG, "clean_caption", NULL}, /* PixArt and Sana: on where beautifulsoup4 and ftfy are installed */
	{TR_END, NULL, NULL},
};

static void feed(struct feeder *f)
{
	feeder_add(f, f->file);
}

const struct trainer trainer_diffusers = {
	.info = {"diffusers", "the reference pipelines of huggingface/diffusers: the caption as it is", "fast", ".txt", "clean_caption",
		 "huggingface/diffusers 58eb52c0"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
