/* vocab.c: compiled vocabularies, damaged. A changed byte is refused by the checksum; with the checksum made right again, whatever opens
 * must tokenise without a fault. The input is an engine and a list of changes: two bytes of place, one of value. */
#include "fuzz/tokens.h"
#include "tok/spec.h"
#include "tok/vocab.h"

#define PIECES "[\"<unk>\",0],[\"\xE2\x96\x81\",-2.5],[\"a\",-3],[\"\xE2\x96\x81" "a\",-4],[\"p\",-4],[\"pp\",-5],[\"le\",-4.25]"

static const char *const files[] = {
	"{\"added_tokens\":[{\"id\":7,\"content\":\"</s>\",\"special\":true},{\"id\":8,\"content\":\" x\",\"lstrip\":true,\"normalized\":true}],"
	"\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"Regex\":\" {2,}\"},\"content\":\"\xE2\x96\x81\"},"
	"\"pre_tokenizer\":{\"type\":\"Metaspace\",\"replacement\":\"\xE2\x96\x81\",\"prepend_scheme\":\"always\"},"
	"\"model\":{\"type\":\"Unigram\",\"unk_id\":0,\"vocab\":[" PIECES "]}}",
	"{\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"\xE2\x96\x81\"},\"pre_tokenizer\":null,"
	"\"model\":{\"type\":\"BPE\",\"unk_token\":\"<unk>\",\"fuse_unk\":true,\"byte_fallback\":false,"
	"\"vocab\":{\"<unk>\":0,\"\xE2\x96\x81\":1,\"a\":2,\"p\":3,\"pp\":4,\"app\":5,\"l\":6,\"e\":7,\"le\":8},"
	"\"merges\":[[\"p\",\"p\"],[\"a\",\"pp\"],[\"l\",\"e\"]]}}",
};

enum { ENGINES = 3 };
static struct buf blobs[ENGINES];

#include "unit/tok_small.h"

static void make(void)
{
	static struct small small;
	struct diag d = {0};

	for (int i = 0; i < 2; i++) {
		struct arena a = ARENA_INIT;
		struct spec s = {.a = &a};
		if (spec_load_json(&s, &a, span_of(files[i]), &d) != 0 || vocab_compile(&s, "fuzz", &blobs[i], &d) != 0)
			fprintf(stderr, "%s\n", d.message);
		MUST(blobs[i].n);
		arena_fini(&a);
	}
	small_begin(&small, NORM_CLIP, PRE_CLIP, small_clip_merges);
	small_add(&small, "<n>", (struct spec_added){.lstrip = true});
	MUST(small_end(&small, &d));
	blobs[2] = small.blob;
}

static void use(struct span blob)
{
	struct diag d = {0};
	struct tok *t = tok_open_blob(blob, &d);
	const uint32_t *ids;

	if (!t) {
		fuzz_said(&d);
		return;
	}
	for (int v = 0; v < 3; v++) {
		struct tok_run *r = tok_run_open(t, (enum tok_variant)v);
		tok_ids(r, SPAN("a apple  x <n></s> le\xC3\xA9 \xE2\x96\x81pp 'S the dog"), &ids);
		tok_encode(r, SPAN(" apple le\n"));
		tok_run_close(r);
	}
	for (uint32_t id = 0; id < 600; id++)
		tok_token(t, id);
	tok_close(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n};
	unsigned k = fuzz_byte(&s) % ENGINES;
	struct buf b = BUF_INIT;
	bool changed = false;

	if (!blobs[0].n)
		make();
	buf_adds(&b, buf_span(&blobs[k]));
	for (; s.n >= 3; s = span_cut(s, 3, s.n)) {
		/* Tables far back are as near as the head. */
		size_t at = ((size_t)(unsigned char)s.p[0] << 8 | (unsigned char)s.p[1]) % b.n;
		b.p[at] = s.p[2];
	}
	if (s.n && s.p[0] & 1 && b.n > 8)
		b.n -= (unsigned char)s.p[0];
	changed = b.n != blobs[k].n || memcmp(b.p, blobs[k].p, b.n) != 0;
	struct diag d = {0};
	struct tok *t = tok_open_blob(buf_span(&b), &d);
	MUST((t == NULL) == changed);
	tok_close(t);
	if (b.n >= sizeof(struct blob_header)) {
		struct blob_header h;
		memcpy(&h, b.p, sizeof h);
		h.size = b.n;
		if (h.n_sections <= 16 && sizeof h + h.n_sections * sizeof(struct blob_section) <= b.n) {
			memcpy(b.p, &h, sizeof h);
			h.sum = blob_sum(buf_span(&b));
			memcpy(b.p, &h, sizeof h);
			use(buf_span(&b));
		}
	}
	buf_fini(&b);
	return 0;
}
