/* form_musubi.c: musubi-tuner's --dataset_config: [general] and [[datasets]], of pictures or clips
 * (src/musubi_tuner/dataset/config_utils.py, ConfigSanitizer, at 1a1f7246). TOML or JSON. */
#include "conf/datasets.h"

static const struct dataset_key keys[] = {
	{"image_directory", KEY_FOLDER, NULL}, {"image_jsonl_file", KEY_FOLDER, NULL}, {"video_directory", KEY_FOLDER, NULL}, {"video_jsonl_file", KEY_FOLDER, NULL},
	{"cache_directory", KEY_IDLE, NULL}, {"control_directory", KEY_IDLE, NULL}, {"flux_kontext_no_resize_control", KEY_IDLE, NULL},
	{"fp_1f_clean_indices", KEY_IDLE, NULL}, {"fp_1f_no_post", KEY_IDLE, NULL}, {"fp_1f_target_index", KEY_IDLE, NULL},
	{"fp_latent_window_size", KEY_IDLE, NULL}, {"frame_extraction", KEY_IDLE, NULL}, {"frame_sample", KEY_IDLE, NULL}, {"frame_stride", KEY_IDLE, NULL},
	{"max_frames", KEY_IDLE, NULL}, {"multiple_target", KEY_IDLE, NULL}, {"no_resize_control", KEY_IDLE, NULL},
	{"control_resolution", KEY_IDLE, NULL}, {"qwen_image_edit_control_resolution", KEY_IDLE, NULL}, {"qwen_image_edit_no_resize_control", KEY_IDLE, NULL},
	{"skip_corrupted_cache", KEY_IDLE, NULL}, {"source_fps", KEY_IDLE, NULL}, {"target_frames", KEY_IDLE, NULL}, {NULL, KEY_IDLE, NULL},
};

static bool is(const struct node *top)
{
	const struct node *sets = tree_get(top, "datasets"), *set;

	for (size_t i = 0; (set = datasets_table(sets, i)); i++)
		for (size_t k = 0; keys[k].is == KEY_FOLDER; k++)
			if (tree_get(set, keys[k].key))
				return true;
	return false;
}

static int read(struct dataset_reader *r, const struct node *top)
{
	const struct node *general = tree_get(top, "general"), *sets = tree_get(top, "datasets"), *set;
	struct subset all = {.line = 0};

	if (datasets_table(general, 0) && datasets_take(r, &all, general) != 0)
		return -1;
	for (size_t i = 0; (set = datasets_table(sets, i)); i++) {
		struct subset s = datasets_under(r, &all);
		s.group = i;
		if (datasets_take(r, &s, set) != 0 || datasets_add(r, &s, set) != 0)
			return -1;
	}
	return 0;
}

const struct dataset_form dataset_form_musubi = {.trainer = "musubi", .keys = keys, .is = is, .read = read};
