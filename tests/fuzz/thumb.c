/* thumb.c: any bytes as a picture: a thumbnail within its edge, or a reason; never a long wait for a small file. */
#include "fuzz/fuzz.h"
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
	arena_fini(&a);
	return 0;
}
