/* lexvocab.c: the user's tag table (--vocab): CSV of tag,category,count,"alias,alias", as the prompt-completion
 * tables in public use are; only the first column is needed. */
#include "base/file.h"
#include "lexicon/lexpriv.h"
#include "text/utf8.h"

static uint64_t key_of(struct span text)
{
	return hash_bytes(text.p, text.n, 1);
}

static const struct vocab_tag *tag_of(const struct vocab *v, struct span text)
{
	const uint32_t *at = map_find(&v->by_text, key_of(text));

	return at ? &v->v[*at] : NULL;
}

/* Tags win over aliases, and the first alias over later ones. */
static void put(struct lexicon *l, struct span text, uint32_t count, struct span canonical)
{
	if (text.n == 0)
		return;
	bool is_new;
	uint32_t *at = map_add(&l->vocab.by_text, key_of(text), &is_new);
	if (is_new) {
		*at = (uint32_t)l->vocab.n;
		*ARENA_PUSH(&l->a, &l->vocab) = (struct vocab_tag){text, count, canonical};
	} else if (!canonical.n && l->vocab.v[*at].canonical.n) {
		l->vocab.v[*at] = (struct vocab_tag){text, count, canonical};
	}
}

/* The next CSV field of *rest (one line), quotes undone in place of a copy. */
static struct span csv_field(struct lexicon *l, struct span *rest)
{
	size_t i = 0, n = 0;
	struct span s = *rest;

	if (s.n == 0 || s.p[0] != '"') {
		while (i < s.n && s.p[i] != ',')
			i++;
		*rest = span_cut(s, i < s.n ? i + 1 : i, s.n);
		return span_cut(s, 0, i);
	}
	char *p = arena_alloc(&l->a, s.n);
	for (i = 1; i < s.n; i++) {
		if (s.p[i] == '"') {
			if (i + 1 >= s.n || s.p[i + 1] != '"')
				break;
			i++;
		}
		p[n++] = s.p[i];
	}
	while (i < s.n && s.p[i] != ',')
		i++;
	*rest = span_cut(s, i < s.n ? i + 1 : i, s.n);
	return (struct span){p, n};
}

static uint32_t count_of(struct span s)
{
	uint64_t v = 0;

	for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < UINT32_MAX / 10; i++)
		v = v * 10 + (uint32_t)(s.p[i] - '0');
	return (uint32_t)v;
}

static void tag_line(struct lexicon *l, struct span line)
{
	struct span tag = lex_plain(&l->a, csv_field(l, &line));

	csv_field(l, &line);
	uint32_t count = count_of(csv_field(l, &line));
	struct span aliases = csv_field(l, &line);
	put(l, tag, count, (struct span){NULL, 0});
	while (aliases.n) {
		const char *c = memchr(aliases.p, ',', aliases.n);
		size_t n = c ? (size_t)(c - aliases.p) : aliases.n;
		put(l, lex_plain(&l->a, span_cut(aliases, 0, n)), count, tag);
		aliases = span_cut(aliases, c ? n + 1 : n, aliases.n);
	}
}

int lex_load_vocab(struct lexicon *l, const char *path, struct diag *d)
{
	struct span map;
	size_t bad;
	unsigned long n = 0;

	l->vocab.by_text.a = &l->a;
	if (file_map(path, &map, d) < 0)
		return -1;
	if (!utf8_valid(map, &bad)) {
		file_unmap(map);
		return diag_set(d, "bad-vocab", "%s: not UTF-8 at byte %zu", path, bad);
	}
	for (struct span rest = map; rest.n;) {
		const char *nl = memchr(rest.p, '\n', rest.n);
		size_t len = nl ? (size_t)(nl - rest.p) : rest.n;
		struct span line = span_cut(rest, 0, len);
		rest = span_cut(rest, nl ? len + 1 : len, rest.n);
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		if (n++ == 0 && (span_starts(line, SPAN("tag,")) || span_starts(line, SPAN("name,"))))
			continue;
		if (line.n && line.p[0] == '"') { /* only multi-line quotes would break; tags have none */
			size_t q = 0;
			for (size_t i = 0; i < line.n; i++)
				q += line.p[i] == '"';
			if (q % 2) {
				file_unmap(map);
				return diag_set(d, "bad-vocab", "%s:%lu: a quotation mark is not closed", path, n);
			}
		}
		if (line.n)
			tag_line(l, (struct span)arena_dup(&l->a, line));
	}
	file_unmap(map);
	return 0;
}

bool lex_has_vocab(const struct lexicon *l)
{
	return l->vocab.n != 0;
}

int lex_vocab(const struct lexicon *l, struct span text, struct span *canonical)
{
	if (!l->vocab.n)
		return 0;
	const struct vocab_tag *t = tag_of(&l->vocab, text);
	if (!t)
		return 0;
	*canonical = t->canonical;
	return t->canonical.n ? 2 : 1;
}

static void consider(const struct lexicon *l, const char *p, size_t n, const struct vocab_tag **best)
{
	const struct vocab_tag *t = tag_of(&l->vocab, (struct span){p, n});

	if (t && t->canonical.n == 0 && (!*best || t->count > (*best)->count))
		*best = t;
}

bool lex_vocab_near(const struct lexicon *l, struct span s, struct span *tag)
{
	enum { LONGEST = 48 };
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789 -'";
	const struct vocab_tag *best = NULL;
	char b[LONGEST + 2];

	if (!l->vocab.n || s.n < 4 || s.n > LONGEST)
		return false;
	for (size_t i = 0; i <= s.n; i++) {
		memcpy(b, s.p, i);
		if (i < s.n) { /* one left out */
			memcpy(b + i, s.p + i + 1, s.n - i - 1);
			consider(l, b, s.n - 1, &best);
		}
		if (i + 1 < s.n) { /* two swapped */
			memcpy(b + i, s.p + i, s.n - i);
			b[i] = s.p[i + 1];
			b[i + 1] = s.p[i];
			consider(l, b, s.n, &best);
		}
		for (const char *c = letters; *c; c++) {
			memcpy(b + i + 1, s.p + i, s.n - i); /* one more */
			b[i] = *c;
			consider(l, b, s.n + 1, &best);
			if (i < s.n && *c != s.p[i]) { /* another one */
				memcpy(b + i, s.p + i, s.n - i);
				b[i] = *c;
				consider(l, b, s.n, &best);
			}
		}
	}
	if (best)
		*tag = best->text;
	return best != NULL;
}
