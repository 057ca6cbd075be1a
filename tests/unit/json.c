/* json.c: the strict scanner and the writer, against each other and against hostile text. */
#include <stdio.h>
#include <stdlib.h>

#include "json/jread.h"
#include "json/jwrite.h"
#include "unit/tap.h"

static struct arena a = ARENA_INIT;

static int reads(const char *text, const char *code, size_t at)
{
	struct json_members m;
	struct diag d = {0};
	int rc = json_read_object(&a, span_of(text), &m, &d);

	if (!code)
		return rc == 0;
	if (rc == 0 || strcmp(d.code, code) != 0 || d.offset != at)
		printf("# %s: %d %s at %zu: %s\n", text, rc, d.code ? d.code : "-", d.offset, d.message);
	return rc == -1 && strcmp(d.code, code) == 0 && d.offset == at;
}

static void test_strict(void)
{
	OK(reads("{}", NULL, 0) && reads(" {\"a\" : [ 1 , -0.5e+3 , {} ] } ", NULL, 0), "objects with blanks");
	OK(reads("{\"a\":1e5,\"b\":0,\"c\":-0,\"d\":[[],[{}]],\"e\":true,\"f\":null}", NULL, 0), "every kind of value");
	OK(reads("", "not-object", 0) && reads("[1]", "not-object", 0) && reads("x", "not-object", 0), "no object");
	OK(reads("{\"a\":NaN,\"b\":[Infinity,-Infinity]}", NULL, 0), "NaN and Infinity, which Python writes, are passed on");
	OK(reads("{\"a\":nan}", "bad-json", 5) && reads("{\"a\":NaNs}", "bad-json", 8), "and nothing like them");
	OK(reads("{\"a\":01}", "bad-json", 6), "no leading zeros");
	OK(reads("{\"a\":1,}", "bad-json", 7), "no trailing comma");
	OK(reads("{'a':1}", "bad-json", 1), "no single quotes");
	OK(reads("{\"a\":\"x", "bad-json", 7), "an unterminated string");
	OK(reads("{\"a\":\"\\x\"}", "bad-json", 6), "a wrong escape");
	OK(reads("{\"a\":\"\\u12G4\"}", "bad-json", 6), "a wrong \\u");
	OK(reads("{\"a\":\"tab\there\"}", "bad-json", 9), "a bare control byte");
	OK(reads("{\"a\":1} x", "bad-json", 8), "something behind");
	OK(reads("{\"a\":[1,2}", "bad-json", 9), "brackets that do not match");
	OK(reads("{\"a\":\"\xff\"}", "not-utf8", 6), "bytes that are no UTF-8");
	OK(reads("{\"a\":tru}", "bad-json", 5) && reads("{\"a\":.5}", "bad-json", 5) && reads("{\"a\":-}", "bad-json", 6), "broken words and numbers");
}

static void test_depth(void)
{
	struct buf b = BUF_INIT;
	struct json_members m;
	struct diag d = {0};

	BUF_LIT(&b, "{\"a\":");
	for (int i = 0; i < 100000; i++)
		buf_addc(&b, '[');
	OK(json_read_object(&a, buf_span(&b), &m, &d) == -1 && strcmp(d.code, "too-deep") == 0, "100,000 deep is refused");
	b.n = 5;
	for (int i = 0; i < JSON_DEPTH - 1; i++)
		buf_addc(&b, '[');
	for (int i = 0; i < JSON_DEPTH - 1; i++)
		buf_addc(&b, ']');
	buf_addc(&b, '}');
	OK(json_read_object(&a, buf_span(&b), &m, &d) == 0, "%d deep is read", JSON_DEPTH);
	buf_fini(&b);
}

static void test_members(void)
{
	struct json_members m;
	struct diag d = {0};
	struct span s;
	long long n;
	const char *text = "{\"a\": 12345678901234567890123 ,\"\\u0062\":\"x\\n\\ud83d\\ude00\",\"a\":-0, \"c\" : {\"d\" : [ 1 ]} }";

	OK(json_read_object(&a, span_of(text), &m, &d) == 0 && m.n == 4, "four members, doubles kept");
	OK(span_is(m.v[0].raw, "12345678901234567890123") && span_is(m.v[2].raw, "-0"), "values stay the bytes they were");
	OK(span_is(m.v[1].key, "b"), "keys are decoded");
	OK(json_string(&a, m.v[1].raw, &s) && span_is(s, "x\n\xF0\x9F\x98\x80"), "strings are decoded on demand");
	OK(span_is(m.v[3].raw, "{\"d\" : [ 1 ]}"), "nested values keep their blanks");
	OK(!json_long(m.v[0].raw, &n) && json_long(SPAN("-42"), &n) && n == -42, "numbers that do not fit are said to");
	OK(span_is(json_get(&m, "a"), "-0") && json_get(&m, "zz").p == NULL, "the last of doubled keys counts");
	OK(json_string(&a, SPAN("\"\\ud800\""), &s) && span_is(s, "\xEF\xBF\xBD"), "a lone surrogate becomes U+FFFD");
	OK(json_string(&a, SPAN("\"\\u0000x\""), &s) && s.n == 2 && s.p[0] == 0, "NUL is a character like others");
}

static void test_write(void)
{
	struct buf b = BUF_INIT;
	struct jwrite w = jw(&b);

	jw_obj(&w);
	JW_STR(&w, "a", SPAN("q\"b\\n\n\x01\xC3\xA9 a long run without anything to escape in it"));
	JW_NUM(&w, "b", -5);
	jw_key(&w, "c");
	jw_arr(&w);
	jw_real(&w, 9.0, 2);
	jw_real(&w, 9.256, 2);
	jw_real(&w, -0.0001, 2);
	jw_null(&w);
	jw_arr_end(&w);
	jw_range(&w, "d", 1, 2);
	jw_obj_end(&w);
	OK(span_is(buf_span(&b), "{\"a\":\"q\\\"b\\\\n\\n\\u0001\xC3\xA9 a long run without anything to escape in it\",\"b\":-5,\"c\":[9,9.26,0,null],\"d\":[1,2]}"),
	   "what is written is JSON");
	OK(reads((buf_addc(&b, 0), b.p), NULL, 0), "and is read again");
	buf_fini(&b);
}

/* Every length of number, and those beside a new one. */
static void test_numbers(void)
{
	struct buf b = BUF_INIT;
	struct jwrite w = {.b = &b};
	uint32_t wrong = 0, tried = 0, id;
	char want[24];

	for (uint64_t v = 0; v <= UINT32_MAX; v += v < 120000 ? 1 : v / 997 + 1)
		for (uint64_t x = v > 1 ? v - 1 : 0; x <= v && x <= UINT32_MAX; x++, tried++) {
			id = (uint32_t)x;
			buf_reset(&b);
			w.comma = false;
			jw_ids_more(&w, &id, sizeof id, 1);
			snprintf(want, sizeof want, "%llu", (unsigned long long)x);
			wrong += !span_is(buf_span(&b), want);
		}
	for (uint64_t power = 1; power <= 1000000000; power *= 10)
		for (int off = -1; off <= 1; off++) {
			id = (uint32_t)((int64_t)power + off);
			buf_reset(&b);
			w.comma = false;
			jw_num(&w, id);
			snprintf(want, sizeof want, "%u", id);
			wrong += !span_is(buf_span(&b), want);
		}
	id = UINT32_MAX;
	buf_reset(&b);
	w.comma = false;
	jw_ids_more(&w, (const uint32_t[]){id, 0, 100000005}, sizeof id, 3);
	jw_num(&w, -7);
	jw_num(&w, 1LL << 40);
	OK(wrong == 0 && tried > 100000 && span_is(buf_span(&b), "4294967295,0,100000005,-7,1099511627776"), "whole numbers: %u of %u wrong", wrong, tried);
	buf_fini(&b);
}

int main(void)
{
	test_numbers();
	test_strict();
	test_depth();
	test_members();
	test_write();
	arena_fini(&a);
	return tap_end();
}
