/* form_onetrainer.c: OneTrainer's list of concepts (training_concepts/concepts.json), or a configuration that holds one or names its file
 * (modules/dataLoader/BaseDataLoader.py, concept_file_name);
 * (modules/util/config/ConceptConfig.py at 13dbd217). */
#include "base/buf.h"
#include "base/file.h"
#include "conf/datasets.h"

static const struct dataset_key keys[] = {
	{"path", KEY_FOLDER, NULL}, {"include_subdirectories", KEY_DEEP, NULL}, {"balancing", KEY_OPTION, "repeats"}, {"repeats", KEY_OPTION, "repeats"},
	{"__version", KEY_IDLE, NULL}, {"name", KEY_IDLE, NULL}, {"seed", KEY_IDLE, NULL}, {"enabled", KEY_IDLE, NULL}, {"validation_concept", KEY_IDLE, NULL},
	{"type", KEY_IDLE, NULL}, {"image_variations", KEY_IDLE, NULL}, {"text_variations", KEY_IDLE, NULL}, {"balancing_strategy", KEY_IDLE, NULL},
	{"loss_weight", KEY_IDLE, NULL}, {"prompt_path", KEY_IDLE, NULL}, {"concept_stats", KEY_IDLE, NULL},
	{"enable_random_flip", KEY_IDLE, NULL}, {"enable_fixed_flip", KEY_IDLE, NULL}, {"enable_random_rotate", KEY_IDLE, NULL},
	{"enable_fixed_rotate", KEY_IDLE, NULL}, {"random_rotate_max_angle", KEY_IDLE, NULL}, {"enable_random_brightness", KEY_IDLE, NULL},
	{"enable_fixed_brightness", KEY_IDLE, NULL}, {"random_brightness_max_strength", KEY_IDLE, NULL}, {"enable_random_contrast", KEY_IDLE, NULL},
	{"enable_fixed_contrast", KEY_IDLE, NULL}, {"random_contrast_max_strength", KEY_IDLE, NULL}, {"enable_random_saturation", KEY_IDLE, NULL},
	{"enable_fixed_saturation", KEY_IDLE, NULL}, {"random_saturation_max_strength", KEY_IDLE, NULL}, {"enable_random_hue", KEY_IDLE, NULL},
	{"enable_fixed_hue", KEY_IDLE, NULL}, {"random_hue_max_strength", KEY_IDLE, NULL}, {"enable_random_circular_mask_shrink", KEY_IDLE, NULL},
	{"enable_random_mask_rotate_crop", KEY_IDLE, NULL}, {NULL, KEY_IDLE, NULL},
};

/* What a configuration says of all concepts; it has some hundred keys, of which these are about pictures. */
static const char *const common[] = {"resolution", "batch_size", "aspect_ratio_bucketing", "model_type", "latent_caching"};

static const struct node *concepts_of(const struct node *top)
{
	const struct node *list = top->kind == NODE_LIST ? top : tree_get(top, "concepts"), *first = datasets_table(list, 0);

	return tree_get(first, "path") && (tree_get(first, "text") || tree_get(first, "image")) ? list : NULL;
}

/* The file of concepts that a configuration names, which holds none itself; or NULL. */
static const struct node *named(const struct node *top)
{
	const struct node *own = top->kind == NODE_TABLE ? tree_get(top, "concepts") : NULL, *n = top->kind == NODE_TABLE ? tree_get(top, "concept_file_name") : NULL;

	return (!own || own->kind == NODE_NULL) && n && n->kind == NODE_TEXT && n->text.n && !memchr(n->text.p, 0, n->text.n) ? n : NULL;
}

static bool is(const struct node *top)
{
	return concepts_of(top) || named(top);
}

/* The concepts of the file at path. NULL with d. */
static const struct node *concepts_at(struct dataset_reader *r, const char *path)
{
	struct buf b = BUF_INIT;
	const struct node *list = NULL;

	if (file_read(path, &b, TREE_BYTES, r->d) == 0) {
		const struct node *top = tree_json(arena_dup(r->a, buf_span(&b)), path, r->a, r->d);
		list = top ? concepts_of(top) : NULL;
		if (top && !list)
			diag_set(r->d, "unknown-datasets", "%s: no list of OneTrainer's concepts", path);
	}
	buf_fini(&b);
	return list;
}

static bool is_flag(const struct node *table, const char *key, const char *value)
{
	const struct node *n = tree_get(table, key);

	return n && span_is(n->text, value);
}

static int read_common(struct dataset_reader *r, struct subset *s, const struct node *top)
{
	struct node few = {.kind = NODE_TABLE};

	for (size_t i = 0; i < sizeof common / sizeof *common; i++) {
		const struct node *n = tree_get(top, common[i]);
		if (n && n->kind != NODE_TABLE && n->kind != NODE_LIST) {
			struct node *copy = tree_add(&few, n->kind, r->a);
			copy->key = n->key;
			copy->text = n->text;
			copy->line = n->line;
		}
	}
	return datasets_take(r, s, &few);
}

static int read_sets(struct dataset_reader *r, const struct node *top)
{
	const struct node *list = concepts_of(top), *concept;
	struct subset all = {.line = 0};

	if (top != list && read_common(r, &all, top) != 0)
		return -1;
	if (!list) { /* its lines and folders are meant from here on */
		r->out->path = datasets_find(r, named(top)->text);
		if (!(list = concepts_at(r, r->out->path)))
			return -1;
	}
	for (size_t i = 0; (concept = datasets_table(list, i)); i++) {
		const struct node *image = tree_get(concept, "image"), *text = tree_get(concept, "text");
		struct subset s = datasets_under(r, &all);
		if (is_flag(concept, "enabled", "false"))
			continue;
		if (is_flag(concept, "balancing_strategy", "SAMPLES"))
			datasets_note(r, concept->line, "balancing by SAMPLES draws so many pictures an epoch: steps are counted as for repeats");
		s.regular = is_flag(concept, "type", "PRIOR_PREDICTION");
		if (datasets_take(r, &s, concept) != 0 || (datasets_table(image, 0) && datasets_take(r, &s, image) != 0) ||
		    (datasets_table(text, 0) && datasets_take(r, &s, text) != 0) || datasets_add(r, &s, concept) != 0)
			return -1;
	}
	return 0;
}

const struct dataset_form dataset_form_onetrainer = {.trainer = "onetrainer", .keys = keys, .is = is, .read = read_sets};
