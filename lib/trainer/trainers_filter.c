/* trainers_filter.c: SimpleTuner's caption_filter_list: words that are taken out of every caption before it is encoded
 * (simpletuner/helpers/prompts.py, filter_captions). An entry may be a pattern of Python's re; those are named, and not followed. */
#include "base/buf.h"
#include "base/file.h"
#include "json/jread.h"
#include "text/utf8.h"
#include "trainer/trainers.h"

enum { FILTER_MOST = 1 << 20 };

static bool is_pattern(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr(".^$*+?{}[]\\|()", s.p[i]) && s.p[i])
			return true;
	return span_starts(s, SPAN("s/"));
}

static void add(struct arena *a, struct trainer_filter *f, struct span s)
{
	if (is_pattern(s))
		f->patterns = true;
	else if (s.n)
		*ARENA_PUSH(a, f) = s;
}

int filter_load(struct arena *a, struct trainer_spec *t, struct diag *d)
{
	struct span path = trainer_text_of(t, "caption_filter_list"), text;
	struct buf b = BUF_INIT;

	if (path.n == 0)
		return 0;
	if (file_read(path.p, &b, FILTER_MOST, d) != 0) {
		buf_fini(&b);
		return diag_set(d, "bad-option", "caption_filter_list: %s: %s", path.p, d ? d->message : "");
	}
	text = arena_dup(a, buf_span(&b));
	buf_fini(&b);
	if (!utf8_valid(text, NULL))
		return diag_set(d, "bad-option", "caption_filter_list: %s is not UTF-8", path.p);
	if (span_ends(path, SPAN(".json"))) {
		struct json_members m = {0};
		struct span s;
		if (json_read_array(a, text, &m, d) != 0)
			return diag_set(d, "bad-option", "caption_filter_list: %s is no list of JSON", path.p);
		for (size_t i = 0; i < m.n; i++)
			if (json_string(a, m.v[i].raw, &s))
				add(a, &t->filter, s);
		return 0;
	}
	struct parts lines = parts_split(a, text, SPAN("\n"), false, true);
	for (size_t i = 0; i < lines.n; i++)
		add(a, &t->filter, lines.v[i]);
	return 0;
}

struct span filter_apply(struct feeder *f, struct span s)
{
	const struct trainer_filter *v = &f->spec->filter;
	bool done = false;

	for (size_t i = 0; i < v->n; i++)
		s = text_replace(f, s, v->v[i], SPAN(""), &done);
	if (done)
		feeder_note(f, FED_FILTERED);
	if (v->patterns)
		feeder_note(f, FED_FILTER_PATTERNS);
	return s;
}
