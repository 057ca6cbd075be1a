/* captok_fragmented.c: words that an encoder knows only in pieces. */
#include "report/captok/captok_fragmented.h"

#include "base/ascii.h"
#include "text/utf8.h"

/* How long the letter or mark of a script with letters and spaces is that stands at p, or 0. */
static size_t word_letter(const char *p, const char *end)
{
	unsigned char b = (unsigned char)*p;
	uint32_t c;

	if (b < 0x80)
		return (unsigned char)((b | 0x20) - 'a') < 26;
	size_t n = b < 0xC0 ? 0 : utf8_decode(p, end, &c);
	return n && c < 0x590 && uni_class(c) & (UC_L | UC_M) ? n : 0;
}

static bool in_word(char c)
{
	return (unsigned char)c >= 0x80 || ascii_letter(c);
}

/* Whether some word may have become three tokens: of three in a row the first ends and the last begins within it, and no space or mark
 * follows the first, which is asked first, as one mostly does. Few captions have such a word, and a look at each token is shorter than one at
 * each byte. */
static bool any(struct span text, const struct feed *f)
{
	uint32_t before = 0, last = 0; /* where the two tokens in front end */

	for (size_t i = 0, n = 0; i < f->n; i++) {
		uint32_t start = f->pieces[i].start, end = f->pieces[i].end;
		if (end <= start)
			continue;
		if (n >= 2 && (start < before || (in_word(text.p[before]) && in_word(text.p[before - 1]) && in_word(text.p[start]))))
			return true;
		before = last;
		last = end;
		n++;
	}
	return false;
}

/* The word text[from, to) if it became three tokens or more; *k: the first token that may be its. */
static void put_word(struct jwrite *w, struct span text, const struct feed *f, size_t *k, size_t from, size_t to)
{
	size_t tokens = 0;

	while (*k < f->n && f->pieces[*k].end <= from)
		++*k;
	for (size_t i = *k; i < f->n && f->pieces[i].start < to; i++)
		tokens += f->pieces[i].end > f->pieces[i].start;
	if (tokens < 3)
		return;
	jw_obj(w);
	JW_STR(w, "text", span_cut(text, from, to));
	jw_range(w, "span", from, to);
	JW_NUM(w, "tokens", tokens);
	jw_obj_end(w);
}

/* Of plain ASCII, where the tokenizer says which words to look at. */
static void put_many(struct jwrite *w, struct span text, const struct feed *f)
{
	for (size_t i = 0; i < f->n_many; i++) {
		size_t k = f->many[i], from = f->pieces[k].start, to;
		from += !ascii_letter((unsigned char)text.p[from]);
		for (to = from; to < text.n && ascii_letter((unsigned char)text.p[to]); to++)
			;
		if (to - from >= 3)
			put_word(w, text, f, &k, from, to);
	}
}

static void put_all(struct jwrite *w, struct span text, const struct feed *f)
{
	const char *end = text.p + text.n;
	size_t k = 0;

	for (const char *p = text.p; p < end;) {
		const char *start = p;
		size_t n;
		while (p < end && (n = word_letter(p, end)) > 0)
			p += n;
		if (p == start)
			p++; /* into the middle of a character perhaps, which is no letter there either */
		else if (p - start >= 3) /* three tokens are three bytes at least */
			put_word(w, text, f, &k, (size_t)(start - text.p), (size_t)(p - text.p));
	}
}

/* Words (of scripts that write with letters and spaces) that became three tokens or more. */
void captok_fragmented(struct jwrite *w, const struct feed_encoder *e, struct span text, const struct feed *f)
{
	jw_key(w, "fragmented");
	jw_arr(w);
	if (e->model.role == ROLE_QUOTED) /* bytes: every word is */
		;
	else if (f->by_words)
		put_many(w, text, f);
	else if (any(text, f))
		put_all(w, text, f);
	jw_arr_end(w);
}
