/* charset.c: iconv, whole texts and streams. */
#include "io/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"

enum { CHARSETS = 8, LINE_MOST = 32 << 20 };

/* The sets in the order they are tried. */
struct charset {
	iconv_t cd[CHARSETS];
	const char *stateful[CHARSETS]; /* its name, if it has a state: an order of bytes, say, that a text's first ones tell */
	size_t n;
	size_t seen; /* of several: bytes of charset_piece's in that are known to hold no line break */
};

static bool has_state(struct span name)
{
	static const char *const begin[] = {"UTF-16", "UTF16", "UTF-32", "UTF32", "UCS-", "UCS2", "UCS4", "ISO-2022", "ISO2022", "UTF-7", "UTF7", "UNICODE", "CSUNICODE"};

	for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
		if (ascii_begins(name, begin[i]))
			return true;
	return false;
}

/* Another text begins. musl's iconv stays where the last one ended, whatever POSIX says of a call without input. */
static void begin(struct charset *c, size_t i)
{
	iconv_t fresh = c->stateful[i] ? iconv_open("UTF-8", c->stateful[i]) : (iconv_t)-1;

	if (fresh == (iconv_t)-1) {
		iconv(c->cd[i], NULL, NULL, NULL, NULL);
		return;
	}
	iconv_close(c->cd[i]);
	c->cd[i] = fresh;
}

struct charset *charset_open(struct arena *a, const char *names, struct diag *d)
{
	struct charset *c = arena_zalloc(a, 1, sizeof *c);

	for (const char *p = names, *end;; p = end + 1) {
		end = p + strcspn(p, ",");
		struct span name = arena_printf(a, "%.*s", (int)(end - p), p);
		if (c->n < CHARSETS)
			c->cd[c->n] = iconv_open("UTF-8", name.p);
		if (c->n == CHARSETS || c->cd[c->n] == (iconv_t)-1) {
			if (c->n == CHARSETS)
				diag_set(d, "charset", "--encoding takes at most %d names", CHARSETS);
			else
				diag_set(d, "charset", "--encoding %s: iconv does not know it (iconv -l lists the names)", name.p);
			if (d)
				d->fatal = true;
			charset_close(c);
			return NULL;
		}
		c->stateful[c->n] = has_state(name) ? name.p : NULL;
		c->n++;
		if (!*end)
			break;
	}
	return c;
}

void charset_close(struct charset *c)
{
	for (size_t i = 0; c && i < c->n; i++)
		iconv_close(c->cd[i]);
}

/* Converts as much of *p as goes. 0, or iconv's errno. */
static int run(iconv_t cd, char **p, size_t *n, struct buf *out)
{
	for (;;) {
		char *to = buf_room(out, *n + 64);
		size_t room = out->cap - out->n, was = room;
		size_t rc = iconv(cd, p, n, &to, &room);
		int err = errno;
		out->n += was - room;
		if (rc != (size_t)-1)
			return 0;
		if (err != E2BIG)
			return err;
		buf_room(out, out->cap - out->n + 256); /* one character may need more than one byte each */
	}
}

bool charset_text(struct charset *c, struct span text, struct buf *out, size_t *bad)
{
	size_t was = out->n;

	for (size_t i = 0; i < c->n; i++) {
		char *p = (char *)(uintptr_t)text.p;
		size_t n = text.n;
		out->n = was;
		begin(c, i);
		if (run(c->cd[i], &p, &n, out) == 0)
			return true;
		if (i == 0)
			*bad = text.n - n;
	}
	out->n = was;
	return false;
}

/* Whole characters of one set off the front of in. */
static size_t whole_characters(iconv_t cd, struct span in, bool last, struct buf *out)
{
	char *p = (char *)(uintptr_t)in.p;
	size_t n = in.n;

	while (n) {
		int err = run(cd, &p, &n, out);
		if (err == 0 || (err == EINVAL && !last))
			break;
		buf_addc(out, (char)0xFF);
		p++;
		n--;
	}
	return in.n - n;
}

/* Whole lines off the front of in, each in the first set that it is valid in. (A set whose line break is not one byte 0x0A cannot be
 * one of several.) */
static size_t whole_lines(struct charset *c, struct span in, bool last, struct buf *out)
{
	size_t at = 0, bad;

	while (at < in.n) {
		const char *nl = memchr(in.p + at + c->seen, '\n', in.n - at - c->seen);
		if (!nl && !last && in.n - at < LINE_MOST) {
			c->seen = in.n - at;
			return at;
		}
		size_t end = nl ? (size_t)(nl + 1 - in.p) : in.n;
		c->seen = 0;
		if (!charset_text(c, span_cut(in, at, end), out, &bad))
			whole_characters(c->cd[0], span_cut(in, at, end), true, out);
		at = end;
	}
	return at;
}

void charset_piece(struct charset *c, struct buf *in, bool last, struct buf *out)
{
	struct span s = buf_span(in);
	size_t took = c->n > 1 ? whole_lines(c, s, last, out) : whole_characters(c->cd[0], s, last, out);

	if (took < in->n)
		memmove(in->p, in->p + took, in->n - took);
	in->n -= took;
}
