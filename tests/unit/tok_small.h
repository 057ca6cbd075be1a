/* tok_small.h: small byte-level vocabularies for the tests of the tokenizer: all bytes, and what a few merges make. */
#ifndef CAPTOOLS_TESTS_TOK_SMALL_H
#define CAPTOOLS_TESTS_TOK_SMALL_H

#include <string.h>

#include "base/arena.h"
#include "tok/engine.h"
#include "tok/vocab.h"

struct small {
	struct arena a;
	struct spec s;
	struct buf blob;
	struct tok *t;
};

static const char *const small_clip_merges[] = {"a p", "p l", "ap pl", "appl e</w>", "r e", "re d</w>", "d o", "do g</w>",
	"' s</w>", "t h", "th e</w>", "< |</w>", "| ></w>", NULL};

static uint64_t draw_state = 1;

static inline uint32_t draw(uint32_t n)
{
	draw_state = draw_state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(draw_state >> 33) % n;
}

static inline uint32_t small_id(const struct small *v, const char *z)
{
	for (size_t i = 0; i < v->s.n_tokens; i++)
		if (span_is(v->s.tokens[i].bytes, z))
			return (uint32_t)i;
	return UINT32_MAX;
}

static inline void small_merge(struct small *v, uint32_t left, uint32_t right)
{
	struct spec *s = &v->s;
	uint32_t id = (uint32_t)s->n_tokens;
	struct span both = arena_printf(&v->a, "%.*s%.*s", SPAN_ARG(s->tokens[left].bytes), SPAN_ARG(s->tokens[right].bytes));

	s->merges[s->n_merges++] = (struct spec_merge){left, right, id};
	s->tokens[s->n_tokens++] = (struct spec_token){.bytes = both, .id = id};
}

/* merges: "a b", ..., NULL; may be NULL. At most 64. */
static inline void small_begin(struct small *v, enum spec_norm norm, enum spec_pretok pretok, const char *const *merges)
{
	struct spec *s = &v->s;
	size_t base = pretok == PRE_CLIP ? 512 : 256;

	memset(v, 0, sizeof *v);
	*s = (struct spec){.a = &v->a, .model = SPEC_BPE, .norm = norm, .pretok = pretok, .byte_level = true, .unk = -1,
	                   .bos = -1, .eos = -1};
	s->tokens = arena_zalloc(&v->a, base + 64, sizeof *s->tokens);
	s->merges = arena_zalloc(&v->a, 64, sizeof *s->merges);
	s->added = arena_zalloc(&v->a, 16, sizeof *s->added);
	if (pretok == PRE_CLIP)
		s->end_of_word = SPAN("</w>");
	for (size_t i = 0; i < base; i++) {
		char c[] = {(char)i, '<', '/', 'w', '>'};
		struct span one = arena_dup(&v->a, (struct span){c, i < 256 ? 1 : 5});
		s->tokens[s->n_tokens++] = (struct spec_token){.bytes = one, .id = (uint32_t)i};
	}
	for (; merges && *merges; merges++) {
		const char *space = strchr(*merges + 1, ' ');
		struct span left = arena_dup(&v->a, (struct span){*merges, (size_t)(space - *merges)});
		small_merge(v, small_id(v, left.p), small_id(v, space + 1));
	}
}

static inline void small_add(struct small *v, const char *content, struct spec_added flags)
{
	flags.content = span_of(content);
	flags.id = (uint32_t)(v->s.n_tokens + v->s.n_added);
	v->s.added[v->s.n_added++] = flags;
}

static inline bool small_end(struct small *v, struct diag *d)
{
	buf_reset(&v->blob);
	if (vocab_compile(&v->s, "small", &v->blob, d) == 0)
		v->t = tok_open_blob(buf_span(&v->blob), d);
	return v->t != NULL;
}

static inline void small_fini(struct small *v)
{
	tok_close(v->t);
	buf_fini(&v->blob);
	arena_fini(&v->a);
}

#endif
