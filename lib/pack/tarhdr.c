/* tarhdr.c: tar headers as bytes. Field offsets from POSIX.1-2017, pax, "ustar Interchange Format". */
#include "pack/tarhdr.h"

#include <stdio.h>
#include <string.h>

enum {
	NAME = 0, NAME_LEN = 100, MODE = 100, SIZE = 124, SIZE_LEN = 12, SUM = 148, SUM_LEN = 8, TYPE = 156, LINK = 157,
	LINK_LEN = 100, MAGIC = 257, MAGIC_LEN = 8, PREFIX = 345, PREFIX_LEN = 155
};

/* A field up to its NUL. */
static struct span field(const char *block, size_t at, size_t max)
{
	const char *end = memchr(block + at, 0, max);

	return (struct span){block + at, end ? (size_t)(end - (block + at)) : max};
}

/* Octal digits between spaces and NULs, or base-256 (first bit set). False: neither, or too large, or negative. */
static bool number(const char *p, size_t n, uint64_t *out)
{
	const unsigned char *u = (const unsigned char *)p;
	uint64_t v = 0;
	size_t i = 0;

	if (u[0] & 0x80) {
		if (u[0] & 0x40)
			return false;
		v = u[0] & 0x3F;
		for (i = 1; i < n; i++) {
			if (v >> 55)
				return false;
			v = v << 8 | u[i];
		}
		*out = v;
		return true;
	}
	while (i < n && (p[i] == ' ' || p[i] == 0))
		i++;
	for (; i < n && p[i] >= '0' && p[i] <= '7'; i++)
		v = v << 3 | (uint64_t)(p[i] - '0');
	for (; i < n; i++)
		if (p[i] != ' ' && p[i] != 0)
			return false;
	*out = v;
	return true;
}

/* Unsigned as POSIX has it, signed as some old tars wrote it. */
static void sums(const char *block, long *u, long *s)
{
	*u = *s = 0;
	for (int i = 0; i < TAR_BLOCK; i++) {
		bool own = i >= SUM && i < SUM + SUM_LEN;
		*u += own ? ' ' : (unsigned char)block[i];
		*s += own ? ' ' : (signed char)block[i];
	}
}

static bool all_zero(const char *block)
{
	return block[0] == 0 && memcmp(block, block + 1, TAR_BLOCK - 1) == 0;
}

int tar_head_read(const char *block, struct tar_head *h, struct diag *d)
{
	uint64_t want;
	long u, s;

	if (all_zero(block))
		return 0;
	sums(block, &u, &s);
	if (!number(block + SUM, SUM_LEN, &want) || ((long)want != u && (long)want != s))
		return diag_set(d, "bad-archive", "a tar header's checksum is wrong");
	h->type = block[TYPE];
	h->gnu = memcmp(block + MAGIC, "ustar  ", MAGIC_LEN) == 0;
	h->ustar = !h->gnu && memcmp(block + MAGIC, "ustar", 5) == 0;
	if (!number(block + SIZE, SIZE_LEN, &h->size) || h->size > INT64_MAX - 2 * TAR_BLOCK)
		return diag_set(d, "bad-archive", "a tar header's size is no number");
	return 1;
}

void tar_head_name(const char *block, const struct tar_head *h, struct buf *b)
{
	struct span prefix = field(block, PREFIX, PREFIX_LEN);

	if (h->ustar && prefix.n) {
		buf_adds(b, prefix);
		if (prefix.p[prefix.n - 1] != '/')
			buf_addc(b, '/');
	}
	buf_adds(b, field(block, NAME, NAME_LEN));
}

static void set_sum(char *block)
{
	char t[32];
	long u, s;

	sums(block, &u, &s);
	snprintf(t, sizeof t, "%06lo", (unsigned long)u);
	/* Two endings are in use, "123456\0 " and "0123456\0"; the one that stands there stays. */
	if (block[SUM + 7] == 0 && block[SUM + 6] >= '0' && block[SUM + 6] <= '7')
		snprintf(t, sizeof t, "%07lo", (unsigned long)u);
	size_t n = strlen(t);
	memcpy(block + SUM, t, n);
	block[SUM + n] = 0;
	if (n == 6)
		block[SUM + 7] = ' ';
}

bool tar_head_resize(char *block, uint64_t size)
{
	char *p = block + SIZE;

	if (*p & 0x80) {
		for (int i = SIZE_LEN - 1; i > 0; i--, size >>= 8)
			p[i] = (char)(size & 0xFF);
		p[0] = (char)0x80;
	} else {
		char t[24];
		int n = snprintf(t, sizeof t, "%011llo", (unsigned long long)size);
		if (n != SIZE_LEN - 1)
			return false;
		char end = p[SIZE_LEN - 1] == ' ' ? ' ' : 0;
		memcpy(p, t, SIZE_LEN - 1);
		p[SIZE_LEN - 1] = end;
	}
	set_sum(block);
	return true;
}

int tar_pax_next(struct span body, size_t *at, struct span *key, struct span *value)
{
	size_t i = *at, len = 0;

	if (i >= body.n || body.p[i] == 0)
		return 0;
	for (; i < body.n && body.p[i] >= '0' && body.p[i] <= '9'; i++) {
		len = len * 10 + (size_t)(body.p[i] - '0');
		if (len > TAR_SPECIAL_MAX)
			return -1;
	}
	if (i == *at || i >= body.n || body.p[i] != ' ' || len > body.n - *at || len < i - *at + 3)
		return -1;
	struct span rec = span_cut(body, i + 1, *at + len);
	if (rec.p[rec.n - 1] != '\n')
		return -1;
	const char *eq = memchr(rec.p, '=', rec.n);
	if (!eq || eq == rec.p)
		return -1;
	*key = span_cut(rec, 0, (size_t)(eq - rec.p));
	*value = span_cut(rec, key->n + 1, rec.n - 1);
	*at += len;
	return 1;
}

void tar_pax_put(struct buf *b, struct span key, struct span value)
{
	size_t body = key.n + value.n + 3, len; /* space, =, newline */

	for (size_t digits = 1, ten = 10;; digits++, ten *= 10) {
		len = body + digits;
		if (len < ten)
			break;
	}
	buf_addu(b, len);
	buf_addc(b, ' ');
	buf_adds(b, key);
	buf_addc(b, '=');
	buf_adds(b, value);
	buf_addc(b, '\n');
}

static void pad(struct buf *b)
{
	size_t more = (size_t)(tar_padded(b->n) - b->n);

	if (more) {
		memset(buf_room(b, more), 0, more);
		b->n += more;
	}
}

/* One pax header and its body with the size record changed. False: there is none to change. */
static bool pax_resize(struct span head, struct span body, uint64_t size, struct buf *b)
{
	struct buf out = BUF_INIT;
	struct span key, value;
	char digits[24];
	struct span want = {digits, (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)size)};
	bool found = false;
	size_t at = 0, from = 0;

	while (tar_pax_next(body, &at, &key, &value) == 1) {
		if (span_is(key, "size") && !span_eq(value, want)) {
			tar_pax_put(&out, key, want);
			found = true;
		} else {
			buf_add(&out, body.p + from, at - from);
		}
		from = at;
	}
	if (found) {
		buf_add(&out, body.p + from, body.n - from);
		size_t start = b->n;
		buf_adds(b, head);
		found = tar_head_resize(b->p + start, out.n);
		buf_adds(b, buf_span(&out));
		pad(b);
	}
	buf_fini(&out);
	return found;
}

bool tar_group_resize(struct span group, uint64_t size, struct buf *b)
{
	struct tar_head h;
	size_t at = 0;

	while (at + TAR_BLOCK < group.n) {
		if (tar_head_read(group.p + at, &h, NULL) != 1)
			return false;
		size_t len = TAR_BLOCK + (h.type == 'V' ? 0 : (size_t)tar_padded(h.size));
		if (len > group.n - at)
			return false;
		struct span head = span_cut(group, at, at + TAR_BLOCK);
		bool pax = h.type == 'x' || h.type == 'X';
		if (!pax || !pax_resize(head, span_cut(group, at + TAR_BLOCK, at + TAR_BLOCK + (size_t)h.size), size, b))
			buf_add(b, group.p + at, len);
		at += len;
	}
	if (group.n - at != TAR_BLOCK)
		return false;
	buf_add(b, group.p + at, TAR_BLOCK);
	return tar_head_resize(b->p + b->n - TAR_BLOCK, size);
}

/* Where a long name may be cut for the prefix field: a slash with at most 155 bytes before and 100 behind. 0 = nowhere. */
static size_t prefix_cut(struct span name)
{
	for (size_t i = name.n > NAME_LEN ? name.n - NAME_LEN - 1 : 1; i < name.n - 1 && i <= PREFIX_LEN; i++)
		if (name.p[i] == '/')
			return i;
	return 0;
}

/* A special header whose body is the name: GNU's L, or a pax header. */
static bool long_name(const char *like, bool gnu, struct span name, struct buf *b)
{
	struct buf body = BUF_INIT;
	size_t start = b->n;
	static const char gnu_name[] = "././@LongLink", pax_name[] = "PaxHeader";

	if (gnu) {
		buf_adds(&body, name);
		buf_addc(&body, 0);
	} else {
		tar_pax_put(&body, SPAN("path"), name);
	}
	buf_add(b, like, TAR_BLOCK);
	memset(b->p + start, 0, NAME_LEN);
	if (gnu)
		memcpy(b->p + start, gnu_name, sizeof gnu_name);
	else
		memcpy(b->p + start, pax_name, sizeof pax_name);
	memset(b->p + start + PREFIX, 0, TAR_BLOCK - PREFIX);
	b->p[start + TYPE] = gnu ? 'L' : 'x';
	bool ok = tar_head_resize(b->p + start, body.n);
	buf_adds(b, buf_span(&body));
	pad(b);
	buf_fini(&body);
	return ok;
}

bool tar_group_make(const char *like, struct span name, uint64_t size, struct buf *b)
{
	struct tar_head h;
	char block[TAR_BLOCK];
	size_t cut = 0;

	if (tar_head_read(like, &h, NULL) != 1)
		return false;
	memcpy(block, like, TAR_BLOCK);
	memset(block + NAME, 0, NAME_LEN);
	memset(block + LINK, 0, LINK_LEN);
	memset(block + PREFIX, 0, TAR_BLOCK - PREFIX);
	memset(block + SIZE, '0', SIZE_LEN - 1); /* octal, whatever the notation of the other was */
	block[SIZE + SIZE_LEN - 1] = 0;
	block[TYPE] = '0';
	if (name.n > NAME_LEN) {
		cut = h.ustar ? prefix_cut(name) : 0;
		if (cut)
			memcpy(block + PREFIX, name.p, cut++);
		else if (!long_name(block, h.gnu || !h.ustar, name, b))
			return false;
	}
	size_t n = name.n - cut < NAME_LEN ? name.n - cut : NAME_LEN;
	memcpy(block + NAME, name.p + cut, n);
	size_t start = b->n;
	buf_add(b, block, TAR_BLOCK);
	return tar_head_resize(b->p + start, size);
}
