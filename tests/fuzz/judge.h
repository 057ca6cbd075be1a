/* judge.h: linters opened once, with all rules, and what must hold of every result. */
#ifndef CAPTOOLS_TESTS_FUZZ_JUDGE_H
#define CAPTOOLS_TESTS_FUZZ_JUDGE_H

#include "fuzz/fuzz.h"
#include "dataset/rule_list.h"
#include "lint/lint.h"

enum { JUDGES = 4 };

static const struct span judge_triggers[] = {SPAN_INIT("ohwx man"), SPAN_INIT("sks")};
static const struct span judge_must[] = {SPAN_INIT("green ball|ball"), SPAN_INIT("dog")}, judge_must_not[] = {SPAN_INIT("tongue out")};
static const struct lint_direction judge_direction = {
	.id = SPAN_INIT("*"), .trigger = SPAN_INIT("ohwx"), .medium = SPAN_INIT("photo"), .subject = SPAN_INIT("golden retriever"),
	.relation = SPAN_INIT("with a green ball"), .camera = SPAN_INIT("close up"), .lighting = SPAN_INIT("lit from above"),
	.focus = SPAN_INIT("depth of field"), .extra = SPAN_INIT("mouth focus image"), .must = judge_must, .n_must = 2,
	.must_not = judge_must_not, .n_must_not = 1, .line = 1,
};

static struct judge {
	struct lint_options o;
	const char *trainer;
	struct lint *lint;
	struct lint_run *run;
} judges[JUDGES] = {
	{.o = {.model = "sdxl", .verbose = true}},
	{.o = {.model = "pony", .purpose = PURPOSE_CHARACTER, .triggers = judge_triggers, .n_triggers = 2, .shuffle = true}, .trainer = "kohya"},
	{.o = {.model = "flux-dev", .purpose = PURPOSE_OBJECT, .style = STYLE_PROSE}},
	{.o = {.model = "sd15", .purpose = PURPOSE_STYLE, .style = STYLE_TAGS, .trigger_only = true, .keep_implied = true,
	       .triggers = judge_triggers, .n_triggers = 1, .trigger_known = true}, .trainer = "kohya:max_token_length=225"},
};

static inline struct judge *judge(unsigned k)
{
	struct judge *j = &judges[k % JUDGES];
	struct diag d = {0};

	if (!j->lint) {
		static struct arena keep;
		j->o.rules = rule_list();
		j->o.trainer = j->trainer ? trainer_parse(&keep, j->trainer, &d) : NULL;
		j->lint = lint_open(&j->o, &d);
		if (!j->lint)
			fprintf(stderr, "%s (CAPTOOLS_SHARE names the build's share)\n", d.message);
		MUST(j->lint);
		j->run = lint_run_open(j->lint);
	}
	return j;
}

static inline struct lint_ctx judge_ctx(unsigned how)
{
	struct lint_ctx c = {.id = SPAN("10_dog/0001")};

	if (how & 1)
		c.direction = &judge_direction;
	if (how & 2) {
		c.sidecar = true;
		c.stem = SPAN("0001.b");
	}
	return c;
}

static inline void judge_result(const struct lint_result *r, struct span text)
{
	float parts = 0;

	MUST(r->score >= 0 && r->score <= 100 && r->cap >= 0 && r->cap <= 100);
	for (int i = 0; i < PARTS; i++) {
		MUST(r->part[i] >= 0 && r->part[i] <= r->part_max[i] + 0.001f);
		parts += r->part_max[i];
	}
	MUST(parts <= 100.01f && r->n_encoders <= LINT_ENCODERS && r->model && r->profile);
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];
		MUST(f->start <= f->end && f->end <= text.n && fuzz_edge(text, f->start) && fuzz_edge(text, f->end));
		MUST(f->other_start <= f->other_end && f->other_end <= text.n);
		MUST(f->message.n && utf8_valid(f->message, NULL) && !memchr(f->message.p, '\n', f->message.n));
		MUST(utf8_valid(f->suggest, NULL) && utf8_valid(f->because, NULL));
		MUST(f->severity >= SEV_INFO && f->severity <= SEV_ERROR && f->index < RULES_MAX && f->points >= 0);
		MUST(i == 0 || r->findings[i - 1].start <= f->start);
	}
	for (int i = 0; i < SLOTS; i++)
		MUST(r->slot[i].start <= r->slot[i].end && r->slot[i].end <= text.n && r->slot[i].credit <= slot_max[i] + 0.001f);
}

#endif
