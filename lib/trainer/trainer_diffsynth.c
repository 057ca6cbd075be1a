/* trainer_diffsynth.c: DiffSynth-Studio: the prompt column of a metadata.csv, .json or .jsonl, as it is (diffsynth/core/data). */
#include "trainer/trainers.h"

static const struct trainer_option options[] = {{TR_END, NULL, NULL}};

static void feed(struct feeder *f)
{
	if (f->missing) {
		f->error = "stops";
		return;
	}
	feeder_add(f, f->file);
}

const struct trainer trainer_diffsynth = {
	.info = {"diffsynth", "modelscope/DiffSynth-Studio: the prompt column of its metadata file, as it is", "fast", ".txt", "",
		 "modelscope/DiffSynth-Studio 030ebe64 diffsynth/core/data/unified_dataset.py, 675ae5e9 diffsynth/pipelines/"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
