/* load_post.c: what the post-processor of a tokenizer.json puts before and after the text: at most one token each. */
#include "json/jread.h"
#include "tok/load/load.h"

enum { SHOW = 60 };
#define SHOWN(s) (int)((s).n < SHOW ? (s).n : SHOW), (s).p

static int one_id(struct load *l, struct span raw, const char *where, int *out)
{
	long long id;

	if (!json_long(raw, &id) || id < 0 || id >= LOAD_IDS || !load_taken(l, (uint32_t)id))
		return load_bad(l, raw, "%s adds an id that no token has", where);
	*out = (int)id;
	return 0;
}

/* ["</s>", 2] of RobertaProcessing and BertProcessing. */
static int pair_id(struct load *l, const struct load_step *s, const char *key, int *out)
{
	struct json_members m;
	struct span raw = load_get(l, s->raw, key);

	if (!raw.p || json_read_array(l->a, raw, &m, NULL) < 0 || m.n != 2)
		return load_bad(l, s->raw, "%s has no pair %s", s->where, key);
	return one_id(l, m.v[1].raw, s->where, out);
}

/* The id of a special token of a template. */
static int template_id(struct load *l, const struct load_step *s, struct span name, int *out)
{
	struct json_members m, ids;
	struct span all = load_get(l, s->raw, "special_tokens"), one = {NULL, 0}, list;

	if (all.p && json_read_object(l->a, all, &m, NULL) == 0)
		for (size_t i = 0; i < m.n; i++)
			if (span_eq(m.v[i].key, name))
				one = m.v[i].raw;
	list = one.p ? load_get(l, one, "ids") : one;
	if (!list.p || json_read_array(l->a, list, &ids, NULL) < 0 || ids.n == 0)
		return load_bad(l, s->raw, "%s TemplateProcessing has no ids for %.*s", s->where, SHOWN(name));
	if (ids.n > 1)
		return load_unsupported(l, list, "%s TemplateProcessing writes %.*s with %zu tokens", s->where,
					SHOWN(name), ids.n);
	return one_id(l, ids.v[0].raw, s->where, out);
}

/* {"SpecialToken": {"id": "<s>", ...}} and {"Sequence": {"id": "A", ...}}. */
static int template(struct load *l, const struct load_step *s)
{
	struct json_members m;
	struct span single = load_get(l, s->raw, "single");
	bool text = false;

	if (!single.p || json_read_array(l->a, single, &m, NULL) < 0)
		return load_bad(l, s->raw, "%s TemplateProcessing has no list single", s->where);
	for (size_t i = 0; i < m.n; i++) {
		struct span token = load_get(l, m.v[i].raw, "SpecialToken"), name;
		struct span seq = load_get(l, m.v[i].raw, "Sequence");
		int *to = text ? &l->s->eos : &l->s->bos;
		if (seq.p) {
			if (text || !load_str(l, seq, "id", &name) || !span_is(name, "A"))
				return load_unsupported(l, seq, "%s TemplateProcessing repeats the text", s->where);
			text = true;
		} else if (!token.p || !load_str(l, token, "id", &name)) {
			return load_bad(l, m.v[i].raw, "%s TemplateProcessing has a step of no known kind", s->where);
		} else if (*to >= 0) {
			return load_unsupported(l, token, "%s TemplateProcessing adds more than one token %s the text",
						s->where, text ? "after" : "before");
		} else if (template_id(l, s, name, to) < 0) {
			return -1;
		}
	}
	return text ? 0 : load_unsupported(l, single, "%s TemplateProcessing drops the text", s->where);
}

int load_post(struct load *l, struct span raw)
{
	struct load_step v[LOAD_STEPS];
	int n = load_steps(l, raw, "post_processor", "processors", v);
	bool adds = false;

	for (int i = 0; i < n; i++) {
		int rc;
		if (span_is(v[i].type, "ByteLevel"))
			continue; /* moves offsets only */
		if (adds)
			return load_unsupported(l, v[i].raw, "%s %.*s behind another that adds tokens", v[i].where,
						SHOWN(v[i].type));
		adds = true;
		if (span_is(v[i].type, "TemplateProcessing"))
			rc = template(l, &v[i]);
		else if (span_is(v[i].type, "RobertaProcessing") || span_is(v[i].type, "BertProcessing"))
			rc = pair_id(l, &v[i], "cls", &l->s->bos) < 0 ? -1 : pair_id(l, &v[i], "sep", &l->s->eos);
		else
			rc = load_unsupported(l, v[i].raw, "%s has type %.*s", v[i].where, SHOWN(v[i].type));
		if (rc < 0)
			return -1;
	}
	return n < 0 ? -1 : 0;
}
