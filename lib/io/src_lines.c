/* src_lines.c: plain text, one caption a line. It takes what no other form wants. */
#include "io/form.h"
#include "io/text.h"

static int lines_bid(struct source *s, struct diag *d)
{
	(void)s;
	(void)d;
	return 1;
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
