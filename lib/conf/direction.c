/* direction.c: the direction file. Strict: an unknown key is an error, because a misspelt "colour" that is silently
 * ignored costs somebody a training. Plain ids go through a hash table, globs are tried in order; the earlier line wins. */
#include "conf/direction.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/glob.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/near.h"
#include "json/jread.h"
#include "text/utf8.h"

enum { DIRECTION_MAX = 1 << 30, ITEMS_MAX = 1000 };

struct direction_set {
	struct arena a;          /* owns this struct too */
	struct buf text;
	struct lint_direction *v;
	size_t n, cap;
	struct map plain;        /* index of the first line with this plain id */
	uint32_t *globs;         /* indices of the lines with a glob */
	size_t n_globs;
	uint64_t seed;
};

static const char *const direction_keys[] = {
	"trigger", "medium", "style", "camera", "quality", "colour", "subject", "relation", "lighting", "background",
	"extra", "focus", "color", "must", "must_not", "id", "note", "comment", "verify"
};
enum { N_KEYS = sizeof direction_keys / sizeof *direction_keys };

static struct span trim(struct span s)
{
	return uni_strip(s);
}

/* Where a plain string key goes, or NULL. */
static struct span *string_key(struct lint_direction *d, struct span key)
{
	struct span *const to[] = {&d->trigger, &d->medium, &d->style, &d->camera, &d->quality, &d->colour, &d->subject,
				   &d->relation, &d->lighting, &d->background, &d->extra, &d->focus, &d->colour};

	for (size_t i = 0; i < sizeof to / sizeof *to; i++)
		if (span_is(key, direction_keys[i]))
			return to[i];
	return NULL;
}

/* "green ball|ball" must have an alternative that is not empty. */
static int check_item(struct span text, struct diag *d)
{
	for (size_t i = 0, from = 0; i <= text.n; i++)
		if (i == text.n || text.p[i] == '|') {
			if (trim(span_cut(text, from, i)).n)
				return 0;
			from = i + 1;
		}
	return diag_set(d, "bad-direction", "an item of must or must_not is empty");
}

static int read_items(struct arena *a, struct json_member m, const struct span **out, size_t *n, struct diag *d)
{
	struct json_members e = {0};
	struct span s, *v;

	if (json_string(a, m.raw, &s)) { /* one item without the brackets */
		*out = v = arena_zalloc(a, *n = 1, sizeof *v);
		v[0] = trim(s);
		return check_item(s, d);
	}
	if (m.raw.n == 0 || m.raw.p[0] != '[' || json_read_array(a, m.raw, &e, NULL) != 0)
		return diag_set(d, "bad-direction", "\"%.*s\" must be a list of strings", SPAN_ARG(m.key));
	if (e.n > ITEMS_MAX)
		return diag_set(d, "bad-direction", "\"%.*s\" has more than %d items", SPAN_ARG(m.key), ITEMS_MAX);
	*out = v = arena_zalloc(a, e.n, sizeof *v);
	for (*n = 0; *n < e.n; ++*n) {
		if (!json_string(a, e.v[*n].raw, &s))
			return diag_set(d, "bad-direction", "\"%.*s\" must be a list of strings", SPAN_ARG(m.key));
		if (check_item(s, d) != 0)
			return -1;
		v[*n] = trim(s);
	}
	return 0;
}

static int unknown_key(struct span key, struct diag *d)
{
	const char *near = near_name(key, direction_keys, N_KEYS);

	return diag_set(d, "bad-direction", "unknown key \"%.*s\"%s%s%s", (int)(key.n < 60 ? key.n : 60), key.p,
			near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static int read_line(struct arena *a, struct span line, struct lint_direction *out, struct diag *d)
{
	struct json_members m = {0};

	if (json_read_object(a, line, &m, d) != 0)
		return -1;
	for (size_t i = 0; i < m.n; i++) {
		struct json_member e = m.v[i];
		struct span *to = span_is(e.key, "id") ? &out->id : string_key(out, e.key);
		int rc = 0;

		if (to && !json_string(a, e.raw, to))
			rc = diag_set(d, "bad-direction", "\"%.*s\" must be a string", SPAN_ARG(e.key));
		else if (to)
			*to = trim(*to);
		else if (span_is(e.key, "must"))
			rc = read_items(a, e, &out->must, &out->n_must, d);
		else if (span_is(e.key, "must_not"))
			rc = read_items(a, e, &out->must_not, &out->n_must_not, d);
		else if (!span_is(e.key, "note") && !span_is(e.key, "comment") && !span_is(e.key, "verify"))
			rc = unknown_key(e.key, d);
		if (rc != 0)
			return -1;
	}
	return out->id.n ? 0 : diag_set(d, "bad-direction", "no \"id\"");
}

static void build_index(struct direction_set *s)
{
	s->plain = (struct map){.a = &s->a};
	s->globs = arena_alloc(&s->a, s->n * sizeof *s->globs);
	for (size_t i = 0; i < s->n; i++) {
		struct span id = s->v[i].id;

		if (!glob_literal(id)) {
			s->globs[s->n_globs++] = (uint32_t)i;
			continue;
		}
		map_note(&s->plain, hash_bytes(id.p, id.n, s->seed), (uint32_t)i);
	}
}

static int read_all(struct direction_set *s, const char *path, struct diag *d)
{
	struct span text = buf_span(&s->text), line;
	size_t number = 0;

	if (span_starts(text, SPAN("\xEF\xBB\xBF")))
		text = span_cut(text, 3, text.n);
	while (text.n) {
		const char *nl = memchr(text.p, '\n', text.n);
		size_t n = nl ? (size_t)(nl - text.p) : text.n;

		line = trim(span_cut(text, 0, n));
		text = span_cut(text, nl ? n + 1 : n, text.n);
		number++;
		if (line.n == 0)
			continue;
		struct lint_direction *e = ARENA_PUSH(&s->a, s);
		struct diag why = {0};
		*e = (struct lint_direction){.line = (uint32_t)number};
		if (read_line(&s->a, line, e, &why) != 0)
			return diag_set(d, "bad-direction", "%s:%zu: %s", path, number, why.message);
	}
	return 0;
}

struct direction_set *direction_load(const char *path, struct diag *d)
{
	struct arena a = ARENA_INIT;
	struct direction_set *s = arena_zalloc(&a, 1, sizeof *s);

	s->a = a;
	s->seed = hash_seed();
	if (file_read(path, &s->text, DIRECTION_MAX, d) != 0 || read_all(s, path, d) != 0) {
		direction_free(s);
		return NULL;
	}
	build_index(s);
	return s;
}

void direction_free(struct direction_set *s)
{
	if (!s)
		return;
	struct arena a = s->a;
	buf_fini(&s->text);
	arena_fini(&a);
}

/* The lowest line with exactly this id, or n. */
static size_t find_plain(const struct direction_set *s, struct span id)
{
	const uint32_t *line = map_find(&s->plain, hash_bytes(id.p, id.n, s->seed));

	return line && span_eq(s->v[*line].id, id) ? *line : s->n;
}

const struct lint_direction *direction_find(const struct direction_set *s, struct span id)
{
	if (!s || s->n == 0 || id.n == 0)
		return NULL;
	size_t best = find_plain(s, id), base = id.n;

	while (base > 0 && id.p[base - 1] != '/')
		base--;
	if (base > 0 && base < id.n) {
		size_t other = find_plain(s, span_cut(id, base, id.n));
		best = other < best ? other : best;
	}
	for (size_t i = 0; i < s->n_globs && s->globs[i] < best; i++)
		if (glob_match_id(s->v[s->globs[i]].id, id))
			return &s->v[s->globs[i]];
	return best < s->n ? &s->v[best] : NULL;
}
