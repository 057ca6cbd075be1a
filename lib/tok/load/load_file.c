/* load_file.c: which kind of tokenizer a file or folder holds, told by its content, and the files that belong to it. */
#include <stdio.h>

#include "base/file.h"
#include "base/sys.h"
#include "base/zread.h"
#include "json/jread.h"
#include "json/jwalk.h"
#include "tok/load/load.h"

enum { FILE_MAX = 256 << 20 }; /* the largest in use, Gemma 3's, has 33 MB */

static bool readable(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* A file that stands beside path, or in it when path is a folder. */
static const char *beside(struct arena *a, const char *path, bool folder, const char *name)
{
	const char *slash = strrchr(path, '/');

	if (folder)
		return arena_printf(a, "%s/%s", path, name).p;
	return arena_printf(a, "%.*s%s", slash ? (int)(slash - path + 1) : 0, path, name).p;
}

/* Maps a file; one that cannot be mapped (a pipe) or is zstd-compressed goes into the arena. */
static int map(struct spec *s, struct arena *a, const char *path, struct span *text, struct diag *d)
{
	struct buf b = BUF_INIT;
	struct stat st;
	int rc;

	if (stat(path, &st) != 0)
		return diag_set(d, "open", "no such file");
	if (!S_ISREG(st.st_mode)) {
		rc = file_read(path, &b, FILE_MAX, d);
	} else {
		if (s->n_files == sizeof s->files / sizeof *s->files)
			return diag_set(d, "bad-tokenizer", "too many files");
		if (file_map(path, text, d) != 0)
			return -1;
		s->files[s->n_files++] = *text;
		if (text->n > FILE_MAX)
			return diag_set(d, "bad-tokenizer", "larger than %d MiB", FILE_MAX >> 20);
		if (text->n < 4 || memcmp(text->p, "\x28\xB5\x2F\xFD", 4) != 0)
			return 0;
		rc = zstd_expand(*text, &b, FILE_MAX, d);
	}
	if (rc == 0)
		*text = arena_dup(a, buf_span(&b));
	buf_fini(&b);
	return rc;
}

/* Keeps the mapped files over a load, which begins a spec anew. */
struct keep {
	struct span files[3];
	size_t n;
};

static struct keep kept(const struct spec *s)
{
	struct keep k = {.n = s->n_files};

	memcpy(k.files, s->files, sizeof k.files);
	return k;
}

static void put_back(struct spec *s, const struct keep *k)
{
	memcpy(s->files, k->files, sizeof k->files);
	s->n_files = k->n;
}

static int vocab_merges(struct spec *s, struct arena *a, const char *vocab_path, const char *merges_path, struct diag *d)
{
	struct span vocab = {0}, merges = {0}, config = SPAN("");
	const char *conf = beside(a, vocab_path, false, "tokenizer_config.json");

	if (map(s, a, vocab_path, &vocab, d) < 0)
		return diag_set(d, "open", "merges.txt needs a vocab.json beside it");
	if (map(s, a, merges_path, &merges, d) < 0)
		return diag_set(d, "open", "vocab.json needs a merges.txt beside it (or give a tokenizer.json)");
	if (readable(conf) && map(s, a, conf, &config, d) < 0)
		return -1;
	if (config.n && load_config_is_qwen(a, config)) {
		s->norm = NORM_NFC;
		s->pretok = PRE_QWEN2;
	}
	struct keep k = kept(s);
	int rc = spec_load_vocab_merges(s, a, vocab, merges, d);
	if (rc == 0 && config.n)
		rc = load_config_added(s, a, config, d);
	put_back(s, &k);
	return rc;
}

/* A JSON file: a tokenizer.json has a model, a vocab.json only numbers. */
static bool is_vocab(struct span text)
{
	struct json_walk w;
	struct json_item m;
	long long id;

	return json_walk_open(&w, text, 0, '{', NULL) == 0 && json_walk_next(&w, &m, NULL) == 1 && json_long(m.raw, &id);
}

static int by_content(struct spec *s, struct arena *a, const char *path, struct diag *d)
{
	struct span text = {0}, t;
	int rc;

	if (map(s, a, path, &text, d) < 0)
		return -1;
	for (t = text; t.n && strchr(" \t\r\n\xEF\xBB\xBF", *t.p) && *t.p; t.n--)
		t.p++;
	if (t.n == 0)
		return diag_set(d, "bad-tokenizer", "an empty file");
	if (*t.p == '{' ? is_vocab(t) : span_starts(t, SPAN("#version")) || *t.p == '"') {
		bool json = *t.p == '{';
		spec_unload(s);
		return vocab_merges(s, a, json ? path : beside(a, path, false, "vocab.json"),
				    json ? beside(a, path, false, "merges.txt") : path, d);
	}
	struct keep k = kept(s);
	if (*t.p == '{')
		rc = spec_load_json(s, a, text, d);
	else if (*t.p == '[')
		rc = diag_at(d, "bad-tokenizer", 0, "a JSON list, not a tokenizer.json");
	else
		rc = spec_load_spiece(s, a, text, d);
	put_back(s, &k);
	return rc;
}

int spec_load_file(struct spec *s, struct arena *a, const char *path, struct diag *d)
{
	static const char *const whole[] = {"tokenizer.json", "spiece.model", "tokenizer.model", "sentencepiece.bpe.model"};
	struct stat st;

	*s = (struct spec){.a = a};
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
			const char *file = beside(a, path, true, whole[i]);
			if (readable(file))
				return by_content(s, a, file, d);
		}
		if (!readable(beside(a, path, true, "vocab.json")))
			return diag_set(d, "open", "a folder without tokenizer.json, spiece.model or vocab.json");
		return vocab_merges(s, a, beside(a, path, true, "vocab.json"), beside(a, path, true, "merges.txt"), d);
	}
	return by_content(s, a, path, d);
}

void spec_unload(struct spec *s)
{
	while (s->n_files)
		file_unmap(s->files[--s->n_files]);
}
