/* regex.c: PCRE2's matcher behind limits. PCRE2 counts the ways it tries from one place of the text, and TRIES bounds them: time grows
 * with the places, not with their powers. What it does not count is scanning (from each place to the text's end, for (?=.*@)): half a
 * nanosecond a byte, so TEXT_MOST bytes take a second at worst. Captions have some thousand bytes. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "text/regex.h"

#include <pcre2.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/die.h"

enum {
	TRIES = 100000,          /* a third of a millisecond; a.*b.*c on 2,000 bytes takes 62,000 */
	TEXT_MOST = 64 << 10,    /* bytes */
	HEAP_KIB = 16 << 10,     /* where there is no compiler for this processor */
	STACK_FIRST = 32 << 10, STACK_MOST = 1 << 20 /* bytes, of the compiled pattern */
};

struct regex {
	pcre2_code *code;
	bool compiled;  /* to the processor's own code */
	struct arena a; /* holds this struct */
};

struct regex_try {
	const struct regex *re;
	pcre2_match_data *data;
	pcre2_match_context *limits;
	pcre2_jit_stack *stack; /* NULL: none to be had; the compiled pattern then has 32 KiB */
	struct arena a;         /* holds this struct */
};

struct regex *regex_open(struct span pattern, bool ignore_case, struct diag *d)
{
	uint32_t how = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | (ignore_case ? PCRE2_CASELESS : 0);
	struct arena a = ARENA_INIT;
	int error;
	PCRE2_SIZE at;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)(pattern.n ? pattern.p : ""), pattern.n, how, &error, &at, NULL);

	if (!code) {
		PCRE2_UCHAR text[160] = "";
		if (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAP_FAILED)
			die_nomem();
		pcre2_get_error_message(error, text, sizeof text);
		diag_at(d, "bad-regex", at, "%s", (char *)text);
		return NULL;
	}
	/* Without it (a kernel that forbids code made at run time) PCRE2 interprets: slower, with the same answers. */
	struct regex *re = arena_zalloc(&a, 1, sizeof *re);
	re->compiled = pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
	re->code = code;
	re->a = a;
	return re;
}

void regex_close(struct regex *re)
{
	if (!re)
		return;
	struct arena a = re->a;
	pcre2_code_free(re->code);
	arena_fini(&a);
}

struct regex_try *regex_try_open(const struct regex *re)
{
	struct arena a = ARENA_INIT;
	struct regex_try *t = arena_zalloc(&a, 1, sizeof *t);

	t->re = re;
	t->a = a;
	t->data = pcre2_match_data_create_from_pattern(re->code, NULL);
	t->limits = pcre2_match_context_create(NULL);
	if (!t->data || !t->limits)
		die_nomem();
	pcre2_set_match_limit(t->limits, TRIES);
	pcre2_set_heap_limit(t->limits, HEAP_KIB);
	t->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_MOST, NULL);
	if (t->stack)
		pcre2_jit_stack_assign(t->limits, NULL, t->stack);
	return t;
}

void regex_try_close(struct regex_try *t)
{
	if (!t)
		return;
	struct arena a = t->a;
	pcre2_match_data_free(t->data);
	pcre2_match_context_free(t->limits);
	pcre2_jit_stack_free(t->stack);
	arena_fini(&a);
}

int regex_find(struct regex_try *t, struct span text, size_t from, struct regex_match *m, struct diag *d)
{
	if (text.n > TEXT_MOST)
		return diag_set(d, "regex-limit", "patterns are tried on captions of at most %d bytes, this one has %zu", TEXT_MOST, text.n);
	int (*const match)(const pcre2_code *, PCRE2_SPTR, PCRE2_SIZE, PCRE2_SIZE, uint32_t, pcre2_match_data *, pcre2_match_context *) =
		t->re->compiled ? pcre2_jit_match : pcre2_match;
	int rc = match(t->re->code, (PCRE2_SPTR)(text.n ? text.p : ""), text.n, from, PCRE2_NO_UTF_CHECK, t->data, t->limits);
	if (rc == PCRE2_ERROR_NOMATCH)
		return 0;
	if (rc == PCRE2_ERROR_NOMEMORY)
		die_nomem();
	if (rc < 0)
		return diag_set(d, "regex-limit", "the pattern tries too many ways to match this caption (%zu bytes)", text.n);
	const PCRE2_SIZE *at = pcre2_get_ovector_pointer(t->data);
	*m = (struct regex_match){at[0], at[1]};
	return 1;
}

/* What one step of a substitute is: bytes as they are, or a group. */
struct piece {
	struct span text; /* when group is negative */
	int group;
};

/* The number of the group that name means (one or two digits, or a name), or -1. */
static int group_named(const struct regex *re, struct span name)
{
	char z[33]; /* PCRE2's longest name */
	uint32_t groups = 0;
	int number;

	if (!name.n || name.n >= sizeof z)
		return -1;
	memcpy(z, name.p, name.n);
	z[name.n] = 0;
	if (!ascii_digit((unsigned char)z[0]))
		number = pcre2_substring_number_from_name(re->code, (PCRE2_SPTR)z);
	else if (name.n == 1)
		number = z[0] - '0';
	else
		number = name.n == 2 && ascii_digit((unsigned char)z[1]) ? (z[0] - '0') * 10 + (z[1] - '0') : -1;
	pcre2_pattern_info(re->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	return number > (int)groups ? -1 : number;
}

/* The piece of s that begins at *at, which moves behind it. False: what stands there means nothing. */
static bool next_piece(const struct regex *re, struct span s, size_t *at, struct piece *p)
{
	static const char plain[] = "\\\\$$n\nt\t"; /* what stands behind the mark, and what it means */
	size_t i = *at, end;
	char mark = s.p[i];

	p->group = -1;
	for (end = i; end < s.n && s.p[end] != '\\' && s.p[end] != '$';)
		end++;
	if (end > i) {
		p->text = span_cut(s, i, end);
		*at = end;
		return true;
	}
	if (++i == s.n)
		return false;
	for (const char *c = plain; *c; c += 2)
		if (s.p[i] == *c && (mark == '\\' || *c == '$')) {
			p->text = (struct span){c + 1, 1};
			*at = i + 1;
			return true;
		}
	if (mark == '$' && s.p[i] == '{') {
		const char *close = memchr(s.p + i, '}', s.n - i);
		end = close ? (size_t)(close - s.p) : i + 1;
		p->group = group_named(re, span_cut(s, i + 1, end));
		*at = end + 1;
		return close && p->group >= 0;
	}
	end = i + (ascii_digit((unsigned char)s.p[i]) ? 1 : 0);
	if (mark == '$' && end > i && end < s.n && ascii_digit((unsigned char)s.p[end]))
		end++;
	p->group = group_named(re, span_cut(s, i, end));
	*at = end;
	return p->group >= 0;
}

int regex_check_subst(const struct regex *re, struct span subst, struct diag *d)
{
	struct piece p;

	for (size_t at = 0, was; at < subst.n;) {
		was = at;
		if (!next_piece(re, subst, &at, &p))
			return diag_at(d, "bad-regex", was, "no such group in the pattern, or a lone \\ or $ (\\\\ and $$ write them)");
	}
	return 0;
}

void regex_expand(const struct regex_try *t, struct span text, struct span subst, struct buf *out)
{
	const PCRE2_SIZE *v = pcre2_get_ovector_pointer(t->data);
	struct piece p;

	for (size_t at = 0; at < subst.n && next_piece(t->re, subst, &at, &p);) {
		if (p.group < 0)
			buf_adds(out, p.text);
		else if (v[2 * p.group] != PCRE2_UNSET && v[2 * p.group] <= v[2 * p.group + 1])
			buf_adds(out, span_cut(text, v[2 * p.group], v[2 * p.group + 1]));
	}
}
