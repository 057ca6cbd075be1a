/* trainer_simpletuner.c: SimpleTuner: bytes as strict UTF-8, lines at LF alone, each stripped, blank ones
 * dropped; the sampler later asks for the lines unstripped
 * (simpletuner/helpers/prompts.py:274-294,397-432,805-822, multiaspect/sampler.py:728-739). */
#include "text/utf8.h"
#include "trainer/trainers.h"

enum { O_FILTER, O_SHUFFLE, O_SHUFFLE_COUNT, O_SHUFFLE_SEED, O_STRATEGY, O_NO_SPLIT, O_INSTANCE, O_PREPEND };
static const struct trainer_option options[] = {
	[O_FILTER] = {TR_TEXT, "caption_filter_list", NULL},
	[O_SHUFFLE] = {TR_FLAG, "caption_shuffle", NULL},
	[O_SHUFFLE_COUNT] = {TR_COUNT, "caption_shuffle_count", "1"},
	[O_SHUFFLE_SEED] = {TR_COUNT, "caption_shuffle_seed", NULL},
	[O_STRATEGY] = {TR_TEXT, "caption_strategy", "textfile"},
	[O_NO_SPLIT] = {TR_FLAG, "disable_multiline_split", NULL},
	[O_INSTANCE] = {TR_TEXT, "instance_prompt", NULL},
	[O_PREPEND] = {TR_FLAG, "prepend_instance_prompt", NULL},
	{TR_END, NULL, NULL},
};

static bool give(struct feeder *f, struct span text)
{
	return feeder_add(f, filter_apply(f, text));
}

/* Shuffled copies beside the caption; its first tag stays first. With seed 0 the order follows from the
 * caption's MD5 (measured on every caption of the data); how other seeds and further copies draw was not,
 * so there all orders count. */
static bool shuffled(struct feeder *f, struct span caption)
{
	struct parts all = parts_split(f->a, caption, SPAN(","), true, true), head = all, rest;
	struct span seed = trainer_text(f->spec, O_SHUFFLE_SEED);

	if (!give(f, caption))
		return false;
	if (f->trace || !trainer_flag(f->spec, O_SHUFFLE) || all.n < 3 || trainer_count(f->spec, O_SHUFFLE_COUNT) == 0)
		return true;
	feeder_note(f, FED_SHUFFLED);
	head.n = 1;
	rest = (struct parts){all.v + 1, all.n - 1, 0};
	if (!span_is(seed, "0") || trainer_count(f->spec, O_SHUFFLE_COUNT) != 1)
		return feeder_orders(f, &head, &rest, NULL, SPAN(", "), give);
	python_shuffle(md5_low(caption), rest.v, rest.n);
	return give(f, parts_join(f, &all, SPAN(", ")));
}

/* The sampler asks for the unstripped line, which is filtered likewise. */
static void ask(struct feeder *f, struct span line)
{
	line = filter_apply(f, line);
	for (size_t i = 0; i < f->texts.n; i++)
		if (span_eq(f->texts.v[i], line))
			return;
	*ARENA_PUSH(f->a, &f->misses) = line;
	feeder_note(f, FED_CACHE_MISS);
}

static void feed(struct feeder *f)
{
	struct span instance = trainer_flag(f->spec, O_PREPEND) ? trainer_text(f->spec, O_INSTANCE) : SPAN("");
	bool split = !trainer_flag(f->spec, O_NO_SPLIT);
	struct parts lines = {0};

	if (!span_is(trainer_text(f->spec, O_STRATEGY), "textfile")) {
		feeder_note(f, FED_FILE_NOT_READ);
		if (span_is(trainer_text(f->spec, O_STRATEGY), "instanceprompt") && trainer_text(f->spec, O_INSTANCE).n)
			feeder_add(f, trainer_text(f->spec, O_INSTANCE));
		return;
	}
	if (f->missing || !feeder_read(f, READ_RAW)) {
		f->error = f->missing ? "stops" : "empty-prompt"; /* a bad byte is logged only */
		return;
	}
	split &= f->text.n && memchr(f->text.p, '\n', f->text.n);
	if (split)
		lines = parts_split(f->a, f->text, SPAN("\n"), false, true);
	else
		parts_add(f->a, &lines, f->text);
	if (lines.n == 0) {
		f->error = "stops"; /* the sampler chooses from nothing */
		return;
	}
	if (lines.n > 1)
		feeder_note(f, FED_LINES_ARE_VARIANTS);
	else
		feeder_strip(f);
	for (size_t i = 0; i < lines.n; i++) {
		struct span s;

		if (instance.n) {
			lines.v[i] = text_concat(f, instance, SPAN(" "), lines.v[i]);
			feeder_note(f, FED_INSTANCE_PROMPT_ADDED);
		}
		s = uni_strip(lines.v[i]);
		if (s.n && !shuffled(f, s))
			return;
	}
	for (size_t i = 0; i < lines.n; i++)
		if (lines.v[i].n)
			ask(f, lines.v[i]);
}

const struct trainer trainer_simpletuner = {
	.info = {"simpletuner", "bghira/SimpleTuner: every line is a variant, stripped", "fast", ".txt",
		 "caption_filter_list=FILE caption_shuffle caption_shuffle_count=N caption_shuffle_seed=N "
		 "caption_strategy=textfile|filename|instanceprompt|parquet|csv|huggingface disable_multiline_split instance_prompt=TEXT "
		 "prepend_instance_prompt",
		 "bghira/SimpleTuner bc8e6ab7 simpletuner/helpers/prompts.py:274-294,397-432,805-822"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
