/* cleaning_caption.c: clean_caption of the PixArt and Sana pipelines (D42 pixart_alpha/pipeline_pixart_alpha.py:360-500, first of DeepFloyd IF):
 * web debris out of alt texts, twice over. Their authors wrote it as a row of patterns one after the other, and so it is here, as a table; steps
 * that are none stand between them. A pattern that gives up (regex.h) leaves the text as it is. */
#include "model/cleaning/cleaning.h"

#include <pthread.h>

#include "base/ascii.h"
#include "ftfy/ftfy.h"
#include "model/cleaning/web_text.h"
#include "text/regex.h"
#include "text/utf8.h"

#define S "[\\s\\x1c-\\x1f]"                    /* Python's \s */
#define FILES "(?:png|jpe?g|bmp|webp|eps|pdf|apk|mp4)"
#define HOST "[a-zA-Z0-9.-]+\\.(?:com?|ru|net|org|edu|gov|it)[\\w/-]*\\b/?(?!@)"

static void web(struct rewriting *w)
{
	web_unquote(w);
	rewriting_strip(w);
	rewriting_lower(w);
}

static void repair(struct rewriting *w)
{
	ftfy_fix(buf_span(&w->text), &w->next, &w->step);
	rewriting_step(w);
	for (int i = 0; i < 2; i++) {
		html_unescape(buf_span(&w->text), &w->next, &w->step);
		rewriting_step(w);
	}
}

/* this-is-my-cat: more than three hyphens and underscores are blanks. */
static void open_slug(struct rewriting *w)
{
	size_t n = 0;

	for (size_t i = 0; i < w->text.n; i++)
		n += w->text.p[i] == '-' || w->text.p[i] == '_';
	for (size_t i = 0; n > 3 && i < w->text.n; i++)
		if (w->text.p[i] == '-' || w->text.p[i] == '_')
			w->text.p[i] = ' ';
}

static bool quote(char c)
{
	return c == '"' || c == '\'';
}

static void unwrap(struct rewriting *w)
{
	if (w->text.n > 2 && quote(w->text.p[0]) && quote(w->text.p[w->text.n - 1]))
		rewriting_keep(w, 1, w->text.n - 1);
}

static const struct step {
	const char *pattern, *by;
	void (*run)(struct rewriting *w); /* in place of a pattern */
} steps[] = {
	{NULL, NULL, web},
	{"<person>", "person", NULL},
	{"\\b(?:https?:[/a-zA-Z0-9%]/{0,2}|" HOST ")", "", NULL},
	{"\\b(?:www:[/a-zA-Z0-9%]/{0,2}|" HOST ")", "", NULL},
	{NULL, NULL, web_text},
	{"@\\w+\\b", "", NULL},
	{"[\\x{31c0}-\\x{9fff}]+", "", NULL}, /* strokes to unified ideographs */
	{"[\\x{2d}\\x{58a}\\x{5be}\\x{1400}\\x{1806}\\x{2010}-\\x{2015}\\x{2e17}\\x{2e1a}\\x{2e3a}\\x{2e3b}\\x{2e40}\\x{301c}\\x{3030}\\x{30a0}\\x{fe31}"
	 "\\x{fe32}\\x{fe58}\\x{fe63}\\x{ff0d}]+", "-", NULL},
	{"[`\\x{b4}\\x{ab}\\x{bb}\\x{201c}\\x{201d}\\x{a8}]", "\"", NULL},
	{"[\\x{2018}\\x{2019}]", "'", NULL},
	{"&quot;?", "", NULL},
	{"&amp", "", NULL},
	{"\\d{1,3}(?:\\.\\d{1,3}){3}", " ", NULL},
	{"\\d:\\d\\d" S "+$", "", NULL},
	{"\\\\n", " ", NULL},
	{"#\\d{1,3}\\b", "", NULL},
	{"#\\d{5,}\\b", "", NULL},
	{"\\b\\d{6,}\\b", "", NULL},
	{"[^\\s\\x1c-\\x1f]+\\." FILES, "", NULL},
	{"[\"']{2,}", "\"", NULL},
	{"\\.{2,}", " ", NULL},
	{"[#\\x{ae}\\x{2022}\\x{a9}\\x{2122}&@\\x{b7}\\x{ba}\\x{bd}\\x{be}\\x{bf}\\x{a1}\\x{a7}~()\\][}{|\\\\/*]+", " ", NULL},
	{S "+\\." S "+", " ", NULL},
	{NULL, NULL, open_slug},
	{NULL, NULL, repair},
	{"\\b[a-zA-Z]{1,3}\\d{3,15}\\b", "", NULL},
	{"\\b[a-zA-Z]+\\d+[a-zA-Z]+\\b", "", NULL},
	{"\\b\\d+[a-zA-Z]+\\d+\\b", "", NULL},
	{"(?:worldwide" S "+)?(?:free" S "+)?shipping", "", NULL},
	{"(?:free" S ")?download(?:" S "free)?", "", NULL},
	{"\\bclick\\b" S "(?:for|on)" S "\\w+", "", NULL},
	{"\\b" FILES "(?:" S "images?)?", "", NULL},
	{"\\bpage" S "+\\d+\\b", "", NULL},
	{"\\b\\d*[a-zA-Z]+\\d+[a-zA-Z]+\\d+[a-zA-Z\\d]*\\b", " ", NULL},
	{"\\b\\d+\\.?\\d*[x\\x{445}\\x{d7}]\\d+\\.?\\d*\\b", "", NULL},
	{"\\b" S "+:" S "+", ": ", NULL},
	{"(?<=\\D[,./])\\b", " ", NULL},
	{NULL, NULL, rewriting_fold_space},
	{NULL, NULL, unwrap},
	{"^['_,:;-]", "", NULL},
	{"['_,:+-]$", "", NULL},
	{"^\\.[^\\s\\x1c-\\x1f]+$", "", NULL},
	{NULL, NULL, rewriting_strip},
};
enum { STEPS = sizeof steps / sizeof steps[0] };

static struct regex *compiled[STEPS]; /* of the process */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void compile(void)
{
	struct diag d;

	for (int i = 0; i < STEPS; i++)
		if (steps[i].pattern)
			compiled[i] = regex_open(span_of(steps[i].pattern), false, &d);
}

static void substitute(struct rewriting *w, const struct regex *re, const char *by)
{
	struct regex_try *t = regex_try_open(re);
	struct span text = buf_span(&w->text);
	struct regex_match m;
	struct diag d;
	size_t done = 0, from = 0, n = strlen(by);

	while (from <= text.n && regex_find(t, text, from, &m, &d) == 1) {
		rewriting_copy(w, done, m.start);
		rewriting_put(w, by, n, m.start, m.end);
		done = from = m.end;
		if (m.end == m.start) {
			uint32_t c;
			from += m.end < text.n ? utf8_decode(text.p + m.end, text.p + text.n, &c) : 1;
		}
	}
	regex_try_close(t);
	if (from == 0) { /* nothing matched */
		buf_reset(&w->next);
		buf_reset(&w->step);
		return;
	}
	rewriting_copy(w, done, text.n);
	rewriting_step(w);
}

static void run(struct rewriting *w)
{
	pthread_once(&once, compile);
	for (int twice = 0; twice < 2; twice++)
		for (int i = 0; i < STEPS; i++)
			if (steps[i].run)
				steps[i].run(w);
			else if (compiled[i])
				substitute(w, compiled[i], steps[i].by);
}

/* Words of small letters with single blanks and commas between: no step touches them. */
static bool plain(struct span s)
{
	static const char *const words[] = {"shipping", "download", "click", "page", "png", "jpg", "jpeg", "bmp", "webp", "eps", "pdf", "apk", "mp4"};

	for (size_t i = 0; i < s.n; i++) {
		bool blank = s.p[i] == ' ', comma = s.p[i] == ',', edge = i == 0 || i + 1 == s.n;
		if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && (edge || (!blank && !comma) || (blank && s.p[i + 1] == ' ') || (comma && s.p[i + 1] != ' ')))
			return false;
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (s.p[i] == words[k][0] && span_starts(span_cut(s, i, s.n), span_of(words[k])))
				return false;
	}
	return true;
}

const struct cleaning cleaning_caption = {.plain = plain, .run = run};
