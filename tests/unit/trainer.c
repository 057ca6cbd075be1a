/* trainer.c: trainers' options as the user writes them, what differs and why, and chance that must not
 * multiply without end. */
#include <string.h>

#include "base/buf.h"
#include "trainer/trainers.h"
#include "unit/tap.h"

static struct arena a = ARENA_INIT;

static struct fed fed(const char *spec, struct span file)
{
	struct diag d = {0};
	struct trainer_spec *t = trainer_parse(&a, spec, &d);
	struct fed f = {0};

	if (t)
		trainer_feed(t, file, false, &a, &f);
	else
		printf("# %s: %s\n", spec, d.message);
	return f;
}

/* The only text fed, and the codes joined by blanks. */
static bool gives(const char *spec, const char *file, const char *text, const char *codes)
{
	struct fed f = fed(spec, span_of(file));
	struct buf b = BUF_INIT;
	bool ok;

	for (size_t i = 0; i < f.n_differs; i++)
		buf_printf(&b, "%s%s", i ? " " : "", f.differs[i]);
	ok = f.n == 1 && span_is(f.texts[0], text) && span_is(buf_span(&b), codes);
	if (!ok)
		printf("# %zu texts, the first '%.*s'; differs: %.*s\n", f.n, SPAN_ARG(f.n ? f.texts[0] : SPAN("")),
		       SPAN_ARG(buf_span(&b)));
	buf_fini(&b);
	return ok;
}

static bool refused(const char *spec, const char *code, const char *says)
{
	struct diag d = {0};
	bool ok = !trainer_parse(&a, spec, &d) && strcmp(d.code, code) == 0 && strstr(d.message, says);

	if (!ok)
		printf("# %s: %s\n", d.code ? d.code : "taken", d.message);
	return ok;
}

static void options(void)
{
	struct fed f;

	OK(refused("koya", "unknown-trainer", "kohya"), "an unknown trainer, with the known ones");
	OK(refused("", "unknown-trainer", "kohya"), "no trainer at all");
	OK(refused("kohya:shufle_caption", "unknown-option", "shuffle_caption"), "an unknown option, with the nearest");
	OK(refused("musubi:x=1", "unknown-option", "'x'"), "a trainer without options");
	OK(refused("kohya:keep_tokens", "bad-option", "value"), "a value is missing");
	OK(refused("kohya:keep_tokens=one", "bad-option", "number"), "a number is none");
	OK(refused("kohya:keep_tokens=99999999999999999999", "bad-option", "number"), "a number is too large");
	OK(refused("kohya:shuffle_caption=yes", "bad-option", "true or false"), "a flag is true or false");
	OK(refused("kohya:max_token_length=100", "bad-option", "225"), "kohya takes three lengths");
	OK(refused("kohya:caption_prefix=\"x", "bad-option", "quote"), "a quote is not closed");
	OK(refused("kohya:caption_prefix=\"x\"y", "bad-option", "comma"), "nothing stands behind a quote");
	OK(gives("kohya:caption_prefix=a\\, b,caption_suffix=c\\\\d\\e", "x", "a, b x c\\d\\e", "prefix-added suffix-added"),
	   "an escaped comma, an escaped backslash, a plain one");
	OK(gives("diffusion-pipe:caption_prefix=\"PRE, \\\"q\\\" = \",shuffle_tags=false", "x", "PRE, \"q\" = x", "prefix-added"),
	   "a quoted value");
	OK(gives("kohya:keep_tokens_separator=|||,secondary_separator=;;;", "a ||| b;;;c", "a ||| b,c",
		 "keep-separator-literal secondary-separator-replaced"), "separators of signs");
	f = fed("kohya:", SPAN("x"));
	OK(f.n == 1, "a colon without options");
	struct diag d = {0};
	OK(strcmp(trainer_extension(trainer_parse(&a, "kohya", &d)), ".caption") == 0 &&
	   trainer_variant(trainer_parse(&a, "kohya", &d)) == TOK_FTFY &&
	   trainer_variant(trainer_parse(&a, "ai-toolkit", &d)) == TOK_FAST, "extension and variant");
	size_t n;
	const struct trainer_info *const *all = trainer_all(&n);
	bool told = n > 0;
	for (size_t i = 0; i < n; i++)
		told &= all[i]->title && all[i]->source && all[i]->options && strcmp(all[i]->variant, "fast") * strcmp(all[i]->variant, "ftfy") == 0;
	OK(told, "the trainers describe themselves");
}

/* The word of list at *p, which moves behind it. */
static bool word(const char **p, struct span *w)
{
	*p += strspn(*p, " ");
	*w = (struct span){*p, strcspn(*p, " ")};
	*p += w->n;
	return w->n > 0;
}

static bool is_trainer(struct span name)
{
	size_t n;
	const struct trainer_info *const *all = trainer_all(&n);

	for (size_t i = 0; i < n; i++)
		if (span_is(name, all[i]->name))
			return true;
	return false;
}

/* A model's rows name trainers that there are, and each trainer is named by a model, so that a name spelt otherwise is found out. */
static void names(void)
{
	size_t n, k, bad = 0, alone = 0;
	const struct model *const *m = model_all(&n);
	const struct trainer_info *const *all = trainer_all(&k);
	struct span w;

	for (size_t i = 0; i < n; i++) {
		for (const char *p = m[i]->trainers ? m[i]->trainers : ""; word(&p, &w);)
			bad += !is_trainer(w);
		for (size_t j = 0; j < m[i]->n_overrides; j++) {
			struct span name = span_of(m[i]->overrides[j].trainer);
			if (span_ends(name, SPAN("-image")) || span_ends(name, SPAN("-video")))
				name.n -= strlen("-image");
			bad += !is_trainer(name);
		}
	}
	OK(bad == 0, "the models know the trainers by their names");
	for (size_t t = 0; t < k; t++) {
		bool named = strcmp(all[t]->name, "diffusers") == 0;
		for (size_t i = 0; i < n && !named; i++)
			for (const char *p = m[i]->trainers ? m[i]->trainers : ""; word(&p, &w);)
				named |= span_is(w, all[t]->name);
		alone += !named;
	}
	OK(alone == 0, "each trainer is named by a model");
}

static void scripts(void)
{
	struct fed f = fed("diffusers-lora", SPAN("a cat"));

	OK(f.n == 0 && strcmp(f.error, "stops") == 0, "diffusers' scripts demand an instance prompt where no column is named");
	OK(gives("diffusers-lora:instance_prompt=a TOK dog", "a cat", "a TOK dog", "instance-prompt"), "and feed it for every image");
	OK(gives("diffusers-lora:caption_column=text,instance_prompt=a TOK dog", "a cat ", "a cat ", ""), "a column's caption is fed as it is");
	OK(gives("diffusers-lora:caption_column=text,instance_prompt=a TOK dog", "", "a TOK dog", "instance-prompt"), "an empty one is not");
	OK(gives("ltx-trainer:lora_trigger= TRG ", "TRG a cat", "TRG TRG a cat", "trigger-added"), "ltx-trainer's trigger is put in front again");
	OK(gives("ltx-trainer:remove_llm_prefixes", " The video shows  a cat ", "a cat", "llm-prefix-removed"), "a beginning with a verb");
	OK(gives("ltx-trainer:remove_llm_prefixes", "In this video clip, a cat", "a cat", "llm-prefix-removed"), "a beginning with a comma");
	OK(gives("ltx-trainer:remove_llm_prefixes", "The video game shows a cat", "The video game shows a cat", ""), "something else");
	OK(gives("ltx-trainer", "Caption: a cat", "Caption: a cat", ""), "nothing is taken off unless asked for");
	f = fed("nemo", SPAN(""));
	OK(f.n == 0 && !f.error && f.n_differs == 1 && strcmp(f.differs[0], "file-name") == 0, "NeMo feeds the image's name then");
	struct diag d = {0};
	size_t n;
	const struct model_encoder *v = trainer_model(&a, trainer_parse(&a, "diffusers-lora:max_sequence_length=300", &d), model_find(SPAN("hidream")), &n);
	OK(n == 4 && v[0].limit == 218 && v[1].limit == 218 && v[2].limit == 300 && v[3].limit == 300, "CLIP has 218 positions in HiDream");
	OK(gives("diffsynth", " a\n", " a\n", ""), "DiffSynth-Studio takes the column as it is");
}

static void codes(void)
{
	struct fed f;

	OK(gives("diffusers", " a\r\nb\n", " a\r\nb\n", ""), "the reference takes the file as it is");
	OK(gives("kohya", "a, b\n", "a, b", ""), "one line is fed as it is");
	OK(gives("kohya", " a\nb\n", "a", "later-lines-ignored edges-stripped"), "kohya reads one line");
	OK(gives("kohya", "a\r\n", "a", "newlines-folded"), "kohya folds CRLF");
	OK(gives("kohya:shuffle_caption,keep_tokens=9", "a,b", "a, b", "comma-spacing"), "kohya respaces only when it shuffles");
	OK(gives("kohya:enable_wildcard", "{{a}} }}", "{a} }", ""), "escaped braces");
	f = fed("kohya", SPAN("\n1girl"));
	OK(f.n == 1 && f.texts[0].n == 0 && f.n_differs == 1 && strcmp(f.differs[0], "blank-first-line") == 0 &&
	   strcmp(f.error, "empty-prompt") == 0, "kohya's blank first line is an empty caption");
	f = fed("kohya", SPAN(""));
	OK(f.n == 0 && strcmp(f.error, "stops") == 0, "kohya stops at an empty file");
	f = fed("kohya", SPAN("a\n\xff"));
	OK(f.n == 0 && strcmp(f.error, "stops") == 0, "and at a bad byte in a line it does not use");
	f = fed("simpletuner", SPAN("a\n\xff"));
	OK(f.n == 0 && strcmp(f.error, "empty-prompt") == 0, "simpletuner trains on nothing then");
	f = fed("simpletuner", SPAN("a\r\nb "));
	OK(f.n == 2 && f.n_misses == 2 && span_is(f.misses[0], "a\r"), "simpletuner's sampler asks for what was never encoded");
	OK(gives("ai-toolkit:trigger_word=ohwx", "[trigger] a,b", "ohwx a, b", "placeholders-replaced comma-spacing"), "placeholders");
	OK(gives("ai-toolkit", "[name]x\n", "x\n", "placeholders-replaced"), "and without a trigger word");
	f = fed("musubi", SPAN(" \n"));
	OK(f.n == 1 && strcmp(f.error, "empty-prompt") == 0, "white space is an empty prompt");
	for (size_t i = 0; i < f.n_differs; i++)
		OK(fed_meaning(f.differs[i]), "%s has a meaning", f.differs[i]);
	size_t n;
	const struct trainer_info *const *all = trainer_all(&n);
	for (size_t i = 0; i < n; i++) {
		struct diag bad = {0};
		const struct trainer_spec *t = trainer_parse(&a, all[i]->name, &bad);
		for (size_t k = 0; t && k < t->n; k++)
			OK(strstr(all[i]->options, trainer_of(t)->options[k].name), "%s's help names %s", all[i]->name, trainer_of(t)->options[k].name);
	}
	OK(fed_meaning("later-lines-ignored") && !fed_meaning("x"), "codes have meanings");
	struct diag d = {0};
	trainer_feed(trainer_parse(&a, "musubi", &d), SPAN(""), true, &a, &f);
	OK(f.n == 0 && strcmp(f.error, "skips-image") == 0, "musubi skips an image without a file");
}

/* count repetitions of text */
static struct span many(const char *text, size_t count)
{
	size_t n = strlen(text);
	char *p = arena_alloc(&a, n * count);

	for (size_t i = 0; i < count; i++)
		memcpy(p + i * n, text, n);
	return (struct span){p, n * count};
}

static void hostile(void)
{
	tap_may_hang();
	struct fed f = fed("kohya:enable_wildcard,shuffle_caption", many("{a|b},", 40));

	OK(f.n == 1 && f.shuffled && f.texts[0].n == 40 * 3 && f.texts[0].p[0] == 'a', "2^40 wildcards give the first of each");
	f = fed("kohya:enable_wildcard", many("{a|a}", 60));
	OK(f.n == 1 && f.shuffled, "even if they are all the same");
	f = fed("kohya:enable_wildcard", many("{a|b}", 10));
	OK(f.n == 1024 && !f.shuffled, "2^10 are few");
	f = fed("kohya:enable_wildcard", many("a {b\n", 100000));
	OK(f.n == 1 && !f.shuffled, "the same line a hundred thousand times is one text");
	f = fed("kohya:enable_wildcard", many("{", 2000000));
	OK(f.n == 1 && f.texts[0].n == 1000000, "a megabyte of braces");
	f = fed("kohya:enable_wildcard,shuffle_caption", many("{}{x", 300000));
	OK(f.n == 1, "and of wrong ones");
	f = fed("kohya:shuffle_caption,keep_tokens=3", many("a,", 500000));
	OK(f.n == 1 && f.shuffled, "half a million tags");
	f = fed("onetrainer:enable_tag_shuffling", many("a,b,c,d,e\n", 100000));
	OK(f.n == 1 && f.shuffled, "a hundred thousand equal lines");
	f = fed("ai-toolkit:trigger_word=x,shuffle_tokens", many("[name],", 200000));
	OK(f.n == 1 && f.shuffled, "placeholders");
	struct buf b = BUF_INIT;
	for (int i = 0; i < 50000; i++)
		buf_printf(&b, "%d,x,y,z\n", i);
	f = fed("onetrainer:enable_tag_shuffling", buf_span(&b));
	OK(f.n == 1024 && f.shuffled, "fifty thousand lines give the first thousand");
	buf_fini(&b);
}

/* What --list-trainers prints of a trainer's options is what its table takes. */
static void listed(void)
{
	size_t n;
	const struct trainer_info *const *v = trainer_all(&n);

	for (size_t i = 0; i < n; i++) {
		struct diag d = {0};
		const struct trainer_spec *t = trainer_parse(&a, v[i]->name, &d);
		size_t named = 0;

		if (!t)
			continue;
		for (const struct trainer_option *o = trainer_of(t)->options; o->kind != TR_END; o++) {
			const char *at = v[i]->options;
			size_t len = strlen(o->name);
			while ((at = strstr(at, o->name)) && ((at > v[i]->options && at[-1] != ' ') || !strchr("= ", at[len])))
				at += len;
			OK(at, "%s: %s is listed", v[i]->name, o->name);
			named++;
		}
		for (const char *p = v[i]->options; *p; p += strcspn(p, " "), p += strspn(p, " ")) {
			size_t len = strcspn(p, "= (");
			if (*p == '(') /* a remark */
				p += strcspn(p, ")");
			else
				named -= trainer_knows(span_of(v[i]->name), (struct span){p, len}) && (p[len] == '=' || p[len] == ' ' || !p[len]);
		}
		OK(named == 0, "%s: nothing else is", v[i]->name);
	}
}

/* One text fed, whatever differs. */
static bool feeds(const char *spec, const char *file, const char *text)
{
	struct fed f = fed(spec, span_of(file));

	if (f.n == 1 && span_is(f.texts[0], text))
		return true;
	printf("# %s: %zu texts, the first '%.*s'\n", spec, f.n, SPAN_ARG(f.n ? f.texts[0] : SPAN("")));
	return false;
}

static void obeyed(void)
{
	struct diag d = {0};

	OK(feeds("kohya:caption_tag_dropout_rate=0.1,caption_separator=;", "a;b ;c", "a; b; c"), "kohya joins with its separator");
	OK(feeds("kohya:caption_tag_dropout_rate=0.1,caption_separator=;,version=48d368fa", "a;b ;c", "a, b, c"),
	   "before June 2026 it joined with a comma");
	OK(!trainer_parse(&a, "kohya:version=2025", &d), "other versions are not known");
	OK(strcmp(trainer_extension(trainer_parse(&a, "kohya:caption_extension=.txt", &d)), ".txt") == 0, "kohya's caption_extension");
	OK(strcmp(trainer_extension(trainer_parse(&a, "ai-toolkit:caption_ext=caption", &d)), ".caption") == 0, "ai-toolkit's caption_ext");
	OK(feeds("ai-toolkit:token_dropout_rate=1,keep_tokens=1", "a, b, c", "a"), "ai-toolkit keeps keep_tokens where all others go");
	struct fed f = fed("ai-toolkit:random_triggers=x|y", SPAN("a"));
	OK(f.n == 2 && span_is(f.texts[0], "a, x") && span_is(f.texts[1], "a, y"), "ai-toolkit adds a random trigger");
	f = fed("ai-toolkit:caption_dropout_rate=0.5", SPAN("a"));
	OK(f.n_differs == 1 && strcmp(f.differs[0], "caption-dropped-at-random") == 0, "ai-toolkit drops captions");
	OK(feeds("onetrainer:tag_dropout_enable,tag_dropout_probability=1,keep_tags_count=1,tag_dropout_special_tags=c,tag_dropout_special_tags_mode=WHITELIST",
		 "a, b, c", "a, c"), "OneTrainer keeps special tags");
	f = fed("onetrainer:prompt_source=filename", SPAN("a"));
	OK(f.n == 0 && !f.error && strcmp(f.differs[0], "file-not-read") == 0, "OneTrainer may not read the file");
	f = fed("simpletuner:caption_strategy=instanceprompt,instance_prompt=ohwx", SPAN("a"));
	OK(f.n == 1 && span_is(f.texts[0], "ohwx"), "SimpleTuner may not either");
	f = fed("kohya:weighted_captions", SPAN("(a:1.2)"));
	OK(f.n_differs == 1 && strcmp(f.differs[0], "weights-read") == 0, "kohya's weighted_captions");
}

static void filter(void)
{
	char path[] = "/tmp/captools-filter-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0 || write(fd, "in this image, \n^a \n", 20) != 20) {
		OK(false, "a file for caption_filter_list");
		return;
	}
	struct fed f = fed(arena_printf(&a, "simpletuner:caption_filter_list=%s", path).p, SPAN("a fox in this image, red"));
	OK(f.n == 1 && span_is(f.texts[0], "a fox red"), "SimpleTuner's caption_filter_list takes words out");
	OK(f.n_differs == 2 && strcmp(f.differs[1], "filter-patterns-not-applied") == 0, "and patterns are said not to be followed");
	unlink(path);
}

/* text in a new file of that ending, its path in the arena; NULL where that fails. */
static const char *file_of(const char *text, const char *ending)
{
	const char *path = arena_printf(&a, "/tmp/captools-words-%ld%s", (long)getpid(), ending).p;
	FILE *f = fopen(path, "wbx");
	size_t n = strlen(text);

	bool whole = f && fwrite(text, 1, n, f) == n;
	return f && fclose(f) == 0 && whole ? path : NULL;
}

static void words(void)
{
	static const char all[] = "tag_dropout_enable,tag_dropout_probability=1,keep_tags_count=0,tag_dropout_special_tags_mode=WHITELIST";
	const char *lines = file_of("x|1\n \n\r\n red fox\r\n", ".lst"), *txt = file_of("c\n\n d\n", ".txt"), *csv = file_of("\"a, \"\"b\"\"\",9\nc,1,2\n", ".csv");
	struct diag d = {0};

	if (!lines || !txt || !csv) {
		OK(false, "files of words");
		return;
	}
	struct fed f = fed(arena_printf(&a, "ai-toolkit:random_triggers=%s", lines).p, SPAN("a"));
	OK(f.n == 2 && span_is(f.texts[0], "a, x|1") && span_is(f.texts[1], "a,  red fox"), "ai-toolkit's random triggers are the lines of a file");
	OK(feeds(arena_printf(&a, "onetrainer:%s,tag_dropout_special_tags=%s", all, txt).p, "b, c, d", "c"), "OneTrainer's special tags are the lines of a .txt");
	OK(feeds(arena_printf(&a, "onetrainer:%s,tag_delimiter=;,tag_dropout_special_tags=%s", all, csv).p, "c;a, \"b\";d", "c, a, \"b\""),
	   "or the first fields of a .csv");
	OK(feeds(arena_printf(&a, "onetrainer:%s,tag_delimiter=;,tag_dropout_special_tags=a;c", all).p, "a;b;c", "a, c"), "or stand between delimiters");
	OK(feeds(arena_printf(&a, "onetrainer:%s,tag_dropout_special_tags=none.txt", all).p, "a, none.txt", "none.txt"), "a file that is not there is a tag");
	unlink(txt);
	txt = file_of("\xff\n", ".txt");
	OK(txt && !trainer_parse(&a, arena_printf(&a, "onetrainer:tag_dropout_special_tags=%s", txt).p, &d) && strstr(d.message, "not UTF-8"), "a file that is no text is refused");
	unlink(lines);
	if (txt)
		unlink(txt);
	unlink(csv);
}

int main(void)
{
	words();
	listed();
	obeyed();
	filter();
	options();
	names();
	scripts();
	codes();
	hostile();
	arena_fini(&a);
	return tap_end();
}
