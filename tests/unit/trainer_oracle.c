/* trainer_oracle.c: every line of ../shared/oracle/trainer-text.jsonl.zst: the texts that the public
 * trainers' own code fed. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "json/jread.h"
#include "read/read.h"
#include "trainer/trainer.h"
#include "unit/tap.h"

/* The oracle names options as a person would; this is how they are given to us. NULL: cannot be (say why). */
static const struct {
	const char *trainer, *options, *spec;
	bool sampler; /* texts are what the sampler asks for, cache_miss those of them that were never encoded */
} specs[] = {
	{"kohya", "defaults", "kohya", false},
	{"kohya", "defaults, folder 10_my_name", "kohya:class_tokens=my_name", false},
	{"kohya", "enable_wildcard", "kohya:enable_wildcard", false},
	{"kohya", "shuffle_caption keep_tokens=1", "kohya:shuffle_caption,keep_tokens=1", false},
	{"kohya", "shuffle_caption keep_tokens_separator=|||", "kohya:shuffle_caption,keep_tokens_separator=|||", false},
	{"kohya", "shuffle_caption keep_tokens_separator=||| secondary_separator=;;;",
	 "kohya:shuffle_caption,keep_tokens_separator=|||,secondary_separator=;;;", false},
	{"kohya", "keep_tokens_separator=||| secondary_separator=;;;",
	 "kohya:keep_tokens_separator=|||,secondary_separator=;;;", false},
	{"kohya", "enable_wildcard shuffle_caption keep_tokens=1", "kohya:enable_wildcard,shuffle_caption,keep_tokens=1", false},
	{"kohya", "caption_tag_dropout_rate=0.1 (none dropped)", "kohya:caption_tag_dropout_rate=0.1", false},
	{"kohya", "caption_prefix=PRE caption_suffix=SUF", "kohya:caption_prefix=PRE,caption_suffix=SUF", false},
	{"kohya", "enable_wildcard caption_prefix=PRE caption_suffix=SUF",
	 "kohya:enable_wildcard,caption_prefix=PRE,caption_suffix=SUF", false},
	{"kohya", "defaults +cached text encoder outputs", "kohya:cache_text_encoder_outputs", false},
	{"kohya", "enable_wildcard +cached text encoder outputs", "kohya:enable_wildcard,cache_text_encoder_outputs", false},
	{"kohya", "keep_tokens_separator=||| secondary_separator=;;; +cached text encoder outputs",
	 "kohya:keep_tokens_separator=|||,secondary_separator=;;;,cache_text_encoder_outputs", false},
	{"musubi", "defaults", "musubi", false},
	{"onetrainer", "defaults", "onetrainer", false},
	{"onetrainer", "enable_tag_shuffling keep_tags_count=1", "onetrainer:enable_tag_shuffling,keep_tags_count=1", false},
	{"onetrainer", "tag_dropout_enable FULL p=0.5 (not drawn)",
	 "onetrainer:tag_dropout_enable,tag_dropout_mode=FULL,tag_dropout_probability=0.5", false},
	{"onetrainer", "caps_randomize_enable p=0.5 (not drawn)",
	 "onetrainer:caps_randomize_enable,caps_randomize_probability=0.5", false},
	{"simpletuner", "precache (text encoder input)", "simpletuner", false},
	{"simpletuner", "precache (text encoder input) disable_multiline_split", "simpletuner:disable_multiline_split", false},
	{"simpletuner", "precache caption_shuffle count=1 seed=0",
	 "simpletuner:caption_shuffle,caption_shuffle_count=1,caption_shuffle_seed=0", false},
	{"simpletuner", "sampler (cache key)", "simpletuner", true},
	{"simpletuner", "sampler (cache key) disable_multiline_split", "simpletuner:disable_multiline_split", true},
	{"ai-toolkit", "defaults", "ai-toolkit", false},
	{"ai-toolkit", "trigger_word=ohwx", "ai-toolkit:trigger_word=ohwx", false},
	{"ai-toolkit", "default_caption=photo", "ai-toolkit:default_caption=photo", false},
	{"ai-toolkit", "shuffle_tokens", "ai-toolkit:shuffle_tokens", false},
	{"diffusion-pipe", "defaults (UTF-8 locale)", "diffusion-pipe", false},
	{"diffusion-pipe", "defaults (cp1252 locale)", "diffusion-pipe:locale=cp1252", false},
	{"diffusion-pipe", "shuffle_tags caption_prefix=\"PRE, \"", "diffusion-pipe:shuffle_tags,caption_prefix=\"PRE, \"", false},
	{"diffusion-pipe", "skip_empty_caption=false", "diffusion-pipe:skip_empty_caption=false", false},
};
enum { N_SPECS = sizeof specs / sizeof specs[0] };

static size_t lines[N_SPECS], wrong[N_SPECS];

static int find_spec(struct span trainer, struct span options)
{
	for (int i = 0; i < N_SPECS; i++)
		if (span_is(trainer, specs[i].trainer) && span_is(options, specs[i].options))
			return i;
	return -1;
}

static struct span unhex(struct arena *a, struct span s)
{
	char *out = arena_alloc(a, s.n / 2 + 1);

	for (size_t i = 0; i + 1 < s.n; i += 2) {
		char two[3] = {s.p[i], s.p[i + 1], 0};

		out[i / 2] = (char)strtol(two, NULL, 16);
	}
	return (struct span){out, s.n / 2};
}

/* Whether the JSON list names exactly these texts, in this order. */
static bool same_texts(struct arena *a, struct span raw, const struct span *v, size_t n)
{
	struct json_members list = {0};
	struct diag d = {0};

	if (json_read_array(a, raw, &list, &d) != 0 || list.n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		struct span s;

		if (!json_string(a, list.v[i].raw, &s) || !span_eq(s, v[i]))
			return false;
	}
	return true;
}

/* Whether the list of lists names more than one part somewhere: only then is there anything to shuffle. */
static bool any_order(struct arena *a, struct span raw)
{
	struct json_members outer = {0}, inner;
	struct diag d = {0};
	bool any = false;

	if (!raw.p || json_read_array(a, raw, &outer, &d) != 0)
		return false;
	for (size_t i = 0; i < outer.n; i++) {
		inner = (struct json_members){0};
		any |= json_read_array(a, outer.v[i].raw, &inner, &d) == 0 && inner.n > 1;
	}
	return any;
}

static bool among(struct span s, const struct fed *fed)
{
	for (size_t i = 0; i < fed->n; i++)
		if (span_eq(s, fed->texts[i]))
			return true;
	return false;
}

/* Whether pieces lie side by side and each byte of text is the file's that they name. */
static bool from_file(struct span text, const struct fed_piece *v, size_t n, struct span file)
{
	uint32_t at = 0;

	for (size_t i = 0; i < n; i++) {
		const struct fed_piece *p = &v[i];

		if (p->at != at || p->n == 0 || p->start > p->end || p->end > file.n + 2)
			return false;
		at += p->n;
		if (p->n == p->end - p->start && p->end <= file.n && memcmp(text.p + p->at, file.p + p->start, p->n) != 0)
			return false;
	}
	return at == text.n;
}

/* What the other tools read (read.h): the same texts in the order as written, each byte where it says it is from. */
static bool read_right(struct arena *a, const struct trainer_spec *t, struct span file, const struct fed *fed)
{
	struct reading r;
	bool one_by_one = fed->n < 1024;
	size_t same = 0;

	read_caption(t, file, 0, a, &r);
	if (r.n == 0 || (fed->n && r.n > fed->n + 16))
		return false;
	for (size_t i = 0; i < r.n; i++) {
		const struct read_text *x = &r.v[i];

		if (!from_file(x->text, x->v, x->n, file) || !from_file(x->fed, x->fed_v, x->fed_n, file))
			return false;
		if (fed->n && one_by_one && !among(x->fed, fed)) {
			printf("# '%.*s' is not fed\n", SPAN_ARG(x->fed));
			return false;
		}
	}
	/* Without chance each fed text is read, too. */
	for (size_t i = 0; i < fed->n; i++)
		for (size_t k = 0; k < r.n; k++)
			if (span_eq(fed->texts[i], r.v[k].fed)) {
				same++;
				break;
			}
	for (size_t i = 0; i < fed->n_differs; i++)
		if (strcmp(fed->differs[i], "shuffled") == 0)
			return same > 0;
	return fed->shuffled || r.cut ? same > 0 : same == fed->n;
}

static bool right(struct arena *a, const struct json_members *m, int spec)
{
	struct span hex = json_get(m, "bytes_hex"), texts = json_get(m, "texts"), error = json_get(m, "error"), file = SPAN("");
	bool missing = span_is(hex, "null");
	struct diag d = {0};
	struct trainer_spec *t = trainer_parse(a, specs[spec].spec, &d);
	struct fed fed;

	if (!t) {
		printf("# %s: %s\n", specs[spec].spec, d.message);
		return false;
	}
	if (!missing && json_string(a, hex, &file))
		file = unhex(a, file);
	trainer_feed(t, file, missing, a, &fed);
	if (!missing && !read_right(a, t, file, &fed)) {
		puts("# what is read is not what is fed");
		return false;
	}
	if (error.p)
		return fed.error && strcmp(fed.error, "stops") == 0;
	if (fed.error && strcmp(fed.error, "stops") == 0 && !specs[spec].sampler)
		return fed.n == 0 && span_is(texts, "[]");
	if (specs[spec].sampler)
		return same_texts(a, json_get(m, "cache_miss"), fed.misses, fed.n_misses);
	if (any_order(a, json_get(m, "shuffled")) != fed.shuffled)
		return false;
	return same_texts(a, texts, fed.texts, fed.n);
}

static void check_line(struct span line)
{
	struct arena a = ARENA_INIT;
	struct json_members m = {0};
	struct diag d = {0};
	struct span trainer, options;
	int spec = -1;

	if (json_read_object(&a, line, &m, &d) == 0 && json_string(&a, json_get(&m, "trainer"), &trainer) &&
	    json_string(&a, json_get(&m, "options"), &options))
		spec = find_spec(trainer, options);
	if (spec < 0) {
		OK(false, "no way to say: %.*s", SPAN_ARG(line));
	} else {
		lines[spec]++;
		if (!right(&a, &m, spec)) {
			wrong[spec]++;
			printf("# %s: %.300s\n", specs[spec].spec, arena_dup(&a, line).p);
		}
	}
	arena_fini(&a);
}

int main(void)
{
	const char *shared = getenv("CAPTOOLS_SHARED");
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	struct diag d = {0};
	struct span path = arena_printf(&a, "%s/oracle/trainer-text.jsonl.zst", shared && *shared ? shared : "../shared");

	if (file_read_zstd(path.p, &b, 64 << 20, &d) != 0) {
		printf("ok 1 # skip %s is not here\n1..1\n", path.p);
		return 0;
	}
	for (size_t at = 0; at < b.n;) {
		const char *nl = memchr(b.p + at, '\n', b.n - at);
		size_t end = nl ? (size_t)(nl - b.p) : b.n;

		check_line((struct span){b.p + at, end - at});
		at = end + 1;
	}
	for (int i = 0; i < N_SPECS; i++)
		OK(lines[i] > 0 && wrong[i] == 0, "%s%s: %zu of %zu lines right", specs[i].spec, specs[i].sampler ? " (sampler)" : "",
		   lines[i] - wrong[i], lines[i]);
	buf_fini(&b);
	arena_fini(&a);
	return tap_end();
}
