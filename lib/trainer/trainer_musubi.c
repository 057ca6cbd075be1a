/* trainer_musubi.c: musubi-tuner: the whole file, stripped; an image without a file is not loaded
 * (src/musubi_tuner/dataset/datasources.py:241-246). */
#include "trainer/trainers.h"

static const struct trainer_option options[] = {{TR_TEXT, "caption_extension", NULL}, {TR_END, NULL, NULL}};

static void feed(struct feeder *f)
{
	if (f->missing) {
		f->error = "skips-image";
		return;
	}
	if (!feeder_read(f, READ_FOLDED)) {
		f->error = "stops";
		return;
	}
	feeder_add(f, feeder_strip(f));
}

const struct trainer trainer_musubi = {
	.info = {"musubi", "kohya-ss/musubi-tuner: the whole file, stripped", "ftfy", ".txt", "caption_extension=EXT",
		 "kohya-ss/musubi-tuner 30c658c4 src/musubi_tuner/dataset/datasources.py:241-246"},
	.variant = TOK_FTFY,
	.options = options,
	.feed = feed,
};
