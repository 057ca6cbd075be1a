/* sight.h: one picture as a rule about pictures sees it. Such a rule is one file see_NAME.c with `const struct rule rule_NAME` of
 * SCOPE_IMAGE, and a row in see/rules.def. How grave it is depends on the trainer, so the check says it. */
#ifndef CAPTOOLS_SEE_SIGHT_H
#define CAPTOOLS_SEE_SIGHT_H

#include "image/epoch.h"
#include "image/head.h"
#include "image/pixels.h"
#include "lint/rule.h"
#include "parse/scene.h"

struct scene_reader;
struct testimony;

struct sight {
	struct span name;              /* the image's file */
	const struct image_head *head; /* NULL: no file was seen, its size comes from the record */
	const char *unreadable;        /* why its bytes could not be had; NULL: they could */
	bool captioned;
	const struct pixels *pixels;   /* with --pixels; NULL else */
	const struct lexicon *lexicon; /* with scene */
	const struct scene_reader *reader; /* likewise */
	const struct testimony *testimony; /* of --witness (witness.h); NULL: none speaks of this picture */
	const struct scene *scene;     /* what its caption says, with --pixels or --witness; NULL else */
	const char *damage;            /* the decoder's words where pixels are damaged */
	/* With a trainer whose buckets are known, else plan is NULL. */
	const struct bucket_plan *plan;
	bool listed;                   /* the trainer takes the file for an image */
	int64_t size[2];               /* as the trainer reads it */
	const struct placement *placed;
	double scale;                  /* of the first place: resized to picture */
	double lost;                   /* share of the picture that the crop leaves out */
};

/* The list of all rules, for a rule's place in it, and what a user wants of them. */
struct sight_rules {
	const struct rule_list *all;
	const struct lint_settings *settings;
};

struct sight_check {
	const struct sight *s;
	struct arena *a;
	const struct sight_rules *rules;
	struct lint_result *out;
};

/* A picture that is like an earlier one. */
struct sight_copy {
	struct span id, of;
	bool mirrored;
};
struct pairing;
struct sight_set {
	const char *folder;        /* of a file of datasets, the first of those whose pictures fill buckets together; NULL: the set is all */
	bool parted;               /* what it is to the trainer was said folder by folder */
	const struct epoch *epoch; /* NULL: no trainer */
	const struct sight_copy *copies;
	size_t n_copies;
	const struct pairing *pairing; /* of captions with pixels; NULL: none */
};

/* A rule's own part: over one picture, or over what a trainer makes of the whole set. */
struct image_rule {
	void (*check)(struct sight_check *c, const struct rule *r);
	void (*check_set)(struct sight_check *c, const struct rule *r, const struct sight_set *set);
};

/* All rules about pictures over one; findings go to out. */
void sight_judge(const struct sight *s, const struct sight_rules *rules, struct arena *a, struct lint_result *out);
/* A finding, unless the settings silence it. */
void sight_report(struct sight_check *c, const struct rule *r, enum severity severity, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* The trainer's loader, or NULL. */
static inline const struct loading *sight_loading(const struct sight *s)
{
	return s->plan ? &s->plan->trainer->loading : NULL;
}

static inline const char *sight_trainer(const struct sight *s)
{
	return s->plan ? s->plan->trainer->name : "the trainer";
}

/* What the trainer does otherwise than the file means, as codes for the record ("orientation-ignored", ...). At most SIGHT_DIFFERS. */
enum { SIGHT_DIFFERS = 8 };
size_t sight_differs(const struct sight *s, const char *out[SIGHT_DIFFERS]);
/* What it makes of the whole set. */
void sight_judge_set(const struct sight_set *set, const struct sight_rules *rules, struct arena *a, struct lint_result *out);

#endif
