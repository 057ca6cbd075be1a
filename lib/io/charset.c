/* charset.c: iconv, whole texts and streams. */
#include "io/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

struct charset {
	iconv_t cd;
};

struct charset *charset_open(struct arena *a, const char *name, struct diag *d)
{
	iconv_t cd = iconv_open("UTF-8", name);

	if (cd == (iconv_t)-1) {
		diag_set(d, "charset", "--encoding %s: iconv does not know it (iconv -l lists the names)", name);
		if (d)
			d->fatal = true;
		return NULL;
	}
	struct charset *c = arena_alloc(a, sizeof *c);
	c->cd = cd;
	return c;
}

void charset_close(struct charset *c)
{
	if (c)
		iconv_close(c->cd);
}

/* Converts as much of *p as goes. 0, or iconv's errno. */
static int run(struct charset *c, char **p, size_t *n, struct buf *out)
{
	for (;;) {
		char *to = buf_room(out, *n + 64);
		size_t room = out->cap - out->n, was = room;
		size_t rc = iconv(c->cd, p, n, &to, &room);
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
	char *p = (char *)(uintptr_t)text.p;
	size_t n = text.n;

	iconv(c->cd, NULL, NULL, NULL, NULL);
	if (run(c, &p, &n, out) == 0)
		return true;
	*bad = text.n - n;
	return false;
}

void charset_piece(struct charset *c, struct buf *in, bool last, struct buf *out)
{
	char *p = in->p;
	size_t n = in->n;

	while (n) {
		int err = run(c, &p, &n, out);
		if (err == 0 || (err == EINVAL && !last))
			break;
		buf_addc(out, (char)0xFF);
		p++;
		n--;
	}
	if (n)
		memmove(in->p, p, n);
	in->n = n;
}
