/* baseline.c: fingerprints made, read, written. The file: a head line, then `FINGERPRINT CODE "ID"` lines (or two
 * fingerprints joined by +); only the fingerprints count, the rest is for people and for version control. */
#include "conf/baseline.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/file.h"
#include "base/hash.h"
#include "io/output.h"
#include "json/jwrite.h"
#include "lint/rule.h"

#define HEAD "# captools baseline 1"
enum { BASELINE_MAX = 2047 << 20, LOOK_BACK = 256 };

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A hash of text without case (ASCII) and with white space folded. */
static uint64_t plain_hash(struct span s, uint64_t seed)
{
	char part[256];
	size_t n = 0;
	uint64_t h = seed;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (is_space(c)) {
			if (i + 1 < s.n && is_space(s.p[i + 1]))
				continue;
			c = ' ';
		}
		part[n++] = ascii_to_lower(c);
		if (n == sizeof part) {
			h = hash_bytes(part, n, h);
			n = 0;
		}
	}
	return hash_bytes(part, n, h);
}

static uint64_t make(const char *code, uint64_t sample, uint64_t evidence, uint64_t nth)
{
	uint64_t h = hash_bytes(code, strlen(code), 0x6261736500000001u);

	h = hash_u64(h ^ sample);
	h = hash_u64(h + evidence);
	return hash_u64(h ^ nth << 56 ^ nth);
}

void fingerprints(const struct lint_result *r, struct span id, struct span caption, bool numbered, struct fingerprint *out)
{
	uint64_t by_id = plain_hash(id, 1), by_text = numbered ? plain_hash(caption, 2) : by_id;

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];
		bool whole = f->start == 0 && f->end == caption.n;
		/* What the whole caption is blamed for is told by the rule and its sub-case. */
		out[i].text = (whole ? 0 : plain_hash(span_cut(caption, f->start, f->end), 3)) + (unsigned)f->kind;
	}
	for (size_t i = r->n_findings; i-- > 0;) {
		const char *code = r->findings[i].rule->code;
		uint64_t evidence = out[i].text, nth = 0;
		/* The same words twice: the second is another finding. */
		for (size_t k = i; k-- > 0 && i - k < LOOK_BACK;)
			nth += r->findings[k].rule == r->findings[i].rule && out[k].text == evidence;
		out[i].id = make(code, by_id, evidence, nth);
		out[i].text = make(code, by_text, evidence, nth);
	}
}

struct fingerprint fingerprint_set(struct span code, struct span about)
{
	char z[16];

	snprintf(z, sizeof z, "%.*s", SPAN_ARG(code));
	uint64_t h = make(z, 0, plain_hash(about, 4), 0);
	return (struct fingerprint){h, h};
}

struct baseline {
	struct arena a;
	uint64_t *v;
	size_t n, cap;
};

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* 16 hex digits at p. */
static bool hex16(const char *p, uint64_t *out)
{
	*out = 0;
	for (int i = 0; i < 16; i++) {
		int v = p[i] >= '0' && p[i] <= '9' ? p[i] - '0' : p[i] >= 'a' && p[i] <= 'f' ? p[i] - 'a' + 10 : -1;
		if (v < 0)
			return false;
		*out = *out << 4 | (unsigned)v;
	}
	return true;
}

static bool read_line(struct baseline *b, struct span line)
{
	uint64_t x;

	if (line.n == 0 || line.p[0] == '#')
		return true;
	if (line.n < 16 || !hex16(line.p, &x))
		return false;
	*ARENA_PUSH(&b->a, b) = x;
	if (line.n == 16 || is_space(line.p[16]))
		return true;
	if (line.n < 33 || line.p[16] != '+' || !hex16(line.p + 17, &x))
		return false;
	*ARENA_PUSH(&b->a, b) = x;
	return true;
}

static int read_lines(struct baseline *b, const char *path, struct span text, struct diag *d)
{
	size_t number = 0;

	if (!span_starts(text, SPAN(HEAD)))
		return diag_set(d, "bad-baseline", "%s:1: no baseline of captools (write one with --write-baseline)", path);
	while (text.n) {
		const char *nl = memchr(text.p, '\n', text.n);
		size_t n = nl ? (size_t)(nl - text.p) : text.n;

		number++;
		if (!read_line(b, span_cut(text, 0, n)))
			return diag_set(d, "bad-baseline", "%s:%zu: no fingerprint", path, number);
		text = span_cut(text, nl ? n + 1 : n, text.n);
	}
	return 0;
}

struct baseline *baseline_load(const char *path, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct baseline *b = arena_zalloc(&a, 1, sizeof *b);
	struct buf text = BUF_INIT;

	b->a = a;
	int rc = file_read(path, &text, BASELINE_MAX, d);
	if (rc == 0)
		rc = read_lines(b, path, buf_span(&text), d);
	buf_fini(&text);
	if (rc != 0) {
		baseline_free(b);
		return NULL;
	}
	if (b->n)
		qsort(b->v, b->n, sizeof *b->v, by_value);
	return b;
}

void baseline_free(struct baseline *b)
{
	if (!b)
		return;
	struct arena a = b->a;
	arena_fini(&a);
}

size_t baseline_size(const struct baseline *b)
{
	return b->n;
}

static bool has(const struct baseline *b, uint64_t x)
{
	return b->n && bsearch(&x, b->v, b->n, sizeof *b->v, by_value) != NULL;
}

bool baseline_has(const struct baseline *b, struct fingerprint f)
{
	return has(b, f.id) || (f.text != f.id && has(b, f.text));
}

struct baseline_writer {
	struct arena a;
	struct output out;
};

struct baseline_writer *baseline_create(const char *path, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct baseline_writer *w = arena_zalloc(&a, 1, sizeof *w);

	w->a = a;
	if (output_open(&w->out, path, d) != 0) {
		arena_fini(&a);
		return NULL;
	}
	if (baseline_write(w, SPAN(HEAD "\n"), d) != 0) {
		baseline_close(w, false, NULL);
		return NULL;
	}
	return w;
}

void baseline_line(struct buf *b, struct fingerprint f, const char *code, struct span id)
{
	buf_printf(b, "%016llx", (unsigned long long)f.id);
	if (f.text != f.id)
		buf_printf(b, "+%016llx", (unsigned long long)f.text);
	buf_printf(b, " %s ", code);
	json_quote(b, id);
	buf_addc(b, '\n');
}

int baseline_write(struct baseline_writer *w, struct span s, struct diag *d)
{
	return output_put(&w->out, s.p, s.n, d);
}

int baseline_close(struct baseline_writer *w, bool keep, struct diag *d)
{
	struct arena a = w->a;
	int rc = 0;

	if (keep)
		rc = output_commit(&w->out, d);
	else
		output_abort(&w->out);
	arena_fini(&a);
	return rc;
}
