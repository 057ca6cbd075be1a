/* convert_jsonl.c: a dataset's captions as JSON Lines: our own records, or (OUT named metadata.jsonl) the file_name and text that Hugging
 * Face's imagefolder reads. */
#include <string.h>

#include "base/die.h"
#include "io/form.h"
#include "json/jwrite.h"
#include "pack/convert.h"

enum { FLUSH = 1 << 16 };

static void put(struct buf *b, const struct record *r, struct span caption, bool metadata)
{
	static const char *const none[] = {NULL};

	if (!metadata) {
		record_begin(b, r, caption, none);
		BUF_LIT(b, "}\n");
		return;
	}
	struct jwrite w = jw(b);
	jw_obj(&w);
	JW_STR(&w, "file_name", r->image);
	JW_STR(&w, "text", caption);
	jw_obj_end(&w);
	buf_addc(b, '\n');
}

/* The record's caption as it is to be; false: it has none. */
static bool caption_of(struct pack *k, const struct record *r, struct plan_hit hit, struct arena *a, struct span *caption,
		       int *rc, struct diag *d)
{
	struct plan_change c;

	*rc = 0;
	*caption = r->caption;
	if (hit.act == PLAN_KEEP)
		return r->kind == REC_CAPTION;
	*rc = plan_change(k->plan, hit, a, &c, d);
	*caption = c.caption;
	return *rc == 0 && hit.act != PLAN_REMOVE;
}

/* What is a caption, or should be one, and does not go over. */
static void left_out(struct pack *k, const struct record *r)
{
	struct span name = r->member.n ? r->member : r->id;

	k->left_out++;
	warn("%.*s: %s: left out", SPAN_ARG(name), r->kind == REC_ERROR ? r->error.message : "has no image, which metadata.jsonl names it by");
}

static int write_records(struct pack *k, struct output *out, struct diag *d)
{
	const char *slash = strrchr(k->o->out, '/');
	bool metadata = strcmp(slash ? slash + 1 : k->o->out, "metadata.jsonl") == 0;
	struct source *s = source_open(k->o->dataset, &k->o->source, d);
	struct arena a = ARENA_INIT;
	struct buf b = BUF_INIT;
	struct record r;
	struct span caption;
	uint64_t count = 0;
	int rc = -1;

	while (s && (rc = source_next(s, &r, &a, d)) == 1) {
		uint64_t line = plan_line_of(s, &r, ++count);
		bool wanted = s->form->text ? plan_wants_line(k->plan, line) : plan_wants_name(k->plan, r.member.n ? r.member : r.image);
		struct plan_hit hit = s->form->text ? plan_ask_line(k->plan, line)
		                                    : plan_ask_name(k->plan, r.member.n ? r.member : r.image);
		bool has = caption_of(k, &r, hit, &a, &caption, &rc, d);
		if (!wanted)
			;
		else if (has && (r.image.n || !metadata))
			put(&b, &r, caption, metadata);
		else if (rc == 0 && (has || r.kind == REC_ERROR))
			left_out(k, &r);
		if (rc == 0 && b.n > FLUSH) {
			rc = output_put(out, b.p, b.n, d);
			buf_reset(&b);
		}
		arena_reset(&a);
		if (rc != 0)
			break;
	}
	if (rc == 0)
		rc = output_put(out, b.p, b.n, d);
	buf_fini(&b);
	arena_fini(&a);
	if (s)
		source_close(s);
	return rc;
}

int convert_to_jsonl(struct pack *k, struct diag *d)
{
	struct output o;

	if (pack_output(k, &o, d) != 0)
		return -1;
	if (write_records(k, &o, d) == 0)
		return output_commit(&o, d);
	output_abort(&o);
	return -1;
}
