/* row_tokens.c: the tokens of a row. */
#include "view/row_tokens.h"

#include "view/row_read.h"

/* The texts that the trainer feeds, and what differs. maps[i] is of text i. */
static struct utf16 *put_fed(struct jwrite *w, struct span raw, struct arena *a, size_t *n)
{
	static const char *const lists[] = {"texts", "differs"};
	struct json_members m = {0};
	struct utf16 *maps = NULL;

	*n = 0;
	if (!raw.p || json_read_object(a, raw, &m, NULL) != 0)
		return NULL;
	for (int k = 0; k < 2; k++) {
		struct json_members all = {0};
		struct span list = json_get(&m, lists[k]), s;
		if (!list.p || json_read_array(a, list, &all, NULL) != 0)
			continue;
		if (k == 0)
			maps = arena_alloc(a, (all.n + 1) * sizeof *maps);
		jw_key(w, lists[k]);
		jw_arr(w);
		for (size_t i = 0; i < all.n; i++) {
			if (!json_string(a, all.v[i].raw, &s))
				s = SPAN("");
			jw_str(w, s);
			if (k == 0)
				maps[(*n)++] = utf16_map(a, s);
		}
		jw_arr_end(w);
	}
	struct span error;
	if (json_string(a, json_get(&m, "error"), &error))
		JW_STR(w, "error", error);
	return maps;
}

/* One piece, [id, start, end]; *end is the one before's, where a piece without a span stands. */
static void put_piece(struct jwrite *w, struct span raw, const struct utf16 *u, long long *end, struct arena *a)
{
	struct json_members m = {0};
	long long id, start = *end, stop = *end;

	if (json_read_object(a, raw, &m, NULL) != 0 || !json_long(json_get(&m, "id"), &id))
		return;
	struct span range = json_get(&m, "span");
	if (range.p && !row_span(range, &start, &stop))
		return;
	*end = stop;
	jw_num(w, id);
	jw_num(w, utf16_at(u, start));
	jw_num(w, utf16_at(u, stop));
}

static void put_pieces(struct jwrite *w, struct span raw, const struct utf16 *u, struct arena *a)
{
	struct json_members all = {0};
	long long end = 0;

	if (!raw.p || json_read_array(a, raw, &all, NULL) != 0)
		return;
	jw_key(w, "p");
	jw_arr(w);
	for (size_t i = 0; i < all.n; i++) {
		struct arena_mark before = arena_mark(a); /* a long caption has some hundred thousand */
		put_piece(w, all.v[i].raw, u, &end, a);
		arena_back(a, before);
	}
	jw_arr_end(w);
}

static long long number(const struct json_members *m, const char *key, long long otherwise)
{
	long long v;

	return json_long(json_get(m, key), &v) ? v : otherwise;
}

static void put_cut(struct jwrite *w, struct span raw, const struct utf16 *u, struct arena *a, long long *lost)
{
	struct json_members m = {0};
	long long start, end;

	*lost = 0;
	if (!raw.p || json_read_object(a, raw, &m, NULL) != 0 || !row_span(json_get(&m, "span"), &start, &end))
		return;
	*lost = number(&m, "tokens", 0);
	jw_key(w, "cut");
	jw_arr(w);
	jw_num(w, utf16_at(u, start));
	jw_num(w, utf16_at(u, end));
	jw_num(w, *lost);
	jw_arr_end(w);
}

static void put_template(struct jwrite *w, struct span raw, struct arena *a)
{
	struct json_members m = {0};

	if (!raw.p || json_read_object(a, raw, &m, NULL) != 0)
		return;
	jw_key(w, "tpl");
	jw_arr(w);
	jw_num(w, number(&m, "before", 0));
	jw_num(w, number(&m, "after", 0));
	jw_num(w, number(&m, "lost", 0));
	jw_arr_end(w);
}

/* Whether two encoders were given the same and cut it alike. */
static bool same(const struct json_members *x, const struct json_members *y)
{
	static const char *const keys[] = {"tokens", "limit", "usable", "truncated", "template", "text", "variant", "pieces"};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (!span_eq(json_get(x, keys[i]), json_get(y, keys[i])))
			return false;
	return true;
}

/* Notes the encoder's count, of the first text that it was fed. */
static void count(struct row_brief *b, int encoder, long long tokens)
{
	for (size_t i = 0; i < b->n_counts; i++)
		if (b->counts[i].encoder == encoder)
			return;
	if (encoder < 0 || b->n_counts == sizeof b->counts / sizeof *b->counts)
		return;
	b->counts[b->n_counts].encoder = encoder;
	b->counts[b->n_counts++].tokens = tokens;
}

/* Returns the encoder's number in rules. */
static int put_encoder(struct jwrite *w, const struct json_members *m, const struct json_members *before, int last,
                       const struct utf16 *u, struct rules *rules, struct arena *a, struct row_brief *b)
{
	struct span s, name = SPAN("?");
	long long lost = 0, limit = number(m, "limit", -1), tokens = number(m, "tokens", 0);

	jw_obj(w);
	if (json_string(a, json_get(m, "encoder"), &name))
		JW_STR(w, "n", name);
	if (json_string(a, json_get(m, "role"), &s))
		JW_STR(w, "r", s);
	else
		s = SPAN("text");
	if (before && same(m, before)) {
		JW_BOOL(w, "same", true);
		jw_obj_end(w);
		encoders_alias(rules, last, name);
		return last;
	}
	bool reads = span_is(s, "text");
	if (json_string(a, json_get(m, "variant"), &s))
		JW_STR(w, "v", s);
	JW_NUM(w, "t", tokens);
	if (limit >= 0) {
		JW_NUM(w, "l", limit);
		JW_NUM(w, "u", number(m, "usable", limit));
	}
	long long text = number(m, "text", -1);
	if (text >= 0)
		JW_NUM(w, "x", text);
	put_template(w, json_get(m, "template"), a);
	put_cut(w, json_get(m, "truncated"), u, a, &lost);
	put_pieces(w, json_get(m, "pieces"), u, a);
	jw_obj_end(w);
	if (!b->counted && reads) {
		b->counted = true;
		b->tokens = tokens;
		b->lost = lost;
	}
	last = encoders_number(rules, name, limit);
	count(b, last, tokens);
	return last;
}

void row_tokens(struct jwrite *w, const struct view_record *r, const struct utf16 *u, struct rules *rules, struct arena *a,
                struct row_brief *b)
{
	struct json_members m = {0}, all = {0}, before = {0};
	struct span raw, s;
	size_t n_texts;
	int last = -1;

	if (!r->captok.p || json_read_object(a, r->captok, &m, NULL) != 0)
		return;
	jw_key(w, "tok");
	jw_obj(w);
	if (json_string(a, json_get(&m, "trainer"), &s))
		JW_STR(w, "trainer", s);
	const struct utf16 *texts = put_fed(w, json_get(&m, "fed"), a, &n_texts);
	jw_key(w, "enc");
	jw_arr(w);
	raw = json_get(&m, "encoders");
	if (raw.p && json_read_array(a, raw, &all, NULL) == 0)
		for (size_t i = 0; i < all.n; i++) {
			struct json_members e = {0};
			if (json_read_object(a, all.v[i].raw, &e, NULL) != 0)
				continue;
			long long x = number(&e, "text", -1);
			last = put_encoder(w, &e, before.n ? &before : NULL, last,
			                   x >= 0 && (unsigned long long)x < n_texts ? &texts[x] : u, rules, a, b);
			before = e;
		}
	jw_arr_end(w);
	jw_obj_end(w);
}
