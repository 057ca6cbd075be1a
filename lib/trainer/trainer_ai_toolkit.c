/* trainer_ai_toolkit.c: ai-toolkit: the whole file as it is, cut at commas and joined with ", " (so "a, b"
 * becomes "a,  b"), the trigger word put in (toolkit/dataloader_mixins.py:333-459,
 * toolkit/prompt_utils.py:715-748). */
#include "text/utf8.h"
#include "trainer/trainers.h"

enum { O_DEFAULT, O_SHUFFLE, O_DROPOUT, O_TRIGGER };
static const struct trainer_option options[] = {
	[O_DEFAULT] = {TR_TEXT, "default_caption", NULL},
	[O_SHUFFLE] = {TR_FLAG, "shuffle_tokens", NULL},
	[O_DROPOUT] = {TR_RATE, "token_dropout_rate", NULL},
	[O_TRIGGER] = {TR_TEXT, "trigger_word", NULL},
	{TR_END, NULL, NULL},
};

static struct span commas(struct feeder *f, struct span s)
{
	struct parts p = parts_split(f->a, s, SPAN(","), false, false);

	if (p.n > 1)
		feeder_note(f, FED_COMMA_SPACING);
	if (p.n > 1 && trainer_flag(f->spec, O_SHUFFLE)) {
		f->many = true;
		feeder_note(f, FED_SHUFFLED);
	}
	return parts_join(f, &p, SPAN(", "));
}

static void feed(struct feeder *f)
{
	struct span s, trigger = trainer_text(f->spec, O_TRIGGER), preset = trainer_text(f->spec, O_DEFAULT);
	bool done = false;

	if (!feeder_read(f, READ_FOLDED)) {
		f->error = "stops";
		return;
	}
	s = f->text;
	if (preset.n && uni_strip(s).n == 0) {
		s = preset;
		feeder_note(f, FED_DEFAULT_CAPTION);
	}
	s = commas(f, s);
	if (trainer_rate(f->spec, O_DROPOUT) > 0)
		feeder_note(f, FED_TAGS_DROPPED_AT_RANDOM);
	s = text_replace(f, s, SPAN("[name]"), trigger, &done);
	s = text_replace(f, s, SPAN("[trigger]"), trigger, &done);
	if (done)
		feeder_note(f, FED_PLACEHOLDERS_REPLACED);
	if (uni_strip(trigger).n && !text_has(s, trigger)) {
		s = text_concat(f, trigger, SPAN(" "), s);
		feeder_note(f, FED_TRIGGER_ADDED);
	}
	if (trainer_flag(f->spec, O_SHUFFLE)) /* cut, shuffled and joined a second time: one more space */
		s = commas(f, s);
	feeder_add(f, s);
}

const struct trainer trainer_ai_toolkit = {
	.info = {"ai-toolkit", "ostris/ai-toolkit: the whole file, commas joined again with another space", "fast", ".txt",
		 "default_caption=TEXT shuffle_tokens token_dropout_rate=P trigger_word=WORD",
		 "ostris/ai-toolkit 27a03a91 toolkit/dataloader_mixins.py:333-459, toolkit/prompt_utils.py:715-748"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
