/* set_finish.c: what a gathered set comes to: the dataset rules, the score and its spread; helpers of the rules. */
#include "base/arena.h"
#include "dataset/set.h"

/* The score that `rank` of all captions do not exceed (1-based), in points. */
static float nth_score(const struct lint_set *s, uint64_t rank)
{
	uint64_t seen = 0;

	for (int i = 0; i <= 1000; i++) {
		seen += s->scores[i];
		if (seen >= rank)
			return (float)i / 10;
	}
	return 100;
}

static void run_rules(struct lint_set *s)
{
	const struct rule_list *rules = s->o->lint->rules;
	struct set_check c = {s, &s->a, s->o->settings};

	for (size_t i = 0; i < rules->n; i++)
		if (rules->v[i]->scope == SCOPE_DATASET && rules->v[i]->set)
			rules->v[i]->set->check(&c, rules->v[i]);
}

/* As the models have them; where captions name several models, by name. */
static void sort_encoders(struct lint_set *s)
{
	for (size_t i = 1; i < s->n_encoders; i++) {
		struct set_encoder *e = s->encoder[i];
		size_t k = i;
		for (; k > 0; k--) {
			const struct set_encoder *x = s->encoder[k - 1];
			if (x->place < e->place || (x->place == e->place && strcmp(x->name, e->name) < 0))
				break;
			s->encoder[k] = s->encoder[k - 1];
		}
		s->encoder[k] = e;
	}
}

void set_finish(struct lint_set *s)
{
	sort_encoders(s);
	if (s->gathers & GATHER_FUSED)
		fused_find(s);
	run_rules(s);
	for (size_t i = 0; i < s->n_findings; i++)
		s->points += s->findings[i].points;
	if (s->points > 40)
		s->points = 40;
	if (s->n == 0)
		return;
	s->mean = (float)((double)s->sum / 10 / s->n);
	s->score = s->mean > s->points ? s->mean - s->points : 0;
	s->p10 = nth_score(s, (s->n + 9) / 10);
	s->median = (nth_score(s, (s->n + 1) / 2) + nth_score(s, s->n / 2 + 1)) / 2;
	s->least = nth_score(s, 1);
	s->most = nth_score(s, s->n);
}

struct set_finding *set_report(struct set_check *c, const struct rule *r)
{
	size_t i = rule_place(c->s->o->lint->rules, r);

	if (c->settings && c->settings->off[i])
		return NULL;
	struct { struct set_finding *v; size_t n, cap; } list = {c->s->findings, c->s->n_findings, c->s->cap_findings};
	struct set_finding *f = ARENA_PUSH(c->a, &list);
	c->s->findings = list.v;
	c->s->n_findings = list.n;
	c->s->cap_findings = list.cap;
	*f = (struct set_finding){.rule = r, .severity = r->severity, .fix = r->fix, .points = r->points};
	if (c->settings && c->settings->severity[i])
		f->severity = c->settings->severity[i];
	return f;
}

void set_sink(struct set_check *c, struct set_finding *f, enum severity s)
{
	if (!c->settings || !c->settings->severity[rule_place(c->s->o->lint->rules, f->rule)])
		f->severity = s;
}

struct span set_share(struct set_check *c, uint64_t n, uint64_t all)
{
	double percent = all ? 100.0 * (double)n / (double)all : 0;

	return arena_printf(c->a, "%llu of %llu (%.*f%%)", (unsigned long long)n, (unsigned long long)all,
			    percent < 1 && percent > 0 ? 2 : 0, percent);
}

struct span set_list(struct set_check *c, const struct set_names *n, size_t most)
{
	struct span out = SPAN("");
	size_t shown = n->n < most ? n->n : most;

	for (size_t i = 0; i < shown; i++) {
		const char *sep = i == 0 ? "" : i + 1 == shown && n->all == shown ? " and " : ", ";
		out = arena_printf(c->a, "%.*s%s%.*s", SPAN_ARG(out), sep, SPAN_ARG(n->v[i]));
	}
	if (n->all > shown)
		out = arena_printf(c->a, "%.*s and %llu more", SPAN_ARG(out), (unsigned long long)(n->all - shown));
	return out;
}

void set_tell(struct set_check *c, struct set_finding *f, const struct set_names *names, const char *about, const char *one, const char *more)
{
	struct span list = set_list(c, names, 4);

	f->names = *names;
	f->about = span_of(about);
	f->message = arena_printf(c->a, "%llu %s: %.*s", (unsigned long long)names->all, names->all == 1 ? one : more, SPAN_ARG(list));
}
