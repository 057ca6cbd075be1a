/* thumb.c: any bytes as a picture: a thumbnail within its edge, or a reason; what its pixels say; never a long wait for a small file. */
#include "fuzz/fuzz.h"
#include "image/pixels.h"
#include "image/thumb.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a = ARENA_INIT;
	struct thumb t = {0};
	struct diag d = {0};
	struct span s = {(const char *)p, n};

	if (thumb_make(s, 32, &a, &t, &d) == 0)
		MUST(t.webp.n && t.small_w && t.small_w <= 32 && t.small_h && t.small_h <= 32 && t.width && t.height && t.format);
	else
		fuzz_said(&d);
	/* What is made small is looked at, too: hashes, bars, what lies under alpha. */
	struct pixels x;
	d = (struct diag){0};
	pixels_look(s, &a, &x, &d);
	MUST(!(x.seen && x.damaged) && x.clear <= 100 && x.bars[0] + x.bars[1] < 100 && x.bars[2] + x.bars[3] < 100);
	arena_fini(&a);
	return 0;
}
