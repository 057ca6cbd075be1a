/* captok_csv.c: counts for a spreadsheet. */
#include "report/captok_csv.h"

#include "base/die.h"

void captok_csv_head(void)
{
	static const char head[] = "id,file,model,encoder,tokens,limit,lost\r\n";

	out_write(head, sizeof head - 1);
}

/* A cell, in quotes where it must be. A spreadsheet would take what begins with = + - @ for a formula, so a name that does gets an
 * apostrophe, which it shows as text. */
static void cell(struct buf *out, struct span s)
{
	bool formula = s.n && memchr("=+-@", s.p[0], 4), quote = false;

	for (size_t i = 0; i < s.n; i++)
		quote |= s.p[i] == '"' || s.p[i] == ',' || (unsigned char)s.p[i] < ' ';
	if (quote)
		buf_addc(out, '"');
	if (formula)
		buf_addc(out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_addc(out, '"');
		buf_addc(out, s.p[i]);
	}
	if (quote)
		buf_addc(out, '"');
	buf_addc(out, ',');
}

void captok_csv(struct buf *out, const struct record *r, const struct feed_model *m, struct span text, struct arena *a)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct feed_encoder *e = &m->v[i];
		struct feed f;

		model_feed(e->run, &e->model, text, false, a, &f);
		cell(out, r->id);
		cell(out, r->member);
		cell(out, m->name);
		cell(out, span_of(e->name));
		buf_printf(out, "%zu,", f.tokens);
		if (f.limit)
			buf_printf(out, "%zu", f.limit);
		buf_printf(out, ",%zu\r\n", f.lost);
	}
}
