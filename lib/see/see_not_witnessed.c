/* see_not_witnessed.c: CAP227, the caption names what no witness saw. */
#include "base/buf.h"
#include "base/escape.h"
#include "see/sight.h"
#include "see/witness.h"

enum { SHOWN = 5, WORDS_SHOWN = 60 };

static void list(struct buf *b, unsigned *n, struct span quality, struct span thing)
{
	quality = escape_short(quality, WORDS_SHOWN);
	thing = escape_short(thing, WORDS_SHOWN);
	if (++*n <= SHOWN)
		buf_printf(b, "%s\"%.*s%s%.*s\"", *n > 1 ? ", " : "", SPAN_ARG(quality), quality.n ? " " : "", SPAN_ARG(thing));
}

static bool doubted(const struct sight *s, const struct witness_fact *f)
{
	return witness_knows(s->testimony->witness, f) && !testimony_has(s->testimony, f);
}

static void check(struct sight_check *c, const struct rule *r)
{
	const struct sight *s = c->s;
	struct buf b = BUF_INIT;
	unsigned n = 0;

	if (!s->testimony || !s->scene)
		return;
	for (uint32_t i = 0; i < s->scene->n_objects; i++) {
		struct witness_fact f = witness_fact_of(s->reader, s->scene, i, SPAN(""));
		if (!s->scene->objects[i].implicit && doubted(s, &f))
			list(&b, &n, SPAN(""), s->scene->objects[i].name);
	}
	/* Of a thing that was not seen its colour needs no word. */
	for (uint32_t i = 0; i < s->scene->n_attributes; i++) {
		const struct scene_attribute *t = &s->scene->attributes[i];
		struct witness_fact thing = witness_fact_of(s->reader, s->scene, t->object, SPAN("")), f = witness_fact_of(s->reader, s->scene, t->object, t->name);
		if (testimony_has(s->testimony, &thing) && doubted(s, &f))
			list(&b, &n, t->name, s->scene->objects[t->object].name);
	}
	if (n > SHOWN)
		buf_printf(&b, " and %u more", n - SHOWN);
	if (n)
		sight_report(c, r, r->severity, "the caption says %.*s, and no witness saw it", (int)b.n, b.p);
	buf_fini(&b);
}

const struct rule rule_not_witnessed = {
	.code = "CAP227",
	.name = "not-witnessed",
	.title = "the caption names what no witness saw",
	.why = "A tagger, CLIP or a VLM that was run elsewhere and is given by --witness looked at the picture, and none of them saw a thing, or a "
	       "colour, material or pattern of a thing, that the caption names. Asked is only for what they name for some picture of the file, "
	       "so that no word is doubted that they do not know; a kind counts for what it is a kind of (retriever, dog), and people are not "
	       "told apart. Tags and clauses under a score of 0.35 were not seen.",
	.evidence = "0.35 is the least score of a general tag on wd-tagger's own page. How often a witness is wrong is its own matter.",
	.before = "\"a dog with a red ball\", and the tagger has dog 0.98, ball 0.11",
	.after = NULL,
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
