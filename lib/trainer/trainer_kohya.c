/* trainer_kohya.c: sd-scripts: the first line, prefix and suffix, wildcards, shuffling
 * (library/train_util.py:821-932, 1946-1970, 2069-2081). With cached text encoder outputs nothing of that
 * happens (strategy_sdxl.py:267, strategy_flux.py:157). */
#include "text/utf8.h"
#include "trainer/trainers.h"

enum {
	O_CACHE, O_DROPOUT_EPOCHS, O_DROPOUT, O_EXTENSION, O_PREFIX, O_SEPARATOR, O_SUFFIX, O_TAG_DROPOUT, O_CLASS,
	O_WILDCARD, O_KEEP, O_KEEP_SEPARATOR, O_LENGTH, O_SECONDARY, O_SHUFFLE, O_SYSTEM, O_T5, O_WARMUP_MIN, O_WARMUP, O_VERSION, O_WEIGHTED
};
static const struct trainer_option options[] = {
	[O_CACHE] = {TR_FLAG, "cache_text_encoder_outputs", NULL},
	[O_DROPOUT_EPOCHS] = {TR_COUNT, "caption_dropout_every_n_epochs", NULL},
	[O_DROPOUT] = {TR_RATE, "caption_dropout_rate", NULL},
	[O_EXTENSION] = {TR_TEXT, "caption_extension", ".caption"},
	[O_PREFIX] = {TR_TEXT, "caption_prefix", NULL},
	[O_SEPARATOR] = {TR_TEXT, "caption_separator", ","},
	[O_SUFFIX] = {TR_TEXT, "caption_suffix", NULL},
	[O_TAG_DROPOUT] = {TR_RATE, "caption_tag_dropout_rate", NULL},
	[O_CLASS] = {TR_TEXT, "class_tokens", NULL},
	[O_WILDCARD] = {TR_FLAG, "enable_wildcard", NULL},
	[O_KEEP] = {TR_COUNT, "keep_tokens", NULL},
	[O_KEEP_SEPARATOR] = {TR_TEXT, "keep_tokens_separator", NULL},
	[O_LENGTH] = {TR_COUNT, "max_token_length", NULL},
	[O_SECONDARY] = {TR_TEXT, "secondary_separator", NULL},
	[O_SHUFFLE] = {TR_FLAG, "shuffle_caption", NULL},
	[O_SYSTEM] = {TR_TEXT, "system_prompt", NULL},
	[O_T5] = {TR_COUNT, "t5xxl_max_token_length", NULL},
	[O_WARMUP_MIN] = {TR_COUNT, "token_warmup_min", "1"},
	[O_WARMUP] = {TR_RATE, "token_warmup_step", NULL},
	[O_VERSION] = {TR_TEXT, "version", "2026-06"},
	[O_WEIGHTED] = {TR_FLAG, "weighted_captions", NULL},
	{TR_END, NULL, NULL},
};

static struct span separator(struct feeder *f)
{
	struct span s = trainer_text(f->spec, O_SEPARATOR);

	return s.n ? s : SPAN(",");
}

/* What parts are joined with: a comma whatever they were cut at, until June 2026 (PR 2390 and 2391). */
static struct span joint(struct feeder *f)
{
	if (span_is(trainer_text(f->spec, O_VERSION), "48d368fa"))
		return SPAN(", ");
	return arena_cat(f->a, separator(f), SPAN(" "));
}

/* The file as the dataset keeps it: the first line stripped, or with wildcards all lines that are not
 * blank. */
static bool read_caption(struct feeder *f, struct span *caption)
{
	struct span line;
	struct parts lines;

	if (f->missing) {
		*caption = trainer_text(f->spec, O_CLASS);
		if (caption->n)
			feeder_note(f, FED_CLASS_TOKENS);
		return true;
	}
	if (f->file.n == 0 || !feeder_read(f, READ_FOLDED)) { /* an assertion; a strict decoder */
		f->error = "stops";
		return false;
	}
	if (trainer_flag(f->spec, O_WILDCARD)) {
		lines = parts_split(f->a, f->text, SPAN("\n"), true, true);
		*caption = lines.n ? parts_join(f, &lines, SPAN("\n")) : SPAN("");
		return true;
	}
	line = text_line(f->text);
	*caption = uni_strip(line);
	if (caption->n < line.n)
		feeder_note(f, FED_EDGES_STRIPPED);
	if (uni_strip(span_cut(f->text, line.n, f->text.n)).n)
		feeder_note(f, caption->n ? FED_LATER_LINES_IGNORED : FED_BLANK_FIRST_LINE);
	return true;
}

static bool add_last(struct feeder *f, struct span text)
{
	bool done = false;

	text = text_replace(f, text, trainer_text(f->spec, O_SECONDARY), separator(f), &done);
	if (done)
		feeder_note(f, FED_SECONDARY_SEPARATOR_REPLACED);
	return feeder_add(f, text);
}

/* Whether a part of list is of white space only. */
static bool has_empty(struct feeder *f, struct span text)
{
	struct parts all = parts_split(f->a, text, separator(f), true, false);

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].n == 0)
			return true;
	return false;
}

/* The parts of text in three groups, of which the middle one may be shuffled. */
struct groups {
	struct parts head, middle, tail;
};

static struct groups cut_groups(struct feeder *f, struct span text)
{
	struct span keep = trainer_text(f->spec, O_KEEP_SEPARATOR), sep = separator(f);
	struct groups g = {{0}, {0}, {0}};

	if (keep.n && text_has(text, keep)) {
		struct parts cut = parts_split(f->a, text, keep, false, false);
		/* Everything behind the second separator, later ones included, is the fixed tail. */
		const char *behind = cut.n > 2 ? cut.v[2].p : NULL;

		feeder_note(f, FED_KEEP_SEPARATOR_TAKEN_OUT);
		if (has_empty(f, text))
			feeder_note(f, FED_EMPTY_TAGS_DROPPED);
		g.head = parts_split(f->a, cut.v[0], sep, true, true);
		g.middle = parts_split(f->a, cut.v[1], sep, true, true);
		if (behind)
			g.tail = parts_split(f->a, (struct span){behind, (size_t)(text.p + text.n - behind)}, sep, true, true);
	} else {
		size_t n = (size_t)trainer_count(f->spec, O_KEEP);

		g.middle = parts_split(f->a, uni_strip(text), sep, true, false);
		g.head = g.middle;
		g.head.n = n < g.middle.n ? n : g.middle.n;
		g.middle.v += g.head.n;
		g.middle.n -= g.head.n;
	}
	return g;
}

static struct span in_order(struct feeder *f, const struct groups *g)
{
	const struct parts *const three[] = {&g->head, &g->middle, &g->tail};
	struct parts all = {0};

	for (int k = 0; k < 3; k++)
		for (size_t i = 0; i < three[k]->n; i++)
			parts_add(f->a, &all, three[k]->v[i]);
	return all.n ? parts_join(f, &all, joint(f)) : SPAN("");
}

/* Cuts at the commas, and puts the parts together again, perhaps in another order. */
static bool rejoin(struct feeder *f, struct span text)
{
	struct groups g = cut_groups(f, text);
	struct span joined = in_order(f, &g);

	if (!span_eq(joined, text))
		feeder_note(f, FED_COMMA_SPACING);
	if (!trainer_flag(f->spec, O_SHUFFLE))
		return add_last(f, joined);
	if (g.middle.n > 1)
		feeder_note(f, FED_SHUFFLED);
	return feeder_orders(f, &g.head, &g.middle, &g.tail, joint(f), add_last);
}

static bool finish(struct feeder *f, struct span text)
{
	bool drop = trainer_rate(f->spec, O_TAG_DROPOUT) > 0, warm = trainer_rate(f->spec, O_WARMUP) > 0;
	struct span keep = trainer_text(f->spec, O_KEEP_SEPARATOR);

	if (drop)
		feeder_note(f, FED_TAGS_DROPPED_AT_RANDOM);
	if (warm)
		feeder_note(f, FED_TAGS_WARMED_UP);
	if (drop || warm || trainer_flag(f->spec, O_SHUFFLE))
		return rejoin(f, text);
	if (keep.n && text_has(text, keep))
		feeder_note(f, FED_KEEP_SEPARATOR_LITERAL);
	return add_last(f, text);
}

/* While wildcards are read, `{{` and `}}` are replaced by marks: a run of U+2985 or U+2986 longer than any in the line,
 * and back again, leftmost first, so that beside such a run the brace may change places with it. Bytes that UTF-8
 * does not have do the same for lines without those characters (and for endless runs of them). */
enum { LONGEST_RUN = 8 };
struct marks {
	struct span open, close;
};

static size_t longest_run(struct span s, struct span mark)
{
	size_t most = 0, run = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.n - i >= mark.n && memcmp(s.p + i, mark.p, mark.n) == 0) {
			i += mark.n - 1;
			most = ++run > most ? run : most;
		} else {
			run = 0;
		}
	}
	return most;
}

static struct marks marks_for(struct span s)
{
	static const char open[] = "⦅⦅⦅⦅⦅⦅⦅⦅⦅", close[] = "⦆⦆⦆⦆⦆⦆⦆⦆⦆";
	size_t x = longest_run(s, SPAN("⦅")), y = longest_run(s, SPAN("⦆")), n = x > y ? x : y;

	if (n == 0 || n > LONGEST_RUN)
		return (struct marks){SPAN("\xfe"), SPAN("\xff")};
	return (struct marks){{open, 3 * (n + 1)}, {close, 3 * (n + 1)}};
}

static struct span protect(struct feeder *f, struct span s, struct marks m)
{
	bool done;

	s = text_replace(f, s, SPAN("{{"), m.open, &done);
	return text_replace(f, s, SPAN("}}"), m.close, &done);
}

/* A line as pieces: text as it is, or a choice between several. */
struct piece {
	struct parts parts;
	size_t pick;
};
struct pieces {
	struct piece *v;
	size_t n, cap;
};

static void add_piece(struct feeder *f, struct pieces *p, struct span s, bool choice)
{
	struct piece *x = ARENA_PUSH(f->a, p);

	*x = (struct piece){{0}, 0};
	if (choice) {
		x->parts = parts_split(f->a, s, SPAN("|"), false, false);
		return;
	}
	x->parts = (struct parts){arena_alloc(f->a, sizeof *x->parts.v), 0, 1};
	parts_add(f->a, &x->parts, s);
}

/* `{`, at least one character that is no `}`, `}`: leftmost, as the regular expression finds them. */
static struct pieces cut_wildcards(struct feeder *f, struct span s)
{
	struct pieces p = {0};
	size_t done = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *end;

		if (s.p[i] != '{')
			continue;
		end = memchr(s.p + i + 1, '}', s.n - i - 1);
		if (!end)
			break;
		if (end == s.p + i + 1)
			continue;
		add_piece(f, &p, span_cut(s, done, i), false);
		add_piece(f, &p, (struct span){s.p + i + 1, (size_t)(end - s.p) - i - 1}, true);
		i = (size_t)(end - s.p);
		done = i + 1;
		feeder_note(f, FED_WILDCARDS_PICKED);
	}
	add_piece(f, &p, span_cut(s, done, s.n), false);
	return p;
}

/* all: room for the parts, used again for each combination. */
static struct span picked(struct feeder *f, const struct pieces *p, struct marks m, struct parts *all)
{
	struct span s;
	bool done;

	all->n = 0;
	for (size_t i = 0; i < p->n; i++)
		parts_add(f->a, all, p->v[i].parts.v[p->v[i].pick]);
	s = text_replace(f, parts_join(f, all, SPAN("")), m.open, SPAN("{"), &done);
	return text_replace(f, s, m.close, SPAN("}"), &done);
}

/* Every combination of choices in a line, the last one turning fastest. */
static bool wildcards(struct feeder *f, struct span line)
{
	struct parts all = {0};
	struct pieces p;
	struct marks m;

	if (line.n == 0 || (!memchr(line.p, '{', line.n) && !memchr(line.p, '}', line.n)))
		return finish(f, line);
	m = marks_for(line);
	p = cut_wildcards(f, protect(f, line, m));
	for (;;) {
		size_t i = p.n;

		if (!finish(f, picked(f, &p, m, &all)))
			return false;
		while (i > 0 && (f->first_only || ++p.v[i - 1].pick == p.v[i - 1].parts.n))
			p.v[--i].pick = 0;
		if (i == 0)
			return true;
	}
}

static void feed(struct feeder *f)
{
	struct span prefix = trainer_text(f->spec, O_PREFIX), suffix = trainer_text(f->spec, O_SUFFIX), caption;
	struct parts lines;

	if (!read_caption(f, &caption))
		return;
	if (trainer_flag(f->spec, O_CACHE)) {
		if (prefix.n || suffix.n || trainer_flag(f->spec, O_WILDCARD) || trainer_text(f->spec, O_SECONDARY).n)
			feeder_note(f, FED_CACHE_BYPASSES_OPTIONS);
		if (trainer_flag(f->spec, O_WILDCARD) && caption.n && memchr(caption.p, '\n', caption.n))
			feeder_note(f, FED_LINES_JOINED);
		feeder_add(f, caption);
		return;
	}
	if (prefix.n) {
		caption = text_concat(f, prefix, SPAN(" "), caption);
		feeder_note(f, FED_PREFIX_ADDED);
	}
	if (suffix.n) {
		caption = text_concat(f, caption, SPAN(" "), suffix);
		feeder_note(f, FED_SUFFIX_ADDED);
	}
	if (trainer_rate(f->spec, O_DROPOUT) > 0 || trainer_count(f->spec, O_DROPOUT_EPOCHS) > 0)
		feeder_note(f, FED_CAPTION_DROPPED_AT_RANDOM);
	if (trainer_flag(f->spec, O_WEIGHTED) && (text_has(caption, SPAN("(")) || text_has(caption, SPAN("["))))
		feeder_note(f, FED_WEIGHTS_READ);
	if (!trainer_flag(f->spec, O_WILDCARD)) {
		finish(f, text_line(caption));
		return;
	}
	lines = parts_split(f->a, caption, SPAN("\n"), false, false);
	if (lines.n > 1)
		feeder_note(f, FED_LINES_ARE_VARIANTS);
	for (size_t i = 0; i < lines.n; i++)
		if (!wildcards(f, lines.v[i]))
			return;
}

const struct trainer trainer_kohya = {
	.info = {"kohya", "kohya-ss/sd-scripts: the first line, stripped", "ftfy", ".caption",
		 "cache_text_encoder_outputs caption_dropout_every_n_epochs=N caption_dropout_rate=P caption_extension=EXT "
		 "caption_prefix=TEXT caption_separator=, caption_suffix=TEXT caption_tag_dropout_rate=P class_tokens=TEXT "
		 "enable_wildcard keep_tokens=N keep_tokens_separator=TEXT max_token_length=75|150|225 "
		 "secondary_separator=TEXT shuffle_caption system_prompt=TEXT t5xxl_max_token_length=N token_warmup_min=N token_warmup_step=N "
		 "version=2026-06|48d368fa (how parts are joined: by caption_separator, before by a comma) weighted_captions",
		 "kohya-ss/sd-scripts 48d368fa library/train_util.py:821-932,1946-1970,2069-2081"},
	.variant = TOK_FTFY,
	.options = options,
	.feed = feed,
};
