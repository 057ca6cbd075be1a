/* trainers_words.c: options that are a list of words, or name the file that has it. */
#include "base/buf.h"
#include "base/file.h"
#include "text/utf8.h"
#include "trainer/trainers.h"

enum { WORDS_MOST = 1 << 20 };

/* The file of an option, in the arena, its line breaks folded. */
static int words_read(struct arena *a, const char *option, const char *path, struct span *text, struct diag *d)
{
	struct buf b = BUF_INIT;
	int rc = file_read(path, &b, WORDS_MOST, d);
	size_t n = 0;

	for (size_t i = 0; i < b.n; i++) {
		bool folded = b.p[i] == '\r' && i + 1 < b.n && b.p[i + 1] == '\n';
		if (!folded)
			b.p[n++] = b.p[i] == '\r' ? '\n' : b.p[i];
	}
	b.n = n;
	*text = arena_dup(a, buf_span(&b));
	buf_fini(&b);
	if (rc != 0)
		return diag_set(d, "bad-option", "%s: %s: %s", option, path, d ? d->message : "");
	if (!utf8_valid(*text, NULL))
		return diag_set(d, "bad-option", "%s: %s is not UTF-8", option, path);
	return 0;
}

static bool is_file(struct span path)
{
	struct stat st;

	return path.n && stat(path.p, &st) == 0 && S_ISREG(st.st_mode);
}

/* The first field of each row, as Python's csv.reader gives it. */
static void first_fields(struct arena *a, struct span text, struct parts *out)
{
	for (size_t i = 0; i < text.n;) {
		struct buf field = BUF_INIT;
		bool quoted = text.p[i] == '"', first = true;
		for (i += quoted; i < text.n && (quoted || text.p[i] != '\n'); i++) {
			bool quote = quoted && text.p[i] == '"';
			if (quote && i + 1 < text.n && text.p[i + 1] == '"')
				i++;
			else if (quote) {
				quoted = false;
				continue;
			}
			first &= quoted || text.p[i] != ',';
			if (first)
				buf_addc(&field, text.p[i]);
		}
		i++;
		parts_add(a, out, arena_dup(a, buf_span(&field)));
		buf_fini(&field);
	}
}

/* ai-toolkit (config_modules.py, DatasetConfig): a text that is a path names a file, whose lines are the words, but for blank ones. */
static int random_triggers(struct arena *a, struct trainer_spec *t, struct span value, struct diag *d)
{
	struct span text;

	if (!is_file(value)) {
		t->words = parts_split(a, value, SPAN("|"), true, true);
		return 0;
	}
	if (words_read(a, "random_triggers", value.p, &text, d) != 0)
		return -1;
	struct parts lines = parts_split(a, text, SPAN("\n"), false, true);
	for (size_t i = 0; i < lines.n; i++)
		if (uni_strip(lines.v[i]).n)
			parts_add(a, &t->words, lines.v[i]);
	return 0;
}

/* OneTrainer (mgds DropTags.py, get_special_tags): the lines of a .txt as they stand, the first field of each row of a .csv, else what stands
 * between delimiters, stripped. */
static int special_tags(struct arena *a, struct trainer_spec *t, struct span value, struct diag *d)
{
	struct span text, delimiter = trainer_text_of(t, "tag_delimiter");
	bool lines = span_ends(value, SPAN(".txt"));

	if ((!lines && !span_ends(value, SPAN(".csv"))) || !is_file(value)) {
		t->words = parts_split(a, value, delimiter.n ? delimiter : SPAN(","), true, true);
		return 0;
	}
	if (words_read(a, "tag_dropout_special_tags", value.p, &text, d) != 0)
		return -1;
	if (lines)
		t->words = parts_split(a, text, SPAN("\n"), false, true);
	else
		first_fields(a, text, &t->words);
	return 0;
}

int words_load(struct arena *a, struct trainer_spec *t, struct diag *d)
{
	static const struct {
		const char *option;
		int (*load)(struct arena *a, struct trainer_spec *t, struct span value, struct diag *d);
	} all[] = {{"random_triggers", random_triggers}, {"tag_dropout_special_tags", special_tags}};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		struct span value = trainer_text_of(t, all[i].option);
		if (value.n && all[i].load(a, t, value, d) != 0)
			return -1;
	}
	return 0;
}
