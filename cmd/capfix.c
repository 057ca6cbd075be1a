/* capfix: captions made right where that is safe, and a list of what only a person can say. */
#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "model/registry.h"
#include "report/capfix/capfix.h"
#include "report/capfix/capfix_apply.h"
#include "report/captok/captok.h"
#include "report/terminal.h"
#include "run/run.h"

static struct capfix_options options;
static const char *format;

static const struct opt table[] = {
	{OPT_FLAG, 'u', "unsafe", NULL, "also edits that may lose something said: negated tags, generic tags, hedges", &options.unsafe},
	{OPT_LIST, 'r', "rule", "NAMES", "only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)", &options.rules},
	{OPT_LIST, 0, "no-rule", "NAMES", "not these rules (repeatable)", &options.rules},
	{OPT_LIST, 0, "select", "NAMES", "the same as --rule", &options.rules},
	{OPT_LIST, 0, "ignore", "NAMES", "the same as --no-rule", &options.rules},
	{OPT_LIST, 0, "trigger", "WORD", "put the trigger word where it is missing (repeatable)", &options.triggers},
	{OPT_LIST, 0, "prune", "TERM", "take this tag away wherever it stands alone (repeatable)", &options.prune},
	{OPT_CHOICE, 0, "order", "tags", "tag lists in the order trigger, count, subject, attributes, setting, camera, light, meta",
	 &options.order},
	{OPT_HEAD, 0, NULL, NULL, "Edits of a whole set, made in their order; alone unless --fix or --rule is given, too", NULL},
	{OPT_LIST, 0, "replace", "OLD=NEW", "a tag, or whole words in any case, become others (repeatable)", &options.edits},
	{OPT_LIST, 0, "replace-regex", "PATTERN=SUBST", "every match of a pattern; $1 is its first group (repeatable)", &options.edits},
	{OPT_LIST, 0, "remove", "TERM", "this tag goes, or with * ? [ all that match: score_* (repeatable)", &options.edits},
	{OPT_LIST, 0, "add", "TERM", "this tag, where it is not there yet (repeatable)", &options.edits},
	{OPT_CHOICE, 0, "at", "start|end|after-trigger", "where --add puts it (default: end)", &options.at},
	{OPT_LIST, 0, "prepend", "TEXT", "in front of every caption", &options.edits},
	{OPT_LIST, 0, "append", "TEXT", "behind every caption", &options.edits},
	{OPT_LIST, 0, "separator", "comma|bar|newline|blank", "what stands between the tags of a list", &options.edits},
	{OPT_LIST, 0, "case", "lower", "all but trigger words and text in quotes", &options.edits},
	{OPT_LIST, 0, "sort", "alpha|frequency|FILE", "tags in this order, behind the trigger word", &options.edits},
	{OPT_LIST, 0, "map", "FILE", "tags by a table of two columns, tab or comma: old, new; no new: it goes", &options.edits},
	{OPT_LIST, 0, "join", "SET", "behind each caption the one that SET has for its id; .EXT: the file beside it", &options.edits},
	{OPT_LIST, 0, "limit", "N", "at most N tags of a list", &options.edits},
	{OPT_FLAG, 0, "fix", NULL, "what the rules fix, too", &options.fix},
	{OPT_HEAD, 0, NULL, NULL, "Room, people, output", NULL},
	{OPT_FLAG, 0, "fit", NULL, "drop tags until the model's encoders hold the caption", &options.fit},
	{OPT_NUM, 0, "max-tokens", "N", "drop tags until at most N content tokens are left", &options.max_tokens},
	{OPT_STR, 'd', "direction", "FILE", "what a person saw in the pictures, see capdirection(5)", &options.direction},
	{OPT_FLAG, 0, "compose", NULL, "write each caption from its direction entry", &options.compose},
	{OPT_FLAG, 0, "ask", NULL, "print a direction file of what only a person can supply, ready to fill in", &options.ask},
	{OPT_FLAG, 0, "diff", NULL, "show what changes as a unified diff (default on a terminal)", &options.diff},
	{OPT_FLAG, 0, "edits-only", NULL, "only id and edits of each record", &options.edits_only},
	{OPT_STR, 0, "apply", "FILE", "make the edits of FILE: what --edits-only printed, less the lines that you took out", &options.apply},
	{OPT_CHOICE, 'f', "format", "jsonl|diff", "records, or a diff for people (default: diff on a terminal)", &format},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "[OPTIONS] [FILE|DIR|-]...",
	.purpose = "Makes captions right where that is safe, shows every edit, and says what only a person can supply.",
	.epilog = "Examples:\n"
	          "  capfix dataset/ | cappack --in-place dataset/\n"
	          "  capfix --unsafe --diff dataset.tar | less -R\n"
	          "  capfix --edits-only dataset/ >edits.jsonl  # take out the lines that you do not want, then:\n"
	          "  capfix --apply edits.jsonl dataset/ | cappack --in-place dataset/\n"
	          "  capfix --ask dataset/ >direction.jsonl    # fill it in, then:\n"
	          "  capfix --direction direction.jsonl --compose dataset/ | cappack -o new.tar dataset/\n"
	          "  capfix --remove watermark --replace 'grey hair=gray hair' dataset/ | cappack --in-place dataset/\n"
	          "Exit status: 0 done, 1 done with bad records, 2 trouble.",
};

int main(int argc, char **argv)
{
	struct filter f;

	prog_init(&argc, &argv);
	opt_version_more = captok_version;
	int n = opt_parse(table, &usage, argc, argv);
	n = datasets_inputs(n, &argv);
	bool plain = options.ask || options.edits_only;
	if (options.ask + options.edits_only + (options.diff || (format && *format == 'd')) > 1)
		die("--ask, --diff and --edits-only exclude each other");
	if (options.apply && (plain || options.compose))
		die("--apply makes the edits of its file and nothing else");
	if (format)
		options.diff = *format == 'd';
	else if (!plain && isatty(STDOUT_FILENO))
		options.diff = true;
	options.colour = terminal_colour();
	options.n_inputs = n;
	options.inputs = argv;
	(options.apply ? capfix_apply_filter : capfix_filter)(&f, &options);
	int status = run_filter(&f, n, argv);
	if (options.apply)
		status = capfix_apply_close(&f, status);
	else
		capfix_close(&f);
	registry_close();
	out_close();
	return status;
}
