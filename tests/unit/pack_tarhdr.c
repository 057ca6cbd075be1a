/* pack_tarhdr.c: tar headers read, checked, resized and made; pax records. */
#include <stdio.h>
#include <string.h>

#include "pack/tarhdr.h"
#include "unit/tap.h"

/* A header as GNU tar writes it, checksum and all. */
static void header(char *b, const char *name, char type, unsigned long size, const char *magic)
{
	memset(b, 0, TAR_BLOCK);
	memcpy(b, name, strlen(name));
	memcpy(b + 100, "0000644\0" "0001750\0" "0001750\0", 24);
	snprintf(b + 124, 12, "%011lo", size);
	memcpy(b + 136, "14371573200", 12);
	b[156] = type;
	memcpy(b + 257, magic, 8);
	memset(b + 148, ' ', 8);
	unsigned long sum = 0;
	for (int i = 0; i < TAR_BLOCK; i++)
		sum += (unsigned char)b[i];
	snprintf(b + 148, 8, "%06lo", sum);
	b[155] = ' ';
}

static void test_head(void)
{
	char b[TAR_BLOCK], c[TAR_BLOCK];
	struct tar_head h;
	struct diag d = {0};

	header(b, "a.txt", '0', 12, "ustar  ");
	OK(tar_head_read(b, &h, NULL) == 1 && h.size == 12 && h.gnu && !h.ustar && h.type == '0', "a GNU header is read");
	memcpy(c, b, sizeof c);
	OK(tar_head_resize(c, 12) && memcmp(b, c, sizeof b) == 0, "the same size gives the same bytes");
	OK(tar_head_resize(c, 01234567) && memcmp(c + 124, "00001234567", 12) == 0 && tar_head_read(c, &h, NULL) == 1,
	   "another size, and the checksum is right again");
	b[3] ^= 1;
	OK(tar_head_read(b, &h, &d) == -1 && strcmp(d.code, "bad-archive") == 0, "a wrong checksum is an error");
	memset(b, 0, sizeof b);
	OK(tar_head_read(b, &h, NULL) == 0, "a block of zeros is the end");
	header(b, "a.txt", '0', 0, "ustar\0" "00");
	memset(b + 124, 0, 12);
	b[124] = (char)0x80;
	b[134] = 2;
	OK(tar_head_resize(b, 0x30201), "a base-256 size is written");
	OK(tar_head_read(b, &h, NULL) == 1 && h.size == 0x30201 && (b[124] & 0x80), "as base-256, and read back");
	memset(b + 124, 0xFF, 12);
	OK(tar_head_read(b, &h, NULL) == -1, "a negative size is an error");
	header(b, "a.txt", '0', 7, "ustar\0" "00");
	b[135] = ' ';
	b[154] = '1'; /* seven digits and a NUL: the other ending of checksums */
	OK(tar_head_resize(b, 9) && b[135] == ' ', "a space behind the size stays one");
	OK(!tar_head_resize(b, 1ull << 40), "a size beyond the digits is refused");
}

static void test_names(void)
{
	char b[TAR_BLOCK];
	struct tar_head h;
	struct buf n = BUF_INIT;

	header(b, "x.png", '0', 1, "ustar\0" "00");
	memcpy(b + 345, "some/dir", 8);
	h = (struct tar_head){.ustar = true};
	tar_head_name(b, &h, &n);
	OK(span_is(buf_span(&n), "some/dir/x.png"), "prefix and name");
	buf_reset(&n);
	h = (struct tar_head){.gnu = true};
	tar_head_name(b, &h, &n);
	OK(span_is(buf_span(&n), "x.png"), "GNU's header has no prefix");
	buf_fini(&n);
}

static void test_pax(void)
{
	struct span key, value, body = SPAN("11 path=ab\n19 comment=line\nbrk\n");
	struct buf b = BUF_INIT;
	size_t at = 0;

	OK(tar_pax_next(body, &at, &key, &value) == 1 && span_is(key, "path") && span_is(value, "ab"), "a pax record");
	OK(tar_pax_next(body, &at, &key, &value) == -1, "a length that does not end at a line feed is malformed");
	at = 0;
	body = SPAN("19 comment=a\nb=c\nde\n");
	OK(tar_pax_next(body, &at, &key, &value) == -1, "one byte off is malformed");
	at = 0;
	body = SPAN("20 comment=a\nb=c\nde\n");
	OK(tar_pax_next(body, &at, &key, &value) == 1 && span_is(value, "a\nb=c\nde") && tar_pax_next(body, &at, &key, &value) == 0,
	   "line feeds and = in a value");
	const char *bad[] = {"", "9", "9 ", "0 a=b\n", "6 a=b", "x a=b\n", "6 ab\n", "5 =b\n", "99999999999999999999 a=b\n", NULL};
	int good = 1;
	for (int i = 1; bad[i]; i++) {
		at = 0;
		good &= tar_pax_next(span_of(bad[i]), &at, &key, &value) == -1;
	}
	OK(good, "malformed records");
	int all = 1;
	for (size_t n = 0; n < 1200; n++) { /* where the length's own digits count */
		char text[1200];
		memset(text, 'v', sizeof text);
		buf_reset(&b);
		tar_pax_put(&b, SPAN("size"), (struct span){text, n});
		at = 0;
		all &= tar_pax_next(buf_span(&b), &at, &key, &value) == 1 && at == b.n && value.n == n && span_is(key, "size");
	}
	OK(all, "a record is as long as it says, for every length");
	buf_fini(&b);
}

static void test_group(void)
{
	char b[TAR_BLOCK * 3] = {0};
	struct buf out = BUF_INIT;
	struct tar_head h;
	struct span key, value;
	size_t at = 0;

	header(b, "PaxHeader", 'x', 13 + 10 + 14, "ustar\0" "00");
	memcpy(b + TAR_BLOCK, "13 mtime=1.5\n10 size=9\n14 comment=xy\n", 37);
	header(b + 2 * TAR_BLOCK, "a.txt", '0', 9, "ustar\0" "00");
	struct span group = {b, sizeof b};
	OK(tar_group_resize(group, 9, &out) && span_eq(buf_span(&out), group), "the same size gives the same headers");
	buf_reset(&out);
	OK(tar_group_resize(group, 12345, &out) && out.n == sizeof b, "another size");
	OK(tar_head_read(out.p, &h, NULL) == 1 && h.size == 41 && tar_head_read(out.p + 2 * TAR_BLOCK, &h, NULL) == 1 && h.size == 12345,
	   "both headers have it, with right checksums");
	int seen = 0;
	struct span pax = {out.p + TAR_BLOCK, 41};
	while (tar_pax_next(pax, &at, &key, &value) == 1)
		seen += span_is(key, "size") ? span_is(value, "12345") * 10 : 1;
	OK(seen == 12, "the pax size record changes, the others stay");
	buf_reset(&out);
	OK(!tar_group_resize((struct span){b, TAR_BLOCK * 2}, 1, &out), "headers without a member are refused");
	buf_fini(&out);
}

static void test_make(void)
{
	char like[TAR_BLOCK], name[300];
	struct buf out = BUF_INIT;
	struct tar_head h;

	header(like, "dir/a.png", '0', 5000, "ustar  ");
	OK(tar_group_make(like, SPAN("dir/a.txt"), 3, &out) && out.n == TAR_BLOCK && tar_head_read(out.p, &h, NULL) == 1 && h.size == 3 &&
	   memcmp(out.p + 100, like + 100, 24) == 0 && memcmp(out.p + 136, like + 136, 12) == 0, "a new header has the old one's mode, owner and time");
	memset(name, 'n', sizeof name);
	buf_reset(&out);
	OK(tar_group_make(like, (struct span){name, 200}, 3, &out) && out.n == 3 * TAR_BLOCK && out.p[156] == 'L' &&
	   memcmp(out.p + TAR_BLOCK, name, 200) == 0, "a long name in a GNU tar");
	header(like, "dir/a.png", '0', 5000, "ustar\0" "00");
	buf_reset(&out);
	OK(tar_group_make(like, (struct span){name, 200}, 3, &out) && out.n == 3 * TAR_BLOCK && out.p[156] == 'x' &&
	   memcmp(out.p + TAR_BLOCK, "210 path=", 9) == 0, "a long name in a pax tar");
	name[90] = '/';
	buf_reset(&out);
	OK(tar_group_make(like, (struct span){name, 150}, 3, &out) && out.n == TAR_BLOCK, "a long name that the prefix can hold");
	struct buf n = BUF_INIT;
	OK(tar_head_read(out.p, &h, NULL) == 1 && (tar_head_name(out.p, &h, &n), span_eq(buf_span(&n), (struct span){name, 150})), "reads back");
	buf_fini(&n);
	buf_fini(&out);
}

int main(void)
{
	test_head();
	test_names();
	test_pax();
	test_group();
	test_make();
	return tap_end();
}
