/* captok_list.c: captok's tables: models, encoders, trainers. */
#include "form/captok.h"

#include <stdio.h>

#include "base/file.h"
#include "tok/model.h"
#include "tok/registry.h"
#include "tok/trainer.h"

static void put_model(struct arena *a, const struct model *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct model_encoder *e = &m->encoders[i];
		struct span limit = e->limit ? arena_printf(a, "%d", e->limit) : SPAN("-");
		printf("%-14s %-8s %-8s %5s %-9s %s%s%s\n", i ? "" : m->name, e->encoder->name, encoder_role_names[e->role],
		       limit.p, e->before || e->after ? "template" : "-", e->source ? e->source : "-", e->note ? "; " : "",
		       e->note ? e->note : "");
	}
}

void captok_list_models(void)
{
	size_t n;
	const struct model *const *v = model_all(&n);
	struct arena a = ARENA_INIT;

	printf("%-14s %-8s %-8s %5s %-9s %s\n", "MODEL", "ENCODER", "ROLE", "LIMIT", "AROUND", "SOURCE (trainer diffusers)");
	for (size_t i = 0; i < n; i++)
		put_model(&a, v[i]);
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

	printf("%-9s %-8s %-7s %-28s %s\n", "ENCODER", "VOCAB", "PRESENT", "PACKAGE", "TITLE; HOW TO GET IT");
	for (size_t i = 0; i < n; i++)
		printf("%-9s %-8s %-7s %-28s %s; %s\n", v[i]->name, v[i]->vocab, present(&a, v[i]),
		       v[i]->package ? v[i]->package : "-", v[i]->title, v[i]->get ? v[i]->get : "-");
	arena_fini(&a);
}

void captok_list_trainers(void)
{
	size_t n;
	const struct trainer_info *const *v = trainer_all(&n);

	for (size_t i = 0; i < n; i++)
		printf("%-15s %s\n    clip variant %s, sidecar %s\n    options: %s\n    source: %s\n", v[i]->name, v[i]->title,
		       v[i]->variant, v[i]->extension, v[i]->options && v[i]->options[0] ? v[i]->options : "none", v[i]->source);
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
