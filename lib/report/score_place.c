/* score_place.c: from the bytes of a caption to file, line and column. */
#include "base/ascii.h"
#include "base/sys.h"
#include "report/score_out.h"
#include "text/utf8.h"

static bool is_folder(struct span path)
{
	char z[4096];
	struct stat st;

	if (path.n >= sizeof z)
		return false;
	memcpy(z, path.p, path.n);
	z[path.n] = 0;
	return stat(z, &st) == 0 && S_ISDIR(st.st_mode);
}

/* RFC 3986: what may stand in a path as it is. percent: a % begins an escape already (member names of io/record.h). */
static void put_path(struct buf *b, struct span s, bool percent)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = ascii_word(c) ||
			     (c && strchr("-._~/!$&'()*+,;=@", c)) || (percent && c == '%');
		if (plain)
			buf_addc(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

static struct span less_dots(struct span path)
{
	while (path.n > 2 && path.p[0] == '.' && path.p[1] == '/')
		path = span_cut(path, 2, path.n);
	while (path.n > 1 && path.p[path.n - 1] == '/')
		path.n--;
	return path;
}

static void names(struct arena *a, struct score_file *out)
{
	const struct record *rec = out->rec;
	struct buf uri = BUF_INIT, file = BUF_INIT;
	struct span path = less_dots(rec->path);
	bool pipe = path.n == 0 || span_is(path, "-") || span_is(path, ".");
	bool folder = !pipe && rec->member.n && is_folder(rec->path);

	if (!pipe && path.p[0] == '/')
		BUF_LIT(&uri, "file://");
	if (!pipe) {
		put_path(&uri, path, false);
		buf_adds(&file, path);
	}
	if (rec->member.n) {
		if (!pipe && !folder) {
			BUF_LIT(&uri, "!/");
			BUF_LIT(&file, "!/");
		} else if (!pipe && !span_is(path, "/")) {
			buf_addc(&uri, '/');
			buf_addc(&file, '/');
		}
		put_path(&uri, rec->member, true);
		buf_adds(&file, rec->member);
	} else if (pipe) {
		BUF_LIT(&uri, "stdin");
		BUF_LIT(&file, "stdin");
	}
	out->uri = arena_dup(a, buf_span(&uri));
	out->file = arena_dup(a, buf_span(&file));
	buf_fini(&uri);
	buf_fini(&file);
}

void score_file(struct arena *a, const struct record *rec, struct score_file *out)
{
	*out = (struct score_file){.rec = rec, .column = 1};
	names(a, out);
	out->columns = rec->member.n ? !span_ends(rec->member, SPAN(".json")) : rec->raw.n == 0 && rec->line;
}

/* Counts on to byte `to`. */
static void advance(struct score_file *f, size_t to)
{
	struct span s = f->rec->caption;
	uint32_t c;

	for (const char *p = s.p + f->at; p < s.p + to;) {
		p += utf8_decode(p, s.p + to, &c);
		f->column++;
		f->chr++;
		if (c == '\n') {
			f->line++;
			f->column = 1;
		}
	}
	f->at = to;
}

void score_place(struct score_file *f, size_t start, size_t end, struct score_place *out)
{
	const struct record *rec = f->rec;
	uint64_t first = rec->member.n ? 1 : rec->line;

	*out = (struct score_place){.line = rec->line, .end_line = rec->line};
	if (rec->kind == REC_IMAGE) { /* a picture has no lines */
		*out = (struct score_place){0};
		return;
	}
	if (!f->columns)
		return;
	if (start < f->at) {
		f->at = f->chr = f->line = 0;
		f->column = 1;
	}
	advance(f, start);
	struct score_file e = *f;
	advance(&e, end);
	*out = (struct score_place){first + f->line, first + e.line, f->column, e.column, rec->member.n > 0, start, end - start,
				    f->chr, e.chr - f->chr};
}
