/* captok_list.c: captok's tables: models, encoders, trainers. */
#include "report/captok/captok.h"

#include <stdio.h>

#include "base/file.h"
#include "model/model.h"
#include "model/registry.h"
#include "report/wrap.h"
#include "trainer/trainer.h"

enum { NAME = 21, WIDTH = 79 }; /* columns: of the models' names, of a line */

/* One encoder of the short form: "t5 512", "clip-l 77 (pooled)", "mistral 512 +33": template tokens inside the limit. */
static void put_short(struct buf *b, const struct model_encoder *e)
{
	int around = e->before_tokens + e->joint_tokens + e->after_tokens;

	buf_printf(b, "%s%s ", b->n ? ", " : "", e->encoder->name);
	if (e->limit)
		buf_printf(b, "%d", e->limit);
	else
		BUF_LIT(b, "never cut");
	if (around)
		buf_printf(b, " (%d template)", around);
	if (e->role != ROLE_TEXT)
		buf_printf(b, " (%s)", encoder_role_names[e->role]);
}

static void put_column(struct buf *line, struct buf *text)
{
	wrap_text(line, buf_span(text), NAME, WIDTH);
	printf("%.*s\n", (int)line->n, line->p);
	buf_reset(text);
	buf_reset(line);
}

static void put_model(const struct model *m)
{
	struct buf line = BUF_INIT, text = BUF_INIT;

	for (size_t i = 0; i < m->n; i++)
		put_short(&text, &m->encoders[i]);
	buf_printf(&line, "%-*s", NAME, m->name);
	put_column(&line, &text);
	if (m->alias) {
		buf_printf(&text, "also: %s", m->alias);
		buf_printf(&line, "%-*s", NAME, "");
		put_column(&line, &text);
	}
	buf_fini(&line);
	buf_fini(&text);
}

static void put_row(struct arena *a, const struct model *m, const char *trainer, const struct model_encoder *e)
{
	struct span limit = e->limit ? arena_printf(a, "%d", e->limit) : SPAN("-");

	printf("%-20s %-14s %-10s %-6s %5s %-8s %s%s%s\n", m->name, trainer, e->encoder->name, encoder_role_names[e->role], limit.p,
	       e->before || e->after ? "template" : "-", e->source ? e->source : "-", e->note ? "; " : "", e->note ? e->note : "");
}

/* The reference's rows, then what a trainer does otherwise, then what holds for the whole model. */
static void put_sources(struct arena *a, const struct model *m)
{
	for (size_t i = 0; i < m->n; i++)
		put_row(a, m, "diffusers", &m->encoders[i]);
	for (size_t i = 0; i < m->n_overrides; i++)
		put_row(a, m, m->overrides[i].trainer, &m->overrides[i].row);
	if (m->kohya_chunks)
		printf("%-20s %-14s CLIP: 150 or 225 tokens in 2 or 3 windows with max_token_length\n", m->name, "kohya");
	printf("%-20s %-14s %s%s%s%s%s\n", m->name, "note", m->title, m->alias ? "; also called " : "", m->alias ? m->alias : "",
	       m->trainers ? "; read and found the same but for the rows above: " : "; no trainer was read: theirs are taken to be the same",
	       m->trainers ? m->trainers : "");
}

void captok_list_models(bool verbose)
{
	size_t n;
	const struct model *const *v = model_all(&n);
	struct arena a = ARENA_INIT;

	if (verbose)
		printf("%-20s %-14s %-10s %-6s %5s %-8s %s\n", "MODEL", "TRAINER", "ENCODER", "ROLE", "LIMIT", "AROUND", "SOURCE; NOTE");
	else
		printf("%-*s%s\n", NAME, "MODEL", "ENCODERS AND THEIR LIMITS IN TOKENS");
	for (size_t i = 0; i < n; i++) {
		if (verbose)
			put_sources(&a, v[i]);
		else
			put_model(v[i]);
	}
	arena_fini(&a);
}

static const char *present(struct arena *a, const struct encoder *e)
{
	return share_find(a, arena_printf(a, "encoders/%s.vocab", e->vocab).p) ? "yes" : "no";
}

void captok_list_encoders(void)
{
	size_t n;
	const struct encoder *const *v = encoder_all(&n);
	struct arena a = ARENA_INIT;

	printf("%-10s %-10s %-7s %-12s %s\n", "ENCODER", "VOCAB", "PRESENT", "PACKAGE", "TITLE; HOW TO GET IT");
	for (size_t i = 0; i < n; i++)
		printf("%-10s %-10s %-7s %-12s %s; %s\n", v[i]->name, v[i]->vocab, present(&a, v[i]),
		       v[i]->package ? v[i]->package : "-", v[i]->title, v[i]->get ? v[i]->get : "-");
	arena_fini(&a);
}

static void put_field(struct buf *line, const char *head, int indent, const char *text)
{
	buf_printf(line, "%-*s", indent, head);
	wrap_text(line, span_of(text), indent, WIDTH);
	printf("%.*s\n", (int)line->n, line->p);
	buf_reset(line);
}

void captok_list_trainers(bool verbose)
{
	size_t n;
	const struct trainer_info *const *v = trainer_all(&n);
	struct buf line = BUF_INIT;
	const char *code;

	for (size_t i = 0; i < n; i++) {
		put_field(&line, v[i]->name, 16, v[i]->title);
		printf("    clip variant %s, sidecar %s\n", v[i]->variant, v[i]->extension);
		put_field(&line, "    options: ", 13, v[i]->options && v[i]->options[0] ? v[i]->options : "none");
		put_field(&line, "    source: ", 13, v[i]->source);
	}
	if (verbose)
		printf("\nWhat the codes of captok.fed mean:\n");
	for (size_t i = 0; verbose && (code = fed_code(i)); i++) {
		printf("  %s\n", code);
		put_field(&line, "", 6, fed_meaning(code));
	}
	buf_fini(&line);
}

void captok_version(void)
{
	size_t n;
	const struct encoder *const *v = encoder_all(&n);
	struct arena a = ARENA_INIT;

	printf("encoders:");
	for (size_t i = 0; i < n; i++)
		if (*present(&a, v[i]) == 'y')
			printf(" %s", v[i]->name);
	printf("\n");
	arena_fini(&a);
}
