/* score_place.c: from the bytes of a caption to file, line and column. */
#include <sys/stat.h>

#include "form/score_out.h"
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
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
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

static void names(struct arena *a, const struct record *rec, struct score_place *out)
{
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

/* Line and column (code points) of byte `at`, counted on from what is given. */
static void advance(struct span s, size_t from, size_t at, uint64_t *line, uint64_t *column)
{
	uint32_t c;

	for (const char *p = s.p + from; p < s.p + at;) {
		p += utf8_decode(p, s.p + at, &c);
		++*column;
		if (c == '\n') {
			++*line;
			*column = 1;
		}
	}
}

void score_place(struct arena *a, const struct record *rec, size_t start, size_t end, struct score_place *out)
{
	struct span s = rec->caption;
	uint64_t line = 0, column = 1;

	*out = (struct score_place){.line = rec->line};
	names(a, rec, out);
	if (!rec->member.n && (rec->raw.n || rec->line == 0)) {
		out->end_line = out->line; /* somewhere in a line of JSON */
		return;
	}
	bool json = rec->member.n > 5 && span_ends(rec->member, SPAN(".json"));
	if (json) {
		out->line = 0;
		return;
	}
	uint64_t first = rec->member.n ? 1 : rec->line;
	advance(s, 0, start, &line, &column);
	out->line = first + line;
	out->column = column;
	advance(s, start, end, &line, &column);
	out->end_line = first + line;
	out->end_column = column;
	if (!rec->member.n)
		return;
	out->offsets = true;
	out->byte = start;
	out->bytes = end - start;
	for (size_t i = 0; i < end; i++)
		if (((unsigned char)s.p[i] & 0xC0) != 0x80)
			*(i < start ? &out->chr : &out->chrs) += 1;
}
