/* captok_text.c: the strip. With colour, tokens alternate between two backgrounds, special and template tokens are dim and the
 * cut part is struck out; without, tokens are parted by a bar and the cut part stands between ~~ and ~~. */
#include "report/captok/captok_text.h"

#include "report/wrap.h"

struct strip {
	struct buf *b;
	int column, width;
	bool colour;
};

static const char *const style[] = {"\033[48;5;24;97m", "\033[48;5;60;97m"}; /* two blues that print white text well */

static void indent(struct strip *s)
{
	BUF_LIT(s->b, "\n  ");
	s->column = 2;
}

static void put(struct strip *s, struct span t, const char *on, bool strike)
{
	int need = wrap_columns(t);

	if (s->column > 2 && s->column + need > s->width)
		indent(s);
	if (s->colour && on)
		buf_add(s->b, on, strlen(on));
	if (s->colour && strike)
		BUF_LIT(s->b, "\033[9m");
	wrap_put_line(s->b, t);
	if (s->colour && (on || strike))
		BUF_LIT(s->b, "\033[0m");
	s->column += need;
}

static void dim(struct strip *s, const char *text)
{
	put(s, span_of(text), "\033[2m", false);
}

static void edge(struct strip *s, const struct feed *f)
{
	char t[64];
	struct buf b = BUF_INIT;

	buf_printf(&b, " ]cut, %zu lost[ ", f->lost);
	size_t n = b.n < sizeof t - 1 ? b.n : sizeof t - 1;
	memcpy(t, b.p, n);
	t[n] = 0;
	buf_fini(&b);
	put(s, span_of(t), "\033[1;91m", false);
	if (!s->colour)
		put(s, SPAN("~~"), NULL, false);
}

static void tokens(struct strip *s, struct span text, const struct feed *f)
{
	size_t at = 0;
	bool cut = false, fresh = true;

	if (f->before)
		dim(s, f->before == 1 ? "<s>" : "<template>");
	for (size_t i = 0; i < f->n; i++) {
		struct tok_piece p = f->pieces[i];
		if (p.end <= at && i > 0)
			continue; /* a further piece of the same character */
		bool lost = f->lost && p.start >= f->cut_start && p.end <= f->cut_end && f->cut_end > f->cut_start;
		if (lost && !cut) {
			edge(s, f);
			cut = fresh = true;
		}
		if (!s->colour && !fresh)
			put(s, SPAN("|"), NULL, false);
		fresh = false;
		size_t from = p.start > at ? at : p.start < at ? at : p.start; /* the space before belongs to the token */
		put(s, span_cut(text, from, p.end > from ? p.end : from), lost ? "\033[90m" : style[i & 1], lost);
		at = p.end > at ? p.end : at;
	}
	if (cut && !s->colour)
		put(s, SPAN("~~"), NULL, false);
	if (f->after)
		dim(s, f->after == 1 ? "</s>" : "<template>");
}

/* #### the part used, .... what is free, !!!! what is over. */
static void ruler(struct strip *s, const struct feed *f)
{
	size_t bar = s->width > 100 ? 40 : 20, all = f->limit > f->tokens ? f->limit : f->tokens;

	if (!f->limit)
		return;
	size_t used = f->tokens < f->limit ? f->tokens : f->limit;
	size_t full = (used * bar + all - 1) / all, edge_at = f->limit * bar / all;
	buf_addc(s->b, '[');
	for (size_t i = 0; i < bar; i++) {
		if (i == edge_at && f->tokens > f->limit)
			buf_addc(s->b, '|');
		buf_addc(s->b, i < full && i < edge_at ? '#' : i >= edge_at && f->tokens > f->limit ? '!' : '.');
	}
	buf_addc(s->b, ']');
}

static void heading(struct strip *s, const struct feed_model *m, size_t i, const struct feed *f)
{
	const struct feed_encoder *e = &m->v[i];

	BUF_LIT(s->b, "  ");
	if (s->colour)
		BUF_LIT(s->b, "\033[1m");
	buf_add(s->b, e->name, strlen(e->name));
	for (size_t k = i + 1; k < m->n; k++)
		if (m->v[k].same == (int)i)
			buf_printf(s->b, " + %s", m->v[k].name);
	if (s->colour)
		BUF_LIT(s->b, "\033[0m");
	if (e->variant)
		buf_printf(s->b, " (%s)", e->variant);
	if (e->model.role != ROLE_TEXT)
		buf_printf(s->b, ", %s only", encoder_role_names[e->model.role]);
	BUF_LIT(s->b, "  ");
	ruler(s, f);
	buf_printf(s->b, " %zu", f->tokens);
	if (f->limit)
		buf_printf(s->b, " of %zu tokens", f->limit);
	else
		BUF_LIT(s->b, " tokens");
	if (f->refused)
		buf_printf(s->b, ", refused: %zu too many", f->lost);
	else if (f->lost)
		buf_printf(s->b, ", %zu lost", f->lost);
	else if (f->limit && f->usable >= f->content)
		buf_printf(s->b, ", %zu free", f->usable - f->content);
}

static void one_text(struct strip *s, const struct feed_model *m, struct span text, struct arena *a)
{
	for (size_t i = 0; i < m->n; i++) {
		struct feed f;
		if (m->v[i].same >= 0)
			continue;
		model_feed(m->v[i].run, &m->v[i].model, text, true, a, &f);
		heading(s, m, i, &f);
		indent(s);
		tokens(s, text, &f);
		buf_addc(s->b, '\n');
	}
}

static void fed_line(struct buf *out, const struct trainer_spec *t, const struct fed *fed)
{
	buf_printf(out, "  %s feeds %zu text%s%s", trainer_name(t), fed->n, fed->n == 1 ? "" : "s",
	           fed->shuffled ? " (shuffled; shown in order)" : "");
	for (size_t i = 0; i < fed->n_differs; i++)
		buf_printf(out, "%s%s", i ? ", " : "; differs: ", fed_meaning(fed->differs[i]) ? fed_meaning(fed->differs[i]) : fed->differs[i]);
	if (fed->error)
		buf_printf(out, "; %s", fed_meaning(fed->error) ? fed_meaning(fed->error) : fed->error);
	buf_addc(out, '\n');
}

void captok_text(struct buf *out, const struct record *r, const struct feed_model *m, const struct trainer_spec *t,
                 const struct captok_options *o, struct arena *a)
{
	struct strip s = {.b = out, .width = (int)o->width, .colour = o->colour};
	struct fed fed;

	if (s.colour)
		BUF_LIT(out, "\033[4m");
	wrap_put_line(out, r->id);
	if (s.colour)
		BUF_LIT(out, "\033[0m");
	buf_addc(out, '\n');
	captok_fed(t, r, a, &fed);
	if (t)
		fed_line(out, t, &fed);
	for (size_t i = 0; i < fed.n; i++)
		one_text(&s, m, fed.texts[i], a);
}
