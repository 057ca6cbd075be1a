/* base.c: arena, buffer, diagnostics, hash, zstd, options' neighbours. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/sys.h"
#include "base/zread.h"
#include "unit/tap.h"

static int blocks_of(const struct arena *a)
{
	int n = 0;

	for (const struct arena_block *b = a->head; b; b = b->older)
		n++;
	return n;
}

static void test_arena(void)
{
	struct arena a = ARENA_INIT;
	struct { int *v; size_t n, cap; } list = {0};

	for (int i = 0; i < 10000; i++)
		*ARENA_PUSH(&a, &list) = i;
	int good = 1;
	for (int i = 0; i < 10000; i++)
		good &= list.v[i] == i;
	OK(good && list.n == 10000, "a list grows and keeps its elements");
	char *p = arena_alloc(&a, 3);
	OK(((uintptr_t)p & 15) == 0, "every block is aligned");
	char *q = arena_grow(&a, p, 3, 8);
	OK(p == q, "the last block grows in place");
	arena_alloc(&a, 1);
	memcpy(q, "1234567", 8);
	char *r = arena_grow(&a, q, 8, 4000);
	OK(r != q && memcmp(r, "1234567", 8) == 0, "an older block moves with its bytes");
	OK(arena_printf(&a, "%d-%s", 42, "x").n == 4, "printf into the arena");
	arena_reset(&a);
	OK(arena_alloc(&a, 100 << 20) != NULL, "a huge block");
	arena_reset(&a);
	OK(blocks_of(&a) == 1, "a reset gives a huge block back");
	list.v = NULL;
	list.n = list.cap = 0;
	for (int i = 0; i < 1 << 20; i++)
		*ARENA_PUSH(&a, &list) = i;
	good = 1;
	for (int i = 0; i < 1 << 20; i++)
		good &= list.v[i] == i;
	OK(good && list.n == 1 << 20, "a list that moves to a block of its own keeps its elements");
	OK(blocks_of(&a) < 8, "a long list leaves no copies of itself behind");
	struct arena_mark m = arena_mark(&a);
	int before = blocks_of(&a);
	for (int i = 0; i < 4; i++)
		memset(arena_alloc(&a, 1 << 20), 1, 1 << 20);
	for (int i = 0; i < 1 << 18; i++)
		memset(arena_alloc(&a, 64), 1, 64);
	memset(arena_alloc(&a, 1 << 20), 1, 1 << 20);
	arena_back(&a, m);
	good = 1;
	for (int i = 0; i < 1 << 20; i++)
		good &= list.v[i] == i;
	OK(good && blocks_of(&a) == before && a.at == m.at, "an arena comes back to a mark, with what is older");
	arena_fini(&a);
	m = arena_mark(&a);
	arena_alloc(&a, 1 << 20);
	arena_back(&a, m);
	OK(blocks_of(&a) == 0 && arena_alloc(&a, 8) != NULL, "and to that of an empty one");
	arena_fini(&a);
}

static void test_buf(void)
{
	struct buf b = BUF_INIT;

	buf_addu(&b, 0);
	buf_addc(&b, ' ');
	buf_addu(&b, 18446744073709551615ull);
	OK(span_is(buf_span(&b), "0 18446744073709551615"), "numbers from 0 to 2^64 - 1");
	buf_reset(&b);
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	OK(b.n == 3890 && memcmp(b.p + b.n - 4, "999,", 4) == 0, "printf grows the buffer");
	buf_fini(&b);
}

static void test_diag(void)
{
	struct diag d;

	OK(diag_at(&d, "code", 7, "a\nb\t%s", "c") == -1 && d.has_offset && d.offset == 7, "an error with its byte");
	OK(strcmp(d.message, "a?b?c") == 0, "control bytes do not reach the message");
	char longer[600];
	memset(longer, 'x', sizeof longer);
	memcpy(longer + 238, "\xC3\xA9\xC3\xA9", 4);
	longer[599] = 0;
	diag_set(&d, "code", "%s", longer);
	OK(strlen(d.message) <= 239 && ((unsigned char)d.message[strlen(d.message) - 1] < 0x80), "a cut message stays UTF-8");
	OK(diag_set(NULL, "code", "nothing") == -1, "no place for the error is fine");
}

static void test_hash(void)
{
	char t[40] = {0};
	uint64_t seen[40];
	int distinct = 1;

	for (size_t n = 0; n < 40; n++) {
		seen[n] = hash_bytes(t, n, 0);
		for (size_t k = 0; k < n; k++)
			distinct &= seen[k] != seen[n];
	}
	OK(distinct, "zero bytes of every length hash differently");
	OK(hash_bytes("abc", 3, 1) != hash_bytes("abc", 3, 2), "the seed counts");
	OK(hash_bytes("captools", 8, 0) == 0x7adcaff886ed5e5du, "the function is the one that compiled files carry");
	OK(hash_seed() == hash_seed() && hash_seed() != 0, "one seed a process");
}

static void test_zstd(void)
{
	/* zstd of "hello hello hello hello\n", level 3 */
	static const char z[] = "\x28\xb5\x2f\xfd\x04\x58\x6d\x00\x00\x30\x68\x65\x6c\x6c\x6f\x20\x0a\x01\x00\x65\x15\x2d\x28\x09\xa8\xc6\xed";
	struct buf b = BUF_INIT;
	struct diag d = {0};

	OK(zstd_expand(SPAN("plain"), &b, 100, &d) == 0 && span_is(buf_span(&b), "plain"), "plain bytes are copied");
	buf_reset(&b);
	OK(zstd_expand(SPAN("plain"), &b, 3, &d) == -1 && strcmp(d.code, "too-large") == 0, "the cap holds for plain bytes");
	OK(zstd_expand((struct span){z, 9}, &b, 100, &d) == -1 && strcmp(d.code, "bad-zstd") == 0, "half a frame is an error");
	buf_fini(&b);
}

int main(void)
{
	test_arena();
	test_buf();
	test_diag();
	test_hash();
	test_zstd();
	OK(sys_cores() >= 1, "at least one core");
	struct arena a = ARENA_INIT;
	OK(share_find(&a, "no/such/file") == NULL, "what is nowhere is not found");
	arena_fini(&a);
	return tap_end();
}
