/* capsee: what a trainer does with each image of a dataset, and what is wrong with the files, without decoding a pixel. */
#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "report/score.h"
#include "report/see/see.h"
#include "report/terminal.h"
#include "run/run.h"

static struct see_options options;
static const char *explain;
static bool headers;

static const struct opt table[] = {
	{OPT_STR, 0, "trainer-settings", "FILE", "more options of the trainer of --trainer, as a JSON object of its own names", &options.settings},
	{OPT_NUM, 0, "batch", "N", "pictures in a step of one GPU (default: the trainer's setting)", &options.batch},
	{OPT_FLAG, 0, "headers", NULL, "read headers only, no pixel: the default", &headers},
	{OPT_FLAG, 0, "pixels", NULL, "decode JPEG, PNG and WebP, too: damage, copies and mirror images, what the caption says of colour and white ground", &options.pixels},
	{OPT_STR, 0, "witness", "FILE", "what a tagger, CLIP or a VLM saw in the pictures, JSON Lines: captions that say other things", &options.witness},
	{OPT_HEAD, 0, NULL, NULL, "Rules, output and exit status", NULL},
	{OPT_LIST, 'r', "rule", "NAMES", "only these rules (repeatable; codes, names, families, prefixes as CAP04*, with commas)", &options.rules},
	{OPT_LIST, 0, "no-rule", "NAMES", "not these rules (repeatable)", &options.rules},
	{OPT_LIST, 0, "select", "NAMES", "the same as --rule", &options.rules},
	{OPT_LIST, 0, "ignore", "NAMES", "the same as --no-rule", &options.rules},
	{OPT_CHOICE, 'f', "format", "jsonl|text|github|sarif|junit", "records, or a report (default: text on a terminal, else jsonl)",
	 &options.out.format},
	{OPT_CHOICE, 0, "fail-on", "info|warning|error", "exit 1 if there are findings as grave as this", &options.out.fail_on},
	{OPT_STR, 0, "baseline", "FILE", "findings in FILE are known: only new ones count", &options.out.baseline},
	{OPT_FLAG, 0, "write-baseline", NULL, "write all findings to the file of --baseline", &options.out.write_baseline},
	{OPT_STR, 0, "explain", "RULE", "say what a rule finds, why, and what to do, and exit", &explain},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "[OPTIONS] [DATASET|-]... [< records.jsonl]",
	.purpose = "Says what a trainer does with each image (bucket, crop, what it ignores, drops or stops at) and with the whole set.",
	.epilog = "Examples:\n"
	          "  capsee --trainer kohya:resolution=1024,enable_bucket,batch_size=4 10_dog/\n"
	          "  captok d.tar | capscore | capsee --trainer onetrainer:resolution=1024 - d.tar | capview -o report.html d.tar\n"
	          "  capsee --fail-on error --format github --trainer kohya dataset/\n"
	          "  capsee --explain CAP207\n"
	          "Exit status: 0 done; 1 bad records, findings at or above --fail-on, new findings against --baseline; 2 trouble.",
};

int main(int argc, char **argv)
{
	struct filter f;

	prog_init(&argc, &argv);
	int n = opt_parse(table, &usage, argc, argv);
	run_common.pictures = true;
	n = datasets_inputs(n, &argv);
	options.out.terminal = isatty(STDOUT_FILENO);
	options.out.colour = terminal_colour();
	options.out.width = terminal_width();
	if (explain) {
		const struct score_options look = {.out = {.colour = options.out.colour, .width = options.out.width}};
		score_explain(explain, &look);
		out_close();
		return STATUS_OK;
	}
	see_filter(&f, &options, n, argv, &n);
	int status = see_end(&f, run_filter(&f, n, argv));
	out_close();
	return status;
}
