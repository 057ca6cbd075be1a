/* trainer_onetrainer.c: OneTrainer: every line that is not blank is a variant, stripped (mgds
 * LoadMultipleTexts.py:28-50); then dropping, capitals and shuffling of tags (DropTags.py,
 * CapitalizeTags.py, ShuffleTags.py, in the order of OneTrainer's DataLoaderText2ImageMixin.py:243-245). */
#include "base/buf.h"
#include "text/utf8.h"
#include "trainer/trainers.h"

enum {
	O_CAPS, O_LOWER, O_CAPS_MODE, O_CAPS_RATE, O_SHUFFLE, O_KEEP, O_SOURCE, O_DELIMITER, O_DROP, O_DROP_MODE, O_DROP_RATE, O_SPECIAL,
	O_SPECIAL_MODE, O_SPECIAL_REGEX, O_T5
};
static const struct trainer_option options[] = {
	[O_CAPS] = {TR_FLAG, "caps_randomize_enable", NULL},
	[O_LOWER] = {TR_FLAG, "caps_randomize_lowercase", NULL},
	[O_CAPS_MODE] = {TR_TEXT, "caps_randomize_mode", "capslock, title, first, random"},
	[O_CAPS_RATE] = {TR_RATE, "caps_randomize_probability", "0.5"},
	[O_SHUFFLE] = {TR_FLAG, "enable_tag_shuffling", NULL},
	[O_KEEP] = {TR_COUNT, "keep_tags_count", "1"},
	[O_SOURCE] = {TR_TEXT, "prompt_source", "sample"},
	[O_DELIMITER] = {TR_TEXT, "tag_delimiter", ","},
	[O_DROP] = {TR_FLAG, "tag_dropout_enable", NULL},
	[O_DROP_MODE] = {TR_TEXT, "tag_dropout_mode", "FULL"},
	[O_DROP_RATE] = {TR_RATE, "tag_dropout_probability", "0.5"},
	[O_SPECIAL] = {TR_TEXT, "tag_dropout_special_tags", NULL},
	[O_SPECIAL_MODE] = {TR_TEXT, "tag_dropout_special_tags_mode", "NONE"},
	[O_SPECIAL_REGEX] = {TR_FLAG, "tag_dropout_special_tags_regex", NULL},
	[O_T5] = {TR_COUNT, "text_encoder_2_sequence_length", NULL},
	{TR_END, NULL, NULL},
};

static struct span delimiter(struct feeder *f)
{
	struct span s = trainer_text(f->spec, O_DELIMITER);

	return s.n ? s : SPAN(",");
}

static struct span rejoined(struct feeder *f, struct span text, bool drop_empty, struct span sep)
{
	struct parts p = parts_split(f->a, text, delimiter(f), true, drop_empty);

	if (p.n > 1)
		feeder_note(f, FED_COMMA_SPACING);
	return p.n ? parts_join(f, &p, sep) : SPAN("");
}

/* FULL with probability 1 leaves nothing to chance: only the first keep_tags_count stay, and of a list of special tags (no patterns) those that
 * may not be dropped (WHITELIST), or all but those that may (BLACKLIST). */
static bool all_dropped(struct feeder *f)
{
	return span_is(trainer_text(f->spec, O_DROP_MODE), "FULL") && trainer_rate(f->spec, O_DROP_RATE) >= 1 &&
	       !trainer_flag(f->spec, O_SPECIAL_REGEX);
}

static struct span kept(struct feeder *f, struct span text)
{
	struct parts all = parts_split(f->a, text, delimiter(f), true, true), stay = {0};
	const struct parts special = f->spec->words;
	struct span mode = trainer_text(f->spec, O_SPECIAL_MODE);
	size_t keep = (size_t)trainer_count(f->spec, O_KEEP);

	for (size_t i = 0; i < all.n; i++) {
		bool named = false;
		for (size_t k = 0; k < special.n; k++)
			named |= span_eq(all.v[i], special.v[k]);
		if (i < keep || (span_is(mode, "WHITELIST") && named) || (span_is(mode, "BLACKLIST") && !named))
			parts_add(f->a, &stay, all.v[i]);
	}
	return stay.n ? parts_join(f, &stay, SPAN(", ")) : SPAN("");
}

static bool process(struct feeder *f, struct span text)
{
	struct parts all, head;
	size_t keep = (size_t)trainer_count(f->spec, O_KEEP);

	if (trainer_flag(f->spec, O_DROP) && trainer_rate(f->spec, O_DROP_RATE) > 0) {
		feeder_note(f, FED_TAGS_DROPPED_AT_RANDOM);
		struct span whole = rejoined(f, text, true, SPAN(", "));
		text = all_dropped(f) ? kept(f, text) : whole; /* kept cuts at the delimiter, too, which may be no comma */
	}
	if (trainer_flag(f->spec, O_LOWER)) {
		struct buf low = {0};

		uni_lower_span(&low, text, true);
		if (!span_eq(buf_span(&low), text))
			feeder_note(f, FED_LOWER_CASED);
		struct span lower = arena_dup(f->a, buf_span(&low));
		trace_changed(f, lower, text);
		text = lower;
		buf_fini(&low);
	}
	if (trainer_flag(f->spec, O_CAPS) && trainer_rate(f->spec, O_CAPS_RATE) > 0) {
		feeder_note(f, FED_CAPS_AT_RANDOM);
		text = rejoined(f, text, false, delimiter(f));
	}
	if (!trainer_flag(f->spec, O_SHUFFLE))
		return feeder_add(f, text);
	all = parts_split(f->a, text, delimiter(f), true, true);
	head = all;
	head.n = keep < all.n ? keep : all.n;
	if (all.n > 1)
		feeder_note(f, FED_COMMA_SPACING);
	if (head.n)
		all.v += head.n;
	all.n -= head.n;
	if (all.n > 1)
		feeder_note(f, FED_SHUFFLED);
	return feeder_orders(f, &head, &all, NULL, SPAN(", "), feeder_add);
}

static void feed(struct feeder *f)
{
	struct parts lines;

	if (!span_is(trainer_text(f->spec, O_SOURCE), "sample")) { /* the concept's one file, or the image's name */
		feeder_note(f, FED_FILE_NOT_READ);
		return;
	}
	if (!feeder_read(f, READ_FOLDED)) {
		f->error = "stops";
		return;
	}
	lines = parts_split(f->a, f->text, SPAN("\n"), true, true);
	if (lines.n > 1)
		feeder_note(f, FED_LINES_ARE_VARIANTS);
	else
		feeder_strip(f);
	if (lines.n == 0)
		parts_add(f->a, &lines, SPAN(""));
	for (size_t i = 0; i < lines.n; i++)
		if (!process(f, lines.v[i]))
			return;
}

const struct trainer trainer_onetrainer = {
	.info = {"onetrainer", "Nerogar/OneTrainer: every line that is not blank is a variant, stripped", "fast", ".txt",
		 "caps_randomize_enable caps_randomize_lowercase caps_randomize_mode=MODES caps_randomize_probability=P enable_tag_shuffling "
		 "keep_tags_count=N prompt_source=sample|concept|filename tag_delimiter=, tag_dropout_enable tag_dropout_mode=FULL|RANDOM|RANDOM WEIGHTED "
		 "tag_dropout_probability=P tag_dropout_special_tags=TAGS|FILE.txt|FILE.csv tag_dropout_special_tags_mode=NONE|BLACKLIST|WHITELIST "
		 "tag_dropout_special_tags_regex text_encoder_2_sequence_length=N",
		 "Nerogar/mgds 3a6994ad src/mgds/pipelineModules/LoadMultipleTexts.py:28-50, "
		 "DropTags.py, CapitalizeTags.py, ShuffleTags.py"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
