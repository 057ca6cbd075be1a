/* form_kohya.c: sd-scripts' --dataset_config: [general], [[datasets]] and in each [[datasets.subsets]]; the inner one wins
 * (library/config_util.py, ConfigSanitizer and generate_params_by_fallbacks, at 02534721). TOML or JSON. */
#include "conf/datasets.h"

static const struct dataset_key keys[] = {
	{"image_dir", KEY_FOLDER, NULL}, {"metadata_file", KEY_FOLDER, NULL}, {"is_reg", KEY_REGULAR, NULL},
	{"cache_info", KEY_IDLE, NULL}, {"color_aug", KEY_IDLE, NULL}, {"conditioning_data_dir", KEY_IDLE, NULL}, {"custom_attributes", KEY_IDLE, NULL},
	{"face_crop_aug_range", KEY_IDLE, NULL}, {"flip_aug", KEY_IDLE, NULL}, {"network_multiplier", KEY_IDLE, NULL},
	{"resize_interpolation", KEY_IDLE, NULL}, {"skip_image_resolution", KEY_IDLE, NULL}, {"validation_seed", KEY_IDLE, NULL},
	{"validation_split", KEY_IDLE, NULL}, {NULL, KEY_IDLE, NULL},
};

static bool is(const struct node *top)
{
	const struct node *sets = tree_get(top, "datasets");

	for (size_t i = 0; datasets_table(sets, i); i++)
		if (tree_get(datasets_table(sets, i), "subsets"))
			return true;
	return false;
}

static int read(struct dataset_reader *r, const struct node *top)
{
	const struct node *general = tree_get(top, "general"), *sets = tree_get(top, "datasets"), *set, *table;
	struct subset all = {.line = 0};

	if (datasets_table(general, 0) && datasets_take(r, &all, general) != 0)
		return -1;
	for (size_t i = 0; (set = datasets_table(sets, i)); i++) {
		struct subset under = datasets_under(r, &all);
		under.group = i;
		if (datasets_take(r, &under, set) != 0)
			return -1;
		for (size_t k = 0; (table = datasets_table(tree_get(set, "subsets"), k)); k++) {
			struct subset s = datasets_under(r, &under);
			if (datasets_take(r, &s, table) != 0 || datasets_add(r, &s, table) != 0)
				return -1;
		}
	}
	return 0;
}

const struct dataset_form dataset_form_kohya = {.trainer = "kohya", .keys = keys, .is = is, .read = read};
