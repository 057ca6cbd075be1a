/* plan.c: the dataset's side of the plan: its samples as hashes, the tables over them, and what a walk asks. */
#include "pack/plan_priv.h"

#include "base/die.h"
#include "base/hash.h"
#include "io/form.h"
#include "io/names.h"
#include "text/utf8.h"

enum { EQUAL_MAX = 256, NAMES_SHOWN = 100 };

/* Fixed seed: see plan_hash in the header. */
uint64_t plan_hash(struct span caption)
{
	return hash_bytes(caption.p, caption.n, 0);
}

/* A seed for each kind, far from the others: hash_bytes of a short text is a function of text xor seed. */
static uint64_t seed_of(const struct plan *p, char kind)
{
	return hash_u64(p->seed ^ ((uint64_t)(unsigned char)kind << 56));
}

uint64_t plan_key(const struct plan *p, char kind, struct span s)
{
	return hash_bytes(s.p, s.n, seed_of(p, kind));
}

uint64_t plan_key_line(const struct plan *p, uint64_t line)
{
	return hash_bytes(&line, sizeof line, seed_of(p, 'l'));
}

static size_t slot_of(uint64_t hash, size_t cap)
{
	__extension__ typedef unsigned __int128 wide;

	return (size_t)((wide)hash * cap >> 64);
}

void plan_table(struct table *t, const struct buf *key, size_t n)
{
	const uint64_t *k = plan_u64(key);

	t->cap = n + n / 4 + 1;
	buf_reset(&t->slots);
	uint32_t *v = (uint32_t *)(void *)buf_room(&t->slots, t->cap * sizeof *v);
	memset(v, 0, t->cap * sizeof *v);
	for (size_t i = 0; i < n; i++) {
		size_t at = slot_of(k[i], t->cap);
		unsigned equal = 0;
		for (; v[at] && equal < EQUAL_MAX; at = at + 1 == t->cap ? 0 : at + 1)
			equal += k[v[at] - 1] == k[i];
		if (equal < EQUAL_MAX) /* a thousand members of one name: the first few hundred can be named */
			v[at] = (uint32_t)i + 1;
	}
}

long plan_find(const struct plan *p, const struct table *t, const struct buf *key, uint64_t hash, unsigned mask,
	       unsigned want, bool *any)
{
	const uint64_t *k = plan_u64(key);
	const uint32_t *v = (const uint32_t *)(const void *)t->slots.p;
	const unsigned char *flag = plan_flags(p);

	if (any)
		*any = false;
	for (size_t at = slot_of(hash, t->cap); v[at]; at = at + 1 == t->cap ? 0 : at + 1) {
		size_t i = v[at] - 1;
		if (k[i] != hash)
			continue;
		if (any)
			*any = true;
		if ((flag[i] & mask) == want)
			return (long)i;
	}
	return -1;
}

static void push(struct buf *b, uint64_t v)
{
	buf_add(b, (const char *)&v, sizeof v);
}

uint64_t plan_line_of(const struct source *s, const struct record *r, uint64_t count)
{
	if (strcmp(s->form->name, "csv") == 0) /* where a row began, which may go over several */
		return r->line;
	return strcmp(s->form->name, "kohya") == 0 ? count : s->line;
}

/* line: of a text dataset; 0: a member of an archive or folder. (r->line may be that of an earlier tool's source.) */
static void add_sample(struct plan *p, const struct record *r, uint64_t line)
{
	unsigned char flag = 0;

	if (r->kind == REC_IMAGE) {
		flag = SAMPLE_IMAGE;
		p->count.images++;
		push(&p->name, line ? plan_key_line(p, line) : plan_key(p, 'i', r->image));
	} else {
		if (r->kind == REC_ERROR) {
			flag = SAMPLE_BAD;
			p->count.bad++;
		} else {
			p->count.samples++;
		}
		push(&p->name, line ? plan_key_line(p, line) : plan_key(p, 'm', r->member));
	}
	push(&p->id, plan_key(p, 'k', r->id));
	push(&p->text, r->kind == REC_CAPTION ? plan_hash(r->caption) : 0);
	buf_addc(&p->flag, (char)flag);
	p->n++;
}

/* Which records of a dataset are samples: captions, images without one, and captions that could not be read. */
static bool is_sample(const struct record *r, const struct form *form)
{
	if (form->text)
		return r->kind == REC_CAPTION;
	return (r->kind == REC_CAPTION && r->member.n) || (r->kind == REC_IMAGE && r->image.n) ||
	       (r->kind == REC_ERROR && r->member.n);
}

static int scan(struct plan *p, struct diag *d)
{
	struct source *s = source_open(p->o->dataset, p->o->source, d);
	struct arena a = ARENA_INIT;
	struct record r;
	uint64_t count = 0;
	int rc = -1;

	if (!s)
		return -1;
	p->one_line = strcmp(s->form->name, "lines") == 0;
	while ((rc = source_next(s, &r, &a, d)) == 1) {
		count++;
		if (r.kind == REC_ERROR && !is_sample(&r, s->form)) {
			p->count.trouble++;
			warn("%s: %.*s: %s", p->o->dataset, SPAN_ARG(r.id), r.error.message);
		}
		if (is_sample(&r, s->form))
			add_sample(p, &r, s->form->text ? plan_line_of(s, &r, count) : 0);
		arena_reset(&a);
		if (p->n >= UINT32_MAX - 1) {
			rc = diag_set(d, "too-many", "more samples than can be counted");
			break;
		}
	}
	arena_fini(&a);
	source_close(s);
	return rc;
}

struct plan *plan_open(const struct plan_options *o, struct diag *d)
{
	struct arena own = ARENA_INIT;
	struct plan *p = arena_zalloc(&own, 1, sizeof *p);

	p->own = own;
	p->o = o;
	p->seed = hash_seed();
	p->store = store_open();
	if (scan(p, d) != 0) {
		plan_close(p);
		return NULL;
	}
	plan_table(&p->by_name, &p->name, p->n);
	return p;
}

void plan_close(struct plan *p)
{
	if (!p)
		return;
	buf_fini(&p->name);
	buf_fini(&p->id);
	buf_fini(&p->text);
	buf_fini(&p->flag);
	buf_fini(&p->by_name.slots);
	buf_fini(&p->by_id.slots);
	buf_fini(&p->scratch);
	store_close(p->store);
	struct arena own = p->own;
	arena_fini(&own);
}

const struct plan_counts *plan_count(const struct plan *p)
{
	return &p->count;
}

static struct plan_hit ask(struct plan *p, uint64_t key)
{
	long i = plan_find(p, &p->by_name, &p->name, key, SAMPLE_ASKED, 0, NULL);

	if (i < 0)
		return (struct plan_hit){PLAN_KEEP, 0};
	unsigned char *f = &plan_flags(p)[i];
	*f |= SAMPLE_ASKED;
	if (!(*f & SAMPLE_CHANGED))
		return (struct plan_hit){PLAN_KEEP, 0};
	return (struct plan_hit){*f & SAMPLE_REMOVED ? PLAN_REMOVE : *f & SAMPLE_IMAGE ? PLAN_ADD : PLAN_CHANGE,
	                         (uint32_t)i};
}

struct plan_hit plan_ask(struct plan *p, struct span raw_name)
{
	buf_reset(&p->scratch);
	name_from_raw(&p->scratch, raw_name);
	return plan_ask_name(p, buf_span(&p->scratch));
}

static bool known(const struct plan *p, uint64_t key)
{
	bool any = false;

	plan_find(p, &p->by_name, &p->name, key, 0, 0, &any);
	return any;
}

/* Another name under which libarchive may have shown a member called name, or an empty span: it composes what a pax or zip header marks as
 * UTF-8 (e and U+0301 to U+00E9), and makes slashes of the backslashes of a zip that has no others. */
static struct span shown_as(struct span name, struct buf *b)
{
	buf_reset(b);
	if (!utf8_ascii(name) && utf8_valid(name, NULL))
		uni_nfc(b, name, NULL);
	else
		buf_adds(b, name);
	if (memchr(b->p, '\\', b->n) && !memchr(b->p, '/', b->n))
		for (size_t i = 0; i < b->n; i++)
			if (b->p[i] == '\\')
				b->p[i] = '/';
	return buf_span(b);
}

struct plan_hit plan_ask_name(struct plan *p, struct span name)
{
	uint64_t member = plan_key(p, 'm', name), image = plan_key(p, 'i', name);
	bool plain = utf8_ascii(name) && (!name.n || !memchr(name.p, '\\', name.n));

	if (!plain && !known(p, member) && !known(p, image)) {
		struct buf b = BUF_INIT;
		struct span other = shown_as(name, &b);
		member = plan_key(p, 'm', other);
		image = plan_key(p, 'i', other);
		buf_fini(&b);
	}
	struct plan_hit hit = ask(p, member);
	return hit.act != PLAN_KEEP ? hit : ask(p, image);
}

struct plan_hit plan_ask_line(struct plan *p, uint64_t line)
{
	return ask(p, plan_key_line(p, line));
}

bool plan_unasked(const struct plan *p, struct plan_hit *hit)
{
	for (size_t i = 0; i < p->n; i++) {
		unsigned char f = plan_flags(p)[i];
		if ((f & SAMPLE_CHANGED) && !(f & SAMPLE_ASKED)) {
			*hit = (struct plan_hit){PLAN_CHANGE, (uint32_t)i};
			return true;
		}
	}
	return false;
}

void plan_rewind(struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		plan_flags(p)[i] &= (unsigned char)~SAMPLE_ASKED;
}

int plan_name_missing(struct plan *p, struct diag *d)
{
	struct source *s = source_open(p->o->dataset, p->o->source, d);
	struct arena a = ARENA_INIT;
	struct record r;
	size_t i = 0, shown = 0, missing = (size_t)(p->count.samples - p->count.named - p->count.torn);
	int rc = 0;

	if (!s)
		return -1;
	while (shown < missing && shown < NAMES_SHOWN && i < p->n && (rc = source_next(s, &r, &a, d)) == 1) {
		if (is_sample(&r, s->form)) {
			if (r.kind == REC_CAPTION && !(plan_flags(p)[i] & SAMPLE_NAMED)) {
				struct span name = r.member.n ? r.member : r.id;
				warn("%s: no record names %.*s", p->o->dataset, SPAN_ARG(name));
				shown++;
			}
			i++;
		}
		arena_reset(&a);
	}
	if (rc >= 0 && missing > shown)
		warn("%s: no record names %zu more", p->o->dataset, missing - shown);
	arena_fini(&a);
	source_close(s);
	return rc < 0 ? -1 : 0;
}
