/* image.c: any bytes as a picture file: its header, never a pixel. */
#include "fuzz/fuzz.h"
#include "image/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	struct image_file f;
	struct image_head h;
	uint32_t shown[2];

	image_memory(&f, (struct span){(const char *)data, size});
	image_head(&f, &a, &h);
	image_shown(&h, shown);
	MUST(!h.fault == !h.why && h.orientation <= 8 && strlen(h.icc) < sizeof h.icc && (h.fault || h.video || (h.width && h.height)));
	arena_fini(&a);
	return 0;
}
