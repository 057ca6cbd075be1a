/* again.c: what a caption says again at its end never raises its score: it is at most that of the caption without it, less half a point. "a cat on
 * a sofa a cat", "dog, ball, dogs"; not "..., a dog behind the sofa", whose fact is new (declared in priv.h). */
#include "lint/priv.h"
#include "lint/units.h"

enum { AHEAD = 8, /* words between what is said of an object and where it is named again: "on the old red (sofa)" */
       TERMS = 256 /* words looked back through */ };

#define AHEAD_TAGS (TAGS(DET) | TAGS(PRON) | TAGS(NUM) | TAGS(ADV) | TAGS(ADJ) | TAGS(NOUN) | TAGS(PROPN))

/* The byte behind fact f, with the object that it leads into: "in its mouth"; 0 where no word there is new. *word: where to begin. */
static uint32_t fact_end(const struct check *c, const struct scene_fact *f, uint32_t *word)
{
	const struct scene *s = c->scene;
	uint32_t end = f->end, object = f->kind == FACT_ATTRIBUTE ? s->attributes[f->index].object : f->kind == FACT_RELATION ? s->relations[f->index].object : SCENE_NONE;

	while (*word < s->n_words && s->words[*word].end <= f->end)
		++*word;
	for (uint32_t i = *word; object != SCENE_NONE && i < s->n_words && i < *word + AHEAD && AHEAD_TAGS >> s->words[i].tag & 1; i++)
		if (s->words[i].object != SCENE_NONE) {
			end = s->words[i].object == object ? s->words[i].end : end;
			break;
		}
	while (*word > 0 && s->words[*word - 1].end > f->start)
		--*word;
	uint32_t new = 0;
	for (uint32_t i = *word; i < s->n_words && s->words[i].start < end; i++)
		new = c->new_words[i] && s->words[i].tag != TAG_PUNCT ? s->words[i].end : new;
	return new && f->kind != FACT_OBJECT ? end : new; /* "a field with closed shutters FIELD" names shutters, and no other field */
}

/* Whether word i of a list is in a term that is said first there, though of old words: "lighting is golden, ..., lighting is cold". */
static bool new_term(const struct check *c, uint32_t i)
{
	const struct analysis *t = c->t;
	const struct unit *u = &t->units[unit_at(t, c->scene->words[i].start)];

	if (t->style != STYLE_TAGS || !c->carries[i] || u->n_words < 2)
		return false;
	for (uint32_t k = u->word > TERMS ? u->word - TERMS : 0; k + u->n_words <= u->word; k++)
		if (memcmp(&t->known[k], &t->known[u->word], u->n_words * sizeof *t->known) == 0)
			return false;
	return true;
}

uint32_t again_from(const struct check *c)
{
	const struct scene *s = c->scene;
	uint32_t n = (uint32_t)c->t->text.n, cut = n, told = 0, word = 0;

	if (c->t->n_segments && c->t->segments[c->t->n_segments - 1].end < n)
		return n; /* a full stop ends a sentence: its facts tell what it is worth */
	if (!(c->t->again || c->t->bare_s) || s->foreign || !s->n_words || !c->new_words)
		return n;
	for (uint32_t i = 0; i < s->n_facts; i++) {
		uint32_t end = c->counts[i] ? fact_end(c, &s->facts[i], &word) : 0;
		told = end > told ? end : told;
	}
	for (uint32_t i = s->n_words; i-- > 0 && s->words[i].start >= told;) {
		if (s->words[i].tag == TAG_PUNCT)
			continue;
		bool leads = TAGS_FUNCTION >> s->words[i].tag & 1 && cut < n && i + 1 < s->n_words && s->words[i].segment == s->words[i + 1].segment;
		if ((c->new_words[i] && !leads) || new_term(c, i)) /* "and apple" */
			break;
		cut = i ? s->words[i - 1].end : n;
	}
	if (cut < n) { /* from a whole term on: "natural light" is none of "light" */
		const struct unit *u = &c->t->units[unit_at(c->t, cut - 1)];
		cut = u->end > cut ? u->end : cut;
	}
	while (cut < n && cut > 0 && (c->t->text.p[cut - 1] == ',' || c->t->text.p[cut - 1] == ';' || c->t->text.p[cut - 1] == ' '))
		cut--; /* what the caption was before somebody went on */
	return cut;
}
