/* src_csv.c: CSV (RFC 4180) whose first row names a column of files and one of captions, as captioning programs write it. */
#include "base/ascii.h"
#include "io/csv_row.h"
#include "io/form.h"
#include "io/names.h"
#include "io/text.h"

enum { COLUMNS = 256 };

/* Which column is what; -1: none. */
struct csv {
	int file, caption, id;
	int n;
	uint64_t at, line; /* where the row began in the input */
	struct buf row; /* being read: a quoted cell may hold line breaks */
};

struct cells {
	struct span v[COLUMNS];
	int n;
};

/* Cuts a row into cells, quotes undone. 1; 0 where a quoted cell is still open; -1 with d. */
static int cut(struct span row, struct arena *a, struct cells *out, struct diag *d)
{
	size_t i = 0;

	for (out->n = 0; out->n < COLUMNS;) {
		struct span *cell = &out->v[out->n++];
		if (i < row.n && row.p[i] == '"') {
			char *p = arena_alloc(a, row.n - i + 1);
			*cell = (struct span){p, 0};
			for (i++; i < row.n && (row.p[i] != '"' || (i + 1 < row.n && row.p[i + 1] == '"')); i++) {
				i += row.p[i] == '"';
				p[cell->n++] = row.p[i];
			}
			if (i == row.n)
				return 0;
			if (++i < row.n && row.p[i] != ',')
				return diag_at(d, "bad-csv", i, "text behind a closing quote");
		} else {
			size_t from = i;
			while (i < row.n && row.p[i] != ',')
				i++;
			*cell = span_cut(row, from, i);
		}
		if (i == row.n)
			return 1;
		i++;
	}
	return diag_set(d, "bad-csv", "more than %d cells in a row", (int)COLUMNS);
}

static bool among(struct span s, const char *const *names)
{
	for (; *names; names++)
		if (s.n == strlen(*names) && ascii_same(s, span_of(*names)))
			return true;
	return false;
}

static const char *const sure_files[] = {"file_name", "filename", "image_path", "image_file", "filepath", "file_path", NULL};
static const char *const files[] = {"file", "image", "path", "img", NULL};
static const char *const captions[] = {"caption", "text", "prompt", "txt", NULL};

/* Of a first row: which columns it names. sure: it can be nothing but the head of a table. */
static void columns(const struct cells *c, const char *field, struct csv *out, bool *sure)
{
	const char *const named[] = {field, NULL}, *const id[] = {"id", NULL};

	out->file = out->caption = out->id = -1;
	out->n = c->n;
	*sure = false;
	for (int i = 0; i < c->n; i++) {
		bool first = out->file < 0;
		if (first && (among(c->v[i], sure_files) || among(c->v[i], files)))
			out->file = i;
		*sure |= c->n > 1 && among(c->v[i], sure_files);
		if (out->id < 0 && among(c->v[i], id))
			out->id = i;
	}
	for (const char *const *name = field ? named : captions; *name && out->caption < 0; name++)
		for (int i = 0; i < c->n && out->caption < 0; i++) {
			const char *const one[] = {*name, NULL};
			if (i != out->file && among(c->v[i], one))
				out->caption = i;
		}
}

static int csv_bid(struct source *s, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct span line = source_first_line(s, 64 << 10, d);
	struct cells *c = arena_alloc(&a, sizeof *c);
	struct csv head;
	bool sure = false;
	int bid = 0;

	if (line.n && line.p[0] != '{' && memchr(line.p, ',', line.n) && cut(line, &a, c, NULL) == 1) {
		columns(c, s->o->field, &head, &sure);
		bid = head.file >= 0 && head.caption >= 0 ? 70 : sure ? 55 : 0;
	}
	arena_fini(&a);
	return bid;
}

/* Whether a quoted cell is still open behind line; open: whether one was in front of it. Only a quote that begins a cell opens one. */
static bool open_behind(struct span line, bool open)
{
	bool begins = !open;

	for (size_t i = 0; i < line.n; i++) {
		if (open) {
			if (line.p[i] == '"' && i + 1 < line.n && line.p[i + 1] == '"')
				i++;
			else
				open = line.p[i] != '"';
		} else {
			open = begins && line.p[i] == '"';
			begins = line.p[i] == ',';
		}
	}
	return open;
}

/* The next row whole: 1, 0 at the end, -1 with d, 2 over the limit, 3 with why: no row. A line break in a cell is a line feed. */
static int next_row(struct source *s, struct csv *k, struct arena *a, struct cells *c, struct diag *d, struct diag *why)
{
	bool open = false, begun = false;

	buf_reset(&k->row);
	for (;;) {
		struct span line;
		if (!begun) {
			k->at = s->in.taken;
			k->line = s->line + 1;
		}
		int rc = input_line(&s->in, s->limits.caption_max, &line, d);
		if (rc == 0 && begun)
			return diag_set(why, "bad-csv", "the file ends in a quoted cell"), 3;
		if (rc <= 0)
			return rc;
		if (++s->line == 1 && span_starts(line, SPAN("\xEF\xBB\xBF")))
			line = span_cut(line, 3, line.n);
		if (rc == 2 || k->row.n + line.n > s->limits.caption_max)
			return 2;
		if (begun)
			buf_addc(&k->row, '\n');
		else if (line.n == 0)
			continue;
		begun = true;
		buf_adds(&k->row, line);
		open = open_behind(line, open);
		if (open)
			continue;
		rc = cut(arena_dup(a, buf_span(&k->row)), a, c, why);
		return rc == 1 ? 1 : 3;
	}
}

static int csv_open(struct source *s, struct diag *d)
{
	struct csv *k = arena_zalloc(&s->own, 1, sizeof *k);
	struct arena a = ARENA_INIT;
	struct cells *c = arena_alloc(&a, sizeof *c);
	struct diag why = {0};
	bool sure;
	int rc = next_row(s, k, &a, c, d, &why);

	s->state = k;
	if (rc == 1) {
		columns(c, s->o->field, k, &sure);
		if (k->caption < 0)
			rc = diag_set(d, "bad-csv", "the first row names no column of captions (caption, text, prompt or txt; --field NAME names another)");
		else if (k->file < 0 && k->id < 0)
			rc = diag_set(d, "bad-csv", "the first row names no column of files (file_name, file, image, path)");
	} else if (rc > 1) {
		rc = diag_set(d, "bad-csv", "the first row is no CSV: %s", why.code ? why.message : "it is too long");
	}
	arena_fini(&a);
	if (rc < 0 && d)
		d->fatal = true;
	return rc < 0 ? -1 : 0;
}

static int csv_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	struct csv *k = s->state;
	struct cells *c = arena_alloc(a, sizeof *c);
	int rc = next_row(s, k, a, c, d, &r->error);

	if (rc <= 0)
		return rc;
	r->line = k->line;
	r->id = text_number(a, r->line);
	r->kind = REC_ERROR;
	if (rc == 2) {
		text_too_large(&r->error, "row", s->limits.caption_max);
		return 1;
	}
	if (rc == 3)
		return 1;
	if (c->n != k->n) {
		diag_set(&r->error, "bad-csv", "%d cells where the first row has %d", c->n, k->n);
		return 1;
	}
	for (int i = 0; i < c->n; i++)
		if ((i == k->file || i == k->caption || i == k->id) && !text_check(s, c->v[i], &r->error))
			return 1;
	if (k->file >= 0 && c->v[k->file].n) {
		struct name n = name_split(c->v[k->file]);
		r->image = n.whole;
		if (n.dot > 0)
			r->id = name_is_image(&n) ? name_stem(&n) : n.whole;
	}
	if (k->id >= 0 && c->v[k->id].n)
		r->id = c->v[k->id];
	r->kind = REC_CAPTION;
	r->caption = c->v[k->caption];
	return 1;
}

uint64_t csvrow_at(const struct source *s)
{
	const struct csv *k = s->state;

	return k->at;
}

struct span csvrow_cell(const struct source *s, struct span row)
{
	const struct csv *k = s->state;
	bool open = false;
	size_t from = 0, i = 0;

	for (int column = 0; i < row.n; i++) {
		if (open) {
			if (row.p[i] == '"' && i + 1 < row.n && row.p[i + 1] == '"')
				i++;
			else
				open = row.p[i] != '"';
		} else if (row.p[i] == ',' && column++ < k->caption) {
			from = i + 1;
		} else if (row.p[i] == ',' || row.p[i] == '\n') {
			break;
		} else {
			open = i == from && row.p[i] == '"';
		}
	}
	bool cr = i < row.n && row.p[i] == '\n' && i > from && row.p[i - 1] == '\r';
	return span_cut(row, from, i - cr);
}

static void csv_close(struct source *s)
{
	struct csv *k = s->state;

	if (k)
		buf_fini(&k->row);
}

static bool csv_would_block(struct source *s)
{
	return input_would_block(&s->in);
}

const struct form form_csv = {
	.name = "csv", .text = true, .bid = csv_bid, .open = csv_open, .next = csv_next, .close = csv_close, .would_block = csv_would_block
};
