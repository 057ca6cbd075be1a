/* pack_lines.c: datasets that are one text: a caption a line, JSON Lines, CSV, kohya's metadata JSON, diffusion-pipe's captions.json. The readers say where each
 * sample ends; the bytes between are taken from the file itself. */
#include "pack/pack_priv.h"

#include <string.h>

#include "io/caption_list.h"
#include "io/csv_row.h"
#include "io/form.h"
#include "pack/flow.h"
#include "pack/pack_text.h"

/* Blanks, a BOM, and what stands between two entries: not part of any. */
static size_t lead(struct span s, bool kohya)
{
	size_t i = span_starts(s, SPAN("\xEF\xBB\xBF")) ? 3 : 0;

	while (i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' || s.p[i] == '\r' || s.p[i] == '\n' ||
	                   (kohya && (s.p[i] == ',' || s.p[i] == '{'))))
		i++;
	return i;
}

/* The value of a kohya entry, and which of its members is the caption; "": the value is a list of captions. */
static int kohya_value(struct pack *k, struct span entry, struct span *value, const char **field, struct diag *d)
{
	struct json_members m = {0};
	struct span caption, tags;
	size_t end = 0;

	if (json_scan_value(entry, 0, &end, d) != 0) /* the key */
		return -1;
	while (end < entry.n && entry.p[end] != ':')
		end++;
	size_t at = end + 1 + lead(span_cut(entry, end < entry.n ? end + 1 : end, entry.n), false);
	if (at > entry.n || json_scan_value(entry, at, &end, d) != 0)
		return diag_set(d, "bad-json", "an entry is no JSON");
	*value = span_cut(entry, at, end);
	*field = list_is(*value) ? "" : k->o->source.field;
	if (*field)
		return 0;
	arena_reset(&k->a);
	if (json_read_object(&k->a, *value, &m, d) != 0)
		return -1;
	caption = json_get(&m, "caption");
	tags = json_get(&m, "tags");
	bool has = caption.n && caption.p[0] == '"', tagged = tags.n > 2 && tags.p[0] == '"';
	if (has && tagged) /* the readers join them; nobody could take them apart again */
		return diag_set(d, "ambiguous", "an entry has both caption and tags; --field caption (or tags) says which is meant");
	*field = has ? "caption" : "tags";
	return 0;
}

/* What of a sample's bytes (raw, from byte from of the file on) the caption stands in, and where in that; *field: or which member of it. */
static int find_caption(struct pack *k, const struct source *s, struct span raw, uint64_t from, struct span *entry, const char **field,
			struct text_place *at, struct diag *d)
{
	const char *form = s->form->name;
	bool kohya = strcmp(form, "kohya") == 0;

	*field = k->o->source.field ? k->o->source.field : "";
	*at = (struct text_place){0, 0, TEXT_PLAIN};
	if (strcmp(form, "lines") == 0 || strcmp(form, "sidecar") == 0) {
		*entry = raw;
		*field = NULL;
	} else if (strcmp(form, "csv") == 0) {
		*entry = span_cut(raw, (size_t)(csvrow_at(s) - from), raw.n);
		struct span cell = csvrow_cell(s, *entry);
		*at = (struct text_place){(size_t)(cell.p - entry->p), (size_t)(cell.p - entry->p) + cell.n, TEXT_CSV};
	} else {
		*entry = span_cut(raw, lead(raw, kohya), raw.n);
		if (kohya && kohya_value(k, *entry, entry, field, d) != 0)
			return -1;
		if (kohya && !**field)
			*at = (struct text_place){0, entry->n, TEXT_JSON};
	}
	return 0;
}

/* One sample's bytes, with all in front of it since the last one: puts them anew. */
static int change(struct pack *k, struct flow *f, struct source *s, struct plan_hit hit, uint64_t number, size_t n, struct diag *d)
{
	struct span raw, entry;
	struct text_place at;
	const char *field;

	if (flow_peek(f, n, &raw, d) != 0 || find_caption(k, s, raw, f->pos, &entry, &field, &at, d) != 0)
		return -1;
	if (pack_change_at(k, hit, number, entry, field, at.form != TEXT_PLAIN ? &at : NULL, d) != 0)
		return -1;
	struct buf b = BUF_INIT;
	buf_add(&b, raw.p, (size_t)(entry.p - raw.p));
	buf_adds(&b, buf_span(&k->text));
	buf_add(&b, entry.p + entry.n, (size_t)(raw.p + raw.n - entry.p - entry.n));
	int rc = flow_drop(f, n, d) != 0 || flow_put(f, b.p, b.n, d) != 0 ? -1 : 0;
	buf_fini(&b);
	return rc;
}

int pack_text_file(struct pack *k, int out, struct diag *d)
{
	struct source *s;
	struct arena a = ARENA_INIT;
	struct record r;
	struct flow f;
	uint64_t count = 0;
	int rc = flow_open(&f, k->in, out, FILTER_NONE, FILTER_NONE, d);

	if (k->o->source.encoding)
		return diag_set(d, "unsupported", "a text in another character set cannot be written back; iconv turns it into UTF-8");
	s = source_open(k->o->dataset, &k->o->source, d);
	if (!s)
		return -1;
	if (!s->form->text)
		rc = diag_set(d, "unsupported", "cannot be written back: it is no plain tar, zip, folder, text, CSV or JSON (--to jsonl writes captions anew)");
	while (rc == 0 && (rc = source_next(s, &r, &a, d)) == 1) {
		uint64_t number = plan_line_of(s, &r, ++count), n = s->in.taken - f.pos;
		struct plan_hit hit = plan_ask_line(k->plan, number);
		if (pack_selects(k->o) && strcmp(s->form->name, "kohya") == 0)
			rc = diag_set(d, "unsupported", "kohya's metadata goes over whole; --to jsonl takes a part of it");
		else if (!plan_wants_line(k->plan, number))
			rc = flow_drop(&f, n, d);
		else if (hit.act == PLAN_KEEP)
			rc = flow_keep(&f, n, d);
		else if (hit.act == PLAN_CHANGE)
			rc = change(k, &f, s, hit, number, (size_t)n, d);
		else
			rc = diag_set(d, "unsupported", "entry %llu has no caption to change", (unsigned long long)number);
		arena_reset(&a);
	}
	if (rc == 0)
		rc = flow_finish(&f, d);
	arena_fini(&a);
	source_close(s);
	flow_close(&f);
	return rc;
}
