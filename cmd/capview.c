/* capview: records as one self-contained page for people. */
#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "report/view_page.h"
#include "run/run.h"
#include "run/upstream.h"

static struct capview_options options;

static const struct opt table[] = {
	{OPT_STR, 'o', "out", "FILE", "write the page to FILE, whole or not at all (default: standard output)", &options.out},
	{OPT_STR, 0, "title", "TEXT", "the page's title (default: the dataset's name)", &options.title},
	{OPT_NUM, 0, "thumb", "PIXELS", "longest side of a picture, 32 to 1024 (default: 320, less for more than 500 pictures)",
	 &options.thumb},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "-o FILE [OPTIONS] DATASET... [< records.jsonl]",
	.purpose = "Writes one self-contained HTML page of the records: tokens and windows, scene graphs, findings, fixes, pictures and their buckets.",
	.epilog = "Pictures are taken from the DATASETs (folders, tar, zip, 7z). Where no records are piped in,\n"
	          "captok --pieces, capscene, capscore and capsee --pixels are run over them. The page loads nothing.\n"
	          "Examples:\n"
	          "  capview -o report.html dataset/\n"
	          "  capview --trainer kohya:resolution=1024,enable_bucket -o report.html dataset/\n"
	          "  captok --pieces d.tar | capscene | capscore | capsee - d.tar | capview -o report.html d.tar\n"
	          "  (captok --pieces d | capscore | tee a.jsonl; capfix < a.jsonl | captok --pieces | capscore) | capview -o r.html d\n"
	          "Exit status: 0 done, 1 done with bad records, 2 trouble.",
};

int main(int argc, char **argv)
{
	prog_init(&argc, &argv);
	int n = opt_parse(table, &usage, argc, argv);
	n = datasets_inputs(n, &argv);
	if (options.thumb && (options.thumb < 32 || options.thumb > 1024))
		die("--thumb is 32 to 1024");
	if (n == 0 && isatty(STDIN_FILENO))
		die("name a dataset, or pipe records in, as in: capview -o report.html DATASET (%s -h explains)", prog_name());
	if (!options.out && isatty(STDOUT_FILENO))
		die("-o FILE says where the page goes");
	if (n > 0 && upstream_needed())
		upstream_start(n, argv);
	int status = capview_run(&options, n, argv), before = upstream_end();
	if (status < before)
		status = before;
	out_close();
	return status;
}
