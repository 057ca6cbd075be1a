/* pair.c: members come in: what they are, what their names say of others, and captions into the queue. */
#include "io/pair_priv.h"

#include "base/hash.h"
#include "io/text.h"
#include "json/jwrite.h"
#include "text/utf8.h"

enum { QUEUE_MEMORY = 1 << 20, LATE_MEMORY = 64 << 10, IMAGES_MEMORY = 512 << 10 };

struct pair *pair_open(struct source *s, bool sorted)
{
	struct pair *p = arena_zalloc(&s->own, 1, sizeof *p);

	p->s = s;
	p->sorted = sorted;
	p->forced = s->webdataset;
	p->seed = hash_seed();
	p->queue = (struct spool)SPOOL_INIT(QUEUE_MEMORY);
	p->late = (struct spool)SPOOL_INIT(LATE_MEMORY);
	p->images = (struct spool)SPOOL_INIT(IMAGES_MEMORY);
	return p;
}

void pair_no_images(struct pair *p)
{
	p->texts_only = true;
}

void pair_close(struct pair *p)
{
	if (!p)
		return;
	pairtab_fini(&p->tab);
	suffixes_fini(&p->suffixes);
	look_fini(&p->notes);
	spool_fini(&p->queue);
	spool_fini(&p->late);
	spool_fini(&p->images);
	buf_fini(&p->name);
	buf_fini(&p->scratch);
	buf_fini(&p->fold);
	arena_fini(&p->json);
	buf_fini(&p->orphans.json);
	buf_fini(&p->missing.json);
	buf_fini(&p->collisions.json);
}

/* The first member of this stem: does another stem differ from it in letter case only? Then file systems
 * and trainers that do not tell case apart take them for one. The pair's second name is the stem in small
 * letters. */
static void check_case(struct pair *p, const struct name *n, struct span stem, uint64_t hash)
{
	buf_reset(&p->fold);
	uni_lower_span(&p->fold, stem, false);
	bool same = span_eq(buf_span(&p->fold), stem);
	uint32_t *f = pairtab_add(&p->tab, same ? hash : pair_hash(p, buf_span(&p->fold)));
	if (same ? (*f & FACT_FOLDED) : (*f & (FACT_STEM | FACT_FOLDED)))
		name_list_add(&p->collisions, n->whole, buf_span(&p->fold));
	if (!same)
		*f |= FACT_FOLDED;
}

/* The facts of a member's stem, noted as there. */
static uint32_t *touch(struct pair *p, const struct name *n, uint64_t hash)
{
	uint32_t *f = pairtab_add(&p->tab, hash);

	if (!(*f & FACT_STEM)) {
		check_case(p, n, name_stem(n), hash);
		f = pairtab_add(&p->tab, hash);
		*f |= FACT_STEM;
	}
	return f;
}

/* stem and ending as one name, in scratch. */
static struct span with(struct pair *p, struct span stem, struct span ending)
{
	buf_reset(&p->scratch);
	buf_adds(&p->scratch, stem);
	buf_adds(&p->scratch, ending);
	return buf_span(&p->scratch);
}

/* An image whose stem is longer than its key: the key remembers the first such name in byte order. */
static void note_key_image(struct pair *p, struct span rest, uint64_t key)
{
	uint32_t *f = pairtab_add(&p->tab, key);
	unsigned have = fact_key_image(*f), number = suffix_number(&p->suffixes, rest);

	if (have)
		*f |= FACT_SEVERAL;
	if (!number)
		return;
	if (have) {
		struct span old = suffix_text(&p->suffixes, have);
		size_t least = old.n < rest.n ? old.n : rest.n;
		int order = memcmp(rest.p, old.p, least);
		if (order > 0 || (order == 0 && rest.n >= old.n))
			return;
	}
	*f = (*f & ~((uint32_t)SUFFIX_MASK << KEY_IMAGE_SHIFT)) | (uint32_t)number << KEY_IMAGE_SHIFT;
}

static int take_image(struct pair *p, const struct name *n, uint64_t stem, uint64_t key, struct diag *d)
{
	uint32_t *f = touch(p, n, stem);
	unsigned have = fact_image(*f), number = suffix_number(&p->suffixes, name_ext(n));
	bool covered = fact_ranks(*f) != 0;

	p->n_images++;
	if (have) /* a.png twice, or a.png and a.jpg that share a.txt */
		name_list_add(&p->collisions, n->whole, with(p, name_stem(n), suffix_text(&p->suffixes, have)));
	else
		*f |= (uint32_t)number << IMAGE_SHIFT;
	if (stem != key) {
		note_key_image(p, name_rest(n), key);
		if (p->forced)
			covered = fact_ranks(pair_facts(p, key)) != 0;
	}
	/* Who looks at images wants each of those that share one caption. */
	if (have && have != number && p->s->o->look)
		return spool_push(&p->images, &n->whole, 1, d);
	if (covered || (have && have == number))
		return 0;
	return spool_push(&p->images, &n->whole, 1, d);
}

static int over_limit(struct pair *p, struct diag *d)
{
	diag_set(d, "too-many-members", "more than %zu members (--max-members raises the limit)", p->s->limits.members_max);
	if (d)
		d->fatal = true;
	return -1;
}

enum { NAME_SHOWN = 200 }; /* bytes of a name that is too long */

int pair_member(struct pair *p, struct span raw_name, struct pair_member *m, struct diag *d)
{
	m->image = false;
	if (++p->members > p->s->limits.members_max)
		return over_limit(p, d);
	if (raw_name.n > p->s->limits.name_max) {
		struct diag why = {0};
		diag_set(&why, "name-too-long", "a member's name has %zu bytes, more than %zu (--max-name raises the limit)", raw_name.n, p->s->limits.name_max);
		size_t shown = raw_name.n < NAME_SHOWN ? raw_name.n : NAME_SHOWN;
		return pair_trouble(p, span_cut(raw_name, 0, shown), &why, d) ? -1 : PAIR_SKIP;
	}
	buf_reset(&p->name);
	name_from_raw(&p->name, raw_name);
	struct name n = name_split(buf_span(&p->name));
	if (!n.whole.n || name_ignored(n.whole) || !name_wanted(&p->s->o->globs, n.whole, name_stem(&n)))
		return PAIR_SKIP;
	if (!p->s->metadata.n && name_is_metadata(&n))
		p->s->metadata = arena_dup(&p->s->own, n.whole);
	uint64_t stem = pair_hash(p, name_stem(&n)), key = n.dot1 == n.dot ? stem : pair_hash(p, name_key(&n));
	p->current = key;
	*m = (struct pair_member){.name = n, .stem = stem, .key = key, .rank = name_caption_rank(&n, p->s->o->caption_ext)};
	if (m->rank < 0) {
		m->image = name_is_image(&n);
		return m->image && take_image(p, &n, stem, key, d) ? -1 : PAIR_SKIP;
	}
	uint32_t f = pair_facts(p, p->forced ? key : stem);
	m->document = name_is_document(&n) && !fact_image(f);
	/* A .json beside a better caption is metadata: not even read. */
	if (m->rank == RANK_JSON && fact_ranks(f) & ((1u << RANK_JSON) - 1))
		return PAIR_SKIP;
	return PAIR_READ;
}

void pair_saw(struct pair *p, const struct pair_member *m, const struct look_bytes *b)
{
	const struct look *look = p->s->o->look;
	unsigned char note[LOOK_NOTE] = {0};

	look->see(look->ctx, m->name.whole, b, note);
	look_put(&p->notes, pair_hash(p, m->name.whole), note);
}

/* Notes a caption under its sample, and names the collisions: the same member twice; .txt and .caption
 * side by side. */
static void note_caption(struct pair *p, const struct pair_member *m)
{
	const struct name *n = &m->name;
	uint32_t *f = touch(p, n, m->stem);
	const char *wanted = p->s->o->caption_ext;
	int rank = m->rank;

	if (p->forced)
		f = pairtab_add(&p->tab, m->key);
	unsigned ranks = fact_ranks(*f);
	*f |= 1u << (RANK_SHIFT + rank);
	if (rank == RANK_JSON)
		return;
	for (int other = 0; other < RANK_JSON; other++)
		if (ranks & 1u << other) {
			struct span stem = p->forced ? name_key(n) : name_stem(n), x = name_rank_ext(other, wanted);
			struct span dot = x.p[0] == '.' ? SPAN("") : SPAN(".");
			buf_reset(&p->fold);
			buf_adds(&p->fold, stem);
			buf_adds(&p->fold, dot);
			buf_adds(&p->fold, x);
			bool wins = rank < other;
			name_list_add(&p->collisions, wins ? n->whole : buf_span(&p->fold), wins ? buf_span(&p->fold) : n->whole);
			break;
		}
}

static int enqueue(struct spool *q, const struct pair_item *i, struct span name, struct span text,
		   const struct diag *why, struct diag *d)
{
	const struct span part[3] = {{(const char *)i, sizeof *i}, name,
	                             why ? (struct span){(const char *)why, sizeof *why} : text};

	return spool_push(q, part, 3, d);
}

/* A caption or its error: straight through if nothing waits and its image is known, else into the queue. */
static int admit(struct pair *p, const struct pair_member *m, struct span text, uint8_t line_end, const struct diag *why,
                 struct diag *d)
{
	struct pair_item i = {.stem = p->forced ? m->key : m->stem, .key = m->key,
	                      .name = (uint32_t)m->name.whole.n, .rank = (uint8_t)m->rank, .line_end = line_end, .error = why != NULL};
	unsigned image;

	note_caption(p, m);
	if (m->document)
		return enqueue(&p->late, &i, m->name.whole, text, why, d);
	if (p->queue.n == 0 && !p->has_direct && pair_resolve(p, &i, m->name.whole, &image) == ITEM_PAIRED) {
		p->direct = i;
		p->has_direct = true;
		p->direct_text = text;
		p->why.code = NULL;
		if (why)
			p->why = *why;
		return 0;
	}
	return enqueue(&p->queue, &i, m->name.whole, text, why, d);
}

/* The caption in a .json member. False: it has none, so it is no sample. */
static bool json_text(struct pair *p, struct span content, struct span *text, struct diag *why)
{
	struct json_members all;

	arena_reset(&p->json);
	if (json_read_object(&p->json, content, &all, why) != 0)
		return strcmp(why->code, "not-object") != 0;
	const struct json_member *f = text_field(&all, p->s->o->field);
	if (f && f->raw.p[0] == '[') { /* lines and metadata hold lists; no trainer reads one here */
		diag_at(why, "bad-caption", (size_t)(f->raw.p - content.p), "\"%.*s\" is a list, not a text", SPAN_ARG(f->key));
		return true;
	}
	return f ? json_string(&p->json, f->raw, text) : text_unfit(&all, p->s->o->field, content.p, why);
}

int pair_text(struct pair *p, const struct pair_member *m, struct span content, struct diag *d)
{
	struct diag why;
	struct span text = SPAN("");
	uint8_t line_end = 0;

	why.code = NULL;
	if (m->rank == RANK_JSON) {
		if (!json_text(p, content, &text, &why))
			return 0;
	} else {
		text_file(p->s, content, &p->scratch, &text, &why);
		line_end = (uint8_t)(span_ends(content, SPAN("\r\n")) ? 2 : span_ends(content, SPAN("\n")));
	}
	return admit(p, m, text, line_end, why.code ? &why : NULL, d);
}

int pair_bad(struct pair *p, const struct pair_member *m, const struct diag *why, struct diag *d)
{
	return admit(p, m, SPAN(""), 0, why, d);
}

int pair_trouble(struct pair *p, struct span raw_name, const struct diag *why, struct diag *d)
{
	struct buf name = BUF_INIT;

	name_from_raw(&name, raw_name);
	struct pair_item i = {.name = (uint32_t)name.n, .error = true, .loose = true};
	int rc = enqueue(&p->queue, &i, buf_span(&name), SPAN(""), why, d);
	buf_fini(&name);
	return rc;
}

void pair_end(struct pair *p, bool whole)
{
	p->ended = true;
	p->whole = whole;
}

struct span pair_last(const struct pair *p)
{
	return buf_span(&p->name);
}
