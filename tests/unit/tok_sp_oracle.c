/* tok_sp_oracle.c: users' tokenizer.json files and the unigram and character-BPE engines against the reference's ids, where the oracle is
 * ($CAPTOOLS_SHARED); and the proof on real vocabularies that cutting before runs of marks changes nothing. */
#include "json/jread.h"
#include "tok/engine.h"
#include "tok/spbpe.h"
#include "tok/sptext.h"
#include "tok/vocab.h"
#include "unit/oracle.h"
#include "unit/tap.h"

#define M "\xE2\x96\x81"

static struct tok *user_file(const char *name)
{
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	const char *path = arena_printf(&a, "%s/encoders/%s.json.zst", oracle_shared(), name).p;
	struct tok *t = access(path, R_OK) == 0 ? tok_open_file(path, &d) : NULL;

	if (d.code)
		printf("# %s\n", d.message);
	arena_fini(&a);
	return t;
}

/* The wanted ids of one line of a file: by key, or of one model in the templates where nothing is cut. NULL: not for us. */
static struct span wanted(struct arena *a, const struct json_members *m, const char *key, const char *model)
{
	struct json_members ids = {0};
	struct span name;
	long long tokens = 0, limit = 0;

	if (!model)
		return json_read_object(a, json_get(m, "ids"), &ids, NULL) == 0 ? json_get(&ids, key) : (struct span){NULL, 0};
	if (!json_string(a, json_get(m, "encoder"), &name) || !span_is(name, key) ||
	    !json_string(a, json_get(m, "model"), &name) || !span_is(name, model) ||
	    !json_long(json_get(m, "tokens"), &tokens) || !json_long(json_get(m, "limit"), &limit) || tokens > limit)
		return (struct span){NULL, 0};
	return json_get(m, "ids");
}

/* Ids with what is put around them, written as the oracle writes them. */
static void written(struct tok_run *r, struct tok_special sp, struct span text, struct buf *b)
{
	const uint32_t *ids;
	size_t n = tok_ids(r, text, &ids);

	buf_reset(b);
	buf_addc(b, '[');
	if (sp.adds_bos)
		buf_printf(b, "%d,", sp.bos);
	for (size_t i = 0; i < n; i++) {
		buf_addu(b, ids[i]);
		buf_addc(b, ',');
	}
	if (sp.adds_eos)
		buf_printf(b, "%d,", sp.eos);
	b->n -= b->n > 1;
	buf_addc(b, ']');
}

/* Pieces lie in the text, at characters' edges, in order, and there are as many as ids. */
static bool pieces_agree(struct tok_run *r, struct span text)
{
	size_t n = tok_count(r, text);
	struct tok_out o = tok_encode(r, text);
	uint32_t last = 0;
	bool ok = o.n == n;

	for (size_t i = 0; ok && i < n; i++) {
		const struct tok_piece *p = &o.v[i];
		ok = p->start <= p->end && p->end <= text.n && p->start >= last;
		ok = ok && (p->start == text.n || ((unsigned char)text.p[p->start] & 0xC0) != 0x80);
		ok = ok && (p->end == text.n || ((unsigned char)text.p[p->end] & 0xC0) != 0x80);
		last = p->start;
	}
	return ok;
}

static void replay(const struct tok *t, const char *file, const char *key, const char *model)
{
	struct buf b = BUF_INIT, have = BUF_INIT;
	struct tok_run *r = tok_run_open(t, TOK_FAST);
	struct arena a = ARENA_INIT;
	struct span line, caption;
	size_t at = 0, all = 0, good = 0, spans = 0;

	oracle_read(arena_printf(&a, "oracle/%s.jsonl.zst", file).p, &b);
	while (oracle_line(&b, &at, &line)) {
		struct json_members m = {0};
		arena_reset(&a);
		if (json_read_object(&a, line, &m, NULL) != 0 || !json_string(&a, json_get(&m, "caption"), &caption))
			continue;
		struct span want = wanted(&a, &m, key, model);
		if (!want.p)
			continue;
		written(r, tok_special(t), caption, &have);
		bool ok = span_eq(buf_span(&have), want);
		all++;
		good += ok;
		spans += pieces_agree(r, caption);
		if (!ok && all - good < 4)
			printf("# %.*s\n# want %.*s\n# have %.*s\n", SPAN_ARG(caption), SPAN_ARG(want), SPAN_ARG(buf_span(&have)));
	}
	OK(all > 40 && good == all, "%s of %s%s%s: %zu of %zu", key, file, model ? ", " : "", model ? model : "", good, all);
	OK(spans == all, "%s of %s: spans and counts agree (%zu of %zu)", key, file, spans, all);
	tok_run_close(r);
	buf_fini(&b);
	buf_fini(&have);
	arena_fini(&a);
}

/* The same vocabulary, told not to cut. */
static struct tok *uncut(const struct buf *blob, struct buf *copy)
{
	buf_adds(copy, buf_span(blob));
	struct blob_header *h = (struct blob_header *)(void *)copy->p;
	struct blob_section *e = (struct blob_section *)(void *)(h + 1);

	for (uint32_t i = 0; i < h->n_sections; i++)
		if (e[i].tag == TAG('S', 'P', 'C', 'F'))
			((struct sp_config *)(void *)(copy->p + e[i].offset))->cut_runs = 0;
	h->sum = blob_sum(buf_span(copy));
	return tok_open_blob(buf_span(copy), NULL);
}

/* No merge of the vocabulary reaches over the begin of a run of marks, looked at here in another way: over the merges' halves. */
static size_t reach_over(const struct spec *s)
{
	size_t n = 0, top = 0;
	struct arena a = ARENA_INIT;

	for (size_t i = 0; i < s->n_tokens; i++)
		top = s->tokens[i].id >= top ? s->tokens[i].id + (size_t)1 : top;
	struct span *by_id = arena_zalloc(&a, top, sizeof *by_id);
	for (size_t i = 0; i < s->n_tokens; i++)
		by_id[s->tokens[i].id] = s->tokens[i].bytes;
	for (size_t i = 0; i < s->n_merges; i++) {
		struct span l = by_id[s->merges[i].left], r = by_id[s->merges[i].right];
		n += span_starts(r, SPAN(M)) && !span_ends(l, SPAN(M));
	}
	arena_fini(&a);
	return n;
}

static void cutting(const char *name)
{
	struct arena a = ARENA_INIT;
	struct buf blob = BUF_INIT, copy = BUF_INIT, text = BUF_INIT, x = BUF_INIT, y = BUF_INIT;
	struct diag d = {0};
	struct spec s;
	static const char *const files[] = {"wordnet", "unicode"};
	size_t all = 0, same = 0;

	if (spec_load_file(&s, &a, arena_printf(&a, "%s/encoders/%s.json.zst", oracle_shared(), name).p, &d) != 0 ||
	    vocab_compile(&s, name, &blob, &d) != 0) {
		OK(true, "cutting %s # skip %s", name, d.message);
		spec_unload(&s);
		arena_fini(&a);
		return;
	}
	OK(spbpe_cuts_runs(&s) && reach_over(&s) == 0, "%s: none of %zu merges reaches over the begin of a run of marks", name, s.n_merges);
	struct tok *cut = tok_open_blob(buf_span(&blob), &d), *whole = uncut(&blob, &copy);
	struct tok_run *a_run = tok_run_open(cut, TOK_FAST), *b_run = tok_run_open(whole, TOK_FAST);
	for (size_t i = 0; i < 2; i++) {
		struct arena line_mem = ARENA_INIT;
		struct span line, caption;
		size_t at = 0;
		buf_reset(&text);
		oracle_read(i ? "oracle/unicode.jsonl.zst" : "oracle/wordnet.jsonl.zst", &text);
		while (oracle_line(&text, &at, &line)) {
			struct json_members m = {0};
			arena_reset(&line_mem);
			if (json_read_object(&line_mem, line, &m, NULL) != 0 || !json_string(&line_mem, json_get(&m, "caption"), &caption))
				continue;
			written(a_run, tok_special(cut), caption, &x);
			written(b_run, tok_special(whole), caption, &y);
			all++;
			same += span_eq(buf_span(&x), buf_span(&y));
		}
		arena_fini(&line_mem);
		OK(all > 0 && same == all, "%s: cut and whole give the same on %s (%zu of %zu)", name, files[i], same, all);
	}
	tok_run_close(a_run);
	tok_run_close(b_run);
	tok_close(cut);
	tok_close(whole);
	spec_unload(&s);
	buf_fini(&blob);
	buf_fini(&copy);
	buf_fini(&text);
	buf_fini(&x);
	buf_fini(&y);
	arena_fini(&a);
}

static void both(const struct tok *t, const char *key)
{
	replay(t, "wordnet", key, NULL);
	replay(t, "unicode", key, NULL);
}

int main(void)
{
	static const char *const user[][2] = {{"t5", "t5"}, {"umt5", "umt5"}, {"gemma2", "gemma2"}, {"clip", "clip"},
		{"llama3_1", "llama3"}, {"qwen3", "qwen3"}};
	static const char *const built[] = {"t5", "umt5"};
	struct tok *t;

	for (size_t i = 0; i < sizeof user / sizeof *user; i++) {
		t = user_file(user[i][0]);
		if (t)
			both(t, user[i][1]);
		else
			OK(true, "%s # skip no file", user[i][0]);
		tok_close(t);
	}
	for (size_t i = 0; i < sizeof built / sizeof *built; i++) {
		struct arena a = ARENA_INIT;
		bool oracle = access(arena_printf(&a, "%s/oracle/wordnet.jsonl.zst", oracle_shared()).p, R_OK) == 0;
		t = oracle ? tok_open(built[i], NULL) : NULL;
		if (t)
			both(t, built[i]);
		else
			OK(true, "%s as built # skip", built[i]);
		tok_close(t);
		arena_fini(&a);
	}
	t = user_file("pile-t5");
	if (t) {
		replay(t, "templates", "pile-t5", "auraflow");
		replay(t, "templates", "pile-t5", "ponyv7");
	} else {
		OK(true, "pile-t5 # skip no file");
	}
	tok_close(t);
	cutting("gemma2");
	cutting("pile-t5");
	return tap_end();
}
