/* pack_flow.c: keep, drop and put, on plain files and through every compression, against the same done in memory; the store. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fdio.h"
#include "base/hash.h"
#include "io/temp.h"
#include "pack/flow.h"
#include "pack/pack_text.h"
#include "pack/store.h"
#include "unit/tap.h"

static int scratch(void)
{
	char name[] = "/tmp/captools-unit-XXXXXX";
	int fd = mkstemp(name);

	unlink(name);
	return fd;
}

static void slurp(int fd, struct buf *b)
{
	char t[4096];
	ssize_t r;

	lseek(fd, 0, SEEK_SET);
	while ((r = read(fd, t, sizeof t)) > 0)
		buf_add(b, t, (size_t)r);
}

enum { SIZE = 1 << 20 };

/* A random walk over data; what must come out is collected in want. */
static int walk(struct flow *f, struct span data, uint64_t seed, struct buf *want)
{
	size_t at = 0;
	struct span s;

	while (at < data.n) {
		uint64_t r = hash_u64(++seed);
		size_t n = (size_t)(r >> 8) % (r & 0x80 ? 400000 : 700);
		if (n > data.n - at)
			n = data.n - at;
		size_t look = n < 5000 ? n : 5000;
		if (flow_peek(f, look, &s, NULL) != 0 || s.n != look || memcmp(s.p, data.p + at, look) != 0)
			return 0;
		switch (r % 3) {
		case 0:
			if (flow_keep(f, n, NULL) != 0)
				return 0;
			buf_add(want, data.p + at, n);
			break;
		case 1:
			if (flow_drop(f, n, NULL) != 0)
				return 0;
			break;
		default:
			if (flow_put(f, data.p, n % 3000, NULL) != 0)
				return 0;
			buf_add(want, data.p, n % 3000);
			n = 0;
		}
		at += n;
		if (flow_at(f) != want->n)
			return 0;
	}
	return 1;
}

static void test_flow(struct span data)
{
	static const char *const names[] = {"plain", "gzip", "zstd", "xz", "bzip2"};

	for (int from = FILTER_NONE; from <= FILTER_BZIP2; from++) {
		for (int to = FILTER_NONE; to <= FILTER_BZIP2; to++) {
			if (from != FILTER_NONE && to != FILTER_NONE && to != from)
				continue;
			int in = scratch(), out = scratch(), plain = scratch();
			struct buf want = BUF_INIT, got = BUF_INIT;
			struct flow f;
			struct span s;
			/* The input, compressed by a flow of its own. */
			fd_write(plain, data.p, data.n);
			lseek(plain, 0, SEEK_SET);
			int ok = flow_open(&f, plain, in, FILTER_NONE, (enum filter_kind)from, NULL) == 0 && flow_finish(&f, NULL) == 0;
			flow_close(&f);
			lseek(in, 0, SEEK_SET);
			ok = ok && flow_open(&f, in, out, (enum filter_kind)from, (enum filter_kind)to, NULL) == 0 && walk(&f, data, (uint64_t)from, &want) &&
			     flow_peek(&f, 10, &s, NULL) == 0 && s.n == 0 && flow_keep(&f, 1, NULL) == -1 && flow_finish(&f, NULL) == 0;
			flow_close(&f);
			lseek(out, 0, SEEK_SET);
			lseek(plain, 0, SEEK_SET);
			if (ftruncate(plain, 0) != 0)
				ok = 0;
			ok = ok && flow_open(&f, out, plain, (enum filter_kind)to, FILTER_NONE, NULL) == 0 && flow_finish(&f, NULL) == 0;
			flow_close(&f);
			slurp(plain, &got);
			OK(ok && span_eq(buf_span(&got), buf_span(&want)), "%s to %s: kept, dropped and put", names[from], names[to]);
			close(in);
			close(out);
			close(plain);
			buf_fini(&want);
			buf_fini(&got);
		}
	}
}

static void test_store(struct span data)
{
	struct store *s = store_open();
	struct arena a = ARENA_INIT;
	uint64_t at[4000];
	int ok = 1;

	for (size_t i = 0; i < 4000; i++) /* 10 MB: most of it in the file */
		ok &= store_put(s, span_cut(data, i, i * 7 % 5000 + i), &at[i], NULL) == 0;
	for (size_t k = 0; k < 4000; k++) {
		size_t i = k * 2654435761u % 4000;
		struct span got;
		ok &= store_get(s, at[i], i * 7 % 5000, &a, &got, NULL) == 0 && span_eq(got, span_cut(data, i, i * 7 % 5000 + i));
		arena_reset(&a);
	}
	struct span none;
	OK(ok, "what is put aside is found again");
	OK(store_get(s, store_size(s) - 1, 2, &a, &none, NULL) == -1, "not beyond the end");
	arena_fini(&a);
	store_close(s);
}

static void test_text(void)
{
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	struct text_place at;
	struct span file = SPAN("{\"caption\": \"old\", \"x\":\"caption\", \"caption\" : \"last\\u00e9\" }\n"), s;

	OK(text_in_json(&a, file, NULL, &at, NULL) == 0 && text_get(&a, file, at, &s) && span_is(s, "last\xc3\xa9"), "the last of a doubled key counts");
	text_put(file, at, SPAN("\xf0\x9f\x98\x80\"\n\xc3\xa9"), &b);
	OK(span_is(buf_span(&b), "\"\\ud83d\\ude00\\\"\\n\\u00e9\""), "an ASCII file stays ASCII");
	OK(text_in_json(&a, SPAN("{\"caption\":3}"), NULL, &at, NULL) == -1 && text_in_json(&a, SPAN("[]"), NULL, &at, NULL) == -1, "no caption, no object");
	static const struct { const char *file; size_t n; } ends[] = {{"a\n", 1}, {"a\r\n", 1}, {"a\n\n", 2}, {"a\r", 2}, {"\n", 0}, {"", 0}, {"\r\n", 0}};
	int ok = 1;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		ok &= text_in_file(span_of(ends[i].file)).end == ends[i].n;
	OK(ok, "one final line break is not the caption's");
	buf_reset(&b);
	struct diag d = {0};
	OK(text_encode("cp1252", SPAN("\xe2\x82\xac\xc3\xa9"), &b, &d) == 0 && span_is(buf_span(&b), "\x80\xe9"), "encoded");
	OK(text_encode("cp1252", SPAN("ab\xe6\x97\xa5"), &b, &d) == -1 && d.offset == 2 && strstr(d.message, "U+65E5"), "what does not fit is named");
	buf_reset(&b);
	OK(text_decode("shift_jis", SPAN("\x93\xfa"), &b) && span_is(buf_span(&b), "\xe6\x97\xa5"), "decoded");
	buf_reset(&b);
	OK(text_encode("utf-16", SPAN("h\xc3\xb3"), &b, &d) == 0 && b.n == 6 && memcmp(b.p, "\xff\xfeh\0\xf3\0", 6) == 0,
	   "UTF-16 as Windows writes it, whatever the C library");
	buf_reset(&b);
	OK(text_decode("utf-16", (struct span){"\xff\xfeh\0i\0", 6}, &b) && span_is(buf_span(&b), "hi"), "and back");
	OK(!text_decode("cp1252", SPAN("\x81"), &b), "what cannot be given back is not decoded");
	buf_fini(&b);
	arena_fini(&a);
}

static void test_temp(void)
{
	char long_name[256], temp[TEMP_NAME], dir[] = "/tmp/captools-unit-XXXXXX";

	OK(temp_is(".a.tar.captools-aB3xY9", "a.tar") && temp_is(".a.tar.captools-aB3xY9", NULL), "a temporary name");
	OK(!temp_is("a.tar.captools-aB3xY9", NULL) && !temp_is(".a.tar.captools-aB3x", NULL) && !temp_is(".a.tar.captools-aB3x_9", NULL) &&
	   !temp_is(".b.tar.captools-aB3xY9", "a.tar") && !temp_is(".captools-aB3xY9", NULL), "others are not");
	memset(long_name, 'n', 255);
	long_name[255] = 0;
	int fd = mkdtemp(dir) ? open(dir, O_RDONLY | O_DIRECTORY) : -1, f = temp_file(fd, long_name, temp);
	OK(f >= 0 && strlen(temp) == 255 && temp_is(temp, long_name), "the longest name is shortened");
	OK(temp_sweep(fd, NULL) == 0, "a live run's file stays");
	close(f);
	OK(temp_sweep(fd, "other") == 0 && temp_sweep(fd, long_name) == 1, "a dead one's goes, for its own target");
	close(fd);
	rmdir(dir);
}

int main(void)
{
	struct buf data = BUF_INIT;

	for (uint64_t i = 0; i < SIZE / 8; i++) { /* half of it compresses */
		uint64_t v = i % 1024 < 512 ? hash_u64(i) : i / 512;
		buf_add(&data, (const char *)&v, sizeof v);
	}
	test_flow(buf_span(&data));
	test_store(buf_span(&data));
	test_text();
	test_temp();
	buf_fini(&data);
	return tap_end();
}
