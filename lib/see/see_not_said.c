/* see_not_said.c: CAP228, what witnesses are sure of and the caption leaves out. */
#include "base/buf.h"
#include "base/escape.h"
#include "see/sight.h"
#include "see/witness.h"

enum { SHOWN = 5, WORDS_SHOWN = 60, GATHERED = 64 };

/* Whether the caption says it; of a quality also, where it does not name the thing at all: then the thing is what is missing. */
static bool covered(const struct sight *s, const struct witness_fact *f)
{
	const struct witness *w = s->testimony->witness;
	bool thing = false;

	for (uint32_t i = 0; i < s->scene->n_objects; i++) {
		struct witness_fact x = witness_fact_of(s->reader, s->scene, i, SPAN(""));
		x.quality = f->quality;
		thing |= witness_same(w, &x, f);
	}
	if (!f->quality)
		return thing;
	for (uint32_t i = 0; thing && i < s->scene->n_attributes; i++) {
		struct witness_fact x = witness_fact_of(s->reader, s->scene, s->scene->attributes[i].object, s->scene->attributes[i].name);
		if (witness_same(w, &x, f))
			return true;
	}
	return !thing;
}

static void check(struct sight_check *c, const struct rule *r)
{
	const struct testimony *t = c->s->testimony;
	const struct witness_fact *said[GATHERED];
	struct buf b = BUF_INIT;
	size_t n = 0;

	if (!t || !c->s->scene)
		return;
	for (size_t i = 0; i < t->n && n < GATHERED; i++) {
		const struct witness_fact *f = t->v[i].fact;
		size_t k = 0;
		while (k < n && said[k] != f)
			k++;
		if (k < n || t->v[i].score < WITNESS_STRONG || covered(c->s, f))
			continue;
		said[n++] = f;
		struct span text = escape_short(f->text, WORDS_SHOWN);
		if (n <= SHOWN)
			buf_printf(&b, "%s\"%.*s\"", n > 1 ? ", " : "", SPAN_ARG(text));
	}
	if (n > SHOWN)
		buf_printf(&b, " and %zu more", n - SHOWN);
	if (n)
		sight_report(c, r, r->severity, "witnesses are sure of %.*s, and the caption leaves it out", (int)b.n, b.p);
	buf_fini(&b);
}

const struct rule rule_not_said = {
	.code = "CAP228",
	.name = "not-said",
	.title = "what witnesses are sure of and the caption leaves out",
	.why = "What stands in a picture and not in its caption binds to whatever the caption does name. A thing, or a colour, material or pattern "
	       "of a thing that the caption names, which a witness of --witness gives a score of 0.85 or more (or says in a caption of its own). "
	       "What binds to the trigger on purpose is left out on purpose: that is for a person to say.",
	.evidence = "0.85 is the score from which wd-tagger's own page names a character. How often a witness is wrong is its own matter.",
	.before = "\"a dog on grass\", and the tagger has dog 0.98, hat 0.91",
	.after = "\"a dog with a hat on grass\"",
	.family = FAMILY_IMAGE, .scope = SCOPE_IMAGE, .severity = SEV_INFO, .profiles = P_ANY,
	.image = &(const struct image_rule){.check = check},
};
