/* io_look.c: notes put, found and taken again, while the table grows. */
#include "base/buf.h"
#include "base/hash.h"
#include "io/look.h"
#include "unit/tap.h"

static unsigned char note[LOOK_NOTE];

static uint64_t salt;

static bool has(struct look_notes *t, unsigned i, int take)
{
	const unsigned char *n = look_get(t, hash_u64(i + salt), take);
	unsigned got = ~i;

	if (n)
		memcpy(&got, n, sizeof got);
	return got == i;
}

static void put(struct look_notes *t, unsigned i)
{
	memcpy(note, &i, sizeof i);
	look_put(t, hash_u64(i + salt), note);
}

/* How many of n notes are lost while a table grows that cannot grow where it stands; what writes into the old table only the address sanitizer sees
 * for sure. */
static unsigned lost_of(unsigned n)
{
	enum { WALLS = 64 };
	struct buf wall[WALLS] = {BUF_INIT};
	struct look_notes t = {0};
	unsigned lost = 0, walls = 0;

	for (unsigned i = 0; i < n; i++) {
		put(&t, i);
		if (i % (n / WALLS) == 0 && walls < WALLS)
			buf_room(&wall[walls++], 100);
	}
	for (unsigned i = 0; i < n; i++)
		lost += !has(&t, i, 0);
	for (unsigned i = 0; i < walls; i++)
		buf_fini(&wall[i]);
	look_fini(&t);
	return lost;
}

int main(void)
{
	enum { N = 20000, ROUNDS = 50 };
	struct look_notes t = {0};
	unsigned lost = 0, back = 0;

	for (salt = 1; salt < ROUNDS; salt++)
		lost += lost_of(1200);
	OK(lost == 0, "no note is lost while the table grows (%u)", lost);
	for (unsigned i = 0; i < N; i++)
		put(&t, i);
	for (unsigned i = 0; i < N; i += 2)
		lost += !has(&t, i, 1);
	for (unsigned i = 0; i < N; i += 2)
		back += has(&t, i, 0);
	OK(lost == 0 && back == 0, "what is taken is gone");
	for (unsigned i = N; i < 2 * N; i++)
		put(&t, i);
	for (unsigned i = 1; i < 2 * N; i++)
		lost += (i >= N || i % 2) && !has(&t, i, 0);
	OK(lost == 0, "places that were taken are used again, and nothing is lost");
	put(&t, 7);
	OK(has(&t, 7, 1) && !has(&t, 7, 0), "a note put twice is one");
	look_fini(&t);
	return tap_end();
}
