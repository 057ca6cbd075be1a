/* options.c: the options that all filters share. */
#include <limits.h>

#include "base/die.h"
#include "json/jread.h"
#include "run/run.h"

struct run run_common;

/* "|archive|dir|…": the choices of --from are the rows of the table. */
static const char forms[] =
#define FORM(name) "|" #name
#include "io/sources.def"
#undef FORM
;

const struct opt run_options[] = {
	{OPT_HEAD, 0, NULL, NULL, "Input and common options", NULL},
	{OPT_MANY, 'm', "model", "NAME", "the model whose encoders read the captions (default: the record's own, $CAPTOOLS_MODEL, sdxl)",
	 &run_common.models},
	{OPT_STR, 't', "trainer", "NAME[:OPTION[=VALUE],...]", "the trainer that feeds them (default: diffusers, the caption as it is)",
	 &run_common.trainer},
	{OPT_STR, 0, "dataset-config", "FILE", "the trainer's own file of datasets (kohya's, musubi's, diffusion-pipe's TOML, OneTrainer's concepts): its options, "
	 "and without an operand its folders; as an operand the same", &run_common.dataset_config},
	{OPT_CHOICE, 0, "from", forms + 1, "the form of the input (default: told from the content)",
	 &run_common.source.from},
	{OPT_STR, 0, "field", "NAME", "the JSON member that holds the caption (default: caption, text, prompt, txt)",
	 &run_common.source.field},
	{OPT_STR, 0, "encoding", "NAME[,NAME...]", "the captions' character set, any iconv name; several are tried in order (default: UTF-8)",
	 &run_common.source.encoding},
	{OPT_LIST, 0, "exclude", "GLOB", "leave out the samples and files whose name or id matches (repeatable)", &run_common.source.globs},
	{OPT_LIST, 0, "include", "GLOB", "only those that match, of these what --exclude leaves (repeatable)", &run_common.source.globs},
	{OPT_LIST, 0, "follow", "DIR", "follow links that lead out of a folder into DIR (as in Hugging Face's cache)",
	 &run_common.source.follow},
	{OPT_NUM, 'j', "jobs", "N", "threads (default: the cores this process may use, less those that others want, shared in a pipe); the output is the same for every N",
	 &run_common.jobs},
	{OPT_STR, 0, "config", "FILE", "settings (default: captools.conf with the first input or above; none: no settings)", &run_common.config},
	{OPT_NUM, 0, "max-ratio", "N", "most bytes that a compressed archive may give for one of its own (default 1000)",
	 &run_common.max_ratio},
	{OPT_NUM, 0, "max-caption", "BYTES", "longest caption or JSON line taken (default 16777216)", &run_common.max_caption},
	{OPT_NUM, 0, "max-members", "N", "most members of an archive or folder (default 1000000)", &run_common.max_members},
	{OPT_NUM, 0, "max-name", "BYTES", "longest name of a member taken (default 4096)", &run_common.max_name},
	{OPT_NUM, 0, "max-depth", "N", "deepest nesting of JSON taken (default 64, at most 1024)", &run_common.max_depth},
	{OPT_CHOICE, 0, "color", "auto|always|never", "colour the forms for people (default: auto, on a terminal without $NO_COLOR)",
	 &run_common.color},
	{OPT_FLAG, 'q', "quiet", NULL, "no progress on the terminal; cappack: no line of what it did", &run_common.quiet},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

void run_limits(struct source_limits *l)
{
	l->caption_max = (size_t)run_common.max_caption;
	l->members_max = (size_t)run_common.max_members;
	l->name_max = (size_t)run_common.max_name;
	l->ratio_max = run_common.max_ratio < INT_MAX ? (unsigned)run_common.max_ratio : INT_MAX;
	if (run_common.max_depth > JSON_DEPTH_MOST)
		die("--max-depth wants at most %d", JSON_DEPTH_MOST);
	if (run_common.max_depth)
		json_set_depth((int)run_common.max_depth);
}
