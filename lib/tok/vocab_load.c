/* vocab_load.c: opening a compiled vocabulary: a file that is cut, changed or made up is refused here, so that the
 * tables behind it can be used without looking. Mapped it opens, checksum and all, in 0.4 ms (clip, 1.6 MB) to 4.4 ms (umt5,
 * 9.7 MB); the same files under zstd -10 are 1.7 to 2.1 times smaller and take 4 to 44 ms to expand alone: so they are mapped. */
#include "tok/vocab.h"

#include <string.h>

#include "tok/engine.h"
#include "tok/vocab_engines.h"

static const struct blob_header *header(const struct tok *t)
{
	return (const struct blob_header *)(const void *)t->blob.p;
}

static int check_file(const struct tok *t, struct diag *d)
{
	const struct blob_header *h = header(t);
	size_t n = t->blob.n;

	if (n < sizeof *h || memcmp(h->magic, VOCAB_MAGIC, sizeof h->magic) != 0)
		return diag_set(d, "bad-vocabulary", "not a compiled vocabulary");
	if (h->version != VOCAB_VERSION)
		return diag_set(d, "bad-vocabulary", "compiled for another version (%u, this is %u)", h->version,
				(unsigned)VOCAB_VERSION);
	if (h->size != n)
		return diag_set(d, "bad-vocabulary", "%zu bytes where its header says %llu: cut short or grown", n,
				(unsigned long long)h->size);
	if (h->n_sections > 16 || sizeof *h + h->n_sections * sizeof(struct blob_section) > n)
		return diag_set(d, "bad-vocabulary", "the table of sections is broken");
	if (blob_sum(t->blob) != h->sum)
		return diag_set(d, "bad-vocabulary", "the checksum is wrong: the file is damaged");
	const struct blob_section *e = (const struct blob_section *)(const void *)(h + 1);
	for (uint32_t i = 0; i < h->n_sections; i++)
		if (e[i].offset % 64 || e[i].offset > n || e[i].size > n - e[i].offset)
			return diag_set(d, "bad-vocabulary", "a section lies outside the file");
	return 0;
}

static int load_meta(struct tok *t, struct diag *d)
{
	size_t n;
	const struct vocab_meta *m = blob_get(t, TAG('M', 'E', 'T', 'A'), sizeof *m, &n);

	if (n != 1 || m->engine >= VOCAB_ENGINES || m->norm > NORM_NFKC || m->pretok > PRE_DEEPSEEK ||
	    m->n_ids == 0 || m->n_ids > ID_MAX || m->name[sizeof m->name - 1] != 0)
		return diag_set(d, "bad-vocabulary", "the head of its tables is broken");
	int top = (int)m->n_ids;
	if (m->unk < -1 || m->bos < -1 || m->eos < -1 || m->unk >= top || m->bos >= top || m->eos >= top)
		return diag_set(d, "bad-vocabulary", "a special token's id is outside the vocabulary");
	t->meta = m;
	t->engine = vocab_engines[m->engine];
	return 0;
}

static int load_tokens(struct tok *t, struct diag *d)
{
	size_t n, bytes;
	uint32_t falls = 0;

	t->token_at = blob_get(t, TAG('T', 'K', 'A', 'T'), sizeof *t->token_at, &n);
	t->token_bytes = blob_get(t, TAG('T', 'K', 'B', 'Y'), 1, &bytes);
	if (n != (size_t)t->meta->n_ids + 1 || !t->token_bytes || t->token_at[n - 1] != bytes)
		return diag_set(d, "bad-vocabulary", "the tokens are broken");
	for (size_t i = 0; i + 1 < n; i++)
		falls |= t->token_at[i] > t->token_at[i + 1];
	return falls ? diag_set(d, "bad-vocabulary", "the tokens are broken") : 0;
}

static int load_added(struct tok *t, uint32_t tag, struct added_set *set, struct diag *d)
{
	size_t bytes, distinct = 0;

	set->v = blob_get(t, tag, sizeof *set->v, &set->n);
	set->bytes = blob_get(t, TAG('A', 'D', 'B', 'Y'), 1, &bytes);
	if (!set->v || !set->bytes)
		return diag_set(d, "bad-vocabulary", "the added tokens are missing");
	set->only = -1;
	for (size_t i = 0; i < set->n; i++) {
		const struct vocab_added *a = &set->v[i];
		if (a->id >= t->meta->n_ids || a->size == 0 || a->offset > bytes || a->size > bytes - a->offset)
			return diag_set(d, "bad-vocabulary", "an added token is broken");
		unsigned char c = (unsigned char)set->bytes[a->offset];
		if (!set->first[c])
			distinct++;
		set->first[c] = true;
		set->only = distinct == 1 ? c : -1;
	}
	return 0;
}

int vocab_load(struct tok *t, struct diag *d)
{
	if (check_file(t, d) != 0 || load_meta(t, d) != 0 || load_tokens(t, d) != 0 ||
	    load_added(t, TAG('A', 'D', 'R', 'W'), &t->raw, d) != 0 ||
	    load_added(t, TAG('A', 'D', 'N', 'M'), &t->normed, d) != 0)
		return -1;
	return t->engine->load(t, d);
}
