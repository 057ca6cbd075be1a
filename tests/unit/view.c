/* view.c: what the page is made of: escaping, hashes, offsets, buckets, thumbnails, terms. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "unit/tap.h"
#include "view/html.h"
#include "view/latent.h"
#include "view/sha256.h"
#include "view/terms.h"
#include "image/thumb.h"
#include "view/utf16.h"

static struct arena latent_memory = ARENA_INIT;
static struct latents latents = {.a = &latent_memory};

static void escaping(void)
{
	struct buf b = BUF_INIT;

	html_text(&b, SPAN("<b> & \"x\" 'y'\x01\n"));
	OK(span_is(buf_span(&b), "&lt;b&gt; &amp; &quot;x&quot; &#39;y&#39;\xEF\xBF\xBD\n"), "text is escaped");
	buf_reset(&b);
	html_json(&b, SPAN("{\"a\":\"</script><!--&\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAA\"}"));
	OK(span_is(buf_span(&b), "{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028\\u2029\xE2\x80\xAA\"}"), "JSON cannot end its element");
	const char *plain[] = {"", "f", "fo", "foo", "foob", "fooba", "foobar"};
	const char *coded[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
	bool same = true;
	for (int i = 0; i < 7; i++) {
		buf_reset(&b);
		html_base64(&b, span_of(plain[i]));
		same &= span_is(buf_span(&b), coded[i]);
	}
	OK(same, "base64 as in RFC 4648");
	buf_fini(&b);
}

static void hashes(void)
{
	static const struct { const char *text; size_t times; const char *hex; } known[] = {
		{"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
		{"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
		 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
		{"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct buf b = BUF_INIT;
		unsigned char out[32];
		char hex[65];
		for (size_t k = 0; k < known[i].times; k++)
			buf_adds(&b, span_of(known[i].text));
		sha256(buf_span(&b), out);
		for (int k = 0; k < 32; k++)
			snprintf(hex + 2 * k, 3, "%02x", out[k]);
		OK(strcmp(hex, known[i].hex) == 0, "SHA-256, FIPS 180's example %zu", i);
		buf_fini(&b);
	}
}

static void offsets(void)
{
	struct arena a = ARENA_INIT;
	struct utf16 u = utf16_map(&a, SPAN("a\xC3\xA9\xF0\x9F\x90\x95z"));

	OK(utf16_at(&u, 0) == 0 && utf16_at(&u, 1) == 1 && utf16_at(&u, 3) == 2 && utf16_at(&u, 7) == 4 && utf16_at(&u, 8) == 5,
	   "bytes to UTF-16 units");
	OK(utf16_at(&u, 2) == 1 && utf16_at(&u, -5) == 0 && utf16_at(&u, 1LL << 60) == 5, "wrong offsets are tamed");
	arena_fini(&a);
}

static void bucket(const char *model, uint32_t w, uint32_t h, uint32_t bw, uint32_t bh, uint32_t sw, uint32_t sh)
{
	struct latent l = latent_of(&latents, span_of(model), w, h);

	OK(l.bucket_w == bw && l.bucket_h == bh && l.scaled_w == sw && l.scaled_h == sh, "%s, %u x %u: bucket %u x %u of %u x %u", model, w,
	   h, l.bucket_w, l.bucket_h, l.scaled_w, l.scaled_h);
}

/* Figures by a transcription of sd-scripts' two functions into a few lines of Python. */
static void buckets(void)
{
	bucket("sdxl", 1024, 1024, 1024, 1024, 1024, 1024);
	bucket("sdxl", 512, 512, 1024, 1024, 1024, 1024);
	bucket("sdxl", 1920, 1080, 1344, 768, 1365, 768);
	bucket("sdxl", 1080, 1920, 768, 1344, 768, 1365);
	bucket("sdxl", 4000, 3000, 1152, 896, 1195, 896);
	bucket("sdxl", 640, 448, 1216, 832, 1216, 851);
	bucket("sdxl", 1216, 832, 1216, 832, 1216, 832);
	bucket("sdxl", 10000, 100, 2048, 256, 25600, 256);
	bucket("sd15", 1920, 1080, 640, 384, 683, 384);
	bucket("sd15", 333, 500, 384, 640, 426, 640);
	bucket("unknown", 1, 1, 1024, 1024, 1024, 1024);
	OK(latent_of(&latents, SPAN("sana"), 100, 100).factor == 32 && latent_of(&latents, SPAN("flux-dev"), 100, 100).factor == 8, "latent cells");
}

/* The mean over the whole picture must stay what it was, however it is reduced. */
static void shrinking(void)
{
	struct arena a = ARENA_INIT;
	struct shrink s;
	uint8_t line[300 * 4];
	unsigned bad = 0;

	for (uint32_t w = 1; w <= 300; w += 13)
		for (uint32_t h = 1; h <= 120; h += 17) {
			uint64_t in = 0, out = 0;
			arena_reset(&a);
			shrink_open(&s, &a, w, h, 40);
			for (uint32_t y = 0; y < h; y++) {
				for (uint32_t x = 0; x < w; x++) {
					uint8_t v = (uint8_t)((x * 7 + y * 13) % 256);
					memset(line + 4 * x, v, 3);
					line[4 * x + 3] = 255;
					in += v;
				}
				shrink_line(&s, line, 4);
			}
			for (size_t i = 0; i < (size_t)s.small_w * s.small_h; i++)
				out += s.rgb[3 * i];
			double d = (double)in / w / h - (double)out / s.small_w / s.small_h;
			bad += s.out_y != s.small_h || d > .6 || d < -.6 || s.small_w > 40 || s.small_h > 40;
		}
	OK(!bad, "means are kept");
	shrink_open(&s, &a, 2, 1, 1);
	shrink_line(&s, (const uint8_t *)"\xff\x00\x00\xff\x00\x00\xff\x00", 4);
	OK(s.rgb[0] == 255 && s.rgb[1] == 128 && s.rgb[2] == 128, "half of a red pixel on white");
	uint32_t sw, sh;
	shrink_size(30000, 1, 64, &sw, &sh);
	OK(sw == 64 && sh == 1, "a line stays a line");
	arena_fini(&a);
}

/* A WebP of our own, read again. */
static void round_trip(void)
{
	struct arena a = ARENA_INIT;
	struct shrink s;
	struct thumb t = {0}, again;
	struct diag d = {0};
	uint8_t line[64 * 3];

	shrink_open(&s, &a, 64, 48, 64);
	for (int y = 0; y < 48; y++) {
		for (int x = 0; x < 64; x++)
			memcpy(line + 3 * x, x < 32 ? "\xd0\x20\x20" : "\x20\x20\xd0", 3);
		shrink_line(&s, line, 3);
	}
	OK(thumb_encode(&s, &t, &d) == 0 && t.webp.n > 30, "a thumbnail is encoded");
	OK(thumb_make(t.webp, 16, &a, &again, &d) == 0 && again.width == 64 && again.height == 48 && again.small_w == 16 && again.small_h == 12,
	   "and decoded");
	struct span cut = span_cut(t.webp, 0, t.webp.n / 2);
	OK(thumb_make(cut, 16, &a, &again, &d) != 0 && strcmp(d.code, "broken") == 0, "half of it is broken: %s", d.message);
	static const struct { struct span file; const char *code; } odd[] = {
		{SPAN_INIT(""), "broken"}, {SPAN_INIT("GIF89a"), "unsupported"}, {SPAN_INIT("hello"), "unsupported"},
		{SPAN_INIT("\xff\xd8\xff\xe0"), "broken"}, {SPAN_INIT("\x89PNG\r\n\x1a\n"), "broken"}, {SPAN_INIT("RIFF\0\0\0\0WEBP"), "broken"},
		{SPAN_INIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xff\0\0\xff\xff\x08\2\0\0\0\x58\x3d\x1f\x1c"), "broken"},
	};
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		OK(thumb_make(odd[i].file, 16, &a, &again, &d) != 0 && (strcmp(d.code, odd[i].code) == 0 || strcmp(d.code, "too-large") == 0),
		   "odd file %zu: %s", i, d.message);
	arena_fini(&a);
}

static void terms(void)
{
	struct terms t = {0};
	struct arena a = ARENA_INIT;
	struct term_ids ids = {0};
	uint32_t top[4];

	terms_add(&t, SPAN("white background, Red Apple, white  background"), &a, &ids);
	OK(ids.n == 2 && span_is(t.list.v[ids.v[0]].text, "white background"), "a short segment is one term, once");
	ids.n = 0;
	terms_add(&t, SPAN("a photo of a red apple on the white table"), &a, &ids);
	OK(ids.n == 5 && span_is(t.list.v[ids.v[0]].text, "photo"), "a long one gives its words without the empty ones");
	ids.n = 0;
	terms_add(&t, SPAN("red apple, photo"), &a, &ids);
	size_t n = terms_top(&t, top, 4);
	OK(n == 2 && t.list.v[top[0]].count == 2, "what only one caption has is no frequent term");
	for (int i = 0; i < 5000; i++) {
		ids.n = 0;
		terms_add(&t, arena_printf(&a, "term %d", i % 2500), &a, &ids);
	}
	OK(terms_top(&t, top, 4) == 4 && t.list.n > 2500 && t.list.v[top[3]].count == 2, "the table grows");
	terms_fini(&t);
	arena_fini(&a);
}

int main(void)
{
	escaping();
	hashes();
	offsets();
	buckets();
	shrinking();
	round_trip();
	terms();
	arena_fini(&latent_memory);
	return tap_end();
}
