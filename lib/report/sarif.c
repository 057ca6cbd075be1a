/* sarif.c: SARIF 2.1.0 (OASIS), one result after the other, so that memory stays flat. Rules carry their help; results carry
 * lines, columns in code points, byte and character offsets where the caption is a file of its own, fixes, stable
 * fingerprints, and with a baseline their state. Known findings are marked, not left out. */
#include "base/opt.h"
#include "dataset/rule_list.h"
#include "json/jwrite.h"
#include "lint/rule.h"
#include "report/sarif_keep.h"
#include "report/score_out.h"

static const char *const levels[] = {"none", "note", "warning", "error"};

static void put_text(struct jwrite *w, const char *key, const char *text)
{
	jw_key(w, key);
	jw_obj(w);
	JW_STRZ(w, "text", text);
	jw_obj_end(w);
}

static void put_help(struct jwrite *w, const struct rule *r)
{
	struct buf b = BUF_INIT, m = BUF_INIT;

	buf_printf(&b, "%s\n\nEvidence: %s\n\nBefore: %s\n", r->why, r->evidence, r->before);
	buf_printf(&m, "%s\n\n*Evidence:* %s\n\n```\n%s\n```\n", r->why, r->evidence, r->before);
	if (r->after) {
		buf_printf(&b, "After: %s\n", r->after);
		buf_printf(&m, "becomes\n```\n%s\n```\n", r->after);
	}
	jw_key(w, "help");
	jw_obj(w);
	JW_STR(w, "text", buf_span(&b));
	JW_STR(w, "markdown", buf_span(&m));
	jw_obj_end(w);
	buf_fini(&b);
	buf_fini(&m);
}

static void put_rule(struct jwrite *w, const struct rule *r, const struct lint_settings *s, size_t i)
{
	enum severity level = s && s->severity[i] ? s->severity[i] : r->severity;

	jw_obj(w);
	JW_STRZ(w, "id", r->code);
	JW_STRZ(w, "name", r->name);
	put_text(w, "shortDescription", r->title);
	put_text(w, "fullDescription", r->why);
	put_help(w, r);
	jw_key(w, "defaultConfiguration");
	jw_obj(w);
	JW_BOOL(w, "enabled", !(s && s->off[i]));
	JW_STRZ(w, "level", levels[level]);
	jw_obj_end(w);
	jw_key(w, "properties");
	jw_obj(w);
	jw_key(w, "tags");
	jw_arr(w);
	jw_strz(w, family_names[r->family]);
	jw_arr_end(w);
	JW_STRZ(w, "fix", fix_names[r->fix]);
	jw_obj_end(w);
	jw_obj_end(w);
}

/* No rule of the linter: what stands for a record that could not be read. */
static void put_bad_rule(struct jwrite *w)
{
	jw_obj(w);
	JW_STRZ(w, "id", BAD_RECORD);
	JW_STRZ(w, "name", BAD_RECORD);
	put_text(w, "shortDescription", "a record that could not be judged");
	put_text(w, "fullDescription", "Its caption is no text, or no UTF-8, or its JSON is broken: nothing is known of it.");
	jw_key(w, "help");
	jw_obj(w);
	JW_STRZ(w, "text", "Mend or remove the record; the message names the byte. --encoding NAME reads other character sets.");
	JW_STRZ(w, "markdown", "Mend or remove the record; the message names the byte. `--encoding NAME` reads other character sets.");
	jw_obj_end(w);
	jw_key(w, "defaultConfiguration");
	jw_obj(w);
	JW_STRZ(w, "level", "error");
	jw_obj_end(w);
	jw_obj_end(w);
}

void sarif_begin(struct buf *out, const struct lint_settings *settings)
{
	struct jwrite w = jw(out);
	size_t n;
	const struct rule *const *v = rule_all(&n);

	jw_obj(&w);
	JW_STRZ(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	JW_STRZ(&w, "version", "2.1.0");
	jw_key(&w, "runs");
	jw_arr(&w);
	jw_obj(&w);
	jw_key(&w, "tool");
	jw_obj(&w);
	jw_key(&w, "driver");
	jw_obj(&w);
	JW_STRZ(&w, "name", "capscore");
	JW_STRZ(&w, "fullName", "capscore of captools");
	JW_STRZ(&w, "version", captools_version);
	jw_key(&w, "rules");
	jw_arr(&w);
	for (size_t i = 0; i < n; i++)
		put_rule(&w, v[i], settings, i);
	put_bad_rule(&w);
	jw_arr_end(&w);
	jw_obj_end(&w);
	jw_obj_end(&w);
	JW_STRZ(&w, "columnKind", "unicodeCodePoints");
	BUF_LIT(out, ",\"results\":[\n");
}

static void put_notification(struct jwrite *w, const char *level, struct span text)
{
	jw_obj(w);
	JW_STRZ(w, "level", level);
	jw_key(w, "message");
	jw_obj(w);
	JW_STR(w, "text", text);
	jw_obj_end(w);
	jw_obj_end(w);
}

void sarif_end(struct buf *out, bool complete, uint64_t bad, struct span note)
{
	char z[64];

	BUF_LIT(out, "\n],\"invocations\":[");
	struct jwrite w = jw(out);
	jw_obj(&w);
	JW_BOOL(&w, "executionSuccessful", complete && !bad);
	jw_key(&w, "toolExecutionNotifications");
	jw_arr(&w);
	snprintf(z, sizeof z, "%llu %s not be judged", (unsigned long long)bad, bad == 1 ? "record could" : "records could");
	if (bad)
		put_notification(&w, "error", span_of(z));
	if (!complete)
		put_notification(&w, "error", SPAN("the input could not be read to its end"));
	if (note.n)
		put_notification(&w, "warning", note);
	jw_arr_end(&w);
	jw_obj_end(&w);
	BUF_LIT(out, "]}]}\n");
}

static void put_region(struct jwrite *w, const char *key, const struct score_place *p)
{
	jw_key(w, key);
	jw_obj(w);
	JW_NUM(w, "startLine", p->line);
	if (p->column) {
		JW_NUM(w, "startColumn", p->column);
		JW_NUM(w, "endLine", p->end_line);
		JW_NUM(w, "endColumn", p->end_column);
	}
	if (p->offsets) {
		JW_NUM(w, "charOffset", p->chr);
		JW_NUM(w, "charLength", p->chrs);
		JW_NUM(w, "byteOffset", p->byte);
		JW_NUM(w, "byteLength", p->bytes);
	}
}

static void put_uri(struct jwrite *w, struct span uri)
{
	jw_key(w, "artifactLocation");
	jw_obj(w);
	JW_STR(w, "uri", uri);
	jw_obj_end(w);
}

static void put_location(struct jwrite *w, const struct score_item *i, const struct finding *f, struct span uri,
			 const struct score_place *p)
{
	jw_key(w, "locations");
	jw_arr(w);
	jw_obj(w);
	jw_key(w, "physicalLocation");
	jw_obj(w);
	put_uri(w, uri);
	if (p->line) {
		put_region(w, "region", p);
		jw_key(w, "snippet");
		jw_obj(w);
		JW_STR(w, "text", span_cut(i->rec->caption, f->start, f->end));
		jw_obj_end(w);
		jw_obj_end(w);
	}
	jw_obj_end(w);
	jw_key(w, "logicalLocations");
	jw_arr(w);
	jw_obj(w);
	JW_STR(w, "name", i->rec->id);
	JW_STRZ(w, "kind", "member");
	jw_obj_end(w);
	jw_arr_end(w);
	jw_obj_end(w);
	jw_arr_end(w);
}

/* The bytes a fix takes away: the span, or its segment with one separator. False where only capfix knows. */
static bool edit_bytes(const struct score_item *i, const struct finding *f, size_t *start, size_t *end)
{
	const struct seg *t = &i->r->analysis->seg;

	*start = f->start;
	*end = f->end;
	if (f->edit == EDIT_REPLACE || f->edit == EDIT_DROP)
		return true;
	if (f->edit != EDIT_DROP_SEGMENT || f->segment >= t->n_segments)
		return false;
	*start = t->segments[f->segment].start;
	*end = t->segments[f->segment].end;
	if (f->segment + 1 < t->n_segments)
		*end = t->segments[f->segment + 1].start;
	else if (f->segment > 0)
		*start = t->segments[f->segment - 1].end;
	return true;
}

static void put_fix(struct jwrite *w, const struct score_item *i, const struct finding *f, struct score_file *file)
{
	size_t start, end;
	struct score_place at;

	if (f->fix == FIX_NONE || !file->columns || !edit_bytes(i, f, &start, &end))
		return;
	score_place(file, start, end, &at);
	jw_key(w, "fixes");
	jw_arr(w);
	jw_obj(w);
	put_text(w, "description", f->fix == FIX_SAFE ? "safe: capfix does it" : "unsafe: capfix --unsafe does it");
	jw_key(w, "artifactChanges");
	jw_arr(w);
	jw_obj(w);
	put_uri(w, file->uri);
	jw_key(w, "replacements");
	jw_arr(w);
	jw_obj(w);
	put_region(w, "deletedRegion", &at);
	jw_obj_end(w);
	jw_key(w, "insertedContent");
	jw_obj(w);
	JW_STR(w, "text", f->edit == EDIT_REPLACE ? f->suggest : SPAN(""));
	jw_obj_end(w);
	jw_obj_end(w);
	jw_arr_end(w);
	jw_obj_end(w);
	jw_arr_end(w);
	jw_obj_end(w);
	jw_arr_end(w);
}

/* What begins every result; the caller ends the object. */
static void begin_result(struct jwrite *w, const char *code, int index, enum severity level, struct span message, struct fingerprint print,
			 bool compared, bool known)
{
	char hex[17];

	jw_obj(w);
	JW_STRZ(w, "ruleId", code);
	JW_NUM(w, "ruleIndex", index);
	JW_STRZ(w, "level", levels[level]);
	jw_key(w, "message");
	jw_obj(w);
	JW_STR(w, "text", message);
	jw_obj_end(w);
	snprintf(hex, sizeof hex, "%016llx", (unsigned long long)print.id);
	jw_key(w, "partialFingerprints");
	jw_obj(w);
	JW_STRZ(w, "captoolsFinding/v1", hex);
	jw_obj_end(w);
	if (compared)
		JW_STRZ(w, "baselineState", known ? "unchanged" : "new");
}

static void put_result(struct jwrite *w, const struct rule *r, enum severity level, struct span message, struct fingerprint print,
		       bool compared, bool known)
{
	begin_result(w, r->code, (int)rule_place(rule_list(), r), level, message, print, compared, known);
}

void sarif_plain(struct buf *out, const char *rule, struct fingerprint print, bool compared, bool known, struct span message, struct span uri,
		 uint64_t line)
{
	struct jwrite w = jw(out);

	begin_result(&w, rule, (int)rule_list()->n, SEV_ERROR, message, print, compared, known);
	jw_key(&w, "locations");
	jw_arr(&w);
	jw_obj(&w);
	jw_key(&w, "physicalLocation");
	jw_obj(&w);
	put_uri(&w, uri);
	if (line) {
		put_region(&w, "region", &(struct score_place){.line = line});
		jw_obj_end(&w);
	}
	jw_obj_end(&w);
	jw_obj_end(&w);
	jw_arr_end(&w);
	jw_obj_end(&w);
}

void sarif_caption(struct buf *out, const struct score_item *i)
{
	struct score_file file, edits; /* each is asked in order */

	score_file(i->a, i->rec, &file);
	edits = file;
	for (size_t k = 0; k < i->r->n_findings; k++) {
		const struct finding *f = &i->r->findings[k];
		struct score_place p;
		buf_addc(out, sarif_rank(f->severity, i->known[k]));
		struct jwrite w = jw(out);
		score_place(&file, f->start, f->end, &p);
		put_result(&w, f->rule, f->severity, f->message, i->prints[k], i->compared, i->known[k]);
		put_location(&w, i, f, file.uri, &p);
		put_fix(&w, i, f, &edits);
		jw_key(&w, "properties");
		jw_obj(&w);
		JW_STR(&w, "sample", i->rec->id);
		jw_range(&w, "span", f->start, f->end);
		if (f->because.n)
			JW_STR(&w, "because", f->because);
		JW_STRZ(&w, "fix", fix_names[f->fix]);
		if (f->suggest.n)
			JW_STR(&w, "suggest", f->suggest);
		jw_obj_end(&w);
		jw_obj_end(&w);
		buf_addc(out, '\n');
	}
}

void sarif_set(struct buf *out, const struct lint_set *s, const struct fingerprint *prints, bool compared, struct span path)
{
	struct arena a = ARENA_INIT;
	struct record rec = {.path = path};
	struct score_file file;

	score_file(&a, &rec, &file);
	for (size_t i = 0; i < s->n_findings; i++) {
		const struct set_finding *f = &s->findings[i];
		buf_addc(out, sarif_rank(f->severity, f->known));
		struct jwrite w = jw(out);
		put_result(&w, f->rule, f->severity, f->message, prints[i], compared, f->known);
		jw_key(&w, "locations");
		jw_arr(&w);
		jw_obj(&w);
		jw_key(&w, "physicalLocation");
		jw_obj(&w);
		put_uri(&w, file.uri);
		jw_obj_end(&w);
		jw_obj_end(&w);
		jw_arr_end(&w);
		jw_key(&w, "properties");
		jw_obj(&w);
		jw_key(&w, "samples");
		jw_arr(&w);
		for (size_t k = 0; k < f->names.n; k++)
			jw_str(&w, f->names.v[k]);
		jw_arr_end(&w);
		if (f->suggest.n)
			JW_STR(&w, "suggest", f->suggest);
		jw_obj_end(&w);
		jw_obj_end(&w);
		buf_addc(out, '\n');
	}
	arena_fini(&a);
}
