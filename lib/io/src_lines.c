/* src_lines.c: plain text, one caption a line. It takes what no other form wants. */
#include "io/form.h"
#include "io/text.h"

/* A first line that is an object without a member of a caption is a caption itself, whatever a metadata JSON bids. */
static bool first_is_json(struct source *s, struct diag *d)
{
	struct span line = source_first_line(s, 1, d);
	struct json_members m;
	struct arena a = ARENA_INIT;
	bool is = false;

	if (line.n && line.p[0] == '{') {
		line = source_first_line(s, s->limits.caption_max, d);
		is = json_read_object(&a, line, &m, NULL) == 0 && !text_named_jsonl(s) && text_json_caption(&m, s->o->field);
	}
	arena_fini(&a);
	return is;
}

static int lines_bid(struct source *s, struct diag *d)
{
	if (!first_is_json(s, d))
		return 1;
	s->note = "the first line is JSON without a caption in it: each line is taken for a caption (--from jsonl reads records)";
	return 50;
}

static int lines_next(struct source *s, struct record *r, struct arena *a, struct diag *d)
{
	struct span line;
	int rc = input_line(&s->in, s->limits.caption_max, &line, d);

	if (rc <= 0)
		return rc;
	r->line = ++s->line;
	r->id = text_number(a, r->line);
	if (rc == 2) {
		r->kind = REC_ERROR;
		text_too_large(&r->error, "line", s->limits.caption_max);
		return 1;
	}
	if (text_check(s, line, &r->error))
		r->caption = arena_dup(a, line);
	else
		r->kind = REC_ERROR;
	return 1;
}

static bool lines_would_block(struct source *s)
{
	return input_would_block(&s->in);
}

const struct form form_lines = {
	.name = "lines", .text = true, .bid = lines_bid, .next = lines_next, .would_block = lines_would_block
};
