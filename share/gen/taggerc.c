/* taggerc: compiles WordNet 3.0 (Debian's wordnet-base) and the counts of share/parse to the blob that lib/parse/tagger_blob.h describes.
 * usage: taggerc -o OUT /usr/share/wordnet share/parse share/lexicon
 *        taggerc --known /usr/share/wordnet < WORDS > THOSE-THAT-WORDNET-KNOWS
 * P(word | tag): how often SemCor has the lemma as that part of speech (cntlist.rev), half a time more for each lemma
 * (expected likelihood), as a share of all; a form is as likely in its tag as the lemma in all of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/die.h"
#include "lexicon/lexicon.h"
#include "parse/tagger_blob.h"
#include "../share/gen/lexfile.h"
#include "../share/gen/textfile.h"

enum { WORDS = 1 << 19, WORD_MOST = 48, GUESSED = 16 /* costs, in halvings, of a form that only a rule makes: "mooder" */ };
enum part { P_NOUN, P_VERB, P_ADJ, P_ADV, PARTS };

struct candidate { double p; struct span lemma; uint8_t state; };
struct word { struct span text; uint64_t key; struct candidate c[TAGGER_MOST]; uint8_t n, role; bool closed, ending; };
struct lemma { struct span text; uint32_t count[PARTS]; bool is[PARTS], seen, irregular; };

static struct word *words;
static struct lemma *lemmas;
static uint32_t n_words;
static double total[PARTS], tri[TAGGER_STATES][TAGGER_STATES][TAGGER_STATES], of_tag[TAGGER_STATES];

static const char *const state_name[] = {
#define STATE(NAME, tag, verb) #NAME,
#define CARRIED(NAME, tag, verb) #NAME "1",
#include "parse/tags.def"
#undef STATE
#undef CARRIED
};

static struct word *word_of(uint64_t key, struct span text, bool make)
{
	uint32_t i = (uint32_t)key & (WORDS - 1);

	while (words[i].key && words[i].key != key)
		i = (i + 1) & (WORDS - 1);
	if (words[i].key)
		return &words[i];
	if (!make)
		return NULL;
	if (++n_words > WORDS / 4 * 3)
		die("more words than the table has room for");
	words[i] = (struct word){.text = arena_dup(&memory, text), .key = key};
	return &words[i];
}

static struct lemma *lemma_of(struct span text, bool make)
{
	uint64_t key = lex_key(text.p, text.n);
	uint32_t i = (uint32_t)key & (WORDS - 1);

	while (lemmas[i].text.n && !span_eq(lemmas[i].text, text))
		i = (i + 1) & (WORDS - 1);
	if (!lemmas[i].text.n && make)
		lemmas[i].text = text;
	return lemmas[i].text.n ? &lemmas[i] : NULL;
}

/* One more reading of a word; of two lemmas with one tag the likelier one stays. */
static void put(struct span text, unsigned state, double p, struct span lemma)
{
	struct word *w = word_of(lex_key(text.p, text.n), text, true);
	unsigned i = 0;

	if (w->closed)
		return;
	while (i < w->n && w->c[i].state != state)
		i++;
	if (i == TAGGER_MOST || (i < w->n && w->c[i].p >= p))
		return;
	w->c[i] = (struct candidate){p, lemma, (uint8_t)state};
	w->n = (uint8_t)(i == w->n ? i + 1 : w->n);
}

static bool vowel(char c)
{
	return memchr("aeiou", c, 5) != NULL;
}

/* The lemma less cut bytes, its last letter once more if twice, and tail. */
static struct span form(struct span l, size_t cut, bool twice, const char *tail)
{
	return arena_printf(&memory, "%.*s%.*s%s", (int)(l.n - cut), l.p, twice ? 1 : 0, l.p + l.n - 1, tail);
}

static struct span with_s(struct span l)
{
	bool y = l.n > 1 && l.p[l.n - 1] == 'y' && !vowel(l.p[l.n - 2]);
	bool e = span_ends(l, SPAN("s")) || span_ends(l, SPAN("x")) || span_ends(l, SPAN("z")) || span_ends(l, SPAN("ch")) || span_ends(l, SPAN("sh"));

	return y ? form(l, 1, false, "ies") : form(l, 0, false, e ? "es" : "s");
}

/* "sit" doubles its last letter, "wait" and "play" do not. "open" does not either, which only its stress would tell: both are kept. */
static bool doubles(struct span l)
{
	return l.n > 2 && !vowel(l.p[l.n - 1]) && !memchr("wxyh", l.p[l.n - 1], 4) && vowel(l.p[l.n - 2]) && !vowel(l.p[l.n - 3]);
}

static void verb_forms(struct span l, double p, bool irregular)
{
	bool e = span_ends(l, SPAN("e")), y = l.n > 1 && l.p[l.n - 1] == 'y' && !vowel(l.p[l.n - 2]);
	bool keeps_e = !e || l.n < 3 || memchr("eoy", l.p[l.n - 2], 3);
	struct span ed = y ? form(l, 1, false, "ied") : form(l, 0, false, e ? "d" : "ed");

	put(l, ST_VB, p, l);
	put(l, ST_VBP, p, l);
	put(with_s(l), ST_VBZ, p, l);
	put(span_ends(l, SPAN("ie")) ? form(l, 2, false, "ying") : form(l, keeps_e ? 0 : 1, false, "ing"), ST_VBG, p, l);
	if (doubles(l))
		put(form(l, 0, true, "ing"), ST_VBG, p, l);
	for (int twice = 0; twice <= doubles(l) && !irregular; twice++) {
		put(twice ? form(l, 0, true, "ed") : ed, ST_VBD, p, l);
		put(twice ? form(l, 0, true, "ed") : ed, ST_VBN, p, l);
	}
}

static void noun_forms(struct span l, double p)
{
	struct lemma *base = l.n > 3 && span_ends(l, SPAN("s")) && !span_ends(l, SPAN("ss")) ? lemma_of(span_cut(l, 0, l.n - 1), false) : NULL;

	if (base && base->is[P_NOUN]) { /* "glasses", "shorts", "papers": plural, whatever they mean */
		bool own = lemma_of(l, false)->seen && !base->seen;
		put(l, ST_NOUNS, p, own ? l : base->text);
	} else {
		put(l, ST_NOUN, p, l);
		put(with_s(l), ST_NOUNS, p, l);
	}
}

static void adjective_forms(struct span l, double p)
{
	size_t cut = span_ends(l, SPAN("e")) || span_ends(l, SPAN("y"));
	bool y = span_ends(l, SPAN("y"));

	put(l, ST_ADJ, p, l);
	put(form(l, cut, doubles(l), y ? "ier" : "er"), ST_ADJ, p / GUESSED, l);
	put(form(l, cut, doubles(l), y ? "iest" : "est"), ST_ADJ, p / GUESSED, l);
}

static const char *const part_file[PARTS] = {"noun", "verb", "adj", "adv"};

static bool plain(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '\''))
			return false;
	return s.n > 0 && s.n <= WORD_MOST;
}

/* A noun is seen when its first sense is a concrete thing. */
static bool first_is_seen(struct span index, struct span data)
{
	struct span f[64];
	size_t n = 0;

	while (index.n && n < 64)
		if ((f[n] = until(&index, " ")).n)
			n++;
	uint32_t senses = n > 2 ? number(f[1]) : 0, at = senses && senses < n ? number(f[n - senses]) : 0;
	return at + 11 < data.n && lexfile_concrete(number(span_cut(data, at + 9, at + 11)));
}

static void read_lemmas(const char *wordnet)
{
	struct span l, data = slurp(wordnet, "data.noun");

	for (int p = 0; p < PARTS; p++)
		for (struct span rest = slurp(wordnet, arena_printf(&memory, "index.%s", part_file[p]).p); line(&rest, &l);) {
			struct span tail = l, text = until(&tail, " ");
			if (!plain(text))
				continue;
			struct lemma *m = lemma_of(text, true);
			m->is[p] = true;
			if (p == P_NOUN)
				m->seen = first_is_seen(tail, data);
		}
	for (struct span rest = slurp(wordnet, "cntlist.rev"); line(&rest, &l);) {
		struct span text = until(&l, "%"), kind = until(&l, ":");
		until(&l, " ");
		until(&l, " ");
		struct lemma *m = plain(text) ? lemma_of(text, false) : NULL;
		uint32_t k = number(kind);
		if (m && k >= 1 && k <= 5)
			m->count[k == 5 ? P_ADJ : k - 1] += number(l);
	}
	for (uint32_t i = 0; i < WORDS; i++)
		for (int p = 0; p < PARTS; p++)
			total[p] += lemmas[i].is[p] ? lemmas[i].count[p] + 0.5 : 0;
}

/* A verb whose past has its own form has no regular one: "bed" is no past of "be". */
static void find_irregular(const char *wordnet)
{
	struct span l;

	for (struct span rest = slurp(wordnet, "verb.exc"); line(&rest, &l);) {
		struct span f = until(&l, " "), base = until(&l, " ");
		struct lemma *m = plain(f) && plain(base) ? lemma_of(base, false) : NULL;
		if (m && !span_ends(f, SPAN("ing")) && !span_ends(f, SPAN("s")) && !span_ends(f, SPAN("ed")))
			m->irregular = true;
	}
}

static double likely(const struct lemma *m, int part)
{
	return (m->count[part] + 0.5) / total[part];
}

/* Irregular forms: "geese goose", "sat sit". A verb's is its past in both uses, unless it ends as the others do. */
static void read_exceptions(const char *wordnet, int part)
{
	struct span l;

	for (struct span rest = slurp(wordnet, arena_printf(&memory, "%s.exc", part_file[part]).p); line(&rest, &l);) {
		struct span f = until(&l, " "), base = until(&l, " ");
		struct lemma *m = plain(f) && plain(base) ? lemma_of(base, false) : NULL;
		if (!m || !m->is[part])
			continue;
		double p = likely(m, part);
		if (part == P_NOUN) {
			put(f, ST_NOUNS, p, m->text);
		} else if (part == P_ADJ) {
			put(f, ST_ADJ, p / GUESSED, m->text);
		} else if (span_ends(f, SPAN("ing"))) {
			put(f, ST_VBG, p, m->text);
		} else if (span_ends(f, SPAN("s"))) {
			put(f, ST_VBZ, p, m->text);
		} else {
			put(f, ST_VBD, p, m->text);
			put(f, ST_VBN, p, m->text);
		}
	}
}

/* "cluttered", "surfing": an adjective or noun that SemCor never has is the participle of its verb. */
static bool is_form(struct span s, unsigned one, unsigned other)
{
	const struct word *w = word_of(lex_key(s.p, s.n), s, false);

	for (unsigned i = 0; w && i < w->n; i++)
		if (w->c[i].state == one || w->c[i].state == other)
			return true;
	return false;
}

static void make_words(const char *wordnet)
{
	read_lemmas(wordnet);
	find_irregular(wordnet);
	for (uint32_t i = 0; i < WORDS; i++) {
		const struct lemma *m = &lemmas[i];
		if (m->is[P_VERB])
			verb_forms(m->text, likely(m, P_VERB), m->irregular);
	}
	for (uint32_t i = 0; i < WORDS; i++) {
		const struct lemma *m = &lemmas[i];
		if (m->is[P_NOUN] && !(m->count[P_NOUN] == 0 && is_form(m->text, ST_VBG, ST_VBG)))
			noun_forms(m->text, likely(m, P_NOUN));
		if (m->is[P_ADJ] && !(m->count[P_ADJ] == 0 && is_form(m->text, ST_VBG, ST_VBN)))
			adjective_forms(m->text, likely(m, P_ADJ));
		if (m->is[P_ADV])
			put(m->text, ST_ADV, likely(m, P_ADV), m->text);
	}
	for (int p = P_NOUN; p <= P_ADJ; p++)
		read_exceptions(wordnet, p);
}

static unsigned state_of(struct span name)
{
	for (unsigned i = 0; i < TAGGER_STATES; i++)
		if (span_is(name, state_name[i]))
			return i;
	die("taggerc: no tag is called '%.*s'", SPAN_ARG(name));
}

static void read_transitions(const char *counts)
{
	struct span l;

	for (struct span rest = slurp(counts, "transitions.tsv"); line(&rest, &l);) {
		unsigned a = state_of(until(&l, " ")), b = state_of(until(&l, "\t"));
		while (l.n) {
			unsigned c = state_of(until(&l, ":"));
			tri[a][b][c] += number(until(&l, " "));
		}
	}
	for (struct span rest = slurp(counts, "tags.tsv"); line(&rest, &l);) {
		unsigned t = state_of(until(&l, "\t"));
		of_tag[t] = number(l);
	}
}

/* Words of closed classes have the tags that were counted, and no others: "are" is no noun. */
static void read_closed(const char *counts)
{
	struct span l;

	for (struct span rest = slurp(counts, "closed.tsv"); line(&rest, &l);) {
		struct span text = until(&l, "\t");
		struct word *w = word_of(lex_key(text.p, text.n), text, true);
		struct lemma *m = lemma_of(text, false);
		struct word was = *w;
		w->n = 0;
		w->closed = true;
		while (l.n && w->n < TAGGER_MOST) {
			unsigned t = state_of(until(&l, ":"));
			double p = number(until(&l, " ")) / of_tag[t];
			struct span lemma = m ? m->text : w->text;
			for (unsigned i = 0; i < was.n; i++)
				if (was.c[i].state == t)
					lemma = was.c[i].lemma;
			w->c[w->n++] = (struct candidate){p, lemma, (uint8_t)t};
		}
	}
}

/* Prepositions of captions that EWT has too seldom: "beside", "atop", "amid". */
static void read_prepositions(const char *glue)
{
	struct span l;

	for (struct span rest = slurp(glue, "glue.tsv"); line(&rest, &l);) {
		struct span text = until(&l, "\t");
		if (span_is(l, "prep") && plain(text))
			put(text, ST_ADP, 1 / of_tag[ST_ADP], text);
	}
}

static void read_roles(const char *counts)
{
	static const char *const role[] = {"", "side", "quantity", "size", "shape", "pattern", "age", "camera"};
	struct span l;

	for (struct span rest = slurp(counts, "roles.tsv"); line(&rest, &l);) {
		struct span name = until(&l, "\t");
		unsigned r = 1;
		while (r < sizeof role / sizeof *role && !span_is(name, role[r]))
			r++;
		if (r == sizeof role / sizeof *role)
			die("taggerc: no role is called '%.*s'", SPAN_ARG(name));
		while (l.n) {
			struct span text = until(&l, " ");
			word_of(lex_key(text.p, text.n), text, true)->role = (uint8_t)r;
		}
	}
}

/* A word has the role of its lemma. */
static unsigned role_of(const struct word *w, struct span lemma)
{
	const struct word *m = w->role || !lemma.n ? NULL : word_of(lex_key(lemma.p, lemma.n), lemma, false);

	return m ? m->role : w->role;
}

static unsigned shape_of(struct span name)
{
	static const char *const shape[TAGGER_SHAPES] = {"lower", "first", "capital", "digit"};

	for (unsigned i = 0; i < TAGGER_SHAPES; i++)
		if (span_is(name, shape[i]))
			return i;
	die("taggerc: no shape is called '%.*s'", SPAN_ARG(name));
}

/* P(tag | ending) / P(tag), each ending smoothed by the next shorter one, which stands before it in the file; weighed by the
 * spread of the tags' own shares, as TnT does. All costs of unknown words may be higher by the same. */
static void read_endings(const char *counts)
{
	static double share[TAGGER_SHAPES][TAGGER_ENDING + 1][TAGGER_STATES];
	double all = 0, square = 0, tags = 0;
	struct span l;

	for (unsigned t = 0; t < TAGGER_STATES; t++)
		all += of_tag[t];
	for (unsigned t = 0; t < TAGGER_STATES; t++)
		if (of_tag[t] > 0)
			square += of_tag[t] / all * of_tag[t] / all, tags++;
	double theta = sqrt((square - 1 / tags) / (tags - 1));
	for (struct span rest = slurp(counts, "endings.tsv"); line(&rest, &l);) {
		unsigned s = shape_of(until(&l, " "));
		struct span ending = until(&l, "\t");
		if (span_is(ending, "-"))
			ending.n = 0;
		if (ending.n > TAGGER_ENDING)
			continue;
		double n[TAGGER_STATES] = {0}, sum = 0, *now = share[s][ending.n];
		while (l.n) {
			unsigned t = state_of(until(&l, ":"));
			n[t] = number(until(&l, " "));
			sum += n[t];
		}
		struct word *w = word_of(tagger_ending_key((enum tagger_shape)s, ending), ending, true);
		*w = (struct word){.text = w->text, .key = w->key, .closed = true, .ending = true};
		for (unsigned t = 0; t < TAGGER_STATES; t++) {
			now[t] = ending.n ? (n[t] / sum + theta * share[s][ending.n - 1][t]) / (1 + theta) : n[t] / sum;
			if (now[t] > 1e-3 && w->n < TAGGER_MOST)
				w->c[w->n++] = (struct candidate){now[t] / (of_tag[t] / all) * 1e-3, {"", 0}, (uint8_t)t};
		}
	}
}

/* Deleted interpolation (Brants, TnT, figure 1): the shares of one, two and three tags by how well each foretells the others. */
static void write_costs(struct buf *b)
{
	enum { S = TAGGER_STATES };
	static double pair[S][S], bi[S][S], before[S], uni[S];
	double lambda[3] = {0}, all = 0;

	for (unsigned a = 0; a < S; a++)
		for (unsigned x = 0; x < S; x++)
			for (unsigned c = 0; c < S; c++) {
				double n = tri[a][x][c];
				pair[a][x] += n, bi[x][c] += n, before[x] += n, uni[c] += n, all += n;
			}
	for (unsigned a = 0; a < S; a++)
		for (unsigned x = 0; x < S; x++)
			for (unsigned c = 0; c < S; c++) {
				double n = tri[a][x][c];
				double f3 = pair[a][x] > 1 ? (n - 1) / (pair[a][x] - 1) : 0, f2 = before[x] > 1 ? (bi[x][c] - 1) / (before[x] - 1) : 0;
				double f1 = (uni[c] - 1) / (all - 1);
				lambda[f3 >= f2 && f3 >= f1 ? 2 : f2 >= f1 ? 1 : 0] += n;
			}
	for (unsigned a = 0; a < S; a++)
		for (unsigned x = 0; x < S; x++)
			for (unsigned c = 0; c < S; c++) {
				double p = lambda[0] / all * uni[c] / all + (before[x] > 0 ? lambda[1] / all * bi[x][c] / before[x] : 0) +
					   (pair[a][x] > 0 ? lambda[2] / all * tri[a][x][c] / pair[a][x] : 0);
				double cost = p > 0 ? -log(p) * TAGGER_NAT : 1e9;
				int16_t v = (int16_t)(cost < 20 * TAGGER_NAT ? cost + 0.5 : 20 * TAGGER_NAT);
				buf_add(b, (const char *)&v, sizeof v);
			}
	if (S & 1)
		buf_add(b, "\0\0", 2);
}

struct lemma_list { struct tagger_lemma *v; size_t n, cap; };

/* The lemma as the word less some bytes and what follows. */
static uint16_t lemma_index(struct lemma_list *list, struct buf *letters, struct span text, struct span lemma)
{
	size_t same = 0, i;

	while (same < text.n && same < lemma.n && text.p[same] == lemma.p[same])
		same++;
	uint8_t cut = (uint8_t)(text.n - same), n = (uint8_t)(lemma.n - same);
	for (i = 0; i < list->n; i++)
		if (list->v[i].cut == cut && list->v[i].n == n && (n == 0 || memcmp(letters->p + list->v[i].at, lemma.p + same, n) == 0))
			return (uint16_t)i;
	if (i > UINT16_MAX)
		die("more ways to a lemma than two bytes count");
	*ARENA_PUSH(&memory, list) = (struct tagger_lemma){cut, n, 0, (uint32_t)letters->n};
	buf_add(letters, lemma.p + same, n);
	return (uint16_t)i;
}

static void write_blob(const char *path, struct span notice)
{
	struct tagger_head h = {"captags", TAGGER_VERSION, 0, 0, 0, (uint32_t)notice.n, 1};
	struct tagger_slot *slots = arena_zalloc(&memory, TAGGER_SLOTS, sizeof *slots);
	struct buf out = BUF_INIT, candidates = BUF_INIT, letters = BUF_INIT;
	struct lemma_list list = {0};

	lemma_index(&list, &letters, SPAN("x"), SPAN("x")); /* 0: the word itself, as for names and unknown words */
	FILE *f = fopen(path, "wb");

	for (uint32_t w = 0; w < WORDS; w++) {
		const struct word *x = &words[w];
		if (!x->key || !x->n)
			continue;
		uint32_t i = (uint32_t)x->key & (TAGGER_SLOTS - 1), way = 1;
		for (; slots[i].first; i = (i + 1) & (TAGGER_SLOTS - 1))
			way++;
		h.probes = way > h.probes ? way : h.probes;
		slots[i] = (struct tagger_slot){(uint32_t)(x->key >> 32), h.candidates << 4 | x->n};
		h.candidates += x->n;
		for (unsigned c = 0; c < x->n; c++) {
			double cost = -log(x->c[c].p) * TAGGER_NAT / TAGGER_STEP;
			struct tagger_candidate k = {(uint8_t)(x->c[c].state | role_of(x, x->c[c].lemma) << TAGGER_ROLE), (uint8_t)(cost < 0 ? 0 : cost < 255 ? cost + 0.5 : 255),
						     x->ending ? 0 : lemma_index(&list, &letters, x->text, x->c[c].lemma)};
			buf_add(&candidates, (const char *)&k, sizeof k);
		}
	}
	h.lemmas = (uint32_t)list.n;
	h.letters = (uint32_t)letters.n;
	buf_add(&out, (const char *)&h, sizeof h);
	write_costs(&out);
	buf_add(&out, (const char *)slots, TAGGER_SLOTS * sizeof *slots);
	buf_adds(&out, buf_span(&candidates));
	buf_add(&out, (const char *)list.v, list.n * sizeof *list.v);
	buf_adds(&out, buf_span(&letters));
	buf_adds(&out, notice);
	if (!f || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0)
		die("cannot write %s", path);
	buf_fini(&out);
	buf_fini(&candidates);
	buf_fini(&letters);
}

static void print_known(void)
{
	char b[256];

	while (fgets(b, sizeof b, stdin)) {
		struct span s = {b, strcspn(b, "\n")};
		if (word_of(lex_key(s.p, s.n), s, false))
			printf("%.*s\n", SPAN_ARG(s));
	}
}

int main(int argc, char **argv)
{
	prog_init(&argc, &argv);
	words = arena_zalloc(&memory, WORDS, sizeof *words);
	lemmas = arena_zalloc(&memory, WORDS, sizeof *lemmas);
	if (argc == 3 && span_is(span_of(argv[1]), "--known")) {
		make_words(argv[2]);
		print_known();
	} else if (argc == 6 && span_is(span_of(argv[1]), "-o")) {
		make_words(argv[3]);
		read_transitions(argv[4]);
		read_closed(argv[4]);
		read_prepositions(argv[5]);
		read_endings(argv[4]);
		read_roles(argv[4]);
		write_blob(argv[2], slurp(argv[4], "NOTICE"));
	} else {
		die("usage: taggerc -o OUT WORDNET COUNTS LEXICON");
	}
	out_close();
	return STATUS_OK;
}
