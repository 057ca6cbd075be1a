/* captok_csv.c: counts for a spreadsheet. */
#include "report/captok/captok_csv.h"

#include "base/die.h"
#include "report/csv.h"

void captok_csv_head(void)
{
	static const char head[] = "id,file,model,encoder,tokens,limit,lost\r\n";

	out_write(head, sizeof head - 1);
}

static void cell(struct buf *out, struct span s)
{
	csv_cell(out, s);
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
