/* archive.c: tar, zip and 7z, compressed or not, as captions and as pictures. */
#include "base/hash.h"
#include "fuzz/records.h"
#include "io/images.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char *const from[] = {NULL, "archive", "webdataset", NULL};
	struct span s = {(const char *)p, n}, name, bytes;
	unsigned how = fuzz_byte(&s);
	struct source_options o = {.from = from[how & 3], .limits = fuzz_limits, .encoding = how & 4 ? "cp1252" : NULL,
	                           .caption_ext = how & 8 ? "caption" : NULL};
	const char *path = fuzz_file(0, s)->path;
	uint64_t once, again;
	struct diag d = {0};
	int rc = -1;

	fuzz_read(path, &o, &once);
	fuzz_read(path, &o, &again);
	MUST(once == again);
	struct images *m = how & 16 ? images_open(path, &fuzz_limits, &d) : NULL;
	while (m && (rc = images_next(m, &name, &d)) == 1) {
		struct diag why = {0};
		MUST(utf8_valid(name, NULL));
		if (images_read(m, 5000, &bytes, &why) == 0)
			MUST(bytes.n <= 5000);
		else
			fuzz_said(&why);
		if (why.fatal)
			break;
	}
	if (how & 16 && rc < 0)
		fuzz_said(&d);
	if (m)
		images_close(m);
	return 0;
}
