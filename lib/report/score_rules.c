/* score_rules.c: what the rules say of themselves: --explain and --list-rules. caprules(7) is made from the JSON form. */
#include "base/die.h"
#include "conf/config.h"
#include "dataset/rule_list.h"
#include "json/jwrite.h"
#include "lint/rule.h"
#include "report/score.h"
#include "report/score_out.h"
#include "report/wrap.h"

static const char *const scope_names[] = {"caption", "dataset", "image"};
static const char *const scope_titles[] = {"Caption", "Dataset", "Image"};

static void para(struct buf *b, struct span s, int at, int width)
{
	buf_printf(b, "%*s", at, "");
	wrap_text(b, s, at, width - 1);
	buf_addc(b, '\n');
}

static void bold(struct buf *b, struct text_look look, const char *text)
{
	buf_printf(b, "%s%s%s", look.colour ? "\033[1m" : "", text, look.colour ? "\033[0m" : "");
}

static enum severity in_profile(const struct rule *r, int p)
{
	if (!(r->profiles >> p & 1))
		return SEV_NONE;
	return r->by_profile[p] ? r->by_profile[p] : r->severity;
}

/* The profiles where the severity is another one, as "info for pony, illustrious". */
static void put_profiles(struct buf *b, const struct rule *r)
{
	for (int s = SEV_NONE; s <= SEV_ERROR; s++) {
		bool any = false;
		if (s == (int)r->severity)
			continue;
		for (int p = 0; p < PROFILES; p++) {
			if ((int)in_profile(r, p) != s)
				continue;
			buf_printf(b, "%s%s", any ? ", " : s == SEV_NONE ? "; not for " : "; ", any || s == SEV_NONE ? "" : severity_names[s]);
			if (!any && s != SEV_NONE)
				BUF_LIT(b, " for ");
			buf_printf(b, "%s", profiles[p].name);
			any = true;
		}
	}
}

static void put_weight(struct buf *b, const struct rule *r)
{
	buf_printf(b, "%s rule of the family %s, %s", scope_titles[r->scope], family_names[r->family], severity_names[r->severity]);
	put_profiles(b, r);
	BUF_LIT(b, ". ");
	if (r->points > 0)
		buf_printf(b, "Takes %.4g points%s. ", (double)r->points, r->scope == SCOPE_DATASET ? " of the set's score at most" : "");
	if (r->cap > 0 && r->cap < 100)
		buf_printf(b, "As an error it keeps the score at %d or less. ", r->cap);
	if (r->fix == FIX_NONE)
		BUF_LIT(b, "Only a person can mend it.");
	else
		buf_printf(b, "Fix: %s.", r->fix == FIX_SAFE ? "safe, by capfix" : "unsafe, by capfix --unsafe");
}

void rules_explain(struct buf *out, const struct rule *r, struct text_look look)
{
	struct buf b = BUF_INIT;
	int width = look.width < 100 ? look.width : 100;

	bold(out, look, r->code);
	buf_addc(out, ' ');
	bold(out, look, r->name);
	buf_addc(out, '\n');
	para(out, span_of(r->title), 2, width);
	buf_addc(out, '\n');
	para(out, span_of(r->why), 2, width);
	if (r->before) {
		buf_addc(out, '\n');
		bold(out, look, "  Before");
		buf_addc(out, '\n');
		para(out, span_of(r->before), 4, width);
	}
	if (r->after) {
		bold(out, look, "  After");
		buf_addc(out, '\n');
		para(out, span_of(r->after), 4, width);
	}
	buf_addc(out, '\n');
	bold(out, look, "  Evidence");
	buf_addc(out, '\n');
	para(out, span_of(r->evidence), 4, width);
	buf_addc(out, '\n');
	put_weight(&b, r);
	para(out, buf_span(&b), 2, width);
	buf_fini(&b);
}

static void put_json(struct buf *out, const struct rule *r)
{
	struct jwrite w = jw(out);

	jw_obj(&w);
	JW_STRZ(&w, "code", r->code);
	JW_STRZ(&w, "rule", r->name);
	JW_STRZ(&w, "family", family_names[r->family]);
	JW_STRZ(&w, "scope", scope_names[r->scope]);
	JW_STRZ(&w, "severity", severity_names[r->severity]);
	jw_key(&w, "profiles");
	jw_obj(&w);
	for (int p = 0; p < PROFILES; p++)
		JW_STRZ(&w, profiles[p].name, severity_names[in_profile(r, p)]);
	jw_obj_end(&w);
	jw_key(&w, "points");
	jw_real(&w, r->points, 2);
	if (r->cap > 0 && r->cap < 100)
		JW_NUM(&w, "cap", r->cap);
	JW_STRZ(&w, "fix", fix_names[r->fix]);
	JW_STRZ(&w, "title", r->title);
	JW_STRZ(&w, "why", r->why);
	JW_STRZ(&w, "evidence", r->evidence);
	JW_STRZ(&w, "before", r->before);
	JW_STRZ(&w, "after", r->after);
	struct buf b = BUF_INIT;
	put_weight(&b, r);
	JW_STR(&w, "weight", buf_span(&b));
	buf_fini(&b);
	jw_obj_end(&w);
	buf_addc(out, '\n');
}

void rules_list(struct buf *out, bool json)
{
	size_t n;
	const struct rule *const *v = rule_all(&n);

	if (!json)
		buf_printf(out, "%-6s %-27s %-12s %-8s %-7s %s\n", "CODE", "RULE", "FAMILY", "SEVERITY", "FIX", "WHAT IT FINDS");
	for (size_t i = 0; i < n; i++) {
		if (json)
			put_json(out, v[i]);
		else
			buf_printf(out, "%-6s %-27s %-12s %-8s %-7s %s\n", v[i]->code, v[i]->name, family_names[v[i]->family],
				   severity_names[v[i]->severity], fix_names[v[i]->fix], v[i]->title);
	}
}

void score_explain(const char *name, const struct score_options *o)
{
	const struct rule *r = rule_find(span_of(name));
	const char *near = r ? NULL : rule_nearest(span_of(name));
	struct text_look look = {.width = o->out.width, .colour = o->out.colour};
	struct buf b = BUF_INIT;

	if (!r)
		die("--explain: no rule '%s'%s%s%s (capscore --list-rules lists them)", name, near ? "; did you mean '" : "",
		    near ? near : "", near ? "'?" : "");
	rules_explain(&b, r, look);
	out_write(b.p, b.n);
	buf_fini(&b);
}

void score_list(const struct score_options *o)
{
	struct buf b = BUF_INIT;

	rules_list(&b, o->out.format && strcmp(o->out.format, "jsonl") == 0);
	out_write(b.p, b.n);
	buf_fini(&b);
}
