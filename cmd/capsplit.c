/* capsplit: captions cut as the text encoders' windows cut them, or by clause, sentence, tag or line. */
#include "base/die.h"
#include "conf/datasets.h"
#include "model/registry.h"
#include "report/captok/captok.h"
#include "report/split_json.h"
#include "run/run.h"

static struct capsplit_options options;
static bool list_layouts;

static const struct opt table[] = {
	{OPT_CHOICE, 'b', "by", "window|clause|sentence|tag|line", "what a part is (default: window)", &options.by},
	{OPT_STR, 'l', "layout", "NAME", "how CLIP's windows are cut (default: as the trainer does; --list-layouts)",
	 &options.layout},
	{OPT_STR, 'e', "encoder", "NAME", "whose window it is (default: the model's first that reads the text)",
	 &options.encoder},
	{OPT_CHOICE, 0, "max-token-length", "75|150|225", "kohya's setting: one, two or three windows", &options.max_token_length},
	{OPT_FLAG, 'p', "pack", NULL, "regroup clauses so that no window cuts one, in as few windows as their order allows",
	 &options.pack},
	{OPT_FLAG, 0, "repeat", NULL, "the whole caption (of) and the record's other members in every part, not in the first alone",
	 &options.repeat},
	{OPT_FLAG, 0, "list-layouts", NULL, "the window layouts", &list_layouts},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "[OPTIONS] [FILE|DIR|-]...",
	.purpose = "Cuts each caption as a trainer's or an interface's windows do, or by clause, sentence, tag or line: one record a part.",
	.epilog = "Examples:\n"
	          "  capsplit --trainer kohya --max-token-length 225 dataset.tar | jq -c '[.id,.caption]'\n"
	          "  capsplit --layout a1111 prompts.txt\n"
	          "  capsplit --model flux-dev --pack long.txt\n"
	          "  capsplit --by tag < caption.txt\n"
	          "Exit status: 0 done, 1 done with bad records, 2 trouble.",
};

int main(int argc, char **argv)
{
	struct filter f;

	prog_init(&argc, &argv);
	opt_version_more = captok_version;
	int n = opt_parse(table, &usage, argc, argv);
	n = datasets_inputs(n, &argv);
	if (list_layouts) {
		capsplit_list_layouts();
		out_close();
		return STATUS_OK;
	}
	capsplit_filter(&f, &options);
	int status = run_filter(&f, n, argv);
	capsplit_close(&f);
	registry_close();
	out_close();
	return status;
}
