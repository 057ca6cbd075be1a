/* trainer_nemo.c: NeMo AutoModel encodes captions beforehand (tools/diffusion/preprocessing_multiprocess.py, _process_image): a field of a
 * JSON file, as it is; where there is none, the image's name with blanks for its underscores. */
#include "trainer/trainers.h"

static const struct trainer_option options[] = {{TR_END, NULL, NULL}};

static void feed(struct feeder *f)
{
	if (f->missing || f->file.n == 0)
		feeder_note(f, FED_FILE_NAME);
	else
		feeder_add(f, f->file);
}

const struct trainer trainer_nemo = {
	.info = {"nemo", "NVIDIA-NeMo/Automodel: a field of its JSON captions, as it is; the image's name where there is none", "fast", ".txt", "",
		 "NVIDIA-NeMo/Automodel 1c783434 tools/diffusion/preprocessing_multiprocess.py, tools/diffusion/processors/"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
