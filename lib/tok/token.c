/* token.c: tokens by their id, and added tokens by what they say. */
#include "tok/engine.h"

struct span tok_token(const struct tok *t, uint32_t id)
{
	if (id >= t->meta->n_ids)
		return (struct span){"", 0};
	return (struct span){t->token_bytes + t->token_at[id], token_size(t, id)};
}

/* By what is looked for in the text, or by the content, which normalisation may have changed. */
static int id_in(const struct tok *t, const struct added_set *set, struct span content)
{
	for (size_t i = 0; i < set->n; i++)
		if (span_eq((struct span){set->bytes + set->v[i].offset, set->v[i].size}, content) ||
		    span_eq(tok_token(t, set->v[i].id), content))
			return (int)set->v[i].id;
	return -1;
}

int tok_added_id(const struct tok *t, struct span content)
{
	int id = id_in(t, &t->raw, content);

	return id >= 0 ? id : id_in(t, &t->normed, content);
}
