/* github.c: findings as workflow commands of GitHub Actions, which show them beside the lines of a change:
 * `::error file=F,line=L,col=C,endColumn=E,title=T::MESSAGE`. Escapes as actions/toolkit (core/src/command.ts) has them. */
#include "base/escape.h"
#include "lint/rule.h"
#include "report/score_out.h"

static const char *const commands[] = {"", "notice", "warning", "error"};

/* Line breaks stay, escaped: a file's name may hold them. What else would drive a log's reader does not (base/escape.h). */
static void escape(struct buf *b, struct span s, bool property)
{
	for (size_t i = 0; i < s.n;) {
		char c = s.p[i];
		if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
			buf_printf(b, "%%%02X", (unsigned char)c);
			i++;
		} else {
			i += escape_one(b, span_cut(s, i, s.n));
		}
	}
}

static void put_place(struct buf *out, struct span file, const struct score_place *p)
{
	BUF_LIT(out, " file=");
	escape(out, file, true);
	if (!p->line)
		return;
	buf_printf(out, ",line=%llu", (unsigned long long)p->line);
	if (p->end_line > p->line)
		buf_printf(out, ",endLine=%llu", (unsigned long long)p->end_line);
	else if (p->column) /* columns only mean something within one line */
		buf_printf(out, ",col=%llu,endColumn=%llu", (unsigned long long)p->column,
			   (unsigned long long)(p->end_column > p->column ? p->end_column - 1 : p->column));
}

static void put_title(struct buf *out, const char *code, const char *name)
{
	buf_printf(out, ",title=%s %s::", code, name);
}

void github_line(struct buf *out, enum severity s, struct span file, const struct score_place *p, const char *code, const char *name,
		 struct span message)
{
	buf_printf(out, "::%s", commands[s]);
	put_place(out, file, p);
	put_title(out, code, name);
	escape(out, message, false);
	buf_addc(out, '\n');
}

void github_caption(struct buf *out, const struct score_item *i)
{
	struct score_file file;

	score_file(i->a, i->rec, &file);
	for (size_t k = 0; k < i->r->n_findings; k++) {
		const struct finding *f = &i->r->findings[k];
		struct score_place p;
		if (i->known[k])
			continue;
		score_place(&file, f->start, f->end, &p);
		buf_printf(out, "::%s", commands[f->severity]);
		put_place(out, file.file, &p);
		put_title(out, f->rule->code, f->rule->name);
		escape(out, f->message, false);
		if (f->suggest.n) {
			BUF_LIT(out, " (better: ");
			escape(out, f->suggest, false);
			BUF_LIT(out, ")");
		}
		buf_addc(out, '\n');
	}
}

void github_set(struct buf *out, const struct lint_set *s, struct span path)
{
	for (size_t i = 0; i < s->n_findings; i++) {
		const struct set_finding *f = &s->findings[i];
		if (f->known)
			continue;
		buf_printf(out, "::%s file=", commands[f->severity]);
		escape(out, path, true);
		put_title(out, f->rule->code, f->rule->name);
		escape(out, f->message, false);
		buf_addc(out, '\n');
	}
}
