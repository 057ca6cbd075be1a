/* text_short.c: a caption and its findings in few lines. The words that a finding is about stand between guillemets in the caption, with
 * the number of the finding behind them; lines of the caption without any are left out, but for the first, and LINES are shown. A
 * severity is a paragraph, a rule's findings in one caption share a number. */
#include <stdlib.h>

#include "lint/rule.h"
#include "report/text_priv.h"
#include "report/wrap.h"

enum { LABEL = TEXT_INDENT + 8, HANG = TEXT_INDENT + 2, LINES = 4 };

/* An end of a mark. */
struct edge {
	size_t at, other;       /* in the caption; the other end */
	int number;             /* of a closing edge; 0: it opens */
	enum severity severity;
};

/* At one place: what closes, then what opens; the longer mark outside. Of an empty span, the opening edge first. */
static int by_place(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	bool x_opens = !x->number, y_opens = !y->number, x_empty = x->at == x->other, y_empty = y->at == y->other;
	if (x_empty != y_empty) /* between what closes and what opens */
		return x_empty ? (y_opens ? -1 : 1) : (x_opens ? 1 : -1);
	if (x_opens != y_opens)
		return x_opens == x_empty ? -1 : 1;
	if (x->other != y->other)
		return x->other > y->other ? -1 : 1;
	return x->number - y->number;
}

/* The caption with its marks in, and where in it colours change. */
struct marked {
	struct buf text;
	struct change {
		size_t at;
		int up;                 /* 1 begins, -1 ends */
		enum severity severity;
	} change[2 * TEXT_SHOWN];
	size_t n;
};

static size_t edges(struct edge *e, const struct score_item *it, const struct shown *v, size_t n)
{
	size_t have = 0;

	for (size_t i = 0; i < n; i++) {
		const struct finding *f = v[i].f;
		bool twice = !v[i].number;
		for (size_t k = 0; k < have && !twice; k += 2) /* two findings of one rule about the same words */
			twice = e[k].at == f->start && e[k].other == f->end && e[k + 1].number == v[i].number;
		if (twice || f->end > it->rec->caption.n)
			continue;
		e[have++] = (struct edge){f->start, f->end, 0, f->severity};
		e[have++] = (struct edge){f->end, f->start, v[i].number, f->severity};
	}
	qsort(e, have, sizeof *e, by_place);
	return have;
}

static void mark(struct marked *m, const struct score_item *it, const struct shown *v, size_t n)
{
	struct edge e[2 * TEXT_SHOWN];
	size_t have = edges(e, it, v, n), from = 0;

	for (size_t i = 0; i < have; i++) {
		buf_adds(&m->text, span_cut(it->rec->caption, from, e[i].at));
		from = e[i].at;
		if (!e[i].number)
			m->change[m->n++] = (struct change){m->text.n, 1, e[i].severity};
		/* Findings about the same words share their marks. */
		bool same = i && e[i].at == e[i - 1].at && e[i].other == e[i - 1].other && !e[i].number == !e[i - 1].number;
		if (e[i].number)
			buf_printf(&m->text, "%s%d", same ? "," : "\u00bb", e[i].number);
		else if (!same)
			BUF_LIT(&m->text, "\u00ab");
		if (e[i].number)
			m->change[m->n++] = (struct change){m->text.n, -1, e[i].severity};
	}
	buf_adds(&m->text, span_cut(it->rec->caption, from, it->rec->caption.n));
}

/* One line of it, the gravest mark's colour on. on: how many marks of a severity are open. Whether a mark begins or ends here. */
static bool put_line(struct buf *out, const struct marked *m, size_t from, size_t end, size_t *next, int on[], struct text_look look)
{
	size_t first = *next;

	for (;;) {
		size_t to = *next < m->n && m->change[*next].at <= end ? m->change[*next].at : end;
		int s = SEV_ERROR;
		while (s > SEV_INFO && !on[s])
			s--;
		if (on[s])
			text_colour(out, look, text_severity_colour[s]);
		wrap_put(out, span_cut(buf_span(&m->text), from, to));
		if (on[s])
			text_colour(out, look, "\033[0m");
		from = to;
		if (*next == m->n || m->change[*next].at > end)
			return *next > first;
		on[m->change[*next].severity] += m->change[*next].up;
		++*next;
	}
}

static void put_caption(struct buf *out, const struct marked *m, struct text_look look)
{
	int on[SEV_ERROR + 1] = {0};
	struct span s = buf_span(&m->text);
	size_t from = 0, end, change = 0;

	for (int line = 0, shown = 0; from < s.n; line++) {
		if (shown == LINES) {
			out->n--; /* the line break */
			BUF_LIT(out, " ...\n");
			return;
		}
		size_t next = wrap_line(s, from, look.width - TEXT_INDENT - 4 /* " ..." */, &end), was = out->n;
		buf_printf(out, "%*s", TEXT_INDENT, "");
		if (put_line(out, m, from, end, &change, on, look) || line == 0) {
			buf_addc(out, '\n');
			shown++;
		} else {
			out->n = was; /* the first line says which caption it is */
		}
		from = next;
	}
}

/* A message about marked words: those that it quotes at length are cut. They stand in the caption. */
static void put_message(struct buf *b, struct span s)
{
	enum { LONG = 40, SHORT = 28 };
	const char *open, *close;

	for (size_t at = 0; at < s.n; at = (size_t)(close + 1 - s.p)) {
		open = memchr(s.p + at, '"', s.n - at);
		close = open ? memchr(open + 1, '"', (size_t)(s.p + s.n - open - 1)) : NULL;
		if (!close) {
			buf_adds(b, span_cut(s, at, s.n));
			return;
		}
		size_t from = (size_t)(open + 1 - s.p), end = (size_t)(close - s.p), cut = from + SHORT;
		while (end - from > LONG && cut > from && s.p[cut] != ' ')
			cut--;
		if (end - from > LONG && cut > from) {
			buf_adds(b, span_cut(s, at, cut));
			BUF_LIT(b, " ...\"");
		} else {
			buf_adds(b, span_cut(s, at, end + 1));
		}
	}
}

/* The number of the marks, the rule, the message, how often there is another of the rule, and what mends them. */
static void put_finding(struct buf *b, const struct shown *v)
{
	const struct finding *f = v->f;

	if (b->n)
		BUF_LIT(b, "; ");
	if (v->number)
		buf_printf(b, "%d:", v->number);
	buf_printf(b, "%s ", f->rule->code);
	if (v->number)
		put_message(b, f->message);
	else
		buf_adds(b, f->message);
	if (v->of > 1)
		buf_printf(b, " (%u times)", v->of);
	if (f->fix != FIX_NONE)
		buf_printf(b, " %s", f->fix == FIX_SAFE ? "[*]" : "[?]");
}

/* A paragraph whose first line stands behind its label, the others under it. */
static void put_paragraph(struct buf *out, struct span s, int width)
{
	size_t from = 0, end;

	for (int at = LABEL; from < s.n; at = HANG) {
		if (at == HANG)
			buf_printf(out, "%*s", at, "");
		size_t next = wrap_line(s, from, width - at > 20 ? width - at : 20, &end);
		wrap_put(out, span_cut(s, from, end));
		buf_addc(out, '\n');
		from = next;
	}
}

void text_short(struct buf *out, const struct score_item *it, const struct shown *v, size_t n, struct text_look look)
{
	struct marked m = {.text = BUF_INIT};
	struct buf b = BUF_INIT;

	mark(&m, it, v, n);
	put_caption(out, &m, look);
	buf_fini(&m.text);
	for (int s = SEV_ERROR; s >= SEV_INFO; s--) {
		b.n = 0;
		for (size_t i = 0; i < n; i++)
			if (v[i].of && v[i].f->severity == (enum severity)s)
				put_finding(&b, &v[i]);
		if (!b.n)
			continue;
		buf_printf(out, "%*s", TEXT_INDENT, "");
		text_colour(out, look, text_severity_colour[s]);
		buf_printf(out, "%-7s", severity_names[s]);
		text_colour(out, look, "\033[0m");
		buf_addc(out, ' ');
		put_paragraph(out, buf_span(&b), look.width - 1);
	}
	buf_fini(&b);
}
