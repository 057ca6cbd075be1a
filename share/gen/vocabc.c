/* vocabc: compiles a fetched vocabulary: vocabc -o OUT.vocab NAME DIR, where DIR is what share/encoders/fetch left: the files
 * of the package and `spec`, which says how to read them (share/encoders/NAME.spec). Lines of a spec:
 *   json FILE | vocab VOCAB MERGES | merges FILE COUNT [END-OF-WORD] | bytes FIRST   one of these, first
 *   norm NAME, pretok NAME      override what the file says
 *   bos ID, eos ID, unk ID      what is added in front and behind, and the unknown token
 *   added ID[-LAST[:SHOWN]] CONTENT [special [strip]]   an added token; in a range % stands for the number, or counts from SHOWN;
 *                               strip: white space around it goes with it, as Python's classes do it */
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/die.h"
#include "base/file.h"
#include "tok/load/load.h"
#include "tok/spec.h"
#include "tok/vocab.h"

enum { CAP = 256 << 20, WORDS = 5 };

struct line {
	struct span w[WORDS];
	size_t n;
};

struct job {
	struct arena a;
	struct spec s;
	const char *dir;
	const char *where;
	unsigned line;
	struct { struct spec_added *v; size_t n, cap; } added;
};

_Noreturn static void bad(const struct job *j, const char *what)
{
	die("%s:%u: %s", j->where, j->line, what);
}

static struct span file_of(struct job *j, struct span name)
{
	struct buf b = BUF_INIT;
	struct diag d = {0};
	struct span path = arena_printf(&j->a, "%s/%.*s", j->dir, SPAN_ARG(name));

	if (file_read(path.p, &b, CAP, &d) != 0)
		die("%s", d.message);
	struct span s = arena_dup(&j->a, buf_span(&b));
	buf_fini(&b);
	return s;
}

/* The next line of *text without its end; false when there is none. */
static bool next_line(struct span *text, struct span *line)
{
	if (text->n == 0)
		return false;
	const char *nl = memchr(text->p, '\n', text->n);
	size_t n = nl ? (size_t)(nl - text->p) : text->n, step = nl ? n + 1 : n;
	*line = (struct span){text->p, n};
	text->p += step;
	text->n -= step;
	return true;
}

static uint32_t number(const struct job *j, struct span s)
{
	uint32_t v = 0;

	if (s.n == 0 || s.n > 7)
		bad(j, "not a number");
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			bad(j, "not a number");
		v = v * 10 + (uint32_t)(s.p[i] - '0');
	}
	return v;
}

/* ---- merges alone: the ids follow from their order ---- */

/* Byte-level BPE writes each byte as one character: the printable ones of Latin-1 as themselves, the others in order as U+0100
 * and up; ids of bytes are in the same order (openai/gpt-2 src/encoder.py, bytes_to_unicode). */
static void alphabet(unsigned char byte[256], char spelt[256][4])
{
	size_t n = 0, rest = 0;

	for (int pass = 0; pass < 2; pass++)
		for (unsigned b = 0; b < 256; b++) {
			bool itself = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b != 0xAD);
			unsigned c = itself ? b : 0x100 + (unsigned)rest;
			if (itself != (pass == 0))
				continue;
			rest += !itself;
			byte[n] = (unsigned char)b;
			memset(spelt[n], 0, 4);
			spelt[n][0] = (char)(c < 0x80 ? c : 0xC0 | c >> 6);
			spelt[n][1] = (char)(c < 0x80 ? 0 : 0x80 | (c & 0x3F));
			n++;
		}
}

static struct span join(struct job *j, struct span a, struct span b)
{
	return arena_printf(&j->a, "%.*s%.*s", SPAN_ARG(a), SPAN_ARG(b));
}

/* The characters of a token back to bytes, in place; the end-of-word mark is plain ASCII and stays. */
static void undo_spelling(struct span *t, const unsigned char byte[256], char spelt[256][4])
{
	unsigned char of[0x200] = {0};
	char *out = (char *)(uintptr_t)t->p;
	size_t n = 0;

	for (int i = 0; i < 256; i++) {
		unsigned c = (unsigned char)spelt[i][0];
		of[c < 0x80 ? c : (c & 0x1F) << 6 | ((unsigned char)spelt[i][1] & 0x3F)] = byte[i];
	}
	for (size_t i = 0; i < t->n; i++) {
		unsigned c = (unsigned char)t->p[i];
		if (c >= 0x80 && i + 1 < t->n)
			c = (c & 0x07) << 6 | ((unsigned char)t->p[++i] & 0x3F);
		out[n++] = (char)of[c];
	}
	t->n = n;
}

/* The two headers in use: `#version: 0.2` and `"bpe_simple_vocab_16e6.txt#version: 0.2`. */
static bool is_header(struct span line)
{
	for (size_t i = 0; i + 9 <= line.n; i++)
		if (memcmp(line.p + i, "#version:", 9) == 0)
			return true;
	return false;
}

static void read_merges(struct job *j, struct span text, size_t count, struct span end)
{
	unsigned char byte[256];
	char spelt[256][4];
	struct spec *s = &j->s;
	size_t base = end.n ? 512 : 256, n = 0;
	struct load_names names;
	struct span line, (*half)[2] = arena_alloc(&j->a, count * sizeof *half);

	alphabet(byte, spelt);
	s->tokens = arena_zalloc(&j->a, base + count, sizeof *s->tokens);
	s->merges = arena_zalloc(&j->a, count, sizeof *s->merges);
	for (size_t i = 0; i < base; i++)
		s->tokens[i].bytes = join(j, span_of(spelt[i % 256]), i < 256 ? SPAN("") : end);
	while (n < count && next_line(&text, &line)) {
		const char *space = memchr(line.p, ' ', line.n);
		if (line.n == 0 || (n == 0 && is_header(line)))
			continue;
		if (!space)
			bad(j, "a merge without two halves");
		half[n][0] = (struct span){line.p, (size_t)(space - line.p)};
		half[n][1] = (struct span){space + 1, line.n - half[n][0].n - 1};
		s->tokens[base + n].bytes = join(j, half[n][0], half[n][1]);
		n++;
	}
	if (n != count)
		bad(j, "fewer merges than the spec says");
	s->n_tokens = base + count;
	s->n_merges = count;
	for (size_t i = 0; i < s->n_tokens; i++)
		s->tokens[i].id = (uint32_t)i;
	load_names_build(&names, &j->a, s->tokens, s->n_tokens);
	for (size_t i = 0; i < count; i++) {
		const struct spec_token *l = load_name(&names, half[i][0]), *r = load_name(&names, half[i][1]);
		const struct spec_token *both = load_name(&names, s->tokens[base + i].bytes);
		if (!l || !r || both->id != base + i)
			bad(j, "a merge of unknown halves, or one given twice");
		s->merges[i] = (struct spec_merge){l->id, r->id, both->id};
	}
	for (size_t i = 0; i < s->n_tokens; i++)
		undo_spelling(&s->tokens[i].bytes, byte, spelt);
	s->model = SPEC_BPE;
	s->byte_level = true;
	s->end_of_word = end;
	s->unk = s->bos = s->eos = -1;
}

/* Every byte a token of its own, in order from the id first. */
static void read_bytes(struct job *j, uint32_t first)
{
	struct spec *s = &j->s;

	s->tokens = arena_zalloc(&j->a, 256, sizeof *s->tokens);
	for (unsigned b = 0; b < 256; b++) {
		char c = (char)b;
		s->tokens[b].bytes = arena_dup(&j->a, (struct span){&c, 1});
		s->tokens[b].id = first + b;
	}
	s->n_tokens = 256;
	s->model = SPEC_BPE;
	s->byte_level = true;
	s->unk = s->bos = s->eos = -1;
}

/* ---- the spec ---- */

static unsigned choice(const struct job *j, struct span w, const char *const *names, size_t n)
{
	for (unsigned i = 0; i < n; i++)
		if (span_is(w, names[i]))
			return i;
	bad(j, "no such name");
}

static void added(struct job *j, struct span range, struct span content, bool special, bool strip)
{
	const char *dash = memchr(range.p, '-', range.n), *mark = memchr(content.p, '%', content.n);
	const char *colon = memchr(range.p, ':', range.n);
	uint32_t first, last, shown;
	size_t all = range.n;

	if (colon)
		range.n = (size_t)(colon - range.p);

	if (dash) {
		first = number(j, (struct span){range.p, (size_t)(dash - range.p)});
		last = number(j, (struct span){dash + 1, range.n - (size_t)(dash - range.p) - 1});
		if (!mark)
			bad(j, "a range of added tokens needs a % in its content");
	} else {
		first = last = number(j, range);
	}
	shown = colon ? number(j, span_cut(range, range.n + 1, all)) : first;
	for (uint32_t id = first; id <= last; id++) {
		struct span text = content;
		if (dash) {
			size_t before = (size_t)(mark - content.p);
			text = arena_printf(&j->a, "%.*s%u%.*s", (int)before, content.p, shown + id - first,
			                    (int)(content.n - before - 1), mark + 1);
		}
		*ARENA_PUSH(&j->a, &j->added) = (struct spec_added){.content = text, .id = id, .special = special,
		                                                      .lstrip = strip, .rstrip = strip, .python = strip};
	}
}

static void take_source(struct job *j, const struct line *l)
{
	struct diag d = {0};
	int rc = 0;

	if (span_is(l->w[0], "json"))
		rc = spec_load_json(&j->s, &j->a, file_of(j, l->w[1]), &d);
	else if (span_is(l->w[0], "vocab"))
		rc = spec_load_vocab_merges(&j->s, &j->a, file_of(j, l->w[1]), file_of(j, l->w[2]), &d);
	else if (span_is(l->w[0], "bytes"))
		read_bytes(j, number(j, l->w[1]));
	else
		read_merges(j, file_of(j, l->w[1]), number(j, l->w[2]), l->w[3]);
	if (rc != 0)
		die("%s: %.*s: %s", j->dir, SPAN_ARG(l->w[1]), d.message);
	j->added.v = j->s.added; /* ARENA_PUSH copies when it grows */
	j->added.n = j->added.cap = j->s.n_added;
}

static void take(struct job *j, const struct line *l)
{
	static const char *const norms[] = {"none", "clip", "nfc", "charsmap", "strip-runs", "space-mark"};
	static const char *const pretoks[] = {"none", "clip", "gpt2", "llama3", "qwen2", "tekken", "meta-always",
	                                      "meta-first", "space-prev"};
	struct span key = l->w[0];

	if (span_is(key, "json") || span_is(key, "vocab") || span_is(key, "merges") || span_is(key, "bytes"))
		take_source(j, l);
	else if (span_is(key, "norm"))
		spec_set_norm(&j->s, choice(j, l->w[1], norms, sizeof norms / sizeof *norms));
	else if (span_is(key, "pretok"))
		spec_set_pretok(&j->s, choice(j, l->w[1], pretoks, sizeof pretoks / sizeof *pretoks));
	else if (span_is(key, "bos"))
		j->s.bos = (int)number(j, l->w[1]);
	else if (span_is(key, "eos"))
		j->s.eos = (int)number(j, l->w[1]);
	else if (span_is(key, "unk"))
		j->s.unk = (int)number(j, l->w[1]);
	else if (span_is(key, "added") && l->n >= 3)
		added(j, l->w[1], l->w[2], span_is(l->w[3], "special"), span_is(l->w[4], "strip"));
	else
		bad(j, "unknown key");
}

static void read_spec(struct job *j)
{
	struct span text = file_of(j, SPAN("spec")), line;

	while (next_line(&text, &line)) {
		struct line l = {.n = 0};
		size_t i = 0;
		j->line++;
		while (l.n < WORDS) {
			while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
				i++;
			size_t from = i;
			while (i < line.n && line.p[i] != ' ' && line.p[i] != '\t')
				i++;
			if (i == from)
				break;
			l.w[l.n++] = span_cut(line, from, i);
		}
		if (l.n == 0 || line.p[0] == '#')
			continue;
		if (l.n < 2)
			bad(j, "a key without a value");
		take(j, &l);
	}
	j->s.added = j->added.v;
	j->s.n_added = j->added.n;
}

static void write_file(const char *path, struct span s)
{
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(s.p, 1, s.n, f) != s.n || fclose(f) != 0)
		die("%s: cannot write it", path);
}

int main(int argc, char **argv)
{
	struct job j = {.a = ARENA_INIT};
	struct buf out = BUF_INIT;
	struct diag d = {0};

	prog_init(&argc, &argv);
	if (argc != 5 || strcmp(argv[1], "-o") != 0)
		die("usage: vocabc -o OUT NAME DIR");
	j.dir = argv[4];
	j.where = arena_printf(&j.a, "%s/spec", j.dir).p;
	read_spec(&j);
	if (vocab_compile(&j.s, argv[3], &out, &d) != 0)
		die("%s: %s", argv[3], d.message);
	write_file(argv[2], buf_span(&out));
	buf_fini(&out);
	arena_fini(&j.a);
	out_close();
	return STATUS_OK;
}
