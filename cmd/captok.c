/* captok: what a text encoder really sees of a caption: exact tokens, spans, and what is cut. */
#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "model/registry.h"
#include "report/captok/captok.h"
#include "report/captok/captok_csv.h"
#include "report/terminal.h"
#include "run/run.h"

static struct captok_options options;
static const char *format;
static bool list_models, list_encoders, list_trainers, verbose;

static const struct opt table[] = {
	{OPT_LIST, 'e', "encoder", "NAME|FILE|NAME=FILE", "count for this encoder instead of a model's; a tokenizer.json, "
	 "spiece.model or vocab.json works, too (repeatable)", &options.encoders},
	{OPT_CHOICE, 0, "variant", "fast|ftfy|openai|tekken",
	 "which of CLIP's three tokenisations (default: the trainer's, fast); tekken: Mistral's own pattern, as ComfyUI has it",
	 &options.variant},
	{OPT_CHOICE, 0, "max-token-length", "75|150|225", "kohya's setting: CLIP's window in one, two or three parts",
	 &options.max_token_length},
	{OPT_FLAG, 0, "ids", NULL, "add every id, special and template tokens included", &options.ids},
	{OPT_FLAG, 0, "pieces", NULL, "add every content token with its text and bytes", &options.pieces},
	{OPT_FLAG, 'c', "count", NULL, "only tokens, limit and what is cut: the fastest form", &options.count},
	{OPT_CHOICE, 'f', "format", "jsonl|text|csv", "records, strips of tokens for people (default on a terminal), or the counts for a spreadsheet", &format},
	{OPT_FLAG, 0, "table", NULL, "a row a caption, a column an encoder: models side by side", &options.table},
	{OPT_FLAG, 0, "list-models", NULL, "the models with their encoders, limits and other names", &list_models},
	{OPT_FLAG, 0, "list-encoders", NULL, "the encoders, where they come from, which are here", &list_encoders},
	{OPT_FLAG, 0, "list-trainers", NULL, "the trainers with their options", &list_trainers},
	{OPT_FLAG, 'v', "verbose", NULL, "with --list-models: each trainer's numbers with the source line they come from; with --list-trainers: what the codes of captok.fed mean", &verbose},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "[OPTIONS] [FILE|DIR|-]...",
	.purpose = "Counts each caption's tokens exactly as the text encoders of a model do, and says what they never see.",
	.epilog = "Examples:\n"
	          "  captok --model sdxl dataset.tar | jq -c 'select(.captok.encoders[0].truncated)'\n"
	          "  captok --model flux-dev --trainer kohya 10_dog/\n"
	          "  captok --table -m sdxl -m flux-dev dataset/    # both side by side\n"
	          "  echo 'a red apple' | captok --encoder clip-l --ids\n"
	          "Exit status: 0 done, 1 done with bad records, 2 trouble.",
};

int main(int argc, char **argv)
{
	struct filter f;

	prog_init(&argc, &argv);
	opt_version_more = captok_version;
	int n = opt_parse(table, &usage, argc, argv);
	n = datasets_inputs(n, &argv);
	if (list_models)
		captok_list_models(verbose);
	if (list_encoders)
		captok_list_encoders();
	if (list_trainers)
		captok_list_trainers(verbose);
	if (list_models || list_encoders || list_trainers) {
		out_close();
		return STATUS_OK;
	}
	if (options.table && (format || options.ids || options.pieces))
		die("--table is a form of its own: it goes with none of --format, --ids and --pieces");
	options.text = format ? *format == 't' : isatty(STDOUT_FILENO);
	options.colour = terminal_colour();
	options.width = terminal_width();
	options.csv = format && *format == 'c';
	captok_filter(&f, &options);
	if (options.csv)
		captok_csv_head();
	int status = run_filter(&f, n, argv);
	captok_close(&f);
	registry_close();
	out_close();
	return status;
}
