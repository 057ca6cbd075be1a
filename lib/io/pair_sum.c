/* pair_sum.c: what only the end of an archive or folder shows: images without a caption, and the summary. */
#include "io/pair_priv.h"
#include "json/jwrite.h"

/* Whether a caption was found for an image, by its stem or by WebDataset's rule. */
static bool covered(const struct pair *p, const struct name *n)
{
	uint64_t stem = pair_hash(p, name_stem(n)), key = n->dot1 == n->dot ? stem : pair_hash(p, name_key(n));
	uint32_t f = pair_facts(p, p->forced ? key : stem);

	if (fact_ranks(f) || (f & FACT_RULED))
		return true;
	f = pair_facts(p, key);
	return fact_ranks(f) || (f & FACT_RULED);
}

/* README.txt beside README.png is a caption after all. */
static int next_late(struct pair *p, struct record *r, struct arena *a, struct diag *d)
{
	struct pair_item i;
	struct span record, name, text;
	struct diag why;
	int rc;

	while ((rc = spool_peek(&p->late, &record, d)) == 1) {
		pair_unpack(record, &i, &name, &text, &why);
		unsigned image = fact_image(pair_facts(p, i.stem));
		if (image)
			pair_emit(p, &i, name, text, i.error ? &why : NULL, ITEM_PAIRED, image, r, a);
		spool_pop(&p->late);
		if (image)
			return 1;
	}
	return rc;
}

/* a.jpg beside a.png: the second shares the first one's caption, whatever it is. */
static bool is_other(struct pair *p, const struct name *n)
{
	unsigned have = fact_image(pair_facts(p, pair_hash(p, name_stem(n))));

	return have && have != suffix_number(&p->suffixes, name_ext(n));
}

static int next_image(struct pair *p, struct record *r, struct arena *a, struct diag *d)
{
	struct span record;
	int rc;

	while ((rc = spool_peek(&p->images, &record, d)) == 1) {
		struct name n = name_split(arena_dup(a, record));
		spool_pop(&p->images);
		bool other = p->s->o->look && is_other(p, &n);
		if (covered(p, &n) && !other)
			continue;
		r->kind = REC_IMAGE;
		r->id = other ? n.whole : p->forced ? name_key(&n) : name_stem(&n);
		r->image = n.whole;
		r->note = pair_note(p, n.whole, false, a);
		if (!other)
			name_list_add(&p->missing, n.whole, SPAN(""));
		return 1;
	}
	return rc;
}

static void put_list(struct jwrite *w, const char *key, const struct name_list *l)
{
	jw_key(w, key);
	jw_arr(w);
	if (l->n)
		jw_raw(w, buf_span(&l->json));
	jw_arr_end(w);
}

static void put_more(struct jwrite *w, const char *key, const struct name_list *l)
{
	if (l->more)
		JW_NUM(w, key, l->more);
}

/* {"input":{…}}. "more" only where there is something to say. */
static struct span summary(struct pair *p, struct arena *a)
{
	struct buf b = BUF_INIT;
	struct jwrite w = jw(&b);

	jw_obj(&w);
	jw_key(&w, "input");
	jw_obj(&w);
	JW_STR(&w, "path", p->s->path);
	JW_NUM(&w, "images", p->n_images);
	JW_NUM(&w, "captions", p->n_captions);
	put_list(&w, "orphans", &p->orphans);
	put_list(&w, "missing", &p->missing);
	put_list(&w, "collisions", &p->collisions);
	if (p->orphans.more || p->missing.more || p->collisions.more) {
		jw_key(&w, "more");
		jw_obj(&w);
		put_more(&w, "orphans", &p->orphans);
		put_more(&w, "missing", &p->missing);
		put_more(&w, "collisions", &p->collisions);
		jw_obj_end(&w);
	}
	jw_obj_end(&w);
	jw_obj_end(&w);
	struct span s = arena_dup(a, buf_span(&b));
	buf_fini(&b);
	return s;
}

int pair_finish(struct pair *p, struct record *r, struct arena *a, struct diag *d)
{
	int rc = next_late(p, r, a, d);

	if (rc == 0)
		rc = next_image(p, r, a, d);
	if (rc != 0 || p->told)
		return rc;
	p->told = true;
	r->kind = REC_INPUT;
	r->id = p->s->path;
	r->raw = summary(p, a);
	return 1;
}
