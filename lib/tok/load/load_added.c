/* load_added.c: the added tokens of a tokenizer.json. Their ids are given out as the reference library does on loading: the
 * model's own id where it has the token, else the next free one; the id in the file only has to be possible. */
#include "json/jread.h"
#include "json/jwalk.h"
#include "text/utf8.h"
#include "tok/charsmap.h"
#include "tok/load/load.h"
#include "tok/sptext.h"

enum { SHOW = 40 };
#define SHOWN(s) (int)((s).n < SHOW ? (s).n : SHOW), (s).p

/* content as the tokenizer's normalizer leaves it. */
static struct span normalised(struct load *l, struct span content)
{
	const struct spec *s = l->s;
	struct buf out = BUF_INIT, low = BUF_INIT;
	struct span r = content;

	if (s->norm == NORM_NFC || s->norm == NORM_CLIP)
		uni_nfc(&out, content, NULL);
	if (s->norm == NORM_NFKC)
		uni_nfkc(&out, content, NULL);
	if (s->norm == NORM_CLIP)
		uni_lower_span(&low, buf_span(&out), false);
	if (s->sp.used)
		sptext_spec(s, content, &out);
	if (s->norm != NORM_NONE)
		r = arena_dup(l->a, buf_span(low.n ? &low : &out));
	buf_fini(&out);
	buf_fini(&low);
	return r;
}

int load_added_one(struct load *l, struct span raw, long long id, struct spec_added *t)
{
	struct span rid = load_get(l, raw, "id");

	*t = (struct spec_added){.id = 0};
	if (raw.n == 0 || raw.p[0] != '{' || !load_str(l, raw, "content", &t->content))
		return load_bad(l, raw, "an added token without content");
	if ((id < 0 && (!rid.p || !json_long(rid, &id))) || id < 0 || id >= LOAD_IDS)
		return load_bad(l, raw, "the id of added token %.*s is missing or out of range", SHOWN(t->content));
	if (t->content.n > LOAD_TOKEN)
		return load_bad(l, raw, "added token %lld is longer than %d bytes", id, LOAD_TOKEN);
	t->id = (uint32_t)id;
	t->special = load_bool(l, raw, "special", false);
	t->single_word = load_bool(l, raw, "single_word", false);
	t->lstrip = load_bool(l, raw, "lstrip", false);
	t->rstrip = load_bool(l, raw, "rstrip", false);
	t->normalized = load_bool(l, raw, "normalized", !t->special);
	t->match = t->normalized ? normalised(l, t->content) : t->content;
	return 0;
}

/* The id the reference gives (added_vocabulary.rs, add_tokens): the vocabulary's, else behind the highest added id when that
 * is behind the vocabulary, else the vocabulary's size. high: the highest id given so far, -1 = none. */
static uint32_t place(struct load *l, const struct spec_added *t, long high)
{
	const struct spec_token *known = load_name(&l->names, t->content);
	long size = (long)l->names.n;

	if (known)
		return known->id;
	if (high >= 0 && (high >= size || size == 0))
		return (uint32_t)high + 1;
	return (uint32_t)size;
}

/* Gives the tokens their ids; of equal contents the first id and the last flags stay. */
static int give_ids(struct load *l, struct span raw)
{
	struct spec *s = l->s;
	struct spec_token *v = arena_zalloc(l->a, s->n_added + 1, sizeof *v);
	struct load_names names;
	long high = -1;
	size_t keep = 0;

	for (size_t i = 0; i < s->n_added; i++)
		v[i] = (struct spec_token){.bytes = s->added[i].content, .id = UINT32_MAX};
	load_names_build(&names, l->a, v, s->n_added);
	for (size_t i = 0; i < s->n_added; i++) {
		struct spec_token *last = &v[load_name(&names, s->added[i].content) - v];
		if (last->id == UINT32_MAX) {
			last->id = place(l, &s->added[i], high);
			if (last->id >= LOAD_IDS)
				return load_bad(l, raw, "too many added tokens");
			high = (long)last->id > high ? (long)last->id : high;
			load_take(l, last->id);
		}
		s->added[i].id = last->id;
	}
	for (size_t i = 0; i < s->n_added; i++)
		if (load_name(&names, s->added[i].content) == &v[i])
			s->added[keep++] = s->added[i];
	s->n_added = keep;
	return 0;
}

int load_added(struct load *l, struct span raw)
{
	struct {
		struct spec_added *v;
		size_t n, cap;
	} list = {NULL, 0, 0};
	struct json_walk w;
	struct json_item m;
	struct spec_added t;
	int more;

	if (!raw.p || span_is(raw, "null"))
		return 0;
	if (json_walk_open(&w, l->doc, (size_t)(raw.p - l->doc.p), '[', NULL) < 0)
		return load_bad(l, raw, "added_tokens should be a list");
	while ((more = json_walk_next(&w, &m, l->d)) > 0) {
		if (list.n >= LOAD_ADDED)
			return load_bad(l, m.raw, "more than %d added tokens", LOAD_ADDED);
		if (load_added_one(l, m.raw, -1, &t) < 0)
			return -1;
		if (t.content.n)
			*ARENA_PUSH(l->a, &list) = t;
	}
	l->s->added = list.v;
	l->s->n_added = list.n;
	return more < 0 ? -1 : give_ids(l, raw);
}
