/* wordnetc: compiles WordNet 3.0 (Debian's wordnet-base) to the blob that lib/lexicon/wordnet.h describes.
 * usage: wordnetc -o OUT /usr/share/wordnet
 * Kept: every single-word noun, verb, adjective and adverb; phrases of 2 and 3 words that name concrete things
 * (one of the first three senses in the lexicographer files animal, artifact, food, object,
 * person, plant); which words are moods (moods.h); irregular plurals and verb forms; the hypernyms of nouns; the licence, as WordNet asks. */
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/die.h"
#include "lexicon/lexicon.h"
#include "lexicon/wordnet.h"
#include "../share/gen/lexfile.h"
#include "../share/gen/moods.h"
#include "../share/gen/synsets.h"
#include "../share/gen/textfile.h"

struct list_noun { struct wordnet_noun *v; size_t n, cap; };
struct list_plural { struct wordnet_plural *v; size_t n, cap; };

static struct list_noun nouns;
static struct list_plural plurals;
static struct wordnet_slot *table;
static uint32_t slots = 1 << 18, used;
static uint64_t filter[WORDNET_FILTER];

static struct wordnet_slot *slot_of(uint64_t key)
{
	uint32_t i = (uint32_t)key & (slots - 1);

	while (table[i].key && table[i].key != key)
		i = (i + 1) & (slots - 1);
	if (!table[i].key) {
		if (++used > slots / 4 * 3)
			die("wordnet: more words than the table has room for");
		table[i].key = key;
	}
	return &table[i];
}

/* The keys of a lemma's words and of its beginnings; words are cut at _ and -, as seg.c cuts captions. Returns the
 * number of words, 0 if there are too many or they hold more than letters, digits and apostrophes. */
static int keys_of(struct span lemma, uint64_t key[WORDNET_WORDS])
{
	int n = 0;
	size_t start = 0;

	for (size_t i = 0; i <= lemma.n; i++) {
		char c = i < lemma.n ? lemma.p[i] : '_';
		if (c == '_' || c == '-') {
			if (i == start || n == WORDNET_WORDS)
				return 0;
			uint64_t k = lex_key(lemma.p + start, i - start);
			key[n] = n ? lex_join(key[n - 1], k) : k;
			n++;
			start = i + 1;
		} else if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '\'')) {
			return 0;
		}
	}
	return n;
}

static bool is_idea(uint32_t lexfile)
{
	return lexfile == LF_COGNITION || lexfile == LF_COMMUNICATION || lexfile == LF_FEELING || lexfile == LF_MOTIVE || lexfile == LF_STATE ||
	       lexfile == LF_TIME;
}

/* pose is first an affectation, then a posture: a second attribute that is seen counts. */
static bool is_so(uint32_t first, uint32_t second, enum mood_question q)
{
	bool seen = second && synsets.v[second - 1].lexfile == LF_ATTRIBUTE && mood_says(second - 1, q) < 0;

	return mood_says(first, q) > 0 && !seen;
}

static uint32_t first_sense_flags(uint32_t lexfile)
{
	return (lexfile_concrete(lexfile) ? WN_FIRST : 0) | (lexfile == LF_PERSON ? WN_PERSON : 0) |
	       (lexfile == LF_ANIMAL || lexfile == LF_PLANT ? WN_LIVING : 0) | (lexfile == LF_FOOD ? WN_FOOD : 0) |
	       (is_idea(lexfile) ? WN_IDEA : 0) |
	       (lexfile == LF_PHENOMENON || lexfile == LF_SHAPE || lexfile == LF_SUBSTANCE ? WN_SEEN : 0);
}

enum { SENSES = 3 };

/* The first senses of an index line; names of people and places (a crane is no Stephen Crane) only where there are no others: of a
 * place, those who are called after it are none (massachusetts, a people). At least one. */
static uint32_t first_senses(struct span *l, uint32_t sense[SENSES])
{
	uint32_t senses = skip_to_offsets(l), n = 0, names = 0;
	bool place = false;

	for (uint32_t i = 0; i < senses && n < SENSES; i++) {
		uint32_t s = synset_at(number(field(l)));
		bool name = synsets.v[s].name || (place && synsets.v[s].lexfile == LF_PERSON);
		place |= i == 0 && name && synsets.v[s].lexfile == LF_LOCATION;
		if (name && n == 0 && names < SENSES)
			sense[names++] = s;
		else if (!name)
			sense[n++] = s;
	}
	if (n + names == 0)
		die("wordnet: a noun without a sense");
	return n ? n : names;
}

static void read_nouns(struct span text)
{
	struct span l;

	while (line(&text, &l)) {
		uint64_t key[WORDNET_WORDS];
		int words = keys_of(field(&l), key);
		if (words == 0)
			continue;
		uint32_t flags = WN_NOUN, sense[SENSES], n = first_senses(&l, sense);
		struct wordnet_noun noun = {{sense[0] + 1, n > 1 ? sense[1] + 1 : 0}, above[sense[0]]};
		for (uint32_t i = 0; i < n; i++) {
			uint32_t lf = synsets.v[sense[i]].lexfile;
			if (lexfile_concrete(lf))
				flags |= WN_CONCRETE;
			if (i == 0)
				flags |= first_sense_flags(lf) | synsets.v[sense[i]].class;
			else if (lf == LF_ANIMAL && flags & WN_PERSON) /* a tiger is a fierce man last */
				flags ^= WN_PERSON | WN_LIVING;
			if (lf == LF_FOOD) /* a carrot is no part of a plant to people */
				flags &= ~(uint32_t)WN_PART;
		}
		if (words > 1 && !(flags & WN_CONCRETE))
			continue;
		flags |= is_so(noun.sense[0] - 1, noun.sense[1], ASK_UNSEEN) ? WN_UNSEEN : 0;
		flags |= is_so(noun.sense[0] - 1, noun.sense[1], ASK_HEAD) ? WN_MOODHEAD : 0;
		*ARENA_PUSH(&memory, &nouns) = noun;
		struct wordnet_slot *e = slot_of(key[words - 1]);
		e->flags |= flags;
		e->noun = (uint32_t)nouns.n;
		for (int i = 0; i + 1 < words; i++)
			slot_of(key[i])->flags |= WN_PREFIX;
		for (int i = 1; i < words; i++)
			filter[phrase_word(key[i], WORDNET_FILTER)] |= phrase_bit(key[i]);
	}
}

/* Single words of index.adj or index.verb; moods by data.adj, and by the file of data.verb. */
static void read_words(struct span text, uint32_t flag, struct span data)
{
	struct span l;

	while (line(&text, &l)) {
		uint64_t key[WORDNET_WORDS];
		struct span rest = l;
		if (keys_of(field(&rest), key) != 1)
			continue;
		struct wordnet_slot *e = slot_of(key[0]);
		e->flags |= flag;
		if (data.n == 0)
			continue;
		skip_to_offsets(&rest);
		struct span first = line_at(data, number(field(&rest))), file = first;
		field(&file);
		bool mood = flag == WN_ADJ ? is_mood(data, first) : number(field(&file)) == LF_VERB_EMOTION;
		e->flags |= mood ? WN_MOOD : 0;
	}
}

static void read_exceptions(struct span text, bool verbs)
{
	struct span l;

	while (line(&text, &l)) {
		uint64_t form[WORDNET_WORDS], base[WORDNET_WORDS];
		int n = keys_of(field(&l), form), m = keys_of(field(&l), base);
		if (n != 1 || m != 1)
			continue;
		if (verbs)
			slot_of(form[0])->flags |= WN_VERBFORM;
		else
			*ARENA_PUSH(&memory, &plurals) = (struct wordnet_plural){form[0], base[0]};
	}
}

static int by_form(const void *x, const void *y)
{
	const struct wordnet_plural *a = x, *b = y;

	return a->form < b->form ? -1 : a->form > b->form;
}

/* WordNet's licence: what stands in each data file before the first line that is read. */
static struct span notice_of(struct span text)
{
	struct span l, rest = text;

	return line(&rest, &l) ? span_cut(text, 0, (size_t)(l.p - text.p)) : text;
}

static uint32_t longest_probe(void)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < slots; i++)
		if (table[i].key) {
			uint32_t way = ((i - (uint32_t)table[i].key) & (slots - 1)) + 1;
			most = way > most ? way : most;
		}
	return most;
}

static void write_blob(const char *path, struct span notice)
{
	struct buf b = BUF_INIT;
	struct wordnet_head h = {"capwnet", WORDNET_VERSION, slots, (uint32_t)nouns.n, (uint32_t)synsets.n,
				 (uint32_t)parents.n, (uint32_t)plurals.n, (uint32_t)notice.n, longest_probe()};
	FILE *f = fopen(path, "wb");

	buf_add(&b, (const char *)&h, sizeof h);
	buf_add(&b, (const char *)table, slots * sizeof *table);
	buf_add(&b, (const char *)plurals.v, plurals.n * sizeof *plurals.v);
	buf_add(&b, (const char *)filter, sizeof filter);
	buf_add(&b, (const char *)nouns.v, nouns.n * sizeof *nouns.v);
	for (size_t i = 0; i <= synsets.n; i++) {
		uint32_t first = i < synsets.n ? synsets.v[i].first : (uint32_t)parents.n;
		buf_add(&b, (const char *)&first, sizeof first);
	}
	buf_add(&b, (const char *)parent, parents.n * sizeof *parent);
	buf_adds(&b, notice);
	if (!f || fwrite(b.p, 1, b.n, f) != b.n || fclose(f) != 0)
		die("cannot write %s", path);
	buf_fini(&b);
}

int main(int argc, char **argv)
{
	prog_init(&argc, &argv);
	if (argc != 4 || !span_is(span_of(argv[1]), "-o"))
		die("usage: wordnetc -o OUT FOLDER");
	const char *from = argv[3];
	struct span data = slurp(from, "data.noun");

	table = arena_zalloc(&memory, slots, sizeof *table);
	read_data(data);
	resolve_parents();
	gather_ancestors();
	struct span index_noun = slurp(from, "index.noun");
	find_roots(index_noun);
	read_nouns(index_noun);
	read_words(slurp(from, "index.verb"), WN_VERB, slurp(from, "data.verb"));
	read_words(slurp(from, "index.adj"), WN_ADJ, slurp(from, "data.adj"));
	read_words(slurp(from, "index.adv"), WN_ADV, SPAN(""));
	read_exceptions(slurp(from, "verb.exc"), true);
	read_exceptions(slurp(from, "noun.exc"), false);
	qsort(plurals.v, plurals.n, sizeof *plurals.v, by_form);
	write_blob(argv[2], notice_of(data));
	out_close();
	return STATUS_OK;
}
