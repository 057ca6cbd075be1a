/* read.c: the texts of a caption as each trainer reads them, and the way back into the caption. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "read/read.h"
#include "unit/tap.h"

static struct arena a = ARENA_INIT;

static struct reading reading(const char *spec, struct span caption, int line_end)
{
	struct diag d = {0};
	struct trainer_spec *t = spec ? trainer_parse(&a, spec, &d) : NULL;
	struct reading r;

	if (spec && !t)
		printf("# %s: %s\n", spec, d.message);
	read_caption(t, caption, line_end, &a, &r);
	return r;
}

/* The texts between bars, each followed by what the caption has there where that is something else: "text@start-end". */
static bool reads_as(const char *spec, const char *caption, int line_end, const char *want)
{
	struct reading r = reading(spec, span_of(caption), line_end);
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < r.n; i++)
		buf_printf(&b, "%s<%.*s>%u-%u%s", i ? " " : "", SPAN_ARG(r.v[i].text), (unsigned)r.v[i].start, (unsigned)r.v[i].end,
			   r.v[i].json ? "json" : "");
	if (r.whole)
		buf_printf(&b, " whole");
	bool ok = span_is(buf_span(&b), want);
	if (!ok)
		printf("# %s: %.*s\n", spec ? spec : "no trainer", SPAN_ARG(buf_span(&b)));
	buf_fini(&b);
	return ok;
}
#define READS(spec, caption, end, want) OK(reads_as((spec), (caption), (end), (want)), "%s: %s", (spec) ? (spec) : "no trainer", (caption))

static void lines(void)
{
	READS(NULL, "a red fox\nin snow", 1, "<a red fox\nin snow>0-17 whole");
	READS("diffusers", "a red fox\nin snow", 1, "<a red fox\nin snow>0-17 whole");
	READS("kohya", "a red fox\nin snow", 1, "<a red fox>0-9");
	READS("kohya", "a red fox", 1, "<a red fox>0-9 whole");
	READS("kohya", " a red fox", 0, "<a red fox>1-10");
	READS("kohya", "\nin snow", 0, "<>0-0");
	READS("kohya:enable_wildcard", "a red fox\n\n in snow", 1, "<a red fox>0-9 <in snow>12-19");
	READS("onetrainer", "a red fox\r\nin snow\r\na red fox", 2, "<a red fox>0-9 <in snow>11-18 <a red fox>20-29");
	READS("simpletuner", "a red fox\nin snow", 0, "<a red fox>0-9 <in snow>10-17");
	READS("musubi", "a red fox\nin snow\n", 1, "<a red fox\nin snow>0-17");
	READS("ai-toolkit", "a red fox\r\nin snow", 2, "<a red fox\r\nin snow>0-18 whole");
	READS("diffusion-pipe", "a red fox\nin snow", 1, "<a red fox\nin snow>0-17 whole");
}

static void separators(void)
{
	READS("ai-toolkit", "a,b,  c", 1, "<a,b,  c>0-7 whole");
	READS("kohya:shuffle_caption", "a,b ,  c", 1, "<a,b ,  c>0-8 whole");
	READS("kohya:shuffle_caption,keep_tokens_separator=|||", "ohwx, ||| fox, snow ||| best", 1, "<ohwx, fox, snow, best>0-28");
	READS("kohya:secondary_separator=;;;", "fox;;;snow, red", 1, "<fox,snow, red>0-15");
	READS("kohya", "fox;;;snow, red", 1, "<fox;;;snow, red>0-15 whole");
	READS("kohya:enable_wildcard", "a {red|blue} fox", 1, "<a red fox>0-16 <a blue fox>0-16");
	READS("kohya:enable_wildcard", "a {{red}} fox", 1, "<a {red} fox>0-13");
	READS("kohya", "a {red|blue} fox", 1, "<a {red|blue} fox>0-16 whole");
	READS("kohya:caption_prefix=PRE", "a fox", 1, "<PRE a fox>0-5");
	READS("ai-toolkit:trigger_word=ohwx", "a fox", 1, "<ohwx a fox>0-5");
	READS("ai-toolkit:trigger_word=ohwx", "[trigger], a fox", 1, "<ohwx, a fox>9-16");
	READS("onetrainer:caps_randomize_lowercase", "A Red\xc3\x89 Fox", 0, "<a red\xc3\xa9 fox>0-11");
	READS("diffusion-pipe:locale=cp1252", "caf\xc3\xa9", 1, "<caf\xc3\x83\xc2\xa9>0-5");
}

static void json(void)
{
	READS(NULL, "{\"a\":\"red \\u00e9 fox\",\"bbox\":[1,2],\"b\":[\"snow\",\"\"]}", 1, "<red \xc3\xa9 fox\nsnow>6-45json");
	READS("kohya", "[\"a\",\"b\"]", 1, "<a\nb>2-7json");
	READS(NULL, "[1, 2]", 1, "<[1, 2]>0-6 whole");
	READS(NULL, "[portrait]", 1, "<[portrait]>0-10 whole");
	READS(NULL, "{\"a\":\"x\"} and more", 1, "<{\"a\":\"x\"} and more>0-18 whole");
	READS(NULL, "{\"a\":\"\\ud83e\\udd8a fox\"}", 1, "<\xf0\x9f\xa6\x8a fox>6-22json");
}

/* Where a part of text 0 (found by its words) stands and may be edited. */
static bool edit_is(const char *spec, const char *caption, const char *part, bool may, uint32_t from, uint32_t to)
{
	struct reading r = reading(spec, span_of(caption), 1);
	const struct read_text *t = &r.v[0];
	struct span text = arena_dup(&a, t->text);
	const char *at = strstr(text.p, part);
	uint32_t start = at ? (uint32_t)(at - text.p) : 0, end = start + (uint32_t)strlen(part), x = 0, y = 0, px = 0, py = 0;
	bool ok = at && read_edit(t, start, end, &x, &y) == may;

	if (may)
		ok = ok && x == from && y == to && read_place(t, start, end, &px, &py) && px == x && py == y;
	else
		ok = ok && (read_place(t, start, end, &px, &py) ? px == from && py == to : from == to);
	if (!ok)
		printf("# %s: edit %u-%u, place %u-%u\n", caption, (unsigned)x, (unsigned)y, (unsigned)px, (unsigned)py);
	return ok;
}

static void way_back(void)
{
	OK(edit_is("kohya", "  a red fox\nin snow", "red", true, 4, 7), "an edit in the first line is made there");
	OK(edit_is("kohya:enable_wildcard", "a {red|blue} fox", "red", true, 3, 6), "an edit may be inside a choice");
	OK(edit_is("kohya:enable_wildcard", "a {red|blue} fox", "red fox", false, 3, 16), "and not across its end");
	OK(edit_is("kohya:caption_prefix=PRE", "a fox", "PRE", false, 0, 0), "what the trainer puts in is not edited");
	OK(edit_is("kohya:caption_prefix=PRE", "a fox", "PRE a", false, 0, 1), "its finding stands on what is the caption's");
	OK(edit_is(NULL, "{\"a\":\"red fox\",\"b\":\"snow\"}", "fox", true, 10, 13), "a value of JSON is edited in its place");
	OK(edit_is(NULL, "{\"a\":\"red fox\",\"b\":\"snow\"}", "fox\nsnow", false, 10, 24), "and no edit goes from one into another");
	OK(edit_is(NULL, "{\"a\":\"caf\\u00e9\"}", "\xc3\xa9", false, 9, 15), "an escape is known as a whole");
}

static void growth(void)
{
	struct buf b = BUF_INIT;

	tap_may_hang();
	for (int i = 0; i < 200000; i++)
		buf_adds(&b, SPAN("{a|b}"));
	struct reading r = reading("kohya:enable_wildcard", buf_span(&b), 0);
	size_t all = 0, pieces = 0;
	for (size_t i = 0; i < r.n; i++) {
		all += r.v[i].text.n;
		pieces += r.v[i].n;
	}
	OK(r.cut && all <= 17 * b.n && pieces <= 34 * b.n, "choices that multiply without end are cut");
	buf_reset(&b);
	for (int i = 0; i < 300000; i++)
		buf_adds(&b, SPAN("fox\n"));
	r = reading("onetrainer", buf_span(&b), 0);
	OK(r.cut && r.n == 1024, "so are lines");
	buf_reset(&b);
	buf_addc(&b, '[');
	for (int i = 0; i < 200000; i++)
		buf_adds(&b, SPAN("\"\\n\\u0041\","));
	buf_adds(&b, SPAN("1]"));
	r = reading("ai-toolkit", buf_span(&b), 0);
	OK(r.n == 1 && r.v[0].json, "values of JSON are read in one go");
	buf_fini(&b);
}

int main(void)
{
	lines();
	separators();
	json();
	way_back();
	growth();
	arena_fini(&a);
	return tap_end();
}
