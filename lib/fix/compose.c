/* compose.c: a sentence from a direction entry, by the template of capdirection(5):
 * A [camera ][quality ]MEDIUM of a [style ][colour ]SUBJECT[ relation], [extra with FOCUS | SUBJECT lighting against a BACKGROUND]. */
#include "base/ascii.h"
#include "base/buf.h"
#include "fix/step.h"
#include "text/utf8.h"

/* a or an, by the first letter and the usual exceptions of sound. */
const char *compose_article(struct span word)
{
	static const struct span an[] = {SPAN_INIT("hour"), SPAN_INIT("honest"), SPAN_INIT("honour"), SPAN_INIT("honor"), SPAN_INIT("heir")};
	static const struct span a[] = {SPAN_INIT("uni"), SPAN_INIT("use"), SPAN_INIT("usual"), SPAN_INIT("eu"), SPAN_INIT("one"), SPAN_INIT("once"),
	                                SPAN_INIT("ufo"), SPAN_INIT("uk"), SPAN_INIT("ewe"), SPAN_INIT("ukulele"), SPAN_INIT("uti")};
	char low[12];
	struct span w = {low, word.n < sizeof low ? word.n : sizeof low};

	for (size_t i = 0; i < w.n; i++)
		low[i] = ascii_to_lower(word.p[i]);
	for (size_t i = 0; i < sizeof an / sizeof *an; i++)
		if (span_starts(w, an[i]))
			return "an";
	if (span_starts(w, SPAN("unin")) || span_starts(w, SPAN("unim"))) /* uninhabited, unimpressed: not "uni" */
		return "an";
	for (size_t i = 0; i < sizeof a / sizeof *a; i++)
		if (span_starts(w, a[i]))
			return "a";
	return w.n && memchr("aeiou", w.p[0], 5) ? "an" : "a";
}

struct span compose_noun(struct span phrase, struct arena *arena)
{
	/* A subject may bring its own determiner or number: "two dogs", "the Eiffel Tower". */
	static const struct span own[] = {SPAN_INIT("a "), SPAN_INIT("an "), SPAN_INIT("the "), SPAN_INIT("two "), SPAN_INIT("three "), SPAN_INIT("four "),
	                                  SPAN_INIT("five "), SPAN_INIT("several "), SPAN_INIT("many "), SPAN_INIT("some "), SPAN_INIT("his "),
	                                  SPAN_INIT("her "), SPAN_INIT("their "), SPAN_INIT("its "), SPAN_INIT("no ")};

	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (span_starts(phrase, own[i]))
			return phrase;
	if (phrase.n && phrase.p[0] >= '0' && phrase.p[0] <= '9')
		return phrase;
	return arena_printf(arena, "%s %.*s", compose_article(phrase), SPAN_ARG(phrase));
}

static void word(struct buf *b, struct span s)
{
	if (!s.n)
		return;
	if (b->n)
		buf_addc(b, ' ');
	buf_adds(b, s);
}

/* camera quality medium -> "a close up high definition photo". */
static struct span phrase(struct arena *a, const struct span *v, size_t n)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		word(&b, v[i]);
	struct span s = compose_noun(arena_dup(a, buf_span(&b)), a);
	buf_fini(&b);
	return s;
}

struct span fix_compose(const struct lint_direction *d, struct arena *a)
{
	struct buf b = BUF_INIT;

	if (!d->medium.n || !d->subject.n)
		return SPAN("");
	struct span head = phrase(a, (struct span[]){d->camera, d->quality, d->medium}, 3);
	struct span subject = phrase(a, (struct span[]){d->style, d->colour, d->subject}, 3);
	if (d->trigger.n) /* the trigger stands before what it names */
		subject = phrase(a, (struct span[]){d->trigger, d->style, d->colour, d->subject}, 4);
	buf_adds(&b, head);
	if (b.n && b.p[0] >= 'a' && b.p[0] <= 'z')
		b.p[0] = (char)(b.p[0] - 0x20);
	BUF_LIT(&b, " of ");
	buf_adds(&b, subject);
	word(&b, d->relation);
	if (d->extra.n || d->focus.n) {
		BUF_LIT(&b, ", ");
		if (d->extra.n) {
			buf_adds(&b, d->extra);
			if (d->focus.n)
				BUF_LIT(&b, " with ");
		}
		buf_adds(&b, d->focus);
	}
	if (d->lighting.n || d->background.n) {
		BUF_LIT(&b, ", ");
		if (d->lighting.n) {
			buf_adds(&b, d->subject);
			word(&b, d->lighting);
			if (d->background.n)
				buf_addc(&b, ' ');
		}
		if (d->background.n) {
			BUF_LIT(&b, "against ");
			buf_adds(&b, compose_noun(d->background, a));
		}
	}
	buf_addc(&b, '.');
	struct span s = arena_dup(a, buf_span(&b));
	buf_fini(&b);
	return s;
}
