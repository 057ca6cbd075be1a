/* trainer_ai_toolkit.c: ai-toolkit: the whole file as it is, cut at commas and joined with ", " (so "a, b"
 * becomes "a,  b"), the trigger word put in (toolkit/dataloader_mixins.py:333-459,
 * toolkit/prompt_utils.py:715-748). Its `replacements` are no option here: only CaptionMixin.get_caption_item makes them, which the
 * dataset that trains does not call (FileItemDTO.load_caption reads the caption there). */
#include "text/utf8.h"
#include "trainer/trainers.h"

enum { O_DROP, O_EXT, O_DEFAULT, O_KEEP, O_RANDOM, O_RANDOM_MAX, O_SHUFFLE, O_DROPOUT, O_TRIGGER };
static const struct trainer_option options[] = {
	[O_DROP] = {TR_RATE, "caption_dropout_rate", NULL},
	[O_EXT] = {TR_TEXT, "caption_ext", ".txt"},
	[O_DEFAULT] = {TR_TEXT, "default_caption", NULL},
	[O_KEEP] = {TR_COUNT, "keep_tokens", NULL},
	[O_RANDOM] = {TR_TEXT, "random_triggers", NULL},
	[O_RANDOM_MAX] = {TR_COUNT, "random_triggers_max", "1"},
	[O_SHUFFLE] = {TR_FLAG, "shuffle_tokens", NULL},
	[O_DROPOUT] = {TR_RATE, "token_dropout_rate", NULL},
	[O_TRIGGER] = {TR_TEXT, "trigger_word", NULL},
	{TR_END, NULL, NULL},
};

static struct span commas(struct feeder *f, struct span s, bool drop)
{
	struct parts p = parts_split(f->a, s, SPAN(","), false, false);
	size_t keep = (size_t)trainer_count(f->spec, O_KEEP);

	if (drop && trainer_rate(f->spec, O_DROPOUT) >= 1 && p.n > keep) {
		p.n = keep; /* no chance is left: all behind the first keep_tokens go */
		if (p.n == 0)
			return SPAN("");
	}
	if (p.n > 1)
		feeder_note(f, FED_COMMA_SPACING);
	if (p.n > 1 && trainer_flag(f->spec, O_SHUFFLE)) {
		f->many = true;
		feeder_note(f, FED_SHUFFLED);
	}
	return parts_join(f, &p, SPAN(", "));
}

static bool give(struct feeder *f, struct span s)
{
	if (trainer_flag(f->spec, O_SHUFFLE)) /* cut, shuffled and joined a second time: one more space */
		s = commas(f, s, false);
	return feeder_add(f, s);
}

/* Behind the caption: one of the random triggers, or of several none to random_triggers_max; here each by itself. */
static void with_random(struct feeder *f, struct span s)
{
	const struct parts random = f->spec->words;
	long most = trainer_count(f->spec, O_RANDOM_MAX);

	if (random.n == 0 || most == 0) {
		give(f, s);
		return;
	}
	feeder_note(f, FED_RANDOM_TRIGGERS);
	f->many |= most > 1;
	if (most > 1 && !give(f, s))
		return;
	for (size_t i = 0; i < random.n; i++)
		if (!give(f, text_concat(f, s, SPAN(", "), random.v[i])) || f->trace || f->first_only)
			return;
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
	s = commas(f, s, true);
	if (trainer_rate(f->spec, O_DROP) > 0)
		feeder_note(f, FED_CAPTION_DROPPED_AT_RANDOM);
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
	with_random(f, s);
}

const struct trainer trainer_ai_toolkit = {
	.info = {"ai-toolkit", "ostris/ai-toolkit: the whole file, commas joined again with another space", "fast", ".txt",
		 "caption_dropout_rate=P caption_ext=EXT default_caption=TEXT keep_tokens=N random_triggers=WORD|WORD...|FILE random_triggers_max=N "
		 "shuffle_tokens token_dropout_rate=P trigger_word=WORD",
		 "ostris/ai-toolkit 27a03a91 toolkit/dataloader_mixins.py:333-459, toolkit/prompt_utils.py:715-748"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
