/* capgrep: the filter that selects: records in, those that match out. */
#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "report/captok/captok.h"
#include "report/grep/grep.h"
#include "run/run.h"

static struct grep_options options = {.score = {.min_score = -1}};
static const char *format;

static const struct opt table[] = {
	{OPT_LIST, 0, "tag", "TAG", "captions with this tag, a glob, as a whole", &options.terms},
	{OPT_LIST, 0, "word", "WORD", "captions with this word or words, globs, in any case", &options.terms},
	{OPT_LIST, 0, "regex", "PATTERN", "captions in which this regular expression (PCRE2) matches", &options.terms},
	{OPT_LIST, 0, "id", "GLOB", "samples with such an id", &options.terms},
	{OPT_LIST, 0, "score", "'<N'", "captions with such a score (also <= > >= = !=); judged here unless capscore has", &options.terms},
	{OPT_LIST, 0, "tokens", "'>N'", "captions with so many tokens of their own in the first encoder", &options.terms},
	{OPT_LIST, 0, "facts", "'<N'", "captions that say so many facts", &options.terms},
	{OPT_LIST, 0, "rule", "NAME", "captions with a finding of this rule, family or prefix", &options.terms},
	{OPT_LIST, 0, "missing", "WHAT", "samples without a caption, or captions without colour, light, camera, background, ...",
	 &options.terms},
	{OPT_LIST, 0, "image", "EXPR", "pictures with such a width, height or bytes: 'width<512'; needs what capsee says", &options.terms},
	{OPT_LIST, 0, "where", "EXPR", "conditions joined by and, or, not: 'score<50 and not (tag=solo or tokens>75)'", &options.terms},
	{OPT_NUM, 0, "worst", "N", "of what matches only the N captions that score least, the worst first", &options.worst},
	{OPT_HEAD, 0, NULL, NULL, "Output", NULL},
	{OPT_FLAG, 'v', "invert", NULL, "the records that do not match", &options.invert},
	{OPT_FLAG, 'c', "count", NULL, "only how many", &options.count},
	{OPT_FLAG, 'l', "ids", NULL, "only ids, one a line", &options.ids},
	{OPT_CHOICE, 'f', "format", "jsonl|text", "records, or id and caption on a line (default: text on a terminal)", &format},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "CONDITION... [OPTIONS] [FILE|DIR|-]...",
	.purpose = "Selects captions by their words, tags, tokens, score, findings or pictures; several conditions must all hold.",
	.epilog = "Examples:\n"
	          "  capgrep --tag 'blurry*' -c dataset.tar          # how many have such a tag\n"
	          "  capgrep --missing caption -l dataset/           # images without captions\n"
	          "  capgrep --worst 20 ds | cappack --only -o worst/ ds      # with their pictures\n"
	          "  capgrep --where 'word=dog and not missing=colour' captions.txt\n"
	          "Exit status: 0 something was selected, 1 nothing was, 2 trouble or bad records.",
};

int main(int argc, char **argv)
{
	struct filter f;

	prog_init(&argc, &argv);
	opt_version_more = captok_version;
	int n = opt_parse(table, &usage, argc, argv);
	n = datasets_inputs(n, &argv);
	options.text = format ? *format == 't' : isatty(STDOUT_FILENO);
	grep_filter(&f, &options);
	int status = run_filter(&f, n, argv);
	status = grep_end(&f, status);
	out_close();
	return status;
}
