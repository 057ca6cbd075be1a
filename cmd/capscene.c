/* capscene: what a caption says, as a scene graph: objects, their attributes, relations, picture terms. */
#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "report/captok/captok.h"
#include "report/scene_json.h"
#include "report/terminal.h"
#include "run/run.h"

static struct capscene_options options;
static const char *format;

static const struct opt table[] = {
	{OPT_FLAG, 0, "tags", NULL, "add every word with its part of speech and lemma", &options.tags},
	{OPT_CHOICE, 'f', "format", "jsonl|text", "records, or the graph as a list for people (default: text on a terminal)", &format},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "[OPTIONS] [FILE|DIR|-]...",
	.purpose = "Parses each caption into a scene graph: objects, their attributes, the relations between them, and what it says of the picture.",
	.epilog = "Examples:\n"
	          "  echo 'a golden retriever with a red ball on a lawn' | capscene -f text\n"
	          "  capscene dataset.tar | jq -r '.capscene.objects[]?.name' | sort | uniq -c | sort -rn\n"
	          "Exit status: 0 done, 1 done with bad records, 2 trouble.",
};

int main(int argc, char **argv)
{
	struct filter f;

	prog_init(&argc, &argv);
	opt_version_more = captok_version;
	int n = opt_parse(table, &usage, argc, argv);
	n = datasets_inputs(n, &argv);
	options.text = format ? *format == 't' : isatty(STDOUT_FILENO);
	options.colour = terminal_colour();
	capscene_filter(&f, &options);
	int status = run_filter(&f, n, argv);
	capscene_close(&f);
	out_close();
	return status;
}
