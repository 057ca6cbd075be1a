/* set_files.c: the files of a set: extensions, names with dots, images without a caption, the input record. */
#include "base/ascii.h"
#include "dataset/set.h"
#include "json/jread.h"

static struct span basename_of(struct span path)
{
	size_t i = path.n;

	while (i > 0 && path.p[i - 1] != '/')
		i--;
	return span_cut(path, i, path.n);
}

/* "a.png.txt" or "a.caption.txt" beside a.png, a caption in a.json: WebDataset's rule pairs them, no trainer opens them. An extension that
 * only is another one is CAP124's. */
static void look_unread(struct lint_set *s, struct span member, struct span image, const char *want)
{
	size_t stem = image.n;

	if (!want || s->o->cut_keys || !image.n)
		return;
	while (stem > 0 && image.p[stem - 1] != '.' && image.p[stem - 1] != '/')
		stem--;
	if (stem == 0 || image.p[stem - 1] != '.')
		return;
	stem--;
	if (member.n > stem && memcmp(member.p, image.p, stem) == 0 && member.p[stem] == '.' &&
	    !memchr(member.p + stem + 1, '.', member.n - stem - 1) && !span_ends(member, SPAN(".json")))
		return;
	struct arena a = ARENA_INIT;
	set_name(&s->a, &s->unread, arena_printf(&a, "%.*s (for %.*s it would be %.*s%s)", SPAN_ARG(member), SPAN_ARG(image), (int)stem, image.p,
						 want));
	arena_fini(&a);
}

/* ".TXT": no trainer looks for capitals, and only file systems of Windows and macOS take them for small letters. */
static bool has_capitals(struct span ext)
{
	for (size_t i = 0; i < ext.n; i++)
		if (ascii_upper((unsigned char)ext.p[i]))
			return true;
	return false;
}

void set_add_member(struct lint_set *s, const struct set_sample *sample)
{
	struct span member = sample->member, base = basename_of(member);
	const char *want = sample->extension ? sample->extension : s->o->extension;
	size_t dots = 0, dot = 0, i = 0;

	for (size_t k = 1; k < base.n; k++)
		if (base.p[k] == '.') {
			dots++;
			dot = k;
		}
	look_unread(s, member, sample->image, want);
	if (dots > 1 && s->o->cut_keys)
		set_name(&s->a, &s->dotted, member);
	if (dots == 0 || base.n - dot >= sizeof s->extension[0].name)
		return;
	struct span ext = span_cut(base, dot, base.n);
	while (i < s->n_extensions && !span_is(ext, s->extension[i].name))
		i++;
	if (i == SET_EXTENSIONS)
		return;
	if (i == s->n_extensions)
		memcpy(s->extension[s->n_extensions++].name, ext.p, ext.n); /* zeroed by set_open */
	s->extension[i].n++;
	if (want ? !span_is(ext, want) : has_capitals(ext)) {
		s->extension[i].wrong++;
		s->extension[i].want = want;
	}
}

/* Masks and control images stand beside the images they belong to and need no caption. */
static bool is_mask(struct span image)
{
	static const char *const ends[] = {"-masklabel", "-condlabel", "_mask", "-mask", ".mask", "_control", "_cond"};
	struct span stem = basename_of(image);

	while (stem.n > 0 && stem.p[stem.n - 1] != '.')
		stem.n--;
	stem.n -= stem.n > 0;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_ends(stem, span_of(ends[i])))
			return true;
	return false;
}

bool set_in_reg_folder(struct span id)
{
	static const char *const names[] = {"reg", "regs", "regularization", "regularisation", "reg_images"};

	for (size_t i = 0, from = 0; i < id.n; i++)
		if (id.p[i] == '/') {
			struct span part = span_cut(id, from, i);
			for (size_t k = 0; k < sizeof names / sizeof *names; k++)
				if (span_is(part, names[k]))
					return true;
			from = i + 1;
		}
	return false;
}

static bool needs_none(struct span image)
{
	return is_mask(image) || set_in_reg_folder(image);
}

bool set_class_tokens(const struct lint_set *s)
{
	return s->o->lint && trainer_text_of(s->o->lint->trainer, "class_tokens").n > 0;
}

void set_add_image(struct lint_set *s, struct span image, bool class_tokens)
{
	s->images++;
	s->image_records++;
	if (!needs_none(image))
		set_name(&s->a, class_tokens ? &s->classed : &s->missing, image);
}

/* Files that belong to a data set without being captions. */
static bool is_extra(struct span name)
{
	static const char *const starts[] = {"README", "readme", "LICENSE", "license", "metadata", "."};
	static const char *const ends[] = {".json", ".jsonl", ".md", ".csv", ".toml", ".yaml", ".yml", ".parquet"};
	struct span base = basename_of(name);

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (span_starts(base, span_of(starts[i])))
			return true;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_ends(base, span_of(ends[i])))
			return true;
	return false;
}

/* "a.txt" as it is, ["a.txt","a.caption"] as "a.txt / a.caption". */
static struct span entry_name(struct arena *a, struct span raw)
{
	struct json_members e = {0};
	struct span name, out = SPAN("");

	if (json_string(a, raw, &name))
		return name;
	if (raw.n == 0 || raw.p[0] != '[' || json_read_array(a, raw, &e, NULL) != 0)
		return raw;
	for (size_t i = 0; i < e.n; i++)
		if (json_string(a, e.v[i].raw, &name))
			out = arena_printf(a, "%.*s%s%.*s", SPAN_ARG(out), i ? " / " : "", SPAN_ARG(name));
	return out;
}

/* Names of one list of the input record, and how many more there were. */
static void add_list(struct lint_set *s, struct set_names *to, struct arena *a, const struct json_members *m, const char *key,
		     bool (*skip)(struct span))
{
	struct json_members e = {0}, more = {0};
	struct span raw = json_get(m, key), counts = json_get(m, "more");
	long long n;

	if (raw.n == 0 || raw.p[0] != '[' || json_read_array(a, raw, &e, NULL) != 0)
		return;
	for (size_t i = 0; i < e.n; i++) {
		struct span name = entry_name(a, e.v[i].raw);
		if (!skip || !skip(name))
			set_name(&s->a, to, name);
	}
	if (counts.n && json_read_object(a, counts, &more, NULL) == 0 && json_get(&more, key).n &&
	    json_long(json_get(&more, key), &n) && n > 0)
		to->all += (uint64_t)n;
}

void set_add_input(struct lint_set *s, struct span raw)
{
	struct arena a = ARENA_INIT;
	struct json_members top = {0}, m = {0};
	long long n;

	if (json_read_object(&a, raw, &top, NULL) == 0 && json_get(&top, "input").n &&
	    json_read_object(&a, json_get(&top, "input"), &m, NULL) == 0) {
		/* Images without a caption have records of their own, unless a tool before us dropped them. */
		if (s->image_records == 0)
			add_list(s, set_class_tokens(s) ? &s->classed : &s->missing, &a, &m, "missing", needs_none);
		s->image_records = 0;
		add_list(s, &s->orphans, &a, &m, "orphans", is_extra);
		add_list(s, &s->collisions, &a, &m, "collisions", NULL);
		/* It knows the images of bad records and of second pictures of one name, too. */
		if (json_long(json_get(&m, "images"), &n) && n >= 0)
			s->images = s->images_before + (uint64_t)n;
		s->images_before = s->images;
	}
	arena_fini(&a);
}
