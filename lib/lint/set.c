/* set.c: gathering a set: one caption after the other, in input order. */
#include "lint/set.h"

#include "json/jread.h"
#include "lint/set_note.h"

enum { TAGS_HELD = 8192, TERMS_HELD = 8192, NOUNS_HELD = 8192, PAIRS_HELD = 32768, SPELLINGS_HELD = 4096, HUMAN_HELD = 256 };

struct lint_set *set_open(const struct set_options *o)
{
	struct arena a = ARENA_INIT;
	struct lint_set *s = arena_zalloc(&a, 1, sizeof *s);

	s->a = a;
	s->o = o;
	top_init(&s->tags, TAGS_HELD);
	top_init(&s->terms, TERMS_HELD);
	top_init(&s->nouns, NOUNS_HELD);
	top_init(&s->pairs, PAIRS_HELD);
	top_init(&s->spellings, SPELLINGS_HELD);
	top_init(&s->human, HUMAN_HELD);
	return s;
}

void set_close(struct lint_set *s)
{
	if (!s)
		return;
	struct arena a = s->a;
	top_fini(&s->tags);
	top_fini(&s->terms);
	top_fini(&s->nouns);
	top_fini(&s->pairs);
	top_fini(&s->spellings);
	top_fini(&s->human);
	ids_fini(&s->ids);
	near_fini(&s->near);
	buf_fini(&s->hashes);
	buf_fini(&s->tokens);
	arena_fini(&a);
}

void set_name(struct arena *a, struct set_names *n, struct span name)
{
	if (n->n < SET_NAMES)
		n->v[n->n++] = arena_dup(a, name);
	n->all++;
}

/* The bytes of a note, taken from the front. */
struct reader {
	const char *p;
};

static void take(struct reader *r, void *to, size_t n)
{
	memcpy(to, r->p, n);
	r->p += n;
}

static struct note_item take_item(struct reader *r, struct span *name)
{
	struct note_item i;

	take(r, &i.key, sizeof i.key);
	take(r, &i.group, sizeof i.group);
	take(r, &i.len, sizeof i.len);
	*name = (struct span){r->p, i.len};
	r->p += i.len;
	return i;
}

static void count_all(struct lint_set *s, struct top *t, struct reader *r, unsigned n)
{
	struct span name;

	while (n--) {
		struct note_item i = take_item(r, &name);
		top_add(t, i.key, name, s->n)->group = i.group;
	}
}

static void count_encoders(struct lint_set *s, struct reader *r, unsigned n)
{
	struct note_encoder e;

	while (n--) {
		size_t i = 0;
		take(r, &e, sizeof e);
		while (i < s->n_encoders && strcmp(s->encoder[i]->name, e.name) != 0)
			i++;
		if (i == SET_ENCODERS)
			continue;
		if (i == s->n_encoders) {
			s->encoder[s->n_encoders++] = arena_zalloc(&s->a, 1, sizeof *s->encoder[i]);
			s->encoder[i]->name = e.name;
			s->encoder[i]->limit = e.limit;
		}
		struct set_encoder *to = s->encoder[i];
		to->n++;
		to->sum += e.tokens;
		to->most = e.tokens > to->most ? e.tokens : to->most;
		to->over += e.limit && e.tokens > e.limit;
		to->bins[e.tokens < SET_TOKENS ? e.tokens : SET_TOKENS]++;
	}
}

static void count_findings(struct lint_set *s, struct reader *r, unsigned n)
{
	struct note_finding f;

	while (n--) {
		take(r, &f, sizeof f);
		s->found[f.rule][f.severity]++;
		s->known[f.rule] += f.known;
		s->captions[f.rule] += f.first;
	}
}

/* Things of one caption, and which of them stand together. */
static void count_nouns(struct lint_set *s, struct reader *r, unsigned n, bool linked)
{
	struct note_item v[SET_NOUNS];
	struct span name[SET_NOUNS];

	for (unsigned i = 0; i < n; i++) {
		v[i] = take_item(r, &name[i]);
		top_add(&s->nouns, v[i].key, name[i], s->n);
	}
	for (unsigned i = 0; i < n; i++)
		for (unsigned k = i + 1; k < n; k++) {
			bool swap = v[i].key > v[k].key;
			uint64_t lo = v[swap ? k : i].key, hi = v[swap ? i : k].key;
			struct top_entry *e = top_add(&s->pairs, set_pair_key(lo, hi), name[i], s->n);
			e->group = lo;
			e->extra += linked;
		}
	s->crowded += n > 1;
	s->linked += n > 1 && linked;
}

static void keep_worst(struct lint_set *s, float score)
{
	if (s->n_worst == SET_NAMES && score >= s->worst[SET_NAMES - 1].score)
		return;
	size_t at = s->n_worst < SET_NAMES ? s->n_worst++ : SET_NAMES - 1;
	for (; at > 0 && score < s->worst[at - 1].score; at--)
		s->worst[at] = s->worst[at - 1];
	s->worst[at] = (struct set_worst){score, s->n};
}

/* Folders of regularisation images carry no trigger on purpose. */
static bool in_reg_folder(struct span id)
{
	static const char *const names[] = {"reg", "regs", "regularization", "regularisation", "reg_images"};

	for (size_t i = 0, from = 0; i < id.n; i++)
		if (id.p[i] == '/') {
			struct span part = span_cut(id, from, i);
			for (size_t k = 0; k < sizeof names / sizeof *names; k++)
				if (span_is(part, names[k]))
					return true;
			from = i + 1;
		}
	return false;
}

static void count_trigger(struct lint_set *s, const struct note_head *h, struct span id)
{
	s->with_trigger += (h->flags & NOTE_TRIGGER) != 0;
	s->trigger_only += (h->flags & NOTE_TRIGGER_ONLY) != 0;
	if (!(h->flags & NOTE_TRIGGER)) {
		if (in_reg_folder(id))
			s->reg++;
		else
			set_name(&s->a, &s->no_trigger, id);
		return;
	}
	if (!(h->flags & NOTE_TRIGGER_FIRST))
		set_name(&s->a, &s->late_trigger, id);
	if (h->style == STYLE_PROSE && !(h->flags & NOTE_TRIGGER_ONLY)) {
		s->prose_trigger++;
		s->prose_classless += !(h->flags & NOTE_TRIGGER_CLASS);
	}
}

static struct span basename_of(struct span path)
{
	size_t i = path.n;

	while (i > 0 && path.p[i - 1] != '/')
		i--;
	return span_cut(path, i, path.n);
}

static void count_file(struct lint_set *s, struct span member)
{
	struct span base = basename_of(member);
	size_t dots = 0, dot = 0, i = 0;

	for (size_t k = 1; k < base.n; k++)
		if (base.p[k] == '.') {
			dots++;
			dot = k;
		}
	if (dots > 1 && s->o->cut_keys)
		set_name(&s->a, &s->dotted, member);
	if (dots == 0 || base.n - dot >= sizeof s->extension[0].name)
		return;
	struct span ext = span_cut(base, dot, base.n);
	while (i < s->n_extensions && !span_is(ext, s->extension[i].name))
		i++;
	if (i == SET_EXTENSIONS)
		return;
	if (i == s->n_extensions)
		memcpy(s->extension[s->n_extensions++].name, ext.p, ext.n); /* zeroed by set_open */
	s->extension[i].n++;
}

void set_add(struct lint_set *s, const struct set_sample *sample, struct span note)
{
	struct reader r = {note.p};
	struct note_head h;
	uint16_t tokens;

	take(&r, &h, sizeof h);
	count_encoders(s, &r, h.n_encoders);
	count_findings(s, &r, h.n_findings);
	count_all(s, &s->human, &r, h.n_human);
	count_all(s, &s->tags, &r, h.n_tags);
	count_all(s, &s->terms, &r, h.n_terms);
	count_nouns(s, &r, h.n_nouns, h.flags & NOTE_LINKED);
	count_all(s, &s->spellings, &r, h.n_spellings);
	near_add(&s->near, (struct span){r.p, h.packed});
	tokens = h.tokens < UINT16_MAX ? (uint16_t)h.tokens : UINT16_MAX;
	/* 0: not compared with others. Empty captions are CAP120's; sets of nothing but the trigger are made on purpose. */
	h.hash = h.flags & (NOTE_EMPTY | NOTE_TRIGGER_ONLY) ? 0 : h.hash + (h.hash == 0);
	buf_add(&s->hashes, (const char *)&h.hash, sizeof h.hash);
	buf_add(&s->tokens, (const char *)&tokens, sizeof tokens);
	ids_add(&s->ids, sample->id);
	s->sum += h.score / 10.0;
	s->scores[h.score <= 1000 ? h.score : 1000]++;
	s->styles[h.style]++;
	for (int i = 0; i < SLOTS; i++)
		s->slots[i] += h.slots >> i & 1;
	s->verified += (h.flags & NOTE_VERIFIED) != 0;
	s->images += sample->image.n > 0;
	if (h.flags & NOTE_EMPTY) {
		s->empty++;
		set_name(&s->a, &s->blank, sample->member.n ? sample->member : sample->id);
	}
	if (s->o->n_triggers)
		count_trigger(s, &h, sample->id);
	if (sample->member.n)
		count_file(s, sample->member);
	keep_worst(s, h.score / 10.0f);
	s->n++;
}

/* Masks and control images stand beside the images they belong to and need no caption. */
static bool is_mask(struct span image)
{
	static const char *const ends[] = {"-masklabel", "-condlabel", "_mask", "-mask", ".mask", "_control", "_cond"};
	struct span stem = basename_of(image);

	while (stem.n > 0 && stem.p[stem.n - 1] != '.')
		stem.n--;
	stem.n -= stem.n > 0;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_ends(stem, span_of(ends[i])))
			return true;
	return false;
}

void set_add_image(struct lint_set *s, struct span image)
{
	s->images++;
	s->image_records++;
	if (!is_mask(image))
		set_name(&s->a, &s->missing, image);
}

/* Files that belong to a data set without being captions. */
static bool is_extra(struct span name)
{
	static const char *const starts[] = {"README", "readme", "LICENSE", "license", "metadata", "."};
	static const char *const ends[] = {".json", ".jsonl", ".md", ".csv", ".toml", ".yaml", ".yml", ".parquet"};
	struct span base = basename_of(name);

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (span_starts(base, span_of(starts[i])))
			return true;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (span_ends(base, span_of(ends[i])))
			return true;
	return false;
}

/* Names of one list of the input record; an entry that is no string is named by its JSON. */
static void add_list(struct lint_set *s, struct set_names *to, struct arena *a, struct span raw, bool (*skip)(struct span))
{
	struct json_members e = {0};
	struct span name;

	if (raw.n == 0 || raw.p[0] != '[' || json_read_array(a, raw, &e, NULL) != 0)
		return;
	for (size_t i = 0; i < e.n; i++) {
		if (!json_string(a, e.v[i].raw, &name))
			name = e.v[i].raw;
		if (!skip || !skip(name))
			set_name(&s->a, to, name);
	}
}

void set_add_input(struct lint_set *s, struct span raw)
{
	struct arena a = ARENA_INIT;
	struct json_members top = {0}, m = {0};

	if (json_read_object(&a, raw, &top, NULL) == 0 && json_get(&top, "input").n &&
	    json_read_object(&a, json_get(&top, "input"), &m, NULL) == 0) {
		/* Images without a caption have records of their own, unless a tool before us dropped them. */
		if (s->image_records == 0)
			add_list(s, &s->missing, &a, json_get(&m, "missing"), is_mask);
		s->image_records = 0;
		add_list(s, &s->orphans, &a, json_get(&m, "orphans"), is_extra);
		add_list(s, &s->collisions, &a, json_get(&m, "collisions"), NULL);
	}
	arena_fini(&a);
}
