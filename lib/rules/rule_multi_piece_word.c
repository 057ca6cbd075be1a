/* rule_multi_piece_word.c: CAP012. */
#include "base/ascii.h"
#include "lint/rule.h"

static bool alphabetic(struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		char b = s.p[i];
		if (!ascii_letter(b))
			return false;
	}
	return s.n > 0;
}

enum { SHOWN = 12 }; /* pieces in a message; English words have four at most, names seldom more than six */

/* "gry+ffin+dor"; of a word of very many pieces the first. */
static struct span pieces_of(struct check *c, const struct tok_piece *v, size_t n)
{
	size_t shown = n > SHOWN ? SHOWN : n, all = n > SHOWN ? 4 : 0;

	for (size_t i = 0; i < shown; i++)
		all += v[i].end - v[i].start + 1;
	char *to = arena_alloc(c->a, all), *p = to;
	for (size_t i = 0; i < shown; i++) {
		struct span s = span_cut(c->t->text, v[i].start, v[i].end);
		if (i)
			*p++ = '+';
		memcpy(p, s.p, s.n);
		p += s.n;
	}
	if (n > SHOWN) {
		memcpy(p, "+...", 4);
		p += 4;
	}
	return (struct span){to, (size_t)(p - to)};
}

static struct span synonym(const struct check *c, uint64_t key, uint64_t lemma)
{
	for (int i = 0; i < 2; i++) {
		const struct lex_term *t = lex_find(c->lex, i ? lemma : key);
		if (!t || !(t->rels >> REL_OOV & 1))
			continue;
		const struct lex_rel *r = lex_rels(c->lex, t);
		for (uint32_t k = 0; k < t->n_rel; k++)
			if (r[k].kind == REL_OOV)
				return lex_at(c->lex, r[k].term)->text;
	}
	return (struct span){"", 0};
}

static void check(struct check *c, const struct rule *r)
{
	const struct analysis *t = c->t;
	size_t most = c->o->verbose ? 2 : 3;
	int told = 0;

	if (c->n_pieces < t->seg.n_words + c->mark_pieces + most - 1)
		return; /* no word can have that many */
	for (size_t i = 0; i < t->seg.n_words; i++) {
		const struct seg_word *w = &t->seg.words[i];
		const struct tok_piece *v;
		size_t n = word_tokens(c, i, most, &v);
		struct span word = span_cut(t->text, w->start, w->end);
		if (n < most || !alphabetic(word))
			continue;
		struct finding *f = report(c, r, w->start, w->end);
		if (!f)
			return;
		f->message = say(c, "\"{}\" is {d} tokens: {}", word, (int)n, pieces_of(c, v, n));
		f->suggest = synonym(c, t->known[i]->key, t->known[i]->lemma);
		if (told++ >= 3)
			f->points = 0;
	}
}

const struct rule rule_multi_piece_word = {
	.code = "CAP012",
	.name = "multi-piece-word",
	.title = "a word is cut into three tokens or more",
	.why = "A word outside the vocabulary is cut into pieces that each mean something else or nothing. Names are "
	       "expected to be; for an ordinary word a shorter synonym is offered where there is one. Words of two pieces are "
	       "shown with --verbose only: a quarter of all captions hold one. Numbers are passed over.",
	.evidence = "Measured with CLIP: gry+ffin+dor, ar+af+ed, whis+kers, bo+keh; only 21,003 of 102,485 American-English words are "
		    "one token.",
	.before = "a knight with a polearm",
	.after = "a knight with a spear",
	.family = FAMILY_TOKENS, .severity = SEV_INFO, .profiles = P_ANY, .points = 0,
	.check = check,
};
