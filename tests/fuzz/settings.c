/* settings.c: the small files that users write: direction, settings, baseline, lexicons, implications, tag vocabularies, --trainer. */
#include "conf/baseline.h"
#include "conf/config.h"
#include "conf/direction.h"
#include "fuzz/fuzz.h"
#include "lexicon/lexpriv.h"
#include "trainer/trainer.h"

static void direction(const char *path, struct diag *d)
{
	static const struct span ids[] = {SPAN_INIT("dog_1"), SPAN_INIT("10_dog/dog_1"), SPAN_INIT("a/b/*"), SPAN_INIT("[x]")};
	struct direction_set *s = direction_load(path, d);

	for (size_t i = 0; s && i < sizeof ids / sizeof *ids; i++) {
		const struct lint_direction *e = direction_find(s, ids[i]);
		MUST(!e || (e->line > 0 && utf8_valid(e->subject, NULL)));
	}
	if (!s)
		fuzz_said(d);
	direction_free(s);
}

static void config(const char *path, struct diag *d)
{
	struct config *c = config_load(path, d);
	struct opt_list none = {0};
	struct lint_settings s;
	struct span model;

	if (!c) {
		fuzz_said(d);
		return;
	}
	if (config_settings(c, &none, &s, d) != 0)
		fuzz_said(d);
	config_for(c, &none, SPAN("10_dog/dog_1"), SPAN("10_dog/dog_1.txt"), SPAN("set.tar"), &s, &model);
	config_free(c);
}

/* One table into a lexicon of its own; the folder of the build's is not read. */
static void lexicon(unsigned kind, const char *path, struct diag *d)
{
	struct lexicon *l = calloc(1, sizeof *l);
	struct span tag;

	l->slot = arena_zalloc(&l->a, 1 << 10, sizeof *l->slot);
	l->mask = (1 << 10) - 1;
	int rc = kind == 0 ? lex_load_file(l, path, d) : kind == 1 ? lex_load_implies(l, path, d) : lex_load_vocab(l, path, d);
	if (rc != 0)
		fuzz_said(d);
	if (rc == 0 && lex_has_vocab(l)) {
		lex_vocab(l, SPAN("red apple"), &tag);
		lex_vocab_near(l, SPAN("rad apple"), &tag);
	}
	lex_find_text(l, "red apple");
	arena_fini(&l->a);
	free(l);
}

static void trainer(struct span s, struct diag *d)
{
	const char *nul = s.n ? memchr(s.p, 0, s.n) : NULL;
	size_t at = nul ? (size_t)(nul - s.p) : s.n;
	struct arena a = ARENA_INIT;
	struct trainer_spec *t = trainer_parse(&a, arena_dup(&a, span_cut(s, 0, at)).p, d);
	struct fed f = {0};

	if (!t)
		fuzz_said(d);
	else {
		trainer_feed(t, span_cut(s, nul ? at + 1 : at, s.n), false, &a, &f);
		MUST(f.n <= 2000);
		for (size_t i = 0; i < f.n_differs; i++)
			MUST(fed_meaning(f.differs[i]));
	}
	arena_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = {(const char *)p, n};
	unsigned what = fuzz_byte(&s) & 7;
	struct diag d = {0};
	const char *path = fuzz_file(0, s)->path;

	switch (what) {
	case 0:
		direction(path, &d);
		break;
	case 1:
		config(path, &d);
		break;
	case 2: {
		struct baseline *b = baseline_load(path, &d);
		if (!b)
			fuzz_said(&d);
		else
			baseline_has(b, (struct fingerprint){1, 2});
		baseline_free(b);
		break;
	}
	case 3:
	case 4:
	case 5:
		lexicon(what - 3, path, &d);
		break;
	default:
		trainer(s, &d);
	}
	return 0;
}
