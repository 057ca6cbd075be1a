/* pack_change.c: one change: the new bytes of a caption's file, and the word about it in the dry run and the undo log. */
#include "base/escape.h"
#include "pack/pack_priv.h"

#include <string.h>

#include "base/die.h"
#include "io/names.h"
#include "json/jwrite.h"
#include "pack/pack_text.h"

enum { SAID = 1 << 16 };

/* Puts the member's name in front of a message. */
static int name_it(struct span member, const struct diag *why, struct diag *d)
{
	return diag_set(d, why->code, "%.*s: %s", (int)(member.n < 150 ? member.n : 150), member.p, why->message);
}

/* A name as records have it: UTF-8. */
static struct span shown(struct pack *k, struct span raw)
{
	struct buf b = BUF_INIT;

	name_from_raw(&b, raw);
	struct span s = arena_dup(&k->a, buf_span(&b));
	buf_fini(&b);
	return s;
}

static void say(struct pack *k, const char *what, struct span name, uint64_t line, const struct span *old,
		const struct span *new)
{
	if (!k->o->dry_run)
		return;
	size_t line_at = k->said.n;
	buf_printf(&k->said, "%s %.*s", what, SPAN_ARG(name));
	if (line)
		buf_printf(&k->said, "%sline %llu", name.n ? " " : "", (unsigned long long)line);
	BUF_LIT(&k->said, ": ");
	if (old)
		json_quote(&k->said, *old);
	if (old && new)
		BUF_LIT(&k->said, " -> ");
	if (new)
		json_quote(&k->said, *new);
	k->said.n = line_at + escape_terminal_in(k->said.p + line_at, k->said.n - line_at);
	buf_addc(&k->said, '\n');
	if (k->said.n > SAID) {
		out_write(k->said.p, k->said.n);
		buf_reset(&k->said);
	}
}

static void put_hex(struct buf *b, struct span s)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < s.n; i++) {
		buf_addc(b, digits[(unsigned char)s.p[i] >> 4]);
		buf_addc(b, digits[s.p[i] & 15]);
	}
}

struct logged {
	struct span member, image;
	uint64_t line;
	struct span caption;    /* the old one; of a new file: the new one */
	struct span new;
	bool created;
	const struct span *bytes; /* the old bytes, where the caption alone does not give them back */
};

/* One line of the undo log: a record like any other, with what undoing needs to know. */
static int log_it(struct pack *k, struct span id, const struct logged *l, struct diag *d)
{
	if (!k->undo)
		return 0;
	struct buf b = BUF_INIT;
	struct jwrite w = jw(&b);
	jw_obj(&w);
	JW_STR(&w, "id", id);
	JW_STR(&w, "caption", l->caption);
	jw_key(&w, "source");
	jw_obj(&w);
	JW_STRZ(&w, "path", k->o->dataset);
	if (l->member.n)
		JW_STR(&w, "member", l->member);
	if (l->line)
		JW_NUM(&w, "line", l->line);
	if (l->image.n)
		JW_STR(&w, "image", l->image);
	jw_obj_end(&w);
	jw_key(&w, "undo");
	jw_obj(&w);
	jw_key(&w, "wrote");
	jw_raw(&w, SPAN(""));
	buf_printf(&b, "\"%016llx\"", (unsigned long long)plan_hash(l->new));
	w.comma = true;
	if (l->created)
		JW_BOOL(&w, "created", true);
	if (l->bytes) {
		jw_key(&w, "bytes");
		jw_raw(&w, SPAN("\""));
		put_hex(&b, *l->bytes);
		buf_addc(&b, '"');
	}
	jw_obj_end(&w);
	jw_obj_end(&w);
	buf_addc(&b, '\n');
	int rc = undo_log_put(k->undo, buf_span(&b), d);
	buf_fini(&b);
	return rc;
}

/* The JSON member that is the caption: --field, "" for the usual ones; NULL: the file is no JSON. */
static const char *field_of(const struct pack *k, struct span member)
{
	struct name n = name_split(member);

	if (name_caption_rank(&n, k->o->source.caption_ext) != RANK_JSON)
		return NULL;
	return k->o->source.field ? k->o->source.field : "";
}

/* Whether writing caption into that place gives the bytes that stand there now. */
static bool gives_back(struct span file, struct text_place at, struct span caption)
{
	struct buf b = BUF_INIT;

	text_put(file, at, caption, &b);
	bool same = span_eq(buf_span(&b), span_cut(file, at.start, at.end));
	buf_fini(&b);
	return same;
}

/* The file as UTF-8, if --encoding says that it is something else and that can be undone; else as it is. */
static struct span decoded(struct pack *k, struct span file, bool *coded)
{
	const char *charset = k->o->source.encoding;
	struct buf b = BUF_INIT;

	*coded = charset && text_decode(charset, file, &b);
	if (*coded)
		file = arena_dup(&k->a, buf_span(&b));
	buf_fini(&b);
	return file;
}

/* The old caption of file (field: as field_of has it), checked against the plan. c->check unset: it could not be read then, nor need it now. */
static int old_caption(struct pack *k, struct span file, const char *field, const struct text_place *given, const struct plan_change *c,
		       struct text_place *at, struct span *old, struct diag *d)
{
	*old = (struct span){"", 0};
	if (given)
		*at = *given;
	else if (!field)
		*at = text_in_file(file);
	else if (text_in_json(&k->a, file, *field ? field : NULL, at, d) != 0)
		return -1;
	if (!c->check)
		return 0;
	if (!text_get(&k->a, file, *at, old) || plan_hash(*old) != c->old)
		return diag_set(d, "changed", "is not what it was when the dataset was read; nothing is written");
	return 0;
}

/* Adds text to b in the dataset's character set, if that is to be done. */
static int encoded(const struct pack *k, bool really, struct span text, struct buf *b, struct diag *d)
{
	if (really && k->o->source.encoding)
		return text_encode(k->o->source.encoding, text, b, d);
	buf_adds(b, text);
	return 0;
}

/* The kinds of line break in s: 1 LF, 2 CRLF, 3 both. */
static unsigned breaks_of(struct span s)
{
	unsigned kinds = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n')
			kinds |= i > 0 && s.p[i - 1] == '\r' ? 2 : 1;
	return kinds;
}

/* The caption's breaks are not all like the file's last one. */
static bool has_two_kinds(struct span file, struct text_place at)
{
	unsigned in = breaks_of(span_cut(file, at.start, at.end)), last = breaks_of(span_cut(file, at.end, file.n));

	return at.form == TEXT_PLAIN && in && last && in != last;
}

/* What follows the caption in its file: a text with one kind of line break keeps one kind, so where the caption's breaks are all of
 * another kind now, the file's last one is, too. (Undoing turns both back.) */
static struct span last_break(struct span file, struct text_place at, struct span caption)
{
	struct span was = span_cut(file, at.start, at.end), tail = span_cut(file, at.end, file.n);
	unsigned now = breaks_of(caption);

	if (at.form != TEXT_PLAIN || !tail.n || breaks_of(was) != breaks_of(tail) || now == 0 || now == 3)
		return tail;
	return now == 2 ? SPAN("\r\n") : SPAN("\n");
}

/* The new file, in the dataset's character set, into k->text. */
static int new_file(struct pack *k, struct span file, struct text_place at, const struct plan_change *c, bool coded,
		    struct diag *d)
{
	struct buf b = BUF_INIT;
	int rc = 0;

	buf_reset(&k->text);
	buf_add(&b, file.p, at.start);
	if (c->exact)
		buf_adds(&b, c->bytes);
	else if (k->o->source.encoding && !coded) /* what could not be read is replaced as a whole */
		rc = text_encode(k->o->source.encoding, c->caption, &b, d);
	else
		text_put(file, at, c->caption, &b);
	buf_adds(&b, c->exact ? span_cut(file, at.end, file.n) : last_break(file, at, c->caption));
	if (rc == 0)
		rc = encoded(k, coded, buf_span(&b), &k->text, d);
	buf_fini(&b);
	return rc;
}

static int change(struct pack *k, struct plan_hit hit, struct span member, uint64_t line, struct span file, const char *field,
		  const struct text_place *given, struct diag *d)
{
	struct diag why = {0};
	struct plan_change c;
	struct text_place at;
	struct span old;
	bool coded;

	arena_reset(&k->a);
	file = decoded(k, file, &coded);
	if (plan_change(k->plan, hit, &k->a, &c, &why) != 0 || old_caption(k, file, field, given, &c, &at, &old, &why) != 0 ||
	    new_file(k, file, at, &c, coded, &why) != 0)
		return name_it(member.n ? member : arena_printf(&k->a, "line %llu", (unsigned long long)line), &why, d);
	struct span name = shown(k, member), bytes = span_cut(file, at.start, at.end);
	say(k, "change", name, line, c.check ? &old : NULL, &c.caption);
	bool plain = c.check && gives_back(file, at, old) && !has_two_kinds(file, at);
	struct logged l = {.member = name, .line = line, .caption = old, .new = c.caption, .bytes = plain ? NULL : &bytes};
	return log_it(k, c.id, &l, d);
}

int pack_change(struct pack *k, struct plan_hit hit, struct span member, struct span old, struct diag *d)
{
	return change(k, hit, member, 0, old, field_of(k, member), NULL, d);
}

int pack_change_at(struct pack *k, struct plan_hit hit, uint64_t line, struct span entry, const char *field, const struct text_place *at,
		   struct diag *d)
{
	return change(k, hit, SPAN(""), line, entry, field, at, d);
}

int pack_add(struct pack *k, struct plan_hit hit, struct span image, struct diag *d)
{
	struct diag why = {0};
	struct plan_change c;
	struct name n = name_split(image);

	arena_reset(&k->a);
	buf_reset(&k->text);
	buf_reset(&k->name);
	if (plan_change(k->plan, hit, &k->a, &c, &why) != 0)
		return name_it(image, &why, d);
	buf_adds(&k->name, name_stem(&n));
	buf_adds(&k->name, span_of(k->o->new_ext));
	if (encoded(k, true, c.caption, &k->text, &why) != 0)
		return name_it(image, &why, d);
	struct logged l = {.member = shown(k, buf_span(&k->name)), .image = shown(k, image), .caption = c.caption,
	                   .new = c.caption, .created = true};
	say(k, "add", l.member, 0, NULL, &c.caption);
	return log_it(k, c.id, &l, d);
}

int pack_remove(struct pack *k, struct plan_hit hit, struct span member, struct span file, struct diag *d)
{
	struct diag why = {0};
	struct plan_change c;
	struct text_place at;
	struct span old;
	bool coded;

	arena_reset(&k->a);
	file = decoded(k, file, &coded);
	if (plan_change(k->plan, hit, &k->a, &c, &why) != 0 ||
	    old_caption(k, file, field_of(k, member), NULL, &c, &at, &old, &why) != 0)
		return name_it(member, &why, d);
	say(k, "remove", shown(k, member), 0, &old, NULL);
	return 0;
}
