/* datasets_inputs.c: --dataset-config, and operands that are such files, as the folders that they name. */
#include "base/die.h"
#include "base/sys.h"
#include "conf/datasets.h"
#include "run/run.h"

static struct arena kept; /* what run_common points to */

static void read_config(const char *path)
{
	struct diag d = {0};
	struct datasets *sets = datasets_read(path, &kept, &d);

	if (!sets)
		die("%s", d.message);
	for (size_t i = 0; i < sets->notes.n; i++)
		warn("%.*s", SPAN_ARG(sets->notes.v[i]));
	run_common.dataset_config = path;
	run_common.datasets = sets;
	run_common.inputs = arena_zalloc(&kept, sets->n, sizeof *run_common.inputs);
	for (size_t i = 0; i < sets->n; i++) {
		struct subset *s = &sets->v[i];
		struct stat st;
		const char *from = s->list && !run_common.pictures ? s->list : s->folder;
		bool texts = stat(from, &st) == 0 && !S_ISDIR(st.st_mode);
		s->regular |= s->list && run_common.pictures; /* its captions are not beside the pictures */
		run_common.inputs[run_common.n_inputs++] = (struct run_input){from, s->extension, !s->deep, s->regular, texts};
	}
}

/* The folders, each once, into v; how many. */
static int put_folders(char **v)
{
	int n = 0;

	for (size_t i = 0; i < run_common.n_inputs; i++) {
		const char *path = run_common.inputs[i].path;
		int k = 0;
		while (k < n && strcmp(v[k], path) != 0)
			k++;
		if (k == n)
			v[n++] = (char *)(uintptr_t)path;
	}
	return n;
}

int datasets_inputs(int n, char ***argv)
{
	char **given = *argv;
	int file = -1, out = 0;

	if (run_common.dataset_config)
		read_config(run_common.dataset_config);
	for (int i = 0; i < n; i++) {
		if (!datasets_are(given[i]))
			continue;
		if (run_common.datasets && strcmp(given[i], run_common.dataset_config) != 0)
			die("%s and %s: one file of datasets at a time", run_common.dataset_config, given[i]);
		file = i;
		if (!run_common.datasets)
			read_config(given[i]);
	}
	if (run_common.datasets && (file >= 0 || n == 0)) {
		char **v = arena_zalloc(&kept, (size_t)n + run_common.n_inputs + 1, sizeof *v);
		for (int i = 0; i < n || (n == 0 && i == 0); i++) {
			if (i == file || n == 0)
				out += put_folders(v + out);
			else if (file < 0 || !datasets_are(given[i]))
				v[out++] = given[i];
		}
		*argv = v;
		n = out;
	}
	run_common.input = n ? (*argv)[0] : NULL;
	return n;
}
