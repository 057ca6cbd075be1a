/* pack_text.c: a caption put into its file. */
#include "pack/pack_text.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/ascii.h"
#include "io/caption_list.h"
#include "io/csv_row.h"
#include "io/text.h"
#include "json/jread.h"
#include "json/jwrite.h"
#include "text/utf8.h"

struct text_place text_in_file(struct span file)
{
	return (struct text_place){0, text_trim(file).n, TEXT_PLAIN};
}

int text_in_json(struct arena *a, struct span file, const char *field, struct text_place *at, struct diag *d)
{
	struct json_members m = {0};

	if (json_read_object(a, file, &m, d) != 0)
		return -1;
	const struct json_member *c = text_field(&m, field);
	if (!c)
		return diag_set(d, "no-caption", "the JSON object has no %s", field ? field : "caption");
	size_t start = (size_t)(c->raw.p - file.p);
	*at = (struct text_place){start, start + c->raw.n, TEXT_JSON};
	return 0;
}

bool text_get(struct arena *a, struct span file, struct text_place at, struct span *caption)
{
	struct span raw = span_cut(file, at.start, at.end);

	struct span *v;
	size_t n;

	if (at.form == TEXT_JSON)
		return json_string(a, raw, caption) || list_read(a, raw, caption, &v, &n);
	*caption = at.form == TEXT_CSV ? csvrow_text(a, raw) : raw;
	return true;
}

/* A JSON string of plain ASCII: what json_quote leaves as it is above U+007E becomes \uXXXX, in pairs above U+FFFF. */
static void quote_ascii(struct buf *out, struct span s)
{
	struct buf q = BUF_INIT;
	uint32_t c;

	json_quote(&q, s);
	for (const char *p = q.p, *end = q.p + q.n; p < end;) {
		p += utf8_decode(p, end, &c);
		if (c < 0x80)
			buf_addc(out, (char)c);
		else if (c < 0x10000)
			buf_printf(out, "\\u%04x", (unsigned)c);
		else
			buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + ((c - 0x10000) >> 10)),
			           (unsigned)(0xDC00 + ((c - 0x10000) & 0x3FF)));
	}
	buf_fini(&q);
}

void text_put(struct span file, struct text_place at, struct span caption, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct span *v, joined;
	size_t n;

	if (at.form == TEXT_PLAIN)
		buf_adds(out, caption);
	else if (at.form == TEXT_CSV)
		csvrow_put(out, span_cut(file, at.start, at.end), caption);
	else if (list_read(&a, span_cut(file, at.start, at.end), &joined, &v, &n))
		list_put(out, span_cut(file, at.start, at.end), v, n, caption, utf8_ascii(file) ? quote_ascii : json_quote);
	else if (utf8_ascii(file))
		quote_ascii(out, caption);
	else
		json_quote(out, caption);
	arena_fini(&a);
}

/* iconv over a whole span; *where is the input byte that could not be converted. What becomes something else (musl's iconv writes a * for what
 * the character set lacks, where others stop) counts as that, too, but is not told: *where is in.n. */
static int convert(const char *to, const char *from, struct span in, struct buf *out, size_t *where)
{
	/* Which byte order is meant without a word differs; everywhere it is what Windows' editors write, with its mark. */
	bool utf16 = in.n && ascii_same(span_of(to), SPAN("UTF-16"));
	iconv_t cd = iconv_open(utf16 ? "UTF-16LE" : to, from);
	size_t left = in.n, rc = (size_t)-1, start;

	if (utf16)
		BUF_LIT(out, "\xFF\xFE");
	start = out->n;
	*where = 0;
	if (cd == (iconv_t)-1)
		return -1;
	for (size_t most = in.n * 2 + 32;; most *= 2) { /* from the front each time: a call that finds no room does not say what became something else */
		out->n = start;
		char *p = (char *)(uintptr_t)in.p, *q = buf_room(out, most);
		size_t room = most;
		left = in.n;
		(void)iconv(cd, NULL, NULL, NULL, NULL);
		rc = iconv(cd, &p, &left, &q, &room);
		if (rc != (size_t)-1) /* back to the initial state, where the charset has states */
			rc |= iconv(cd, NULL, NULL, &q, &room);
		out->n += most - room;
		if (rc != (size_t)-1 || errno != E2BIG)
			break;
	}
	*where = in.n - left;
	iconv_close(cd);
	return rc || left ? -1 : 0;
}

/* The first character of utf8 that charset lacks: its place, or utf8.n. */
static size_t first_lacking(const char *charset, struct span utf8)
{
	struct buf one = BUF_INIT;
	size_t at = 0, bad;

	for (size_t n; at < utf8.n; at += n) {
		uint32_t c;
		n = utf8_decode(utf8.p + at, utf8.p + utf8.n, &c);
		buf_reset(&one);
		if (convert(charset, "UTF-8", span_cut(utf8, at, at + n), &one, &bad) != 0)
			break;
	}
	buf_fini(&one);
	return at;
}

int text_encode(const char *charset, struct span utf8, struct buf *out, struct diag *d)
{
	size_t bad = 0, start = out->n;
	uint32_t c = 0;

	if (convert(charset, "UTF-8", utf8, out, &bad) == 0)
		return 0;
	out->n = start;
	if (bad == utf8.n)
		bad = first_lacking(charset, utf8);
	if (bad < utf8.n)
		utf8_decode(utf8.p + bad, utf8.p + utf8.n, &c);
	return diag_at(d, "charset", bad, "U+%04X cannot be written in %s", (unsigned)c, charset);
}

bool text_decode(const char *charset, struct span bytes, struct buf *utf8)
{
	struct buf back = BUF_INIT;
	size_t bad, start = utf8->n;
	bool same = convert("UTF-8", charset, bytes, utf8, &bad) == 0 &&
	            convert(charset, "UTF-8", span_cut(buf_span(utf8), start, utf8->n), &back, &bad) == 0 &&
	            span_eq(buf_span(&back), bytes);

	buf_fini(&back);
	if (!same)
		utf8->n = start;
	return same;
}
