/* datasets_read.c: trainers' files of datasets: which form one has, and what it names. */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/sys.h"
#include "conf/datasets.h"

static const struct dataset_form *const forms[] = {
#define DATASET_FORM(name) &dataset_form_##name,
#include "conf/dataset_forms.def"
#undef DATASET_FORM
};
enum { FORMS = sizeof forms / sizeof *forms };

static bool ends_in(const char *path, const char *ext)
{
	size_t n = strlen(path), e = strlen(ext);

	return n > e && ascii_same((struct span){path + n - e, e}, span_of(ext));
}

/* The file as a tree. NULL with d. */
static struct node *tree_of(const char *path, struct arena *a, struct diag *d)
{
	struct buf b = BUF_INIT;
	struct node *top = NULL;

	if (file_read(path, &b, TREE_BYTES, d) == 0) {
		struct span text = arena_dup(a, buf_span(&b));
		top = ends_in(path, ".json") ? tree_json(text, path, a, d) : tree_toml(text, path, a, d);
	}
	buf_fini(&b);
	return top;
}

static const struct dataset_form *form_of(const struct node *top)
{
	for (size_t i = 0; top && i < FORMS; i++)
		if (forms[i]->is(top))
			return forms[i];
	return NULL;
}

bool datasets_are(const char *path)
{
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return false;
	if (ends_in(path, ".toml") || ends_in(path, ".yaml") || ends_in(path, ".yml"))
		return true;
	bool is = ends_in(path, ".json") && st.st_size <= TREE_BYTES && form_of(tree_of(path, &a, &d));
	arena_fini(&a);
	return is;
}

struct datasets *datasets_of(const struct node *top, const char *path, struct arena *a, struct diag *d)
{
	struct datasets *out = arena_zalloc(a, 1, sizeof *out);
	struct dataset_reader r = {.out = out, .form = form_of(top), .a = a, .d = d};

	out->path = path;
	if (!r.form) {
		diag_set(d, "unknown-datasets", "%s: datasets are read from kohya's and musubi's [[datasets]], diffusion-pipe's [[directory]] and "
		         "OneTrainer's concepts; there are none of these in it", path);
		return NULL;
	}
	out->trainer = r.form->trainer;
	if (r.form->read(&r, top) != 0)
		return NULL;
	if (!out->n) {
		diag_set(d, "unknown-datasets", "%s: names no folder", path);
		return NULL;
	}
	return out;
}

struct datasets *datasets_read(const char *path, struct arena *a, struct diag *d)
{
	if (ends_in(path, ".yaml") || ends_in(path, ".yml")) {
		diag_set(d, "unknown-datasets", "%s: YAML (ai-toolkit's) is not read: name its folders, and its options with --trainer ai-toolkit:...", path);
		return NULL;
	}
	const struct node *top = tree_of(path, a, d);
	return top ? datasets_of(top, path, a, d) : NULL;
}
