/* sptext_blob.c: the text rules of SentencePiece-like tokenizers on their way from the spec into the compiled vocabulary and out. */
#include <string.h>

#include "tok/sptext.h"

static struct sp_config config_of(const struct spec *s)
{
	const struct spec_sp *p = &s->sp;
	struct sp_config c = {.prepend = p->prepend};

	c.flags = (p->strip_left ? SP_STRIP_LEFT : 0) | (p->strip_right ? SP_STRIP_RIGHT : 0) | (p->fold ? SP_FOLD : 0) |
		  (p->prepend_norm ? SP_PREPEND_NORM : 0) | (p->mark_norm ? SP_MARK_NORM : 0) |
		  (p->split_space ? SP_SPLIT_SPACE : 0) | (p->split ? SP_SPLIT : 0);
	return c;
}

int sptext_compile(const struct spec *s, struct sp_config *config, struct blob_writer *w, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct charsmap m;
	int rc = 0;

	*config = config_of(s);
	if (s->charsmap.n) {
		if (!charsmap_parse(&a, s->charsmap, &m)) {
			rc = diag_set(d, "bad-tokenizer", "the precompiled_charsmap is broken");
		} else {
			blob_put(w, TAG('S', 'P', 'C', 'U'), m.unit, m.n * sizeof *m.unit);
			blob_put(w, TAG('S', 'P', 'C', 'S'), m.strings.p, m.strings.n);
		}
	}
	arena_fini(&a);
	return rc;
}

void sptext_put_config(const struct sp_config *config, struct blob_writer *w)
{
	blob_put(w, TAG('S', 'P', 'C', 'F'), config, sizeof *config);
}

/* Sets up what follows from config and map. */
static void derive(struct sptext *x, bool normed)
{
	uint32_t flags = x->config->flags;

	charsmap_ascii_table(&x->map, x->ascii);
	for (const char *p = "\t\n\v\f\r"; (flags & SP_SPLIT_SPACE) && *p; p++)
		if (x->ascii[(unsigned char)*p] == CHARSMAP_SAME)
			x->ascii[(unsigned char)*p] = CHARSMAP_SPACE;
	x->plain = !normed && (flags & SP_SPLIT) && x->config->prepend == PREPEND_ALWAYS && !(flags & SP_PREPEND_NORM) &&
		   (((flags & SP_FOLD) && (flags & SP_STRIP_RIGHT)) || (flags & SP_SPLIT_SPACE));
}

int sptext_load(struct tok *t, struct sptext *x, struct diag *d)
{
	size_t n;

	*x = (struct sptext){.config = NULL};
	x->config = blob_get(t, TAG('S', 'P', 'C', 'F'), sizeof *x->config, &n);
	if (n != 1 || x->config->prepend > PREPEND_ALWAYS || x->config->max_piece > 1 << 16)
		return diag_set(d, "bad-vocabulary", "the text rules are broken");
	x->map.unit = blob_get(t, TAG('S', 'P', 'C', 'U'), sizeof *x->map.unit, &x->map.n);
	x->map.strings.p = blob_get(t, TAG('S', 'P', 'C', 'S'), 1, &x->map.strings.n);
	if (!x->map.strings.p || x->map.n == 0)
		x->map.unit = NULL;
	derive(x, t->normed.n > 0);
	return 0;
}

void sptext_put_bytes(const struct spec *s, struct blob_writer *w)
{
	static const char hex[] = "0123456789ABCDEF";
	uint32_t v[256];

	memset(v, 0xff, sizeof v);
	for (size_t i = 0; i < s->n_tokens; i++) {
		struct span b = s->tokens[i].bytes;
		if (b.n != 6 || memcmp(b.p, "<0x", 3) != 0 || b.p[5] != '>' || !b.p[3] || !b.p[4])
			continue;
		const char *hi = strchr(hex, b.p[3]), *lo = strchr(hex, b.p[4]);
		if (hi && lo)
			v[(hi - hex) * 16 + (lo - hex)] = s->tokens[i].id;
	}
	blob_put(w, TAG('B', 'Y', 'I', 'D'), v, sizeof v);
}

int sptext_load_bytes(const struct tok *t, const uint32_t **v, struct diag *d)
{
	size_t n;

	*v = blob_get(t, TAG('B', 'Y', 'I', 'D'), sizeof **v, &n);
	for (size_t i = 0; *v && (i < n || n != 256); i++)
		if (n != 256 || ((*v)[i] >= t->meta->n_ids && (*v)[i] != UINT32_MAX))
			return diag_set(d, "bad-vocabulary", "the byte pieces are broken");
	return 0;
}

void sptext_spec(const struct spec *s, struct span text, struct buf *out)
{
	struct arena a = ARENA_INIT;
	struct sp_config c = config_of(s);
	struct sptext x = {.config = &c};
	struct sp_work w = {0};

	if (s->charsmap.n && !charsmap_parse(&a, s->charsmap, &x.map))
		x.map.unit = NULL; /* compiling will refuse it */
	derive(&x, false);
	sptext_normalised(&x, &w, text, out);
	sp_work_fini(&w);
	arena_fini(&a);
}
