/* trainers_feed.c: running a trainer over a file: reading it, collecting the texts, bounding what chance
 * multiplies. */
#include "trainer/trainers.h"

#include "base/buf.h"
#include "base/hash.h"
#include "ftfy/ftfy_text.h"
#include "text/utf8.h"

/* Few means: so many texts, and so many bytes of text made and compared on the way to them. */
enum { MOST_WORK = 4 << 20, EACH = 16 };

static const struct {
	const char *code, *meaning;
} codes[FED_CODES] = {
	[FED_CLASS_TOKENS] = {"class-tokens", "there is no caption file: the class tokens are fed"},
	[FED_DEFAULT_CAPTION] = {"default-caption", "the file says nothing: the default caption is fed"},
	[FED_NEWLINES_FOLDED] = {"newlines-folded", "CRLF or CR line breaks are read as line feeds"},
	[FED_READ_AS_CP1252] = {"read-as-cp1252", "the bytes are read in the locale's encoding, which is not UTF-8"},
	[FED_BLANK_FIRST_LINE] = {"blank-first-line", "the first line is blank, so the caption is empty"},
	[FED_LATER_LINES_IGNORED] = {"later-lines-ignored", "only the first line is fed"},
	[FED_LINES_ARE_VARIANTS] = {"lines-are-variants", "each line is a caption of its own"},
	[FED_LINES_JOINED] = {"lines-joined", "all lines are fed as one text, stripped, without the blank ones"},
	[FED_EDGES_STRIPPED] = {"edges-stripped", "white space around the text is taken off"},
	[FED_PREFIX_ADDED] = {"prefix-added", "caption_prefix stands in front"},
	[FED_SUFFIX_ADDED] = {"suffix-added", "caption_suffix stands behind"},
	[FED_INSTANCE_PROMPT_ADDED] = {"instance-prompt-added", "the instance prompt stands in front"},
	[FED_WILDCARDS_PICKED] = {"wildcards-picked", "each {a|b} is replaced by one of its parts"},
	[FED_TRIGGER_ADDED] = {"trigger-added", "the trigger word stands in front"},
	[FED_PLACEHOLDERS_REPLACED] = {"placeholders-replaced", "[name] and [trigger] are replaced by the trigger word, or removed"},
	[FED_COMMA_SPACING] = {"comma-spacing", "the text is cut at commas and joined again with other spaces"},
	[FED_EMPTY_TAGS_DROPPED] = {"empty-tags-dropped", "nothing between two commas is left out"},
	[FED_KEEP_SEPARATOR_TAKEN_OUT] = {"keep-separator-taken-out", "keep_tokens_separator becomes a comma"},
	[FED_KEEP_SEPARATOR_LITERAL] = {"keep-separator-literal", "without shuffling keep_tokens_separator stays in the text"},
	[FED_SECONDARY_SEPARATOR_REPLACED] = {"secondary-separator-replaced", "secondary_separator becomes a comma"},
	[FED_SHUFFLED] = {"shuffled", "the tags come in any order"},
	[FED_CAPTION_DROPPED_AT_RANDOM] = {"caption-dropped-at-random", "now and then the empty caption is fed"},
	[FED_TAGS_DROPPED_AT_RANDOM] = {"tags-dropped-at-random", "tags are left out at random; none is here"},
	[FED_TAGS_WARMED_UP] = {"tags-warmed-up", "early steps see the first tags only"},
	[FED_CAPS_AT_RANDOM] = {"caps-at-random", "tags are capitalized at random; none is here"},
	[FED_LOWER_CASED] = {"lower-cased", "the text is lower-cased"},
	[FED_CACHE_BYPASSES_OPTIONS] = {"cache-bypasses-options",
		"with cached text encoder outputs prefix, suffix, wildcards and separators do not happen"},
	[FED_RANDOM_TRIGGERS] = {"random-triggers-added", "one or more of random_triggers, chosen at random, stand behind"},
	[FED_FILTERED] = {"filtered", "what caption_filter_list names is taken out"},
	[FED_FILTER_PATTERNS] = {"filter-patterns-not-applied", "caption_filter_list holds patterns, which are not applied here"},
	[FED_WEIGHTS_READ] = {"weights-read", "brackets and weights are read by kohya, and are no tokens then; they are counted here"},
	[FED_FILE_NOT_READ] = {"file-not-read", "the trainer is told to take its text from elsewhere: the caption's file is not read"},
	[FED_INSTANCE_PROMPT] = {"instance-prompt", "the instance prompt is fed: no caption column is named, or the caption is empty"},
	[FED_FILE_NAME] = {"file-name", "there is no caption: the image's name is fed"},
	[FED_LLM_PREFIX] = {"llm-prefix-removed", "the first words, which only say that there is a picture, are taken off"},
	[FED_CACHE_MISS] = {"cache-miss", "the sampler will ask for a text that was never encoded, and stop"},
};

static const struct {
	const char *code, *meaning;
} errors[] = {
	{"stops", "the trainer ends at this file"},
	{"skips-image", "the trainer leaves the image out"},
	{"empty-prompt", "the image is trained on an empty text"},
};
enum { ERRORS = sizeof errors / sizeof *errors };

const char *fed_code(size_t i)
{
	return i < FED_CODES ? codes[i].code : i < FED_CODES + ERRORS ? errors[i - FED_CODES].code : NULL;
}

const char *fed_meaning(const char *code)
{
	for (int i = 0; i < FED_CODES; i++)
		if (strcmp(codes[i].code, code) == 0)
			return codes[i].meaning;
	for (int i = 0; i < ERRORS; i++)
		if (strcmp(errors[i].code, code) == 0)
			return errors[i].meaning;
	return NULL;
}

bool feeder_add(struct feeder *f, struct span text)
{
	uint64_t h = hash_bytes(text.p, text.n, 1);

	if (f->trace)
		return trace_add(f, text);
	f->work += text.n + f->texts.n + EACH;
	if (f->texts.n >= MOST_TEXTS || (f->texts.n && f->work > MOST_WORK)) {
		f->overflow = true;
		return false;
	}
	for (size_t i = 0; i < f->texts.n; i++)
		if (f->texts.hash[i] == h && span_eq(f->texts.v[i], text))
			return true;
	if (f->texts.n == f->texts.cap) {
		size_t cap = f->texts.cap ? f->texts.cap * 4 : 4;

		f->texts.v = arena_grow(f->a, f->texts.v, f->texts.cap * sizeof *f->texts.v, cap * sizeof *f->texts.v);
		f->texts.hash = arena_grow(f->a, f->texts.hash, f->texts.cap * sizeof h, cap * sizeof h);
		f->texts.cap = cap;
	}
	f->texts.hash[f->texts.n] = h;
	f->texts.v[f->texts.n++] = text;
	return true;
}

/* Python's universal newlines. */
static struct span fold(struct feeder *f, struct span s)
{
	char *out;
	size_t n = 0;

	if (s.n == 0 || !memchr(s.p, '\r', s.n))
		return s;
	out = arena_alloc(f->a, s.n);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
			i++;
		out[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
	}
	/* A last CR may be half of a CRLF whose other half the caption's end took: nothing to tell of it. */
	feeder_note(f, FED_NEWLINES_FOLDED);
	if (f->trace) {
		struct parts lines = {0};
		for (size_t i = 0, from = 0; i <= s.n; i++) {
			if (i < s.n && s.p[i] != '\r' && s.p[i] != '\n')
				continue;
			parts_add(f->a, &lines, span_cut(s, from, i));
			i += i + 1 < s.n && s.p[i] == '\r' && s.p[i + 1] == '\n';
			from = i + 1;
		}
		trace_joined(f, (struct span){out, n}, &lines, SPAN("\n"));
	}
	return (struct span){out, n};
}

/* Python's cp1252: five bytes mean nothing. */
static bool from_cp1252(struct feeder *f, struct span *s)
{
	char *out = arena_alloc(f->a, s->n * 3);
	size_t n = 0;

	if (utf8_ascii(*s))
		return true;
	for (size_t i = 0; i < s->n; i++) {
		uint32_t c = ftfy_1252((unsigned char)s->p[i]);

		if (c >= 0x80 && c < 0xa0)
			return false;
		n += utf8_encode(c, out + n);
	}
	trace_decoded(f, (struct span){out, n}, *s);
	*s = (struct span){out, n};
	feeder_note(f, FED_READ_AS_CP1252);
	return true;
}

bool feeder_read(struct feeder *f, enum feeder_how how)
{
	size_t bad;

	f->text = f->file;
	if (how == READ_CP1252 ? !from_cp1252(f, &f->text) : !utf8_valid(f->text, &bad))
		return false;
	if (how != READ_RAW)
		f->text = fold(f, f->text);
	return true;
}

struct span feeder_strip(struct feeder *f)
{
	struct span s = uni_strip(f->text);
	size_t n = f->text.n;

	if (n && f->text.p[n - 1] == '\n')
		n--;
	if (s.n < n)
		feeder_note(f, FED_EDGES_STRIPPED);
	return s;
}

static void tell(struct feeder *f, struct fed *out)
{
	bool any = false;

	for (int i = 0; i < FED_CODES; i++)
		out->n_differs += f->codes >> i & 1;
	if (out->n_differs) {
		size_t k = 0;

		out->differs = arena_alloc(f->a, out->n_differs * sizeof *out->differs);
		for (int i = 0; i < FED_CODES; i++)
			if (f->codes >> i & 1)
				out->differs[k++] = codes[i].code;
	}
	for (size_t i = 0; i < f->texts.n; i++)
		any |= f->texts.v[i].n > 0;
	out->error = f->error ? f->error : any || f->codes & (UINT64_C(1) << FED_FILE_NOT_READ | UINT64_C(1) << FED_FILE_NAME) ? NULL : "empty-prompt";
}

void trainer_feed(const struct trainer_spec *t, struct span file, bool missing, struct arena *a, struct fed *out)
{
	struct feeder f = {.a = a, .spec = t, .file = missing || file.n == 0 ? SPAN("") : file, .missing = missing};
	struct arena_mark before = arena_mark(a);

	trainer_of(t)->feed(&f);
	if (f.overflow) {
		arena_back(a, before);
		f = (struct feeder){.a = a, .spec = t, .file = f.file, .missing = missing, .first_only = true, .many = true};
		trainer_of(t)->feed(&f);
	}
	*out = (struct fed){.texts = f.texts.v, .n = f.texts.n, .shuffled = f.many};
	out->misses = f.misses.v;
	out->n_misses = f.misses.n;
	tell(&f, out);
}
