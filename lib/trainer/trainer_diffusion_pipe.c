/* trainer_diffusion_pipe.c: diffusion-pipe: the whole file, stripped, in the locale's encoding; shuffling
 * at ", " only; the prefix last (utils/dataset.py:48-57,750-763). Its transformers is not pinned, so the
 * CLIP variant is the newer one. */
#include "trainer/trainers.h"

enum { O_DELIMITER, O_SHUFFLES, O_PREFIX, O_LOCALE, O_LLAMA, O_LENGTH, O_SHUFFLE, O_SKIP, O_VIDEO };
static const struct trainer_option options[] = {
	[O_DELIMITER] = {TR_TEXT, "cache_shuffle_delimiter", ", "},
	[O_SHUFFLES] = {TR_COUNT, "cache_shuffle_num", NULL},
	[O_PREFIX] = {TR_TEXT, "caption_prefix", NULL},
	[O_LOCALE] = {TR_TEXT, "locale", "utf-8"},
	[O_LLAMA] = {TR_COUNT, "max_llama3_sequence_length", NULL},
	[O_LENGTH] = {TR_COUNT, "max_sequence_length", NULL},
	[O_SHUFFLE] = {TR_FLAG, "shuffle_tags", NULL},
	[O_SKIP] = {TR_FLAG, "skip_empty_caption", "true"},
	[O_VIDEO] = {TR_FLAG, "video", NULL},
	{TR_END, NULL, NULL},
};

static bool add_prefixed(struct feeder *f, struct span text)
{
	struct span prefix = trainer_text(f->spec, O_PREFIX);

	if (prefix.n) {
		text = text_concat(f, prefix, text, SPAN(""));
		feeder_note(f, FED_PREFIX_ADDED);
	}
	return feeder_add(f, text);
}

static void feed(struct feeder *f)
{
	struct span s, delimiter = trainer_text(f->spec, O_DELIMITER);
	struct parts none = {0}, parts;

	if (f->missing && trainer_flag(f->spec, O_SKIP)) {
		f->error = "skips-image";
		return;
	}
	if (!feeder_read(f, span_is(trainer_text(f->spec, O_LOCALE), "cp1252") ? READ_CP1252 : READ_FOLDED)) {
		f->error = "stops";
		return;
	}
	s = feeder_strip(f);
	if (!trainer_flag(f->spec, O_SHUFFLE) && trainer_count(f->spec, O_SHUFFLES) == 0) {
		add_prefixed(f, s);
		return;
	}
	parts = parts_split(f->a, s, delimiter.n ? delimiter : SPAN(", "), false, false);
	if (parts.n > 1)
		feeder_note(f, FED_SHUFFLED);
	feeder_orders(f, &none, &parts, NULL, delimiter.n ? delimiter : SPAN(", "), add_prefixed);
}

const struct trainer trainer_diffusion_pipe = {
	.info = {"diffusion-pipe", "tdrussell/diffusion-pipe: the whole file, stripped, in the locale's encoding", "fast", ".txt",
		 "cache_shuffle_delimiter=TEXT cache_shuffle_num=N caption_prefix=TEXT locale=utf-8|cp1252 "
		 "max_llama3_sequence_length=N max_sequence_length=N shuffle_tags skip_empty_caption=false "
		 "video (the samples are clips)",
		 "tdrussell/diffusion-pipe 8f83dbf2 utils/dataset.py:48-57,750-763"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
