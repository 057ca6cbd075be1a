/* trainer_diffusers_lora.c: diffusers' own LoRA scripts (examples/dreambooth/train_dreambooth_lora_*.py, DreamBoothDataset): a caption is a
 * row of the column that --caption_column names, as it is; without that option, or where the row is empty, --instance_prompt is fed.
 * They read no .txt beside an image. */
#include "trainer/trainers.h"

enum { O_COLUMN, O_DROP, O_INSTANCE, O_LENGTH, O_SYSTEM };
static const struct trainer_option options[] = {
	[O_COLUMN] = {TR_TEXT, "caption_column", NULL},
	[O_DROP] = {TR_RATE, "caption_dropout", NULL},
	[O_INSTANCE] = {TR_TEXT, "instance_prompt", NULL},
	[O_LENGTH] = {TR_COUNT, "max_sequence_length", NULL},
	[O_SYSTEM] = {TR_TEXT, "system_prompt", NULL},
	{TR_END, NULL, NULL},
};

static void feed(struct feeder *f)
{
	struct span text = f->file, instance = trainer_text(f->spec, O_INSTANCE);

	if (trainer_rate(f->spec, O_DROP) > 0)
		feeder_note(f, FED_CAPTION_DROPPED_AT_RANDOM);
	if (trainer_text(f->spec, O_COLUMN).n == 0 || text.n == 0) {
		if (instance.n == 0) {
			f->error = "stops"; /* the scripts demand one */
			return;
		}
		feeder_note(f, FED_INSTANCE_PROMPT);
		text = instance;
	}
	feeder_add(f, text);
}

const struct trainer trainer_diffusers_lora = {
	.info = {"diffusers-lora", "the LoRA scripts of huggingface/diffusers: a dataset's caption column, or the instance prompt alone", "fast", ".txt",
		 "caption_column=NAME caption_dropout=P (qwen-image-2.1) instance_prompt=TEXT max_sequence_length=N system_prompt=TEXT (lumina2)",
		 "huggingface/diffusers examples/dreambooth/train_dreambooth_lora_flux.py 0050dea4 DreamBoothDataset.__getitem__"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
