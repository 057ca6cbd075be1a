/* scene.c: the parser on any text: every span lies in the caption at whole characters, every index in its list, each fact once. */
#include "fuzz/fuzz.h"
#include "lexicon/lexicon.h"
#include "parse/scene.h"
#include "parse/tagger.h"
#include "text/seg.h"

static struct lexicon *lexicon;
static struct tagger *tagger;

static void range(struct span text, uint32_t start, uint32_t end)
{
	MUST(start <= end && end <= text.n && fuzz_edge(text, start) && fuzz_edge(text, end));
}

static void graph(const struct scene *s)
{
	for (uint32_t i = 0; i < s->n_objects; i++) {
		range(s->text, s->objects[i].start, s->objects[i].end);
		MUST(s->objects[i].word < s->n_words);
	}
	for (uint32_t i = 0; i < s->n_attributes; i++) {
		range(s->text, s->attributes[i].start, s->attributes[i].end);
		MUST(s->attributes[i].object < s->n_objects && s->attributes[i].kind < SCENE_ATTRS);
	}
	for (uint32_t i = 0; i < s->n_relations; i++) {
		range(s->text, s->relations[i].start, s->relations[i].end);
		MUST(s->relations[i].subject < s->n_objects && s->relations[i].object < s->n_objects);
		MUST(s->relations[i].subject != s->relations[i].object && s->relations[i].predicate.n > 0);
	}
	for (uint32_t i = 0; i < s->n_picture; i++)
		range(s->text, s->picture[i].start, s->picture[i].end);
	for (uint32_t i = 0; i < s->n_empty; i++)
		range(s->text, s->empty[i].start, s->empty[i].end);
}

static void facts(const struct scene *s)
{
	uint32_t said = 0;

	for (uint32_t i = 0; i < s->n_facts; i++) {
		const struct scene_fact *f = &s->facts[i];
		range(s->text, f->start, f->end);
		range(s->text, f->from, f->to);
		MUST(f->from <= f->start && f->end <= f->to && f->first <= i && s->facts[f->first].first == f->first);
		MUST(s->facts[f->first].key == f->key && (i == 0 || s->facts[i - 1].start <= f->start));
		said += f->first == i;
	}
	MUST(said == s->n_said);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena a = ARENA_INIT;
	struct diag d = {0};
	struct lex_files none = {0};
	struct seg seg;
	struct scene s;

	if (!tagger) {
		lexicon = lexicon_open(&none, &d);
		tagger = tagger_open(&d);
		MUST(lexicon && tagger); /* CAPTOOLS_SHARE */
	}
	seg_cut(fuzz_text(&a, (struct span){(const char *)p, n}), &a, &seg);
	scene_parse(lexicon, tagger, &seg, NULL, &a, &s);
	for (uint32_t i = 0; i < s.n_words; i++) {
		range(s.text, s.words[i].start, s.words[i].end);
		MUST(i == 0 || s.words[i - 1].end <= s.words[i].start);
	}
	graph(&s);
	facts(&s);
	arena_fini(&a);
	return 0;
}
