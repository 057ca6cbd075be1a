/* form_diffusion_pipe.c: diffusion-pipe's dataset.toml: what holds for all, and a [[directory]] for each folder, whose own settings win
 * (utils/dataset.py, DirectoryDataset, at 0784ca8b; examples/dataset.toml). */
#include "base/sys.h"
#include "conf/datasets.h"

static const struct dataset_key keys[] = {
	{"path", KEY_FOLDER, NULL}, {"control_path", KEY_IDLE, NULL}, {"default_mask_file", KEY_IDLE, NULL}, {"mask_path", KEY_IDLE, NULL},
	{"online_captions", KEY_IDLE, NULL}, {"shuffle_metadata", KEY_IDLE, NULL}, {NULL, KEY_IDLE, NULL},
};

static bool is(const struct node *top)
{
	return datasets_table(tree_get(top, "directory"), 0);
}

/* A folder's captions.json holds its captions, and no .txt beside the images is read (DirectoryDataset._get_ungrouped_metadata). */
static void take_list(struct dataset_reader *r, struct subset *s)
{
	struct stat st;
	const char *list = s->folder ? arena_printf(r->a, "%s/captions.json", s->folder).p : NULL;

	if (list && stat(list, &st) == 0 && S_ISREG(st.st_mode))
		s->list = list;
}

static int read_file(struct dataset_reader *r, const struct node *top)
{
	const struct node *folder;
	struct subset all = {.line = 0};

	if (datasets_take(r, &all, top) != 0)
		return -1;
	for (size_t i = 0; (folder = datasets_table(tree_get(top, "directory"), i)); i++) {
		struct subset s = datasets_under(r, &all);
		s.group = i;
		if (datasets_take(r, &s, folder) != 0)
			return -1;
		take_list(r, &s);
		if (datasets_add(r, &s, folder) != 0)
			return -1;
	}
	return 0;
}

const struct dataset_form dataset_form_diffusion_pipe = {.trainer = "diffusion-pipe", .keys = keys, .is = is, .read = read_file};
