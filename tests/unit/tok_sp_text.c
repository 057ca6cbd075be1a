/* tok_sp_text.c: the character map by grapheme cluster, spans through it, and megabytes of one thing. */

#include "text/utf8.h"
#include "tok/charsmap.h"
#include "unit/tok_sp.h"

#define M "\xE2\x96\x81"

/* ---- a map made here: one block of the double array for each inner node ---- */

struct rule {
	const char *from, *to;
};

static const struct rule rules[] = {
	{"\t", " "}, {"\n", " "}, {"\r", " "}, {"\x01", ""}, {"\xEF\xAC\x81", "fi"} /* ligature fi */, {"A", "a"},
	{"e\xCC\x81", "\xC3\xA9"} /* e + acute */, {"\xE3\x80\x80", " "} /* ideographic space */,
	{"\xEF\xB7\xBA", "abcdefghij"} /* one long ligature */, {"\xCC\x88", ""} /* diaeresis */,
	{"\xE2\x96\x82", "\xE2\x96\x81"} /* a block that becomes the mark */,
};

struct map {
	uint32_t unit[256 * 64];
	size_t blocks;
	struct buf strings;
};

static void link_to(struct map *m, size_t at, size_t block)
{
	uint32_t offset = (uint32_t)(at ^ block * 256);

	m->unit[at] |= offset << 10;
}

static void add_rule(struct map *m, size_t root, const struct rule *r)
{
	size_t at = root;

	for (const unsigned char *p = (const unsigned char *)r->from; *p; p++) {
		size_t base = at ^ m->unit[at] >> 10;
		if (!(m->unit[at] >> 10)) {
			link_to(m, at, m->blocks++);
			base = at ^ m->unit[at] >> 10;
		}
		at = base ^ *p;
		m->unit[at] |= *p;
	}
	if (!(m->unit[at] >> 10))
		link_to(m, at, m->blocks++);
	m->unit[at] |= 1u << 8;
	m->unit[at ^ m->unit[at] >> 10] = 1u << 31 | (uint32_t)m->strings.n;
	buf_add(&m->strings, r->to, strlen(r->to) + 1);
}

static void base64(struct span in, struct buf *out)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < in.n; i += 3) {
		uint32_t v = 0;
		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (i + k < in.n ? (unsigned char)in.p[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			buf_addc(out, i + k > in.n ? '=' : set[v >> (18 - 6 * k) & 63]);
	}
}

/* The blob as a file has it. */
static void make_map(struct buf *blob)
{
	static struct map m;
	uint32_t size;

	m = (struct map){.blocks = 1};
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		add_rule(&m, 0, &rules[i]);
	size = (uint32_t)(m.blocks * 256 * 4);
	buf_add(blob, (const char *)&size, 4);
	buf_add(blob, (const char *)m.unit, size);
	buf_adds(blob, buf_span(&m.strings));
	buf_fini(&m.strings);
}

static void clusters(const struct buf *blob)
{
	struct arena a = ARENA_INIT;
	struct buf b64 = BUF_INIT;
	struct sp x;

	base64(buf_span(blob), &b64);
	sp_open(&x, arena_printf(&a, "{'normalizer':{'type':'Sequence','normalizers':[{'type':'Precompiled','precompiled_charsmap':'%.*s'},"
		"{'type':'Strip','strip_left':false,'strip_right':true},{'type':'Replace','pattern':{'Regex':' {2,}'},'content':'" M "'}]},"
		"'pre_tokenizer':{'type':'Metaspace','replacement':'" M "','prepend_scheme':'always','split':true},"
		"'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-30],['" M "',-2],['a',-3],['b',-3],['f',-3],['i',-3],['fi',-4],"
		"['\xCC\x81',-3],['\xC3\xA9',-3],['e',-3],['x',-3],['\xCC\x88',-4]]}}", SPAN_ARG(buf_span(&b64))).p);
	IS(&x, "\xEF\xAC\x81", "1 6");
	IS(&x, "\xEF\xAC\x81\xCC\x81", "1 6");            /* a cluster of 5 bytes: whole, the accent goes */
	IS(&x, "\xEF\xAC\x81\xCC\x81\xCC\x81", "1 6 7 7");  /* of 7: character by character */
	IS(&x, "e\xCC\x81x", "1 8 10");
	IS(&x, "e\xCC\x81\xCC\x81x", "1 8 10");            /* the shortest prefix, 5 bytes */
	IS(&x, "e\xCC\x81\xCC\x81\xCC\x81x", "1 9 7 7 7 10");
	IS(&x, "x\xCC\x88", "1 10");                       /* no key is a prefix of the cluster: character by character */
	IS(&x, "x\xCC\x88\xCC\x88\xCC\x88", "1 10");       /* 7 bytes: each is removed */
	IS(&x, "A\r\nA\tA", "1 2 1 2 1 2");
	IS(&x, "a\r", "1 2");
	IS(&x, "a\x01\x01" "b", "1 2 3");
	IS(&x, "\x01", "");
	IS(&x, "a\xE3\x80\x80\xE3\x80\x80 \t", "1 2");
	IS(&x, "a\xE2\x96\x82" "b", "1 2 1 3");
	OK(span_is(sp_pieces(&x, SPAN("a\xEF\xAC\x81\xCC\x81 \t" "e\xCC\x81")), "1[0,0) 2[0,1) 6[1,6) 1[6,8) 8[8,11)"),
	   "spans lead back through the map: %.*s", SPAN_ARG(sp_pieces(&x, SPAN("a\xEF\xAC\x81\xCC\x81 \t" "e\xCC\x81"))));
	sp_done(&x);
	buf_fini(&b64);
	arena_fini(&a);
}

/* A broken map is refused or finds nothing, and never reads outside. */
static void broken(const struct buf *blob)
{
	struct arena a = ARENA_INIT;
	struct charsmap m;
	struct span to;
	size_t found = 0, bad = 0;
	uint32_t seed = 1;

	OK(!charsmap_parse(&a, SPAN(""), &m) && !charsmap_parse(&a, SPAN("\1\0\0"), &m), "too short");
	OK(!charsmap_parse(&a, (struct span){blob->p, 1000}, &m), "cut in the array");
	for (int round = 0; round < 300; round++) {
		struct span copy = arena_dup(&a, buf_span(blob));
		for (int k = 0; k < 40; k++) {
			seed = seed * 1664525 + 1013904223;
			((char *)(uintptr_t)copy.p)[4 + (seed >> 8) % (copy.n - 4)] = (char)(seed >> 3);
		}
		if (!charsmap_parse(&a, copy, &m)) {
			bad++;
			continue;
		}
		for (int c = 1; c < 256; c++) {
			char text[4] = {(char)c, (char)(c * 7), (char)(c * 31), (char)seed};
			found += charsmap_find(&m, text, 4, &to) && to.n <= 1024;
		}
		arena_reset(&a);
	}
	OK(bad < 300 && found > 0, "damaged maps: %zu refused, %zu finds", bad, found);
	arena_fini(&a);
}

/* ---- a megabyte of one thing ---- */

static void repeat(struct buf *b, const char *unit, size_t bytes)
{
	buf_reset(b);
	while (b->n < bytes)
		buf_add(b, unit, strlen(unit));
}

/* A megabyte of each. */
static void linear(struct sp *x, const char *name)
{
	static const char *const units[] = {"a", " ", "\xF0\x9F\x98\x80", "\xCC\x81", "\n", "<x>", "<", M, "a ", "\xE4\xB8\xAD",
		"\xF0\x9F\x87\xBA", "x\xE2\x80\x8D", "ab", "\xEF\xB7\xBA"};
	struct buf b = BUF_INIT;
	size_t differ = 0;

	tap_may_hang();
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		const uint32_t *ids;
		repeat(&b, units[i], 1 << 20);
		size_t n = tok_encode(x->r, buf_span(&b)).n;
		differ += n != tok_count(x->r, buf_span(&b)) || n != tok_ids(x->r, buf_span(&b), &ids);
	}
	OK(differ == 0, "%s: a megabyte of one thing ends, and is counted alike every way", name);
	buf_fini(&b);
}

static void megabytes(const struct buf *blob)
{
	struct arena a = ARENA_INIT;
	struct buf b64 = BUF_INIT;
	struct sp x;

	base64(buf_span(blob), &b64);
	sp_open(&x, arena_printf(&a, "{'added_tokens':[{'id':7,'content':'<x>','normalized':false}],"
		"'normalizer':{'type':'Precompiled','precompiled_charsmap':'%.*s'},"
		"'pre_tokenizer':{'type':'Metaspace','replacement':'" M "','prepend_scheme':'always','split':true},"
		"'model':{'type':'Unigram','unk_id':0,'vocab':[['?',-30],['" M "',-2],['a',-3],['b',-3],['aaaa',-4],['aaa',-3.5],"
		"['" M "aa',-4]]}}", SPAN_ARG(buf_span(&b64))).p);
	linear(&x, "unigram");
	sp_done(&x);
	sp_open(&x, "{'added_tokens':[{'id':9,'content':'<x>','normalized':false},{'id':10,'content':'" M M M M M M M M "','normalized':true}],"
		"'normalizer':{'type':'Replace','pattern':{'String':' '},'content':'" M "'},'model':{'type':'BPE','unk_token':'?','fuse_unk':true,"
		"'vocab':{'?':0,'" M "':1,'a':2,'b':3,'aa':4,'aaaa':5,'" M M "':6,'" M "a':7,'ab':8},'merges':['a a','aa aa','" M " " M "',"
		"'" M " a','a b']}}");
	linear(&x, "character BPE");
	sp_done(&x);
	buf_fini(&b64);
	arena_fini(&a);
}

int main(void)
{
	struct buf blob = BUF_INIT;

	make_map(&blob);
	clusters(&blob);
	broken(&blob);
	megabytes(&blob);
	buf_fini(&blob);
	return tap_end();
}
