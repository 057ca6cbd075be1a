/* pair_resolve.c: which caption may go out, with which image. */
#include "io/pair_priv.h"

/* Whether the image that the key remembers has a caption of its own stem: then it is not free. */
static bool has_own(const struct pair *p, struct span key, unsigned image)
{
	struct span rest = suffix_text(&p->suffixes, image);
	char t[512];
	size_t n = rest.n;

	while (n > 0 && rest.p[n - 1] != '.')
		n--;
	n -= n > 0;
	/* key and rest in one piece; a name too long for this has no such image. */
	if (key.n + n > sizeof t) {
		struct buf b = BUF_INIT;
		buf_adds(&b, key);
		buf_add(&b, rest.p, n);
		uint64_t hash = pair_hash(p, buf_span(&b));
		buf_fini(&b);
		return fact_ranks(pair_facts(p, hash)) != 0;
	}
	memcpy(t, key.p, key.n);
	memcpy(t + key.n, rest.p, n);
	return fact_ranks(pair_facts(p, pair_hash(p, (struct span){t, key.n + n}))) != 0;
}

/* WebDataset's rule, for a caption without an image of its stem. */
static bool by_key(struct pair *p, const struct pair_item *i, struct span name, unsigned *image, bool *plain)
{
	uint32_t k = pair_facts(p, i->key);
	struct name n = name_split(name);

	*plain = false;
	*image = fact_key_image(k);
	if (p->forced)
		return *image != 0;
	if (i->stem != i->key && fact_image(k)) {
		*plain = true;
		*image = fact_image(k);
		return fact_ranks(k) == 0;
	}
	return *image && (i->stem == i->key || !(k & FACT_SEVERAL)) && !has_own(p, name_key(&n), *image);
}

enum pair_state pair_resolve(struct pair *p, const struct pair_item *i, struct span name, unsigned *image)
{
	uint32_t f = i->loose ? 0 : pair_facts(p, i->stem);
	bool past = i->loose || p->ended || (p->sorted && i->key != p->current), plain;

	*image = fact_image(f);
	if (fact_ranks(f) & ((1u << i->rank) - 1))
		return ITEM_LOSES;
	/* WebDataset's samples are adjacent by definition. */
	if (i->rank > 0 && !past && !(p->forced && i->key != p->current && *image))
		return ITEM_WAITS;
	if (*image)
		return ITEM_PAIRED;
	/* Without an image it is an orphan if others have one: not known before the first image. */
	if (!past || (!i->loose && !p->n_images && !p->texts_only && !p->ended))
		return ITEM_WAITS;
	if (!i->loose && by_key(p, i, name, image, &plain)) {
		*pairtab_add(&p->tab, i->key) |= FACT_RULED;
		return ITEM_RULED;
	}
	return ITEM_ALONE;
}

static struct span joined(struct arena *a, struct span x, struct span y)
{
	char *p = arena_alloc(a, x.n + y.n + 1);

	memcpy(p, x.p, x.n);
	memcpy(p + x.n, y.p, y.n);
	return (struct span){p, x.n + y.n};
}

void pair_emit(struct pair *p, const struct pair_item *i, struct span name, struct span text, const struct diag *why,
	       enum pair_state state, unsigned image, struct record *r, struct arena *a)
{
	struct name n = name_split(arena_dup(a, name));
	bool key = p->forced || state == ITEM_RULED;

	r->id = i->loose ? n.whole : key ? name_key(&n) : name_stem(&n);
	if (!i->loose || name.n)
		r->member = n.whole;
	if (!r->id.n)
		r->id = p->s->path;
	if (state == ITEM_PAIRED || state == ITEM_RULED)
		r->image = joined(a, r->id, suffix_text(&p->suffixes, image));
	if (r->image.n)
		r->note = pair_note(p, r->image, state == ITEM_PAIRED && !p->forced && i->rank == 0, a);
	if (why) {
		r->kind = REC_ERROR;
		r->error = *why;
	} else {
		r->kind = REC_CAPTION;
		r->caption = arena_dup(a, text);
		r->line_end = i->line_end;
	}
	if (i->loose)
		return;
	p->n_captions++;
	r->orphan = state == ITEM_ALONE && p->n_images;
	if (state == ITEM_ALONE)
		name_list_add(&p->orphans, n.whole, SPAN(""));
}

void pair_unpack(struct span record, struct pair_item *i, struct span *name, struct span *text, struct diag *why)
{
	memcpy(i, record.p, sizeof *i);
	*name = span_cut(record, sizeof *i, sizeof *i + i->name);
	*text = span_cut(record, sizeof *i + i->name, record.n);
	if (i->error)
		memcpy(why, text->p, sizeof *why);
}

int pair_next(struct pair *p, struct record *r, struct arena *a, struct diag *d)
{
	struct pair_item i;
	struct span record, name, text;
	struct diag why;
	unsigned image;
	int rc;

	p->maybe = true;
	if (p->has_direct) {
		p->has_direct = false;
		i = p->direct;
		enum pair_state state = pair_resolve(p, &i, buf_span(&p->name), &image);
		pair_emit(p, &i, buf_span(&p->name), p->direct_text, i.error ? &p->why : NULL, state, image, r, a);
		return 1;
	}
	while ((rc = spool_peek(&p->queue, &record, d)) == 1) {
		pair_unpack(record, &i, &name, &text, &why);
		enum pair_state state = pair_resolve(p, &i, name, &image);
		if (state == ITEM_WAITS) {
			p->maybe = false;
			return 0;
		}
		/* A .json without an image is no sample. */
		bool out = state != ITEM_LOSES && !(state == ITEM_ALONE && i.rank == RANK_JSON);
		if (out)
			pair_emit(p, &i, name, text, i.error ? &why : NULL, state, image, r, a);
		spool_pop(&p->queue);
		if (out)
			return 1;
	}
	p->maybe = false;
	if (rc < 0 || !p->ended || !p->whole)
		return rc;
	return pair_finish(p, r, a, d);
}

bool pair_ready(const struct pair *p)
{
	return p->maybe || p->ended;
}
