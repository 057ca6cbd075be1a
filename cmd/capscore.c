/* capscore: what is wrong with a caption or a set of them, where, why, how sure, and what to do. */
#include <stdio.h>
#include <string.h>

#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "report/captok/captok.h"
#include "report/compare.h"
#include "report/score.h"
#include "report/tag_counts.h"
#include "report/terminal.h"
#include "run/run.h"

static struct score_options options = {.min_score = -1};
static const char *explain, *tags;
static bool list_rules, compare;

static const struct opt table[] = {
	{OPT_CHOICE, 'p', "purpose", "concept|character|style|object", "what the training is for (default: concept)", &options.purpose},
	{OPT_CHOICE, 's', "style", "auto|tags|prose", "judge captions as tag lists or as sentences (default: each as it looks)",
	 &options.style},
	{OPT_STR, 'd', "direction", "FILE", "what a person saw in the pictures, see capdirection(5)", &options.direction},
	{OPT_LIST, 0, "trigger", "WORD", "the word that the training binds to (repeatable)", &options.triggers},
	{OPT_FLAG, 0, "trigger-known", NULL, "the trigger is a known word on purpose", &options.trigger_known},
	{OPT_FLAG, 0, "trigger-only", NULL, "captions of little more than the trigger are meant so", &options.trigger_only},
	{OPT_LIST, 0, "fuse", "TERM", "a term or glob that is meant to bind to the trigger (repeatable)", &options.fuse},
	{OPT_LIST, 0, "class-word", "NAME", "what kind of thing the trigger is (repeatable; default: the noun behind it)", &options.class_words},
	{OPT_STR, 0, "fuse-bands", "E,W,I", "percent of captions from which a term is an error, a warning, an info (default: 85,60,35)",
	 &options.fuse_bands},
	{OPT_FLAG, 0, "shuffle", NULL, "the trainer shuffles captions at commas", &options.shuffle},
	{OPT_HEAD, 0, NULL, NULL, "Rules and words", NULL},
	{OPT_LIST, 'r', "rule", "NAMES", "only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)", &options.rules},
	{OPT_LIST, 0, "no-rule", "NAMES", "not these rules (repeatable)", &options.rules},
	{OPT_LIST, 0, "select", "NAMES", "the same as --rule", &options.rules},
	{OPT_LIST, 0, "ignore", "NAMES", "the same as --no-rule", &options.rules},
	{OPT_LIST, 0, "lexicon", "FILE", "more words: term TAB class lines (repeatable)", &options.lexicons},
	{OPT_LIST, 0, "vocab", "FILE", "the tags that the model knows: tag,category,count,aliases lines (repeatable)", &options.vocabs},
	{OPT_LIST, 0, "implies", "FILE", "tags that follow from others: antecedent,consequent lines (repeatable)", &options.implies},
	{OPT_FLAG, 0, "keep-implied", NULL, "implied tags are meant to stand", &options.keep_implied},
	{OPT_FLAG, 'v', "verbose", NULL, "also words of two tokens", &options.verbose},
	{OPT_HEAD, 0, NULL, NULL, "Output and exit status", NULL},
	{OPT_CHOICE, 'f', "format", "jsonl|text|github|sarif|junit|ids|csv", "records, or a report (default: text on a terminal, else jsonl); csv: of --tags",
	 &options.out.format},
	{OPT_FLAG, 'a', "all", NULL, "in the text form: every finding on its own, infos, too, and what only a person can say", &options.out.all},
	{OPT_FLAG, 0, "scene", NULL, "add the scene graph of each caption, as capscene writes it", &options.scene},
	{OPT_FLAG, 0, "summary", NULL, "the set on one screen: in place of the text form, on standard error beside the others",
	 &options.summary},
	{OPT_FLAG, 0, "list-files", NULL, "findings about terms name every sample", &options.list_files},
	{OPT_FLAG, 0, "all-tags", NULL, "the last record lists every tag, not the 200 most frequent", &options.all_tags},
	{OPT_LIST, 0, "list", "RULE", "only the ids of the captions that this rule speaks of", &options.rules},
	{OPT_CHOICE, 0, "tags", "facts|literal", "a table of all tags, as written or as the scene has them: captions in all, and by subset", &tags},
	{OPT_CHOICE, 0, "fail-on", "info|warning|error", "exit 1 if there are findings as grave as this", &options.out.fail_on},
	{OPT_REAL, 0, "min-score", "N", "exit 1 if a caption or the set scores less", &options.min_score},
	{OPT_STR, 0, "baseline", "FILE", "findings in FILE are known: only new ones count", &options.out.baseline},
	{OPT_FLAG, 0, "write-baseline", NULL, "write all findings to the file of --baseline", &options.out.write_baseline},
	{OPT_FLAG, 0, "compare", NULL, "the operands are sets of captions of the same pictures: side by side, for each --model", &compare},
	{OPT_STR, 0, "set-state", "FILE", "write what the set's rules want to know of these captions to FILE, for --merge", &options.set_state},
	{OPT_FLAG, 0, "merge", NULL, "the operands are files of --set-state: the record of one run over all of them", &options.merge},
	{OPT_STR, 0, "explain", "RULE", "say what a rule finds, why, and what to do, and exit", &explain},
	{OPT_FLAG, 0, "list-rules", NULL, "list all rules and exit (--format jsonl: with all they say)", &list_rules},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "[OPTIONS] [FILE|DIR|-]...",
	.purpose = "Judges captions for training: a score, findings with their place and reason, and what only a person can say.",
	.epilog = "Examples:\n"
	          "  capscore dataset/                        # on a terminal: captions with carets under what is wrong\n"
	          "  capscore --summary dataset.tar           # the set on one screen\n"
	          "  capscore --fail-on error --format github dataset/\n"
	          "  capscore --model pony --trigger ohwx --purpose character 10_ohwx/\n"
	          "  capscore --explain CAP045\n"
	          "Exit status: 0 done; 1 bad records, findings at or above --fail-on, scores under --min-score, new findings\n"
	          "against --baseline; 2 trouble.",
};

int main(int argc, char **argv)
{
	struct filter f;

	prog_init(&argc, &argv);
	opt_version_more = captok_version;
	int n = opt_parse(table, &usage, argc, argv);
	n = datasets_inputs(n, &argv);
	options.out.terminal = isatty(STDOUT_FILENO);
	options.out.colour = terminal_colour();
	options.out.width = terminal_width();
	if (explain || list_rules) {
		if (list_rules)
			score_list(&options);
		if (explain)
			score_explain(explain, &options);
		out_close();
		return STATUS_OK;
	}
	if (options.out.format && strcmp(options.out.format, "csv") == 0 && !tags)
		die("--format csv is the table of --tags");
	if (tags) {
		struct tag_counts_options counts = {.facts = *tags == 'f', .csv = options.out.format ? strcmp(options.out.format, "csv") == 0 : !options.out.terminal};
		int status = tag_counts_run(&counts, n, argv);
		out_close();
		return status;
	}
	if (compare) {
		int differs = score_compare(&options, n, argv);
		out_close();
		return differs;
	}
	score_filter(&f, &options, n, argv);
	f.writes = options.out.write_baseline || options.set_state;
	int status = options.merge ? score_merge(&f, n, argv) : run_filter(&f, n, argv);
	struct span message = score_message(&f);
	if (message.n)
		err_write(message.p, message.n);
	status = score_end(&f, status);
	out_close();
	return status;
}
