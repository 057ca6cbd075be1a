/* step.h: inside lib/fix: one state of the work, and the passes that change it. */
#ifndef CAPTOOLS_FIX_STEP_H
#define CAPTOOLS_FIX_STEP_H

#include "fix/draft.h"
#include "lint/analysis.h"
#include "lint/rule.h"

enum { SCRATCH = 3 }; /* what is, what is tried, and what is tried behind it: drafts and what lint says of them */

/* What an edit of one of several texts loses, and where in the caption it is made. */
struct loss {
	uint32_t at;
	const struct fix_edit *edit;
};

/* The work on one caption, or on a text of it. */
struct work {
	struct lint_run *run;
	const struct fix_options *o;
	const struct lint_ctx *ctx;
	const struct read_text *read; /* the draft is this text of a caption; NULL: it is the caption */
	size_t texts;          /* how many texts the trainer reads in the caption; 0 where read is set */
	bool several;          /* the caption is not the one text that it reads */
	struct arena *a;       /* the caller's: what stays */
	struct arena *pass;    /* what one pass needs */
	struct arena *scratch; /* SCRATCH of them */
	int in, hold;          /* the one that draft and now live in; one that must stay beside it, or -1 */
	size_t effort, effort_before; /* bytes linted for edits that were tried; before this pass */
	unsigned char *stays;  /* --fit: by byte of the original, what was tried and had to stay; NULL: nothing yet */
	bool tired, overrun;   /* ... were too many for a pass; for a caption */
	struct draft draft;
	struct lint_result now; /* of draft_text */
	struct { struct span *v; size_t n, cap; } needs;     /* pass_texts: what only a person can say of the texts */
	struct { struct loss *v; size_t n, cap; } losses;
	struct { struct fix_open *v; size_t n, cap; } refused; /* what the last pass over the findings would not do, and why */
	/* Where only some rules are on, the score by all of them does not fall either. */
	const struct lint_ctx *all;    /* NULL: all are on */
	struct arena *aside;           /* for that, and for what judge needs */
	unsigned all_of;               /* the version of the draft that all_now is the score of; 0: none */
	float all_now;
	struct fix_result *out;
	struct diag *d;
};

/* Changes that go together or not at all. */
struct plan {
	struct change v[2];
	size_t n;
	const struct finding *finding; /* NULL: asked for by the user */
	struct span twin;              /* not empty: goes with all plans of its rule that have the same, or not at all */
};

/* Empties a scratch arena that neither w->now nor w->hold needs, and returns its index. */
int work_spare(struct work *w);
/* What the trainer reads in text, which the caption is or may become. What came as a list is read as one as long as no line feed comes or
 * goes; else it is read as one caption, which shows as another number of texts. */
void work_read(const struct fix_options *o, const struct lint_ctx *ctx, struct span text, struct arena *a, struct reading *out);
/* Text as it stands inside a string of JSON. */
struct span work_escaped(const struct work *w, struct span text);
/* Lints the draft as it stands into w->now, while it lives in the caller's arena: before any pass. 0 or -1. */
int work_lint(struct work *w);
/* Judges a text that the draft may become, as the trainer feeds it. *same (may be NULL): it still reads as many texts there. 0 or -1. */
int work_judge(struct work *w, struct span text, const struct lint_ctx *ctx, struct arena *a, struct lint_result *out, bool *same);
/* Whether the change may be made in the caption that the text stands in: not what the trainer puts in, not across values of JSON. */
bool work_may(const struct work *w, uint32_t start, uint32_t end);
/* The byte of the original that the draft's byte at was, or the next one that was one. */
uint32_t work_original(const struct work *w, uint32_t at);
/* Takes the changes (sorted, not overlapping) and lints again; none: lints under another ctx. 0 or -1. */
int work_take(struct work *w, const struct change *v, size_t n);

/* What a finding asks for, as changes to the text as it stands. False if it asks for nothing, or for more than can be; *why then says what, or is
 * empty. */
bool plan_finding(const struct work *w, const struct finding *f, struct plan *p, struct span *why);
/* Whether the finding asks for lines to be joined, as far as there are lines (--unsafe). */
bool plan_joins(const struct finding *f);
/* Whether the plan takes a prompt's syntax with all that is in it: a flag, a network's name, BREAK. */
bool plan_syntax(const struct plan *p);
/* The part of text that is left where n plans take blanks, or blank lines, from its ends: what its lines are is said of that. */
void plan_inner(struct span text, const struct plan *p, size_t n, uint32_t *from, uint32_t *to);
/* An adjunct or a sentence that tells nothing, by a finding, goes. False if the finding is not of that kind. */
bool plan_idle(const struct work *w, const struct finding *f, struct draft_why why, struct plan *p);
/* A whole segment goes, with one separator. False if it is the only one. */
bool plan_drop_segment(const struct work *w, uint32_t segment, struct draft_why why, struct plan *p);
/* The first segment behind the trigger, score and rating tags and counts: "score_9, score_8_up, 1girl". */
uint32_t plan_front(const struct work *w);
void plan_add(struct plan *p, uint32_t start, uint32_t end, struct span text, struct draft_why why);

/* All changes of n plans in order of place; *count of them, in the arena. */
struct change *plans_flatten(struct arena *a, const struct plan *p, size_t n, size_t *count);
/* Claims the bytes that p changes, and the place of what it puts in; false, and nothing claimed, if one of them is taken. taken: a byte
 * for each byte of the draft and its end, 0 = free. */
bool plan_claim(const struct plan *p, unsigned char *taken);
/* Takes plans that do not clash, without asking for promises: what the user wants. 1, or -1. */
int work_take_plans(struct work *w, const struct plan *p, size_t n);
/* Takes as many of n plans as keep the promises: of those that the user asks for (without a finding; not mixed with others) that every sentence stays
 * whole. They come first in p then. How many, or -1. */
long attempt_some(struct work *w, struct plan *p, size_t n);

enum verdict {
	KEPT,
	SCORE_FALLS, /* and nothing else is wrong */
	BROKEN       /* tokens rise, or something is lost */
};
/* Whether after, a caption of text, keeps the promises of fix.h against w->now, when these plans made it; *why says what it breaks. In the arena a. */
enum verdict judge(const struct work *w, struct span text, const struct lint_result *after, const struct plan *p, size_t n, struct arena *a, struct span *why);

/* The edits of a whole set that the user asks for; lints once if they changed anything. How many changes, or -1. */
int pass_set(struct work *w);
/* Where the caption is not the one text that the trainer reads: fixes each text by itself. 0, or -1. Then texts_tell for the result. */
int pass_texts(struct work *w, const struct reading *r);
void texts_tell(struct work *w);
/* fix_caption for one text of a caption; edits are of the text. */
int fix_read(struct lint_run *run, const struct fix_options *o, const struct read_text *t, const struct lint_ctx *ctx, struct arena *a,
             struct fix_result *out, struct diag *d);
/* The passes. Each returns how many changes it made, or -1. */
int pass_findings(struct work *w);
int pass_prune(struct work *w);
int pass_trigger(struct work *w);
int pass_order(struct work *w);
int pass_fit(struct work *w);
/* Whether segment i is half of a phrase that a comma parts ("a simple, elegant design"), or of a bracket: it cannot go or move alone. */
bool tag_is_half(const struct analysis *t, uint32_t i);
/* In which order tags go where the caption is too long: about the upload; fillers of sentences; praise; what another tag implies, or says again; words of the look and
 * those that the model was trained with for quality; what is not there; the others; names, of whom nobody knows whether they are the subject's. */
enum fit_turn { TURN_UPLOAD = 1, TURN_FILLER, TURN_PRAISE, TURN_IMPLIED, TURN_REPEATED, TURN_LOOK, TURN_NEGATED, TURN_OTHER, TURN_NAME, TURN_NEVER };
/* The turn of each segment; never for most of a sentence, the subject, its counts, the trigger, light, camera, focus. In the arena of the pass. */
unsigned char *fit_turns(const struct work *w);
/* --compose with an entry that makes no sentence by itself: adds what it says. 0, or -1. */
int pass_supply(struct work *w);
/* Says in open what --fit could not do. */
void fit_report(struct work *w);

/* "a" or "an"; a phrase with it, where it brings no determiner or number of its own. */
const char *compose_article(struct span phrase);
struct span compose_noun(struct span phrase, struct arena *a);
/* Whether text has term as a whole word (or words), in any case. */
bool text_says(struct span text, struct span term, struct arena *a);

void open_say(struct work *w, const char *rule, struct span message);
/* Notes that a finding's fix is not made, and why. */
void refuse(struct work *w, const struct finding *f, struct span why);

#endif
