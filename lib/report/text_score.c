/* text_score.c: capscore for people. A block for each caption that has findings. With --all: a head line, the caption wrapped to the
 * terminal with carets under the spans, each run of carets with the number of its finding, then each finding, gravest first.
 * Without, text_short.c. Everything is escaped: a caption cannot drive the terminal. */
#include <stdlib.h>

#include "lint/rule.h"
#include "report/score_out.h"
#include "report/text_priv.h"
#include "report/wrap.h"

enum { INDENT = TEXT_INDENT, SHOWN = TEXT_SHOWN, CARET_ROWS = 8 };

const char *const text_severity_colour[] = {"", "\033[36m", "\033[33m", "\033[31m"};

void text_colour(struct buf *b, struct text_look look, const char *code)
{
	if (look.colour)
		buf_add(b, code, strlen(code));
}

static int by_severity(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;

	if (x->f->severity != y->f->severity)
		return (int)y->f->severity - (int)x->f->severity;
	if (x->f->start != y->f->start)
		return x->f->start < y->f->start ? -1 : 1;
	return strcmp(x->f->rule->code, y->f->rule->code);
}

bool text_whole(const struct score_item *i, const struct finding *f)
{
	return f->start == 0 && f->end == i->rec->caption.n;
}

/* The short form: in v[from,n) a finding of the same rule, as grave and mended alike; it takes finding f under its number. */
static bool join(struct shown *v, size_t n, struct shown *f)
{
	for (size_t k = 0; k < n; k++)
		if (v[k].of && v[k].f->rule == f->f->rule && v[k].f->severity == f->f->severity && v[k].f->fix == f->f->fix &&
		    (v[k].number != 0) == (f->number != 0)) {
			v[k].of++;
			f->number = v[k].number;
			f->of = 0;
			return true;
		}
	return false;
}

static struct shown *order(const struct score_item *i, struct text_look look, size_t *n)
{
	struct shown *v = arena_alloc(i->a, (i->r->n_findings + 1) * sizeof *v);
	int number = 0;

	*n = 0;
	for (size_t k = 0; k < i->r->n_findings; k++)
		if (!i->known[k] && (look.all || i->r->findings[k].severity > SEV_INFO))
			v[(*n)++] = (struct shown){&i->r->findings[k], 0, 1};
	if (*n)
		qsort(v, *n, sizeof *v, by_severity);
	for (size_t k = 0; k < *n; k++) { /* what the whole caption is blamed for has no carets, so no number */
		v[k].number = text_whole(i, v[k].f) ? 0 : number + 1;
		/* So many are compared and no more: a hostile caption has thousands of findings. */
		if ((look.all || !join(v, k < SHOWN ? k : SHOWN, &v[k])) && v[k].number)
			number++;
	}
	return v;
}

/* The carets of one finding on one line of the caption: columns [from,to), the number at the span's end. */
struct mark {
	int from, to, label, number;
	enum severity severity;
};

static int digits(int n)
{
	return n < 10 ? 1 : n < 100 ? 2 : 3;
}

/* Writes marks that do not touch on one row; returns how many are left, moved to the front. */
static size_t put_row(struct buf *out, struct mark *v, size_t n, struct text_look look)
{
	int column = 0; /* where we are */
	size_t left = 0;

	buf_printf(out, "%*s", INDENT, "");
	for (size_t i = 0; i < n; i++) {
		if (v[i].from < column + (column > 0)) { /* a column stays free between two */
			v[left++] = v[i];
			continue;
		}
		buf_printf(out, "%*s", v[i].from - column, "");
		text_colour(out, look, text_severity_colour[v[i].severity]);
		for (int k = v[i].from; k < v[i].to; k++)
			buf_addc(out, '^');
		if (v[i].label)
			buf_printf(out, "%d", v[i].number);
		text_colour(out, look, "\033[0m");
		column = v[i].to + (v[i].label ? digits(v[i].number) : 0);
	}
	buf_addc(out, '\n');
	return left;
}

static int by_column(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;

	return x->from != y->from ? x->from - y->from : x->number - y->number;
}

static void put_marks(struct buf *out, const struct score_item *it, const struct shown *v, size_t n, size_t from, size_t end,
		      struct text_look look)
{
	struct mark marks[SHOWN];
	size_t have = 0;

	for (size_t i = 0; i < n && have < SHOWN; i++) {
		const struct finding *f = v[i].f;
		size_t a = f->start > from ? f->start : from, b = f->end < end ? f->end : end;
		if (text_whole(it, f) || a > b || a >= end + (from == end) || (a == b && f->start < f->end))
			continue;
		int x = wrap_columns(span_cut(it->rec->caption, from, a)), w = wrap_columns(span_cut(it->rec->caption, a, b));
		marks[have++] = (struct mark){x, x + (w ? w : 1), f->end <= end, v[i].number, f->severity};
	}
	qsort(marks, have, sizeof *marks, by_column);
	for (int row = 0; have && row < CARET_ROWS; row++)
		have = put_row(out, marks, have, look);
}

static void put_caption(struct buf *out, const struct score_item *it, const struct shown *v, size_t n, struct text_look look)
{
	struct span s = it->rec->caption;
	size_t from = 0, end;

	for (int line = 0; from < s.n; line++) {
		if (line == TEXT_LINES) {
			buf_printf(out, "%*s(%zu bytes more)\n", INDENT, "", s.n - from);
			return;
		}
		size_t next = wrap_line(s, from, look.width - INDENT - 2, &end);
		buf_printf(out, "%*s", INDENT, "");
		wrap_put(out, span_cut(s, from, end));
		buf_addc(out, '\n');
		put_marks(out, it, v, n, from, end, look);
		from = next;
	}
}

static void put_label(struct buf *out, enum severity s, const struct rule *r, struct text_look look)
{
	text_colour(out, look, text_severity_colour[s]);
	buf_printf(out, "%-7s", severity_names[s]);
	text_colour(out, look, "\033[0m");
	buf_printf(out, " %s ", r->code);
	text_colour(out, look, "\033[1m");
	buf_printf(out, "%s", r->name);
	text_colour(out, look, "\033[0m");
}

enum { MESSAGE = 8 };

static void put_words(struct buf *out, struct span s, int at, struct text_look look)
{
	buf_printf(out, "%*s", at, "");
	wrap_text(out, s, at, look.width - 1);
	buf_addc(out, '\n');
}

/* What to write instead, so that a blank or a quotation mark can be seen. */
static struct span quoted(struct arena *a, struct span s)
{
	const char *mark = s.n && memchr(s.p, '"', s.n) ? "'" : "\"";

	return span_is(s, " ") ? SPAN("a blank") : arena_printf(a, "%s%.*s%s", mark, SPAN_ARG(s), mark);
}

static void put_finding(struct buf *out, const struct score_item *it, const struct shown *v, struct text_look look)
{
	const struct finding *f = v->f;
	struct span s;

	if (text_whole(it, f))
		buf_printf(out, "%*s", INDENT + 3, "");
	else
		buf_printf(out, "%*d ", INDENT + 2, v->number);
	put_label(out, f->severity, f->rule, look);
	buf_addc(out, '\n');
	put_words(out, f->message, MESSAGE + 2, look);
	if (f->suggest.n || f->fix != FIX_NONE) {
		const char *how = f->fix == FIX_SAFE ? "capfix does it" : "capfix --unsafe does it";
		if (f->suggest.n && f->fix == FIX_NONE)
			s = arena_printf(it->a, "better: %.*s", SPAN_ARG(f->suggest));
		else if (f->suggest.n)
			s = arena_printf(it->a, "better: %.*s (%s)", SPAN_ARG(quoted(it->a, f->suggest)), how);
		else
			s = arena_printf(it->a, "better: leave it out (%s)", how);
		put_words(out, s, MESSAGE + 2, look);
	}
}

static const char *score_colour(float score)
{
	return score < 50 ? "\033[31m" : score < 75 ? "\033[33m" : "\033[32m";
}

void text_head(struct buf *out, const struct score_item *it, struct text_look look)
{
	const struct record *r = it->rec;
	struct score_file file;

	score_file(it->a, r, &file);
	text_colour(out, look, "\033[1m");
	wrap_put(out, file.file);
	if (!r->member.n && r->line)
		buf_printf(out, ":%llu", (unsigned long long)r->line);
	text_colour(out, look, "\033[0m");
	if (!r->member.n && r->raw.n) {
		buf_addc(out, ' ');
		wrap_put(out, r->id);
	}
	BUF_LIT(out, "  ");
	text_colour(out, look, score_colour(it->r->score));
	buf_printf(out, "score %.4g", (double)it->r->score);
	text_colour(out, look, "\033[0m");
	buf_printf(out, "  %s, %s", it->r->model, style_names[it->r->style]);
	for (size_t i = 0; i < it->r->n_encoders; i++) {
		const struct lint_encoder *e = &it->r->encoder[i];
		buf_printf(out, ", %s %u", e->name, e->tokens);
		if (e->limit)
			buf_printf(out, "/%u", e->limit);
	}
	buf_addc(out, '\n');
}

void text_caption(struct buf *out, const struct score_item *it, struct text_look look)
{
	size_t n, known = 0;
	struct shown *v = order(it, look, &n);

	for (size_t i = 0; i < it->r->n_findings; i++)
		known += it->known[i];
	if (n == 0)
		return;
	text_head(out, it, look);
	if (look.all) {
		put_caption(out, it, v, n < SHOWN ? n : SHOWN, look);
		for (size_t i = 0; i < n && i < SHOWN; i++)
			put_finding(out, it, &v[i], look);
	} else {
		text_short(out, it, v, n < SHOWN ? n : SHOWN, look);
	}
	if (n > SHOWN)
		buf_printf(out, "%*s%zu more findings%s\n", INDENT, "", n - SHOWN, it->r->more_findings ? ", and some that are left out" : "");
	if (known)
		buf_printf(out, "%*s%zu known %s not shown (baseline)\n", INDENT, "", known, known == 1 ? "finding" : "findings");
	if (!look.all)
		return;
	if (it->r->n_needs_human) {
		struct buf b = BUF_INIT;
		BUF_LIT(&b, "somebody who sees the picture can say: ");
		for (size_t i = 0; i < it->r->n_needs_human; i++) {
			if (i)
				BUF_LIT(&b, ", ");
			buf_adds(&b, it->r->needs_human[i]);
		}
		put_words(out, buf_span(&b), INDENT + 3, look);
		buf_fini(&b);
	}
	buf_addc(out, '\n');
}

/* Terms that are meant to bind, for whoever said so to see that they do. */
static void put_meant(struct buf *out, const struct lint_set *s, struct text_look look)
{
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < s->fused_list.n; i++) {
		const struct fused_term *t = &s->fused_list.v[i];
		if (t->intended)
			buf_printf(&b, "%s\"%.*s\" in %u of %u", b.n ? ", " : "meant: ", SPAN_ARG(t->name), t->count, t->of);
	}
	if (b.n)
		put_words(out, buf_span(&b), INDENT, look);
	buf_fini(&b);
}

void text_set(struct buf *out, const struct lint_set *s, struct text_look look)
{
	bool head = false;

	for (size_t i = 0; i < s->n_findings; i++) {
		const struct set_finding *f = &s->findings[i];
		if (f->known)
			continue;
		if (!head) {
			text_colour(out, look, "\033[1m");
			BUF_LIT(out, "The set as a whole");
			text_colour(out, look, "\033[0m");
			buf_addc(out, '\n');
		}
		head = true;
		buf_printf(out, "%*s", INDENT, "");
		put_label(out, f->severity, f->rule, look);
		buf_addc(out, '\n');
		put_words(out, f->message, MESSAGE, look);
		if (f->suggest.n) {
			struct buf b = BUF_INIT;
			BUF_LIT(&b, "better: ");
			buf_adds(&b, f->suggest);
			put_words(out, buf_span(&b), MESSAGE, look);
			buf_fini(&b);
		}
	}
	put_meant(out, s, look);
	if (head)
		buf_addc(out, '\n');
}
