/* trainer_ltx_trainer.c: ltx-trainer: the caption column of a dataset file, what captioning models like to begin with taken off if asked
 * for, the trigger in front whether the caption has it or not (packages/ltx-trainer/scripts/process_captions.py, CaptionsDataset). */
#include "text/utf8.h"
#include "trainer/trainers.h"

enum { O_TRIGGER, O_REMOVE };
static const struct trainer_option options[] = {
	[O_TRIGGER] = {TR_TEXT, "lora_trigger", NULL},
	[O_REMOVE] = {TR_FLAG, "remove_llm_prefixes", NULL},
	{TR_END, NULL, NULL},
};

/* COMMON_LLM_START_PHRASES, in its order: these, then each beginning with each verb. */
static const struct span starts[] = {
	SPAN_INIT("In the video,"), SPAN_INIT("In this video,"), SPAN_INIT("In this video clip,"), SPAN_INIT("In the clip,"), SPAN_INIT("Caption:"),
};
static const struct span beginnings[] = {
	SPAN_INIT("This video"), SPAN_INIT("The video"), SPAN_INIT("This clip"), SPAN_INIT("The clip"), SPAN_INIT("The animation"),
	SPAN_INIT("This image"), SPAN_INIT("The image"), SPAN_INIT("This picture"), SPAN_INIT("The picture"),
};
static const struct span verbs[] = {
	SPAN_INIT("shows"), SPAN_INIT("depicts"), SPAN_INIT("features"), SPAN_INIT("captures"), SPAN_INIT("highlights"), SPAN_INIT("introduces"),
	SPAN_INIT("presents"),
};

/* The first of v that s begins with: its length, or 0. */
static size_t begins(struct span s, const struct span *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_starts(s, v[i]))
			return v[i].n;
	return 0;
}

static size_t llm_prefix(struct span s)
{
	size_t n = begins(s, starts, sizeof starts / sizeof *starts), verb;

	if (n)
		return n;
	n = begins(s, beginnings, sizeof beginnings / sizeof *beginnings);
	if (n == 0 || n == s.n || s.p[n] != ' ')
		return 0;
	verb = begins(span_cut(s, n + 1, s.n), verbs, sizeof verbs / sizeof *verbs);
	return verb ? n + 1 + verb : 0;
}

static void feed(struct feeder *f)
{
	struct span s = f->file, trigger = trainer_text(f->spec, O_TRIGGER);

	if (f->missing) {
		f->error = "stops"; /* an entry without the column */
		return;
	}
	if (trainer_flag(f->spec, O_REMOVE)) {
		size_t n;

		s = uni_strip(s);
		n = llm_prefix(s);
		if (n) {
			s = uni_strip(span_cut(s, n, s.n));
			feeder_note(f, FED_LLM_PREFIX);
		}
	}
	if (trigger.n) {
		s = text_concat(f, uni_strip(trigger), SPAN(" "), s);
		feeder_note(f, FED_TRIGGER_ADDED);
	}
	feeder_add(f, s);
}

const struct trainer trainer_ltx_trainer = {
	.info = {"ltx-trainer", "Lightricks/LTX-2 packages/ltx-trainer: the caption column of its dataset file", "fast", ".txt",
		 "lora_trigger=WORD remove_llm_prefixes",
		 "Lightricks/LTX-2 b3234707 packages/ltx-trainer/scripts/process_captions.py CaptionsDataset"},
	.variant = TOK_FAST,
	.options = options,
	.feed = feed,
};
