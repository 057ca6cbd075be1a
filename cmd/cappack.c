/* cappack: the captions of records written back into the dataset they came from. */
#include "base/arena.h"
#include "base/ascii.h"
#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "conf/trainers.h"
#include "pack/pack.h"
#include "run/run.h"

static struct pack_options options;
static bool in_place;

static const struct opt table[] = {
	{OPT_STR, 'o', "out", "OUT", "write the whole dataset, with the new captions, to OUT (an archive may go to -)", &options.out},
	{OPT_FLAG, 'i', "in-place", NULL, "change the dataset itself; every caption must have a record", &in_place},
	{OPT_FLAG, 0, "only", NULL, "with -o: only the samples that have a record, whole", &options.only},
	{OPT_FLAG, 0, "drop", NULL, "with -o: only the samples that have none", &options.drop},
	{OPT_FLAG, 0, "partial", NULL, "captions that no record names are meant to stay as they are", &options.partial},
	{OPT_STR, 0, "backup", "SUFFIX", "with --in-place: keep each old file under its name and SUFFIX", &options.backup},
	{OPT_CHOICE, 0, "to", "archive|dir|jsonl", "with -o: convert to this form; OUT's name says which archive", &options.to},
	{OPT_STR, 0, "shard-size", "N", "with --to archive: shards of N samples, or of N bytes (1G, 500M)", &options.shard_size},
	{OPT_FLAG, 'n', "dry-run", NULL, "say what would change, and write nothing", &options.dry_run},
	{OPT_STR, 0, "undo-log", "FILE", "write the old captions to FILE, which must not exist", &options.undo_log},
	{OPT_STR, 0, "undo", "FILE", "put back the captions of an undo log; reads no records", &options.undo},
	{OPT_GROUP, 0, NULL, NULL, NULL, (void *)run_options},
	{OPT_END, 0, NULL, NULL, NULL, NULL},
};

static const struct opt_usage usage = {
	.synopsis = "-o OUT | --in-place [OPTIONS] DATASET < records.jsonl",
	.purpose = "Writes a dataset with the records' captions in place of its own. What is not changed stays byte for byte.",
	.epilog = "Examples:\n"
	          "  capfix dataset.tar | cappack -o fixed.tar dataset.tar\n"
	          "  capfix folder | cappack --in-place --undo-log undo.jsonl folder\n"
	          "  cappack --in-place --undo undo.jsonl folder\n"
	          "  capscore folder | capgrep --score '<40' | cappack --only -o worst/ folder\n"
	          "  capfix folder | cappack -o data.tar --to archive --shard-size 1G folder\n"
	          "Exit status: 0 done, 1 records or captions without a partner, 2 trouble: the dataset is as it was.",
};

/* The trainer's extension is read first where several captions stand beside an image, and given to new ones. */
static const char *extension(struct arena *a)
{
	const struct run_input *in;
	struct trainers t;

	trainers_open(&t, NULL, a);
	in = run_input_of(run_common.input);
	if (in && in->flat) /* what lies in folders of it is no sample of the trainer's */
		opt_list_add(&run_common.source.globs, "exclude", "*/*");
	if (in)
		return run_common.source.caption_ext = in->caption_ext;
	return t.all ? trainer_extension(t.all) : ".txt";
}

/* Of several character sets, files are written in the first. What cannot be read in it is replaced as a whole, so a file in another of
 * them is repaired where a record names it. */
static const char *written_in(struct arena *a, const char *names)
{
	size_t n = names ? strcspn(names, ",") : 0;

	if (!names || !names[n])
		return names;
	struct span first = {names, n};
	bool utf8 = ascii_same(first, SPAN("utf-8")) || ascii_same(first, SPAN("utf8"));
	return utf8 ? NULL : arena_printf(a, "%.*s", SPAN_ARG(first)).p;
}

static void check(int n)
{
	bool write = options.out || in_place;

	if (n != 1)
		die("one dataset is needed: %s -h shows how", prog_name());
	if (!options.undo && isatty(STDIN_FILENO))
		die("the records are read from standard input, as in: capfix DATASET | cappack -o OUT DATASET (%s -h explains)",
		    prog_name());
	if (options.out && in_place)
		die("-o and --in-place exclude each other");
	if (!write && !options.dry_run)
		die("-o OUT or --in-place says where to write (or --dry-run that nothing is written)");
	if ((options.only || options.drop) && (!options.out || options.undo || options.undo_log))
		die("--only and --drop need -o OUT, and no undo log: nothing is taken out of a dataset itself");
	if (options.only && options.drop)
		die("--only and --drop exclude each other");
	if (options.to && !options.out)
		die("--to needs -o OUT");
	if (options.to && options.undo_log)
		die("--undo-log goes with a dataset that stays what it is, not with --to");
	if (options.shard_size && (!options.to || strcmp(options.to, "archive") != 0))
		die("--shard-size needs --to archive");
	if (options.backup && (!in_place || !*options.backup || span_of(options.backup).n > 100 ||
	                       memchr(options.backup, '/', span_of(options.backup).n)))
		die("--backup needs --in-place and a short suffix without a slash");
}

int main(int argc, char **argv)
{
	struct arena a = ARENA_INIT;

	prog_init(&argc, &argv);
	int n = opt_parse(table, &usage, argc, argv);
	check(n);
	if (datasets_are(argv[0]))
		die("%s names folders: write back into each of them, as in: capfix --dataset-config %s FOLDER | cappack --in-place FOLDER", argv[0], argv[0]);
	datasets_inputs(n, &argv);
	options.dataset = argv[0];
	options.quiet = run_common.quiet;
	options.out_fd = STDOUT_FILENO;
	options.new_ext = extension(&a);
	options.source = run_common.source;
	options.source.encoding = written_in(&a, options.source.encoding);
	run_limits(&options.source.limits);
	int status = pack_run(&options);
	arena_fini(&a);
	out_close();
	return status;
}
